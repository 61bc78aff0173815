import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("tier", 4),
        ("档位", 4),
        ("档位 tier", 9),
        ("：，", 4),
        ("２８", 4),
        ("　", 2),
        ("e\u0301", 1),
        ("ｱ", 1),
        ("한", 2),
        ("👍", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧", 2),
        ("❤️", 2),
        ("🇨🇳", 2),
        ("a\u200bb", 2),
        ("\x1b", 0),
    ],
)
def test_width(text, width):
    assert display_width(text) == width


@given(st.text(st.sampled_from("ab档位：２ 　é"), max_size=20))
def test_width_is_the_sum_of_its_characters(text):
    assert display_width(text) == sum(map(display_width, text))


@given(st.text(max_size=20), st.integers(0, 60), st.booleans())
def test_padding_reaches_the_width_and_keeps_the_text(text, width, right):
    padded = pad(text, width, right=right)
    assert padded.strip(" ") == text.strip(" ")
    assert len(padded) - len(text) == max(0, width - display_width(text))


@given(st.text())
def test_printable_text_cannot_move_the_cursor(text):
    shown = printable(text)
    assert not any(c < " " or "\x7f" <= c < "\xa0" or c in "\u202e\u2066\u2028" for c in shown)


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_ordinary_text_stays_as_it_is(text):
    assert printable(text) == text
