"""The SVG of a blueprint: well-formed, escaped, complete, and readable without colour."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from tests.blueprint.drawable import HOSTILE, drawable, stages
from tests.blueprint.journeys import HERE, blueprint, cell, decide, fails, link, words
from workflow_engine.blueprint.before_after import after_pages, before_after, before_after_pages
from workflow_engine.blueprint.drawing import A4, draw
from workflow_engine.blueprint.mermaid import mermaid
from workflow_engine.language.durations import Duration
from workflow_engine.policy import load
from workflow_engine.program.blueprints import FailPoint, Line, WaitPoint
from workflow_engine.render.blueprint_page import blueprint_page

POLICY = load("rules/tobacco-retail")
PROGRAM = POLICY.program
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    root = ET.fromstring(svg)
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def flat(svg):
    return "".join(texts(svg)).replace(" ", "")


def one(**more):
    """A stage with one cell in every lane, the backstage one with `more`."""
    return blueprint(
        cell("s.evidence", "evidence"),
        cell("s.customer"),
        cell("s.front", "frontstage", by="account_manager"),
        cell("s.back", "backstage", **more),
        cell("s.support", "support"),
        links=[link("s.back", "s.front"), link("s.support", "s.back")],
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("id_", ["pos_rollout", "complaint_recovery"])
def test_every_text_of_a_shipped_blueprint_is_drawn(id_, lang):
    drawn = POLICY.blueprints[id_]
    (svg,) = draw(drawn, PROGRAM, lang)
    shown = flat(svg)
    for one_ in drawn.cells:
        assert one_.text.get(lang).replace(" ", "") in shown
    for stage in drawn.stages:
        assert stage.label.get(lang).replace(" ", "") in shown
        assert all(need.get(lang).replace(" ", "") in shown for need in stage.needs.values())


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("zh", ("外部互动线", "可视线", "内部互动线")),
        ("en", ("Lineofinteraction", "Lineofvisibility", "Lineofinternalinteraction")),
    ],
)
def test_the_three_lines_stand_on_every_page_with_dashes_of_their_own(lang, names):
    for svg in draw(stages(14), PROGRAM, lang, page=A4):
        assert all(name in flat(svg) for name in names)
        dashes = re.findall(r'stroke-width="1.7"(?: stroke-dasharray="([\d ]+)")?', svg)
        assert len(dashes) == len(set(dashes)) == 3


def test_a_line_of_the_authors_own_is_named_and_dashed_otherwise():
    line = Line("implementation", words("实施线"), ("backstage", "support"), HERE)
    (svg,) = draw(replace(one(), lines=(line,)), PROGRAM, "zh")
    assert "实施线" in flat(svg)
    dashes = re.findall(r'stroke-width="1.7"(?: stroke-dasharray="([\d ]+)")?', svg)
    assert len(dashes) == len(set(dashes)) == 4


def test_hostile_text_stays_text():
    drawn = one(status=words(HOSTILE), fail_point=FailPoint(words(HOSTILE), None, HERE))
    drawn = replace(drawn, title=words(HOSTILE), problem=words(HOSTILE))
    for svg in (*draw(drawn, PROGRAM, "zh"), *draw(drawn, PROGRAM, "en", page=A4)):
        assert "<script" not in svg
        assert "\x07" not in svg
        assert "\u202e" not in svg
        ET.fromstring(svg)


@settings(max_examples=25, deadline=None)
@given(drawable())
def test_any_blueprint_gives_well_formed_svg(drawn):
    for page in (None, A4):
        for svg in draw(drawn, PROGRAM, "zh", page=page):
            root = ET.fromstring(svg)
            assert root.find(f"{SVG}title") is not None
            assert not list(root.iter(f"{SVG}foreignObject"))
            assert "marker" not in svg


def test_a_blueprint_without_stages_is_an_empty_picture():
    (svg,) = draw(blueprint(), PROGRAM, "zh")
    assert "可视线" in flat(svg)


def test_the_same_blueprint_gives_the_same_drawing():
    drawn = POLICY.blueprints["pos_rollout"]
    assert draw(drawn, PROGRAM, "zh", page=A4) == draw(drawn, PROGRAM, "zh", page=A4)


def test_every_sign_of_a_cell_is_there_and_explained():
    (svg,) = draw(
        one(
            by="technical",
            minutes=5,
            wait=1440,
            kind="waste",
            regulatory=True,
            item="field_visit",
            promise="reply_1wd",
            status=words("配置中"),
            exposed=True,
            ecrs=decide("rearrange", wait=0),
            fail_point=FailPoint(words("网络不通"), "order_outage", HERE),
            wait_point=WaitPoint(words("等开户"), Duration(2, "work hour"), "satisfaction", HERE),
        ),
        PROGRAM,
        "zh",
    )
    shown = flat(svg)
    for sign in ("技术支持·5分钟·等24小时", "R", "§", "客户可见：配置中", "F1", "W1", "意见答复"):
        assert sign in shown
    for meaning in ("浪费", "法规要求", "重排", "失败点", "等待点", "服务项", "服务承诺"):
        assert meaning in shown
    assert "→按“订货或云POS故障”补救；30工作分钟内承认" in shown
    assert "→最长2工作小时；由“客户满意度”监控" in shown


def test_waste_necessary_and_value_differ_without_colour():
    svgs = [draw(one(kind=kind), PROGRAM, "zh")[0] for kind in ("adds_value", "necessary", "waste")]
    bars = [re.findall(r'width="6" height="[\d.]+" fill="([^"]+)"', svg) for svg in svgs]
    assert bars[0] != bars[1] == ["#fff"]
    assert bars[2] == ["#fff"]
    assert len(re.findall(r'stroke-width="1.5"', svgs[2])) == 2  # the box and the legend
    assert 'stroke-width="1.5"' not in svgs[1]


def test_a_role_sees_down_to_its_line_and_is_told_what_is_hidden():
    drawn = one()
    (svg,) = draw(drawn, PROGRAM, "zh", view="account_manager")
    assert "s.back" in flat(svg)
    assert "s.support" not in flat(svg)
    assert "本视图止于内部互动线：其下的支持过程（1项）未显示。另有1条连线" in flat(svg)
    (customers,) = draw(drawn, PROGRAM, "en", view="customer")
    assert "s.front" in flat(customers)
    assert "s.back" not in flat(customers)
    assert "thelineofvisibility:backstage,supportprocessesbelowit(2cells)" in flat(customers)


def test_the_author_may_say_how_far_a_role_sees():
    drawn = replace(one(), views={"account_manager": "all", "supervisor": "interaction"})
    (everything,) = draw(drawn, PROGRAM, "zh", view="account_manager")
    assert "s.support" in flat(everything)
    assert "未显示" not in flat(everything)
    (little,) = draw(drawn, PROGRAM, "zh", view="supervisor")
    assert "s.customer" in flat(little)
    assert "s.front" not in flat(little)


def test_needs_can_be_left_out():
    drawn = POLICY.blueprints["pos_rollout"]
    need = drawn.stages[0].needs["customer"].zh
    assert need in flat(draw(drawn, PROGRAM, "zh")[0])
    assert need not in flat(draw(drawn, PROGRAM, "zh", needs=False)[0])


def test_every_page_has_head_lanes_legend_and_its_number():
    pages = draw(stages(14), PROGRAM, "zh", page=A4)
    assert len(pages) > 1
    for number, svg in enumerate(pages, start=1):
        shown = flat(svg)
        assert f"第{number}页，共{len(pages)}页" in shown
        for words_ in ("测试", "客户行为", "支持过程", "客户流程", "2026.11"):
            assert words_ in shown


def test_a_click_on_a_cell_leads_where_it_is_told():
    (svg,) = draw(one(), PROGRAM, "zh", hrefs={"s.back": "#a&b"})
    assert svg.count("<a ") == 1
    assert 'href="#a&amp;b"' in svg


def test_a_loop_is_dashed_and_says_when_it_ends():
    drawn = blueprint(
        cell("a.x"),
        cell("b.y"),
        links=[link("a.x", "b.y"), link("b.y", "a.x", loop=words("客户满意为止"))],
    )
    (svg,) = draw(drawn, PROGRAM, "zh")
    assert "客户满意为止" in flat(svg)
    assert 'class="bp-f bp-o"' in svg


def changed():
    return blueprint(
        cell("s.customer", minutes=5),
        cell("s.fill", "frontstage", minutes=10, kind="waste", ecrs=decide("eliminate")),
        cell("s.sign", "frontstage", minutes=6, ecrs=decide("simplify", minutes=2)),
        links=[link("s.fill", "s.customer")],
    )


def test_before_and_after_in_one_picture():
    svg = before_after(changed(), PROGRAM, "zh")
    ET.fromstring(svg)
    shown = flat(svg)
    assert "改善前全程16分钟·工作时间21分钟" in shown
    assert "改善后全程5分钟·工作时间7分钟" in shown
    assert "全程缩短11分钟·少用工作时间14分钟" in shown
    assert "省4分钟" in shown
    assert shown.count("s.fill") == 1 + shown.count("s.fill：")


def test_after_alone_and_both_on_pages():
    (after,) = after_pages(changed(), PROGRAM, "zh", None)
    assert "s.fill" not in flat(after)
    assert "改善后" in flat(after)
    before, later = before_after_pages(changed(), PROGRAM, "zh", A4)
    assert "s.fill" in flat(before)
    assert "s.fill" not in flat(later)


def test_the_customer_is_told_what_is_exposed_and_sees_nothing_internal():
    drawn = one(
        minutes=30,
        kind="waste",
        ecrs=decide("simplify", minutes=3),
        exposed=True,
        status=words("正在为您办理"),
    )
    (stage,) = drawn.stages
    cells = tuple(
        replace(cell_, kind="waste", minutes=Decimal(7), fail_point=fails("态度不好"), item="x")
        if cell_.lane == "frontstage"
        else cell_
        for cell_ in stage.cells
    )
    drawn = replace(
        drawn,
        stages=(replace(stage, cells=cells),),
        problem=words("三成客户不满"),
        goal=words("省"),
    )
    (svg,) = draw(drawn, PROGRAM, "zh", view="customer")
    shown = flat(svg)
    for told in (
        "正在为您办理",
        "s.front",
        "s.customer",
        "告诉您的进度",
        "可视线",
        "（1项）未显示",
    ):
        assert told in shown
    for internal in (
        "s.back",
        "s.support",
        "三成客户",
        "7分钟",
        "态度不好",
        "浪费",
        "简化",
        "失败点",
    ):
        assert internal not in shown
    assert shown.index("告诉您的进度") > shown.index("前台服务")
    told = mermaid(drawn, PROGRAM, "zh", view="customer")
    assert "正在为您办理" in told
    assert "态度不好" not in told
    page = blueprint_page(drawn, PROGRAM, lang="zh", view="customer").html
    assert "正在为您办理" in page
    assert "态度不好" not in page
    both = before_after(drawn, PROGRAM, "zh", view="customer")
    assert "增值比" not in flat(both)
    everything = flat(draw(drawn, PROGRAM, "zh")[0])
    assert "7分钟" in everything
    assert "告诉您的进度" not in everything


LONG = "客户收到货物后当面点验，发现破损时由客户经理在一个工作日内完成换货，" * 8


def test_what_is_cut_off_is_listed_whole():
    drawn = one(status=words(f"状态{LONG}"), exposed=True)
    (stage,) = drawn.stages
    stage = replace(
        stage,
        needs={"customer": words(f"需要{LONG}")},
        cells=tuple(replace(cell_, text=words(f"{cell_.id}{LONG}")) for cell_ in stage.cells),
    )
    drawn = replace(drawn, stages=(stage,))
    for pages in (draw(drawn, PROGRAM, "zh", page=A4), draw(drawn, PROGRAM, "zh")):
        shown = "".join(map(flat, pages))
        for text in ("s.customer", "s.back", "客户可见：状态", "客户需求：需要"):
            assert text + LONG in shown


def test_a_page_explains_the_arrows_that_leave_it():
    drawn = stages(14)
    drawn = replace(
        drawn, links=(*drawn.links, link("s13.customer", "s0.customer", loop=words("办好为止")))
    )
    pages = draw(drawn, PROGRAM, "zh", page=A4)
    assert len(pages) > 1
    for page in (pages[0], pages[-1]):
        assert {"客户流程", "返回"} <= set(texts(page))
    assert "返回" not in {*texts(draw(stages(14), PROGRAM, "zh", page=A4)[0])}


def test_letters_of_remarks_are_used_once():
    drawn = stages(14)
    said = tuple(
        replace(one_, text=words(f"单据{number}")) for number, one_ in enumerate(drawn.links)
    )
    pages = draw(replace(drawn, links=said), PROGRAM, "zh", page=A4)
    marks = Counter(
        text for page in pages[:-1] for text in set(texts(page)) if re.fullmatch("[a-z]{1,2}", text)
    )
    assert marks
    assert max(marks.values()) == 1


def test_a_crowded_sheet_says_that_its_type_is_small():
    small = draw(stages(1), PROGRAM, "zh", page=(60.0, 40.0))
    assert any("最小字号" in flat(page) for page in small)
    assert not any("最小字号" in flat(page) for page in draw(stages(1), PROGRAM, "zh", page=A4))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_mermaid(golden, lang):
    drawn = stages(2)
    loop = link("s1.customer", "s0.customer", loop=words("办好为止"))
    drawn = replace(drawn, links=(*drawn.links, loop))
    golden(f"blueprint.{lang}.mmd", mermaid(drawn, PROGRAM, lang))


def test_mermaid_escapes_what_authors_write():
    drawn = replace(one(status=None), title=words('a"\n---\nb'))
    told = mermaid(
        replace(
            drawn,
            links=(
                link(
                    "s.back",
                    "s.front",
                    text=words('"|-->x'),
                ),
            ),
        ),
        PROGRAM,
        "zh",
    )
    assert 'title["a#34; #45;#45;#45; b"]' in told
    assert '-- "#34;#124;#45;#45;#62;x" -->' in told
    manager = mermaid(drawn, PROGRAM, "zh", view="account_manager")
    assert "s.support" in mermaid(drawn, PROGRAM, "zh")
    assert "s.support" not in manager
    assert "本视图止于内部互动线" in manager


def test_mermaid_keeps_lanes_in_rows_and_stages_in_columns():
    told = mermaid(stages(3, stacked=2), PROGRAM, "zh").splitlines()
    columns = int(told[1].split()[1])
    rows = [line for line in told[3:] if line.lstrip().startswith(("space", "lane"))]
    assert [line.partition("[")[0].strip() for line in rows[1:]] == [f"lane{n}" for n in range(5)]
    for line in rows:
        wide = [int(found or 1) for found in re.findall(r"(?:[\])]|space)(?::(\d+))?(?= |$)", line)]
        assert sum(wide) == columns
    lines = [line.strip().partition("[")[0] for line in told if line.strip().startswith("line")]
    assert lines == ["line2x0", "line3x0", "line4x0"]


@given(drawable())
@settings(max_examples=40, deadline=None)
def test_mermaid_is_well_formed_whatever_authors_write(drawn):
    told = mermaid(drawn, PROGRAM, "zh")
    names = re.findall(r"(c\d+)[\[(]\"", told)
    assert len(names) == len(set(names)) == len(list(drawn.cells))
    arrows = re.findall(r"^    (c\d+) -.*-> (c\d+)$", told, re.MULTILINE)
    assert {name for ends in arrows for name in ends} <= set(names)
    for label in re.findall(r'"([^"]*)"', told):
        assert not set(re.sub(r"<br/>|#\d+;", "", label)) & set("<>;#&`{}[]|$%")
