"""A reason to climb for which nothing in the policy can ever be the occasion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.ladder_paths import role_label, rungs_once
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.program.processes import Process, Trigger
from workflow_engine.program.program import Program

_NO_REOPENING = Bilingual(
    "它的流程里没有“重开”，一次也不会重开",
    "its processes cannot be reopened (`reopen`)",
)


def check(program: Program) -> Iterable[Diagnostic]:
    """WE729 for each trigger that cannot fire in any process of its ladder."""
    sharing: dict[Place, list[Process]] = {}
    for process in program.processes.values():
        for rung in process.ladder:
            sharing.setdefault(rung.place, []).append(process)
    for rung in rungs_once(program):
        for trigger in rung.any:
            why = _why_never(trigger, sharing[rung.place], program, rung.place)
            if why is not None:
                yield diagnose(
                    "WE729",
                    rung.place,
                    role=role_label(program, rung.role),
                    trigger=trigger.text,
                    why=why,
                )


def _why_never(
    trigger: Trigger, processes: Sequence[Process], program: Program, place: Place
) -> Bilingual | None:
    match trigger.kind:
        case "needs_other_department" if not program.support:
            word = words_at(program, place).keys["support"]
            return Bilingual(
                f"`{word}` 里没有写任何部门，登记不了“需要其他部门”",
                f"`{word}` names no department, so nobody can ask for one",
            )
        case "reopened" if all(not _may_reopen(process) for process in processes):
            return _NO_REOPENING
        case _:
            return None


def _may_reopen(process: Process) -> bool:
    return any(move.command == "reopen" for move in process.transitions)
