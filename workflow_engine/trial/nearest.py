"""The nearest change of the customer with which a test would agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.change import Change, changes
from workflow_engine.explain.values import value_text
from workflow_engine.program.program import Attribute, Program
from workflow_engine.program.types import Value
from workflow_engine.trial.model import Expectation

_MOST_NAMES = 4
"""Definitions and items whose changes are looked at for one difference."""
_PLACES = 6
"""The decimals of a number."""
_MOST_CHANGES = 12
"""Changes of one of them that are tried."""

Agrees = Callable[[Mapping[str, Value]], bool]
"""Whether the expectation would be met by a customer with other values."""


def nearest_change(
    program: Program,
    values: Mapping[str, Value],
    today: dt.date,
    expectation: Expectation,
    agrees: Agrees,
) -> Bilingual | None:
    """The first of the smallest changes with which the expectation is met; None without one.

    Args:
        program: the policy.
        values: the customer of the test.
        today: the day of the test.
        expectation: what is not met.
        agrees: asks the policy again, with other values.
    """
    evaluator = Evaluator(program, values, today)
    for name in _concerned(program, evaluator, expectation):
        for change in changes(program, values, name, today, limit=_MOST_CHANGES):
            if agrees({**values, change.attribute: change.value}):
                return _sentence(program, _rounded(program, change, values, agrees))
    return None


def _rounded(
    program: Program, change: Change, values: Mapping[str, Value], agrees: Agrees
) -> Change:
    """The change in a number with no more decimals than needed: 31 rather than 30.000001.

    No fewer than the customer has now, and only where the expectation is still met.
    """
    attribute, value = program.attributes[change.attribute], change.value
    if attribute.type.kind != "number" or not isinstance(value, int):
        return change
    before = change.before if isinstance(change.before, int) else 0
    for places in range(_places(before), _PLACES):
        unit = 10 ** (_PLACES - places)
        up = -(-value // unit) * unit
        down = value // unit * unit
        for rounder in (up, down) if value > before else (down, up):
            if _allowed(attribute, rounder) and agrees({**values, attribute.id: rounder}):
                return replace(change, value=rounder)
    return change


def _places(millionths: int) -> int:
    """How many decimals a number has."""
    return next(
        places for places in range(_PLACES + 1) if not millionths % 10 ** (_PLACES - places)
    )


def _allowed(attribute: Attribute, value: int) -> bool:
    low, high = attribute.minimum, attribute.maximum
    return not (isinstance(low, int) and value < low) and not (
        isinstance(high, int) and value > high
    )


def _concerned(program: Program, evaluator: Evaluator, expectation: Expectation) -> Iterator[str]:
    """What would have to be different, by id: definitions and items that `changes` knows."""
    found: list[str] = []
    match expectation.subject:
        case ("tags" | "levels", name) | ("items", name, "state"):
            found = [name]
        case ("items", name, "urgency" | "priority"):
            found = [tag for tag, _ in program.items[name].urgency_when]
        case ("items", name, _):
            found = [name]
        case ("visit", _) if program.categories is not None:
            found = list(program.categories.of)
        case ("categories",) if program.categories is not None:
            wanted = expectation.wanted
            named = wanted if isinstance(wanted, tuple) else ()
            found = [
                tag
                for tag in program.categories.of
                if (tag in named) != (evaluator.definition(tag) is True)
            ]
    yield from found[:_MOST_NAMES]


def _sentence(program: Program, change: Change) -> Bilingual:
    """That the attribute would have to be another: `档位 28 而不是 27`."""
    attribute = program.attributes[change.attribute]

    def text(value: Value) -> Bilingual:
        return Bilingual(
            value_text(value, attribute.type, "zh"), value_text(value, attribute.type, "en")
        )

    wanted, before = text(change.value), text(change.before)
    label = attribute.label
    return Bilingual(
        f"{label.zh} {wanted.zh} 而不是 {before.zh}",
        f"{label.en} {wanted.en} instead of {before.en}",
    )
