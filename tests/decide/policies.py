"""Random policies as authors would write them, and random customers with gaps."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import strategies as st

from workflow_engine.compiler.compile import compile_policy
from workflow_engine.model.loader import load_texts
from workflow_engine.program.program import Program
from workflow_engine.program.types import SCALE

TODAY = dt.date(2026, 11, 21)

HEAD = """
policy: {id: random, version: "1", stage: draft}
roles: {manager: {label: 经理}}
customer:
  key: id
  attributes:
    basic:
      i1: {type: integer}
      i2: {type: integer}
      n1: {type: number}
      n2: {type: number}
      b1: {type: boolean}
      b2: {type: boolean, required: true}
      d1: {type: date}
      d2: {type: date}
      t1: {type: text}
      c1: {type: choice, of: {high: 高, medium: 中, low: 低}}
      ln: {type: list of number}
      li: {type: list of integer}
      opted_in: {type: list of text}
"""
OPTIONS = ("high", "medium", "low")
PERIODS = ("", "", ", valid: ..2026-11-20", ", valid: 2026-11-21..", ", valid: 2026-11-21")
"""Two of them cover `TODAY`."""
INTEGERS = st.sampled_from([-7, -1, 0, 1, 2, 3, 5, 60, 100])
NUMBERS = st.sampled_from(
    ["0", "0.1", "-0.1", "0.000001", "2.5", "-3", "59.999999", "60", "60.000001", "1234567.891"]
)
DATES = st.sampled_from(
    [
        "2024-02-29",
        "2026-01-31",
        "2026-08-23",
        "2026-08-24",
        "2026-11-20",
        "2026-11-21",
        "2027-03-01",
    ]
)
TEXTS = st.sampled_from(["", "甲", "城东店", "East", "城"])
COMPARISONS = st.sampled_from(["<", "<=", "==", "!=", ">", ">="])


FORMS: dict[str, list[str]] = {
    "boolean": [
        "(<boolean> and <boolean>)",
        "(<boolean> or <boolean>)",
        "(<boolean> and <boolean> or <boolean>)",
        "(not <boolean>)",
        "(<integer> <compare> <number>)",
        "(<number> <compare> <number>)",
        "(<integer> <compare> <integer>)",
        "(<integer> <= <number> < <integer>)",
        "(<date> <compare> <date>)",
        "(<number> is missing)",
        "(<boolean> is not missing)",
        "(<choice> is missing)",
        '(c1 in ["high", "low"])',
        '(c1 not in ["medium"])',
        "(c1 == <choice>)",
        "all_below(<list>, <number>)",
        "all_above(<list>, <integer>)",
        "any_below(<list>, <number>)",
        "any_above(<list>, <integer>)",
        "all_below(li, <number>)",
        "contains(ln, <number>)",
        "contains(li, <integer>)",
        "contains(t1, <text>)",
        'starts_with(t1, "城")',
        "(<boolean> if <boolean> else <boolean>)",
    ],
    "integer": [
        "(<integer> + <integer>)",
        "(<integer> - <integer>)",
        "(<integer> * <integer>)",
        "(-<integer>)",
        "days_since(<date>)",
        "days_until(<date>)",
        "months_since(<date>)",
        "years_since(<date>)",
        "days_between(<date>, <date>)",
        "month(<date>)",
        "floor(<number>)",
        "ceil(<number>)",
        "length(<text>)",
        "count(li)",
        "sum(li)",
        "coalesce(<integer>, <integer>)",
        "min(<integer>, <integer>)",
        "(<integer> if <boolean> else <integer>)",
    ],
    "number": [
        "(<number> + <number>)",
        "(<number> - <integer>)",
        "(<number> * <number>)",
        "(<integer> * <number>)",
        "(<number> / n2)",
        "(<number> / (n1 - n2))",
        "(<integer> / i2)",
        "(<integer> / 3)",
        "(-<number>)",
        "abs(<number>)",
        "round(<number>)",
        "round(<number>, 2)",
        "mean(<list>)",
        "mean(li)",
        "sum(<list>)",
        "max(<number>, <integer>)",
        "min(<list>)",
        "coalesce(<number>, <integer>)",
        "(<number> if <boolean> else <number>)",
    ],
    "list": ["ln", "last(ln, 1)", "last(ln, 3)", "first(ln, 2)", "last(ln, 4)"],
}
PLACE = re.compile("<(boolean|integer|number|date|text|choice|list|compare)>")


@st.composite
def expressions(draw: st.DrawFn, kind: str, names: dict[str, list[str]], depth: int = 3) -> str:
    """The text of an expression of the kind; `names` are what definitions may stand in it."""
    if kind == "compare":
        return draw(COMPARISONS)
    if depth == 0 or kind not in FORMS or draw(st.integers(0, 3)) == 0:
        return draw(_leaf(kind, names))
    form = draw(st.sampled_from(FORMS[kind]))
    return PLACE.sub(lambda found: draw(expressions(found[1], names, depth - 1)), form)


def _leaf(kind: str, names: dict[str, list[str]]) -> st.SearchStrategy[str]:
    named = names.get(kind, [])
    attributes = {
        "boolean": ["b1", "b2", "true", "false"],
        "integer": ["i1", "i2"],
        "number": ["n1", "n2"],
        "date": ["d1", "d2", "today"],
        "text": ["t1"],
        "choice": ["c1"],
        "list": ["ln"],
    }[kind]
    known = st.sampled_from([*attributes, *named])
    literals = {
        "integer": INTEGERS.map(lambda n: f"({n})" if n < 0 else str(n)),
        "number": NUMBERS.map(lambda n: f"({n})" if n.startswith("-") else n),
        "date": DATES.map(lambda d: f'date("{d}")'),
        "text": TEXTS.map(lambda t: f'"{t}"'),
        "choice": st.sampled_from([f'"{o}"' for o in OPTIONS]),
    }
    if kind in literals:
        return st.one_of(known, known, literals[kind])
    return known


@st.composite
def cells(draw: st.DrawFn, column: str) -> str:
    """A cell for a column."""
    simple = draw(st.sampled_from(["any", "missing", "not missing", None, None, None, None]))
    if simple:
        return simple
    match column:
        case "i1":
            a, b = sorted((draw(INTEGERS), draw(INTEGERS)))
            return draw(
                st.sampled_from(
                    [
                        f"{a}..{b}",
                        f"{a}..<{b + 1}",
                        f"≥ {a}",
                        f"< {b}",
                        f"{a} | {b}",
                        f"not {a}",
                        f"> {a - 1} <= {b}",
                    ]
                )
            )
        case "n1":
            a = draw(NUMBERS)
            return draw(st.sampled_from([f"≥ {a}", f"< {a}", f"not {a}", a, f"{a}..100000000"]))
        case "b1":
            return draw(st.sampled_from(["true", "false"]))
        case "d1":
            day = draw(DATES)
            return draw(st.sampled_from([f"≥ {day}", f"< {day}", f"{day}..2030-01-01"]))
        case _:
            return draw(st.sampled_from(["high", "高 | low", "not 中", "low"]))


@st.composite
def tables(draw: st.DrawFn, names: dict[str, list[str]]) -> str:
    """One decision table of any hit policy, in block style."""
    hit = draw(
        st.sampled_from(
            [
                "unique",
                "first",
                "any",
                "priority",
                "rule_order",
                "output_order",
                "collect",
                "collect sum",
                "collect min",
                "collect max",
                "collect count",
            ]
        )
    )
    several = not hit.startswith("collect ") and draw(st.booleans())
    ranked = hit in ("priority", "output_order")
    numeric = hit.startswith("collect ")
    kind = (
        "number"
        if numeric
        else "choice"
        if ranked
        else draw(st.sampled_from(["choice", "integer"]))
    )
    of = ", of: [x, y, z]"
    lines = [f"    hit: {hit}"]
    one = f"{{type: {kind}{of if kind == 'choice' else ''}}}"
    lines.append(
        f"    gives: {{out: {one}, more: {{type: integer}}}}" if several else f"    gives: {one}"
    )

    def value(wanted: str) -> str:
        if wanted == "choice":
            return draw(st.sampled_from(["x", "y", "z"]))
        if draw(st.integers(0, 3)):
            return draw(NUMBERS) if wanted == "number" else str(draw(INTEGERS))
        return "'" + draw(expressions(wanted, names, 1)) + "'"

    def output() -> str:
        if several:
            return f"{{out: {value(kind)}, more: {value('integer')}}}"
        return value(kind)

    lines.append("    rows:")
    for _ in range(draw(st.integers(1, 5))):
        columns = draw(
            st.lists(st.sampled_from(["i1", "n1", "b1", "d1", "c1"]), max_size=2, unique=True)
        )
        entries = [f"{column}: '{draw(cells(column))}'" for column in columns]
        lines.append("      - {" + ", ".join([*entries, f"then: {output()}"]) + "}")
    if draw(st.booleans()):
        lines.append(f"    otherwise: {'7' if hit == 'collect count' else output()}")
    return "\n".join(lines)


@st.composite
def policy_texts(draw: st.DrawFn) -> str:
    """A whole policy that must check clean."""
    names: dict[str, list[str]] = {}
    parts = [HEAD]
    parts.append("measures:")
    for index in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["integer", "number"]))
        parts.append(f"  m{index}: '{draw(expressions(kind, names))}'")
        names.setdefault(kind, []).append(f"m{index}")
    parts.append("tags:")
    for index in range(draw(st.integers(3, 5))):
        when, valid = draw(expressions("boolean", names)), draw(st.sampled_from(PERIODS))
        parts.append(f"  g{index}: {{when: '{when}'{valid}}}")
        names.setdefault("boolean", []).append(f"g{index}")
    parts.append("scales:")
    for index in range(draw(st.integers(1, 2))):
        hit = draw(st.sampled_from(["first", "unique", "any", "priority"]))
        parts.append(f"  s{index}:\n    hit: {hit}\n    levels:")
        for level in range(draw(st.integers(1, 3))):
            strategy = draw(st.sampled_from(["", ", strategy: grow", ", strategy: stop"]))
            when = draw(expressions("boolean", names, 2))
            valid = draw(st.sampled_from(PERIODS))
            parts.append(f"      s{index}l{level}: {{when: '{when}'{strategy}{valid}}}")
        if draw(st.booleans()):
            parts.append(f"      s{index}rest: {{otherwise: true, strategy: stop}}")
        names["boolean"].append(f'(s{index} == "s{index}l0")')
    parts.append("tables:")
    count = draw(st.integers(1, 3))
    parts.extend(f"  t{index}x:\n{draw(tables(names))}" for index in range(count))
    parts.append("categories: {of: [g0, g1, g2], otherwise: general}")
    combine = draw(st.sampled_from(["most_demanding", "first"]))
    parts.append(
        f"visits:\n  combine: {combine}\n  general: {{times: 1 per month, minutes: 20, modes: [field]}}\n"
        "  g0: {times: 4 per month, minutes: 10, modes: [online, field]}\n"
        "  g2: {times: 9 per quarter, minutes: 40, modes: [remote]}"
    )
    parts.append("must_do:\n  must: {every: visit}")
    condition = draw(expressions("boolean", names, 2))
    parts.append(
        f"  must_if: {{every: 1 month, for: '{condition}', value: high, urgency: low, "
        "urgency_when: {g0: high, g1: medium}}"
    )
    parts.append("  must_group: {every: 1 month, for: [g1, general]}\noptional:")
    for index in range(3):
        eligible = draw(expressions("boolean", names, 2))
        until = draw(st.sampled_from(["", ", until: g2", ", until: n1 >= 60"]))
        valid = draw(st.sampled_from(PERIODS))
        parts.append(f"  o{index}: {{every: 1 month, eligible: '{eligible}'{until}{valid}}}")
    parts.append(
        "strategies:\n  grow: {grants: [o0, o1]}\n  stop: {suspends_optional_except: [o2]}\n"
    )
    return "\n".join(parts)


def customers() -> st.SearchStrategy[dict[str, object]]:
    """A checked customer: every attribute, None where missing, numbers in millionths."""
    number = NUMBERS.map(lambda text: round(float(text) * SCALE))
    date = DATES.map(dt.date.fromisoformat)
    gap = st.none()
    return st.fixed_dictionaries(
        {
            "i1": gap | INTEGERS,
            "i2": gap | INTEGERS,
            "n1": gap | number,
            "n2": gap | number,
            "b1": gap | st.booleans(),
            "b2": st.booleans(),
            "d1": gap | date,
            "d2": gap | date,
            "t1": gap | TEXTS,
            "c1": gap | st.sampled_from(OPTIONS),
            "ln": gap | st.lists(gap | number, max_size=4).map(tuple),
            "li": gap | st.lists(gap | INTEGERS, max_size=3).map(tuple),
            "opted_in": gap
            | st.sets(st.sampled_from(["o0", "o1", "o2"])).map(lambda s: tuple(sorted(s))),
        }
    )


def compiled(text: str) -> tuple[Program | None, list[str]]:
    """The program of a policy text, and the codes of what is wrong with it."""
    loaded = load_texts({"policy.yaml": text})
    found = list(loaded.diagnostics)
    if loaded.model is None:
        return None, [one.code for one in found]
    made = compile_policy(loaded.model, loaded.dropped)
    found += made.diagnostics
    errors = [
        f"{one.code} {one.place} {one.message.en}" for one in found if one.severity == "error"
    ]
    return (None if errors else made.program), errors
