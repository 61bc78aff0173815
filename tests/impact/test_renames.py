"""What was only renamed is neither lost nor gained: it is compared under its new name."""

from __future__ import annotations

import re

import pytest

from tests.impact.test_columns_agree import assert_same, base_of, random_rows
from tests.impact.test_limits import ROWS
from tests.impact.versions import SMALL, compiled, small
from workflow_engine.impact.changes import changes, renames
from workflow_engine.impact.customers import compare
from workflow_engine.impact.limits import check_limits
from workflow_engine.impact.report import Impact
from workflow_engine.impact.samples import samples
from workflow_engine.impact.version import Version

BARE = re.sub(r"label: (大客户|等级|礼品|课程|电话), ", "", SMALL).replace("    label: 等级\n", "")
"""The small policy with hardly a label."""
OTHERWISE_CALLED = {"big": "large", "rank": "grade", "gift": "present", "call": "ring"}


def renamed(text, names):
    for name, later in names.items():
        text = re.sub(rf"\b{name}\b", later, text)
    return text


def versions(old_text, new_text):
    old, new = (compiled({"p.yaml": text}) for text in (old_text, new_text))
    return Version(old, renames(old, new)), Version(new)


@pytest.mark.parametrize("text", [SMALL, BARE], ids=["labelled", "bare"])
@pytest.mark.parametrize("engine", ["row", "polars"])
def test_nothing_is_lost_or_gained_by_another_name(tmp_path, text, engine):
    later = renamed(text, OTHERWISE_CALLED)
    limits = "rollout: {limit: [0 customers change anything, 0 customers lose present]}\n"
    old, new = versions(text, later + limits)
    assert renames(old.program, new.program) == OTHERWISE_CALLED
    found = changes(old.program, new.program)
    assert {one.kind for one in found if one.section != "rollout"} == {"renamed"}
    compared = compare(old, new, base_of(tmp_path, ROWS), engine=engine)
    assert (compared.tally.compared, compared.tally.changed) == (30, 0)
    assert dict(compared.tally.matrices["grade"]) == {
        ("gold", "gold"): 6,
        ("silver", "silver"): 15,
        ("bronze", "bronze"): 9,
    }
    assert [one.breached for one in check_limits(new.program, compared.tally)] == [False, False]


def test_both_engines_compare_what_was_renamed_and_changed_alike(tmp_path):
    later = renamed(SMALL, OTHERWISE_CALLED).replace("eligible: tier >= 5", "eligible: large")
    later = later.replace(
        "gold: {label: 金, when: tier >= 25", "gold: {label: 金, when: tier >= 18"
    )
    old, new = versions(SMALL, later)
    assert old.shared("rank") == "grade"
    rows, log = random_rows(7)
    base = base_of(tmp_path, rows, log)
    by_row, in_columns = (compare(old, new, base, engine=one) for one in ("row", "polars"))
    assert_same(by_row, in_columns)
    names = {one.name for one in by_row.tally.counts}
    assert "grade" in names
    assert not names & OTHERWISE_CALLED.keys()
    found = changes(old.program, new.program)
    sampled = samples(old, new, base, by_row)
    impact = Impact(old, new, ("old", "new"), base.at, found, by_row, sampled)
    (scale,) = impact.as_dict("en")["customers"]["scales"]
    assert [level["label"] for level in scale["before"]][:3] == ["金", "银", "铜"]
    told = [d for one in impact.as_dict("zh")["customers"]["sample"] for d in one["differences"]]
    levels = [one for one in told if one["kind"] == "level"]
    assert levels
    assert all(one["reason_before"] and one["rule_before"] for one in levels)


def test_of_two_that_could_be_it_none_is_renamed():
    two = "  big: {when: tier >= 20}\n  same: {when: tier >= 20}\n"
    text = SMALL.replace("  big: {label: 大客户, when: tier >= 20}\n", two)
    old, new = (compiled({"p.yaml": one}) for one in (text, text.replace("  same:", "  other:")))
    assert renames(old, new) == {"same": "other"}
    both = renamed(text, {"big": "large", "same": "other"})
    assert renames(old, compiled({"p.yaml": both})) == {}


def test_what_says_something_else_is_not_renamed_and_a_name_that_goes_on_is_none():
    old = compiled({"p.yaml": BARE})
    other = renamed(BARE, {"rank": "grade"}).replace("when: tier >= 25", "when: tier >= 24")
    assert renames(old, compiled({"p.yaml": other})) == {}
    assert renames(small(), small()) == {}
