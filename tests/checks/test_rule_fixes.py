"""Fixes of findings about tables: carried out, they mend what was found."""

from dataclasses import replace

import pytest

from tests.checks.examples import BASE
from tests.docs.examples import policy_files
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.policy import check_texts

HEAD = "tables:\n  t:\n    gives: {type: integer}\n"


def mended(text, code):
    """The text after the fixes of the findings with this code, none of which is safe by itself."""
    report = check_texts(policy_files(text, BASE))
    found = [one for one in report.diagnostics if one.code == code]
    assert found
    assert all(one.fix is None or not one.fix.safe for one in found)
    agreed = [replace(one, fix=replace(one.fix, safe=True)) for one in found if one.fix]
    after, _ = apply_fixes(text, agreed, file="policy.yaml")
    left = check_texts(policy_files(after, BASE)).diagnostics
    assert code not in {one.code for one in left}
    return after


def test_a_row_is_removed_with_its_line():
    rows = ["{tier: ≥ 28, then: 1}", "{tier: '> 30', then: 2}   # never", "{tier: < 28, then: 3}"]
    text = HEAD + "    rows:\n" + "".join(f"      - {row}\n" for row in rows)
    assert mended(text, "WE713") == text.replace(f"      - {rows[1]}\n", "")


def test_a_row_of_several_lines_is_removed_whole():
    row = "      - tier: ≥ 28\n        then: 2\n"
    text = f"{HEAD}    hit: first\n    rows:\n      - {{tier: ≥ 20, then: 1}}\n{row}"
    text += "    otherwise: 3\n"
    assert mended(text, "WE716") == text.replace(row, "")


def test_rows_are_merged_into_the_first():
    text = (
        f"{HEAD}    rows:\n      - {{tier: 1..9, smart_pos: true, then: 1}}\n"
        "      - {tier: 10..20, smart_pos: true, then: 1}\n    otherwise: 2\n"
    )
    after = mended(text, "WE723")
    assert "      - {tier: 1..20, smart_pos: true, then: 1}\n    otherwise" in after
    assert "10..20" not in after


def test_a_merged_cell_gets_its_quotes():
    text = (
        f"{HEAD}    rows:\n      - {{tier: 10..19, smart_pos: true, then: 1}}\n"
        "      - {tier: ≥ 20, smart_pos: true, then: 1}\n    otherwise: 2\n"
    )
    assert '{tier: "≥ 10", smart_pos: true, then: 1}' in mended(text, "WE723")


@pytest.mark.parametrize(("first", "unique"), [("hit: first", "hit: unique")])
def test_the_hit_policy_is_changed_where_it_stands(first, unique):
    rows = "    rows:\n      - {tier: ≥ 28, then: 1}\n      - {tier: < 28, then: 2}\n"
    text = f"{HEAD}    {first}\n{rows}"
    assert mended(text, "WE725") == text.replace(first, unique)


def test_a_cell_for_everybody_becomes_any():
    rows = "    rows:\n      - {tier: ≥ 1, smart_pos: true, then: 1}\n    otherwise: 2\n"
    assert "{tier: any, smart_pos" in mended(HEAD + rows, "WE714")


@pytest.mark.parametrize(
    "rows",
    [
        "    rows: [{tier: ≥ 28, then: 1}, {tier: '> 30', then: 2}]\n",
        "    rows:\n      -\n        {tier: '> 30', then: 2}\n      - {tier: ≥ 28, then: 1}\n",
    ],
)
def test_where_the_layout_is_unusual_there_is_no_fix(rows):
    report = check_texts(policy_files(f"{HEAD}{rows}    otherwise: 3\n", BASE))
    (one,) = [one for one in report.diagnostics if one.code == "WE713"]
    assert one.fix is None


def test_the_only_row_stays():
    text = f"{HEAD}    rows:\n      - {{tier: '> 30', then: 2}}\n    otherwise: 3\n"
    report = check_texts(policy_files(text, BASE))
    (one,) = [one for one in report.diagnostics if one.code == "WE713"]
    assert one.fix is None
