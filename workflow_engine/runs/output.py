"""The folder a run writes: both tables in parts or as one file each, and the rejected rows."""

from __future__ import annotations

import csv
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

import polars as pl

from workflow_engine.columnar.tables import Chunk, Tables, customer_schema, item_schema
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program
from workflow_engine.runs.hive import MOST_FOLDERS, Partition, divided

Format: TypeAlias = Literal["parquet", "csv"]

REJECTED_COLUMNS: Final = ("file", "row", "column", "value", "code", "message")
_OF_FRAMES: Final = {"row": pl.UInt64(), **dict.fromkeys(REJECTED_COLUMNS[2:], pl.String())}
_SYSTEM_ERROR = re.compile(r"\(os error (\d+)\)")


@dataclass(frozen=True, slots=True)
class Written:
    """One part of the tables, ready to take its place in the order of the input."""

    customers: int
    items: int
    texts: Tables | None = None
    """What still has to be appended to the files."""


class TableWriter(ABC):
    """Writes the tables of a run into a folder."""

    @abstractmethod
    def write(self, number: int, tables: Tables, chunk: Chunk | None) -> Written:
        """Prepare one part; several threads may do so at once.

        `number` counts the parts from 0; `chunk` is needed where an attribute divides them.
        """

    @abstractmethod
    def append(self, part: Written) -> Written:
        """Take a prepared part; called in the order of the numbers, by one thread.

        The part comes back without what was still held of it.
        """

    @abstractmethod
    def finish(self) -> None:
        """Complete the files, also where there was no part at all."""


def table_writer(
    folder: Path, program: Program, format_: Format, partition: Partition | None
) -> TableWriter:
    """The writer for a format: parts of Parquet, folders of parts, or two CSV files."""
    if format_ == "csv" and partition is None:
        return _CsvFiles(folder, program)
    return _Parts(folder, program, format_, partition)


class _Parts(TableWriter):
    """`items/part-00000.parquet` and so on, below a folder for each value where divided.

    A part without customers has no file, unless there are none at all.
    """

    def __init__(
        self, folder: Path, program: Program, format_: Format, partition: Partition | None
    ) -> None:
        self._folder = folder
        self._empty = {
            "items": pl.DataFrame(schema=item_schema(program)),
            "customers": pl.DataFrame(schema=customer_schema(program)),
        }
        self._format = format_
        self._partition = partition
        self._values: set[str | None] = set()
        self._folders: set[Path] = set()
        self._written: set[str] = set()
        self._lock = threading.Lock()
        for table in self._empty:
            (folder / table).mkdir()

    def write(self, number: int, tables: Tables, chunk: Chunk | None) -> Written:
        customers, items = tables.customers.height, tables.items.height
        if customers:
            keys = None if self._partition is None else self._partition.keys(tables, chunk)
            with system_errors():
                self._write("items", number, tables.items, keys)
                self._write("customers", number, tables.customers, keys)
        return Written(customers, items)

    def append(self, part: Written) -> Written:
        return part

    def finish(self) -> None:
        for table, frame in self._empty.items():
            if table not in self._written:
                folder = self._folder / table
                if self._partition is not None:
                    folder /= self._partition.folder(None)
                    folder.mkdir()
                self._file(folder, 0, frame)

    def _write(
        self, table: str, number: int, frame: pl.DataFrame, keys: pl.DataFrame | None
    ) -> None:
        if self._partition is None or keys is None:
            self._file(self._folder / table, number, frame)
            self._note(table, None)
            return
        for value, rows in divided(frame, keys, self._partition.level):
            self._note(table, value)
            folder = self._folder / table / self._partition.folder(value)
            self._make(folder)
            self._file(folder, number, rows)

    def _note(self, table: str, value: str | None) -> None:
        with self._lock:
            self._written.add(table)
            self._values.add(value)
            if self._partition is not None and len(self._values) > MOST_FOLDERS:
                raise UsageError(
                    f"--partition-by {self._partition.id}: more than {MOST_FOLDERS} values; "
                    "choose something with fewer",
                    zh=f"--partition-by {self._partition.id}：取值超过 {MOST_FOLDERS} 种；"
                    "请换一个取值较少的",
                )

    def _make(self, folder: Path) -> None:
        """Make the folder of a value, which no other value may share."""
        with self._lock:
            if folder in self._folders:
                return
            try:
                folder.mkdir()
            except FileExistsError:
                raise UsageError(
                    f"`{folder.name}`: this disk does not tell the folder from that of another "
                    "value (the case of letters, or how they are composed); make the values alike",
                    zh=f"`{folder.name}`：磁盘分不清它和另一个取值的文件夹"
                    "（大小写或字符的写法不同）；请统一取值",
                ) from None
            self._folders.add(folder)

    def _file(self, folder: Path, number: int, frame: pl.DataFrame) -> None:
        path = folder / f"part-{number:05}.{self._format}"
        if self._format == "parquet":
            frame.write_parquet(path)
        else:
            flat(frame).write_csv(path, include_bom=True)


class _CsvFiles(TableWriter):
    """`items.csv` and `customers.csv`, the parts one after the other."""

    def __init__(self, folder: Path, program: Program) -> None:
        self._paths = {table: folder / f"{table}.csv" for table in ("items", "customers")}
        for table, schema in (
            ("items", item_schema(program)),
            ("customers", customer_schema(program)),
        ):
            with system_errors():
                flat(pl.DataFrame(schema=schema)).write_csv(self._paths[table], include_bom=True)

    def write(self, number: int, tables: Tables, chunk: Chunk | None) -> Written:
        del number, chunk
        texts = Tables(flat(tables.items), flat(tables.customers))
        return Written(tables.customers.height, tables.items.height, texts)

    def append(self, part: Written) -> Written:
        assert part.texts is not None, "made by this writer"
        frames = {"items": part.texts.items, "customers": part.texts.customers}
        with system_errors():
            for table, frame in frames.items():
                with self._paths[table].open("ab") as stream:
                    frame.write_csv(stream, include_header=False)
        return Written(part.customers, part.items)

    def finish(self) -> None:
        """There is nothing left to do."""


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with its lists as texts, their elements joined by `;`; an empty one is empty."""
    return frame.with_columns(
        pl.col(name).cast(pl.List(pl.String)).list.join(";").replace("", None)
        for name, type_ in frame.schema.items()
        if isinstance(type_, pl.List)
    )


def write_rejected(path: Path, found: Iterable[Diagnostic], lang: Language) -> None:
    """`rejected.csv`: one row for each bad cell (or bad row), with what is wrong with it."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(REJECTED_COLUMNS)
        writer.writerows(rejected_row(one, lang) for one in found)


def rejected_row(found: Diagnostic, lang: Language) -> tuple[str, int, str, str, str, str]:
    """What is wrong with one cell or row, under `REJECTED_COLUMNS`."""
    place, cell = found.place, cell_of(found)
    return (place.file, place.line, *cell, found.code, found.message.get(lang))


def rejected_frame(found: Iterable[Diagnostic], lang: Language) -> pl.DataFrame:
    """The same for customers that stand in no file: without the column `file`."""
    return pl.DataFrame([rejected_row(one, lang)[1:] for one in found], _OF_FRAMES, orient="row")


def cell_of(found: Diagnostic) -> tuple[str, str]:
    """The column of a bad cell, as the input writes it, and the value; empty for a whole row."""
    args = found.args
    return args.get("written", args.get("column", "")), args.get("value", "")


@contextmanager
def system_errors() -> Iterator[None]:
    """What polars tells of the operating system becomes the OSError that it is."""
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        number = _SYSTEM_ERROR.search(str(error))
        if number is None or getattr(error, "errno", None) is not None:
            raise
        raise OSError(int(number[1]), str(error)) from error
