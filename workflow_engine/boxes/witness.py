"""A customer in a region, as evidence: found, and confirmed by the reference evaluator.

Regions speak of axes one by one, but axes may hang together: `contribution - service_cost` with
`contribution`, a quotient with its two parts. So a box may hold nobody. Sums are solved exactly;
for expressions that are taken as they are, a bounded search looks for values that fit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal, TypeAlias

from workflow_engine.boxes.arithmetic import solved
from workflow_engine.boxes.axes import Axis, Cell, Missing, Stretch
from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.locating import Customer, terms_of
from workflow_engine.boxes.nearby import Target, nearby
from workflow_engine.boxes.points import EXAMPLE_DAY, plainest, usual_value, value_in
from workflow_engine.boxes.positions import Span, value_at
from workflow_engine.boxes.solving import Limit, contradict, limits_of, solve
from workflow_engine.boxes.space import Box, Space
from workflow_engine.boxes.variables import TODAY_KEY, Key
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.program.expressions import AttributeValue
from workflow_engine.program.process_facts import fact_label
from workflow_engine.program.program import Program
from workflow_engine.program.reading import parts
from workflow_engine.program.types import DATE, Type, Value
from workflow_engine.program.value_text import value_text

Verdict: TypeAlias = Literal["found", "impossible", "unsure"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")
_SOLVER_STEPS = 1_000
"""What one question to the solver counts."""

_MOST_VARIED = 24
"""How many choices of cells are tried along axes that hang together with no other."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A customer on a day. `values` are in internal form; what is not there is missing.

    `text` names what the region restricts: `档位=15、市场=乡村`.
    """

    values: Mapping[str, Value]
    day: dt.date
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: a witness, the proof that there is none, or neither."""

    verdict: Verdict
    witness: Witness | None = None


def witness(
    program: Program,
    space: Space,
    box: Box,
    wanted: Callable[[Evaluator], bool],
    budget: Budget,
) -> Witness | None:
    """A customer in a box for whom `wanted` holds; None when none was found."""
    return search(program, space, box, wanted, budget).witness


def search(
    program: Program,
    space: Space,
    box: Box,
    wanted: Callable[[Evaluator], bool],
    budget: Budget,
) -> Found:
    """A customer in a box for whom `wanted` holds, or whether the box is proved to be empty.

    Never raises when the budget is spent: the answer is then `unsure`.
    """

    def confirmed(customer: Customer) -> bool:
        return wanted(Evaluator(program, customer.values, customer.day))

    return search_among(program, space, box, confirmed, budget)


def search_among(
    program: Program,
    space: Space,
    box: Box,
    confirmed: Callable[[Customer], bool],
    budget: Budget,
) -> Found:
    """As `search`, for what one evaluator alone cannot confirm; `program` names what is told."""
    one = _Search(program, space, box, budget)
    try:
        for start in one.customers():
            for customer in one.around(start):
                if confirmed(customer):
                    return Found("found", one.told(customer))
        if one.possible and one.opaque:
            budget.spend(_SOLVER_STEPS)
            positions = solved(space, box)
            if positions == "impossible":
                return Found("impossible")
            for customer in one.at(positions) if not isinstance(positions, str) else ():
                if confirmed(customer):
                    return Found("found", one.told(customer))
    except BudgetSpent:
        return Found("unsure")
    return Found("unsure" if one.possible else "impossible")


def proved_empty(program: Program, space: Space, box: Box, budget: Budget) -> bool:
    """Whether it is proved that a box holds nobody.

    Raises:
        BudgetSpent: it could not be told.
    """
    one = _Search(program, space, box, budget)
    if not one.solvable():
        return True
    verdict = search(program, space, box, lambda _: True, budget).verdict if one.opaque else "found"
    budget.spend(0)  # a search that was cut short tells nothing
    return verdict == "impossible"


def plainest_first(space: Space, boxes: Iterable[Box]) -> list[Box]:
    """The boxes, those first of whose customers the least is missing."""

    def lacking(box: Box) -> int:
        return sum(mask == axis.missing for mask, axis in zip(box, space.axes, strict=True))

    return sorted(boxes, key=lacking)


class _Search:
    """The search in one box. `possible` is set as soon as the box is not proved to be empty."""

    def __init__(self, program: Program, space: Space, box: Box, budget: Budget) -> None:
        self.possible = False
        self._program = program
        self._space = space
        self._box = box
        self._budget = budget
        restricted = [n for n, axis in enumerate(space.axes) if box[n] != axis.full]
        sums = [n for n in restricted if space.axes[n].variable is None]
        tied = {key for n in sums for key, _ in space.axes[n].terms}
        self._restricted = restricted
        self._sums = [space.axes[n] for n in sums]
        self._tied = [axis for axis in space.axes if axis.variable is not None and axis.key in tied]
        self._alone = [
            axis
            for axis in (space.axes[n] for n in restricted)
            if axis.variable is not None and axis.key not in tied and not axis.variable.opaque
        ]
        self._targets = [
            Target(space.axes[n], box[n], terms_of(space, space.axes[n])) for n in restricted
        ]

    def customers(self) -> Iterator[Customer]:
        """Customers that satisfy everything but expressions that are taken as they are."""
        for cells in self._tied_cells():
            positions = self._solved(cells)
            if positions is None:
                continue
            self.possible = True
            alone = [list(self._cells(axis)) for axis in self._alone]
            for choice in islice(product(*alone), _MOST_VARIED):
                picked = dict(zip((axis.key for axis in self._alone), choice, strict=True))
                yield self._customer({**picked, **cells}, positions)

    @property
    def opaque(self) -> bool:
        """Whether the box restricts an expression that is taken as it is."""
        return any(target.opaque for target in self._targets)

    def at(self, positions: Mapping[str, int]) -> Iterator[Customer]:
        """The customers with some attributes at given positions."""
        types = _types(self._space)
        for customer in self.customers():
            changed = customer
            for name, position in positions.items():
                changed = changed.having(name, value_at(position, types.get(name, DATE)))
            self._budget.spend(4)
            yield changed

    def around(self, customer: Customer) -> Iterator[Customer]:
        """The customer, and others near it; each costs as much as it takes to confirm it."""
        for candidate in nearby(self._program, customer, self._targets, self._budget):
            self._budget.spend(4)
            yield candidate

    def _mask(self, axis: Axis) -> int:
        return self._box[self._space.index[axis.key]]

    def _cells(self, axis: Axis) -> Sequence[Cell]:
        """The cells of an axis that belong to the box, neighbours together; *missing* is last."""
        place = self._space.index[axis.key]
        key = place, self._box[place]
        if key not in self._space.together:
            self._space.together[key] = _together(axis, self._box[place])
        return self._space.together[key]

    def _tied_cells(self) -> Iterator[dict[Key, Cell]]:
        """A cell for each variable of a sum and for each sum, missing if a variable is."""
        # What a sum that is known is made of is known.
        certain = {
            key
            for axis in self._sums
            if not self._mask(axis) & axis.missing
            for key, _ in axis.terms
        }
        variables = [
            [
                cell
                for cell in self._cells(axis)
                if axis.key not in certain or not isinstance(cell, Missing)
            ]
            for axis in self._tied
        ]
        sums = [list(self._cells(axis)) for axis in self._sums]
        for choice in product(*variables):
            self._budget.spend()
            cells: dict[Key, Cell] = dict(
                zip((axis.key for axis in self._tied), choice, strict=True)
            )
            possible: list[list[Cell]] = []
            for axis, cells_of in zip(self._sums, sums, strict=True):
                lacking = any(isinstance(cells[key], Missing) for key, _ in axis.terms)
                possible.append([cell for cell in cells_of if isinstance(cell, Missing) is lacking])
            for one in product(*possible):
                chosen = zip((axis.key for axis in self._sums), one, strict=True)
                yield {**cells, **dict(chosen)}

    def solvable(self) -> bool:
        """Whether it is not proved that the limits of sums contradict each other."""
        for cells in self._tied_cells():
            limits, kinds = self._limits(cells)
            if not contradict([*kinds], limits, self._budget):
                return True
        return False

    def _limits(self, cells: Mapping[Key, Cell]) -> tuple[list[Limit], dict[Key, Type]]:
        """The limits of sums and of the variables in them, and the types of the variables."""
        kinds: dict[Key, Type] = {}
        limits: list[Limit] = []
        for axis in (*self._tied, *self._sums):
            cell = cells.get(axis.key)
            if isinstance(cell, Stretch):
                limits += limits_of(axis.terms, (cell.low, cell.high))
                if axis.variable is not None:
                    kinds[axis.key] = axis.variable.type
        return limits, kinds

    def _solved(self, cells: Mapping[Key, Cell]) -> Mapping[Key, int] | None:
        """Positions for the variables of sums; None when it is proved that there are none."""
        limits, kinds = self._limits(cells)
        if not kinds:
            return {}

        def wish(name: object, span: Span) -> int:
            return plainest(next(kind for key, kind in kinds.items() if key == name), span)

        # The day is settled first, then dates, then the rest.
        order = sorted(kinds, key=lambda key: (key == TODAY_KEY, kinds[key].kind == "date"))
        plain = [
            limit
            for axis in self._tied
            if axis.key in kinds and _counts_up(axis)
            for limit in limits_of(axis.terms, (0, None))
        ]
        found = solve(order, [*limits, *plain], wish, self._budget) if plain else "unsure"
        if isinstance(found, str):  # an example with negative figures is better than none
            found = solve(order, limits, wish, self._budget)
        if found == "impossible":
            return None
        return {} if isinstance(found, str) else {key: found[key] for key in kinds}

    def _customer(self, cells: Mapping[Key, Cell], positions: Mapping[Key, int]) -> Customer:
        values: dict[str, Value] = {
            attribute.id: usual_value(attribute)
            for program in self._space.programs
            for attribute in program.attributes.values()
            if attribute.required
        }
        day = EXAMPLE_DAY
        for axis in (*self._alone, *self._tied):
            variable = axis.variable
            assert variable is not None, "sums are not chosen by themselves"
            cell = cells[axis.key]
            if axis.key in positions:
                value = value_at(positions[axis.key], variable.type)
            else:
                value = value_in(cell, variable.type)
            if isinstance(variable.expression, AttributeValue):
                values[variable.expression.name] = value
            elif axis.key == TODAY_KEY and isinstance(value, dt.date):
                day = value
        return Customer(values, day)

    def told(self, customer: Customer) -> Witness:
        """The customer as a witness, with what the box restricts in words."""
        named = frozenset(
            name
            for n in self._restricted
            for variable, _ in terms_of(self._space, self._space.axes[n])
            for name in variable.reads
        )
        return told(self._program, customer, named, self._space)


def _counts_up(axis: Axis) -> bool:
    """Whether nothing that rules compare a figure with is negative: then it is likely none is."""
    assert axis.variable is not None, "asked of variables only"
    stretches = (cell for cell in axis.cells if isinstance(cell, Stretch))
    return axis.variable.type.numeric and all(
        stretch.high is None or stretch.high >= -1 for stretch in stretches
    )


def _together(axis: Axis, mask: int) -> list[Cell]:
    """The cells of a mask, neighbouring stretches as one."""
    found: list[Cell] = []
    last = -2
    while mask:
        number = (mask & -mask).bit_length() - 1
        mask &= mask - 1
        cell, before = axis.cells[number], found[-1] if found else None
        if isinstance(cell, Stretch) and isinstance(before, Stretch) and number == last + 1:
            found[-1] = Stretch(before.low, cell.high)
        else:
            found.append(cell)
        last = number
    return found


def told(
    program: Program, customer: Customer, named: frozenset[str], space: Space | None = None
) -> Witness:
    """A customer as a witness: the values of the named attributes ("today" the day) in words.

    `space` knows the types of facts that are no attributes of the policy.
    """
    zh, en = (_told(program, _types(space), customer, named, lang) for lang in LANGUAGES)
    return Witness(customer.values, customer.day, Bilingual(zh, en))


def _types(space: Space | None) -> dict[str, Type]:
    """The types of the attributes behind a space, also of facts that are none of the policy."""
    types: dict[str, Type] = {}
    waiting = [] if space is None else [axis.variable for axis in space.axes]
    for variable in waiting:
        nodes = [] if variable is None else [variable.expression]
        while nodes:
            node = nodes.pop()
            nodes.extend(parts(node))
            if isinstance(node, AttributeValue):
                types[node.name] = node.type
    for program in () if space is None else space.programs:
        types |= {name: attribute.type for name, attribute in program.attributes.items()}
    return types


def _told(
    program: Program,
    types: Mapping[str, Type],
    customer: Customer,
    named: frozenset[str],
    lang: Language,
) -> str:
    """The values of the named attributes, in the policy's order."""
    order = [name for name in (*program.attributes, *types) if name in named]
    texts = []
    for name in dict.fromkeys(order):
        attribute = program.attributes.get(name)
        kind = types[name] if attribute is None else attribute.type
        label = fact_label(name) if attribute is None else attribute.label
        shown = (label or Bilingual.same(name)).get(lang)
        value = value_text(customer.values.get(name), kind, lang)
        texts.append(f"{shown}={value}" if lang == "zh" else f"{shown} = {value}")
    if "today" in named:
        day = customer.day.isoformat()
        texts.append(f"当天={day}" if lang == "zh" else f"today = {day}")
    if not texts:
        return "任何客户" if lang == "zh" else "any customer"
    return ("、" if lang == "zh" else ", ").join(texts)
