"""A staged rollout on the command line, as a user runs it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.cli.running import process
from tests.rollout.two_versions import DAY, folders, rows

EVERYBODY = {row["number"] for row in rows()}


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folders(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def versions(new: Path) -> dict[str, str]:
    """Which version decides about each customer, as `decide` says."""
    ran = process("decide", new, new.parent / "customers.csv", "--at", DAY)
    assert (ran.code, ran.err.count("error")) == (0, 0)
    return {line["id"]: line["version"] for line in map(json.loads, ran.out.splitlines())}


def plan(new: Path, *options: str | Path):
    log = ("--log", new.parent / "log.csv")
    ran = process("plan", new, new.parent / "customers.csv", "--at", DAY, *log, *options)
    assert ran.code == 0, ran.err
    return ran


def test_check_has_nothing_to_say_about_the_version_before(new):
    ran = process("check", new, "--format", "json")
    assert [f["code"] for f in json.loads(ran.out)["findings"] if f["code"][:4] == "WE66"] == []


def test_decide_says_which_version(versions):
    assert versions.keys() == EVERYBODY
    assert set(versions.values()) == {"2026.10", "2026.11"}


def test_plans_and_their_items_are_of_the_version(new, versions):
    plans = [json.loads(line) for line in plan(new).out.splitlines()]
    assert {p["customer"]["id"]: p["policy"]["version"] for p in plans} == versions
    for one in plans:
        items = {item["item"] for item in one["must_do"]}
        assert ("survey" in items) == (one["policy"]["version"] == "2026.11")
        assert one["visit"]["times"] == (2 if "survey" in items else 1)


def test_a_folder_of_pages_names_everything_of_both(new, versions, tmp_path):
    ran = plan(new, "--out", tmp_path / "out", "--lang", "en")
    booklet = (tmp_path / "out" / "booklet.html").read_text(encoding="utf-8")
    for word in ("茶会", "论坛", "调查"):
        assert word in booklet
    old = next(id_ for id_, version in versions.items() if version == "2026.10")
    single = (tmp_path / "out" / "plans" / f"{old}.html").read_text(encoding="utf-8")
    assert "2026.10" in single
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["customers"] == len(EVERYBODY)
    assert sum(summary["levels"]["pyramid"].values()) == len(EVERYBODY)
    assert {"tea", "forum"} <= summary["states"].keys()
    plans = [json.loads(line) for line in plan(new).out.splitlines()]
    minutes = sum(one["monthly_minutes"] for one in plans)
    assert abs(sum(load["minutes"] for load in summary["workload"]) - minutes) < 0.01
    assert "top" in ran.out


def test_a_workbook_has_the_labels_of_both(new, tmp_path):
    plan(new, "--out", tmp_path / "plans.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plans.xlsx")
    said = {row[2] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    assert said == {"盘点", "调查", "茶会", "论坛"}


def test_calendars_are_made_of_both(new, tmp_path):
    plan(new, "--format", "ics", "--out", tmp_path / "ics")
    text = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "ics").iterdir())
    assert "盘点" in text
    assert "调查" in text


@pytest.mark.parametrize("engine", ["row", "polars"])
def test_tables_of_each_version_stand_apart(new, versions, tmp_path, engine):
    out = tmp_path / "tables"
    plan(new, "--format", "parquet", "--engine", engine, "--out", out)
    found = {}
    for name in ("new", "before"):
        folder = out / f"rollout={name}"
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        customers = pl.read_parquet(folder / "customers" / "*.parquet")
        found |= dict.fromkeys(customers["customer_id"], manifest["policy"]["version"])
        assert manifest["counts"]["rejected"] == 0
    assert found == versions
    plan(new, "--since", out, "--out", tmp_path / "later", "--lang", "en")
    changes = pl.read_parquet(tmp_path / "later" / "rollout=*" / "customers" / "*.parquet")
    assert changes.height == 0


def test_a_run_before_the_rollout_cannot_be_followed(new, tmp_path):
    old, customers = new.parent / "before", new.parent / "customers.csv"
    first = tmp_path / "first"
    process("plan", old, customers, "--at", DAY, "--format", "csv", "--out", first)
    ran = process(
        "plan", new, customers, "--at", DAY, "--since", first, "--out", tmp_path / "second"
    )
    assert ran.code == 2
    assert not (tmp_path / "second").exists()


def test_a_row_that_only_the_other_version_refuses_goes_through(new, versions, tmp_path):
    old = next(id_ for id_, version in versions.items() if version == "2026.10")
    lines = (new.parent / "customers.csv").read_text(encoding="utf-8").splitlines()
    table = list(csv.DictReader(lines))
    for row in table:
        row["market"] = "nowhere" if row["number"] == old else row["market"]
    path = tmp_path / "customers.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    assert process("decide", new, path, "--at", DAY).code == 0
    tables = ("--format", "csv", "--out", tmp_path / "tables")
    assert process("plan", new, path, "--at", DAY, *tables).code == 0
    assert process("decide", new, path, "--at", "2026-12-01").code == 1


def test_explain_says_which_version_and_why(new, versions):
    customers = new.parent / "customers.csv"
    for wanted, words in (
        ("2026.11", "this customer is among them"),
        ("2026.10", "not among them yet"),
    ):
        id_ = next(id_ for id_, version in versions.items() if version == wanted)
        ran = process("explain", new, customers, id_, "pyramid", "--at", DAY, "--lang", "en")
        first = ran.out.splitlines()[0]
        assert first.startswith(f"Decided by version {wanted}")
        assert "30%" in first
        assert words in first


def test_spark_is_refused_with_what_to_do(new, tmp_path):
    ran = process(
        *("plan", new, new.parent / "customers.csv", "--at", DAY, "--lang", "en"),
        *("--engine", "spark", "--out", tmp_path / "spark"),
    )
    assert ran.code == 2
    assert "polars" in ran.err
