"""The page of a blueprint: a box leads to its panel, without a script; and the sheets to print."""

from __future__ import annotations

import re

import pytest

from tests.blueprint.drawable import HOSTILE
from tests.blueprint.journeys import HERE, blueprint, cell, link, words
from workflow_engine.policy import load
from workflow_engine.program.blueprints import FailPoint
from workflow_engine.render.blueprint_page import blueprint_document, blueprint_page

POLICY = load("rules/tobacco-retail")
PROGRAM = POLICY.program


def page(drawn, lang="zh", **more):
    return blueprint_page(drawn, PROGRAM, lang=lang, **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("id_", ["pos_rollout", "complaint_recovery"])
def test_every_box_leads_to_a_panel(id_, lang):
    html = page(POLICY.blueprints[id_], lang).html
    hrefs = re.findall(r'<a href="#(cell\d+)"', html)
    panels = re.findall(r'<section class="panel" id="(cell\d+)">', html)
    assert set(hrefs) == set(panels)
    assert len(panels) == len(list(POLICY.blueprints[id_].cells))


def test_there_is_no_script_and_nothing_from_outside():
    html = page(POLICY.blueprints["pos_rollout"]).html
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert "onclick" not in html
    assert set(re.findall(r'(?:href|src)="([^"#][^"]*)"', html)) == set()


def test_a_panel_tells_item_steps_promise_and_recovery():
    drawn = blueprint(
        cell("s.customer"),
        cell(
            "s.front",
            "frontstage",
            minutes=5,
            by="account_manager",
            item="field_visit",
            promise="reply_1wd",
            steps=(words("先听"), words("后说")),
            uses=(words("平板"),),
            fail_point=FailPoint(words("说教"), "attitude", HERE),
        ),
        links=[link("s.front", "s.customer")],
    )
    html = re.sub(r"</?span[^>]*>|\u2009", "", page(drawn).html)
    panel = html[html.index('id="cell2"') :]
    panel = panel[: panel.index("</section>")]
    for told in (
        "客户经理",
        "5分钟",
        "日常实地拜访",
        "<li>先听</li><li>后说</li>",
        "平板",
        "说教",
        "补救：服务态度投诉",
        "<td>承认</td><td>1工作小时内</td>",
        "意见答复：",
        '<a href="#cell1">s.customer</a>',
    ):
        assert told in panel


def test_the_steps_of_the_item_stand_in_for_those_of_the_cell():
    steps = PROGRAM.items["pos_coaching"].steps
    assert steps
    html = page(blueprint(cell("s.front", "frontstage", item="pos_coaching"))).html
    assert html.count("<li>") == len(steps)


def test_hostile_text_stays_text():
    drawn = blueprint(cell("s.front", "frontstage", steps=(words(HOSTILE),), status=words(HOSTILE)))
    for document in (page(drawn), blueprint_document(drawn, PROGRAM, lang="zh")):
        assert "<script" not in document.html


def test_a_role_gets_panels_only_for_what_it_sees():
    drawn = POLICY.blueprints["pos_rollout"]
    html = page(drawn, view="customer").html
    hidden = [
        one for one in drawn.cells if one.lane in ("backstage", "support") and not one.exposed
    ]
    shown = html[html.index('class="panels"') :]
    assert len(re.findall('class="panel"', shown)) == len(list(drawn.cells)) - len(hidden)


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_sheets_are_landscape_and_each_is_a_part(size):
    document = blueprint_document(
        POLICY.blueprints["pos_rollout"], PROGRAM, lang="zh", size=size, shown="before-after"
    )
    assert f"size: {size.upper()} landscape" in document.html
    parts = document.parts()
    assert len(parts) == document.html.count("<svg ") > 1
    anchors = [mark.anchor for mark in document.bookmarks[0].children]
    assert all(f'id="{anchor}"' in part for anchor, part in zip(anchors, parts, strict=True))
    assert "改善前" in parts[0]
    assert "改善后" in parts[-1]


def test_one_sheet_after_the_decisions():
    document = blueprint_document(blueprint(cell("s.customer")), PROGRAM, lang="en", shown="after")
    assert len(document.parts()) == 1
    assert document.bookmarks[0].children == ()
    assert "(After)" in document.html


def test_a_small_picture_keeps_its_size_and_a_panel_makes_room():
    html = page(blueprint(cell("s.front", "frontstage"))).html
    assert ".blueprint svg { display: block; height: auto; }" in html
    assert ".sheet:has(.panel:target) .blueprint { margin-right: 108mm; }" in html
