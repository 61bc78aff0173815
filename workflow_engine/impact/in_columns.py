"""The customers of some files under both versions, in columns: for large bases.

The files are read in blocks, each by both versions; only the counts are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from workflow_engine.columnar.checking import Checked, Checker
from workflow_engine.columnar.columns import POSITION, attribute_column
from workflow_engine.columnar.history import History
from workflow_engine.columnar.kernel import Kernel
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.tables import Chunk, Tables
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.impact.column_differences import ColumnDifferences
from workflow_engine.impact.column_outcomes import AnswerColumns, outcome_differences
from workflow_engine.impact.one_by_one import (
    Base,
    Compared,
    distinct,
    empty_tally,
    first_findings,
)
from workflow_engine.impact.outcomes import outcomes
from workflow_engine.impact.tally import (
    CANDIDATES,
    GROUPS,
    Difference,
    Loads,
    OneSided,
    digest_of,
)
from workflow_engine.impact.version import Version
from workflow_engine.planning.history import ServiceHistory
from workflow_engine.planning.plan import SERVED
from workflow_engine.program.rollout import in_rollout
from workflow_engine.runs.duplicates import Duplicates
from workflow_engine.runs.given import GivenFiles
from workflow_engine.runs.logs import LogFrame, read_log_frame
from workflow_engine.runs.parts import Block

BLOCK = 65_536
"""Rows that are compared together."""


class ColumnBase:
    """Both versions, ready to plan in columns.

    Raises NotColumnar where one of them calculates what columns cannot.
    """

    def __init__(self, old: Version, new: Version, base: Base) -> None:
        self._new = new
        self._base = base
        self._sides = [_Side(version, base) for version in (old, new)]
        self._differences = ColumnDifferences(old, new)
        self._outcomes = outcomes(old, new)
        self._answers = [
            AnswerColumns(version, base.at, self._outcomes, side)
            for side, version in enumerate((old, new))
        ]
        self._tally = empty_tally(old, new)

    def compare(self, told: Callable[[int], None]) -> Compared:
        """Every customer; `told` is called with how many are done.

        Raises:
            DataFileError: a file cannot be read, or its columns make every row useless.
        """
        findings: list[Diagnostic] = []
        given = GivenFiles(tuple(self._base.customers))
        streams = [given.blocks(side.version.program, BLOCK) for side in self._sides]
        with ThreadPoolExecutor(2, "impact") as pool:
            for pair in zip(*streams, strict=True):
                findings += pair[1].findings
                asked = [pool.submit(s.read, b) for s, b in zip(self._sides, pair, strict=True)]
                checked = [one.result() for one in asked]
                self._reject(*checked)
                chunks = tuple(_common(*(one.chunk for one in checked)))
                work = [pool.submit(s.plan, c) for s, c in zip(self._sides, chunks, strict=True)]
                said = [pool.submit(a.of, c) for a, c in zip(self._answers, chunks, strict=True)]
                before, after = (one.result() for one in work)
                count = len(after.customers)
                answers = [one.result() for one in said]
                other = outcome_differences(self._outcomes, answers[0], answers[1], count)
                self._count(before, after, other)
                gone = _lacking(*(one.chunk for one in checked))
                if gone is not None:
                    self._refuse(self._sides[0].plan(gone))
                for side, chunk, tables, loads in zip(
                    self._sides,
                    chunks,
                    (before, after),
                    (self._tally.before, self._tally.after),
                    strict=True,
                ):
                    side.count(chunk, tables, loads)
                told(self._tally.compared)
        findings += [one for side in self._sides for one in side.log_findings]
        rejected = self._sides[0].log_rejected, self._sides[1].log_rejected
        return Compared(self._tally, distinct(findings), "polars", self._logs, rejected)

    def _logs(self, ids: Sequence[str]) -> tuple[ServiceHistory | None, ServiceHistory | None]:
        before, after = (side.log_of(ids) for side in self._sides)
        return before, after

    def _reject(self, was: Checked, is_: Checked) -> None:
        """Count the rows that a version rejects; of the first, tell why."""
        tally = self._tally
        gone = was.refused.keys(), is_.refused.keys()
        both = gone[0] & gone[1]
        only = {"old": gone[0] - both, "new": gone[1] - both, "both": both}
        for side, rows in only.items():
            told = {one.row: one for one in (was if side == "old" else is_).rejected}
            others = {one.row: one.id for one in (is_ if side == "old" else was).rejected}
            for row in sorted(rows):
                one = told.get(row)
                if one is None:
                    tally.rejected[side] += 1
                    continue
                id_ = one.id or others.get(row)
                tally.reject(OneSided(id_, row, side, one.diagnostics))  # type: ignore[arg-type]

    def _count(self, before: Tables, after: Tables, other: pl.DataFrame) -> None:
        """Count the differences of a block; `other` are those that the tables do not show."""
        tally = self._tally
        ids = after.customers["customer_id"]
        tally.compared += len(ids)
        rollout = self._new.program.rollout
        if rollout is not None:
            day = self._base.at
            tally.in_rollout += sum(in_rollout(rollout, id_, day) for id_ in ids)
        for scale in self._differences.scales:
            counted = self._differences.matrix(scale, before, after)
            tally.matrices[scale].update(counted)  # type: ignore[arg-type]
        self._add(pl.concat([self._differences.of(before, after), other]), ids)

    def _refuse(self, before: Tables) -> None:
        """Count what customers had whom the new version rejects."""
        tally = self._tally
        ids = before.customers["customer_id"]
        tally.compared += len(ids)
        for scale in self._differences.scales:
            counted = self._differences.lost_levels(scale, before)
            tally.matrices[scale].update(counted)  # type: ignore[arg-type]
        self._add(self._differences.losses(before), ids, refused=True)

    def _add(self, found: pl.DataFrame, ids: pl.Series, *, refused: bool = False) -> None:
        """Count the differences of customers with these ids."""
        tally = self._tally
        if not found.height:
            return
        changed = found["customer"].unique(maintain_order=True)
        tally.changed += len(changed)
        tally.customers.update(_by_kind(found))
        hashed = pl.DataFrame({"customer": changed, "id": ids.gather(changed)}).with_columns(
            pl.col("id").map_elements(digest_of, pl.UInt64).alias("digest")
        )
        self._note(found.join(hashed, on="customer").sort("digest", "id"), refused=refused)

    def _note(self, found: pl.DataFrame, *, refused: bool) -> None:
        """Count each different difference once, with the customers of the lowest hashes."""
        names = ["kind", "name", "before", "after", "rule_before", "rule_after"]
        grouped = found.group_by(names, maintain_order=True).agg(
            pl.len().alias("count"),
            pl.col("digest").head(CANDIDATES),
            pl.col("id").head(CANDIDATES),
        )
        for kind, name, before, after, was, is_, count, digests, ids in grouped.rows():
            first = list(zip(digests, ids, strict=True))
            difference = Difference(kind, name, before, after)
            self._tally.note(difference, (was, is_), count, first, refused=refused)


class _Side:
    """One version at work in columns."""

    def __init__(self, version: Version, base: Base) -> None:
        self.version = version
        program = version.program
        self._kernel = Kernel(program, base.at)
        self._checker = Checker(program, limits_of(program))
        self._duplicates = Duplicates(self._checker)
        log: LogFrame | None = read_log_frame(base.logs, program) if base.logs else None
        self.log_findings = () if log is None else first_findings(log.diagnostics)
        self.log_rejected = 0 if log is None else log.rejected
        self._history = None if log is None else History(log.frame, program, base.at)
        ground = version.planner.ground
        self._shares = {row.id: row.share for row in ground.rows if row.share}
        self._roles = {row.id: row.item.by for row in ground.rows if row.share}
        roles = program.roles.values()
        self._named = list(dict.fromkeys(r.person for r in roles if r.person is not None))

    def read(self, block: Block) -> Checked:
        """The customers of a block, each id once; blocks come in their order."""
        return self._duplicates.once(block, self._checker.check(block))

    def log_of(self, ids: Sequence[str]) -> ServiceHistory | None:
        """What was done for some customers."""
        return None if self._history is None else self._history.service_log(ids)

    def plan(self, chunk: Chunk) -> Tables:
        """The tables of some customers."""
        return self._kernel.plan(chunk, self._history)

    def count(self, chunk: Chunk, tables: Tables, loads: Loads) -> None:
        """Add the minutes a month that these plans ask of each role and person."""
        groups, people = self._groups(chunk)
        counts = pl.Series("count", tables.counts, dtype=pl.UInt32)
        places = pl.DataFrame({"customer": pl.int_range(len(counts), eager=True, dtype=pl.UInt32)})
        of_items = places.select(pl.col("customer").repeat_by(counts)).explode("customer")
        items = pl.DataFrame(
            {
                "customer": of_items["customer"].drop_nulls(),
                "item": tables.items["item"].cast(pl.String),
                "state": tables.items["state"].cast(pl.String),
            }
        ).filter(pl.col("state").is_in(list(SERVED)) & pl.col("item").is_in(list(self._shares)))
        asked = pl.concat([self._of_items(items), self._of_visits(tables)])
        grouped = (
            asked.join(groups, on="customer")
            .group_by("group", "role")
            .agg(pl.col("share").sum(), pl.col("customer").n_unique())
        )
        for group, role, share, customers in grouped.rows():
            who = role, None if role is None else people[group].get(role)
            loads.minutes[who] += share
            loads.customers[who] += customers
            loads.total += share

    def _of_items(self, items: pl.DataFrame) -> pl.DataFrame:
        """The minutes of items that are to be done, over the common denominator."""
        if not self._shares:
            return pl.DataFrame(schema=_ASKED)
        item = pl.col("item")
        return items.select(
            "customer",
            item.replace_strict(self._roles, return_dtype=pl.String).alias("role"),
            item.replace_strict(self._shares, return_dtype=pl.Int64).alias("share"),
        )

    def _of_visits(self, tables: Tables) -> pl.DataFrame:
        """The minutes of visits."""
        ground = self.version.planner.ground
        shares = {str(unit): share for unit, share in ground.visit_shares.items()}
        per = pl.col("visit_per").cast(pl.String).replace_strict(shares, return_dtype=pl.Int64)
        share = pl.col("visit_times").cast(pl.Int64) * pl.col("visit_minutes") * per
        return (
            tables.customers.with_row_index("customer")
            .filter(pl.col("visit_times").is_not_null())
            .select(
                "customer",
                pl.lit(ground.visit_role, pl.String).alias("role"),
                share.cast(pl.Int64).alias("share"),
            )
        )

    def _groups(self, chunk: Chunk) -> tuple[pl.DataFrame, list[dict[str, str | None]]]:
        """Customers with the same named people are a group: who has each role for them."""
        columns = [attribute_column(name) for name in self._named]
        named = chunk.frame.select(POSITION, *columns)
        large = pl.DataFrame(
            [(place, *(one.values[name] for name in self._named)) for place, one in chunk.large],
            schema=named.schema,
            orient="row",
        )
        ordered = pl.concat([named, large]).sort(POSITION).drop(POSITION)
        if not columns:
            everybody = dict(self.version.planner.ground.directory.people({}))
            customers = chunk.frame.height + len(chunk.large)
            places = pl.int_range(customers, eager=True, dtype=pl.UInt32)
            return pl.DataFrame({"customer": places, "group": places * 0}), [everybody]
        different = ordered.unique(maintain_order=True).with_row_index("group")
        joined = ordered.with_row_index("customer").join(
            different, on=columns, nulls_equal=True, maintain_order="left"
        )
        directory = self.version.planner.ground.directory
        people = [
            dict(directory.people(dict(zip(self._named, row, strict=True))))
            for row in different.select(columns).rows()
        ]
        return joined.select("customer", "group"), people


_ASKED = {"customer": pl.UInt32(), "role": pl.String(), "share": pl.Int64()}


def _common(was: Chunk, is_: Chunk) -> Iterator[Chunk]:
    """The customers whom both versions read, in the same order."""
    places = [
        set(chunk.frame[POSITION].to_list()) | {place for place, _ in chunk.large}
        for chunk in (was, is_)
    ]
    if places[0] == places[1]:
        yield was
        yield is_
        return
    both = pl.Series(sorted(places[0] & places[1]), dtype=pl.UInt64)
    kept = set(both)
    for chunk in (was, is_):
        frame = chunk.frame.filter(pl.col(POSITION).is_in(both.implode()))
        yield Chunk(frame, tuple(one for one in chunk.large if one[0] in kept))


def _lacking(was: Chunk, is_: Chunk) -> Chunk | None:
    """The customers whom the old version reads and the new one rejects, None where there are none.

    Both versions read the same rows, and an id that stands there twice is rejected by both.
    """
    known = {*is_.frame[POSITION].to_list(), *(place for place, _ in is_.large)}
    kept = pl.Series(sorted(known), dtype=pl.UInt64)
    frame = was.frame.filter(~pl.col(POSITION).is_in(kept.implode()))
    large = tuple(one for one in was.large if one[0] not in known)
    return Chunk(frame, large) if frame.height or large else None


def _by_kind(found: pl.DataFrame) -> Counter[str]:
    """How many customers have a difference of each kind, and of each group of kinds."""
    once = found.select("customer", "kind").unique()
    counts: Counter[str] = Counter(dict(once["kind"].value_counts().rows()))
    for group, kinds in GROUPS.items():
        counts[group] = once.filter(pl.col("kind").is_in(kinds))["customer"].n_unique()
    return +counts
