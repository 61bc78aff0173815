"""Random expressions of every type as authors would write them, and customers to try them on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from hypothesis import strategies as st

from tests.decide.policies import FORMS, HEAD, INTEGERS, NUMBERS, TODAY
from tests.decide.policies import customers as plain_customers
from workflow_engine.program.types import SCALE

ATTRIBUTES = """\
      i3: {type: integer, min: 0, max: 20}
      n3: {type: number, min: 0, max: 1}
      t2: {type: text}
      m1: {type: datetime}
      m2: {type: datetime}
      c2: {type: choice, of: {low: 低档, extra: 特档, high: 高档}}
      lt: {type: list of text}
      lb: {type: list of boolean}
      ld: {type: list of date}
      lm: {type: list of datetime}
      lc: {type: list of choice, of: {medium: 中, low: 低, other: 其他}}
"""
EXTENDED = HEAD + ATTRIBUTES

MORE: Mapping[str, list[str]] = {
    "boolean": [
        "(<moment> <compare> <moment>)",
        "(<boolean> == <boolean>)",
        "(<boolean> != <boolean>)",
        "(<text> == <text>)",
        "(t1 in [<words>])",
        '(t1 not in ["甲", "乙", "丙", "丁", "城", "East"])',
        "(i1 in [1, 2, -7])",
        "(i1 in [0, 1, 2, 3, 5, 60, 100])",
        "(<integer> in [<number>, 60])",
        "(<number> in [0.1, 60, -3, 999999999999999])",
        "(<date> in [<date>, <date>])",
        '(d1 in [date("2026-11-21"), date("2024-02-29")])',
        "(c1 in [<choice>])",
        "(c1 <equal> c2)",
        "(<otherchoice> <equal> <choice>)",
        '(c2 <equal> "extra")',
        '(c2 in ["extra", "low"])',
        "(c2 is not missing)",
        "(<moment> is missing)",
        "(<integers> is missing)",
        "(days_since(<date>) <compare> <integer>)",
        "(days_since(<moment>) <compare> 90)",
        "(months_since(<date>) <compare> <months>)",
        "(months_since(<date>) <compare> 2.5)",
        "(years_since(<moment>) <compare> <months>)",
        "(days_until(<date>) <compare> <months>)",
        "(days_until(<date>) <compare> 999999999)",
        "(i1 <compare> 2.5)",
        "(i1 <compare> 60.0)",
        "all_below(last(ln, <size>), 60)",
        "any_below(last(ln, <size>), <number>)",
        "all_above(first(li, <size>), 0)",
        "any_above(first(ln, <size>), 2.5)",
        "contains(last(li, <size>), 2)",
        "all_above(<dates>, <date>)",
        "any_below(<moments>, <moment>)",
        'all_below(ld, date("2026-08-24"))',
        "contains(ld, <date>)",
        "contains(lt, <text>)",
        'contains(lt, "甲")',
        "contains(lb, <boolean>)",
        "contains(lc, c1)",
        "contains(lc, c2)",
        'contains(lc, "other")',
        "contains(coalesce(ld, last(ld, 2)), <date>)",
        "(t2 in t1)",
        "starts_with(<text>, t2)",
        "ends_with(<text>, <text>)",
        "contains(<text>, <text>)",
    ],
    "integer": [
        "(i3 * <integer>)",
        "days_since(<moment>)",
        "months_since(<moment>)",
        "years_since(<moment>)",
        "days_between(<moment>, <date>)",
        "year(<date>)",
        "month(<moment>)",
        "day(<moment>)",
        "day(<date>)",
        "count(<dates>)",
        "count(<list>)",
        "count(lb)",
        "max(<integers>)",
        "sum(<integers>)",
        "min(<integer>, <integer>, <integer>)",
        "floor(<number> * <number>)",
        "abs(<integer>)",
        "length(coalesce(t2, t1))",
        "coalesce(max(li), i3)",
    ],
    "number": [
        "(n3 * <number>)",
        "(<number> * 0.8)",
        "(<number> * (-0.000003))",
        "(<number> / 7)",
        "(<number> / (-0.25))",
        "(<integer> / i3)",
        "(<number> / i1)",
        "(0.1 / <number>)",
        "round(<number> / 3, <places>)",
        "mean(<integers>)",
        "max(<list>)",
        "min(<number>, <number>, <integer>)",
        "coalesce(n3, <number>, 0)",
        "(<number> * <number> * <number>)",
    ],
    "date": [
        "date(<moment>)",
        "coalesce(<date>, <date>)",
        "min(<date>, <date>)",
        "max(<dates>)",
        "(<date> if <boolean> else <date>)",
    ],
    "moment": [
        "coalesce(<moment>, <moment>)",
        "max(<moment>, <moment>)",
        "min(<moments>)",
        "(<moment> if <boolean> else <moment>)",
    ],
    "text": [
        "coalesce(<text>, <text>)",
        "(<text> if <boolean> else <text>)",
    ],
    "choice": [
        "coalesce(<choice>, c1)",
        "(c1 if <boolean> else <choice>)",
    ],
    "otherchoice": [
        "coalesce(c1, c2)",
        "(c2 if <boolean> else c1)",
        '(c1 if <boolean> else "low")',
    ],
    "list": ["coalesce(<list>, <list>)", "last(<list>, 2)", "first(<list>, <size>)"],
    "integers": ["last(<integers>, <size>)", "coalesce(li, <integers>)"],
    "dates": ["last(ld, <size>)", "first(<dates>, 2)"],
    "moments": ["last(lm, <size>)"],
}
GRAMMAR = {
    kind: [*FORMS.get(kind, []), *MORE.get(kind, [])] for kind in dict.fromkeys([*FORMS, *MORE])
}
LEAVES: Mapping[str, list[str]] = {
    "boolean": ["b1", "b2", "b1", "true", "false"],
    "integer": ["i1", "i2", "i3"],
    "number": ["n1", "n2", "n3"],
    "date": ["d1", "d2", "today"],
    "moment": ["m1", "m2"],
    "text": ["t1", "t2"],
    "choice": ["c1"],
    "otherchoice": ["c2"],
    "list": ["ln"],
    "integers": ["li"],
    "dates": ["ld"],
    "moments": ["lm"],
}
LITERALS: Mapping[str, list[str]] = {
    "integer": ["0", "1", "2", "60", "(-7)"],
    "number": ["0.1", "2.5", "(-3)", "59.999999", "0.000001", "1234567.891"],
    "date": ['date("2024-02-29")', 'date("2026-08-24")', 'date("2026-11-21")'],
    "text": ['"甲"', '"城"', '""'],
    "choice": ['"high"', '"low"'],
    "compare": ["<", "<=", "==", "!=", ">", ">="],
    "equal": ["==", "!="],
    "size": ["1", "2", "3", "5"],
    "places": ["0", "1", "3", "6"],
    "months": ["(-1)", "0", "1", "3", "12", "24", "100"],
    "words": ['"甲"', '"城", "East", "甲"'],
}
PLACE = re.compile(f"<({'|'.join(dict.fromkeys([*GRAMMAR, *LITERALS]))})>")
KINDS = tuple(GRAMMAR)
_MOMENTS = st.sampled_from(
    [
        dt.datetime(1899, 12, 31, 23, 59, 59, 999_999),
        dt.datetime(2024, 2, 29, 0, 0),
        dt.datetime(2026, 8, 23, 23, 59, 59),
        dt.datetime(2026, 11, 21, 12, 30),
        dt.datetime(2027, 3, 1, 8, 0, 0, 1),
    ]
)
_DATES = st.sampled_from(
    [dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(9999, 12, 31), TODAY]
    + [dt.date(2026, month, day) for month, day in ((1, 31), (8, 21), (8, 22), (10, 22))]
) | st.dates(dt.date(2023, 1, 1), dt.date(2027, 12, 31))
_TEXTS = st.sampled_from(["", "甲", "城东店", "East", "城", "a.*", "店", "𠮷a"])
_WHOLE = INTEGERS | st.integers(-(10**9), 10**9) | st.sampled_from([10**12, -(10**12)])
_MILLIONTHS = (
    NUMBERS.map(lambda text: round(float(text) * SCALE))
    | st.integers(-(10**15), 10**15)
    | st.sampled_from([10**18, -(10**18)])
)


@st.composite
def written(draw: st.DrawFn, kind: str, depth: int = 3) -> str:
    """The text of an expression of this kind, up to this many forms inside one another."""
    literals = LITERALS.get(kind, [])
    leaves = [*LEAVES.get(kind, []) * 2, *literals]
    if kind not in GRAMMAR or depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(leaves))
    form = draw(st.sampled_from(GRAMMAR[kind]))
    return PLACE.sub(lambda found: draw(written(found[1], depth - 1)), form)


def _lists(elements: st.SearchStrategy[object], most: int = 4) -> st.SearchStrategy[object]:
    return st.none() | st.lists(st.none() | elements, max_size=most).map(tuple)


def customers() -> st.SearchStrategy[dict[str, object]]:
    """A checked customer with the attributes of `EXTENDED`, None where missing."""
    more = st.fixed_dictionaries(
        {
            "i1": st.none() | _WHOLE,
            "i3": st.none() | st.integers(0, 20),
            "n2": st.none() | _MILLIONTHS,
            "n3": st.none() | st.integers(0, SCALE),
            "d1": st.none() | _DATES,
            "d2": st.none() | _DATES,
            "t1": st.none() | _TEXTS,
            "t2": st.none() | _TEXTS,
            "m1": st.none() | _MOMENTS,
            "m2": st.none() | _MOMENTS,
            "c2": st.none() | st.sampled_from(["low", "extra", "high"]),
            "ln": _lists(_MILLIONTHS, 6),
            "li": _lists(_WHOLE),
            "lt": _lists(_TEXTS),
            "lb": _lists(st.booleans()),
            "ld": _lists(_DATES),
            "lm": _lists(_MOMENTS),
            "lc": _lists(st.sampled_from(["medium", "low", "other"])),
        }
    )
    return st.builds(lambda one, two: {**one, **two}, plain_customers(), more)
