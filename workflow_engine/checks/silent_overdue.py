"""A time limit that can run out without anybody above hearing of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.ladder_paths import LadderPath, ladder_paths, role_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.language.keywords import KEYWORDS
from workflow_engine.program.processes import Clock, Process
from workflow_engine.program.program import Program

_TIMED = ("overdue", "elapsed")
_ALSO = Bilingual("这里的时限也一样", "so can this one")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE482 once for each ladder with such steps: no rung from the owner upwards names them.

    Processes without a ladder have nobody to tell, so nothing is said of them.
    """
    for path, processes in _ladders(program):
        silent: dict[str, Bilingual] = {}
        places: dict[Place, None] = {}
        for process in processes:
            for clock in process.clocks:
                if not _heard(path, process, clock):
                    silent.setdefault(clock.id, clock.label)
                    places.setdefault(clock.place or process.place)
        if silent:
            first, *others = places
            yield diagnose(
                "WE482",
                first,
                labels=[Label(place, _ALSO) for place in others],
                clocks=Bilingual(
                    "、".join(f"“{label.zh}”" for label in silent.values()),
                    ", ".join(f"“{label.en}”" for label in silent.values()),
                ),
                role=role_label(program, path.owner),
                step=_overdue(next(iter(silent))),
            )


def _ladders(program: Program) -> Iterator[tuple[LadderPath, list[Process]]]:
    """The ways of cases, each with the processes whose author wrote one and the same ladder."""
    for path in ladder_paths(program):
        sharing: dict[str, list[Process]] = {}
        for process in path.processes:
            written_in = process.id if process.kind == "custom" else process.kind
            sharing.setdefault(written_in, []).append(process)
        yield from ((path, processes) for processes in sharing.values())


def _overdue(clock: str) -> Bilingual:
    """The trigger as a file of either language writes it."""
    english = f"`{clock} overdue`"
    return Bilingual(f"`{KEYWORDS.get(clock, clock)}逾期`（英文 {english}）", english)


def _heard(path: LadderPath, process: Process, clock: Clock) -> bool:
    on_the_way = set(path.roles)
    return any(
        trigger.kind in _TIMED and trigger.step == clock.id
        for rung in process.ladder
        if rung.role in on_the_way
        for trigger in rung.any
    )
