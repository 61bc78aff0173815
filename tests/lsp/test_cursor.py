"""Where somebody is typing in a text that is not whole: keys above, what is typed, what is beside."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.lsp.completion import file_language, proposals
from workflow_engine.lsp.cursor import Cursor, cursor_in
from workflow_engine.lsp.names import Names
from workflow_engine.model.sections import PolicyModel

ROOT = Path(__file__).parents[2]
LONG = (ROOT / "rules/tobacco-retail/recovery.yaml").read_text(encoding="utf-8")


def at(text: str) -> Cursor | None:
    """The cursor at the `^` of a text; `^` stands for nothing there."""
    before, _, after = text.partition("^")
    lines = (before + after).split("\n")
    return cursor_in(lines, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)


CURSORS = {
    "^": Cursor((), "key", ""),
    "ta^": Cursor((), "key", "ta"),
    "tags:\n  ^": Cursor(("tags",), "value", "", ("tags",)),
    "tags:\n  a:\n    wh^": Cursor(("tags", "a"), "either", "wh"),
    "tags:\n  a:\n    when: x and\n      bi^": Cursor(("tags", "a", "when"), "either", "bi"),
    "tags:\n  a: {when: x}\n  ^": Cursor(("tags",), "key", "", ("a",)),
    "tags:\n  a:\n    when: big and ^": Cursor(("tags", "a", "when"), "value", "big and ", ("when",)),
    "tags:\n  a: {label: 大, wh^": Cursor(("tags", "a"), "key", "wh", ("label",)),
    "tags:\n  a: {when: tier >= ^}": Cursor(("tags", "a", "when"), "value", "tier >= ", ("when",)),
    'tags:\n  a: {when: "market == ^': Cursor(
        ("tags", "a", "when"), "value", "market == ", ("when",), '"'
    ),
    "tags:\n  a: {when: x, label: {zh: 大}}\n  b: {^": Cursor(("tags", "b"), "key", ""),
    "must_do:\n  a:\n    needs: [x, ^": Cursor(("must_do", "a", "needs", "-"), "value", ""),
    "must_do:\n  a:\n    needs:\n      - x\n      - ^": Cursor(
        ("must_do", "a", "needs", "-"), "either", ""
    ),
    "tables:\n  t:\n    rows:\n    - {a: 1, ^": Cursor(
        ("tables", "t", "rows", "-"), "key", "", ("a",)
    ),
    "tables:\n  t:\n    rows:\n      - a: 1\n        then: ^": Cursor(
        ("tables", "t", "rows", "-", "then"), "value", "", ("a", "then")
    ),
    "a:\n  text: |\n    no: key\n  b: ^": Cursor(("a", "b"), "value", "", ("text", "b")),
    'a: {b: "x, y: {", c: ^': Cursor(("a", "c"), "value", "", ("b", "c")),
    "a: {b: 1,\n    c: ^": Cursor(("a", "c"), "value", "", ("b", "c")),
    "a:\n  b: {c: [1,\n  d:\n    e: ^": Cursor(("a", "d", "e"), "value", "", ("e",)),
    '"a b": ^': Cursor(("a b",), "value", "", ("a b",)),
    "标签:\n  大客户: {条件: 档位^": Cursor(("标签", "大客户", "条件"), "value", "档位", ("条件",)),
}  # fmt: skip


@pytest.mark.parametrize("text", CURSORS)
def test_where_the_cursor_is(text):
    assert at(text) == CURSORS[text]


@pytest.mark.parametrize("text", ["# a^", "a: 1 # b^", "a:\n  b: |\n    x^", "a: >-\n  x\n\n  y^"])
def test_nothing_is_proposed_in_comments_and_texts(text):
    assert at(text) is None


@given(st.integers(0, len(LONG)), st.text("{}[]:,\"'#-| 😀档a\n", max_size=6))
def test_any_cut_text_has_an_answer(cut, more):
    lines = (LONG[:cut] + more).split("\n")
    cursor = cursor_in(lines, len(lines), len(lines[-1]) + 1)
    assert cursor is None or lines[-1].endswith(cursor.typed)
    found = proposals(lines, len(lines), len(lines[-1]) + 1, PolicyModel, Names({}))
    assert len({one.label for one in found}) == len(found)
    assert all(one.typed <= len(lines[-1]) for one in found)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("标签:\n政策: {", "zh"),
        ("tags:\n标签: {", "en"),
        ("", "en"),
        ("标签：", "zh"),
        ("x: 标签", "en"),
    ],
)
def test_the_language_of_a_file_that_is_not_whole(text, lang):
    assert file_language(text.split("\n"), "key") == lang
