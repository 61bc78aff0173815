"""What was found on the customers, counted: small whatever the number of customers.

Both ways of going through them, one by one and in columns, count into the same tally.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from workflow_engine.diagnostics.diagnostic import Diagnostic

DifferenceKind = Literal[
    "refused",
    "level",
    "tag_gained",
    "tag_lost",
    "tag_open",
    "category_gained",
    "category_lost",
    "item_gained",
    "item_lost",
    "item_state",
    "result",
    "benefit",
    "promise",
    "visit",
    "date",
    "priority",
    "minutes",
    "measure",
]
KINDS: Final[tuple[DifferenceKind, ...]] = get_args(DifferenceKind)
GROUPS: Final[dict[str, tuple[DifferenceKind, ...]]] = {
    "any": KINDS,
    "tag": ("tag_gained", "tag_lost", "tag_open"),
    "category": ("category_gained", "category_lost"),
    "item": ("item_gained", "item_lost", "item_state"),
}
"""Kinds that are counted together too: a customer with several of them once."""

ENTITLED: Final = frozenset({"due", "due_unknown", "active", "offered"})
"""The states in which a customer has an item: it is done for them, or they may choose it."""
UNDECIDED: Final = "?"
"""Stands for a level or value that cannot be told for want of data."""
CONFLICT: Final = "!"
"""Stands for the value of a table whose rules are against each other."""
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
"""What became of a customer who is `refused`: served by the old version, not by the new one."""
CANDIDATES: Final = 20
"""So many customers are remembered for each difference."""
MOST_REJECTED: Final = 1_000
"""So many customers whom only one version can read are listed; all are counted."""

Rules: TypeAlias = tuple["int | None", "int | None"]
"""The numbers of the rules that decided before and after; None where nobody numbered decided."""


class Difference(NamedTuple):
    """One thing that is different for a customer: `name` is the tag, scale, category or item.

    Levels, states and priorities stand as ids; a visit regime as `4|month|40|field`; dates as
    `earlier`, `later`, `dated`, `undated`; minutes as `more`, `fewer`. Results stand as JSON text,
    those that are calculated and measures as `higher`, `lower`, `earlier`, `later`, `other`; the
    benefits of a customer as a JSON list; a promise as `40 小时`. None: there is none. A customer
    whom the new version rejects is `refused`, from `accepted` to `rejected`.
    """

    kind: DifferenceKind
    name: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Loads:
    """Minutes a month under one version by role and person, over a common denominator."""

    denominator: int
    minutes: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    customers: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    total: int = 0


@dataclass(frozen=True, slots=True)
class OneSided:
    """A customer whom one version can read and the other rejects, and why."""

    id: str | None
    row: int
    rejected_by: Literal["old", "new", "both"]
    findings: tuple[Diagnostic, ...]


class Tally:
    """Counts differences of customers.

    `compared` are the customers whom the old version serves: whom the new one rejects loses all
    they had. `changed` of them differ. `counts` has how many customers
    have each difference, `rules` which rules decided, `customers` how many have one of a kind or
    of a group. `first` names customers for each difference, those with the lowest hashes; `refused`
    those of whom the new version knows nothing.
    """

    def __init__(self, scales: Iterable[str], before: int, after: int) -> None:
        self.compared = self.changed = 0
        self.counts: Counter[Difference] = Counter()
        self.rules: dict[Difference, Counter[Rules]] = {}
        self.customers: Counter[str] = Counter()
        self.first: dict[Difference, list[tuple[int, str]]] = {}
        self.refused: dict[Difference, list[tuple[int, str]]] = {}
        self.matrices: dict[str, Counter[tuple[str | None, str | None]]] = {
            scale: Counter() for scale in scales
        }
        self.before, self.after = Loads(before), Loads(after)
        self.rejected: Counter[str] = Counter()
        self.one_sided: list[OneSided] = []
        self.in_rollout = 0

    def add(
        self,
        customer_id: str,
        found: Iterable[tuple[Difference, Rules]],
        *,
        refused: bool = False,
    ) -> None:
        """Count what is different for one customer; `refused` is who the new version rejects."""
        self.compared += 1
        listed = list(found)
        if not listed:
            return
        self.changed += 1
        digest = digest_of(customer_id)
        kinds: set[str] = {difference.kind for difference, _ in listed}
        self.customers.update(kinds | {g for g, those in GROUPS.items() if kinds & set(those)})
        for difference, rules in listed:
            self.note(difference, rules, 1, [(digest, customer_id)], refused=refused)

    def note(
        self,
        difference: Difference,
        rules: Rules,
        count: int,
        first: list[tuple[int, str]],
        *,
        refused: bool = False,
    ) -> None:
        """Count one difference of some customers; `first` are those with the lowest hashes."""
        self.counts[difference] += count
        self.rules.setdefault(difference, Counter())[rules] += count
        known = (self.refused if refused else self.first).setdefault(difference, [])
        if len(known) < CANDIDATES or min(first) < known[-1]:
            known += first
            known.sort()
            del known[CANDIDATES:]

    def example(self, difference: Difference) -> str:
        """The id of a customer with a difference, one whom both versions read if there is any."""
        return (self.first.get(difference) or self.refused[difference])[0][1]

    def reject(self, one: OneSided) -> None:
        """Count a customer whom a version cannot read; the first are listed."""
        self.rejected[one.rejected_by] += 1
        if len(self.one_sided) < MOST_REJECTED:
            self.one_sided.append(one)

    def sampled(self, most: int) -> tuple[str, ...]:
        """Customers to look at: every kind of difference first, then the most frequent ones.

        The same base and versions give the same customers, in whatever order and way they came.
        """
        ranked: dict[str, list[Difference]] = {}
        for difference, _ in sorted(
            self.counts.items(), key=lambda pair: (-pair[1], repr(pair[0]))
        ):
            ranked.setdefault(difference.kind, []).append(difference)
        chosen: dict[str, None] = {}
        for turn in range(CANDIDATES):
            for place in range(max(map(len, ranked.values()), default=0)):
                for kind in KINDS:
                    those = ranked.get(kind, ())
                    firsts = self.first.get(those[place], ()) if place < len(those) else ()
                    if turn < len(firsts) and len(chosen) < most:
                        chosen.setdefault(firsts[turn][1])
        return tuple(chosen)


def digest_of(customer_id: str) -> int:
    """A number that depends on the id alone, the same in every run.

    >>> digest_of("C0001") == digest_of("C0001"), digest_of("C0001") == digest_of("C0002")
    (True, False)
    """
    return int(hashlib.sha256(customer_id.encode()).hexdigest()[:12], 16)
