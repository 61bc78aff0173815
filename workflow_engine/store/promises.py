"""The ledger of promises: what was promised to a customer, what was done, and whether it was kept.

A promise is measured against the policy at the moment it is recorded; the figure promised is kept
with it, so that a later policy does not change what was true. A broken promise may open a case.
What became of one promise to one customer, due at one moment, is recorded once and stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from workflow_engine.errors import ConflictError, KeyReusedError, UsageError
from workflow_engine.language.durations import plain
from workflow_engine.program.program import Program, Promise
from workflow_engine.store.journal import canonical
from workflow_engine.store.moments import from_stored, to_stored
from workflow_engine.store.schema import promises

if TYPE_CHECKING:
    from workflow_engine.store.store import Store


_ONE = ("promise", "customer", "at")
"""What tells one promise from another."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One promise in the ledger.

    `actual` is the figure reached, None when nothing was done at all; both figures are in the unit
    of the promise. `opens` is the failure of which a case is to be opened because it was broken,
    `case` that case once it is open.
    """

    id: int
    promise: str
    customer: str
    at: dt.datetime
    promised: Decimal
    actual: Decimal | None
    kept: bool
    opens: str | None
    case: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """How often one promise was kept in one month (`2026-11`) of the zone that was asked for."""

    promise: str
    month: str
    kept: int
    broken: int

    @property
    def share(self) -> Decimal:
        """The share that was kept, 0 to 1, four places."""
        return (Decimal(self.kept) / (self.kept + self.broken)).quantize(Decimal("0.0001"))


def record(
    store: Store,
    program: Program,
    promise: str,
    customer: str,
    actual: Decimal | None,
    *,
    at: dt.datetime,
    now: dt.datetime,
    by: str | None = None,
    note: str | None = None,
    key: str | None = None,
) -> Recorded:
    """Record what became of a promise to a customer: once; the same figure again changes nothing.

    Args:
        store: where the ledger is kept.
        program: the policy that makes the promise.
        promise: its id.
        customer: the customer's id.
        actual: the figure reached, in the unit of the promise; None when nothing was done at all.
        at: when it was to be kept.
        now: when this is recorded.
        by: who says so.
        note: a remark.
        key: an idempotency key: the same promise recorded twice with one key is recorded once.

    Raises:
        UsageError: there is no such promise, the figure is none or negative, or `at` is not over
            yet.
        ConflictError: another figure is recorded for the same promise, customer and `at`.
        KeyReusedError: the key was given before, with something else.
        StoreError: the database could not do it.
    """
    made = program.promises.get(promise)
    if made is None:
        raise UsageError(
            f"the policy has no promise `{promise}`, but {', '.join(program.promises) or 'none'}",
            zh=f"政策中没有承诺“{promise}”；已有：{'、'.join(program.promises) or '无'}",
        )
    if actual is not None and not actual.is_finite():
        raise UsageError(f"`{actual}` is no figure", zh=f"“{actual}”不是数字")
    if actual is not None and actual < 0:
        raise UsageError(
            f"`{plain(actual)}` {made.unit}: a figure is 0 or more",
            zh=f"{plain(actual)} {made.unit}：结果应为 0 或以上的数字",
        )
    if at > now:
        raise UsageError(
            f"the promise is due at {at}, which is not over yet",
            zh=f"承诺的期限 {at} 尚未到，不能登记结果",
        )
    kept = is_kept(made, actual)
    row = {
        "promise": promise,
        "customer": customer,
        "key": key,
        "at": to_stored(at),
        "recorded_at": to_stored(now),
        "promised": plain(made.promise),
        "actual": None if actual is None else plain(actual),
        "unit": made.unit,
        "kept": kept,
        "by": by,
        "note": note,
        "policy": program.hash,
        "opens": None if kept else made.broken_opens,
    }
    canonical([promise, customer, key, by, note])
    with store.database.writing() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        new = dialect.insert(promises).on_conflict_do_nothing()
        inserted = connection.execute(new.returning(promises), row).one_or_none()
        if inserted is not None:
            return _recorded(inserted)
        same_due = and_(*(promises.c[name] == row[name] for name in _ONE))
        same_key = promises.c.key == key
        found = connection.execute(select(promises).where(or_(same_key, same_due))).all()
        of_key = [one for one in found if key is not None and one.key == key]
        return _twin(of_key[0], row) if of_key else _again(found[0], row, made)


def attach(store: Store, id_: int, case: str) -> None:
    """Note the case that a broken promise has opened."""
    with store.database.writing() as connection:
        connection.execute(update(promises).where(promises.c.id == id_).values(case_id=case))


def rates(store: Store, since: dt.datetime, until: dt.datetime, zone: ZoneInfo) -> tuple[Rate, ...]:
    """How often each promise was kept, by month: those to be kept from `since` to `until`."""
    wanted = (
        select(promises.c.promise, promises.c.at, promises.c.kept)
        .where(and_(promises.c.at >= to_stored(since), promises.c.at < to_stored(until)))
        .order_by(promises.c.promise, promises.c.at)
    )
    found = []
    with store.database.reading() as connection:
        rows = (
            (row.promise, f"{from_stored(row.at).astimezone(zone):%Y-%m}", bool(row.kept))
            for row in connection.execute(wanted)
        )
        for (promise, month), group in groupby(rows, key=lambda row: row[:2]):
            outcomes = [kept for *_, kept in group]
            found.append(Rate(promise, month, sum(outcomes), len(outcomes) - sum(outcomes)))
    return tuple(found)


def is_kept(promise: Promise, actual: Decimal | None) -> bool:
    """Whether the figure keeps the promise; exactly what was promised keeps it."""
    if actual is None:
        return False
    if promise.better == "lower":
        return actual <= promise.promise
    return actual >= promise.promise


def _twin(known: Row[Any], asked: dict[str, Any]) -> Recorded:
    same = ("promise", "customer", "actual", "at", "by", "note")
    if any(known._mapping[name] != asked[name] for name in same):  # noqa: SLF001 - public, despite its name
        raise KeyReusedError(asked["key"])
    return _recorded(known)


def _again(known: Row[Any], asked: dict[str, Any], promise: Promise) -> Recorded:
    """What is recorded already, when it says the same."""
    if known.actual != asked["actual"]:
        first = _recorded(known)
        figure = None if first.actual is None else f"{plain(first.actual)} {known.unit}"
        due = first.at.isoformat(timespec="minutes")
        raise ConflictError(
            f"for `{promise.label.en}` to {first.customer}, due {due}, "
            f"`{figure or 'nothing done'}` ({'kept' if first.kept else 'broken'}) is recorded "
            "already, and stays",
            zh=f"客户 {first.customer} 的“{promise.label.zh}”（期限 {due}）已登记为 "
            f"{figure or '未做'}（{'已兑现' if first.kept else '未兑现'}），不再更改",
        )
    return _recorded(known)


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(
        id=row.id,
        promise=row.promise,
        customer=row.customer,
        at=from_stored(row.at),
        promised=Decimal(row.promised),
        actual=None if row.actual is None else Decimal(row.actual),
        kept=bool(row.kept),
        opens=row.opens,
        case=row.case_id,
    )
