"""A change run says the same as planning everybody again, and does no more than it must."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.policies import TODAY, customers, policy_texts
from tests.runs.change_runs import Run, World, difference
from tests.runs.small_runs import POLICY
from workflow_engine.batch.log import Entry
from workflow_engine.errors import UsageError
from workflow_engine.runs import rule_fingerprints
from workflow_engine.runs.since import LastRun

IDS = ["c1", "c2", "c3", "c4", "客户五", "c6", "c7"]
ITEMS = ["must", "must_if", "must_group", "o0", "o1", "o2"]
EDITS = {
    "rolling": ("must_if: {every: 1 month", "must_if: {every: 2 weeks"),
    "calendar": ("must_group: {every: 1 month", "must_group: {every: 2 per month"),
    "festival": ("o0: {every: 1 month", "o0: {every: {event: [春节, 元旦]}"),
    "minutes": ("must_if: {every: 1 month", "must_if: {minutes: 20, every: 1 month"),
    "value": ("value: high, urgency: low", "value: low, urgency: low"),
    "urgency": ("g0: high, g1: medium", "g1: high"),
    "no ride": ("must: {every: visit}", "must: {every: 1 month}"),
    "ride": ("o1: {every: 1 month", "o1: {every: visit"),
    "recorded ride": ("must: {every: visit}", "must: {every: visit, record: form}"),
    "recorded": ("o2: {every: 1 month", "o2: {record: form, every: 1 month"),
    "visits": ("general: {times: 1 per month", "general: {times: 2 per month"),
    "category": ("of: [g0, g1, g2]", "of: [g0, g2, g1]"),
    "suspends": ("stop: {suspends_optional_except: [o2]}", "stop: {suspends: [o0]}"),
    "grants": ("grants: [o0, o1]", "grants: [o1]"),
    "kind": ("optional:", "  extra: {every: 1 year}\noptional:"),
    "label": ("roles: {manager: {label: 经理}}", "roles: {manager: {label: 客户经理}}"),
    "condition": ("for: [g1, general]", "for: [general]"),
    "version": ('version: "1"', 'version: "2"'),
}


@st.composite
def edited(draw, text):
    """The policy with some edits."""
    for name in draw(st.lists(st.sampled_from(sorted(EDITS)), max_size=2, unique=True)):
        text = text.replace(*EDITS[name])
    return text


@st.composite
def bases(draw):
    return draw(st.dictionaries(st.sampled_from(IDS), customers(), max_size=6))


def entries():
    days = st.integers(-70, 3).map(lambda days: TODAY + dt.timedelta(days=days))
    return st.lists(
        st.builds(
            Entry,
            st.sampled_from(IDS),
            st.sampled_from([*ITEMS, "visit"]),
            days,
            record=st.none() | st.just("form"),
        ),
        max_size=10,
    )


@st.composite
def later(draw, world, text):
    """What becomes of a world: some of it is edited."""
    people = dict(world.customers)
    for id_ in draw(st.lists(st.sampled_from(IDS), max_size=2)):
        people.pop(id_, None)
        if draw(st.booleans()):
            people[id_] = draw(customers())
    if draw(st.booleans()):
        people = dict(reversed(people.items()))
    log = list(world.log)
    if log and draw(st.booleans()):
        log.pop()
    if draw(st.booleans()):
        log += draw(entries())
    at = world.at + dt.timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 30])))
    return World(world.text if draw(st.booleans()) else draw(edited(text)), at, people, log)


@settings(max_examples=70)
@given(st.data())
def test_a_full_run_and_the_changes_after_it_make_the_next_full_run(data):
    text = data.draw(policy_texts())
    world = World(data.draw(edited(text)), TODAY, data.draw(bases()), data.draw(entries()))
    large = data.draw(st.frozensets(st.sampled_from(IDS), max_size=2))
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "0", world, large=large)
        plans = run.plans
        assert plans == world.plans()
        for turn in range(1, 3):
            world = data.draw(later(world, text))
            run = Run(Path(folder) / str(turn), world, run, large=large, size=4)
            before, plans = plans, run.applied_to(plans)
            assert plans == world.plans()
            assert run.changes() == difference(before, plans)
            counts = run.counts
            assert counts["new"] + counts["changed"] == len(run.plans)
            assert len(run.planned) == len(run.plans) + counts["same"]
            assert sum(counts.values()) - counts["removed"] == len(world.customers)


def same_people(**edits):
    """Four customers of the small policy, maybe with other values."""
    plain = {"tier": 5, "market": "urban", "area": "东", "state": None, "joined_on": None}
    plain |= {"sat": None, "opted_in": ("coaching",), "contribution": 1}
    tiers = {"c1": 5, "c2": 28, "c3": 29, "c4": 30}
    return {id_: {**plain, "tier": tier, **edits.get(id_, {})} for id_, tier in tiers.items()}


def small(text=POLICY, at=TODAY, log=(), **edits):
    return World(text, at, same_people(**edits), log)


NONE = dict.fromkeys(("new", "changed", "same", "unchanged", "removed"), 0)


def test_nobody_is_planned_again_where_nothing_changed(tmp_path):
    first = Run(tmp_path / "0", small())
    again = Run(tmp_path / "1", small(), first)
    assert again.counts == {**NONE, "unchanged": 4}
    assert (again.planned, again.plans, again.changes(), again.removed()) == ([], {}, {}, [])
    assert again.manifest["changes"]["planned_again"] == []
    assert again.manifest["changes"]["since"] == "../0"


def test_only_who_changed_is_planned_and_only_whose_plan_changed_is_written(tmp_path):
    first = Run(tmp_path / "0", small())
    world = small(c1={"area": "西"}, c3={"opted_in": None})
    run = Run(tmp_path / "1", world, first)
    assert run.planned == ["c1", "c3"]
    assert list(run.plans) == ["c3"]
    assert run.counts == {**NONE, "changed": 1, "same": 1, "unchanged": 2}
    (changed,) = run.changes().items()
    assert changed[0] == ("c3", "coaching")
    assert (changed[1]["before_state"], changed[1]["after_state"]) == ("active", "offered")


def test_a_plan_that_changes_there_and_back_is_written_twice(tmp_path):
    first = Run(tmp_path / "0", small())
    there = Run(tmp_path / "1", small(c3={"opted_in": None}), first)
    back = Run(tmp_path / "2", small(), there)
    assert back.counts == {**NONE, "changed": 1, "unchanged": 3}
    assert back.plans["c3"] == first.plans["c3"]


def test_an_item_concerns_who_got_it_in_a_change_run(tmp_path):
    top = {"contribution": 10**10}
    first = Run(tmp_path / "0", small())
    got = Run(tmp_path / "1", small(c3=top), first)
    assert got.changes()["c3", "care"]["change"] == "added"
    text = POLICY.replace("every: 2 weeks", "every: 3 weeks")
    assert Run(tmp_path / "2", small(text, c3=top), got).planned == ["c3"]


def test_who_comes_and_who_goes(tmp_path):
    first = Run(tmp_path / "0", small())
    people = same_people()
    people["c9"] = people.pop("c2")
    run = Run(tmp_path / "1", World(POLICY, TODAY, people), first)
    assert run.counts == {**NONE, "new": 1, "unchanged": 3, "removed": 1}
    assert run.removed() == ["c2"]
    found = {(id_, row["change"]) for (id_, _), row in run.changes().items()}
    assert found == {("c2", "removed"), ("c9", "added")}
    following = Run(tmp_path / "2", World(POLICY, TODAY, people), run)
    assert following.counts == {**NONE, "unchanged": 4}


def test_an_entry_of_the_log_concerns_its_customer(tmp_path):
    first = Run(tmp_path / "0", small())
    entry = Entry("c2", "coaching", TODAY)
    run = Run(tmp_path / "1", small(log=[entry]), first)
    assert run.planned == ["c2"]
    later = Entry("c3", "coaching", TODAY + dt.timedelta(days=1))
    assert Run(tmp_path / "2", small(log=[later, entry]), run).planned == []
    assert (
        Run(tmp_path / "3", small(at=later.done_on, log=[later, entry]), run).counts["unchanged"]
        == 0
    )


def test_an_item_that_changed_concerns_those_who_have_it(tmp_path):
    first = Run(tmp_path / "0", small(c4={"contribution": 10**10}))
    text = POLICY.replace("every: 2 weeks", "every: 3 weeks").replace(
        'version: "1"', 'version: "2"'
    )
    run = Run(tmp_path / "1", small(text, c4={"contribution": 10**10}), first)
    assert run.planned == ["c4"]
    assert run.counts == {**NONE, "same": 1, "unchanged": 3}
    assert run.manifest["changes"]["planned_again"] == ["items"]


def test_another_day_plans_everybody_and_writes_what_moved(tmp_path):
    entry = Entry("c1", "coaching", TODAY)
    first = Run(tmp_path / "0", small(log=[entry]))
    run = Run(tmp_path / "1", small(at=TODAY + dt.timedelta(days=1), log=[entry]), first)
    assert len(run.planned) == 4
    assert run.manifest["changes"]["planned_again"] == ["day"]
    assert run.counts == {**NONE, "changed": 3, "same": 1}
    assert all(row["change"] == "changed" for row in run.changes().values())


def test_another_version_of_the_engine_plans_everybody(tmp_path, monkeypatch):
    first = Run(tmp_path / "0", small())
    monkeypatch.setattr(rule_fingerprints, "__version__", "999")
    run = Run(tmp_path / "1", small(), first)
    assert run.manifest["changes"]["planned_again"] == ["engine"]
    assert run.counts == {**NONE, "same": 4}


def test_rows_that_are_no_longer_at_hand_are_told_as_rewritten(tmp_path):
    first = Run(tmp_path / "0", small())
    second = Run(tmp_path / "1", small(c3={"opted_in": None}), first)
    other = small(c3={"opted_in": None}, c2={"opted_in": None})
    told = Run(tmp_path / "2", other, second).changes()
    assert told["c2", "coaching"]["change"] == "changed"
    # Another run in the place of the first: its rows are not those the fingerprints are about.
    Run(tmp_path / "0", small(at=TODAY + dt.timedelta(days=9)))
    run = Run(tmp_path / "3", other, second)
    assert {row["change"] for row in run.changes().values()} == {"rewritten"}
    assert run.changes()["c2", "coaching"]["before_state"] is None
    assert run.changes()["c2", "coaching"]["after_state"] == "offered"


def test_the_folders_of_a_chain_may_be_moved_together(tmp_path):
    first = Run(tmp_path / "a" / "0", small())
    second = Run(tmp_path / "a" / "1", small(), first)
    (tmp_path / "a").rename(tmp_path / "b")
    second.folder = tmp_path / "b" / "1"
    run = Run(tmp_path / "b" / "2", small(c2={"opted_in": None}), second)
    assert run.changes()["c2", "coaching"]["change"] == "changed"


def test_a_run_that_a_killed_one_set_aside_is_brought_back(tmp_path):
    first = Run(tmp_path / "0", small())
    first.folder.rename(tmp_path / f".0.old-{os.getpid()}-abcdef")  # of an earlier process
    again = Run(tmp_path / "1", small(), first)
    assert again.counts == {**NONE, "unchanged": 4}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1"]


def test_a_customer_in_another_folder_of_the_tables_is_written_again(tmp_path):
    first = Run(tmp_path / "0", small(), divided_by="area")
    run = Run(
        tmp_path / "1", small(c1={"area": "西"}), first, divided_by="area", large=frozenset({"c4"})
    )
    assert list(run.plans) == ["c1"]
    assert run.counts == {**NONE, "changed": 1, "unchanged": 3}
    assert Run(tmp_path / "2", small(), first).counts == {**NONE, "changed": 4}


def test_changes_beside_csv_are_csv(tmp_path):
    first = Run(tmp_path / "0", small())
    run = Run(tmp_path / "1", small(c3={"opted_in": None}), first, format_="csv")
    parts = sorted((run.folder / "changes").iterdir())
    text = "".join(part.read_text(encoding="utf-8-sig") for part in parts)
    assert "c3,coaching,changed,active,offered" in text


def test_more_items_than_a_word_has_bits(tmp_path):
    many = "".join(
        f"  extra_{n}: {{eligible: tier == {n}, every: 1 month}}\n" for n in range(1, 80)
    )
    text = POLICY.replace("optional:\n", "optional:\n" + many)
    first = Run(tmp_path / "0", small(text, c4={"tier": 3}))
    edited = text.replace("tier == 29, every: 1 month", "tier == 29, every: 2 months")
    edited = edited.replace("tier == 5, every: 1 month", "tier == 5, minutes: 5, every: 1 month")
    run = Run(tmp_path / "1", small(edited, c4={"tier": 3}), first)
    assert run.planned == ["c1", "c3"]


def test_no_customers_before_or_after(tmp_path):
    nobody = World(POLICY, TODAY, {})
    empty = Run(tmp_path / "0", nobody)
    everybody = Run(tmp_path / "1", small(), empty)
    assert everybody.counts == {**NONE, "new": 4}
    run = Run(tmp_path / "2", nobody, everybody)
    assert run.counts == {**NONE, "removed": 4}
    assert run.removed() == ["c1", "c2", "c3", "c4"]
    assert {row["change"] for row in run.changes().values()} == {"removed"}
    assert Run(tmp_path / "3", nobody, run).counts == NONE


def broken(folder, what):
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    part = folder / "fingerprints" / "part-00001.parquet"
    match what:
        case "no manifest":
            manifest.unlink()
        case "no json":
            manifest.write_text("{", encoding="utf-8")
        case "a list":
            manifest.write_text("[]", encoding="utf-8")
        case "no fingerprints":
            del content["fingerprints"]
            manifest.write_text(json.dumps(content), encoding="utf-8")
        case "another version":
            content["fingerprints"]["format"] = 99
            manifest.write_text(json.dumps(content), encoding="utf-8")
        case "a part is gone":
            part.unlink()
        case "a part is damaged":
            part.write_bytes(part.read_bytes()[:40])


BROKEN = {
    "no manifest": ("no readable manifest.json", "没有可读的 manifest.json"),
    "no json": ("no readable manifest.json", "没有可读的 manifest.json"),
    "a list": ("no fingerprints", "没有本版本可以比较的指纹"),
    "no fingerprints": ("no fingerprints", "没有本版本可以比较的指纹"),
    "another version": ("no fingerprints that this version", "没有本版本可以比较的指纹"),
    "a part is gone": ("fingerprints of 3 customers instead of 4", "只有 3 位客户的指纹"),
    "a part is damaged": ("fingerprints cannot be read", "无法读取"),
}


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_a_folder_that_cannot_be_built_upon(tmp_path, what):
    run = Run(tmp_path / "0", small())
    broken(run.folder, what)
    with pytest.raises(UsageError) as caught:
        LastRun(run.folder, policy="small", key="customer_id")
    english, chinese = BROKEN[what]
    assert english in str(caught.value)
    assert chinese in caught.value.zh
    assert "without --since" in str(caught.value)


def test_a_run_with_other_ids_cannot_be_built_upon(tmp_path):
    run = Run(tmp_path / "0", small())
    with pytest.raises(
        UsageError, match="known by `customer_id`, those of this policy by `shop`"
    ) as caught:
        LastRun(run.folder, policy="small", key="shop")
    assert "识别" in caught.value.zh


def test_a_run_of_another_policy_cannot_be_built_upon(tmp_path):
    run = Run(tmp_path / "0", small())
    with pytest.raises(
        UsageError, match="it is a run of the policy `small`, not of `vip`"
    ) as caught:
        LastRun(run.folder, policy="vip", key="customer_id")
    assert "政策“small”的运行结果，不是“vip”的" in caught.value.zh


def test_a_chain_does_not_grow_without_end(tmp_path):
    run = Run(tmp_path / "0", small())
    content = json.loads((run.folder / "manifest.json").read_text(encoding="utf-8"))
    content["fingerprints"]["earlier"] = [["../x", "0"]] * 4_000
    (run.folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UsageError, match="4000 change runs have followed one another"):
        LastRun(run.folder, policy="small", key="customer_id")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("  big: {when: tier >= 28}\n", "  rich: {when: contribution > 1000}\n"),
        (
            "  stock_count: {for: everyone, every: visit, by: manager, minutes: 10}\n",
            "  care: {for: everyone, every: visit, by: manager}\n",
        ),
    ],
)
def test_rows_and_lists_follow_a_policy_that_is_put_in_another_order(tmp_path, first, second):
    text = POLICY.replace(
        'care: {for: pyramid == "top", every: 2 weeks', "care: {for: everyone, every: visit"
    )
    assert first + second in text
    rich = {name: {"contribution": 5_000_000_000} for name in ("c1", "c2", "c3", "c4")}
    base = Run(tmp_path / "0", small(text, **rich))
    world = small(text.replace(first + second, second + first), **rich)
    run = Run(tmp_path / "1", world, base)
    assert run.applied_to(base.plans) == world.plans() != base.plans
    same = Run(tmp_path / "2", world, run)
    assert same.counts == {**NONE, "unchanged": 4}
