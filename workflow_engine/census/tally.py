"""What is counted of customers: which rules hit them, what is undecided, what would decide it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from workflow_engine.decide.rule_numbers import RuleNumbers, rule_order
from workflow_engine.program.program import Program, Scale, Table, Tag
from workflow_engine.program.types import BOOLEAN

SHOWN = 3
"""So many customers are named as examples."""


@dataclass(slots=True)
class Tally:
    """The counts of some customers.

    Attributes:
        customers: how many there are.
        hits: by the number of a rule (`decide.rule_numbers`), how many it decided about: for whom
            a tag holds, a level or row of a single hit decided, a row of a list matched, an item
            is open and not suspended.
        unknown: by definition, for how many nobody can tell.
        unmatched: by scale or table, for how many no rule matches.
        conflicts: by scale or table, how many violate its hit policy.
        stale: by attribute, how many have a value older than the policy allows.
        absent: by attribute, how many have no value.
        settled: by attribute, for how many customers it alone would decide something.
        settles: by attribute and definition, how many it alone would decide.
        without_rule, in_conflict: by scale or table, the ids of the first few of these customers.
    """

    customers: int = 0
    hits: Counter[int] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[str] = field(default_factory=Counter)
    stale: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    settled: Counter[str] = field(default_factory=Counter)
    settles: Counter[tuple[str, str]] = field(default_factory=Counter)
    without_rule: dict[str, list[str]] = field(default_factory=dict)
    in_conflict: dict[str, list[str]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Add the counts of the customers that follow."""
        self.customers += other.customers
        self.hits.update(other.hits)
        self.unknown.update(other.unknown)
        self.unmatched.update(other.unmatched)
        self.conflicts.update(other.conflicts)
        self.stale.update(other.stale)
        self.absent.update(other.absent)
        self.settled.update(other.settled)
        self.settles.update(other.settles)
        for known, more in (
            (self.without_rule, other.without_rule),
            (self.in_conflict, other.in_conflict),
        ):
            for name, ids in more.items():
                name_examples(known, name, ids)


def name_examples(examples: dict[str, list[str]], definition: str, ids: list[str]) -> None:
    """Remember the first few customers for whom a definition has no answer."""
    known = examples.setdefault(definition, [])
    known += ids[: SHOWN - len(known)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A program that also answers for every row of its tables, and where the answers count.

    `rows` has, by table, the tags of its rows in the order in which its hit policy looks at them,
    each with the number of the rule.
    """

    program: Program
    numbers: RuleNumbers
    rows: dict[str, tuple[tuple[str, int], ...]]


def asked(program: Program) -> Asked:
    """The program with one tag for each row of each table."""
    numbers = RuleNumbers(program)
    definitions = dict(program.definitions)
    rows: dict[str, tuple[tuple[str, int], ...]] = {}
    for table in program.definitions.values():
        if not isinstance(table, Table):
            continue
        tags = []
        for index in rule_order(table):
            row = table.rows[index]
            name = f"?{table.id}:{row.number}"  # a name that no policy can give
            definitions[name] = Tag(name, table.label, row.when, row.place, type=BOOLEAN)
            tags.append((name, numbers.first[table.id] + index))
        rows[table.id] = tuple(tags)
    return Asked(replace(program, definitions=definitions), numbers, rows)


def otherwise_number(numbers: RuleNumbers, definition: Scale | Table) -> int | None:
    """The number of the rule that stands for the rest; None where there is none."""
    if definition.otherwise is None:
        return None
    rules = definition.levels if isinstance(definition, Scale) else definition.rows
    return numbers.first[definition.id] + len(rules)
