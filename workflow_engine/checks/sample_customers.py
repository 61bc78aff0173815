"""Customers on the boundaries of the rules: a bounded search for one with a property.

Candidate values of an attribute are the constants of all rules that the conditions reach, one step
to either side of them, the ends of its range, and all of a choice. The search is not exhaustive:
what it finds is certain, what it does not find may still exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import prod

from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.explain.axes import axes_of, few_values, position_of
from workflow_engine.explain.reach import nodes, reached
from workflow_engine.explain.values import value_text
from workflow_engine.program.expressions import (
    AttributeValue,
    Constant,
    Expression,
    IsMissing,
    OneOf,
    Today,
)
from workflow_engine.program.process_facts import case_fact, fact_label
from workflow_engine.program.program import Attribute, Program
from workflow_engine.program.types import SCALE, Type, Value

SAMPLE_DAY = dt.date(2026, 3, 2)
"""The day on which conditions about time are tried: a plain Monday."""

_MOST_TRIED = 3_000
_MOST_VALUES = 24
_STEPS = {"number": (0, 1, -1), "integer": (0, 1, -1), "date": (0, 1, -1), "datetime": (0, 60, -60)}
_COMPENSATION = case_fact("compensation")
Customer = Mapping[str, Value]


def sample_customer(
    program: Program,
    conditions: Sequence[Expression],
    wanted: Callable[[Evaluator], bool],
) -> Bilingual | None:
    """The first customer found with a property, in words; None when none was found."""
    read = reached(program, conditions)
    attributes = _attributes(program, read)
    for customer in _customers(attributes, read):
        if wanted(Evaluator(program, customer, SAMPLE_DAY)):
            day = any(isinstance(node, Today) for node in nodes(read))
            return Bilingual(
                _told(attributes, customer, "zh", day=day),
                _told(attributes, customer, "en", day=day),
            )
    return None


def _attributes(program: Program, read: Sequence[Expression]) -> list[Attribute]:
    """What the conditions read of the customer and of the case, in the policy's order."""
    types = {n.name: n.type for n in nodes(read) if isinstance(n, AttributeValue)}
    found = [attribute for name, attribute in program.attributes.items() if name in types]
    return found + [
        Attribute(
            name,
            fact_label(name) or Bilingual.same(name),
            kind,
            "operating",
            program.head.place,
            minimum=0 if kind.numeric else None,
        )
        for name, kind in types.items()
        if name not in program.attributes
    ]


def _customers(attributes: Sequence[Attribute], read: Sequence[Expression]) -> Iterator[Customer]:
    """All combinations of candidates where they are few; else pairs of them around some."""
    names = [attribute.id for attribute in attributes]
    values = [list(_candidates(attribute, read)) or [None] for attribute in attributes]
    if prod(len(few) for few in values) <= _MOST_TRIED:
        for combination in product(*values):
            yield dict(zip(names, combination, strict=True))
        return
    yield from islice(_pairwise(names, values), _MOST_TRIED)


def _pairwise(names: Sequence[str], values: Sequence[Sequence[Value]]) -> Iterator[Customer]:
    bases = [
        {name: few[(len(few) - 1) * part // 2] for name, few in zip(names, values, strict=True)}
        for part in range(3)
    ]
    pairs = list(combinations(range(len(names)), 2)) or [(0, 0)]
    tried = [
        (names[one], names[two], first, second)
        for one, two in pairs
        for first, second in product(values[one], values[two])
    ]
    for base in bases:
        for one, two, first, second in tried:
            yield {**base, one: first, two: second}


def _steps(attribute: Attribute) -> tuple[int, ...]:
    """To either side of a constant; amounts of money that a case has cost go by cents."""
    if attribute.id == _COMPENSATION:
        return (0, SCALE // 100, -SCALE // 100)
    return _STEPS[attribute.type.kind]


def _candidates(attribute: Attribute, read: Sequence[Expression]) -> Iterator[Value]:
    kind = attribute.type
    if kind.ordered:
        axis = next(axes_of(attribute, None))
        near = sorted(_positions(kind, read), key=lambda position: (abs(position), position))
        ends = [position_of(end) for end in (attribute.minimum, attribute.maximum)]
        steps = [x for x in ends if x is not None] + [
            axis.clipped(x + step) for x in near for step in _steps(attribute)
        ]
        few = sorted(set(list(dict.fromkeys(steps))[:_MOST_VALUES]))
        yield from (axis.value(position) for position in few)
    elif kind.kind == "list" and kind.item is not None and kind.item.ordered:
        positions = sorted({x + step for x in _positions(kind.item, read) for step in (0, 1, -1)})
        for axis in axes_of(attribute, None):
            yield from (axis.value(axis.clipped(position)) for position in positions[:8])
    else:
        yield from islice(few_values(attribute, None, _written(read)), _MOST_VALUES)
        if kind.kind == "text":
            yield ""
    if _may_lack(attribute, read):
        yield None


def _positions(kind: Type, read: Iterable[Expression]) -> set[int]:
    """Where the constants of the rules stand on the line of a type, and zero."""
    found: set[int] = set() if kind.kind in ("date", "datetime") else {0}
    today = SAMPLE_DAY.toordinal()
    for node in nodes(read):
        if not isinstance(node, Constant) or (position := position_of(node.value)) is None:
            continue
        written = node.type.kind
        if written == kind.kind:
            found.add(position)
        elif (written, kind.kind) == ("integer", "number"):
            found.add(position * SCALE)
        elif (written, kind.kind) == ("number", "integer"):
            found.add(position // SCALE)
        elif (written, kind.kind) == ("integer", "date") and abs(position) < today:
            found |= {today - position, today + position, today - 31 * position}
    if kind.kind == "date":
        found = {min(max(x, 1), dt.date.max.toordinal()) for x in found | {today}}
    elif kind.kind == "datetime":
        found.add(position_of(dt.datetime.combine(SAMPLE_DAY, dt.time())) or 0)
    return found


def _written(read: Iterable[Expression]) -> list[Value]:
    found: list[Value] = []
    for node in nodes(read):
        if isinstance(node, Constant):
            found.append(node.value)
        elif isinstance(node, OneOf):
            found.extend(node.options)
    return found


def _may_lack(attribute: Attribute, read: Iterable[Expression]) -> bool:
    """Whether a rule asks if the value is there at all."""
    return any(
        isinstance(part, AttributeValue) and part.name == attribute.id
        for node in nodes(read)
        if isinstance(node, IsMissing)
        for part in nodes((node.item,))
    )


def _told(attributes: Sequence[Attribute], customer: Customer, lang: Language, *, day: bool) -> str:
    texts = [
        f"{attribute.label.get(lang)} = {value_text(customer[attribute.id], attribute.type, lang)}"
        for attribute in attributes
    ]
    if day:
        on = SAMPLE_DAY.isoformat()
        texts.append(f"当天 {on}" if lang == "zh" else f"on {on}")
    return ("，" if lang == "zh" else ", ").join(texts)
