"""Section `priority`: the priority of every value and urgency."""

from __future__ import annotations

from itertools import product

from workflow_engine.compiler.cell_typing import type_cell
from workflow_engine.compiler.findings import Findings
from workflow_engine.compiler.scope import Scope
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.cells import parse_cell
from workflow_engine.language.keywords import WORDS
from workflow_engine.language.nodes import Written
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Compare,
    Constant,
    Expression,
    IsMissing,
    Not,
    OneOf,
    Or,
)
from workflow_engine.program.program import Degree
from workflow_engine.program.types import BOOLEAN, Option, Type

DEGREES: tuple[Degree, ...] = ("high", "medium", "low")
_DEGREE = Type(
    "choice",
    options=tuple(Option(degree, Bilingual(WORDS[degree], degree)) for degree in DEGREES),
)
_ALWAYS = Constant(value=True, type=BOOLEAN)


class _NoNames(Scope):
    """The cells of the matrix hold degrees only."""

    def lookup(self, name: str) -> None:  # noqa: ARG002 - the parent's signature
        return None

    def names(self) -> list[str]:
        return []


def compile_priority(model: PolicyModel, findings: Findings) -> dict[tuple[Degree, Degree], str]:
    """The priority of every value and urgency: P(value + urgency − 1), or the author's matrix."""
    if model.priority is None:
        return {
            (value, urgency): f"P{i + j + 1}"
            for (i, value), (j, urgency) in product(enumerate(DEGREES), enumerate(DEGREES))
        }
    rows = [
        (
            _condition(row.value, "value", findings),
            _condition(row.urgency, "urgency", findings),
            str(row.then),
        )
        for row in model.priority.rows
    ]
    readable = [row for row in rows if row[0] is not None and row[1] is not None]
    matrix = {}
    for value, urgency in product(DEGREES, DEGREES):
        for by_value, by_urgency, priority in readable:
            if _holds(by_value, value) and _holds(by_urgency, urgency):
                matrix[value, urgency] = priority
                break
        else:
            if len(readable) == len(rows):
                findings.report("WE430", model.priority.place, value=value, urgency=urgency)
    return matrix


def _condition(
    cell: Written | tuple[Written, ...] | None, column: str, findings: Findings
) -> Expression | None:
    """What a cell asks of the degree in its column; None when it cannot be read."""
    if cell is None:
        return _ALWAYS
    syntax, found = parse_cell(cell)
    findings.add(found)
    if syntax is None:
        return None
    condition, found = type_cell(syntax, AttributeValue(column, _DEGREE), _NoNames())
    findings.add(found)
    return None if found else condition or _ALWAYS


def _holds(condition: Expression | None, degree: Degree) -> bool:
    match condition:
        case Constant(value):
            return value is True
        case Compare("==", _, Constant(value)):
            return value == degree
        case Compare("!=", _, Constant(value)):
            return value != degree
        case OneOf(_, options):
            return degree in options
        case IsMissing():
            return False
        case Not(item):
            return not _holds(item, degree)
        case And(items):
            return all(_holds(item, degree) for item in items)
        case Or(items):
            return any(_holds(item, degree) for item in items)
        case _:
            raise TypeError(f"no condition on a choice: {condition}")
