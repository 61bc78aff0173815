"""Runs from files to a folder: the tables, what is told of bad rows, and the manifest."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.runs.small_runs import (
    DAY,
    ENGINES,
    HEADER,
    contents,
    customer_csv,
    manifest,
    plan,
    program,
    rejected,
    row,
    tables,
)
from workflow_engine.columnar.tables import customer_schema, item_schema
from workflow_engine.errors import DataFileError
from workflow_engine.policy import Policy, load
from workflow_engine.runs.pipeline import plan_files
from workflow_engine.runs.progress import Progress

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.parametrize("engine", ENGINES)


def test_the_tables_say_what_the_plans_say(tmp_path: Path, engine: str) -> None:
    plan(customer_csv(tmp_path / "c.csv", range(1, 40)), tmp_path / "out", engine)
    items, customers = tables(tmp_path / "out")
    assert dict(items.schema) == item_schema(program())
    assert dict(customers.schema) == customer_schema(program())
    assert customers["customer_id"].to_list() == [f"C{number}" for number in range(1, 40)]

    policy = Policy(program())
    rows = {
        number: dict(zip(HEADER.strip().split(","), row(number).strip().split(","), strict=True))
        for number in (1, 10, 14, 28)
    }
    for number, cells in rows.items():
        told = policy.plan_json(policy.plan(cells, at=DAY))
        (held,) = customers.filter(pl.col("customer_id") == f"C{number}").to_dicts()
        for key in ("tags", "categories", "unknown_categories", "missing"):
            assert held[key] == told[key]
        assert held["pyramid"] == told["scales"]["pyramid"]["level"]
        assert held["visit_times"] == told["visit"]["times"]
        assert held["monthly_minutes"] == Decimal(str(told["monthly_minutes"]))
        planned = {
            (one["item"], one["state"], one["due"])
            for one in (*told["must_do"], *told["optional"])
            if one["state"] not in ("not_due", "not_eligible")
        }
        mine = items.filter(pl.col("customer_id") == f"C{number}")
        due = mine["due"].cast(pl.String)
        assert set(zip(mine["item"], mine["state"], due, strict=True)) == planned


def test_many_parts_in_the_order_of_the_input(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    file = customer_csv(tmp_path / "c.csv", range(1, 60))
    plan(file, tmp_path / "one", engine, threads=1)
    report = plan(file, tmp_path / "many", engine, threads=5)
    assert len(list((tmp_path / "many" / "items").iterdir())) > 3
    assert (report.accepted, report.customers) == (59, 59)
    items, customers = tables(tmp_path / "many")
    assert report.items == items.height
    assert customers["customer_id"].to_list() == [f"C{number}" for number in range(1, 60)]
    assert contents(tmp_path / "one") == contents(tmp_path / "many")
    plan(file, tmp_path / "csv", engine, threads=5, format_="csv")
    texts = pl.read_csv(tmp_path / "csv" / "items.csv")
    assert texts["customer_id"].to_list() == items["customer_id"].to_list()


def test_several_files_and_folders(tmp_path: Path, engine: str) -> None:
    customer_csv(tmp_path / "in" / "b" / "2.csv", range(21, 30))
    customer_csv(tmp_path / "in" / "a.csv", range(1, 21))
    last = customer_csv(tmp_path / "z.csv", [30, 5, 31, 31])
    report = plan([tmp_path / "in", last], tmp_path / "out", engine)
    _, customers = tables(tmp_path / "out")
    assert customers["customer_id"].to_list() == [f"C{number}" for number in range(1, 32)]
    assert report.rejections.rows == 2
    twice = [
        (Path(one["file"]).name, one["row"], one["code"]) for one in rejected(tmp_path / "out")
    ]
    assert twice == [("z.csv", "3", "WE523"), ("z.csv", "5", "WE523")]
    assert "a.csv" in rejected(tmp_path / "out")[0]["message"]
    names = [Path(one["file"]).name for one in manifest(tmp_path / "out")["inputs"]]
    assert names == ["a.csv", "2.csv", "z.csv"]


def test_csv_holds_the_same(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 30))
    plan(file, tmp_path / "parquet", engine)
    plan(file, tmp_path / "csv", engine, format_="csv")
    for name, table in zip(("items", "customers"), tables(tmp_path / "parquet"), strict=True):
        path = tmp_path / "csv" / f"{name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbfcustomer_id,")
        texts = table.with_columns(
            pl.col(pl.List).cast(pl.List(pl.String)).list.join(";").replace("", None)
        ).cast(pl.String)
        assert_frame_equal(pl.read_csv(path, infer_schema=False), texts)


def test_the_log_dates_the_items(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", [1, 14])
    log = tmp_path / "logs"
    log.mkdir()
    (log / "1.csv").write_text(
        "customer_id,item,done_on\nC14,stock_count,2026-11-18\nC99,visit,2026-11-02\nC1,?,2026-11-02\n"
    )
    (log / "2.csv").write_text(
        "customer_id,item,done_on\nC14,visit,2026-11-20\nC1,visit,2026-12-01\n"
    )
    report = plan(file, tmp_path / "out", engine, log=[log])
    plan(file, tmp_path / "without", engine)
    due = [tables(tmp_path / out)[1]["visit_due"].to_list() for out in ("out", "without")]
    assert due[0][0] == due[1][0]
    assert due[0][1] > due[1][1]
    assert report.log_rejected == manifest(tmp_path / "out")["counts"]["log_rejected"] == 1
    assert sorted(one.code for one in report.diagnostics) == ["WE535", "WE602", "WE604"]
    assert len(manifest(tmp_path / "out")["log"]) == 2
    by_row = plan(file, tmp_path / "row", "row", log=[log])
    assert sorted(report.diagnostics, key=str) == sorted(by_row.diagnostics, key=str)


def test_the_first_findings_about_the_log_are_told(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow_engine.runs.logs.MOST_FINDINGS", 5)
    good = "C1,visit,2026-11-02\n"
    (tmp_path / "1.csv").write_text("customer_id,item,done_on\n" + good + "C1,?,2026-11-02\n" * 4)
    head = "客户,项目,日期\n".encode("gb18030")  # another encoding is told of the file
    (tmp_path / "2.csv").write_bytes(head + f"C1,?,x\n{good}".encode() * 3)
    file = customer_csv(tmp_path / "c.csv", [1])
    report = plan(file, tmp_path / "out", engine, log=[tmp_path / "1.csv", tmp_path / "2.csv"])
    assert report.log_rejected == 7
    found = [(Path(one.place.file).name, one.place.line) for one in report.diagnostics]
    rows = [("1.csv", 3), ("1.csv", 4), ("1.csv", 5), ("1.csv", 6), ("2.csv", 2)]
    assert found == [("2.csv", 0), *rows]
    cells = [("3", "item"), ("4", "item"), ("5", "item"), ("6", "item"), ("2", "项目")]
    assert [(one["row"], one["column"]) for one in rejected(tmp_path / "out")] == cells
    assert [one.place.column for one in report.log_findings] == [2] * 5


def test_customers_beyond_the_columns_stand_in_their_place(tmp_path: Path, engine: str) -> None:
    lines = [row(number) for number in range(1, 30)]
    for place in (0, 11, 12, 28):
        lines[place] = lines[place].rpartition(",")[0] + f",{123456789012345 - place}\n"
    (tmp_path / "c.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    for by in (None, "area", "pyramid"):
        plan(tmp_path / "c.csv", tmp_path / "out", engine, partition_by=by)
        plan(tmp_path / "c.csv", tmp_path / "row", "row", partition_by=by)
        parquet = {name for name in contents(tmp_path / "out") if name.endswith(".parquet")}
        for name in parquet - {name for name in parquet if name.startswith("fingerprints")}:
            found, expected = (pl.read_parquet(tmp_path / out / name) for out in ("out", "row"))
            assert_frame_equal(found, expected)
    assert tables(tmp_path / "out")[1].height == 29


def test_nobody(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", [])
    report = plan(file, tmp_path / "out", engine)
    items, customers = tables(tmp_path / "out")
    assert dict(items.schema) == item_schema(program())
    assert dict(customers.schema) == customer_schema(program())
    assert (items.height, customers.height, report.accepted) == (0, 0, 0)
    assert [one.code for one in report.diagnostics] == ["WE512"]
    assert not rejected(tmp_path / "out")


def test_one_customer(tmp_path: Path, engine: str) -> None:
    report = plan(customer_csv(tmp_path / "c.csv", [14]), tmp_path / "out", engine)
    items, customers = tables(tmp_path / "out")
    assert customers["customer_id"].to_list() == ["C14"]
    assert report.items == items.height > 0


def test_bad_rows_are_listed_and_counted(tmp_path: Path, engine: str) -> None:
    bad = [row(number).replace(f",{number % 27 + 1},", ",x,") for number in range(1, 7)]
    good = "".join(map(row, range(8, 11)))
    (tmp_path / "c.csv").write_text(HEADER + "".join(bad) + good + "C9\n" + row(8))
    report = plan(tmp_path / "c.csv", tmp_path / "out", engine, lang="en")
    listed = rejected(tmp_path / "out")
    assert [(one["row"], one["code"]) for one in listed] == [
        *((str(number), "WE530") for number in range(2, 8)),
        ("11", "WE520"),
        ("12", "WE523"),
    ]
    assert listed[0]["value"] == "x"
    assert listed[0]["column"] == "tier"
    assert "must be" in listed[0]["message"] or "number" in listed[0]["message"]
    assert (report.accepted, report.rejections.rows) == (3, 8)
    assert manifest(tmp_path / "out")["rejected"] == {
        "rows": 8,
        "findings": 8,
        "listed": 8,
        "codes": {"WE520": 1, "WE523": 1, "WE530": 6},
    }


def test_a_thousand_findings_are_listed_and_all_counted(tmp_path: Path, engine: str) -> None:
    rows = "".join(f"C{number},n,x,x,,,,,,\n" for number in range(700))
    (tmp_path / "c.csv").write_text(HEADER + rows)
    report = plan(tmp_path / "c.csv", tmp_path / "out", engine)
    assert len(rejected(tmp_path / "out")) == 1_000
    assert (report.rejections.rows, report.rejections.findings) == (700, 1_400)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("no key", HEADER.replace("customer_id", "nr") + row(1), "WE506"),
        ("no required column", HEADER.replace("tier", "size") + row(1), "WE510"),
        ("an open quote", HEADER + row(1) + 'C2,"店,1,,,,,,,\n', "WE505"),
        ("empty", "", "WE511"),
    ],
)
def test_a_useless_file_writes_nothing(
    tmp_path: Path, engine: str, name: str, content: str, code: str
) -> None:
    del name
    good = customer_csv(tmp_path / "good.csv", [1, 2])
    plan(good, tmp_path / "out", engine)
    before = contents(tmp_path / "out")
    (tmp_path / "bad.csv").write_text(content)
    with pytest.raises(DataFileError) as raised:
        plan([good, tmp_path / "bad.csv"], tmp_path / "out", engine)
    assert code in [one.code for one in raised.value.diagnostics]
    assert contents(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "good.csv", "out"]


def test_a_column_of_the_wrong_type_rejects_its_cells(tmp_path: Path, engine: str) -> None:
    frame = pl.DataFrame(
        {"customer_id": ["C1", "C2"], "tier": [b"\x01", None], "contribution": ["a", "5"]}
    )
    frame.write_parquet(tmp_path / "c.parquet")
    report = plan(tmp_path / "c.parquet", tmp_path / "out", engine)
    assert report.accepted == 0
    codes = [(one["row"], one["code"]) for one in rejected(tmp_path / "out")]
    assert codes == [("1", "WE530"), ("1", "WE530"), ("2", "WE524")]


def test_half_a_character_is_a_bad_cell(tmp_path: Path, engine: str) -> None:
    (tmp_path / "c.jsonl").write_text(
        '{"customer_id": "C1", "tier": 3}\n'
        '{"customer_id": "\\ud800", "tier": 3}\n'
        '{"customer_id": "C3", "customer_name": "\\udfff", "tier": 3}\n'
        '{"customer_id": "C4", "tier": 3, "area": "a\\ud800", "\\ud800": 1}\n'
        '{"customer_id": "C5", "tier": 3, "market": "\\ud800", "opted_in": ["\\ud800"]}\n'
    )
    report = plan(tmp_path / "c.jsonl", tmp_path / "out", engine)
    assert (report.accepted, report.rejections.rows) == (1, 4)
    listed = [(one["row"], one["value"]) for one in rejected(tmp_path / "out")]
    half = "\\ud800"
    assert listed == [("2", half), ("3", "\\udfff"), ("4", f"a{half}"), ("5", half), ("5", half)]


def test_a_file_that_changes_under_the_run(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    file = customer_csv(tmp_path / "c.csv", range(1, 30))

    def grow(_: Progress) -> None:
        with file.open("a") as stream:
            stream.write(row(99))

    with pytest.raises(DataFileError, match="changed while it was read"):
        plan(file, tmp_path / "out", engine, told=grow)
    assert not (tmp_path / "out").exists()


def test_the_manifest(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 10))
    report = plan(file, tmp_path / "out", engine)
    found = manifest(tmp_path / "out")
    assert found["policy"] == {
        "id": "small",
        "version": "1",
        "hash": program().hash,
        "title": "small",
    }
    assert (found["at"], found["engine"], found["format"]) == ("2026-11-21", engine, "parquet")
    assert found["inputs"] == [
        {
            "file": str(file),
            "bytes": file.stat().st_size,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
    ]
    counts = found["counts"]
    assert (counts["rows"], counts["accepted"], counts["items"]) == (9, 9, report.items)
    items, customers = tables(tmp_path / "out")
    rules = {rule["number"]: rule for rule in found["rules"]}
    stock = items.filter(pl.col("item") == "stock_count")["rule"].unique().to_list()
    assert [(rules[number]["kind"], rules[number]["name"]) for number in stock] == [
        ("item", "stock_count")
    ]
    line = next(i for i, text in enumerate(policy_lines(), 1) if text.startswith("  stock_count"))
    assert rules[stock[0]]["place"] == f"small.yaml:{line}"
    levels = {rules[number]["part"] for number in customers["pyramid_rule"].drop_nulls()}
    assert levels == set(customers["pyramid"].drop_nulls())


def test_the_same_run_writes_the_same_bytes(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 30))
    plan(file, tmp_path / "one", engine)
    plan(file, tmp_path / "two", engine)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_progress_rises_to_the_end(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    told: list[Progress] = []
    files = [customer_csv(tmp_path / f"{n}.csv", range(n, n + 20)) for n in (1, 21)]
    plan(files, tmp_path / "out", engine, told=told.append)
    customers = [one.customers for one in told]
    assert customers == sorted(customers)
    assert len(set(customers)) >= 4
    assert customers[-1] == 40
    shares = [one.share for one in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert told[-1].remaining == 0
    assert told[-1].rate > 0


@pytest.mark.parametrize("pack", ["tobacco-retail", "vip"])
def test_the_shipped_customers(tmp_path: Path, engine: str, pack: str) -> None:
    folder = ROOT / "rules" / pack
    made = load(folder).program
    files = [folder / "customers.csv"]
    report = plan_files(
        made, files, at=DAY, out=tmp_path / engine, log=[folder / "log.csv"], engine=engine
    )
    assert (report.accepted, report.rejections.rows) == (300, 0)
    plan_files(made, files, at=DAY, out=tmp_path / "row2", log=[folder / "log.csv"], engine="row")
    for found, expected in zip(tables(tmp_path / engine), tables(tmp_path / "row2"), strict=True):
        assert_frame_equal(found, expected)


def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten customers in each chunk, whatever the engine."""
    monkeypatch.setattr("workflow_engine.runs.row_intake.ROWS", 10)
    monkeypatch.setattr("workflow_engine.runs.column_intake.BLOCK", 10)
    monkeypatch.setattr("workflow_engine.runs.column_intake.FEWEST", 10)


def policy_lines() -> list[str]:
    from tests.runs.small_runs import POLICY

    return POLICY.splitlines()
