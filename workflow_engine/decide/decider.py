"""The whole decision about one customer by the reference evaluator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from workflow_engine.decide.decision import Decision
from workflow_engine.decide.functions import every, some
from workflow_engine.decide.items import (
    categories_of,
    must_do_state,
    optional_state,
    raised,
    visit_regime,
)
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.program import Item, Program, Scale, Strategy
from workflow_engine.program.types import Value


def decide(program: Program, customer: Mapping[str, Value], today: dt.date) -> Decision:
    """Decide about one customer: the specification that every backend equals.

    Args:
        program: the compiled policy.
        customer: attribute id to internal value; an attribute that is not there is missing.
        today: the moment of the decision, in the policy's timezone.
    """
    evaluator = Evaluator(program, customer, today)
    values = {name: evaluator.definition(name) for name in program.definitions}
    answers = [evaluator.outcome(name).value for name in _category_tags(program)]
    categories, unknown_categories = categories_of(program, answers)
    held = [name for name, value in values.items() if value is True]
    urgencies = {item.id: raised(item, held) for item in program.items.values()}
    return Decision(
        values=values,
        unknown=tuple(name for name in values if evaluator.status(name) == "unknown"),
        conflicts=tuple(name for name in values if evaluator.status(name) == "conflict"),
        categories=categories,
        unknown_categories=unknown_categories,
        visit=visit_regime(program, categories),
        states={
            item.id: must_do_state(evaluator.holds(item.applies))
            if item.kind == "must_do"
            else optional_state(
                eligible=eligible(program, evaluator, item),
                chosen=item.id in chosen_items(program, customer),
                suspended=suspended(program, evaluator, item),
            )
            for item in program.items.values()
        },
        urgencies=urgencies,
        priorities={
            item.id: program.priorities[item.value, urgencies[item.id]]
            for item in program.items.values()
        },
    )


def eligible(program: Program, evaluator: Evaluator, item: Item) -> bool | None:
    """Whether an optional item is open to a customer: by condition or granted, and not over."""
    granted = by_strategy(program, evaluator, lambda strategy: item.id in strategy.grants)
    over = False if item.until is None else evaluator.holds(item.until)
    return every(
        (some((evaluator.holds(item.applies), granted)), None if over is None else not over)
    )


def suspended(program: Program, evaluator: Evaluator, item: Item) -> bool | None:
    """Whether the customer's strategy suspends an optional item."""
    return by_strategy(program, evaluator, lambda strategy: item.id in strategy.suspends)


def by_strategy(
    program: Program, evaluator: Evaluator, test: Callable[[Strategy], bool]
) -> bool | None:
    """Whether a strategy that passes the test applies; unknown if levels that may hold differ."""
    answers: list[bool | None] = [False]
    for scale in program.definitions.values():
        if isinstance(scale, Scale):
            verdicts = {
                level is not None
                and level.strategy is not None
                and test(program.strategies[level.strategy])
                for level in evaluator.possible_levels(scale)
            }
            answers.append(verdicts.pop() if len(verdicts) == 1 else None)
    return some(tuple(answers))


def chosen_items(program: Program, customer: Mapping[str, Value]) -> frozenset[str]:
    """The optional items the customer has chosen; none when nothing is recorded."""
    chosen = None if program.choices is None else customer.get(program.choices)
    if not isinstance(chosen, tuple):
        return frozenset()
    return frozenset(item for item in chosen if isinstance(item, str))


def missing_attributes(
    program: Program, customer: Mapping[str, Value], today: dt.date
) -> dict[str, tuple[str, ...]]:
    """For each unknown definition and item, the attributes whose absence makes it so."""
    evaluator = Evaluator(program, customer, today)
    found: dict[str, frozenset[str]] = {
        name: evaluator.missing_for(name)
        for name in program.definitions
        if evaluator.status(name) == "unknown"
    }
    for item in program.items.values():
        granted = by_strategy(program, evaluator, lambda s, id_=item.id: id_ in s.grants)  # type: ignore[misc]
        over = False if item.until is None else evaluator.holds(item.until)
        gaps = frozenset[str]()
        if item.applies is not None and over is not True:
            gaps |= evaluator.missing(item.applies)
        if item.until is not None and some((evaluator.holds(item.applies), granted)) is not False:
            gaps |= evaluator.missing(item.until)
        if item.kind == "optional" and None in (
            granted,
            suspended(program, evaluator, item),
        ):
            gaps = gaps.union(
                *(
                    evaluator.missing_for(s.id)
                    for s in program.definitions.values()
                    if isinstance(s, Scale)
                )
            )
        if gaps:
            found[item.id] = gaps
    order = list(program.attributes)
    return {name: tuple(a for a in order if a in gaps) for name, gaps in found.items()}


def _category_tags(program: Program) -> tuple[str, ...]:
    return () if program.categories is None else program.categories.of
