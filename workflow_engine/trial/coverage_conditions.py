"""Conditions and their parts, each to be seen true and false, and each to make the difference once.

A *part* is what `and`, `or` and `not` join. Condition coverage wants every part and every whole
condition true once and false once. Modified condition/decision coverage (MC/DC, DO-178C §6.4.4.2,
here its masking form) wants more of a condition with several parts: a customer for whom the part
alone decides, once by being true and once by being false. A part decides when everything beside it
is neutral: true beside it under `and`, false beside it under `or`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import And, Constant, Expression, Not, Or
from workflow_engine.program.program import Program, Scale, Table, Tag
from workflow_engine.trial.coverage_points import SAID, Point, Wanted, answered
from workflow_engine.trial.coverage_words import Names


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition, and what has to hold beside it for it to decide the whole."""

    condition: Expression
    neutral: Wanted


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the policy; `told` when its whole is a point of the rules already.

    `row` is the number of the table's row that has it.
    """

    key: str
    owner: str
    place: Place
    name: Bilingual
    whole: Expression
    told: bool = False
    row: int | None = None


def parts_of(condition: Expression) -> tuple[Part, ...]:
    """The parts of a condition in the author's order, each once; constants are none.

    Of a part that stands twice (`a and b or a and c`), each place is a part of its own.
    """
    return tuple(_parts(condition, ()))


def conditions(program: Program, names: Names) -> Iterator[Condition]:
    """What the policy asks of customers, section by section."""
    for definition in program.definitions.values():
        match definition:
            case Tag(id_, label, when, place):
                name = names.quoted(label)
                yield Condition(f"tag:{id_}", id_, place, name, when, told=True)
            case Scale():
                for level in definition.levels:
                    key = f"level:{definition.id}/{level.id}"
                    name = names.quoted(level.label)
                    yield Condition(key, definition.id, level.place, name, level.when)
            case Table():
                for row in definition.rows:
                    key = f"row:{definition.id}/{row.number}"
                    name = Bilingual(f"第 {row.number} 行", f"row {row.number}")
                    yield Condition(key, definition.id, row.place, name, row.when, row=row.number)
            case _:
                continue
    for item in program.items.values():
        label = names.quoted(item.label)
        if item.applies is not None:
            told = item.kind == "must_do"
            yield Condition(f"item:{item.id}", item.id, item.place, label, item.applies, told=told)
        if item.until is not None:
            label = names.until(item.label)
            yield Condition(f"until:{item.id}", item.id, item.place, label, item.until, told=True)
    for promise in program.promises.values():
        if promise.applies is not None:
            label = names.quoted(promise.label)
            key = f"promise:{promise.id}"
            yield Condition(key, promise.id, promise.place, label, promise.applies)
    for privilege in program.privileges.values():
        if privilege.applies is not None:
            label = names.quoted(privilege.label)
            key = f"privilege:{privilege.id}"
            yield Condition(key, privilege.id, privilege.place, label, privilege.applies)
    for failure in program.recovery.failures:
        if failure.applies is not None:
            label = names.quoted(failure.label)
            key = f"failure:{failure.id}"
            yield Condition(key, failure.id, failure.place, label, failure.applies)


def condition_points(program: Program, names: Names) -> Iterator[Point]:
    """What conditions and their parts are to be seen as."""
    for condition in conditions(program, names):
        parts = parts_of(condition.whole)
        several = len(parts) > 1
        if parts and not condition.told:
            told = condition.name
            if not several:
                told = names.quoted(names.condition(condition.whole))
            yield from _both(condition, condition.whole, f"condition:{condition.key}", told, names)
        if not several:
            continue
        for number, part in enumerate(parts, start=1):
            said = names.quoted(names.condition(part.condition))
            key = f"{condition.key}/{number}"
            yield from _both(condition, part.condition, f"condition:{key}", said, names)
            yield from _alone(condition, part, f"effect:{key}", names)


def _both(
    condition: Condition, tested: Expression, key: str, said: Bilingual, names: Names
) -> Iterator[Point]:
    for answer in (True, False):
        yield Point(
            key=f"{key}={SAID[answer]}",
            kind="conditions",
            owner=condition.owner,
            place=condition.place,
            missing=names.never(said, answer=answer),
            seen=answered(((tested, answer),)),
            wanted=((tested, answer),),
            condition=tested,
            row=condition.row,
        )


def _alone(condition: Condition, part: Part, key: str, names: Names) -> Iterator[Point]:
    said = names.quoted(names.condition(part.condition))
    for answer in (True, False):
        wanted: Wanted = ((part.condition, answer), *part.neutral)
        yield Point(
            key=f"{key}={SAID[answer]}",
            kind="effects",
            owner=condition.owner,
            place=condition.place,
            missing=names.never_alone(said, condition.name, answer=answer),
            seen=answered(wanted),
            wanted=wanted,
            row=condition.row,
        )


def _parts(condition: Expression, neutral: Wanted) -> Iterator[Part]:
    match condition:
        case And(items) | Or(items):
            beside = isinstance(condition, And)
            for index, item in enumerate(items):
                others = tuple((other, beside) for at, other in enumerate(items) if at != index)
                yield from _parts(item, (*neutral, *others))
        case Not(item):
            yield from _parts(item, neutral)
        case Constant():
            return
        case _:
            yield Part(condition, neutral)
