"""The functions of expressions: names in both languages, what they take and give.

The meaning of each stands in `decide.functions`; how calls are typed in `compiler.calls`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workflow_engine.language.keywords import FUNCTION_NAMES

ParameterKind = Literal[
    "date", "number", "text", "list", "numbers", "ordered list", "element", "size", "places",
    "list or text", "part", "value", "ordered values", "date text",
]  # fmt: skip
"""What a parameter takes.

| kind             | takes                                                          |
|------------------|----------------------------------------------------------------|
| `date`           | a date or a moment                                             |
| `number`         | an integer or a number                                         |
| `text`           | a text                                                         |
| `list`           | any list                                                       |
| `numbers`        | a list of integers or numbers                                  |
| `ordered list`   | a list of integers, numbers, dates or moments                  |
| `element`        | a value comparable with the elements of the list before it     |
| `size`           | a written whole number from 1 to 1,000                         |
| `places`         | a written whole number from 0 to 6                             |
| `list or text`   | a list or a text                                               |
| `part`           | an element of the list, or a part of the text, before it       |
| `value`          | any value; all of them of one kind                             |
| `ordered values` | one ordered list, or several ordered values of one kind        |
| `date text`      | a quoted date, or a moment                                     |
"""

ResultKind = Literal["integer", "number", "boolean", "date", "same", "element", "same list"]
"""`same`: as the argument(s), which are made of one kind; `element`: of the list."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `least` and `most` arguments (None: any number); the last kind repeats."""

    name: str
    chinese: str
    parameters: tuple[ParameterKind, ...]
    result: ResultKind
    usage: str
    least: int
    most: int | None


def _function(
    name: str,
    parameters: tuple[ParameterKind, ...],
    result: ResultKind,
    usage: str,
    *,
    least: int | None = None,
    repeats: bool = False,
) -> Function:
    return Function(
        name=name,
        chinese=FUNCTION_NAMES[name],
        parameters=parameters,
        result=result,
        usage=usage,
        least=len(parameters) if least is None else least,
        most=None if repeats else len(parameters),
    )


FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for function in (
        *(
            _function(name, ("date",), "integer", f"{name}(joined_on)")
            for name in ("days_since", "days_until", "months_since", "years_since")
        ),
        _function("days_between", ("date", "date"), "integer", "days_between(from, to)"),
        *(
            _function(name, ("date",), "integer", f"{name}(joined_on)")
            for name in ("year", "month", "day")
        ),
        _function("last", ("list", "size"), "same list", "last(list, 4)"),
        _function("first", ("list", "size"), "same list", "first(list, 4)"),
        *(
            _function(name, ("ordered list", "element"), "boolean", f"{name}(list, 60)")
            for name in ("all_below", "all_above", "any_below", "any_above")
        ),
        _function("count", ("list",), "integer", "count(list)"),
        _function("sum", ("numbers",), "element", "sum(list)"),
        _function("mean", ("numbers",), "number", "mean(list)"),
        _function("min", ("ordered values",), "same", "min(a, b)", repeats=True),
        _function("max", ("ordered values",), "same", "max(a, b)", repeats=True),
        _function("abs", ("number",), "same", "abs(x)"),
        _function("round", ("number", "places"), "number", "round(x, 2)", least=1),
        _function("floor", ("number",), "integer", "floor(x)"),
        _function("ceil", ("number",), "integer", "ceil(x)"),
        _function("coalesce", ("value",), "same", "coalesce(a, b)", least=2, repeats=True),
        _function("contains", ("list or text", "part"), "boolean", 'contains(list, "x")'),
        _function("starts_with", ("text", "text"), "boolean", 'starts_with(text, "x")'),
        _function("ends_with", ("text", "text"), "boolean", 'ends_with(text, "x")'),
        _function("length", ("text",), "integer", "length(text)"),
        _function("date", ("date text",), "date", 'date("2026-01-01")'),
    )
}
"""Every function by its English name."""

_CHINESE = {function.chinese: function for function in FUNCTIONS.values()}


def function_named(name: str) -> Function | None:
    """The function with this name in either language, or None.

    >>> function_named("距今天数").name
    'days_since'
    """
    return FUNCTIONS.get(name) or _CHINESE.get(name)
