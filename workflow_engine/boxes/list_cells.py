"""The cells of a list: every combination of answers that some list gives to the rules' questions.

What rules ask of a list depends on its last few elements, its first few, and which kinds of
elements occur at all. So a few lists stand for all: these are tried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import product

from workflow_engine.boxes.axes import Lists
from workflow_engine.boxes.positions import limits, position_of, value_at
from workflow_engine.boxes.variables import Variable
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import AttributeValue, Call, Constant, Expression
from workflow_engine.program.program import Attribute
from workflow_engine.program.types import SCALE, Type, Value

MOST_LISTS = 20_000
"""With more to try, each question counts as a fact of its own."""

_DAY = dt.date(2026, 3, 2)


def list_cells(
    variable: Variable, facts: Sequence[Expression], attribute: Attribute | None
) -> list[Lists] | None:
    """The cells for questions about a list attribute; None when there are too many lists to try.

    `attribute` bounds the elements. The list is known; *missing* is a cell of its own.
    """
    name = variable.expression
    assert isinstance(name, AttributeValue), "questions are about attributes"
    item = variable.type.item
    assert item is not None, "a list knows its elements"
    first = max((_size(fact, "first") for fact in facts), default=0)
    last = max((_size(fact, "last") for fact in facts), default=0)
    whole = any(_size(fact, "first") == _size(fact, "last") == 0 for fact in facts)
    elements = list(_elements(item, facts, attribute))
    tried = (len(elements) ** (first + last)) * (2 ** len(elements) if whole else 1)
    if tried > MOST_LISTS:
        return None
    found: dict[tuple[bool | None, ...], Value] = {}
    for candidate in _lists(elements, first, last, whole=whole):
        evaluator = Evaluator(variable.program, {name.name: candidate}, _DAY)
        answers = tuple(evaluator.holds(fact) for fact in facts)
        found.setdefault(answers, candidate)
    return [Lists(answers, example) for answers, example in found.items()]


def _lists(
    elements: Sequence[Value], first: int, last: int, *, whole: bool
) -> Iterator[tuple[Value, ...]]:
    """Lists that stand for all lists; shorter ones before longer ones."""
    middles: list[tuple[Value, ...]] = [()]
    if whole:
        for element in elements:
            middles += [(*middle, element) for middle in middles]
        middles.sort(key=len)
    if whole or (first and last):
        # Lists that are shorter than both ends together overlap in them.
        for length in range(first + last):
            yield from product(elements, repeat=length)
    for start in product(elements, repeat=first):
        for end in product(elements, repeat=last):
            for middle in middles:
                yield _shortened((*start, *middle, *end), first, last, whole=whole)


def _shortened(
    values: tuple[Value, ...], first: int, last: int, *, whole: bool
) -> tuple[Value, ...]:
    """The list without gaps at the end that nobody counts: a short list says the same."""
    if whole or (first and last):
        return values
    while values and values[0] is None and last:
        values = values[1:]
    while values and values[-1] is None and first:
        values = values[:-1]
    return values


def _size(fact: Expression, end: str) -> int:
    """How many elements a question takes from an end of the list; 0 if it does not."""
    assert isinstance(fact, Call), "questions are calls"
    subject = fact.arguments[0]
    if isinstance(subject, Call) and subject.function == end:
        size = subject.arguments[1]
        assert isinstance(size, Constant), "sizes are written out"
        assert isinstance(size.value, int), "sizes are whole numbers"
        return size.value
    return 0


def _elements(
    item: Type, facts: Sequence[Expression], attribute: Attribute | None
) -> Iterator[Value]:
    """An element of each kind that the questions tell apart; a missing one comes last."""
    written = [_written(fact) for fact in facts]
    if item.ordered:
        low, high = limits(item, attribute)
        positions = sorted({position_of(value) for value in written})
        step = SCALE if item.kind == "number" else 1
        kept: list[int] = list(positions)
        for here, there in zip([None, *positions], [*positions, None], strict=True):
            between = _between(here, there, step)
            kept += [] if between is None else [between]
        for position in sorted(set(kept)):
            if (low is None or position >= low) and (high is None or position <= high):
                yield value_at(position, item)
    else:
        options = [option.id for option in item.options]
        mentioned = [value for value in dict.fromkeys(written) if not options or value in options]
        yield from mentioned
        other = next((option for option in options if option not in mentioned), None)
        if item.kind == "boolean":
            yield from (value for value in (True, False) if value not in mentioned)
        elif other is not None:
            yield other
        elif not options:
            yield unlike([str(value) for value in mentioned])
    yield None


def _between(here: int | None, there: int | None, step: int) -> int | None:
    """A position between two, as round as there is one; None when they are neighbours."""
    if here is None:
        return 0 if there is None else there - step
    if there is None:
        return here + step
    if there - here < 2:
        return None
    return here + step if here + step < there else (here + there) // 2


def unlike(texts: Sequence[str]) -> str:
    """A text that is none of these."""
    text = "其他"
    while text in texts:
        text += "…"
    return text


def _written(fact: Expression) -> Value:
    assert isinstance(fact, Call), "questions are calls"
    value = fact.arguments[1]
    assert isinstance(value, Constant), "questions are about written values"
    return value.value
