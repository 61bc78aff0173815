"""Whatever changes the meaning of a program is told, and not only as "something else"."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

import pytest

import workflow_engine as we
from tests.impact.versions import TOBACCO, VIP
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.impact.changes import changes
from workflow_engine.language.durations import Duration, Frequency
from workflow_engine.program.expressions import Expression, Not
from workflow_engine.program.fingerprint import fingerprint
from workflow_engine.program.program import PolicyHead, Program
from workflow_engine.program.types import Type

EXPRESSIONS = get_args(Expression)
WHOLE = (Place, Type, Frequency, Duration, *EXPRESSIONS)
"""Parts that are changed as a whole."""

LEFT_OUT = {
    "hash",
    "place",
    "before",
    "blueprints",  # where things stand
    "processes",  # those of recovery and feedback follow from their sections
    "never",  # what an assertion comes to follows from its text
    "definitions",  # their mapping: an entry of it is changed by its own fields
}


def mutations(part: Any, path: str, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """The part with one leaf changed: each field of each class once, with its name."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            for name, changed in mutations(value, path, seen):
                yield name, {**part, key: changed}
        if part and path not in seen and path != "Program.definitions":
            seen.add(path)
            yield f"{path} without its last", dict(list(part.items())[:-1])
    elif isinstance(part, tuple):
        for place, value in enumerate(part):
            for name, changed in mutations(value, path, seen):
                yield name, (*part[:place], changed, *part[place + 1 :])
        if len(part) > 0 and path not in seen:
            seen.add(path)
            yield f"{path} without its last", part[:-1]
    elif dataclasses.is_dataclass(part) and not isinstance(part, WHOLE):
        for field in dataclasses.fields(part):
            if field.name in LEFT_OUT and field.name != "definitions":
                continue
            if field.name == "id" and not isinstance(part, PolicyHead):
                continue  # what a name is changed by is renamed
            if not field.metadata.get("meaning", True):
                continue
            where = f"{type(part).__name__}.{field.name}"
            for name, changed in mutations(getattr(part, field.name), where, seen):
                yield name, dataclasses.replace(part, **{field.name: changed})
    elif path not in seen:
        changed = other(part)
        if changed is not None:
            seen.add(path)
            yield path, changed


def other(leaf: Any) -> Any:
    """Another value of the same kind; None where there is none to be made up."""
    match leaf:
        case bool():
            return not leaf
        case int() | Decimal():
            return leaf + 1
        case "high":
            return "low"
        case "medium" | "low":
            return "high"
        case str():
            return f"{leaf}x"
        case Frequency():
            return (
                Frequency("calendar", 7, "week") if leaf.kind != "calendar" else Frequency("visit")
            )
        case Duration():
            return leaf.times(Decimal(3))
        case dt.date():
            return leaf + dt.timedelta(days=1)
        case _ if isinstance(leaf, EXPRESSIONS):
            return Not(leaf)
        case _:
            return None


def leaves(folder: Any) -> Iterator[tuple[str, Program, Program]]:
    program = we.load(folder).program
    for name, changed in mutations(program, "Program", set()):
        yield name, program, dataclasses.replace(changed, hash=fingerprint(changed))


@pytest.mark.parametrize("folder", [TOBACCO, VIP], ids=["tobacco-retail", "vip"])
def test_every_field_of_a_program_is_told_when_it_changes(folder):
    told = 0
    for name, program, changed in leaves(folder):
        if changed.hash == program.hash:
            continue
        found = changes(program, changed)
        assert [one.section for one in found if one.section == "other"] == [], name
        assert found, name
        told += 1
    assert told > 80


def test_the_same_policy_has_no_changes():
    program = we.load(TOBACCO).program
    assert changes(program, program) == ()
