"""A policy of the size the product is built for, drawn from a seed and written as YAML.

60 tags, a scale of 4 levels with strategies, 8 categories with a visit regime, 40 items of which 12
are must-do, over 30 attributes of every type.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

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
    policy_text,
)

SEED = 20261121
TAGS, CATEGORIES, MUST_DO, OPTIONAL = 60, 8, 12, 28

CHOICES = {
    "market": ("urban", "rural"),
    "shop_format": ("grocery", "convenience", "supermarket", "other"),
    "cash": ("smooth", "tight"),
    "growth": ("rising", "stable", "falling"),
    "cooperation": ("good", "fair", "poor"),
}
WORDS = {
    "manager_name": ("李明", "王芳", "赵强", "孙丽"),
    "district": ("城东", "城西", "河口", "山前"),
}
INTEGERS = {
    "tier": (1, 30),
    "stock_days": (0, 60),
    "stockout_days": (0, 10),
    "order_days": (1, 14),
    "violations": (0, 4),
    "open_feedback": (0, 5),
}
NUMBERS = {
    "contribution": (0, 5000),
    "service_cost": (0, 2000),
    "monthly_volume": (0, 900),
    "previous_volume": (0, 900),
    "display": (0, 100),
    "credit": (0, 20000),
    "pos_usage": (0, 1),
}
BOOLEANS = ("smart_pos", "demo_shop", "price_tag_ok", "member")
DATES = {"joined_on": 3000, "last_order": 60, "trained_on": 900}
LISTS = ("satisfaction", "process_satisfaction")
PORTRAITS = {
    "basic": (
        *("tier", "market", "shop_format", "joined_on", "smart_pos", "demo_shop"),
        *("manager_name", "district"),
    ),
    "operating": (
        *("contribution", "service_cost", "monthly_volume", "previous_volume", "stock_days"),
        *("stockout_days", "order_days", "cash", "display", "price_tag_ok", "last_order"),
        *("violations", "growth", "credit", "trained_on"),
    ),
    "service_value": (
        *("satisfaction", "process_satisfaction", "pos_usage", "open_feedback", "cooperation"),
        *("member", "opted_in"),
    ),
}
REQUIRED = ("tier", "market", "joined_on")
ATTRIBUTES = tuple(name for names in PORTRAITS.values() for name in names)

RANK = {"high": 1, "medium": 2, "low": 3}
PER_MONTH = ((1, "month"), (2, "month"), (3, "month"), (4, "month"), (2, "quarter"))
MODES = ("field", "online", "phone")
EVERY = (
    *("visit", "visit", "1 month", "1 month", "2 weeks", "1 quarter", "6 months", "1 year"),
    *("1 per month", "2 per month", "1 per quarter", "at 春节, 中秋", "on demand"),
)


@dataclass(frozen=True, slots=True)
class VisitRule:
    """How one category is visited."""

    times: int
    per: str
    minutes: int
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A service item; `applies` None is everyone."""

    id: str
    must_do: bool
    applies: Condition | None
    until: Condition | None
    every: str
    minutes: int
    value: str
    urgency: str
    raised: tuple[tuple[str, str], ...]
    record: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the scale; the last one has no condition."""

    id: str
    when: Condition | None
    strategy: str | None


@dataclass(frozen=True, slots=True)
class Policy:
    """The generated policy; `grants` and `suspends` are by strategy."""

    tags: dict[str, Condition]
    levels: tuple[Level, ...]
    categories: tuple[str, ...]
    visits: dict[str, VisitRule]
    items: tuple[Item, ...]
    grants: dict[str, tuple[str, ...]]
    suspends: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many tags and items to draw."""

    tags: int = TAGS
    must_do: int = MUST_DO
    optional: int = OPTIONAL

    @classmethod
    def of_rules(cls, rules: int) -> Size:
        """So many rules in all, in the shares of the usual policy."""
        tags, must_do = rules * 60 // 100, rules * 12 // 100
        return cls(tags, must_do, rules - tags - must_do)


def generate(seed: int = SEED, size: Size | None = None) -> Policy:
    """Draw the policy."""
    return _Drawing(random.Random(seed), size or Size()).policy()


class _Drawing:
    def __init__(self, draw: random.Random, size: Size) -> None:
        self.draw = draw
        self.size = size
        self.tags: dict[str, Condition] = {}

    def policy(self) -> Policy:
        for number in range(1, self.size.tags + 1):
            self.tags[f"tag_{number:02}"] = self.new_tag()
        categories = self.some(list(self.tags), CATEGORIES)
        items = [self.item(f"must_{i:02}", must_do=True) for i in range(1, self.size.must_do + 1)]
        items += [
            self.item(f"offer_{i:02}", must_do=False) for i in range(1, self.size.optional + 1)
        ]
        offers = [item.id for item in items if not item.must_do]
        return Policy(
            tags=self.tags,
            levels=(
                Level("negative", Compare("net", "<", Decimal(-250)), "phase_out"),
                Level("weak", AnyOf((self.leaf(), self.leaf())), "improve"),
                Level("rising", All((self.leaf(), self.leaf())), "grow"),
                Level("steady", None, None),
            ),
            categories=categories,
            visits={name: self.visit() for name in (*categories, "general")},
            items=tuple(items),
            grants={"grow": self.some(offers, 5)},
            suspends={
                "phase_out": self.some(offers, 10),
                "improve": self.some(offers, 3),
            },
        )

    def some(self, names: list[str], count: int) -> tuple[str, ...]:
        """So many of the names, or all if there are fewer."""
        return tuple(sorted(self.draw.sample(names, min(count, len(names)))))

    def new_tag(self) -> Condition:
        """A tag unlike all before it, whose parts differ."""
        while True:
            tag = self.tag()
            items = tag.items if isinstance(tag, All | AnyOf) else ()
            if tag not in self.tags.values() and len(set(items)) == len(items):
                return tag

    def tag(self) -> Condition:
        """Half the tags are one test, the rest join two or three, some with a nested one."""
        kind = self.draw.randrange(20)
        if kind < 9:
            return self.leaf()
        if kind < 14:
            return All(tuple(self.part() for _ in range(self.draw.choice((2, 2, 3)))))
        if kind < 18:
            return AnyOf(tuple(self.part() for _ in range(self.draw.choice((2, 2, 3)))))
        if kind < 19:
            return All((self.leaf(), AnyOf((self.leaf(), self.leaf()))))
        return Not(self.leaf())

    def part(self) -> Condition:
        if self.tags and not self.draw.randrange(4):
            return TagHolds(self.draw.choice(list(self.tags)))
        return self.leaf()

    def leaf(self) -> Condition:
        draw = self.draw
        kinds: list[tuple[int, Callable[[], Condition]]] = [
            (6, self.integer),
            (6, lambda: self.number(draw.choice([n for n in NUMBERS if n != "pos_usage"]))),
            (2, lambda: Compare("pos_usage", draw.choice(("<", ">=")), Decimal("0.5"))),
            (5, self.choice),
            (3, lambda: Truth(draw.choice(BOOLEANS))),
            (4, self.days),
            (2, lambda: Compare("net", "<", Decimal(draw.randrange(4000)) / 4)),
            (2, lambda: Product("monthly_volume", ">", "previous_volume", Decimal("1.25"))),
            (1, lambda: Product("monthly_volume", "<", "previous_volume", Decimal("0.75"))),
            (1, lambda: Quotient("contribution", "monthly_volume", ">", Decimal(7))),
            (2, lambda: AllBelow(draw.choice(LISTS), draw.choice((1, 2, 4)), Decimal(70))),
            (1, lambda: Mean(draw.choice(LISTS), 2, ">=", Decimal(75))),
            (1, lambda: Starts("district", "城")),
            (1, lambda: Missing(draw.choice(("credit", "growth", "trained_on")))),
        ]
        return draw.choices([make for _, make in kinds], [weight for weight, _ in kinds])[0]()

    def integer(self) -> Condition:
        name = self.draw.choice(list(INTEGERS))
        low, high = INTEGERS[name]
        if not self.draw.randrange(3):
            start, end = sorted(self.draw.sample(range(low, high + 1), 2))
            return Between(name, start, end)
        return Compare(name, self.draw.choice(("<", ">=", ">", "==")), self.draw.randint(low, high))

    def number(self, name: str) -> Condition:
        low, high = NUMBERS[name]
        constant = Decimal(self.draw.randint(low * 4, high * 4)) / 4
        return Compare(name, self.draw.choice(("<", ">=", ">")), constant)

    def choice(self) -> Condition:
        name = self.draw.choice(list(CHOICES))
        count = 2 if len(CHOICES[name]) > 3 else 1
        return Is(name, tuple(self.draw.sample(CHOICES[name], count)))

    def days(self) -> Condition:
        name = self.draw.choice(list(DATES))
        limit = self.draw.randrange(DATES[name] // 10, DATES[name])
        return Days(name, self.draw.choice(("<=", ">")), limit)

    def visit(self) -> VisitRule:
        times, per = self.draw.choice(PER_MONTH)
        modes = self.draw.sample(MODES, self.draw.choice((1, 1, 2)))
        return VisitRule(times, per, self.draw.randrange(10, 50, 5), tuple(modes))

    def item(self, id_: str, *, must_do: bool) -> Item:
        draw = self.draw
        tags = list(self.tags)
        applies: Condition | None
        if must_do and draw.randrange(3):
            applies = None
        elif draw.randrange(3):
            applies = TagHolds(draw.choice(tags))
        else:
            joined = All if draw.randrange(2) else AnyOf
            applies = joined(tuple(TagHolds(tag) for tag in draw.sample(tags, 2)))
        until = None if must_do or draw.randrange(4) else self.leaf()
        urgency = draw.choice(("medium", "low", "low"))
        raising = draw.sample(tags, draw.choice((0, 1, 2)))
        higher = [degree for degree in RANK if RANK[degree] < RANK[urgency]]
        return Item(
            id=id_,
            must_do=must_do,
            applies=applies,
            until=until,
            every=draw.choice(EVERY),
            minutes=draw.randrange(5, 45, 5),
            value=draw.choice(tuple(RANK)),
            urgency=urgency,
            raised=tuple((tag, draw.choice(higher)) for tag in raising),
            record=not draw.randrange(4),
        )


def yaml_text(policy: Policy) -> str:
    """The policy as an author would write it."""
    lines = [
        "policy: {id: benchmark, version: '1', stage: draft}",
        "roles: {manager: {label: 客户经理, person: manager_name}}",
        "records: {form: 服务记录}",
        "customer:",
        "  key: customer_id",
        "  name: customer_name",
        "  choices: opted_in",
        "  attributes:",
    ]
    for portrait, names in PORTRAITS.items():
        lines.append(f"    {portrait}:")
        lines += [f"      {name}: {{{_attribute(name)}}}" for name in names]
    lines += ["measures:", "  net: contribution - service_cost", "tags:"]
    lines += [f"  {id_}: {{when: '{policy_text(tag)}'}}" for id_, tag in policy.tags.items()]
    lines += ["scales:", "  pyramid:", "    levels:"]
    for level in policy.levels:
        when = "otherwise: true" if level.when is None else f"when: '{policy_text(level.when)}'"
        strategy = "" if level.strategy is None else f", strategy: {level.strategy}"
        lines.append(f"      {level.id}: {{{when}{strategy}}}")
    lines.append(f"categories: {{of: [{', '.join(policy.categories)}], otherwise: general}}")
    lines.append("visits:")
    for name, rule in policy.visits.items():
        lines.append(
            f"  {name}: {{times: {rule.times} per {rule.per}, minutes: {rule.minutes}, "
            f"modes: [{', '.join(rule.modes)}]}}"
        )
    for section, must_do in (("must_do", True), ("optional", False)):
        lines.append(f"{section}:")
        lines += [
            f"  {item.id}: {{{_item(item)}}}" for item in policy.items if item.must_do is must_do
        ]
    lines.append("strategies:")
    for strategy in ("phase_out", "improve", "grow"):
        effects = [
            f"{word}: [{', '.join(effect[strategy])}]"
            for word, effect in (("grants", policy.grants), ("suspends", policy.suspends))
            if strategy in effect
        ]
        lines.append(f"  {strategy}: {{{', '.join(effects)}}}")
    return "\n".join(lines) + "\n"


def _attribute(name: str) -> str:
    required = ", required: true" if name in REQUIRED else ""
    if name in CHOICES:
        return f"type: choice, of: [{', '.join(CHOICES[name])}]{required}"
    if name in INTEGERS:
        return f"type: integer{required}"
    if name in NUMBERS:
        return f"type: number{required}"
    if name in BOOLEANS:
        return f"type: boolean{required}"
    if name in DATES:
        return f"type: date{required}"
    if name in LISTS:
        return f"type: list of number{required}"
    return "type: list of text" if name == "opted_in" else f"type: text{required}"


def _item(item: Item) -> str:
    parts = [f'every: "{item.every}"', "by: manager", f"minutes: {item.minutes}"]
    parts += [f"value: {item.value}", f"urgency: {item.urgency}"]
    if item.applies is not None:
        word = "for" if item.must_do else "eligible"
        parts.append(f"{word}: '{policy_text(item.applies)}'")
    if item.until is not None:
        parts.append(f"until: '{policy_text(item.until)}'")
    if item.raised:
        raised = ", ".join(f"{tag}: {degree}" for tag, degree in item.raised)
        parts.append(f"urgency_when: {{{raised}}}")
    if item.record:
        parts.append("record: form")
    return ", ".join(parts)
