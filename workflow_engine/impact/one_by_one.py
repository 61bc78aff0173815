"""The customers of some files under both versions, one by one: for small bases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow_engine.batch.cells import BadCellError, convert
from workflow_engine.batch.customers import Customer, Rejected, repeated
from workflow_engine.batch.log import ServiceLog, read_log
from workflow_engine.batch.readers import RawRow, RawTable, read_table
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.impact.outcomes import outcomes
from workflow_engine.impact.standing import Standing, differences, losses
from workflow_engine.impact.tally import MOST_REJECTED, OneSided, Tally
from workflow_engine.impact.version import Version
from workflow_engine.planning.history import ServiceHistory
from workflow_engine.program.program import Scale
from workflow_engine.program.rollout import in_rollout
from workflow_engine.program.types import TEXT


@dataclass(frozen=True, slots=True)
class Base:
    """Whose plans are compared: files of customers, logs of services, and the day."""

    customers: Sequence[Path]
    logs: Sequence[Path]
    at: dt.date


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it: the counts, the findings about files and logs, and what surprises.

    `logs` gives what was done for some customers, as each version knows it. `log_rejected` counts
    the rows of the service log that the old and the new version cannot use; what is wrong with the
    first of them is among the findings, with the row.
    """

    tally: Tally
    findings: tuple[Diagnostic, ...]
    engine: str
    logs: Callable[[Sequence[str]], tuple[ServiceHistory | None, ServiceHistory | None]]
    log_rejected: tuple[int, int]
    note: Bilingual | None = None


def empty_tally(old: Version, new: Version) -> Tally:
    """A tally for two versions, with the scales of both."""
    scales = [
        version.shared(name)
        for version in (new, old)
        for name, one in version.program.definitions.items()
        if isinstance(one, Scale)
    ]
    return Tally(
        dict.fromkeys(scales),
        old.planner.ground.denominator,
        new.planner.ground.denominator,
    )


def compare_rows(
    old: Version, new: Version, base: Base, *, told: Callable[[int], None] = lambda _: None
) -> Compared:
    """Every customer under both versions; `told` is called with how many are done.

    Raises:
        DataFileError: a file cannot be read, or its columns make every row useless.
        MissingExtraError: the package for a kind of file is not installed.
    """
    tally = empty_tally(old, new)
    logs = [_read_logs(version, base.logs) for version in (old, new)]
    findings: list[Diagnostic] = []
    rollout = new.program.rollout
    compared = outcomes(old, new)
    for number, pair in enumerate(_pairs(old, new, base.customers, findings), 1):
        first, second = pair
        told(number)
        if not isinstance(first, Customer) or not isinstance(second, Customer):
            tally.reject(_one_sided(first, second))
            if isinstance(first, Customer):
                before = Standing.of(old, first.id, first.name, first.values, base.at, logs[0])
                tally.add(first.id, losses(before), refused=True)
                for scale, matrix in tally.matrices.items():
                    matrix[before.levels.get(scale), None] += 1
            continue
        before = Standing.of(old, first.id, first.name, first.values, base.at, logs[0])
        after = Standing.of(new, second.id, second.name, second.values, base.at, logs[1])
        tally.add(second.id, differences(before, after, compared))
        for scale, matrix in tally.matrices.items():
            matrix[before.levels.get(scale), after.levels.get(scale)] += 1
        before.count(tally.before)
        after.count(tally.after)
        tally.in_rollout += rollout is not None and in_rollout(rollout, second.id, base.at)
    findings += [one for log in logs for one in first_findings(log.diagnostics)]
    rejected = logs[0].rejected, logs[1].rejected
    return Compared(tally, distinct(findings), "row", lambda _: (logs[0], logs[1]), rejected)


def rows_of(paths: Iterable[Path], wanted: Sequence[str], new: Version) -> Iterator[_Row]:
    """The raw rows of some customers, each the first time, in the order of `wanted`."""
    found: dict[str, _Row] = {}
    for path in paths:
        table = read_table(path)
        key = new.reader.found(table.columns).get(new.program.key)
        if key is None or len(found) == len(wanted):
            continue
        for row in table:
            id_ = _id(row, key, new)
            if id_ in wanted:
                found.setdefault(id_, _Row(table, row))
                if len(found) == len(wanted):
                    break
    for id_ in wanted:
        if id_ in found:
            yield found[id_]


def _id(row: RawRow, key: str, version: Version) -> str:
    """The id in a raw row, empty where it has none that can be read."""
    if row.problem is not None:
        return ""
    try:
        return str(convert(row.values[key], TEXT, version.reader.zone) or "")
    except BadCellError:
        return ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A raw row, and the table it stands in."""

    table: RawTable
    row: RawRow

    def read(self, version: Version) -> Customer | Rejected:
        """The customer as a version knows it."""
        columns = version.reader.found(self.table.columns)
        return version.reader.row(self.row, columns, self.table.file)


def _pairs(
    old: Version, new: Version, paths: Iterable[Path], findings: list[Diagnostic]
) -> Iterator[tuple[Customer | Rejected, Customer | Rejected]]:
    """Each row as both versions read it; of rows with one id the first counts."""
    first: dict[str, tuple[str, int]] = {}
    for path in paths:
        table = read_table(path)
        sorted_columns = []
        for version in (old, new):
            columns, found = version.reader.columns(table)
            sorted_columns.append(columns)
        findings += found
        for row in table:
            was = old.reader.row(row, sorted_columns[0], table.file)
            is_ = new.reader.row(row, sorted_columns[1], table.file)
            if is_.id is not None:
                known = first.setdefault(is_.id, (table.file, is_.row))
                if known != (table.file, is_.row):
                    is_ = repeated(is_, table.file, known)
                    was = is_
            yield was, is_


def distinct(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each finding once: both versions read the same files."""
    return tuple({(one.code, one.place, one.message): one for one in findings}.values())


def first_findings(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those about files, and the first ones about rows."""
    listed = list(findings)
    rows = [one for one in listed if one.place.line]
    return [*(one for one in listed if not one.place.line), *rows[:MOST_REJECTED]]


def _one_sided(was: Customer | Rejected, is_: Customer | Rejected) -> OneSided:
    """Who rejects the row, and why."""
    if isinstance(is_, Customer):
        assert isinstance(was, Rejected), "a row that both versions read is compared"
        return OneSided(is_.id, is_.row, "old", was.diagnostics)
    by_both = isinstance(was, Rejected)
    return OneSided(was.id, is_.row, "both" if by_both else "new", is_.diagnostics)


def _read_logs(version: Version, paths: Sequence[Path]) -> ServiceLog:
    """The service logs of some files together, as one version reads them."""
    logs = [read_log(path, version.program) for path in paths]
    return ServiceLog(
        [entry for log in logs for entry in log.entries],
        [finding for log in logs for finding in log.diagnostics],
        rejected=sum(log.rejected for log in logs),
    )
