"""A promise to customers that is tighter than the time the own people are given to keep it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from workflow_engine.checks.process_time import ProcessTime
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.language.durations import Duration, parse_duration, plain
from workflow_engine.language.nodes import Written
from workflow_engine.program.processes import Clock, Process
from workflow_engine.program.program import Program, Promise

_KEEPS = Bilingual("内部时限写在这里", "the time limit that should keep it")
_SERVED: dict[str, tuple[str, ...]] = {
    "receive": ("receive", "acknowledge", "受理", "接收"),
    "reply": ("reply", "replied", "answer", "答复", "回复"),
    "resolve": ("resolve", "solve", "解决", "办结"),
}
"""Words by which the promise of a step of `feedback` is known."""


def check(program: Program) -> Iterable[Diagnostic]:
    """WE481 for each promise about time that a clock can miss while it is still in time.

    A promise in work hours, working days, calendar days or clock hours whose name or slogan speaks
    of one step of `feedback` is held against the clock of that step, with the longest of its
    priorities.
    """
    time = ProcessTime(program)
    for promise in program.promises.values():
        promised = _promised(promise)
        if promised is None:
            continue
        for process, clock in _serving(program, promise):
            limits = [limit for _, limit in clock.by_priority]
            if clock.within is not None:
                limits.append(clock.within)
            late = [lim for lim in limits if time.longest(process.calendar, lim, promised)]
            if late:
                yield diagnose(
                    "WE481",
                    promise.place,
                    labels=[Label(clock.place or process.place, _KEEPS)],
                    promise=promise.label,
                    promised=Bilingual(promised.text("zh"), promised.text("en")),
                    clock=clock.label,
                    limit=Bilingual(late[-1].text("zh"), late[-1].text("en")),
                )


def _promised(promise: Promise) -> Duration | None:
    """The promise as a length of time; None when it is about something else, or ambiguous."""
    if promise.better != "lower":
        return None
    text = f"{plain(promise.promise)} {promise.unit}"
    duration, _ = parse_duration(Written(text, promise.place))
    return duration


def _serving(program: Program, promise: Promise) -> Iterator[tuple[Process, Clock]]:
    """The clocks that keep a promise."""
    texts = (promise.id, promise.label.zh, promise.label.en, promise.slogan.zh, promise.slogan.en)
    said = unicodedata.normalize("NFKC", " ".join(texts)).lower()
    steps = {step for step, words in _SERVED.items() if any(word in said for word in words)}
    for process in program.processes.values():
        if process.kind == "feedback" and len(steps) == 1:
            yield from ((process, clock) for clock in process.clocks if clock.id in steps)
