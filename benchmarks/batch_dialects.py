"""How Polars and SQL write what the generated policy's decisions are made of."""
# ruff: noqa: D102 - methods are named after what they write

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
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
)


class Dialect(ABC):
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


class PolarsCode(Dialect):
    """Expressions over `col`, `lit` and `when`."""

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


class SqlCode(Dialect):
    """DuckDB's SQL."""

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


def _number(constant: int | Decimal) -> str:
    return str(constant) if isinstance(constant, int) else repr(float(constant))


def _none(code: str) -> str:
    return "None" if code == "null" else code
