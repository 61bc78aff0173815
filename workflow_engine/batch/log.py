"""The service log: which customer got which item on which day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from workflow_engine.batch.cells import BadCellError, convert, meant, shown
from workflow_engine.batch.columns import ColumnNames
from workflow_engine.batch.items import ItemNames
from workflow_engine.batch.readers import RawRow, read_table
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.errors import DataFileError
from workflow_engine.program.program import Program
from workflow_engine.program.types import DATE, TEXT, Type, Value

VISIT = "visit"
"""The item under which a log records visits."""

_VISIT_NAMES = ("visit", "拜访", "每次拜访")
_COLUMNS = (
    ("item", ("项目", "服务项", "服务项目")),
    ("done_on", ("日期", "完成日期", "done on")),
    ("by", ("经办人", "服务人员")),
    ("record", ("记录", "记录单")),
)
_NO_RECORD = frozenset({"否", "无", "no", "false", "0"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One service done. `record` is the form that was kept of it, None when there is none."""

    customer: str
    item: str
    done_on: dt.date
    by: str | None = None
    record: str | None = None


class ServiceLog:
    """What was done for whom, and when.

    `diagnostics` hold what is wrong with rows of the file; such rows are not in the log. `rejected`
    counts them.
    """

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        diagnostics: Iterable[Diagnostic] = (),
        *,
        file: str = "log",
        rejected: int = 0,
    ) -> None:
        self.entries = tuple(entries)
        self.diagnostics = list(diagnostics)
        self.file = file
        self.rejected = rejected
        self._dates: dict[tuple[str, str, bool], list[dt.date]] = {}
        for entry in sorted(self.entries, key=lambda entry: entry.done_on):
            for needs_record in (False, True):
                if entry.record is not None or not needs_record:
                    key = (entry.customer, entry.item, needs_record)
                    self._dates.setdefault(key, []).append(entry.done_on)

    def done_dates(
        self,
        customer_id: str,
        item: str,
        needs_record: bool = False,  # noqa: FBT001, FBT002 - part of the item's name here
        *,
        until: dt.date | None = None,
    ) -> tuple[dt.date, ...]:
        """When an item (or `visit`) was done for a customer, earliest first.

        With `needs_record`, only what a record was kept of; entries after `until` are left out.
        """
        dates = self._dates.get((customer_id, item, needs_record), [])
        return tuple(dates if until is None else dates[: bisect_right(dates, until)])

    def last_done(
        self,
        customer_id: str,
        item: str,
        needs_record: bool = False,  # noqa: FBT001, FBT002 - part of the item's name here
        *,
        until: dt.date | None = None,
    ) -> dt.date | None:
        """The latest of `done_dates`, or None."""
        dates = self._dates.get((customer_id, item, needs_record), [])
        count = len(dates) if until is None else bisect_right(dates, until)
        return dates[count - 1] if count else None

    def check(self, customers: Collection[str], day: dt.date) -> list[Diagnostic]:
        """Warnings about entries that no plan uses: of other customers, or after the plan's day."""
        findings = []
        unknown = Counter(e.customer for e in self.entries if e.customer not in customers)
        if unknown:
            count, example = f"{unknown.total():,}", next(iter(unknown))
            findings.append(diagnose("WE602", Place(self.file), count=count, example=example))
        late = sum(entry.done_on > day for entry in self.entries)
        if late:
            findings.append(
                diagnose("WE604", Place(self.file), count=f"{late:,}", day=day.isoformat())
            )
        return findings


def read_log(path: str | Path, program: Program) -> ServiceLog:
    """The service log of a file with the columns customer, item, done_on and maybe by, record.

    The customer column has the name of the policy's key (or `customer_id`); items are ids or
    labels, or `visit`. Rows that do not fit are left out and reported.

    Raises:
        DataFileError: the file cannot be read, or one of the three columns is missing.
        MissingExtraError: the package for this kind of file is not installed.
    """
    table = read_table(path)
    found = log_columns(program, table.columns, table.file)
    reader = LogReader(program, found, table.file)
    entries = [entry for row in table if (entry := reader.entry(row)) is not None]
    return ServiceLog(
        entries, [*table.notes, *reader.findings], file=table.file, rejected=reader.rejected
    )


def log_columns(program: Program, columns: Sequence[str], file: str) -> Mapping[str, str]:
    """Which of the columns hold the customer (under the policy's key), `item`, `done_on` and so on.

    Raises:
        DataFileError: one of these three is missing.
    """
    names = ColumnNames([(program.key, ("customer_id", "客户编号", "客户")), *_COLUMNS])
    found = names.sort(columns).found
    needed = (program.key, "item", "done_on")
    lacking = [column for column in needed if column not in found]
    if lacking:
        written, all_needed = ", ".join(columns), ", ".join(needed)
        raise DataFileError(
            [
                diagnose("WE601", Place(file), column=column, needed=all_needed, columns=written)
                for column in lacking
            ]
        )
    return found


class LogItems:
    """Finds what a log names: an item by its id or label, or `visit`."""

    def __init__(self, program: Program) -> None:
        self._items = ItemNames(program, kinds=("must_do", "optional"))

    def find(self, name: str) -> str:
        """The id. Raises BadCellError where the policy has no item of this name."""
        item = self._items.find(name)
        if item is not None:
            return item
        if name.casefold() in _VISIT_NAMES:
            return VISIT
        names = {**self._items.names, **dict.fromkeys(_VISIT_NAMES, VISIT)}
        rule = Bilingual("政策里没有这个名字", "the policy has no item of this name")
        raise BadCellError("WE535", rule, meant(name, names))


def is_record(written: object) -> bool:
    """Whether what stands in the column of records tells of one that was kept."""
    return written is not None and str(written).casefold() not in _NO_RECORD


def log_of(rows: Iterable[Mapping[str, object]], program: Program) -> ServiceLog:
    """A service log from Python: mappings with the keys of a log file's columns."""
    names = ("customer_id", "item", "done_on", "by", "record")
    reader = LogReader(program, {program.key: "customer_id", **{n: n for n in names[1:]}}, "log")
    entries = []
    for number, row in enumerate(rows, 1):
        values = {name: row.get(name) for name in names}
        if values["customer_id"] is None:
            values["customer_id"] = row.get(program.key)
        entry = reader.entry(RawRow(number, values))
        if entry is not None:
            entries.append(entry)
    return ServiceLog(entries, reader.findings, rejected=reader.rejected)


class LogReader:
    """Turns rows into entries and keeps what is wrong with the others."""

    def __init__(self, program: Program, columns: Mapping[str, str], file: str) -> None:
        self._key = program.key
        self._columns = columns
        self._file = file
        self._zone = ZoneInfo(program.head.timezone)
        self._items = LogItems(program)
        self.findings: list[Diagnostic] = []
        self.rejected = 0

    def entry(self, row: RawRow) -> Entry | None:
        """The entry of a row; None, with the findings kept, when it does not fit."""
        before = len(self.findings)
        if row.problem is not None:
            self.findings.append(row.problem)
        else:
            customer = self._needed(row, self._key, TEXT)
            item = self._item(row)
            done_on = self._needed(row, "done_on", DATE)
            by, record = (self._value(row, column, TEXT) for column in ("by", "record"))
            if isinstance(done_on, dt.date) and item and len(self.findings) == before:
                kept = record if is_record(record) else None
                return Entry(str(customer), item, done_on, _optional(by), _optional(kept))
        self.rejected += 1
        return None

    def _item(self, row: RawRow) -> str | None:
        written = self._needed(row, "item", TEXT)
        if written is None:
            return None
        try:
            return self._items.find(str(written))
        except BadCellError as error:
            self._report(error, row, "item", written)
            return None

    def _needed(self, row: RawRow, column: str, type_: Type) -> Value:
        before = len(self.findings)
        value = self._value(row, column, type_)
        if value is None and len(self.findings) == before:
            place, written = self._cell(row, column), self._columns[column]
            self.findings.append(diagnose("WE603", place, row=str(row.number), column=written))
        return value

    def _value(self, row: RawRow, column: str, type_: Type) -> Value:
        written = self._columns.get(column)
        if written is None:
            return None
        raw = row.values[written]
        try:
            return convert(raw, type_, self._zone)
        except BadCellError as error:
            self._report(error, row, column, raw)
            return None

    def _cell(self, row: RawRow, column: str) -> Place:
        return Place(self._file, row.number, list(row.values).index(self._columns[column]) + 1)

    def _report(self, error: BadCellError, row: RawRow, column: str, raw: object) -> None:
        self.findings.append(
            diagnose(
                error.code,
                self._cell(row, column),
                help=error.hint,
                row=str(row.number),
                where=Bilingual(f"第 {row.number} 行", f"row {row.number}"),
                column=self._columns[column],
                value=shown(raw),
                rule=error.rule,
            )
        )


def _optional(value: Value) -> str | None:
    return None if value is None else str(value)
