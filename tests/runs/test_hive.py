"""Tables divided into folders by the value of a scale or an attribute."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.runs.small_runs import ENGINES, HEADER, customer_csv, plan, program, tables
from workflow_engine.columnar.tables import Tables, customer_schema
from workflow_engine.errors import UsageError
from workflow_engine.runs.hive import NONE, Partition
from workflow_engine.runs.output import table_writer


def divided(out: Path, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables as a reader of hive folders sees them, without and with the value as a column."""
    items, customers = (
        pl.read_parquet(
            out / table / "**/*.parquet", hive_partitioning=True, try_parse_hive_dates=False
        )
        for table in ("items", "customers")
    )
    assert name in items.columns
    return items, customers


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("by", ["pyramid", "market", "area", "joined_on", "tier"])
def test_the_rows_are_the_same(tmp_path: Path, engine: str, by: str) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 30))
    plan(file, tmp_path / "whole", engine)
    plan(file, tmp_path / "out", engine, partition_by=by)
    items, customers = tables(tmp_path / "whole")
    found_items, found_customers = divided(tmp_path / "out", by)
    keys = ["customer_id", "item"]
    assert_frame_equal(found_items.select(items.columns).sort(keys), items.sort(keys))
    for part in (tmp_path / "out" / "items").glob("*/*.parquet"):  # in the order of the input
        rows = pl.read_parquet(part, hive_partitioning=False)
        ids = rows["customer_id"].unique()
        assert_frame_equal(rows, items.filter(pl.col("customer_id").is_in(ids.implode())))
    without = [name for name in customers.columns if name != by]
    assert_frame_equal(
        found_customers.select(without).sort("customer_id"),
        customers.select(without).sort("customer_id"),
    )
    if by == "pyramid":
        levels = found_customers.select("customer_id", pl.col(by).cast(pl.String))
        expected = customers.select("customer_id", pl.col(by).cast(pl.String))
        assert_frame_equal(levels.sort("customer_id"), expected.sort("customer_id"))


@pytest.mark.parametrize("engine", ENGINES)
def test_folders_are_named_as_hive_does(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 10))
    plan(file, tmp_path / "out", engine, partition_by="area")
    names = {path.name for path in (tmp_path / "out" / "customers").iterdir()}
    assert names == {"area=城东%2F3", "area=a%3Db c", f"area={NONE}", "area=..."}
    customers = divided(tmp_path / "out", "area")[1]
    areas = dict(zip(customers["customer_id"], customers["area"], strict=True))
    assert (areas["C4"], areas["C5"], areas["C6"]) == ("城东/3", "a=b c", None)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_value_called_as_no_value_is(tmp_path: Path, engine: str) -> None:
    rows = "".join(f"C{n},n,1,,{area},,,,,\n" for n, area in enumerate([NONE, "", "x"]))
    (tmp_path / "c.csv").write_text(HEADER + rows)
    plan(tmp_path / "c.csv", tmp_path / "out", engine, partition_by="area")
    for table in ("items", "customers"):
        found = {
            path.parent.name: pl.read_parquet(path)["customer_id"].unique().to_list()
            for path in tmp_path.glob(f"out/{table}/*/part-*")
        }
        assert found == {f"area=%5F{NONE[1:]}": ["C0"], f"area={NONE}": ["C1"], "area=x": ["C2"]}


def test_a_disk_that_does_not_tell_folders_apart(tmp_path: Path) -> None:
    plan(customer_csv(tmp_path / "c.csv", range(1, 10)), tmp_path / "whole")
    (tmp_path / "out").mkdir()
    division = Partition.of(program(), "pyramid")
    writer = table_writer(tmp_path / "out", program(), "parquet", division)
    (tmp_path / "out" / "items" / "pyramid=base").mkdir()  # as that of `Base` would be there
    with pytest.raises(UsageError, match="`pyramid=base`: this disk does not tell"):
        writer.write(0, Tables(*tables(tmp_path / "whole")), None)


@pytest.mark.parametrize("engine", ENGINES)
def test_csv_and_nobody(tmp_path: Path, engine: str) -> None:
    plan(
        customer_csv(tmp_path / "c.csv", range(1, 10)),
        tmp_path / "csv",
        engine,
        partition_by="market",
        format_="csv",
    )
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("csv/items/*/*"))
    values = (NONE, "rural", "urban")
    assert found == [f"csv/items/market={value}/part-00000.csv" for value in values]
    plan(customer_csv(tmp_path / "none.csv", []), tmp_path / "out", engine, partition_by="market")
    items, customers = divided(tmp_path / "out", "market")
    assert (items.height, customers.height) == (0, 0)


def test_a_name_that_a_column_has() -> None:
    assert Partition.of(program(), "state").name == "attribute_state"
    assert Partition.of(program(), "area").name == "area"
    assert Partition.of(program(), "pyramid").level in customer_schema(program())


@pytest.mark.parametrize(
    ("name", "is_", "zh"),
    [
        ("contribution", "it is a number with decimals; ", "这是带小数的数"),
        ("sat", "it is a list; ", "这是列表"),
        ("customer_id", "it is the customer's id; ", "这是客户编号"),
        ("customer_name", "it is the customer's name; ", "这是客户名称"),
        ("big", "it is no scale; ", "这不是分级"),
        ("nothing", "", "要写一个分级"),
    ],
)
def test_what_is_none_to_divide_by(name: str, is_: str, zh: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: {is_}name a scale, or an attr") as raised:
        Partition.of(program(), name)
    assert zh in raised.value.zh
    assert "是不是" not in raised.value.zh


def test_the_name_behind_a_label_is_told() -> None:
    with pytest.raises(UsageError, match="did you mean `tier`"):
        Partition.of(program(), "档位")


def test_a_near_name_is_told() -> None:
    with pytest.raises(UsageError, match="did you mean `pyramid`") as raised:
        Partition.of(program(), "pyramd")
    assert "是不是 `pyramid`？" in raised.value.zh


def test_too_many_values_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow_engine.runs.output.MOST_FOLDERS", 5)
    rows = "".join(f"C{number},n,1,,area {number},,,,,\n" for number in range(6))
    (tmp_path / "c.csv").write_text(HEADER + rows)
    with pytest.raises(UsageError, match="more than 5 values"):
        plan(tmp_path / "c.csv", tmp_path / "out", partition_by="area")
    assert [path.name for path in tmp_path.iterdir()] == ["c.csv"]
