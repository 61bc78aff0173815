"""A reason to climb that never comes true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.keywords import KEYWORDS
from workflow_engine.program.processes import Rung
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE477 for each trigger on a time limit that no process of its ladder has."""
    yield from _idle(program, program.recovery.escalation, "recovery")
    if program.feedback is not None:
        yield from _idle(program, program.feedback.escalation, "feedback")


def _idle(program: Program, ladder: Sequence[Rung], kind: str) -> Iterable[Diagnostic]:
    processes = [process for process in program.processes.values() if process.kind == kind]
    clocks = {clock.id for process in processes for clock in process.clocks}
    if not processes:
        return
    for rung in ladder:
        for trigger in rung.any:
            if trigger.step is not None and trigger.step not in clocks:
                yield diagnose(
                    "WE477",
                    rung.place,
                    trigger=trigger.text,
                    role=role_label(program, rung.role),
                    step=Bilingual(KEYWORDS.get(trigger.step, trigger.step), trigger.step),
                )
