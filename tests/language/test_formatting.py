"""`fmt`: what it changes, what it keeps, and that it never changes what a file says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.written import codes
from workflow_engine.language import formatting
from workflow_engine.language.formatting import format_text
from workflow_engine.language.indentation import structure
from workflow_engine.language.reader import read_yaml

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("rules/**/*.yaml"), *ROOT.glob("blueprints/**/*.yaml")])


def formatted(text: str) -> str:
    told, found = format_text(text, "a.yaml")
    assert not found
    assert format_text(told, "a.yaml")[0] == told
    return told


PAIRS = {
    "levels stand two columns further right": (
        "a:\n    b:\n       c: 1\n    d: 2\n",
        "a:\n  b:\n    c: 1\n  d: 2\n",
    ),
    "lists stand to the right of their key": (
        "a:\n- b: 1\n  c: 2\n-   d: 3\n    e: 4\n- - f\n  -   g\n",
        "a:\n  - b: 1\n    c: 2\n  - d: 3\n    e: 4\n  - - f\n    - g\n",
    ),
    "spaces in brackets": (
        "a: { b:   1 ,c: [1,2 , 3 ] }\nb: [ ]\nc: {d: , e: }\n",
        "a: {b: 1, c: [1, 2, 3]}\nb: []\nc: {d: , e: }\n",
    ),
    "no more than one empty line, none at the ends": (
        "\n\na: 1\n\n\n\nb: 2\n\n\n",
        "a: 1\n\nb: 2\n",
    ),
    "blanks at the end of a line": ("a: 1  \nb:   \n  c: 2 \n", "a: 1\nb:\n  c: 2\n"),
    "the last line ends": ("a: 1", "a: 1\n"),
    "values lined up stay lined up": (
        "a:    1\nbbb:  2\ncc:   3\nd: 4\ne:     5\n",
        "a:   1\nbbb: 2\ncc:  3\nd: 4\ne: 5\n",
    ),
    "Chinese takes two columns": (
        "客户:   1\n客户经理: 3\n",
        "客户: 1\n客户经理: 3\n",
    ),
    "Chinese values lined up": (
        "客户:     1\n客户经理: 3\n",
        "客户:     1\n客户经理: 3\n",
    ),
    "a table's columns stay lined up": (
        ("rows:\n- { 档位: ≥ 28,  市场: 乡村, then: 60 }\n- { 档位: 10..<28,市场: 城镇, then: 30 }\n"
        "- {档位: 5,      市场: any,  then: 3}\n- {档位: 50000,  市场: any,  then: 3}\n"),
        ("rows:\n  - {档位: ≥ 28, 市场: 乡村, then: 60}\n  - {档位: 10..<28, 市场: 城镇, then: 30}\n"
        "  - {档位: 5,     市场: any, then: 3}\n  - {档位: 50000, 市场: any, then: 3}\n"),
    ),
    "rows under names": (
        "a:    {x: 1,   y: 2}\nbbbb: {x: 111, y: 2}\n",
        "a:    {x: 1,   y: 2}\nbbbb: {x: 111, y: 2}\n",
    ),
    "comments stand with what they stood with": (
        "a:\n    # of b\n    b: 1\n    # after b\n# of c\nc:\n      # deep\n      - 1\n      # last\n  # end\n",
        "a:\n  # of b\n  b: 1\n  # after b\n# of c\nc:\n  # deep\n  - 1\n  # last\n# end\n",
    ),
    "comments behind a line keep their column, together": (
        "a: 1     # x\nbb: {c: 1,d: 2,e: 3} # y\nc: 1   # z\nd: {e: 1,f: 1,g: 1} # w\ne: 1                # v\n",
        "a: 1     # x\nbb: {c: 1, d: 2, e: 3}  # y\nc: 1   # z\nd: {e: 1, f: 1, g: 1}  # w\ne: 1                   # v\n",
    ),
    "brackets over several lines": (
        "a: {b: 1,\n  c: 2,   # two\n      d: [1,\n   2]}\ne: [\n 1,\n    # note\n    2 ]\nf: {\n g: 1\n   }\n",
        "a: {b: 1,\n    c: 2,  # two\n    d: [1,\n        2]}\ne: [\n  1,\n  # note\n  2]\nf: {\n  g: 1\n}\n",
    ),
    "a bracket on a line of its own": (
        "a:\n      {b: 1,\n  c: 2}\nd:\n  - {\n e: 1,\n }\n",
        "a:\n  {b: 1,\n   c: 2}\nd:\n  - {\n      e: 1,\n    }\n",
    ),
    "texts over several lines": (
        "a:\n    b: one\n       two\n    c: 'x\n\n      y'\n    d: |\n        p\n          q  \n\n        r\n    e: >-\n     s\n\n\n    f: 1\n",
        "a:\n  b: one\n     two\n  c: 'x\n\n    y'\n  d: |\n    p\n      q  \n\n    r\n  e: >-\n    s\n\n  f: 1\n",
    ),
    "a text that goes on stays under its beginning": (
        "a:\n    when:   x and\n            y\n    to: one\n      two\n",
        "a:\n  when: x and\n        y\n  to: one\n    two\n",
    ),
    "empty lines that belong to a text": ("a: |+\n  x\n\n\nb: |2\n   y\n", "a: |+\n  x\n\n\nb: |2\n   y\n"),
    "indentation that a header counts": ("a:\n    b: |1\n      y\n", "a:\n  b: |1\n    y\n"),
    "anchors": ("a:   &x {b: 1}\nc:   *x\nd: [ *x,1 ]\n", "a: &x {b: 1}\nc: *x\nd: [*x, 1]\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_layout(name):
    before, after = PAIRS[name]
    assert formatted(before) == after


def test_windows_line_ends_stay_and_a_byte_order_mark_goes():
    assert format_text("\ufeffa:   1\r\n\r\n\r\nb: 2\r\n", "a.yaml")[0] == "a: 1\r\n\r\nb: 2\r\n"


@pytest.mark.parametrize(
    "text", ["a：1\n", "a: {b: 1\n", "a: 1\n\tb: 2\n", "a: 1\na: 2\n", "# x\n"]
)
def test_a_text_with_mistakes_is_left_alone(text):
    told, found = format_text(text, "a.yaml")
    assert told == text
    assert codes(found) == codes(read_yaml(text, "a.yaml")[1])
    assert found


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_is_shipped_is_formatted(file):
    text = file.read_text(encoding="utf-8")
    assert formatted(text) == text


@pytest.mark.parametrize("change", [str.strip, lambda text: text + "# more\n"])
def test_a_layout_that_says_something_else_is_refused(monkeypatch, change):
    monkeypatch.setattr(formatting, "lay_out", lambda text: change(text.replace("1", "2")))
    with pytest.raises(formatting.MeaningChanged, match=r"a\.yaml"):
        format_text("a: 1\n", "a.yaml")


# Any text that is YAML, however badly it is laid out

WORDS = st.sampled_from(
    ["a", "bb", "档位", "客户经理", "x y", "≥ 28", '"q: \\" r"', "'s, t'", "'it''s'", "1.10", "a#b"]
)
PAD = st.sampled_from(["", " ", "  ", "   "])
COMMENT = st.sampled_from(["", "", "  # 注", " #x", "     # y"])


@st.composite
def flow(draw, depth=2):
    """Something in brackets, or a word, with blanks and breaks anywhere."""
    kind = draw(st.sampled_from(["word", "list", "map"] if depth else ["word"]))
    if kind == "word":
        return draw(WORDS)
    gap = st.sampled_from(
        ["", " ", "   ", "\n            ", "  # c\n               ", "\n\n\n        "]
    )
    parts = draw(st.lists(flow(depth=depth - 1), max_size=3))
    if kind == "map":
        keys = draw(st.permutations(["k", "键", "long_key"]))
        parts = [f"{key}: {part}" for key, part in zip(keys, parts, strict=False)]
    left, right = "[]" if kind == "list" else "{}"
    inner = "".join(
        draw(gap) + part + draw(st.sampled_from(["", " "])) + ("," if at < len(parts) - 1 else "")
        + (" " if at < len(parts) - 1 else "")
        for at, part in enumerate(parts)
    )  # fmt: skip
    return left + inner + draw(gap) + right


@st.composite
def block(draw, indent=0, depth=3):
    """The lines of a block, each level as far right as it likes."""
    lines = []
    kind = draw(st.sampled_from(["map", "list"])) if indent else "map"
    names = draw(st.permutations(["a", "键", "longer", "d"]))
    for name in names[: draw(st.integers(1, 3))]:
        between = st.sampled_from(["", " " * (indent + 1) + "# 说明", "# left"])
        lines += draw(st.lists(between, max_size=2))
        head = " " * indent + (f"{name}:" if kind == "map" else "-")
        what = draw(st.sampled_from(["flow", "flow", "block", "text", "folded", "null"]))
        if what == "block" and depth:
            further = indent + draw(st.integers(1, 5))
            inner = draw(block(further, depth - 1))
            compact = kind == "list" and inner and inner[0].startswith(" " * (indent + 2) + " ")
            if compact and not inner[0].strip().startswith("#") and draw(st.booleans()):
                inner[0] = head + inner[0][len(head) :]
                lines += inner
            else:
                lines += [head + draw(COMMENT), *inner]
        elif what == "text":
            header = draw(st.sampled_from(["|", ">", "|-", ">+", "|+"]))
            body = draw(
                st.lists(st.sampled_from(["x", "档 # no", "  deep", ""]), min_size=1, max_size=4)
            )
            if not body[0].strip() or body[0].startswith(" "):
                body[0] = "x"
            pad = " " * (indent + draw(st.integers(1, 4)))
            lines += [f"{head} {header}", *((pad + line if line else "") for line in body)]
        elif what == "folded":
            pad = " " * (indent + draw(st.integers(1, 9)))
            quote = draw(st.sampled_from(["", '"', "'"]))
            lines += [f"{head} {quote}one", "", f"{pad}two{quote}" + draw(COMMENT)]
        elif what == "null":
            lines.append(head + draw(COMMENT))
        else:
            text = f"{head} {draw(PAD)}{draw(flow())}{draw(COMMENT)}"
            lines += text.split("\n")
    return lines


@given(block(), st.integers(0, 2**32))
def test_the_meaning_stays_and_twice_is_once(lines, seed):
    blanks = random.Random(seed)
    text = "\n".join(lines) + "\n" * blanks.randint(0, 3)
    node, found = read_yaml(text, "a.yaml")
    if node is None or found:
        assert format_text(text, "a.yaml") == (text, found)
        return
    told = formatted(text)
    again, _ = read_yaml(told, "a.yaml")
    assert structure(again) == structure(node)
    assert "".join(told.split()) == "".join(text.split())
    assert not told.startswith("\n")
