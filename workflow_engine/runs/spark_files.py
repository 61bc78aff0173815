"""Customer files and service logs for Spark: Parquet by Spark itself, CSV by our own reader.

Ours tells encodings, delimiters and broken rows apart as on one machine. It reads a file in one
task, so a large file that shall be read by many is better Parquet.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workflow_engine.batch.columns import ColumnNames
from workflow_engine.batch.customers import CustomerReader
from workflow_engine.batch.log import log_columns
from workflow_engine.batch.readers import RawTable
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program
from workflow_engine.runs.opening import open_file
from workflow_engine.runs.parts import DataFile
from workflow_engine.runs.sources import customer_files
from workflow_engine.runs.spark_order import LOG_COLUMNS, PROBLEM

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from workflow_engine.columnar.raw import RawFrame
    from workflow_engine.runs.spark import Task

ROWS_AT_ONCE: Final = 65_536


class Columns(ABC):
    """What the columns of one kind of file hold."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @property
    @abstractmethod
    def known(self) -> tuple[str, ...]:
        """What a column may hold."""

    @abstractmethod
    def found(self, columns: Sequence[str], file: str) -> Mapping[str, str]:
        """Which column of a file holds what."""

    @abstractmethod
    def findings(self, file: DataFile) -> Sequence[Diagnostic]:
        """About a file as a whole. Raises DataFileError where no row of it can be used."""


class CustomerColumns(Columns):
    """The columns of a customer file: the key, the name, the attributes."""

    @property
    def known(self) -> tuple[str, ...]:
        """In the policy's order."""
        return tuple(dict.fromkeys((self.program.key, self.program.name, *self.program.attributes)))

    def found(self, columns: Sequence[str], file: str) -> Mapping[str, str]:
        """By id or label."""
        del file
        return ColumnNames.of(self.program).sort(columns).found

    def findings(self, file: DataFile) -> Sequence[Diagnostic]:
        """Columns that are unknown, lacking, or there twice."""
        table = RawTable(file.file, file.columns, iter(()), [*file.notes])
        return CustomerReader(self.program).columns(table)[1]


class LogColumns(Columns):
    """The columns of a service log."""

    @property
    def known(self) -> tuple[str, ...]:
        """Under the names they have in a task."""
        return LOG_COLUMNS

    def found(self, columns: Sequence[str], file: str) -> Mapping[str, str]:
        """The customer stands under `customer_id`, whatever the policy calls its key."""
        held = log_columns(self.program, columns, file)
        key = self.program.key
        return {LOG_COLUMNS[0] if id_ == key else id_: name for id_, name in held.items()}

    def findings(self, file: DataFile) -> Sequence[Diagnostic]:
        """Only those that make the log useless are raised."""
        self.found(file.columns, file.file)
        return file.notes


@dataclass(frozen=True, slots=True)
class SparkInput:
    """Rows that Spark reads; where `PROBLEM` is among the columns, a row may be broken as such.

    `files` are those that this machine sees; others have an address in a store. `findings` are
    about each file; None where Spark has read them, so that nothing is known of single ones.
    """

    frame: DataFrame
    files: tuple[Path, ...]
    findings: tuple[Diagnostic, ...] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Files of one kind, `.parquet` or `.csv`, and addresses of Parquet in a store."""

    files: tuple[Path, ...]
    addresses: tuple[str, ...]
    kind: str


def named_input(paths: Sequence[str]) -> Named:
    """What some paths name: files and folders on this machine, or addresses in a store.

    Raises:
        DataFileError: a path names nothing.
        UsageError: they are neither Parquet nor CSV, or both.
    """
    addresses = tuple(path for path in paths if "://" in path)
    here = [path for path in paths if path not in addresses]
    files = tuple(path.resolve() for path in customer_files(here)) if here else ()
    kinds = {path.suffix.lower() for path in files} | ({".parquet"} if addresses else set())
    if kinds not in ({".parquet"}, {".csv"}):
        named = ", ".join(sorted(kinds))
        raise UsageError(
            f"Spark reads files that are all Parquet or all CSV, not {named}",
            zh=f"用 Spark 时，数据文件须全是 Parquet 或全是 CSV，不能是 {named}",
        )
    return Named(files, addresses, kinds.pop())


def spark_input(spark: SparkSession, named: Named, columns: Columns, lang: Language) -> SparkInput:
    """The rows of some files; `lang` is the language in which broken rows are told.

    Raises DataFileError where a file cannot be read, or its columns make every row useless.
    """
    files = named.files
    if named.kind == ".parquet":
        read = spark.read.option("mergeSchema", "true")
        return SparkInput(read.parquet(*map(str, files), *named.addresses), files)
    findings: list[Diagnostic] = []
    held: set[str] = set()
    for path in files:
        file = open_file(path, ROWS_AT_ONCE)
        findings += columns.findings(file)
        held |= columns.found(file.columns, file.file).keys()
    names = (*(name for name in columns.known if name in held), *PROBLEM)
    rows = _text_rows(spark, files, names, partial(text_batches, names, columns, lang))
    return SparkInput(rows, files, tuple(findings))


def _text_rows(
    spark: SparkSession, files: Sequence[Path], names: Sequence[str], task: Task
) -> DataFrame:
    """The rows of CSV files, a task for each file; each file is read once, for Spark keeps them."""
    from pyspark import StorageLevel
    from pyspark.sql.types import StringType, StructField, StructType

    paths = spark.sparkContext.parallelize([(str(path),) for path in files], len(files))
    listed = spark.createDataFrame(paths, StructType([StructField("path", StringType())]))
    schema = StructType([StructField(name, StringType()) for name in names])
    return listed.mapInArrow(task, schema).persist(StorageLevel.DISK_ONLY)


def text_batches(
    names: Sequence[str], columns: Columns, lang: Language, paths: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """The rows of some CSV files as texts under `names`; of a broken row what is wrong with it."""
    import polars as pl
    import pyarrow as pa

    from workflow_engine.columnar.raw import RawFrame
    from workflow_engine.runs.arrow_tables import record_batches

    schema = pa.schema([(name, pa.string()) for name in names])
    for path in (path for batch in paths for path in batch.column(0).to_pylist()):
        file = open_file(Path(path), ROWS_AT_ONCE)
        held = columns.found(file.columns, file.file)
        for part in file.parts:
            raw = part.load(0)
            assert isinstance(raw, RawFrame), "CSV is read in columns"
            broken = [
                dict(zip(PROBLEM, (one.code, f"{file.file}: {one.message.get(lang)}"), strict=True))
                for one in raw.problems.values()
            ]
            types = dict.fromkeys(names, pl.String())
            frame = pl.concat([_sound(raw, held, names), pl.DataFrame(broken, types)])
            yield from record_batches(frame, schema)


def _sound(raw: RawFrame, held: Mapping[str, str], names: Sequence[str]) -> pl.DataFrame:
    """The rows that are not broken, without those of nothing but blanks."""
    import polars as pl

    rows = raw.sound().frame
    if raw.blank_rows:
        blank = pl.all().fill_null("").str.strip_chars() == ""
        rows = rows.filter(~pl.all_horizontal(blank))
    return rows.select(
        (pl.col(held[name]) if name in held else pl.lit(None, pl.String)).alias(name)
        for name in names
    )
