"""What customers get besides levels, tags and items: results, benefits, promises, figures.

An outcome is one such thing in both versions. It is compared from answers: what a version says of
its definitions and grants (`grants`) for one customer. Both ways of going through customers, one
by one and in columns, find the answers in their own way and compare them here.
"""

from __future__ import annotations

import datetime as dt
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

from workflow_engine.decide.rule_numbers import SINGLE_HITS
from workflow_engine.explain.facts import definitions_in
from workflow_engine.explain.reach import attributes_reached, reached
from workflow_engine.impact.grants import Grant
from workflow_engine.impact.meaning import meaning
from workflow_engine.impact.tally import CONFLICT, UNDECIDED, Difference, DifferenceKind
from workflow_engine.impact.version import Version
from workflow_engine.language.durations import plain
from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.privileges import Benefit
from workflow_engine.program.program import Measure, Promise, Table
from workflow_engine.program.reading import expressions_of
from workflow_engine.program.types import SCALE, Type, Value

KNOWN: Final = "known"
"""Stands for a value that differs from customer to customer, where there was or is none."""
_MOST_COMBINED: Final = 10
"""Of up to so many rules every combination of results is told; of more, only that it differs."""
_NAMED_KINDS: Final = frozenset({"choice", "boolean"})


class Answer(NamedTuple):
    """What a version says of a definition or grant: its value, and the status of having none."""

    value: Any
    status: str


NOBODY: Final = Answer(None, "none")
Answers: TypeAlias = Sequence[Answer]


class Outcome(ABC):
    """One thing that a customer gets. `asked` are the definitions and grants it is read from."""

    kind: DifferenceKind
    name: str
    asked: tuple[tuple[str, ...], tuple[str, ...]]

    @abstractmethod
    def difference(self, before: Answers, after: Answers) -> Difference | None:
        """What differs for a customer with these answers of both versions."""

    @abstractmethod
    def deciding(self, before: Answers, after: Answers) -> tuple[str | None, str | None]:
        """What decided in both versions: the definition or grant, None where there is nothing."""


@dataclass(frozen=True, slots=True)
class _Sort:
    """How one version holds a value: where it is read, and its type."""

    asked: str
    type: Type
    field: str | None = None

    def read(self, answer: Answer) -> Any:
        """The value, or what is said of one that is not there."""
        value = answer.value
        if value is not None and self.field is not None:
            value = value[self.field]
        return value

    def stands(self, answer: Answer) -> str | None:
        """What is said where there is no value."""
        if answer.value is not None:
            return None
        return {"unknown": UNDECIDED, "conflict": CONFLICT}.get(answer.status)


class _Valued(Outcome):
    """A value: the result of a table, or a measure.

    With `exact` the values themselves are told, else which way they moved: a value that is
    calculated is another one for every customer.
    """

    def __init__(
        self,
        kind: DifferenceKind,
        name: str,
        sorts: tuple[_Sort | None, _Sort | None],
        *,
        exact: bool,
    ) -> None:
        self.kind, self.name = kind, name
        self.sorts = sorts
        first, second = (() if one is None else (one.asked,) for one in sorts)
        self.asked = (first, second)
        self._exact = exact

    def difference(self, before: Answers, after: Answers) -> Difference | None:
        was, is_ = self.value(0, before), self.value(1, after)
        told = tuple(
            _none(sort, answers) if value is None else self._told(sort, value)
            for sort, value, answers in zip(self.sorts, (was, is_), (before, after), strict=True)
        )
        if told[0] != told[1]:
            return Difference(self.kind, self.name, *told)
        if self._exact or was is None or is_ is None:
            return None
        moved = self._moved(was, is_)
        return None if moved is None else Difference(self.kind, self.name, None, moved)

    def deciding(self, before: Answers, after: Answers) -> tuple[str | None, str | None]:
        """The table or measure, where it has a value."""
        was, is_ = (
            None if self.value(side, answers) is None else self.asked[side][0]
            for side, answers in enumerate((before, after))
        )
        return was, is_

    def value(self, side: int, answers: Answers) -> Any:
        """The value under one version, None where there is none."""
        sort = self.sorts[side]
        return None if sort is None else sort.read(answers[0])

    def _told(self, sort: _Sort | None, value: Any) -> str:
        assert sort is not None, "a value is of a version that has it"
        return value_code(value, sort.type) if self._exact else KNOWN

    def _moved(self, was: Any, is_: Any) -> str | None:
        """Which way a calculated value moved, None where it did not."""
        kinds = [sort.type for sort in self.sorts if sort is not None]
        assert len(kinds) == 2, "both versions have a value"
        if all(kind.numeric for kind in kinds):
            one, other = (
                value * SCALE if kind.kind == "integer" else value
                for value, kind in zip((was, is_), kinds, strict=True)
            )
            return None if one == other else "higher" if other > one else "lower"
        if value_code(was, kinds[0]) == value_code(is_, kinds[1]):
            return None
        if kinds[0].kind == kinds[1].kind and kinds[0].kind in ("date", "datetime"):
            return "later" if is_ > was else "earlier"
        return "other"


def _none(sort: _Sort | None, answers: Answers) -> str | None:
    return None if sort is None else sort.stands(answers[0])


class _Benefit(Outcome):
    """All that the privileges of a customer give of one benefit, in the order of the policy."""

    kind = "benefit"

    def __init__(self, name: str, versions: tuple[Version, Version]) -> None:
        self.name = name
        self._given = [
            {grant.name: given.value.zh for grant, given in benefits_of(version, name)}
            for version in versions
        ]
        self.asked = (tuple(self._given[0]), tuple(self._given[1]))

    def difference(self, before: Answers, after: Answers) -> Difference | None:
        told = [self._told(side, answers) for side, answers in enumerate((before, after))]
        return None if told[0] == told[1] else Difference(self.kind, self.name, *told)

    def deciding(self, before: Answers, after: Answers) -> tuple[str | None, str | None]:
        """The first privilege that gives what the other version does not, else the first."""
        held = [
            {
                name: text
                for (name, text), one in zip(given.items(), answers, strict=True)
                if one.value
            }
            for given, answers in zip(self._given, (before, after), strict=True)
        ]
        was, is_ = (
            next((name for name, text in own.items() if text not in other.values()), None)
            or next(iter(own), None)
            for own, other in ((held[0], held[1]), (held[1], held[0]))
        )
        return was, is_

    def _told(self, side: int, answers: Answers) -> str | None:
        given = zip(self._given[side].values(), answers, strict=True)
        held = {text if one.value else None: None for text, one in given if one.value is not False}
        return json.dumps(list(held), ensure_ascii=False) if held else None


class _Promise(Outcome):
    """A promise as far as it is made to a customer: it may concern them."""

    kind = "promise"

    def __init__(self, name: str, versions: tuple[Version, Version]) -> None:
        self.name = name
        self._promises = [version.program.promises.get(name) for version in versions]
        first, second = (
            tuple(one.name for one in version.grants.values() if one.promise is promise)
            if promise is not None
            else ()
            for version, promise in zip(versions, self._promises, strict=True)
        )
        self.asked = (first, second)

    def difference(self, before: Answers, after: Answers) -> Difference | None:
        held = [
            promise if promise is not None and answers[0].value is not False else None
            for promise, answers in zip(self._promises, (before, after), strict=True)
        ]
        if _promised(held[0]) == _promised(held[1]):
            return None
        return Difference(self.kind, self.name, *(promise_code(one) for one in held))

    def deciding(self, before: Answers, after: Answers) -> tuple[str | None, str | None]:
        """The promise, where it is made."""
        was, is_ = (
            asked[0] if answers and answers[0].value is not False else None
            for asked, answers in zip(self.asked, (before, after), strict=True)
        )
        return was, is_


def outcomes(old: Version, new: Version) -> tuple[Outcome, ...]:
    """What may come out differently: not what both versions and all that it reads say alike."""
    versions = old, new
    found: list[Outcome] = []
    names = (version.shared(name) for version in (new, old) for name in version.program.definitions)
    for name in dict.fromkeys(names):
        definitions = [version.program.definitions.get(version.own(name)) for version in versions]
        if all(one is None or isinstance(one, Measure | Table) for one in definitions):
            roots = [() if one is None else expressions_of(one) for one in definitions]
            if _meanings(old, definitions[0], roots[0]) != _meanings(new, definitions[1], roots[1]):
                found += _valued(name, definitions)
    benefits = (b.id for v in (new, old) for p in v.program.privileges.values() for b in p.gives)
    for name in dict.fromkeys(benefits):
        given = [list(benefits_of(version, name)) for version in versions]
        if _granted(old, given[0]) != _granted(new, given[1]):
            found.append(_Benefit(name, (old, new)))
    for name in dict.fromkeys((*new.program.promises, *old.program.promises)):
        sides = []
        for version in versions:
            promise = version.program.promises.get(name)
            applies = () if promise is None or promise.applies is None else (promise.applies,)
            sides.append((_promised(promise), _meanings(version, applies, applies)))
        if sides[0] != sides[1]:
            found.append(_Promise(name, (old, new)))
    return tuple(found)


def benefits_of(version: Version, name: str) -> Iterable[tuple[Grant, Benefit]]:
    """The privileges of a version that give a benefit, with what they give of it."""
    for grant in version.grants.values():
        for benefit in () if grant.privilege is None else grant.privilege.gives:
            if benefit.id == name:
                yield grant, benefit


def _granted(version: Version, given: Sequence[tuple[Grant, Benefit]]) -> list[Any]:
    """What privileges give of a benefit, and to whom."""
    return [
        (benefit.value.zh, _meanings(version, grant.applies, (grant.applies,)))
        for grant, benefit in given
    ]


def _meanings(version: Version, thing: Any, roots: Iterable[Expression]) -> Any:
    """The meaning of something and of all that its expressions read."""
    program = version.program
    expressions = reached(program, roots)
    names = {name for one in expressions for name in definitions_in(one)}
    read = [program.definitions[name] for name in sorted(names)]
    read_attributes = [
        program.attributes[name] for name in attributes_reached(program, expressions)
    ]
    return meaning((thing, read, read_attributes, program.head.timezone), {})


def _promised(promise: Promise | None) -> Any:
    """What a promise says to a customer, apart from how it is worded."""
    if promise is None:
        return None
    return promise.promise, promise.unit, None if promise.claim is None else promise.claim.zh


def promise_code(promise: Promise | None) -> str | None:
    """A promise as a difference names it: `40 小时`."""
    return None if promise is None else f"{plain(promise.promise)} {promise.unit}"


def _valued(name: str, definitions: Sequence[Any]) -> Iterable[_Valued]:
    """The outcomes of a measure or table: of several results each by itself."""
    tables = [one if isinstance(one, Table) else None for one in definitions]
    if not any(tables) or any(isinstance(one, Measure) for one in definitions):
        sorts = [None if one is None else _Sort(one.id, one.type) for one in definitions]
        named = all(sort is None or sort.type.kind in _NAMED_KINDS for sort in sorts)
        yield _Valued("measure", name, (sorts[0], sorts[1]), exact=named)
        return
    several = any(table is not None and table.type.kind == "record" for table in tables)
    whole = any(table is not None and table.type.kind == "list" for table in tables)
    if whole or not several:
        sorts = [None if table is None else _Sort(table.id, table.type) for table in tables]
        exact = all(table is None or _combinations(table) for table in tables)
        yield _Valued("result", name, (sorts[0], sorts[1]), exact=exact)
        return
    fields = dict.fromkeys(f for table in reversed(tables) if table for f, _ in table.outputs)
    for field in fields:
        sorts = [_field(table, field) for table in tables]
        exact = all(table is None or _constant(table, field) for table in tables)
        yield _Valued("result", f"{name}.{field}", (sorts[0], sorts[1]), exact=exact)


def _field(table: Table | None, field: str) -> _Sort | None:
    """Where a result of a table is read; a table with one result is that result."""
    if table is None or field not in dict(table.outputs):
        return None
    single = len(table.outputs) == 1
    return _Sort(table.id, dict(table.outputs)[field], None if single else field)


def _constant(table: Table, field: str) -> bool:
    """Whether every rule gives a result as it is written."""
    place = next((n for n, (name, _) in enumerate(table.outputs) if name == field), None)
    if place is None:
        return True
    rows = [row.then for row in table.rows]
    given = rows if table.otherwise is None else [*rows, table.otherwise]
    return all(isinstance(then[place], Constant) for then in given)


def _combinations(table: Table) -> bool:
    """Whether there are few different results, all of them written in the rules."""
    few = table.hit in SINGLE_HITS or (
        table.hit == "collect" and table.aggregate in ("min", "max", "count")
    )
    return (few or len(table.rows) <= _MOST_COMBINED) and all(
        _constant(table, field) for field, _ in table.outputs
    )


def value_code(value: Value, kind: Type) -> str:
    """A value of the program as JSON text: exact, whatever holds it.

    >>> value_code(2_500_000, Type("number")), value_code("x", Type("text"))
    ('2.5', '"x"')
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return plain(Decimal(value) / SCALE) if kind.kind == "number" else str(value)
        case dt.date():
            return f'"{value.isoformat()}"'
        case str():
            return json.dumps(value, ensure_ascii=False)
        case dict():
            fields = dict(kind.fields)
            told = (f'"{name}": {value_code(one, fields[name])}' for name, one in value.items())
            return "{" + ", ".join(told) + "}"
        case tuple() | list():
            item = kind.item or kind
            return "[" + ", ".join(value_code(one, item) for one in value) + "]"


def value_of_code(code: str, kind: Type) -> Value:
    """The value that `value_code` wrote down.

    >>> value_of_code("2.5", Type("number"))
    2500000
    """
    return _value(json.loads(code, parse_float=Decimal, parse_int=Decimal), kind)


def _value(data: Any, kind: Type) -> Value:
    match data:
        case Decimal():
            return int(data * SCALE) if kind.kind == "number" else int(data)
        case list():
            return tuple(_value(one, kind.item or kind) for one in data)
        case dict():
            fields: Mapping[str, Type] = dict(kind.fields)
            return {name: _value(one, fields[name]) for name, one in data.items()}
        case str() if kind.kind == "date":
            return dt.date.fromisoformat(data)
        case str() if kind.kind == "datetime":
            return dt.datetime.fromisoformat(data)
        case bool() | None | str():
            return data
        case _:
            raise AssertionError("JSON has no other values")
