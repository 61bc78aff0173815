"""Change runs over files: of both engines, of the shipped policies, and what they refuse."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import workflow_engine
from tests.runs.small_runs import (
    DAY,
    ENGINES,
    POLICY,
    contents,
    customer_csv,
    manifest,
    plan,
    tables,
)
from workflow_engine.errors import UsageError
from workflow_engine.policy import check_texts
from workflow_engine.runs.pipeline import plan_files

RULES = Path(__file__).parents[2] / "rules"
LOG = "customer_id,item,done_on\n"


def brought_up_to_date(base: Path, change: Path) -> list[pl.DataFrame]:
    """The tables of a run after a change run, as the documentation has it."""
    removed = pl.read_csv(change / "removed.csv")["customer_id"]
    new = pl.read_parquet(change / "customers" / "*.parquet", columns=["customer_id"])
    gone = pl.concat([removed.cast(pl.String), new["customer_id"]])
    return [
        pl.concat([before.filter(~pl.col("customer_id").is_in(gone.implode())), after])
        for before, after in zip(tables(base), tables(change), strict=True)
    ]


def assert_up_to_date(base: Path, change: Path, full: Path) -> None:
    for brought, whole in zip(brought_up_to_date(base, change), tables(full), strict=True):
        # A stable sort by customer alone: the order within a customer must be right.
        ours, theirs = (one.sort("customer_id", maintain_order=True) for one in (brought, whole))
        assert_frame_equal(ours, theirs)


@pytest.mark.parametrize("engine", ENGINES)
def test_only_what_changed_is_written(tmp_path, engine):
    base = plan(customer_csv(tmp_path / "a.csv", range(40)), tmp_path / "base", engine)
    assert base.changes is None
    changed = customer_csv(tmp_path / "b.csv", [*range(3, 30), 99, *range(31, 40)])
    log = tmp_path / "log.csv"
    log.write_text(f"{LOG}C4,coaching,{DAY}\nC9,coaching,2027-01-01\n", encoding="utf-8")
    run = plan(changed, tmp_path / "change", engine, log=[log], since=tmp_path / "base")
    assert (run.accepted, run.customers) == (37, 2)
    counts = {"new": 1, "changed": 1, "same": 0, "unchanged": 35, "removed": 4}
    told = {"since": "../base", "planned_again": [], **counts}
    assert run.changes == manifest(tmp_path / "change")["changes"] == told
    plan(changed, tmp_path / "full", engine, log=[log])
    assert_up_to_date(tmp_path / "base", tmp_path / "change", tmp_path / "full")
    removed = (tmp_path / "change" / "removed.csv").read_text(encoding="utf-8-sig")
    assert removed.split() == ["customer_id", "C0", "C1", "C2", "C30"]
    changes = pl.read_parquet(tmp_path / "change" / "changes" / "*.parquet")
    assert changes.filter(customer_id="C4").select("item", "change", "before_due").rows() == [
        ("coaching", "changed", DAY)
    ]


def test_the_engines_fingerprint_alike(tmp_path):
    file = customer_csv(tmp_path / "a.csv", range(40))
    log = tmp_path / "log.csv"
    log.write_text(f"{LOG}C4,coaching,{DAY}\nC3,visit,{DAY}\n", encoding="utf-8")
    plan(file, tmp_path / "first", "row", log=[log])
    for engine in ENGINES:
        run = plan(file, tmp_path / engine / "again", engine, log=[log], since=tmp_path / "first")
        assert run.changes is not None
        assert (run.changes["unchanged"], run.customers) == (40, 0)
    plan(file, tmp_path / "polars" / "base", "polars", log=[log])
    own, other = (
        pl.read_parquet(folder / "fingerprints" / "*.parquet")
        for folder in (tmp_path / "first", tmp_path / "polars" / "base")
    )
    assert_frame_equal(own.drop("part"), other.drop("part"))


@pytest.mark.parametrize("policy", ["tobacco-retail", "vip"])
def test_the_shipped_policies_from_day_to_day(tmp_path, policy):
    program = workflow_engine.load(RULES / policy).program
    source = (RULES / policy / "customers.csv").read_text(encoding="utf-8-sig").splitlines(True)
    entries = (RULES / policy / "log.csv").read_text(encoding="utf-8-sig").splitlines(True)
    days = [DAY, DAY, DAY + dt.timedelta(days=1)]
    for number, day in enumerate(days):
        file = tmp_path / "customers.csv"
        file.write_text(
            source[0] + "".join(source[1 + number : 250 + number * 20]), encoding="utf-8"
        )
        log = tmp_path / "log.csv"
        log.write_text("".join(entries[: 200 + number * 40]), encoding="utf-8")
        since = tmp_path / str(number - 1) if number else None
        made = {"at": day, "log": [log], "engine": "polars"}
        plan_files(program, [file], out=tmp_path / str(number), since=since, **made)
        full = tmp_path / f"full{number}"
        plan_files(program, [file], out=full, **made)
        if since is not None:
            before = tmp_path / f"full{number - 1}"
            assert_up_to_date(before, tmp_path / str(number), full)
            counts = manifest(tmp_path / str(number))["changes"]
            assert counts["removed"] == 1
            assert (counts["unchanged"] > 100) == (day == days[number - 1])
            changes = pl.read_parquet(tmp_path / str(number) / "changes" / "*.parquet")
            assert "rewritten" not in changes["change"].unique().to_list()


def test_divided_tables_and_csv(tmp_path):
    file = customer_csv(tmp_path / "a.csv", range(20))
    plan(file, tmp_path / "base", partition_by="pyramid")
    other = customer_csv(tmp_path / "b.csv", range(1, 21))
    run = plan(other, tmp_path / "change", since=tmp_path / "base", partition_by="pyramid")
    assert run.customers == 1
    assert run.changes is not None
    assert run.changes["planned_again"] == []
    run = plan(other, tmp_path / "csv", since=tmp_path / "base", format_="csv")
    assert run.changes is not None
    assert run.changes["planned_again"] == ["division"]
    # Otherwise divided: everybody's rows stand somewhere else.
    assert run.customers == 20
    with (tmp_path / "csv" / "changes" / "part-00000.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["change"] for row in rows} == {"added"}
    assert {row["customer_id"] for row in rows} == {"C20"}
    again = plan(file, tmp_path / "again", since=tmp_path / "csv")
    assert (again.customers, again.changes and again.changes["removed"]) == (1, 1)
    assert (tmp_path / "again" / "items.csv").exists()  # the format of the last run


def test_the_folder_built_upon_is_not_replaced(tmp_path):
    file = customer_csv(tmp_path / "a.csv", range(5))
    plan(file, tmp_path / "base")
    held = contents(tmp_path / "base")
    for out in ("base", "base/next", "."):
        with pytest.raises(UsageError):
            plan(file, tmp_path / out, since=tmp_path / "base")
    assert contents(tmp_path / "base") == held


def test_a_run_of_another_policy_is_refused_before_anything_is_written(tmp_path):
    file = customer_csv(tmp_path / "a.csv", range(5))
    plan(file, tmp_path / "base")
    other = check_texts({"other.yaml": POLICY.replace("id: small", "id: vip")}).program
    assert other is not None
    with pytest.raises(UsageError, match="policy `small`, not of `vip`"):
        plan_files(other, [file], at=DAY, out=tmp_path / "out", since=tmp_path / "base")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_run_is_refused_before_anything_is_written(tmp_path):
    file = customer_csv(tmp_path / "a.csv", range(5))
    with pytest.raises(UsageError, match=r"nowhere: it is not the folder of a finished run"):
        plan(file, tmp_path / "out", since=tmp_path / "nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
