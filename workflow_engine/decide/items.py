"""Categories, visit regime, and the state of every item: the rules all backends share.

They depend on few facts, so that backends may look them up instead of calculating.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from workflow_engine.decide.decision import State, Visit
from workflow_engine.language.durations import Frequency, units_a_month
from workflow_engine.program.program import Degree, Item, Program

DEGREES: dict[Degree, int] = {"high": 1, "medium": 2, "low": 3}


def categories_of(
    program: Program, answers: Sequence[bool | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The categories that hold and those that are unknown, from the answers of their tags."""
    categories = program.categories
    if categories is None:
        return (), ()
    pairs = list(zip(categories.of, answers, strict=True))
    held = tuple(name for name, answer in pairs if answer is True)
    unknown = tuple(name for name, answer in pairs if answer is None)
    return held or (categories.otherwise,), unknown


def visit_regime(program: Program, categories: Iterable[str]) -> Visit | None:
    """The visits of a customer with these categories.

    `most_demanding`: over all its categories and the general one, the largest number of times, the
    largest minutes, the union of the ways. `first`: the first of its categories that has a rule.
    """
    if program.visits is None or program.categories is None:
        return None
    held = list(categories)
    general = program.categories.otherwise
    rules = {rule.category: rule for rule in program.visits.rules}
    if program.visits.combine == "first":
        chosen = next((rules[name] for name in held if name in rules), rules.get(general))
        applying = [] if chosen is None else [chosen]
    else:
        applying = [r for r in program.visits.rules if r.category in held or r.category == general]
    if not applying:
        return None
    most = max(applying, key=lambda rule: visit_rate(rule.frequency)).frequency
    modes = dict.fromkeys(mode for rule in applying for mode in rule.modes)
    return Visit(
        most.count, most.unit or "month", max(rule.minutes for rule in applying), tuple(modes)
    )


def must_do_state(applies: bool | None) -> State:  # noqa: FBT001 - the third value has no keyword
    """The state of a must-do item: when in doubt, the customer is served."""
    if applies is None:
        return "due_unknown"
    return "due" if applies else "not_due"


def optional_state(*, eligible: bool | None, chosen: bool, suspended: bool | None) -> State:
    """The state of an optional item."""
    if eligible is None:
        return "unknown"
    if not eligible:
        return "chosen_but_not_eligible" if chosen else "not_eligible"
    if suspended is None:
        return "unknown"
    if suspended:
        return "suspended" if chosen else "not_eligible"
    return "active" if chosen else "offered"


def raised(item: Item, tags_that_hold: Iterable[str]) -> Degree:
    """The urgency of an item, raised by the tags that hold; never lowered."""
    held = set(tags_that_hold)
    degrees = [item.urgency, *(degree for tag, degree in item.urgency_when if tag in held)]
    return min(degrees, key=lambda degree: DEGREES[degree])


def visit_rate(frequency: Frequency) -> Fraction:
    """How many visits a month a rule asks for; its frequency is a calendar one."""
    assert frequency.unit is not None, "a calendar frequency has a unit"
    return frequency.count * units_a_month(frequency.unit)
