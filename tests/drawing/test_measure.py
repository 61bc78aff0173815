"""Measured text: generous, additive, wrapped without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.drawing.measure import ELLIPSIS, clipped, text_width, wrapped

ANY = st.text(st.characters(codec="utf-8"), max_size=60)
WORDS = st.text(st.sampled_from("ab W超级，。（） 𠮷"), max_size=60)


@given(ANY, ANY)
def test_width_adds_up(one, other):
    assert text_width(one + other, 10) == pytest.approx(
        text_width(one, 10) + text_width(other, 10), abs=0.02
    )


@given(ANY)
def test_width_grows_with_the_size(text):
    assert text_width(text, 20) == pytest.approx(2 * text_width(text, 10), abs=0.02)


@pytest.mark.parametrize(
    ("text", "width"), [("档位", 28), ("𠮷", 14), ("", 0), ("e\u0301", 0.58 * 14), ("\u202e", 0)]
)
def test_width_of_single_signs(text, width):
    assert text_width(text, 14) == pytest.approx(width, abs=0.01)


@given(WORDS, st.integers(20, 200))
def test_no_line_is_wider_than_asked(text, width):
    assert all(text_width(line, 12) <= width for line in wrapped(text, 12, width))


@given(WORDS, st.integers(20, 200))
def test_wrapping_loses_nothing_but_blanks(text, width):
    joined = "".join(wrapped(text, 12, width)).replace(" ", "")
    assert joined == "".join(text.split())


@given(WORDS, st.integers(40, 200), st.integers(1, 3))
def test_no_more_lines_than_asked(text, width, lines):
    found = wrapped(text, 12, width, lines=lines)
    assert len(found) <= lines
    assert all(text_width(line, 12) <= width for line in found)
    whole = wrapped(text, 12, width)
    assert found == whole or found[-1].endswith(ELLIPSIS)


@given(WORDS, st.integers(13, 200))
def test_clipped_text_fits(text, width):
    found = clipped(text, 12, width)
    assert text_width(found, 12) <= width
    assert found == text or found.endswith(ELLIPSIS)


def test_closing_marks_do_not_begin_a_line():
    for width in range(30, 200):
        for line in wrapped("弥补时限过半，仍无方案（含补偿）。请上报主管！", 10, width):
            assert line[0] not in "，。）！"
            assert line[-1] != "（"


def test_a_very_long_text_is_cut_before_it_is_measured():
    assert len(wrapped("字" * 10**6, 12, 120, lines=2)) == 2
