"""Writes the hand-written competitor out for the generated policy.

Sixty tags and forty items are much typing; the style is that of an engineer who knows where time
goes: one function, local variables, missing values tested once for each condition, what several
conditions share calculated once, the common case without a call.

Run `python -m benchmarks.write_handwritten` after a change of the policy generator.
"""

from __future__ import annotations

import re
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
from benchmarks.write_tables import tables

HERE = Path(__file__).parent
FLIPPED = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}

DECISION_HEAD = '''"""The generated policy's decisions in plain Python; see `write_handwritten`.

Numbers are integers in millionths; None is missing or unknown.
"""
# ruff: noqa: PLR0915, SIM108 - one long function, as the policy is

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from benchmarks.handwritten_parts import (
    HIGH_VALUE,
    LOW_VALUE,
    MEDIUM_VALUE,
    Decision,
    all_below,
    level_among,
    divided,
    mean_of_last,
    offer_state,
    possible_levels,
    times,
    visit_for,
)


def decide(customer: Mapping[str, Any], today: dt.date) -> Decision:
    """Everything decided about one customer."""
'''


@dataclass(frozen=True, slots=True)
class _Test:
    """A test in Python: the variables that must not be None, and code that is true or false."""

    guards: tuple[str, ...]
    holds: str
    fails: str

    def known_true(self) -> str:
        """Code that is true when the test is known to hold."""
        if self.holds in self.guards or not self.guards or self._safe():
            return self.holds
        return f"({self._known()} and {self.holds})"

    def known_false(self) -> str:
        """Code that is true when the test is known to fail."""
        if self.holds in self.guards:
            return f"{self.holds} is False"
        return f"({self._known()} and {self.fails})" if self.guards else self.fails

    def _known(self) -> str:
        return " and ".join(f"{guard} is not None" for guard in self.guards)

    def _safe(self) -> bool:
        return " == " in self.holds or " in {" in self.holds


class _Writer:
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.lines: list[str] = []
        self.derived: dict[str, str] = {}
        self.never_none = set(REQUIRED)

    def line(self, text: str = "", depth: int = 1) -> None:
        self.lines.append("    " * depth + text if text else "")

    def decision(self) -> str:
        policy = self.policy
        self.line("net = None")
        self.line("if contribution is not None and service_cost is not None:")
        self.line("net = contribution - service_cost", 2)
        for tag, condition in policy.tags.items():
            self.assign(tag, condition)
        self.scale()
        self.categories()
        self.items()
        body = "\n".join(self.lines)
        words = set(re.findall(r"\w+", body))
        reads = [f'    {name} = customer["{name}"]' for name in ATTRIBUTES if name in words]
        return DECISION_HEAD + "\n".join(reads) + "\n" + body + "\n"

    def assign(self, name: str, condition: Condition) -> None:
        """Statements that set `name` to true, false or None."""
        match condition:
            case All(items) | AnyOf(items):
                tests = [self.test(item, f"{name}_part") for item in items]
                self.joined(name, tests, both=isinstance(condition, All))
            case Missing(attribute):
                self.line(f"{name} = {attribute} is None")
                self.never_none.add(name)
            case _:
                test = self.test(condition, f"{name}_part")
                if not test.guards:
                    self.line(f"{name} = {test.holds}")
                    self.never_none.add(name)
                elif test.holds in test.guards:
                    self.line(f"{name} = {test.holds}")
                else:
                    unknown = " or ".join(f"{guard} is None" for guard in test.guards)
                    self.line(f"{name} = None if {unknown} else {test.holds}")

    def joined(self, name: str, tests: list[_Test], *, both: bool) -> None:
        guards = list(dict.fromkeys(guard for test in tests for guard in test.guards))
        word = " and " if both else " or "
        plain = word.join(test.holds for test in tests)
        if not guards:
            self.line(f"{name} = {plain}")
            self.never_none.add(name)
            return
        # With one guard, nothing that needs it can decide while it is missing.
        deciding = [t for t in tests if len(guards) > 1 or not t.guards]
        decided = " or ".join(t.known_false() if both else t.known_true() for t in deciding)
        self.line(f"if {' or '.join(f'{guard} is None' for guard in guards)}:")
        self.line(f"{name} = {not both} if {decided} else None", 2)
        self.line("else:")
        self.line(f"{name} = {plain}", 2)

    def test(self, condition: Condition, part: str) -> _Test:
        match condition:
            case Compare(name, op, constant):
                value = _constant(constant)
                return self.plain((name,), f"{name} {op} {value}", f"{name} {FLIPPED[op]} {value}")
            case Between(name, low, high):
                holds = f"{_constant(low)} <= {name} <= {_constant(high)}"
                return self.plain((name,), holds, f"not {holds}")
            case Is(name, (word,)):
                return self.plain((name,), f'{name} == "{word}"', f'{name} != "{word}"')
            case Is(name, words):
                options = _words(words)
                return self.plain((name,), f"{name} in {options}", f"{name} not in {options}")
            case Truth(name) | TagHolds(name):
                return self.plain((name,), name, f"not {name}")
            case Starts(name, word):
                holds = f'{name}.startswith("{word}")'
                return self.plain((name,), holds, f"not {holds}")
            case Days(name, op, constant):
                days = self.derive(f"days_since_{name}", (name,), f"(today - {name}).days")
                return self.plain(
                    (days,), f"{days} {op} {constant}", f"{days} {FLIPPED[op]} {constant}"
                )
            case Product(left, op, right, factor):
                product = self.derive(
                    f"{right}_times_{int(factor * 100)}",
                    (right,),
                    f"times({right}, {_constant(factor)})",
                )
                return self.plain(
                    (left, product), f"{left} {op} {product}", f"{left} {FLIPPED[op]} {product}"
                )
            case Quotient(left, right, op, constant):
                value, share = _constant(constant), f"{left}_by_{right}"
                self.derive(share, (left, right), f"divided({left}, {right})")
                return self.plain(
                    (share,), f"{share} {op} {value}", f"{share} {FLIPPED[op]} {value}"
                )
            case AllBelow(name, count, constant):
                low = f"{name}_low_{count}"
                call = f"all_below({name}, {count}, {_constant(constant)})"
                return self.plain((self.derive(low, (name,), call),), low, f"not {low}")
            case Mean(name, count, op, constant):
                mean, value = f"{name}_mean_{count}", _constant(constant)
                self.derive(mean, (name,), f"mean_of_last({name}, {count})")
                return self.plain((mean,), f"{mean} {op} {value}", f"{mean} {FLIPPED[op]} {value}")
            case Missing(name):
                return _Test((), f"{name} is None", f"{name} is not None")
            case Not(item):
                test = self.test(item, part)
                return _Test(test.guards, test.fails, test.holds)
            case All() | AnyOf():
                self.assign(part, condition)
                return self.plain((part,), part, f"not {part}")

    def plain(self, guards: tuple[str, ...], holds: str, fails: str) -> _Test:
        return _Test(tuple(g for g in guards if g not in self.never_none), holds, fails)

    def derive(self, name: str, needed: tuple[str, ...], code: str) -> str:
        """Calculate something that several conditions may need, the first time it is needed."""
        if name not in self.derived:
            self.derived[name] = code
            guards = [one for one in needed if one not in self.never_none]
            if guards:
                unknown = " or ".join(f"{guard} is None" for guard in guards)
                self.line(f"{name} = None if {unknown} else {code}")
            else:
                self.line(f"{name} = {code}")
                if name.startswith("days_since"):
                    self.never_none.add(name)
        return name

    def scale(self) -> None:
        self.line()
        levels = [level for level in self.policy.levels if level.when is not None]
        last = self.policy.levels[-1]
        for level in levels:
            assert level.when is not None
            self.assign(level.id, level.when)
        for index, level in enumerate(levels):
            self.line(f"{'elif' if index else 'if'} {level.id}:")
            self.line(f'pyramid = "{level.id}"', 2)
            self.line(f"elif {level.id} is None:")
            self.line("pyramid = None", 2)
        self.line("else:")
        self.line(f'pyramid = "{last.id}"', 2)
        holds = ", ".join(level.id for level in levels)
        for level in levels:
            effect = level.strategy
            self.line(f'{effect} = pyramid == "{level.id}"')
        self.line("if pyramid is None:")
        self.line(f"possible = possible_levels({holds})", 2)
        for level in levels:
            self.line(f'{level.strategy} = level_among(possible, "{level.id}")', 2)
        both = set.intersection(*map(set, self.policy.suspends.values()))
        if both:
            # An item that both suspend asks whether either level holds.
            self.line("phase_out_or_improve = phase_out or improve")
            self.line("if pyramid is None:")
            self.line('phase_out_or_improve = level_among(possible, "negative", "weak")', 2)

    def categories(self) -> None:
        self.line()
        self.line("held = []")
        self.line("unsure = []")
        for tag in self.policy.categories:
            self.line(f"if {tag}:")
            self.line(f'held.append("{tag}")', 2)
            if tag not in self.never_none:
                self.line(f"elif {tag} is None:")
                self.line(f'unsure.append("{tag}")', 2)
        self.line('categories = tuple(held) or ("general",)')

    def items(self) -> None:
        self.line()
        self.line("opted = opted_in or ()")
        states, urgencies, priorities = [], [], []
        for item in self.policy.items:
            states.append((item.id, self.must_do(item) if item.must_do else self.offer(item)))
            urgency = self.urgency(item)
            priorities.append((item.id, self.priority(item, urgency)))
            urgencies.append((item.id, urgency))
        self.line()
        values = [("net", "net"), *((tag, tag) for tag in self.policy.tags), ("pyramid", "pyramid")]
        for name, entries in (
            ("values", values),
            ("states", states),
            ("urgencies", urgencies),
            ("priorities", priorities),
        ):
            self.line(f"{name} = {{")
            for key, code in entries:
                self.line(f'"{key}": {code},', 2)
            self.line("}")
        self.line("return Decision(")
        for code in (
            "values",
            "tuple([name for name, value in values.items() if value is None])",
            "categories",
            "tuple(unsure)",
            "visit_for(categories)",
            "states",
            "urgencies",
            "priorities",
        ):
            self.line(f"{code},", 2)
        self.line(")")

    def must_do(self, item: Item) -> str:
        if item.applies is None:
            return '"due"'
        name = self.applies(item)
        return f'"due" if {name} else "due_unknown" if {name} is None else "not_due"'

    def applies(self, item: Item) -> str:
        if isinstance(item.applies, TagHolds):
            return item.applies.tag
        assert item.applies is not None
        name = f"{item.id}_open"
        self.assign(name, item.applies)
        return name

    def offer(self, item: Item) -> str:
        tests = [self.plain((name := self.applies(item),), name, f"not {name}")]
        if item.id in self.policy.grants["grow"]:
            tests.append(_Test(("grow",), "grow", "not grow"))
            self.joined(f"{item.id}_granted", tests, both=False)
            name = f"{item.id}_granted"
            tests = [self.plain((name,), name, f"not {name}")]
        if item.until is not None:
            self.assign(f"{item.id}_over", item.until)
            over = self.plain((f"{item.id}_over",), f"{item.id}_over", f"not {item.id}_over")
            tests.append(_Test(over.guards, over.fails, over.holds))
            name = f"{item.id}_eligible"
            self.joined(name, tests, both=True)
        suspending = [s for s, items in self.policy.suspends.items() if item.id in items]
        call = ", ".join(filter(None, [name, f'"{item.id}" in opted', "_or_".join(suspending)]))
        return f"offer_state({call})"

    def urgency(self, item: Item) -> str:
        choices = ""
        for degree in ("high", "medium"):
            tags = [tag for tag, raised in item.raised if raised == degree]
            if tags:
                choices += f'"{degree}" if {" or ".join(tags)} else '
        if not choices:
            return f'"{item.urgency}"'
        self.line(f'{item.id}_urgency = {choices}"{item.urgency}"')
        return f"{item.id}_urgency"

    def priority(self, item: Item, urgency: str) -> str:
        if urgency.startswith('"'):
            return f'"P{RANK[item.value] + RANK[item.urgency] - 1}"'
        return f"{item.value.upper()}_VALUE[{urgency}]"


def _constant(constant: int | Decimal) -> str:
    if isinstance(constant, int):
        return str(constant)
    return f"{int(constant * 1_000_000):_}"


def _words(words: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{word}"' for word in words)
    return f"{{{quoted}}}"


def main() -> None:
    """Write both files; `ruff format` them afterwards."""
    policy = generate()
    (HERE / "handwritten_decision.py").write_text(_Writer(policy).decision(), encoding="utf-8")
    (HERE / "handwritten_tables.py").write_text(tables(policy), encoding="utf-8")


if __name__ == "__main__":
    main()
