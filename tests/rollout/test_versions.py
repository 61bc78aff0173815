"""The engine takes every customer by the version that is in force for them, whatever it makes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import workflow_engine as we
from tests.rollout.two_versions import BEFORE, DAY, NEW, csv, folders, rows
from workflow_engine.compiler.version_before import misfits
from workflow_engine.errors import CustomerError, PolicyError, UsageError
from workflow_engine.policy import check, check_texts, load
from workflow_engine.program.rollout import in_rollout
from workflow_engine.runs.spark_packages import refuse_two_versions

AT = dt.date.fromisoformat(DAY)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folders(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def policy(new: Path) -> we.Policy:
    return load(new)


def drawn(policy: we.Policy) -> set[str]:
    rollout = policy.program.rollout
    assert rollout is not None
    return {row["number"] for row in rows() if in_rollout(rollout, row["number"], AT)}


def test_both_versions_have_customers(policy):
    assert 0 < len(drawn(policy)) < len(rows())


def test_each_customer_is_decided_and_planned_by_their_version(policy):
    alone = load(policy.folder.parent / "before")
    for row in rows():
        known = {name: value for name, value in row.items() if value}
        decided, plan = policy.decide(known, at=AT), policy.plan(known, at=AT)
        if row["number"] in drawn(policy):
            known = {**known, "opted_in": known.get("opted_in", "").replace("tea", "").strip(";")}
            assert decided == policy.row_function(policy.values(known), AT)
            assert policy.plan_json(plan)["policy"]["version"] == "2026.11"
        else:
            known = {**known, "opted_in": known.get("opted_in", "").replace("forum", "").strip(";")}
            assert decided == alone.decide(known, at=AT)
            expected = alone.plan_json(alone.plan(known, at=AT))
            # an item of the other version leaves an empty choice behind, not a missing one
            assert {**policy.plan_json(plan), "portrait": 0} == {**expected, "portrait": 0}


def test_everybody_changes_over_on_the_last_day(policy):
    customer = {"number": "S0001", "tier": 12}
    late = dt.date(2026, 12, 1)
    assert policy.deciding("S0001", at=late) is policy
    assert policy.plan(customer, at=late).program is policy.program
    assert policy.deciding("S0001", at=dt.date(2026, 10, 31)) is policy.before


def test_the_version_before_is_read_when_it_is_first_wanted(tmp_path):
    new = folders(tmp_path)
    policy = load(new)
    (tmp_path / "before" / "policy.yaml").write_text("policy: [", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        policy.plan({"number": "S0001", "tier": 3}, at=dt.date(2026, 10, 1))
    assert [one.code for one in caught.value.diagnostics] == ["WE660"]


def test_a_decision_needs_an_id_where_two_versions_are_in_force(policy):
    with pytest.raises(CustomerError):
        policy.decide({"tier": 3}, at=AT)


def test_a_policy_from_texts_does_not_know_where_the_version_before_is():
    report = check_texts({"policy.yaml": NEW})
    assert report.program is not None
    with pytest.raises(UsageError):
        we.Policy(report.program).decide({"number": "S1"}, at=AT)


@pytest.mark.parametrize("engine", ["row", "polars"])
def test_frames_have_the_plans_of_each_version(policy, engine):
    frame = pl.DataFrame(rows()).with_columns(pl.all().replace("", None))
    frames = policy.plan_frame(frame, at=AT, engine=engine)
    assert frames.rejected_rows == 0
    by_version = dict(frames.customers.select("customer_id", "rollout").iter_rows())
    assert {id_ for id_, version in by_version.items() if version == "new"} == drawn(policy)
    items = frames.items.group_by("customer_id").agg("item", "rollout")
    for id_, names, versions in items.iter_rows():
        plan = policy.plan({k: v for k, v in rows()[int(id_[1:])].items() if v}, at=AT)
        told = [one.item.id for one in plan.must_do]
        told += [one.item.id for one in plan.optional if one.state != "not_eligible"]
        assert sorted(names) == sorted(told)
        assert set(versions) == {by_version[id_]}


def test_rows_and_a_log_that_can_be_read_once_are_enough(policy):
    done = [{"number": "S0001", "item": "count", "done_on": "2026-11-02"}]
    frames = policy.plan_frame(
        ({k: v for k, v in row.items() if v} for row in rows()), at=AT, log=iter(done)
    )
    assert frames.customers.height == len(rows())
    due = dict(
        frames.items.filter(pl.col("item") == "count").select("customer_id", "due").iter_rows()
    )
    assert due["S0001"] > due["S0000"]


def test_rows_are_checked_by_the_version_that_decides(policy):
    inside, outside = (
        next(row["number"] for row in rows() if (row["number"] in drawn(policy)) is wanted)
        for wanted in (True, False)
    )
    text = csv(
        [{**row, "market": "nowhere"} for row in rows() if row["number"] in (inside, outside)]
    )
    path = policy.folder.parent / "bad.csv"
    path.write_text(text, encoding="utf-8")
    read = list(policy.read_customers(path, at=AT))
    assert {row.id: hasattr(row, "values") for row in read} == {inside: False, outside: True}


def test_the_desk_opens_a_case_under_the_customers_version(new):
    for folder in (new, new.parent / "before"):
        process = "processes: {refund: {owner: clerk, states: {asked: {}, paid: {end: true}}, "
        process += "transitions: [{from: asked, on: pay, to: paid}], clocks: {}}}\n"
        process += 'calendars: {office: {hours: {mon-fri: ["08:30..17:30"]}}}\n'
        (folder / "refund.yaml").write_text(process, encoding="utf-8")
    policy = load(new)
    desk = we.open_desk("sqlite://", policy)
    now = dt.datetime(2026, 11, 21, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    hashes = {}
    for wanted in (True, False):
        number = next(r["number"] for r in rows() if (r["number"] in drawn(policy)) is wanted)
        case = desk.open({"number": number, "tier": 3}, process="refund", at=now)
        hashes[wanted] = desk.rules(case.id).program.hash
    assert hashes == {True: policy.program.hash, False: policy.before.program.hash}
    for folder in (new, new.parent / "before"):
        (folder / "refund.yaml").unlink()


def test_spark_is_refused_while_two_versions_are_in_force(policy):
    with pytest.raises(UsageError, match="polars"):
        refuse_two_versions(policy.program)
    refuse_two_versions(policy.before.program)


def codes(folder):
    return [one.code for one in check(folder).diagnostics if one.code.startswith("WE66")]


def test_what_is_wrong_with_the_version_before_is_a_finding(tmp_path):
    new = folders(tmp_path)
    before = tmp_path / "before" / "policy.yaml"
    assert codes(new) == []
    before.write_text(BEFORE.replace("2026.10", "2026.11"), encoding="utf-8")
    (found,) = [one for one in check(new).diagnostics if one.code.startswith("WE66")]
    assert (found.code, found.severity) == ("WE663", "warning")
    assert "`2026.11`" in found.message.zh
    assert "`version`" in found.help.zh
    program = check(new).program
    chinese = replace(program, written_in={program.head.place.file: "zh"})
    (found,) = misfits(program, chinese, program.rollout)[:1]
    assert found.help.zh == "给本政策写一个新的版本号（`版本`）"
    before.write_text(BEFORE.replace("key: number", "key: shop_number"), encoding="utf-8")
    assert codes(new) == ["WE661"]
    nested = "rollout: {before: ../older, share: 20%}\n"
    before.write_text(BEFORE + nested, encoding="utf-8")
    assert codes(new) == ["WE662"]
    before.write_text(BEFORE + "tags: {}\n", encoding="utf-8")
    (found,) = [one for one in check(new).diagnostics if one.code == "WE660"]
    assert "1 errors" in found.message.en
    assert found.place.file.endswith("policy.yaml")
    before.unlink()
    assert codes(new) == ["WE660"]
    (new / "policy.yaml").write_text(NEW.replace("../before", "."), encoding="utf-8")
    assert codes(new) == ["WE660"]


def test_a_share_is_written_with_its_sign(tmp_path):
    new = folders(tmp_path)
    policy = new / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    shares = text[text.index("rollout:") :]
    bare = "rollout: {before: ../before, stages: {2026-12-01: 5%, 2026-12-15: 0.5}}\n"
    policy.write_text(text.replace(shares, bare), encoding="utf-8")
    (found,) = [one for one in check(new).diagnostics if one.severity == "error"]
    assert found.code == "WE379"
    assert "50% 还是 0.5%" in found.help.zh


def test_a_share_that_shrinks_is_told_where_it_does(tmp_path):
    new = folders(tmp_path)
    policy = new / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    shares = text[text.index("rollout:") :]
    less = "rollout:\n  before: ../before\n  stages:\n    2026-12-01: 50%\n    2026-12-15: 5%\n"
    policy.write_text(text.replace(shares, less), encoding="utf-8")
    (found,) = [one for one in check(new).diagnostics if one.code == "WE380"]
    line = policy.read_text(encoding="utf-8").splitlines()[found.place.line - 1]
    assert line == "    2026-12-15: 5%"
    assert line[found.place.column - 1 : found.place.end_column - 1] == "5%"
