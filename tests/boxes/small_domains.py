"""Random tables over domains small enough to try every customer."""

from __future__ import annotations

import datetime as dt
from itertools import product

from hypothesis import strategies as st

from tests.decide.policies import compiled
from workflow_engine.program.program import Table

HEAD = """
policy: {id: small, version: "1"}
customer:
  key: id
  attributes:
    basic:
      i: {type: integer, min: 0, max: 4}
      j: {type: integer, min: -1, max: 2, required: true}
      n: {type: number, min: 0, max: 0.000003}
      d: {type: date, min: 2026-03-01, max: 2026-03-04}
      c: {type: choice, of: {low: 低, medium: 中, high: 高}}
      b: {type: boolean}
measures:
  gap: i - j
  age: days_since(d)
tags:
  late: {when: 'age >= 2 or b'}
"""
DAY = dt.date(2026, 3, 4)
DAYS = (DAY, dt.date(2026, 3, 6))
DOMAINS = {
    "i": [None, 0, 1, 2, 3, 4],
    "j": [-1, 0, 1, 2],
    "n": [None, 0, 1, 2, 3],
    "d": [None, *(dt.date(2026, 3, day) for day in range(1, 5))],
    "c": [None, "low", "medium", "high"],
    "b": [None, True, False],
}
COLUMNS = ("i", "j", "n", "d", "c", "b", "gap", "age", "late")


def everybody(names):
    """Every customer that a rule can tell apart by these attributes, on two days."""
    for day in DAYS:
        for values in product(*(DOMAINS[name] for name in names)):
            yield {"j": 0, **dict(zip(names, values, strict=True))}, day


def numbers(low, high, text=str):
    """Cells of a column of ordered values."""

    def cell(draw):
        a, b = sorted((draw(st.integers(low, high)), draw(st.integers(low, high))))
        return draw(
            st.sampled_from(
                [
                    f"{text(a)}..{text(b)}",
                    f"≥ {text(a)}",
                    f"< {text(b)}",
                    f"{text(a)} | {text(b)}",
                    f"not {text(a)}",
                    "missing",
                    "not missing",
                ]
            )
        )

    return cell


CELLS = {
    "i": numbers(0, 4),
    "j": numbers(-1, 2),
    "n": numbers(0, 3, lambda n: f"0.00000{n}" if n else "0"),
    "d": numbers(1, 4, lambda n: f"2026-03-0{n}"),
    "gap": numbers(-3, 6),
    "age": numbers(-1, 6),
    "c": lambda draw: draw(
        st.sampled_from(["low", "高 | low", "not 中", "missing", "低 | 中 | 高"])
    ),
    "b": lambda draw: draw(st.sampled_from(["true", "false", "missing"])),
    "late": lambda draw: draw(st.sampled_from(["true", "false", "missing", "not missing"])),
}


def table_text(draw, columns):
    """The text of a policy with a table `t` over the columns."""
    hit = draw(st.sampled_from(["first", "unique", "any", "priority"]))
    lines = [HEAD, "tables:", "  t:", f"    hit: {hit}"]
    lines += ["    gives: {type: choice, of: [x, y, z]}", "    rows:"]
    for _ in range(draw(st.integers(1, 6))):
        chosen = draw(st.lists(st.sampled_from(columns), max_size=3, unique=True))
        cells = [f"{column}: '{CELLS[column](draw)}'" for column in chosen]
        cells.append(f"then: {draw(st.sampled_from('xyz'))}")
        lines.append("      - {" + ", ".join(cells) + "}")
    if draw(st.integers(0, 3)) == 0:
        lines.append(f"    otherwise: {draw(st.sampled_from('xyz'))}")
    return "\n".join(lines)


def some_columns(most):
    return st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=most, unique=True)


@st.composite
def small_tables(draw):
    """The text of a policy with a table, and the columns of it."""
    columns = draw(some_columns(3))
    return table_text(draw, columns), columns


@st.composite
def two_tables(draw):
    """Two versions of a table over the same columns; the second is often the first anew."""
    columns = draw(some_columns(2))
    first = table_text(draw, columns)
    change = draw(st.sampled_from(["other", "split", "swap"]))
    lines = first.splitlines()
    rows = [n for n, line in enumerate(lines) if line.startswith("      - {")]
    if change == "swap":
        one, other = draw(st.sampled_from(rows)), draw(st.sampled_from(rows))
        lines[one], lines[other] = lines[other], lines[one]
    elif change == "split":
        row = draw(st.sampled_from(rows))
        lines[row : row + 1] = [
            lines[row].replace("{", "{j: '< 1', ", 1),
            lines[row].replace("{", "{j: '≥ 1', ", 1),
        ]
        if " j: " in lines[row + 1][12:]:
            lines = first.splitlines()
    else:
        return (first, table_text(draw, columns)), columns
    return (first, "\n".join(lines)), [*columns, "j"]


def made(text):
    """The program of a text and its table."""
    program, errors = compiled(text)
    assert program is not None, errors
    table = program.definitions["t"]
    assert isinstance(table, Table)
    return program, table


def behind(columns):
    """The attributes behind the columns of a table."""
    reads = {"gap": ["i", "j"], "age": ["d"], "late": ["d", "b"]}
    return list(dict.fromkeys(name for column in columns for name in reads.get(column, [column])))
