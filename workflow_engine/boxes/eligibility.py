"""What becomes of an item as formulas: whether it is due, open to the customer, suspended.

The same rules as `decide.decider` and `decide.items`, for regions instead of one customer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

from workflow_engine.boxes.formulas import (
    ALWAYS,
    NEVER,
    ByValue,
    Deciding,
    Denied,
    Every,
    Formula,
    Some,
    Surely,
)
from workflow_engine.boxes.reading import Reader
from workflow_engine.decide.decision import State
from workflow_engine.program.program import Item, Level, Scale, Strategy


def states(reader: Reader, item: Item) -> Mapping[State, Formula]:
    """The states that an item may have for a customer who chose it, each with when it has it.

    The formulas are never unknown and exclude each other; together they are always true.
    """
    applies = ALWAYS if item.applies is None else reader.formula(item.applies)
    if item.kind == "must_do":
        return {
            "due": Surely(applies, True),  # noqa: FBT003 - a value of logic
            "due_unknown": Surely(applies, None),
            "not_due": Surely(applies, False),  # noqa: FBT003
        }
    granted = by_strategy(reader, lambda strategy: item.id in strategy.grants)
    suspended = by_strategy(reader, lambda strategy: item.id in strategy.suspends)
    open_to: Formula = Some((applies, granted))
    if item.until is not None:
        open_to = Every((open_to, Denied(reader.formula(item.until))))
    eligible = Surely(open_to, True)  # noqa: FBT003
    return {
        "active": Every((eligible, Surely(suspended, False))),  # noqa: FBT003
        "suspended": Every((eligible, Surely(suspended, True))),  # noqa: FBT003
        "chosen_but_not_eligible": Surely(open_to, False),  # noqa: FBT003
        "unknown": Some((Surely(open_to, None), Every((eligible, Surely(suspended, None))))),
    }


def by_strategy(reader: Reader, test: Callable[[Strategy], bool]) -> Formula:
    """Whether a strategy that passes the test applies, as `decide.decider.by_strategy`."""
    program = reader.program
    scales = [one for one in program.definitions.values() if isinstance(one, Scale)]

    def passes(level: Level | None) -> bool:
        name = None if level is None else level.strategy
        return name is not None and test(program.strategies[name])

    return Some(tuple(_passing(reader, scale, passes) for scale in scales))


def _passing(reader: Reader, scale: Scale, passes: Callable[[Level | None], bool]) -> Formula:
    """Whether the level of a scale passes; unknown where levels that it may be differ."""
    outputs = tuple(passes(level) for level in scale.levels)
    otherwise = passes(scale.otherwise)
    if not any(outputs) and not otherwise:
        return NEVER
    rules = tuple(reader.formula(level.when) for level in scale.levels)
    hit = "first" if scale.hit == "priority" else scale.hit
    deciding = Deciding(scale.id, hit, rules, outputs, otherwise)
    level = ByValue(deciding, ((True, ALWAYS), (False, NEVER)))
    if hit == "first":
        return level
    # Levels that contradict each other leave the customer without one, and so without a strategy.
    conflict = Some(
        tuple(
            Every((Surely(one, True), Surely(other, True)))  # noqa: FBT003
            for one, other in combinations(rules, 2)
        )
    )
    return Every((Denied(conflict), level))
