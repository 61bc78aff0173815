"""Steps of one failure that are due in the wrong order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from workflow_engine.checks.process_time import ProcessTime, moment_said
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.program import Program

_STEPS = ("acknowledge", "apologize", "amend", "anticipate")
_LATER = Bilingual("这一步本该在后", "this step should come after it")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE483 for each step of a failure whose time may end after that of the next step.

    Measured on the calendar of the process, from several starts of a plain week.
    """
    time = ProcessTime(program)
    for process in program.processes.values():
        if process.kind != "recovery":
            continue
        clocks = {clock.id: clock for clock in process.clocks}
        steps = [name for name in _STEPS if name in clocks]
        for first, second in pairwise(steps):
            one, other = clocks[first], clocks[second]
            if one.within is None or other.within is None:
                continue
            start = time.longest(process.calendar, one.within, other.within)
            if start is None:
                continue
            yield diagnose(
                "WE483",
                one.place or process.place,
                labels=[Label(other.place or process.place, _LATER)],
                process=process.label,
                step=one.label,
                limit=Bilingual(one.within.text("zh"), one.within.text("en")),
                next=other.label,
                next_limit=Bilingual(other.within.text("zh"), other.within.text("en")),
                example=moment_said(start),
            )
