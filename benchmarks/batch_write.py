"""Writes the columnar competitors' decisions: `batch_polars_decisions.py`, `batch_decisions.sql`.

Both are written the way a good data engineer writes them first: every decision is a column, in
stages, so that a column may use those of the stage before; floats for numbers, strings for words.
Null is unknown, and `and`, `or` of both languages are three-valued already.

Run `python -m benchmarks.batch_write` after a change of the policy generator.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.conditions import (
    All,
    AllBelow,
    AnyOf,
    Between,
    Compare,
    Condition,
    Days,
    Is,
    Mean,
    Missing,
    Not,
    Product,
    Quotient,
    Starts,
    TagHolds,
    Truth,
)
from benchmarks.policy_generator import ATTRIBUTES, RANK, REQUIRED, Item, Policy, generate

HERE = Path(__file__).parent
QUARTERLY = {"month": 3, "quarter": 1}
"""How often a quarter has a unit: the order of visit frequencies."""
YEARLY = {
    "1 month": 12,
    "1 quarter": 4,
    "6 months": 2,
    "1 year": 1,
    "2 weeks": 26,
    "1 per month": 12,
    "2 per month": 24,
    "1 per quarter": 4,
    "at 春节, 中秋": 2,
}
SERVED = ("due", "due_unknown", "active")

Stage = dict[str, str]
"""Column to its code."""


class _Dialect(ABC):
    """How one language writes what decisions are made of."""

    @abstractmethod
    def column(self, name: str) -> str: ...
    @abstractmethod
    def text(self, word: str) -> str: ...
    @abstractmethod
    def compare(self, left: str, op: str, right: str) -> str: ...
    @abstractmethod
    def among(self, name: str, words: Sequence[str]) -> str: ...
    @abstractmethod
    def days_since(self, name: str) -> str: ...
    @abstractmethod
    def divided(self, left: str, right: str) -> str: ...
    @abstractmethod
    def all_below(self, name: str, count: int, limit: str) -> str: ...
    @abstractmethod
    def mean(self, name: str, count: int) -> str: ...
    @abstractmethod
    def starts(self, name: str, word: str) -> str: ...
    @abstractmethod
    def is_null(self, code: str) -> str: ...
    @abstractmethod
    def is_true(self, code: str) -> str: ...
    @abstractmethod
    def negation(self, code: str) -> str: ...
    @abstractmethod
    def joined(self, codes: Sequence[str], *, both: bool) -> str: ...
    @abstractmethod
    def chain(self, cases: Sequence[tuple[str, str]], otherwise: str | None) -> str: ...
    @abstractmethod
    def chosen(self, item: str) -> str: ...
    @abstractmethod
    def words_where(self, cases: Sequence[tuple[str, str]]) -> str: ...
    @abstractmethod
    def or_general(self, name: str) -> str: ...
    @abstractmethod
    def largest(self, codes: Sequence[str]) -> str: ...
    @abstractmethod
    def total(self, codes: Sequence[str]) -> str: ...
    @abstractmethod
    def distinct(self, name: str) -> str: ...
    @abstractmethod
    def lists_joined(self, cases: Sequence[tuple[str | None, Sequence[str]]]) -> str: ...

    def condition(self, condition: Condition) -> str:
        """The condition's code."""
        match condition:
            case Compare(name, op, constant):
                return self.compare(self.column(name), op, _number(constant))
            case Between(name, low, high):
                column = self.column(name)
                bounds = ((">=", low), ("<=", high))
                return self.joined(
                    [self.compare(column, op, _number(bound)) for op, bound in bounds], both=True
                )
            case Is(name, (word,)):
                return self.compare(self.column(name), "==", self.text(word))
            case Is(name, words):
                return self.among(name, words)
            case Truth(name) | TagHolds(name):
                return self.column(name)
            case Days(name, op, constant):
                return self.compare(self.days_since(name), op, str(constant))
            case Product(left, op, right, factor):
                product = f"{self.column(right)} * {_number(factor)}"
                return self.compare(self.column(left), op, product)
            case Quotient(left, right, op, constant):
                return self.compare(self.divided(left, right), op, _number(constant))
            case AllBelow(name, count, constant):
                return self.all_below(name, count, _number(constant))
            case Mean(name, count, op, constant):
                return self.compare(self.mean(name, count), op, _number(constant))
            case Starts(name, word):
                return self.starts(name, word)
            case Missing(name):
                return self.is_null(self.column(name))
            case Not(item):
                return self.negation(self.condition(item))
            case All(items) | AnyOf(items):
                codes = [self.condition(item) for item in items]
                return self.joined(codes, both=isinstance(condition, All))


@dataclass(frozen=True, slots=True)
class Gap:
    """An attribute whose absence may leave something undecided.

    It does where all of `nulls` are null and all of `also` hold; unless `absent`, a gap within the
    attribute, a list, is enough.
    """

    attribute: str
    nulls: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    absent: bool = True


def stages(policy: Policy, write: _Dialect) -> list[Stage]:
    """The columns in the order in which they can be calculated."""
    net = {"net": f"{write.column('contribution')} - {write.column('service_cost')}"}
    made = [net, *_tags(policy, write), _levels(policy, write), _scale(policy, write)]
    return [*made, _eligible(policy, write), _results(policy, write), _totals(policy, write)]


def rule_numbers(policy: Policy) -> dict[str, int]:
    """The number of each rule: tags, levels, items, `until` of items, strategies."""
    names = [*policy.tags, *(f"level {level.id}" for level in policy.levels)]
    names += [item.id for item in policy.items]
    names += [f"until {item.id}" for item in policy.items if item.until is not None]
    names += ["phase_out", "improve", "grow"]
    return {name: number for number, name in enumerate(names, 1)}


def _tags(policy: Policy, write: _Dialect) -> list[Stage]:
    depths: dict[str, int] = {}
    made: list[Stage] = []
    for tag, condition in policy.tags.items():
        depths[tag] = max((depths[used] + 1 for used in _tags_in(condition)), default=0)
        if depths[tag] == len(made):
            made.append({})
        made[depths[tag]][tag] = write.condition(condition)
    return made


def _tags_in(condition: Condition) -> Iterator[str]:
    match condition:
        case TagHolds(tag):
            yield tag
        case Not(item):
            yield from _tags_in(item)
        case All(items) | AnyOf(items):
            for item in items:
                yield from _tags_in(item)


def _levels(policy: Policy, write: _Dialect) -> Stage:
    made = {
        level.id: write.condition(level.when) for level in policy.levels if level.when is not None
    }
    for item in policy.items:
        if item.applies is not None:
            made[f"{item.id}_open"] = write.condition(item.applies)
        if item.until is not None:
            made[f"{item.id}_over"] = write.condition(item.until)
    return made


def _scale(policy: Policy, write: _Dialect) -> Stage:
    """The level, its number, and the strategies: a strategy is in force if its level holds.

    For a level that is unknown the same three-valued formula says whether every level that it may
    be has the strategy, or none.
    """
    made = {}
    numbers = rule_numbers(policy)
    *levels, last = policy.levels
    for name, values in (
        ("pyramid", {level.id: write.text(level.id) for level in policy.levels}),
        ("pyramid_rule", {lev.id: str(numbers[f"level {lev.id}"]) for lev in policy.levels}),
    ):
        cases = []
        for level in levels:
            cases.append((write.is_true(write.column(level.id)), values[level.id]))
            cases.append((write.is_null(write.column(level.id)), "null"))
        made[name] = write.chain(cases, values[last.id])
    above: list[str] = []
    for level in levels:
        assert level.strategy is not None
        made[level.strategy] = write.joined([*above, write.column(level.id)], both=True)
        above.append(write.negation(write.column(level.id)))
    return made


def _eligible(policy: Policy, write: _Dialect) -> Stage:
    made = {}
    for item in policy.items:
        if item.must_do:
            continue
        opened = write.column(f"{item.id}_open")
        if item.id in policy.grants["grow"]:
            opened = write.joined([opened, write.column("grow")], both=False)
        if item.until is not None:
            over = write.negation(write.column(f"{item.id}_over"))
            opened = write.joined([opened, over], both=True)
        made[f"{item.id}_eligible"] = opened
        suspending = [s for s, items in policy.suspends.items() if item.id in items]
        if suspending:
            made[f"{item.id}_suspended"] = write.joined(
                [write.column(strategy) for strategy in suspending], both=False
            )
    return made


def _results(policy: Policy, write: _Dialect) -> Stage:
    made = {}
    for item in policy.items:
        made[f"{item.id}_state"] = (
            _must_do(item, write) if item.must_do else _offer(policy, item, write)
        )
        made[f"{item.id}_priority"] = _priority(item, write)
        made[f"{item.id}_rule"] = _rule(policy, item, write)
    return made | _customer(policy, write)


def _must_do(item: Item, write: _Dialect) -> str:
    if item.applies is None:
        return write.chain([], write.text("due"))
    opened = write.column(f"{item.id}_open")
    return write.chain(
        [
            (write.is_true(opened), write.text("due")),
            (write.is_null(opened), write.text("due_unknown")),
        ],
        None,
    )


def _offer(policy: Policy, item: Item, write: _Dialect) -> str:
    eligible, chosen = write.column(f"{item.id}_eligible"), write.chosen(item.id)
    unknown, held_back = write.is_null(eligible), None
    if any(item.id in items for items in policy.suspends.values()):
        held_back = write.column(f"{item.id}_suspended")
        open_ = write.joined([write.is_true(eligible), write.is_null(held_back)], both=True)
        unknown = write.joined([unknown, open_], both=False)
    cases = [(unknown, write.text("unknown"))]
    if held_back is not None:
        suspended = [write.is_true(eligible), write.is_true(held_back)]
        cases.append((write.joined([*suspended, chosen], both=True), write.text("suspended")))
        cases.append((write.joined(suspended, both=True), "null"))
    cases.append((write.joined([write.is_true(eligible), chosen], both=True), write.text("active")))
    cases.append((write.is_true(eligible), write.text("offered")))
    cases.append((chosen, write.text("chosen_but_not_eligible")))
    return write.chain(cases, None)


def _priority(item: Item, write: _Dialect) -> str:
    def name(urgency: str) -> str:
        return write.text(f"P{RANK[item.value] + RANK[urgency] - 1}")

    raised = sorted(item.raised, key=lambda pair: RANK[pair[1]])
    cases = [(write.is_true(write.column(tag)), name(degree)) for tag, degree in raised]
    return write.chain(cases, name(item.urgency))


def _rule(policy: Policy, item: Item, write: _Dialect) -> str:
    numbers = rule_numbers(policy)
    cases = []
    if item.until is not None:
        over = write.is_true(write.column(f"{item.id}_over"))
        cases.append((over, str(numbers[f"until {item.id}"])))
    suspending = [s for s, items in policy.suspends.items() if item.id in items]
    if suspending:
        held_back = write.is_true(write.column(f"{item.id}_suspended"))
        if len(suspending) > 1:
            first = write.is_true(write.negation(write.column("negative")))
            both = write.joined([held_back, first], both=True)
            cases.append((both, str(numbers["improve"])))
        cases.append((held_back, str(numbers[suspending[0]])))
    if item.id in policy.grants["grow"]:
        opened = write.is_true(write.column(f"{item.id}_open"))
        granted = write.is_true(write.column("grow"))
        only = write.joined([granted, write.negation(opened)], both=True)
        cases.append((only, str(numbers["grow"])))
    return write.chain(cases, str(numbers[item.id]))


def _customer(policy: Policy, write: _Dialect) -> Stage:
    tags = list(policy.tags)
    definitions = ["net", *tags, "pyramid"]
    rules = [(None if n == "general" else n, rule) for n, rule in policy.visits.items()]

    def of_categories(values: Sequence[int]) -> str:
        codes = [
            str(value) if tag is None else write.chain([(write.column(tag), str(value))], "0")
            for (tag, _), value in zip(rules, values, strict=True)
        ]
        return write.largest(codes)

    return {
        "tags": write.words_where([(write.column(tag), tag) for tag in tags]),
        "held": write.words_where([(write.column(tag), tag) for tag in policy.categories]),
        "unknown_categories": write.words_where(
            [(write.is_null(write.column(tag)), tag) for tag in policy.categories]
        ),
        "visit_rate": of_categories([rule.times * QUARTERLY[rule.per] for _, rule in rules]),
        "visit_minutes": of_categories([rule.minutes for _, rule in rules]),
        "modes": write.lists_joined([(tag, rule.modes) for tag, rule in rules]),
        "unknown": write.words_where(
            [(write.is_null(write.column(name)), name) for name in definitions]
        ),
        "missing": write.words_where(_missing(policy, write)),
    }


def _totals(policy: Policy, write: _Dialect) -> Stage:
    minutes = [
        write.chain(
            [(write.among(f"{item.id}_state", SERVED), str(YEARLY[item.every] * item.minutes))], "0"
        )
        for item in policy.items
        if item.every in YEARLY
    ]
    return {
        "item_minutes": write.total(minutes),
        "categories": write.or_general("held"),
        "visit_modes": write.distinct("modes"),
    }


def _missing(policy: Policy, write: _Dialect) -> list[tuple[str, str]]:
    """Each attribute with when something undecided depends on it."""
    gaps = [Gap("contribution"), Gap("service_cost")]
    for tag, condition in policy.tags.items():
        gaps += _gaps(condition, write.column(tag), write)
    earlier: tuple[str, ...] = ()
    for level in policy.levels:
        if level.when is not None:
            nulls = (write.column("pyramid"),)
            gaps += _gaps(level.when, write.column(level.id), write, nulls, earlier)
            above = write.is_true(write.column(level.id))
            earlier = (*earlier, write.negation(above))
    for item in policy.items:
        if item.until is not None:
            opened = write.column(f"{item.id}_open")
            if item.id in policy.grants["grow"]:
                opened = write.joined([opened, write.column("grow")], both=False)
            closed = write.is_true(write.negation(opened))
            over = write.column(f"{item.id}_over")
            gaps += _gaps(item.until, over, write, (), (write.negation(closed),))
    made = []
    for name in ATTRIBUTES:
        mine = [gap for gap in gaps if gap.attribute == name]
        if name in REQUIRED or not mine:
            continue
        absent = write.is_null(write.column(name))
        terms = [
            [*([absent] if gap.absent else []), *map(write.is_null, gap.nulls), *gap.also]
            for gap in mine
        ]
        if [absent] in terms:
            terms = [[absent]]
        codes = [write.joined(list(dict.fromkeys(term)), both=True) for term in terms]
        made.append((write.joined(codes, both=False), name))
    return made


def _gaps(
    condition: Condition,
    own: str,
    write: _Dialect,
    nulls: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> Iterator[Gap]:
    """What may be absent when the condition, whose code is `own`, is unknown.

    `nulls` are null where all that the condition is part of is unknown. One plain test is unknown
    wherever its attribute is absent.
    """
    match condition:
        case Compare("net") | TagHolds() | Missing():
            return
        case AllBelow(name) | Mean(name):
            yield Gap(name, (*nulls, own), also, absent=False)
        case Not(item):
            yield from _gaps(item, own, write, nulls, also)
        case Product(left, _, right) | Quotient(left, right):
            yield Gap(left, nulls, also)
            yield Gap(right, nulls, also)
        case All(items) | AnyOf(items):
            for item in items:
                yield from _gaps(item, write.condition(item), write, (*nulls, own), also)
        case _:
            yield Gap(condition.attribute, nulls, also)


def _number(constant: int | Decimal) -> str:
    return str(constant) if isinstance(constant, int) else repr(float(constant))


class _Polars(_Dialect):
    def column(self, name: str) -> str:
        return f'col("{name}")'

    def text(self, word: str) -> str:
        return f'lit("{word}")'

    def compare(self, left: str, op: str, right: str) -> str:
        return f"({left} {op} {right})"

    def among(self, name: str, words: Sequence[str]) -> str:
        return f"{self.column(name)}.is_in({list(words)!r})"

    def days_since(self, name: str) -> str:
        return f"(lit(today) - {self.column(name)}).dt.total_days()"

    def divided(self, left: str, right: str) -> str:
        divisor = self.column(right)
        return f"{self.column(left)} / when({divisor} != 0).then({divisor})"

    def all_below(self, name: str, count: int, limit: str) -> str:
        return f"all_below({self.column(name)}, {count}, {limit})"

    def mean(self, name: str, count: int) -> str:
        return f"mean_of_last({self.column(name)}, {count})"

    def starts(self, name: str, word: str) -> str:
        return f'{self.column(name)}.str.starts_with("{word}")'

    def is_null(self, code: str) -> str:
        return f"{code}.is_null()"

    def is_true(self, code: str) -> str:
        return f"{code}.fill_null(False)"

    def negation(self, code: str) -> str:
        return f"(~{code})"

    def joined(self, codes: Sequence[str], *, both: bool) -> str:
        return codes[0] if len(codes) == 1 else f"({(' & ' if both else ' | ').join(codes)})"

    def chain(self, cases: Sequence[tuple[str, str]], otherwise: str | None) -> str:
        if not cases:
            return str(otherwise)
        started = "".join(f".when({when}).then({_none(then)})" for when, then in cases)
        ended = "" if otherwise is None else f".otherwise({otherwise})"
        return started.removeprefix(".") + ended

    def chosen(self, item: str) -> str:
        return f'col("opted_in").list.contains("{item}").fill_null(False)'

    def words_where(self, cases: Sequence[tuple[str, str]]) -> str:
        return "words(" + ", ".join(f'("{word}", {when})' for when, word in cases) + ")"

    def or_general(self, name: str) -> str:
        column = self.column(name)
        general = 'pl.concat_list(lit("general"))'
        return f"when({column}.list.len() > 0).then({column}).otherwise({general})"

    def largest(self, codes: Sequence[str]) -> str:
        return f"pl.max_horizontal({', '.join(codes)})"

    def total(self, codes: Sequence[str]) -> str:
        return f"pl.sum_horizontal({', '.join(codes)})"

    def distinct(self, name: str) -> str:
        return f"{self.column(name)}.list.unique(maintain_order=True)"

    def lists_joined(self, cases: Sequence[tuple[str | None, Sequence[str]]]) -> str:
        return self.words_where(
            [
                ("True" if tag is None else self.column(tag), word)
                for tag, of in cases
                for word in of
            ]
        )


class _Sql(_Dialect):
    def column(self, name: str) -> str:
        return name

    def text(self, word: str) -> str:
        return f"'{word}'"

    def compare(self, left: str, op: str, right: str) -> str:
        return f"({left} {'=' if op == '==' else op} {right})"

    def among(self, name: str, words: Sequence[str]) -> str:
        return f"({name} IN ({', '.join(map(self.text, words))}))"

    def days_since(self, name: str) -> str:
        return f"$today - {name}"

    def divided(self, left: str, right: str) -> str:
        return f"{left} / nullif({right}, 0)"

    def all_below(self, name: str, count: int, limit: str) -> str:
        last = f"{name}[-{count}:]"
        cases = [
            (f"list_max({last}) >= {limit}", "false"),
            (f"list_count({last}) = {count}", "true"),
        ]
        return f"({self.chain(cases, None)})"

    def mean(self, name: str, count: int) -> str:
        last = f"{name}[-{count}:]"
        return self.chain([(f"list_count({last}) = {count}", f"list_avg({last})")], None)

    def starts(self, name: str, word: str) -> str:
        return f"starts_with({name}, '{word}')"

    def is_null(self, code: str) -> str:
        return f"({code} IS NULL)"

    def is_true(self, code: str) -> str:
        return f"({code} IS TRUE)"

    def negation(self, code: str) -> str:
        return f"(NOT {code})"

    def joined(self, codes: Sequence[str], *, both: bool) -> str:
        return codes[0] if len(codes) == 1 else f"({(' AND ' if both else ' OR ').join(codes)})"

    def chain(self, cases: Sequence[tuple[str, str]], otherwise: str | None) -> str:
        if not cases:
            return str(otherwise)
        started = " ".join(f"WHEN {when} THEN {then}" for when, then in cases)
        return f"CASE {started}{'' if otherwise is None else f' ELSE {otherwise}'} END"

    def chosen(self, item: str) -> str:
        return f"coalesce(list_contains(opted_in, '{item}'), false)"

    def words_where(self, cases: Sequence[tuple[str, str]]) -> str:
        codes = [f"CASE WHEN {when} THEN '{word}' END" for when, word in cases]
        return f"list_filter([{', '.join(codes)}], lambda word: word IS NOT NULL)"

    def or_general(self, name: str) -> str:
        return f"CASE WHEN len({name}) > 0 THEN {name} ELSE ['general'] END"

    def largest(self, codes: Sequence[str]) -> str:
        return f"greatest({', '.join(codes)})"

    def total(self, codes: Sequence[str]) -> str:
        return " + ".join(codes)

    def distinct(self, name: str) -> str:
        return f"list_filter({name}, lambda word, i: list_position({name}, word) = i)"

    def lists_joined(self, cases: Sequence[tuple[str | None, Sequence[str]]]) -> str:
        codes = [
            lists if tag is None else f"CASE WHEN {tag} THEN {lists} ELSE [] END"
            for tag, words in cases
            for lists in [f"[{', '.join(map(self.text, words))}]"]
        ]
        return f"flatten([{', '.join(codes)}])"


def _none(code: str) -> str:
    return "None" if code == "null" else code


POLARS_HEAD = '''"""The generated policy's decisions as Polars expressions; see `batch_write`."""
# ruff: noqa: FBT003 - `False` is a value here

from __future__ import annotations

import datetime as dt

import polars as pl
from polars import col, lit, when

from benchmarks.batch_polars_parts import all_below, mean_of_last, words


def decided(customers: pl.LazyFrame, today: dt.date) -> pl.LazyFrame:
    """The customers with everything decided about them."""
'''


def polars_text(policy: Policy) -> str:
    """The module `batch_polars_decisions`."""
    lines = []
    *most, last = stages(policy, _Polars())
    for stage in (*most, last):
        opening = "return" if stage is last else "customers ="
        lines.append(f"    {opening} customers.with_columns(")
        lines += [f"        {name}={code}," for name, code in stage.items()]
        lines.append("    )")
    return POLARS_HEAD + "\n".join(lines) + "\n"


def sql_text(policy: Policy) -> str:
    """The statement that decides, from a table `customers`; `$today` is the day of the plan."""
    parts = ["-- The generated policy's decisions in SQL; see `batch_write`."]
    source = "customers"
    for number, stage in enumerate(stages(policy, _Sql()), 1):
        columns = ",\n    ".join(f"{code} AS {name}" for name, code in stage.items())
        opening = "WITH" if number == 1 else ","
        selected = f"SELECT *,\n    {columns}\n  FROM {source}"  # noqa: S608 - no text of others
        parts.append(f"{opening} stage_{number} AS ({selected})")
        source = f"stage_{number}"
    return "\n".join([*parts, f"SELECT * FROM {source}"]) + "\n"  # noqa: S608


def main() -> None:
    """Write both files; `ruff format` the first afterwards."""
    policy = generate()
    (HERE / "batch_polars_decisions.py").write_text(polars_text(policy), encoding="utf-8")
    (HERE / "batch_decisions.sql").write_text(sql_text(policy), encoding="utf-8")


if __name__ == "__main__":
    main()
