"""Something that was written and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.ladder_paths import ladder_paths, rungs_once
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.keywords import KEYWORDS
from workflow_engine.program.processes import Process, Trigger
from workflow_engine.program.program import Program

Found = tuple[Place, str, str, Bilingual]
"""Place, the key as written, of what, and why it changes nothing."""


def check(program: Program) -> Iterable[Diagnostic]:
    """WE490 for each key of recovery, feedback, processes and roles without an effect."""
    found = (
        *_factors(program),
        *_reminders(program),
        *_repeat(program),
        *_events(program),
        *_plans(program),
        *_limits(program),
    )
    reported: set[tuple[Place, str]] = set()
    for place, key, name, why in found:
        if (place, key) not in reported:
            reported.add((place, key))
            said = Bilingual(f"`{KEYWORDS[key]}`（英文 `{key}`）", key)
            yield diagnose("WE490", place, key=said, name=name, why=why)


def _factors(program: Program) -> Iterator[Found]:
    processes = {process.failure: process for process in program.processes.values()}
    for failure in program.recovery.failures:
        process = processes.get(failure.id)
        if not failure.faster_for or process is None:
            continue
        if process.clocks and all(clock.regulatory for clock in process.clocks):
            why = Bilingual(
                "它没有可以缩短的时限（监管时限不缩短）",
                "it has no time limit that may be shortened (the regulator's never is)",
            )
            yield failure.place, "faster_for", failure.id, why


def _reminders(program: Program) -> Iterator[Found]:
    for process in program.processes.values():
        if process.remind is not None and not process.clocks and not process.ladder:
            why = Bilingual(
                "没有时限也没有升级，就没有什么可提醒",
                "there is neither a time limit nor a ladder to remind of",
            )
            yield process.place, "remind", process.id, why


def _repeat(program: Program) -> Iterator[Found]:
    recovery = program.recovery
    if recovery.repeat is not None and not recovery.escalation:
        why = Bilingual(
            "没有升级阶梯，就没有更高的一级可以开始", "without a ladder there is no higher rung"
        )
        place = recovery.failures[0].place if recovery.failures else program.head.place
        yield place, "repeat", "recovery", why


def _events(program: Program) -> Iterator[Found]:
    heard = {trigger.name for rung in rungs_once(program) for trigger in rung.any}
    heard |= {trigger.name for rung in program.recovery.escalation for trigger in rung.any}
    for name, _ in program.recovery.events:
        if name not in heard:
            place = (
                program.recovery.escalation[0].place
                if program.recovery.escalation
                else program.head.place
            )
            why = Bilingual("没有一级阶梯提到它，登记了也不会升级", "no rung names it")
            yield place, "events", name, why


def _plans(program: Program) -> Iterator[Found]:
    """`unless: planned` asks whether a plan was made (`plan_amend`) before the time was up.

    Processes may share a ladder: what has an effect in one of them has one.
    """
    idle: dict[Place, tuple[str, Bilingual]] = {}
    useful: set[Place] = set()
    for process in program.processes.values():
        for rung, trigger in ((step, one) for step in process.ladder for one in step.any):
            if trigger.unless is None:
                continue
            why = _never_planned(process, trigger)
            if why is None:
                useful.add(rung.place)
            else:
                name = process.id if process.kind == "custom" else process.kind
                idle.setdefault(rung.place, (name, why))
    for place, (name, why) in idle.items():
        if place not in useful:
            yield place, "unless", name, why


def _never_planned(process: Process, trigger: Trigger) -> Bilingual | None:
    if all(move.command != "plan_amend" for move in process.transitions):
        return Bilingual(
            "这里没有登记弥补方案这一步（plan_amend），总是当作没有方案",
            "no plan can be recorded here (plan_amend), so there never is one",
        )
    if process.kind == "recovery" and trigger.step == "acknowledge":
        return Bilingual(
            "承认之后才能登记弥补方案，那时承认的时限已经停了",
            "a plan comes after the acknowledgement, when that time has stopped",
        )
    return None


def _limits(program: Program) -> Iterator[Found]:
    """A limit counts for whoever handles or approves, and for those above them."""
    if not program.processes:
        return
    counts: set[str] = set()
    for path in ladder_paths(program):
        counts.update(path.roles)
    for process in program.processes.values():
        counts.update(_acting(process))
    for failure in program.recovery.failures:
        counts.update(name for name in (failure.approve, failure.exception) if name is not None)
    waiting = list(counts)
    while waiting:
        role = program.roles.get(waiting.pop())
        if role is not None and role.reports_to is not None and role.reports_to not in counts:
            counts.add(role.reports_to)
            waiting.append(role.reports_to)
    for role in program.roles.values():
        if role.compensation_up_to is not None and role.id not in counts:
            why = Bilingual(
                "这个角色既不经办也不审批，也不在升级阶梯上",
                "the role neither handles nor approves, and stands on no ladder",
            )
            yield role.place, "compensation_up_to", role.id, why


def _acting(process: Process) -> Iterator[str]:
    if process.owner is not None:
        yield process.owner
    for clock in process.clocks:
        if clock.by is not None:
            yield clock.by
    for transition in process.transitions:
        yield from transition.by
