"""Findings as editors show them, and positions as they count them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from tests.lsp.editors import applied
from tests.lsp.written_policies import HEAD, Desk
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.lsp.findings import shown, uri_of
from workflow_engine.lsp.positions import Positions
from workflow_engine.policy import check_texts

ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
WIDTH = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
TEXT = st.text("ab 档😀👍🏽é\u200d\n\r", max_size=30)


@given(TEXT, st.sampled_from(sorted(ENCODINGS)), st.data())
def test_positions_there_and_back(text, encoding, data):
    positions = Positions(text, encoding)
    lines = lines_of(text)
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    end = data.draw(st.integers(start, len(lines[line - 1]) + 1))
    stretch = positions.range(Place("a", line, start, line, end))
    units = lines[line - 1].encode(ENCODINGS[encoding])
    width = WIDTH[encoding]
    told = units[width * stretch.start.character : width * stretch.end.character]
    assert told.decode(ENCODINGS[encoding]) == lines[line - 1][start - 1 : end - 1]
    assert positions.point(stretch.start) == (line, start)
    assert positions.point(stretch.end) == (line, end)


@given(TEXT, st.integers(0, 50), st.integers(0, 200), st.sampled_from(sorted(ENCODINGS)))
def test_any_position_is_one_in_the_text(text, line, character, encoding):
    positions = Positions(text, encoding)
    lines = lines_of(text)
    there, column = positions.point(types.Position(line, character))
    assert 1 <= there <= len(lines)
    assert 1 <= column <= len(lines[there - 1]) + 1
    beyond = positions.range(Place("a", line + 1, character + 1, line + 1, character + 2))
    assert beyond.end <= positions.whole().end


WRONG = (
    "tags：\n"
    '  大: {label: "😀大户"， when: teir >= 28}\n'
    "  小: {label: 小户, when: min(tier, 3) > 1}\n"
    "rols: {}\n"
)


def opened(tmp_path):
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": "^" + WRONG})
    checked = desk.policy.check()
    desk.session.checked[desk.policy.folder] = checked
    return desk, checked


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finding_has_its_place_its_code_and_what_to_do(tmp_path, lang):
    desk, checked = opened(tmp_path)
    path = str(tmp_path / "b.yaml")
    found = {one.code: one for one in checked.findings[path]}
    assert {"WE122", "WE123", "WE129", "WE200", "WE325"} <= set(found)
    told = shown(found["WE325"], desk.session.positions, lang)
    line = WRONG.split("\n")[1]
    start = line.index("teir") + 1  # the emoji takes two units
    assert told.range == types.Range(types.Position(1, start), types.Position(1, start + 4))
    assert told.source == "workflow-engine"
    assert told.severity == types.DiagnosticSeverity.Error
    assert told.code_description is None
    assert found["WE325"].message.get(lang) in told.message


def test_second_places_are_related_information(tmp_path):
    files = {
        "a.yaml": HEAD,
        "b.yaml": "^tags: {x: {when: tier > 1}}\n",
        "c.yaml": "tags: {x: {when: tier > 2}}\n",
    }
    desk = Desk(tmp_path, files)
    checked = desk.policy.check()
    (twice,) = [
        one for listed in checked.findings.values() for one in listed if one.code == "WE206"
    ]
    told = shown(twice, desk.session.positions, "en")
    related = {one.location.uri: one.message for one in told.related_information}
    assert related == {
        uri_of(str(tmp_path / "b.yaml")): "first defined here",
        uri_of(str(tmp_path / "c.yaml")): "defined again here",
    }


@pytest.mark.parametrize(
    ("code", "faded"),
    [("WE740", True), ("WE715", True), ("WE716", True), ("WE325", False), ("WE728", False)],
)
def test_what_could_as_well_not_be_there_is_faded(tmp_path, code, faded):
    desk, _ = opened(tmp_path)
    place = Place(str(tmp_path / "b.yaml"), 1, 1, 1, 5)
    told = shown(
        Diagnostic(code, "warning", Bilingual.same("x"), place), desk.session.positions, "zh"
    )
    assert told.tags == ([types.DiagnosticTag.Unnecessary] if faded else None)


def test_fixes_one_by_one_and_all_that_are_safe(tmp_path):
    desk, checked = opened(tmp_path)
    path = str(tmp_path / "b.yaml")
    uri = desk.session.uri(path)
    colon = types.Range(types.Position(0, 4), types.Position(0, 4))
    first, every = desk.answers.actions(colon)
    assert (first.kind, first.is_preferred) == (types.CodeActionKind.QuickFix, True)
    assert applied(WRONG, first.edit.changes[uri]).startswith("tags:\n")
    assert every.kind == types.CodeActionKind.SourceFixAll
    fixed, count = apply_fixes(WRONG, checked.findings[path], file=path)
    assert count > 2
    assert applied(WRONG, every.edit.changes[uri]) == fixed


@pytest.mark.parametrize(("word", "meant"), [("teir", "tier"), ("rols", "roles")])
def test_the_word_that_was_probably_meant_is_offered(tmp_path, word, meant):
    desk, _ = opened(tmp_path)
    uri = desk.session.uri(str(tmp_path / "b.yaml"))
    before = WRONG.partition(word)[0].split("\n")
    spot = types.Position(len(before) - 1, len(before[-1].encode("utf-16-le")) // 2)
    actions = desk.answers.actions(types.Range(spot, spot))
    assert applied(WRONG, actions[0].edit.changes[uri]) == WRONG.replace(word, meant)
    assert actions[0].is_preferred is False


def test_no_fix_is_offered_for_a_text_that_has_changed(tmp_path):
    desk, _ = opened(tmp_path)
    path = str(tmp_path / "b.yaml")
    desk.session.buffers.texts = {**desk.session.buffers.texts, path: "\n" + WRONG}
    colon = types.Range(types.Position(0, 0), types.Position(9, 0))
    assert desk.answers.actions(colon) == []


def test_what_is_typed_is_checked_like_what_is_saved(tmp_path):
    desk, checked = opened(tmp_path)
    texts = {str(tmp_path / "a.yaml"): HEAD, str(tmp_path / "b.yaml"): WRONG}
    wanted = check_texts(texts).diagnostics
    assert sorted(one.code for listed in checked.findings.values() for one in listed) == sorted(
        one.code for one in wanted
    )
    for path, text in texts.items():
        (tmp_path / path).write_text(text)
    saved = desk.policy.check()
    assert saved.findings == checked.findings


def test_a_finding_about_the_folder_is_shown_in_a_file(tmp_path):
    desk = Desk(
        tmp_path,
        {
            "a.yaml": "policy: ^{id: p, version: '1', blueprints: nowhere}\n"
            + HEAD[HEAD.index("customer") :]
        },
    )
    (tmp_path / "a.yaml").write_text(desk.text("a.yaml"))
    checked = desk.policy.check()
    assert set(checked.findings) == {str(tmp_path / "a.yaml")}
    assert "WE851" in {one.code for one in checked.findings[str(tmp_path / "a.yaml")]}


def test_the_outline_holds_sections_definitions_and_what_is_in_them(tmp_path):
    text = "^# 说明\ntags:\n  😀: {}\n  大: {label: 大户, when: tier > 1}\nscales:\n  s:\n    levels:\n      low: {label: {zh: 低, en: Low}, when: tier < 2}\n"
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": text})
    tags, scales = desk.answers.outline()
    assert [one.name for one in tags.children] == ["😀", "大"]
    assert tags.children[1].detail == "大户"
    (scale,) = scales.children
    assert [(one.name, one.detail) for one in scale.children] == [("low", "低")]
    for symbol in (tags, scales, scale, *tags.children, *scale.children):
        assert symbol.range.start <= symbol.selection_range.start
        assert symbol.selection_range.end <= symbol.range.end
