"""Runs of few customers in memory and on disk, for the tests of change runs."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from tests.decide.policies import compiled
from workflow_engine.batch.customers import Customer
from workflow_engine.batch.log import Entry, ServiceLog
from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.columns import POSITION
from workflow_engine.columnar.tables import Chunk, Tables, level_columns
from workflow_engine.decide.rule_numbers import numbered_rules
from workflow_engine.program.program import Program
from workflow_engine.runs.fingerprints import customer_frame
from workflow_engine.runs.hive import Partition
from workflow_engine.runs.logs import LOG_SCHEMA
from workflow_engine.runs.since import LastRun
from workflow_engine.runs.tracking import Tracking

RECORDS = "\nrecords: {form: {label: 表}}\n"


@lru_cache(8)
def program_of(text: str) -> Program:
    program, errors = compiled(text + RECORDS)
    assert program is not None, errors
    return program


@lru_cache(8)
def row_tables(text: str, at: dt.date) -> RowTables:
    return RowTables(program_of(text), at)


Plans = dict[str, tuple[Any, Any]]
"""By customer id: the row of the customer, and its rows of items, with rules by meaning."""


@dataclass(frozen=True)
class World:
    """What goes into a run."""

    text: str
    at: dt.date
    customers: Mapping[str, Mapping[str, Any]]
    log: Sequence[Entry] = ()

    @property
    def program(self) -> Program:
        return program_of(self.text)

    def checked(self) -> list[Customer]:
        return [
            Customer(id_, str(values.get("name", id_)), dict(values), row)
            for row, (id_, values) in enumerate(self.customers.items())
        ]

    def tables(self, some: Sequence[str]) -> Tables:
        wanted = set(some)
        rows = [(one.row, one) for one in self.checked() if one.id in wanted]
        return row_tables(self.text, self.at).tables(rows, ServiceLog(self.log))

    def plans(self) -> Plans:
        """Of a full run."""
        return plans_of(self.program, self.tables(list(self.customers)))


def plans_of(program: Program, tables: Tables) -> Plans:
    rules = {one.number: (one.kind, one.name, one.part) for one in numbered_rules(program)}
    rules[None] = None
    numbers = [f"{column}_rule" for column in level_columns(program).values()]
    plans: Plans = {}
    for row in tables.customers.to_dicts():
        for column in numbers:
            row[column] = rules[row[column]]
        plans[row["customer_id"]] = (row, [])
    for row in tables.items.to_dicts():
        row["rule"] = rules[row["rule"]]
        plans[row["customer_id"]][1].append(row)
    return plans


class Run:
    """A run on disk, by chunks; `planned` are the ids for which a plan was made."""

    def __init__(
        self,
        folder: Path,
        world: World,
        since: Run | None = None,
        *,
        size: int = 3,
        large: frozenset[str] = frozenset(),
        format_: str = "parquet",
        divided_by: str | None = None,
    ) -> None:
        self.folder = folder
        self.world = world
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        entries = [(e.customer, e.item, e.done_on, e.record is not None) for e in world.log]
        program = world.program
        tracking = Tracking(
            program,
            world.at,
            folder,
            out=folder,
            log=pl.DataFrame(entries, LOG_SCHEMA, orient="row"),
            partition=None if divided_by is None else Partition.of(program, divided_by),
            format_=format_,
            last=None
            if since is None
            else LastRun(since.folder, policy=program.head.id, key=program.key),
        )
        self.planned: list[str] = []
        (folder / "items").mkdir()
        checked = world.checked()
        self.plans: Plans = {}
        for number, start in enumerate(range(0, len(checked), size)):
            chunk = self._chunk(checked[start : start + size], large)
            tables = tracking.tables(number, chunk, self._plan)
            tables.items.write_parquet(folder / "items" / f"part-{number:05}.parquet")
            self.plans |= plans_of(program, tables)
        self.manifest = {"policy": {"id": program.head.id}, **tracking.finish()}
        (folder / "manifest.json").write_text(json.dumps(self.manifest), encoding="utf-8")

    def _chunk(self, customers: Sequence[Customer], large: frozenset[str]) -> Chunk:
        small = [one for one in customers if one.id not in large]
        places = pl.Series(POSITION, [one.row for one in small], pl.UInt64)
        frame = customer_frame(self.world.program, small).insert_column(2, places)
        return Chunk(frame, tuple((one.row, one) for one in customers if one.id in large))

    def _plan(self, chunk: Chunk) -> Tables:
        ids = [*chunk.frame["key"].to_list(), *(one.id for _, one in chunk.large)]
        self.planned += ids
        return self.world.tables(ids)

    def applied_to(self, plans: Plans) -> Plans:
        """The plans after what this run changes."""
        removed = set(self.removed())
        return {id_: one for id_, one in {**plans, **self.plans}.items() if id_ not in removed}

    def removed(self) -> list[str]:
        lines = (self.folder / "removed.csv").read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == "customer_id"
        return lines[1:]

    @property
    def counts(self) -> dict[str, int]:
        names = ("new", "changed", "same", "unchanged", "removed")
        return {name: self.manifest["changes"][name] for name in names}

    def changes(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The table of changes by customer and item."""
        rows = pl.read_parquet(self.folder / "changes" / "*.parquet").to_dicts()
        found = {(row.pop("customer_id"), row.pop("item")): row for row in rows}
        assert len(found) == len(rows)
        return found


def difference(before: Plans, after: Plans) -> dict[tuple[str, str], dict[str, Any]]:
    """What a table of changes must say."""
    old, new = (
        {(id_, row["item"]): row for id_, (_, rows) in plans.items() for row in rows}
        for plans in (before, after)
    )
    found = {}
    for key in {**old, **new}:
        was, is_ = old.get(key), new.get(key)
        change = "added" if was is None else "removed" if is_ is None else "changed"
        values = {
            f"{when}_{column}": None if row is None else row[column]
            for column in ("state", "priority", "due", "by", "minutes")
            for when, row in (("before", was), ("after", is_))
        }
        same = all(
            values[f"before_{c}"] == values[f"after_{c}"]
            for c in ("state", "priority", "due", "by", "minutes")
        )
        if change != "changed" or not same:
            found[key] = {"change": change, **values}
    return found
