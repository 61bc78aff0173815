from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Edit, Fix, Place
from workflow_engine.diagnostics.lines import line_starts, lines_of
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.language.repair import Slip, mend

TITLE = Bilingual("改", "mend")


def finding(*edits, safe=True, file="a"):
    made = tuple(
        Edit(Place(file, line, start, end_line, end), text)
        for line, start, end_line, end, text in edits
    )
    return diagnose("WE106", Place("a"), fix=Fix(TITLE, made, safe), detail="x")


def test_only_the_named_text_changes():
    text = "甲: 1\r\n乙:\t2\r\n\r\n# 尾"
    assert apply_fixes(text, [finding((2, 3, 2, 4, " "))]) == ("甲: 1\r\n乙: 2\r\n\r\n# 尾", 1)


def test_unsafe_absent_and_foreign_fixes_are_left():
    other = finding((1, 1, 1, 2, "x"), file="b")
    found = [finding((1, 1, 1, 2, "x"), safe=False), diagnose("WE104", Place("a")), other]
    assert apply_fixes("abc", found, file="a") == ("abc", 0)


def test_of_overlapping_fixes_the_first_stands():
    found = [finding((1, 1, 1, 3, "x")), finding((1, 2, 1, 4, "y"))]
    assert apply_fixes("abcd", found) == ("xcd", 1)


def test_a_fix_is_all_or_nothing():
    found = [finding((1, 1, 1, 2, "x")), finding((1, 1, 1, 2, "y"), (1, 3, 1, 4, "z"))]
    assert apply_fixes("abc", found) == ("xbc", 1)
    assert apply_fixes("abc", [finding((1, 1, 1, 2, "x"), (9, 1, 9, 2, "z"))]) == ("abc", 0)
    assert apply_fixes("abc", [finding((1, 1, 1, 3, "x"), (1, 2, 1, 4, "z"))]) == ("abc", 0)


def test_the_same_fix_counts_once():
    assert apply_fixes("abc", [finding((1, 2, 1, 3, "x"))] * 2) == ("axc", 1)


TEXTS = st.text(st.sampled_from("ab档\r\n："), max_size=30)


@st.composite
def edited(draw):
    """A text and non-overlapping edits of it, as (line, start, end, text), 0-based."""
    text = draw(TEXTS)
    slips = []
    for number, line in enumerate(lines_of(text)):
        at = 0
        while at < len(line) and draw(st.booleans()):
            start = draw(st.integers(at, len(line) - 1))
            end = draw(st.integers(start + 1, len(line)))
            slips.append(Slip(number, start, end, draw(st.sampled_from(["", "x", "yz"])), "WE106"))
            at = end + 1
    return text, slips


@given(edited())
def test_fixing_equals_slicing(case):
    text, slips = case
    starts = line_starts(text)
    expected = text
    for slip in reversed(slips):
        begin, end = starts[slip.line] + slip.start, starts[slip.line] + slip.end
        expected = expected[:begin] + slip.text + expected[end:]
    found = [
        diagnose("WE106", s.place("a"), fix=Fix(TITLE, (s.edit("a"),)), detail="x") for s in slips
    ]
    assert apply_fixes(text, found) == (expected, len(slips))
    assert mend(text, slips).text == expected


@given(edited())
def test_columns_lead_back_to_the_author(case):
    text, slips = case
    mended = mend(text, slips)
    old, new = lines_of(text), lines_of(mended.text)
    if len(old) != len(new):  # a deletion brought \r and \n together
        return
    for number, line in enumerate(new):
        touched = {
            at for s in slips if s.line == number for at in range(s.start, max(s.end, s.start + 1))
        }
        seen = [mended.original(number, column) for column in range(len(line) + 1)]
        assert seen == sorted(seen)
        assert seen[-1] == len(old[number]) or not line
        kept = [at for at in range(len(old[number])) if at not in touched]
        assert set(kept) <= set(seen)
        for column, at in enumerate(seen[:-1]):
            if at in kept:
                assert line[column] == old[number][at]


@given(TEXTS)
def test_lines_and_their_starts_agree(text):
    starts, lines = line_starts(text), lines_of(text)
    assert len(starts) == len(lines)
    for start, line in zip(starts, lines, strict=True):
        assert text.startswith(line, start)
