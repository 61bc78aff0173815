"""A real Spark on two cores: the same answers as without it, whatever happens to its tasks."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.batch_customers import slices
from benchmarks.policy_generator import generate, yaml_text
from tests.runs import small_runs
from tests.runs.small_runs import DAY, HEADER, customer_csv, manifest, program, row, tables
from tests.runs.spark_runs import by_customer, local, plain, session
from workflow_engine.cli.main import FINDINGS, main
from workflow_engine.errors import DataFileError, UsageError
from workflow_engine.policy import Policy, check_texts
from workflow_engine.runs.frames import plan_frame
from workflow_engine.runs.pipeline import plan_files
from workflow_engine.runs.spark import mapped, plan_spark, prepare
from workflow_engine.runs.spark_folder import REPORT, Target, put_in_place
from workflow_engine.runs.spark_java import require_java
from workflow_engine.runs.spark_order import Order
from workflow_engine.runs.spark_run import plan_files_on_spark
from workflow_engine.runs.spark_session import spark_session
from workflow_engine.runs.spark_tasks import written_customers

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

LOG = "customer_id,item,done_on,record\n"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with session(tmp_path_factory.mktemp("spark")) as running:
        yield running


def texts(spark: SparkSession, numbers: Iterable[int], parts: int = 2) -> DataFrame:
    """Customers as texts, as they stand in a CSV file; empty is missing."""
    cells = [tuple(cell or None for cell in row(n).rstrip("\n").split(",")) for n in numbers]
    schema = ", ".join(f"`{name}` string" for name in HEADER.strip().split(","))
    return spark.createDataFrame(cells, schema).repartition(parts)


@pytest.mark.usefixtures("spark")
def test_200_000_customers_are_planned_as_without_spark(tmp_path: Path) -> None:
    drawn = generate()
    loaded = check_texts({"policy.yaml": yaml_text(drawn)}).program
    assert loaded is not None
    customers = tmp_path / "customers"
    customers.mkdir()
    for number, frame in enumerate(slices(drawn, 200_000)):
        frame.write_parquet(customers / f"{number}.parquet")
    there, here = tmp_path / "there", tmp_path / "here"
    done = plan_files_on_spark(loaded, [str(customers)], at=DAY, out=there)
    plan_files(loaded, [customers], at=DAY, out=here, engine="polars")
    assert done.customers == 200_000
    assert done.items > 1_000_000
    for ours, theirs in zip(tables(here), tables(there), strict=True):
        assert_frame_equal(by_customer(ours), by_customer(theirs))


def test_frames_have_the_types_that_spark_knows(spark: SparkSession) -> None:
    numbers = range(300)
    done = [("C7", "visit", DAY - dt.timedelta(days=2)), ("C7", "care", DAY)]
    log = spark.createDataFrame(done, "customer_id string, item string, done_on date")
    got = plan_spark(program(), texts(spark, numbers), at=DAY, log=log)
    written = pl.read_csv((HEADER + "".join(map(row, numbers))).encode(), infer_schema=False)
    want = plan_frame(
        program(),
        written,
        at=DAY,
        log=pl.DataFrame(done, ["customer_id", "item", "done_on"], orient="row"),
    )
    assert_frame_equal(by_customer(local(got.items)), by_customer(plain(want.items)))
    assert_frame_equal(by_customer(local(got.customers)), by_customer(plain(want.customers)))
    assert got.customers.schema["monthly_minutes"].dataType.simpleString() == "decimal(38,6)"
    assert local(got.rejected).is_empty()


def test_typed_columns_under_labels_are_read_as_texts_are(spark: SparkSession) -> None:
    """Also where names hold dots, or differ by capitals only; ids may be numbers."""
    kinds = {
        "customer_id": "double",
        "客户名称": "string",
        "档位": "tinyint",
        "market": "string",
        "joined_on": "timestamp_ntz",
        "sat": "array<decimal(9,2)>",
        "opted_in": "array<string>",
        "contribution": "float",
    }
    moment = dt.datetime(2026, 11, 1, 23, 59)
    cells = [
        (float(n), f"店{n}", n % 30 + 1, "乡村", moment, [Decimal(60), None], ["coaching"], n / 4)
        for n in range(1, 50)
    ]
    frame = spark.createDataFrame(cells, ", ".join(f"`{name}` {kinds[name]}" for name in kinds))
    frame = frame.selectExpr("*", "1 as `a.b`", "1 as TIER2")
    got = plan_spark(program(), frame, at=DAY)
    rows = [dict(zip(kinds, one, strict=True)) for one in cells]
    want = plan_frame(program(), rows, at=DAY)
    assert_frame_equal(by_customer(local(got.items)), by_customer(plain(want.items)))
    assert_frame_equal(by_customer(local(got.customers)), by_customer(plain(want.customers)))
    unknown = [found.args["column"] for found in got.diagnostics if found.code == "WE508"]
    assert unknown == ["a.b", "TIER2"]


def test_a_task_that_is_tried_again_writes_nothing_twice(
    spark: SparkSession, tmp_path: Path
) -> None:
    """A partition breaks off in the middle: once when ids are read, and once when it is planned."""
    count, tries = 140_000, tmp_path / "tries"
    tries.mkdir()

    def breaking_off(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        first = None
        for batch in batches:
            first = first or batch.column(0)[0]
            yield batch
        before = len(list(tries.glob(f"{first}-*")))
        (tries / f"{first}-{before}").touch()
        if before % 2 == 0:
            raise OSError("the machine is gone")

    frame = spark.range(0, count, 1, 2).selectExpr("id as customer_id", "id % 30 + 1 as tier")
    frame = frame.mapInArrow(breaking_off, frame.schema)
    ready = prepare(program(), frame, at=DAY)
    target = Target(tmp_path / "out", "parquet", None)
    target.folder.mkdir()
    target.prepare()
    done = mapped(ready.frame, partial(written_customers, ready.order, target), REPORT).collect()
    written = list((target.folder / "tasks").iterdir())
    put_in_place(target, program(), [[one.asDict() for one in done]])
    items, customers = tables(target.folder)
    assert len(list(tries.iterdir())) == 8
    assert (len(written), len(done)) == (4, 2)
    assert {path.name for path in target.folder.iterdir()} == {"customers", "items"}
    assert customers["customer_id"].sort().to_list() == sorted(map(str, range(count)))
    assert items.select("customer_id", "item").is_duplicated().sum() == 0


def test_bad_rows_come_out_beside_the_plans(spark: SparkSession) -> None:
    """An id in several rows is planned in none: a frame has no first row."""
    schema = "customer_id string, tier string, market string"
    cells = [
        ("A", "3", "urban"),
        (" B ", "3", "urban"),
        ("B", "4", "urban"),
        ("C", "many", "moon"),
        (None, "3", "urban"),
        ("n/a", "3", "urban"),
        ("N/A", "3", "urban"),
        ("D", None, "urban"),
    ]
    log = spark.createDataFrame(
        [("A", "拜访", "2026-11-01"), ("A", "dance", "2026-02-30"), (None, "care", "2026-11-01")],
        "customer_id string, item string, done_on string",
    )
    got = plan_spark(program(), spark.createDataFrame(cells, schema), at=DAY, log=log, lang="en")
    assert local(got.customers)["customer_id"].to_list() == ["A"]
    found = local(got.rejected).sort("source", "customer_id", "code", "column", nulls_last=True)
    assert found.drop("message").rows() == [
        ("customers", "B", "", "", "WE525"),
        ("customers", "B", "", "", "WE525"),
        ("customers", "C", "tier", "many", "WE530"),
        ("customers", "C", "market", "moon", "WE532"),
        ("customers", "D", "tier", "", "WE524"),
        ("customers", None, "customer_id", "", "WE541"),
        ("customers", None, "customer_id", "", "WE541"),
        ("customers", None, "customer_id", "", "WE541"),
        ("log", "A", "done_on", "2026-02-30", "WE534"),
        ("log", "A", "item", "dance", "WE535"),
        ("log", None, "customer_id", "", "WE524"),
    ]
    assert found["message"][0].startswith("the customer `B` stands in 2 rows")
    assert found["message"][2].startswith("customer `C`, `档位 (tier)`: `many` cannot be used")


@pytest.mark.usefixtures("spark")
def test_csv_files_are_read_as_without_spark(tmp_path: Path) -> None:
    """Encodings, delimiters, blank and broken rows, and columns that differ between files."""
    first = customer_csv(tmp_path / "in" / "1.csv", range(40))
    with first.open("a", encoding="utf-8") as stream:
        stream.write(f"\n,,\n{row(41)}C42,short\nC43,店,99,urban,,,,,,\n")
    text = "档位;customer_id;market\n" + "".join(f"{n % 30 + 1};D{n};乡村\n" for n in range(20))
    (tmp_path / "in" / "2.csv").write_bytes(text.encode("gb18030"))
    log = tmp_path / "log.csv"
    log.write_text(f"{LOG}C7,care,2026-11-01,x\nC7,dance,2026-11-01,\nD3,visit,2026-11-20,\nC\n")
    there, here = tmp_path / "there", tmp_path / "here"
    done = plan_files_on_spark(
        program(), [str(tmp_path / "in")], at=DAY, out=there, log=[str(log)], lang="en"
    )
    want = small_runs.plan(tmp_path / "in", here, "polars", log=[log], lang="en")
    for ours, theirs in zip(tables(here), tables(there), strict=True):
        assert_frame_equal(by_customer(ours), by_customer(theirs))
    assert manifest(there)["counts"] == manifest(here)["counts"]
    assert manifest(there)["inputs"] == manifest(here)["inputs"]
    assert manifest(there)["rejected"]["codes"] == manifest(here)["rejected"]["codes"]
    assert (done.rejected, done.log_rejected) == (want.rejections.rows, want.log_rejected) == (2, 2)
    told = pl.concat([pl.read_csv(file) for file in (there / "rejected").glob("*.csv")])
    (short,) = told.filter(pl.col("source") == "customers", pl.col("code") == "WE520")["message"]
    assert short.startswith(f"{tmp_path / 'in' / '1.csv'}: row 45 has 2 cells")


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize(("format_", "divided"), [("csv", None), ("parquet", "pyramid")])
def test_other_forms_of_the_tables(tmp_path: Path, format_: str, divided: str | None) -> None:
    numbers = customer_csv(tmp_path / "in.csv", range(50))
    there, here = tmp_path / "there", tmp_path / "here"
    more = {"format_": format_, "partition_by": divided}
    plan_files_on_spark(program(), [str(numbers)], at=DAY, out=there, **more)
    small_runs.plan(numbers, here, "polars", **more)
    if format_ == "csv":
        for table in ("items", "customers"):
            part = (there / table / "part-00000.csv").read_bytes()
            assert part == (here / f"{table}.csv").read_bytes()
    else:
        for ours, theirs in zip(tables(here), tables(there), strict=True):
            assert_frame_equal(by_customer(ours), by_customer(theirs))


def test_a_policy_beyond_the_columns_is_planned_row_by_row(spark: SparkSession) -> None:
    product = " * ".join(["contribution"] * 9)
    text = small_runs.POLICY.replace("contribution > 1000", f"{product} > 1")
    beyond = check_texts({"beyond.yaml": text}).program
    assert beyond is not None
    got = plan_spark(beyond, texts(spark, range(30)), at=DAY)
    written = pl.read_csv((HEADER + "".join(map(row, range(30)))).encode(), infer_schema=False)
    want = plan_frame(beyond, written, at=DAY, engine="row")
    assert_frame_equal(by_customer(local(got.items)), by_customer(plain(want.items)))


@pytest.mark.usefixtures("spark")
def test_a_broken_file_writes_nothing(tmp_path: Path) -> None:
    broken = customer_csv(tmp_path / "in.csv", range(5))
    with broken.open("a", encoding="utf-8") as stream:
        stream.write('C6,"open')
    with pytest.raises(UsageError, match=r"WE505") as caught:
        plan_files_on_spark(program(), [str(broken)], at=DAY, out=tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("spark")
def test_no_customers_give_empty_tables(tmp_path: Path) -> None:
    empty = customer_csv(tmp_path / "in.csv", ())
    plan_files_on_spark(program(), [str(empty)], at=DAY, out=tmp_path / "out")
    items, customers = tables(tmp_path / "out")
    assert (items.height, customers.height) == (0, 0)
    assert "pyramid" in customers.columns


def test_columns_without_which_nothing_can_be_planned(spark: SparkSession) -> None:
    with pytest.raises(DataFileError, match="WE506"):
        plan_spark(program(), spark.createDataFrame([("3",)], "tier string"), at=DAY)
    frame = spark.createDataFrame([("A", "3")], "customer_id string, tier string")
    with pytest.raises(DataFileError, match="WE601"):
        plan_spark(
            program(), frame, at=DAY, log=spark.createDataFrame([("A",)], "customer_id string")
        )


def test_the_policy_travels_compiled() -> None:
    order = Order(program(), DAY, ("customer_id",), with_log=False, with_problems=False, lang="zh")
    assert pickle.loads(pickle.dumps(order)) == order
    order.check_version()
    with pytest.raises(UsageError, match="install the same version"):
        Order(program(), DAY, (), False, False, "zh", version="0.0.1").check_version()


def test_the_face_for_programs(spark: SparkSession) -> None:
    moment = dt.datetime(DAY.year, DAY.month, DAY.day, 12)
    got = Policy(program()).plan_spark(texts(spark, range(3)), at=moment)
    assert local(got.customers).height == 3


@pytest.mark.parametrize("other", [pl.DataFrame({"customer_id": ["C1"]}), None, [{"tier": 3}]])
def test_frames_of_others_are_told_where_they_belong(other: Any) -> None:
    with pytest.raises(UsageError, match="customers: a Spark frame is needed") as caught:
        Policy(program()).plan_spark(other, at=DAY)
    assert "客户数据应为 Spark 的数据表" in caught.value.zh
    if other is not None:
        with pytest.raises(UsageError, match="the log: a Spark frame is needed"):
            Policy(program()).plan_spark(_LikeSpark(), at=DAY, log=other)  # type: ignore[arg-type]


class _LikeSpark:
    def mapInArrow(self) -> None:  # noqa: N802 - Spark's name
        raise NotImplementedError


@pytest.mark.parametrize(
    "master", ["lokal[2]", "local[2", "local[two]", "spark:/host", "", "yarn "]
)
def test_a_slip_in_the_address_is_told_before_spark_starts(master: str) -> None:
    with pytest.raises(UsageError, match="not the address of a cluster") as caught:  # noqa: SIM117
        with spark_session(master):
            raise AssertionError
    assert "应写 `local[4]`" in caught.value.zh


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("master", ["local", "local[*]", "local[2, 3]", "yarn", "spark://h:7077"])
def test_addresses_that_spark_knows(master: str) -> None:
    with spark_session(master) as running:
        assert running.version


@pytest.mark.usefixtures("spark")
def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "small.yaml").write_text(small_runs.POLICY, encoding="utf-8")
    given = customer_csv(tmp_path / "in.csv", range(10))
    with given.open("a", encoding="utf-8") as stream:
        stream.write("C10,店,99,urban,,,,,,\n")
    out = tmp_path / "out"
    asked = ["plan", str(tmp_path / "policy"), str(given), "--at", "2026-11-21", "--lang", "en"]
    assert code_of([*asked, "--engine", "spark", "--out", str(out)]) == FINDINGS
    printed = capsys.readouterr()
    assert "11 customer rows: 10 done, 1 rejected" in printed.err
    assert "WE531: customer `C10`, `档位 (tier)`: `99` is out of range" in printed.err
    assert f"of 10 customers written to {out} (on a cluster: spark)" in printed.out
    assert code_of([*asked, "--format", "parquet", "--master", "yarn"]) == 2
    assert "--master is for --engine spark" in capsys.readouterr().err
    since = ["--engine", "spark", "--since", str(out), "--out", str(tmp_path / "next")]
    assert code_of([*asked, *since]) == 2


def code_of(arguments: list[str]) -> object:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


def test_files_are_looked_for_before_java_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    given = customer_csv(tmp_path / "c.csv", range(3))
    (tmp_path / "c.xlsx").touch()
    for paths, log in (("nowhere.csv", ()), (given, ["nowhere.csv"])):
        with pytest.raises(DataFileError, match="WE501"):
            plan_files_on_spark(program(), [str(paths)], at=DAY, out=tmp_path / "out", log=log)
    with pytest.raises(UsageError, match="all Parquet or all CSV"):
        plan_files_on_spark(program(), [str(tmp_path / "c.xlsx")], at=DAY, out=tmp_path / "out")


def test_a_machine_without_java_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match="Java 17"):
        require_java()
