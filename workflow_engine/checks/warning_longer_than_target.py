"""A warning that would come before the time it warns of has begun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from workflow_engine.checks.process_time import ProcessTime, moment_said
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Clock, Process
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE480 once for each written warning, measured on the calendar from several starts.

    Reported where from some start the warning is longer than the time limit, or from every start
    as long; the time limit is that of the most urgent case (`faster_for`, priorities).
    """
    time = ProcessTime(program)
    reported: set[tuple[Place, str]] = set()
    for process in program.processes.values():
        factor = _factor(program, process)
        for clock in process.clocks:
            place = clock.place or process.place
            if clock.warn is None or (place, clock.id) in reported:
                continue
            found = next(
                (
                    one
                    for limit in _limits(clock, factor)
                    if (one := _measured(time, process, clock, limit))
                ),
                None,
            )
            if found is not None:
                reported.add((place, clock.id))
                limit, example = found
                yield diagnose(
                    "WE480",
                    place,
                    clock=clock.label,
                    warn=_said(clock.warn),
                    limit=Bilingual(limit.text("zh"), limit.text("en")),
                    example=example,
                )


def _factor(program: Program, process: Process) -> Decimal:
    """The smallest factor that can shorten the clocks of a process."""
    factors = [
        factor
        for failure in program.recovery.failures
        if failure.id == process.failure
        for _, factor in failure.faster_for
        if factor > 0
    ]
    return min(factors, default=Decimal(1))


def _limits(clock: Clock, factor: Decimal) -> Iterator[Duration]:
    limits = [limit for _, limit in clock.by_priority]
    if clock.within is not None:
        limits.insert(0, clock.within)
    for limit in limits:
        yield limit
        if not clock.regulatory and factor < 1:
            yield limit.times(factor)


def _measured(
    time: ProcessTime, process: Process, clock: Clock, limit: Duration
) -> tuple[Duration, Bilingual] | None:
    """The limit that is too short, and an example; None when the warning fits into it."""
    if clock.warn is None:
        return None
    if isinstance(clock.warn, Decimal):
        too_long = clock.warn >= 1
        return (limit, Bilingual("任何时候", "at any time")) if too_long else None
    start = time.longest(process.calendar, clock.warn, limit)
    if start is not None:
        return limit, moment_said(start)
    if time.never_shorter(process.calendar, clock.warn, limit):
        return limit, Bilingual("任何时候", "at any time")
    return None


def _said(warn: Duration | Decimal) -> Bilingual:
    if isinstance(warn, Decimal):
        return Bilingual.same(f"{(warn * 100).normalize():f}%")
    return Bilingual(warn.text("zh"), warn.text("en"))
