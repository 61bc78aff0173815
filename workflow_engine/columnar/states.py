"""The state of every item as a small code: what was decided about it, bit by bit.

| bits | meaning                                                                       |
|------|-------------------------------------------------------------------------------|
| 0–1  | the gate: 0 closed, 1 open, 2 unknown                                         |
| 2    | an optional item is chosen                                                    |
| 3–4  | a strategy suspends it: 0 no, 1 yes, 2 unknown                                |
| next | for each urgency above the item's own: whether a tag that holds raises it     |
| rest | the rule that decided, where it varies: its place among those that may        |

What a code means is looked up in a table that `decide.items` fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import polars as pl

from workflow_engine.columnar.columns import (
    attribute_column,
    gate_column,
    item_rule_column,
    suspended_column,
    value_column,
)
from workflow_engine.decide.items import DEGREES, must_do_state, optional_state, raised
from workflow_engine.decide.rule_numbers import RuleNumbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.decide.decision import State
    from workflow_engine.program.program import Degree, Item, Program

    Codes: TypeAlias = NDArray[np.unsignedinteger[Any]]

ANSWERS: Final = (False, True, None)
"""What two bits of a code mean."""

CHOSEN, SUSPENDED, MUST_DO_BITS, OPTIONAL_BITS = 2, 3, 2, 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code of an item means."""

    state: State
    urgency: Degree
    rule: int


class ItemStates:
    """The codes of all items of a policy."""

    def __init__(self, program: Program) -> None:
        numbers = RuleNumbers(program)
        self.items = tuple(_ItemCode(item, program, numbers) for item in program.items.values())
        self._choices = _choices(program)
        optional = [item.id for item in program.items.values() if item.kind == "optional"]
        self._optional = pl.Enum(optional)
        self._places = {item: place for place, item in enumerate(optional)}

    def codes(self, decided: pl.DataFrame) -> list[Codes]:
        """The codes of each item for all rows of a decided frame."""
        written = decided.select(
            one.expression(decided.columns).alias(one.item.id) for one in self.items
        )
        chosen = self._chosen(decided)
        codes = []
        for one in self.items:
            code = written[one.item.id].to_numpy()
            place = self._places.get(one.item.id)
            codes.append(code if chosen is None or place is None else code | chosen[place])
        return codes

    def served(self, codes: Sequence[Codes]) -> NDArray[np.bool_]:
        """Where items are to be done and take time: a line for each item."""
        served = np.empty((len(codes), len(codes[0]) if codes else 0), bool)
        for line, one, code in zip(served, self.items, codes, strict=True):
            one.serve(code, line)
        return served

    def _chosen(self, decided: pl.DataFrame) -> NDArray[np.uint8] | None:
        """The bit of each optional item that says it is chosen: a line for each item."""
        if self._choices is None or not self._places:
            return None
        lists = decided[self._choices]
        rows = np.repeat(np.arange(len(lists)), lists.list.len().fill_null(0).to_numpy())
        items = lists.explode(empty_as_null=False, keep_nulls=False).cast(pl.String)
        places = items.cast(self._optional, strict=False).to_physical().cast(pl.UInt32)
        # One line more than there are items takes what is no item.
        bits = np.zeros((len(self._places) + 1, len(decided)), np.uint8)
        lines = places.fill_null(len(self._places)).to_numpy() * np.int64(len(decided))
        bits.reshape(-1)[lines + rows] = 1 << CHOSEN
        return bits


class _ItemCode:
    """The code of one item."""

    def __init__(self, item: Item, program: Program, numbers: RuleNumbers) -> None:
        self.item = item
        self._bits = MUST_DO_BITS if item.kind == "must_do" else OPTIONAL_BITS
        self._raising = {
            degree: [tag for tag, to in item.urgency_when if to == degree]
            for degree in DEGREES
            if DEGREES[degree] < DEGREES[item.urgency]
            and any(to == degree for _, to in item.urgency_when)
        }
        self._rules = [numbers.item[item.id]]
        if item.kind == "optional":
            self._rules += [numbers.until[item.id]] if item.until is not None else []
            self._rules += [
                numbers.strategy[strategy.id]
                for strategy in program.strategies.values()
                if item.id in (*strategy.grants, *strategy.suspends)
            ]
        self._rule_bit = self._bits + len(self._raising)
        self.size = 1 << (self._rule_bit + (len(self._rules) - 1).bit_length())

    def expression(self, columns: list[str]) -> pl.Expr:
        """The code but for what is chosen."""
        item = self.item
        gate = gate_column(item.id)
        code = self._answer(gate, 0)
        if suspended_column(item.id) in columns:
            code += self._answer(suspended_column(item.id), SUSPENDED)
        for bit, tags in enumerate(self._raising.values(), self._bits):
            held = pl.any_horizontal(value_column(tag) for tag in tags)
            code += self._bits_if(held, 1 << bit)
        if item_rule_column(item.id) in columns:
            rule = pl.col(item_rule_column(item.id))
            for place, number in enumerate(self._rules[1:], 1):
                code += self._bits_if(rule == number, place << self._rule_bit)
        return code

    def _answer(self, column: str, bit: int) -> pl.Expr:
        """Two bits for a column that is true, false or unknown."""
        true = pl.when(column).then(self._literal(1 << bit))
        unknown = true.when(pl.col(column).is_null()).then(self._literal(2 << bit))
        return unknown.otherwise(self._literal(0))

    def _bits_if(self, condition: pl.Expr, bits: int) -> pl.Expr:
        return pl.when(condition).then(self._literal(bits)).otherwise(self._literal(0))

    def _literal(self, bits: int) -> pl.Expr:
        return _literal(bits, pl.UInt8 if self.size <= 1 << 8 else pl.UInt16)

    def serve(self, codes: Codes, served: NDArray[np.bool_]) -> None:
        """Write where the item is due, perhaps due, or active."""
        if self.item.kind == "must_do":
            np.not_equal(codes & 3, 0, out=served)
        else:
            np.equal(codes & (1 << OPTIONAL_BITS) - 1, 1 | 1 << CHOSEN, out=served)

    def meanings(self) -> Iterator[Meaning | None]:
        """What the codes from 0 on mean; None where a code does not come up."""
        item = self.item
        for code in range(self.size):
            gate, suspended, place = code & 3, code >> SUSPENDED & 3, code >> self._rule_bit
            if item.kind == "must_do":
                suspended = 0
            if 3 in (gate, suspended) or place >= len(self._rules):
                yield None
                continue
            state = (
                must_do_state(ANSWERS[gate])
                if item.kind == "must_do"
                else optional_state(
                    eligible=ANSWERS[gate],
                    chosen=bool(code >> CHOSEN & 1),
                    suspended=ANSWERS[suspended],
                )
            )
            held = [
                tag
                for bit, tags in enumerate(self._raising.values(), self._bits)
                if code >> bit & 1
                for tag in tags
            ]
            yield Meaning(state, raised(item, held), self._rules[place])


@cache
def _literal(bits: int, type_: type[pl.DataType]) -> pl.Expr:
    return pl.lit(bits, dtype=type_)


def _choices(program: Program) -> str | None:
    """The column of the items that customers chose."""
    attribute = program.attributes.get(program.choices or "")
    if attribute is None or attribute.type.kind != "list":
        return None
    return attribute_column(attribute.id)
