"""Writes the columnar competitors' decisions: `batch_polars_decisions.py`, `batch_decisions.sql`.

Both are written the way a good data engineer writes them first: every decision is a column, in
stages, so that a column may use those of the stage before; floats for numbers, strings for words.
Null is unknown, and `and`, `or` of both languages are three-valued already.

Run `python -m benchmarks.batch_write` after a change of the policy generator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.batch_dialects import Dialect, PolarsCode, SqlCode
from benchmarks.conditions import (
    All,
    AllBelow,
    AnyOf,
    Compare,
    Condition,
    Mean,
    Missing,
    Not,
    Product,
    Quotient,
    TagHolds,
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


def stages(policy: Policy, write: Dialect) -> list[Stage]:
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


def _tags(policy: Policy, write: Dialect) -> list[Stage]:
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


def _levels(policy: Policy, write: Dialect) -> Stage:
    made = {
        level.id: write.condition(level.when) for level in policy.levels if level.when is not None
    }
    for item in policy.items:
        if item.applies is not None:
            made[f"{item.id}_open"] = write.condition(item.applies)
        if item.until is not None:
            made[f"{item.id}_over"] = write.condition(item.until)
    return made


def _scale(policy: Policy, write: Dialect) -> Stage:
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


def _eligible(policy: Policy, write: Dialect) -> Stage:
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


def _results(policy: Policy, write: Dialect) -> Stage:
    made = {}
    for item in policy.items:
        made[f"{item.id}_state"] = (
            _must_do(item, write) if item.must_do else _offer(policy, item, write)
        )
        made[f"{item.id}_priority"] = _priority(item, write)
        made[f"{item.id}_rule"] = _rule(policy, item, write)
    return made | _customer(policy, write)


def _must_do(item: Item, write: Dialect) -> str:
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


def _offer(policy: Policy, item: Item, write: Dialect) -> str:
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


def _priority(item: Item, write: Dialect) -> str:
    def name(urgency: str) -> str:
        return write.text(f"P{RANK[item.value] + RANK[urgency] - 1}")

    raised = sorted(item.raised, key=lambda pair: RANK[pair[1]])
    cases = [(write.is_true(write.column(tag)), name(degree)) for tag, degree in raised]
    return write.chain(cases, name(item.urgency))


def _rule(policy: Policy, item: Item, write: Dialect) -> str:
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


def _customer(policy: Policy, write: Dialect) -> Stage:
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


def _totals(policy: Policy, write: Dialect) -> Stage:
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


def _missing(policy: Policy, write: Dialect) -> list[tuple[str, str]]:
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
    write: Dialect,
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


POLARS_HEAD = '''"""The generated policy's decisions as Polars expressions; see `batch_write`."""
# ruff: noqa: FBT003, UP034 - `False` is a value here

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
    *most, last = stages(policy, PolarsCode())
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
    for number, stage in enumerate(stages(policy, SqlCode()), 1):
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
