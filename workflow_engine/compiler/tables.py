"""Decision tables: types of their outputs, and rows as conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow_engine.compiler.attributes import label_of, value_type
from workflow_engine.compiler.cell_typing import type_cell, type_output
from workflow_engine.compiler.findings import COLUMN, OUTPUT, Findings
from workflow_engine.compiler.scope import Scope
from workflow_engine.compiler.validity import within
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.cells import parse_cell
from workflow_engine.language.nodes import Written
from workflow_engine.model import tables as written
from workflow_engine.program.expressions import And, Constant, Expression
from workflow_engine.program.program import Aggregate, Cell, Row, Table, TableHit
from workflow_engine.program.types import BOOLEAN, INTEGER, Type, list_of

ALWAYS = Constant(True, BOOLEAN)  # noqa: FBT003 - a constant of the language

HITS: Mapping[str, TableHit] = {
    "unique": "unique",
    "first": "first",
    "any": "any",
    "priority": "priority",
    "rule_order": "rule_order",
    "output_order": "output_order",
    "collect": "collect",
}
AGGREGATES: Mapping[str, Aggregate] = {
    "list": "list",
    "sum": "sum",
    "min": "min",
    "max": "max",
    "count": "count",
}


@dataclass(frozen=True, slots=True)
class TableTypes:
    """How a table decides and what it gives: `result` is the type of the whole."""

    hit: TableHit
    aggregate: Aggregate
    outputs: tuple[tuple[str, Type], ...]
    result: Type


def table_types(name: Written, table: written.Table, findings: Findings) -> TableTypes | None:
    """The hit policy and types of a table; None when they do not fit together (reported)."""
    hit, aggregate = _hit_policy(table, findings)
    gives = table.gives
    outputs: tuple[tuple[str, Type], ...]
    if gives.type is not None:
        outputs = (("value", value_type(gives.type, gives.of, gives.unit, findings)),)
    else:
        outputs = tuple(
            (str(n), value_type(output.type, output.of, output.unit, findings))
            for n, output in gives.outputs.items()
        )
    if not outputs:
        findings.report("WE363", gives.place, name=str(name))
        return None
    if hit in ("priority", "output_order") and not any(kind.options for _, kind in outputs):
        findings.report("WE364", gives.place, hit=hit)
    single = outputs[0][1] if len(outputs) == 1 else Type("record", fields=outputs)
    if hit == "collect" and aggregate in ("sum", "min", "max"):
        orderable = single.numeric if aggregate == "sum" else single.ordered
        if not orderable:
            findings.report("WE365", gives.place, aggregate=aggregate, type=str(single))
            return None
    result = single
    if hit in ("rule_order", "output_order") or (hit == "collect" and aggregate == "list"):
        result = list_of(single)
    elif hit == "collect" and aggregate == "count":
        result = INTEGER
    return TableTypes(hit, aggregate, outputs, result)


def compile_table(
    name: Written, table: written.Table, types: TableTypes, scope: Scope, findings: Findings
) -> Table | None:
    """The table with every row as a condition; None when it has mistakes (reported)."""
    if not table.rows:
        findings.report("WE375", name.place, name=str(name))
    rows = [
        _row(number, row, types, scope, findings) for number, row in enumerate(table.rows, start=1)
    ]
    otherwise = None
    complete = all(row is not None for row in rows)
    if table.otherwise is not None:
        counting = types.hit == "collect" and types.aggregate == "count"
        outputs = (("value", INTEGER),) if counting else types.outputs
        otherwise = _outputs(table.otherwise, outputs, table, scope, findings)
        complete = complete and otherwise is not None
    if not complete:
        return None
    return Table(
        id=str(name),
        label=label_of(name, table.label),
        type=types.result,
        outputs=types.outputs,
        hit=types.hit,
        aggregate=types.aggregate,
        rows=tuple(row for row in rows if row is not None),
        otherwise=otherwise,
        place=name.place,
        otherwise_place=_place_of(table.otherwise),
    )


def _hit_policy(table: written.Table, findings: Findings) -> tuple[TableHit, Aggregate]:
    if table.hit is None:
        hit, inline = "unique", ""
    else:
        hit, _, inline = str(table.hit).partition(" ")
    aggregate = inline or table.collect or "list"
    place = table.hit.place if table.hit is not None else table.place
    if table.collect is not None and (hit != "collect" or inline):
        findings.report("WE366", place, collect=table.collect)
    return HITS[hit], AGGREGATES[aggregate]


def _row(
    number: int, row: written.Row, types: TableTypes, scope: Scope, findings: Findings
) -> Row | None:
    conditions: list[Expression] = []
    cells: list[Cell] = []
    complete = True
    for column, cell_text in row.cells.items():
        subject = scope.lookup(str(column))
        if subject is None:
            findings.unknown(column, scope.names(), COLUMN)
            complete = False
            continue
        cell, found = parse_cell(cell_text)
        findings.add(found)
        if cell is None:
            complete = False
            continue
        condition, found = type_cell(cell, subject, scope)
        findings.add(found)
        complete = complete and not any(one.severity == "error" for one in found)
        cells.append(_as_written(str(column), condition, cell_text))
        if condition is not None:
            conditions.append(condition)
    then = _outputs(row.then, types.outputs, row, scope, findings)
    if not complete or then is None:
        return None
    when: Expression | None = None
    if conditions:
        when = conditions[0] if len(conditions) == 1 else And(tuple(conditions))
    return Row(number, within(row.valid, when) or ALWAYS, then, row.place, tuple(cells))


def _as_written(
    column: str, condition: Expression | None, written: Written | tuple[Written, ...]
) -> Cell:
    if isinstance(written, Written):
        return Cell(column, condition, str(written), written.place)
    first, last = written[0].place, written[-1].place
    place = Place(first.file, first.line, first.column, last.end_line, last.end_column)
    return Cell(column, condition, " | ".join(written), place)


def _place_of(then: Written | dict[Written, Written] | None) -> Place | None:
    """Where what a table gives begins."""
    if isinstance(then, dict):
        return next((name.place for name in then), None)
    return None if then is None else then.place


def _outputs(
    then: Written | dict[Written, Written],
    outputs: tuple[tuple[str, Type], ...],
    owner: written.Row | written.Table,
    scope: Scope,
    findings: Findings,
) -> tuple[Expression, ...] | None:
    """The expressions a row gives, in the order of the outputs; None when one is wrong."""
    if isinstance(then, Written):
        if len(outputs) > 1:
            findings.report("WE367", then.place, outputs="、".join(f"`{n}`" for n, _ in outputs))
            return None
        given: dict[str, Written] = {outputs[0][0]: then}
    else:
        known = [name for name, _ in outputs]
        for key in then:
            findings.known(key, known, OUTPUT)
        given = {str(name): value for name, value in then.items()}
    made: list[Expression] = []
    for name, kind in outputs:
        if name not in given:
            findings.report("WE368", owner.place, output=name)
            continue
        expression, found = type_output(given[name], kind, scope)
        findings.add(found)
        if expression is not None:
            made.append(expression)
    return tuple(made) if len(made) == len(outputs) else None
