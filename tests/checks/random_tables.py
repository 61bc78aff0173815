"""Random decision tables over a domain small enough to try every customer."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import strategies as st

from tests.checks.examples import BASE
from tests.docs.examples import policy_files
from workflow_engine.decide.reference import Evaluator
from workflow_engine.policy import check_texts

DAY = dt.date(2026, 3, 2)
CUSTOMER = """customer:
  key: customer_id
  attributes:
    basic:
      size: {type: integer, min: 1, max: 4}
      area: {type: choice, of: [x, y, z]}
      smart: {type: boolean}
      rank: {type: integer, min: 0, max: 2}
"""
VALUES = {
    "size": (1, 2, 3, 4),
    "area": ("x", "y", "z"),
    "smart": (True, False),
    "rank": (0, 1, 2),
}
COMPLETE = [dict(zip(VALUES, one, strict=True)) for one in product(*VALUES.values())]
EVERYBODY = [
    dict(zip(VALUES, one, strict=True))
    for one in product(*((*values, None) for values in VALUES.values()))
]
_NUMBERS = ("≥ 2", "< 3", "2..3", "1..<3", "4", "≥ 1", "> 4", "1 | 3", "not 2", "missing")
CELLS = {
    "size": _NUMBERS,
    "area": ("x", "y", "x | y", "not z", "x | y | z", "not missing"),
    "smart": ("true", "false"),
    "rank": ("0", "≥ 1", "1..2", "< 1"),
    "large": ("true", "false"),
}
TAG = "tags: {large: {when: size >= 3}}\n"


@dataclass(frozen=True)
class Written:
    """A table as it is written: cells by column for each row, what rows give, `otherwise`."""

    hit: str
    rows: tuple[tuple[tuple[tuple[str, str], ...], str], ...]
    otherwise: str | None

    @property
    def text(self):
        lines = [CUSTOMER, TAG, "tables:\n  t:\n"]
        lines.append("    gives: {type: choice, of: [p, q]}\n")
        lines.append(f"    hit: {self.hit}\n    rows:\n")
        for cells, then in self.rows:
            written = "".join(f'{column}: "{cell}", ' for column, cell in cells)
            lines.append(f"      - {{{written}then: {then}}}\n")
        if self.otherwise is not None:
            lines.append(f"    otherwise: {self.otherwise}\n")
        return "".join(lines)

    def merged(self, group, column, cell):
        """The table with some rows in one, which has another cell in a column."""
        first, *others = group
        cells, then = self.rows[first]
        one = tuple((name, cell if name == column else old) for name, old in cells)
        rows = [(one, then) if n == first else row for n, row in enumerate(self.rows)]
        return replace(self, rows=tuple(row for n, row in enumerate(rows) if n not in others))

    def without(self, index):
        return replace(self, rows=self.rows[:index] + self.rows[index + 1 :])


@st.composite
def tables(draw, hits=("unique", "any", "first", "priority")):
    columns = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=3, unique=True))
    row = st.tuples(
        st.tuples(
            *(
                st.one_of(st.just("any"), st.sampled_from(CELLS[column])).map(
                    lambda cell, column=column: (column, cell)
                )
                for column in columns
            )
        ),
        st.sampled_from(["p", "q"]),
    )
    rows = draw(st.lists(row, min_size=1, max_size=5))
    return Written(
        draw(st.sampled_from(hits)), tuple(rows), draw(st.sampled_from([None, "p", "q"]))
    )


def report(text):
    return check_texts(policy_files(text, BASE))


def program_of(table):
    found = report(table.text)
    assert found.program is not None, [one.message.en for one in found.diagnostics]
    return found.program


def findings(table):
    """The findings about a table by code, and its program."""
    found = report(table.text)
    assert found.program is not None, [one.message.en for one in found.diagnostics]
    by_code = {}
    for one in found.diagnostics:
        by_code.setdefault(one.code, []).append(one)
    return by_code, found.program


def outcomes(program, customers, name="t"):
    return [Evaluator(program, one, DAY).outcome(name) for one in customers]


def row_numbers(found, argument):
    """The rows, from 0, that findings speak of."""
    return {int(one.args[argument].removeprefix("row ")) - 1 for one in found}


def holding(program, name="t"):
    """For each customer which rows are true, by index."""
    rows = program.definitions[name].rows
    evaluators = [Evaluator(program, one, DAY) for one in EVERYBODY]
    return [[one.holds(row.when) for row in rows] for one in evaluators]
