"""Rows of a decision table that differ in one cell and give the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from workflow_engine.checks.idle_columns import columns_asked, idle_columns
from workflow_engine.checks.merged_cells import merged_cell
from workflow_engine.checks.redundant_rows import redundant_rows
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import column_name, listed
from workflow_engine.checks.rule_sets import Rule
from workflow_engine.decide.rule_numbers import SINGLE_HITS
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.expressions import And, Compare, Expression, Today
from workflow_engine.program.program import Cell, Table


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE723 for each group of such rows; each row is in one group only."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        table = regions.rules.definition
        if not isinstance(table, Table) or table.hit not in SINGLE_HITS:
            return
        groups = [
            (column, group) for column in columns_asked(table) for group in _groups(regions, column)
        ]
        if not groups:
            return
        told = {row.index for row in redundant_rows(regions)}
        told |= {index for index, _ in regions.covered}
        told |= {n for n in range(len(regions.rules.rules)) if not regions.yes(n)}
        told |= {n for one in regions.conflicts for n in (one.first, one.second)}
        idle = set(idle_columns(regions))
        for column, group in groups:
            rows = [regions.rules.rules[n] for n in group]
            cells = [cell for row in rows if (cell := _cell(row, column)) is not None]
            merged = merged_cell(cells)
            if merged is None or column in idle or not told.isdisjoint(group):
                continue
            told.update(group)
            yield diagnose(
                "WE723",
                rows[0].place,
                fix=analysis.fixes.merged(rows, cells[0], merged),
                table=regions.rules.label,
                rows=listed([row.name for row in rows]),
                column=column_name(analysis.program, column),
                cell=merged,
            )

    return analysis.each_set(found)


def _groups(regions: RuleRegions, column: str) -> Iterator[Sequence[int]]:
    """Rows, by index, that are alike but for one column; of neighbours only where order counts."""
    rules = regions.rules
    alike: dict[Hashable, list[list[int]]] = {}
    for position, index in enumerate(rules.order):
        rule = rules.rules[index]
        cell = _cell(rule, column)
        if cell is None or cell.when is None:
            continue
        runs = alike.setdefault(_but_for(rule, column), [])
        neighbours = bool(runs) and rules.order[position - 1] == runs[-1][-1]
        if runs and (neighbours or not rules.by_order):
            runs[-1].append(index)
        else:
            runs.append([index])
    for runs in alike.values():
        yield from (run for run in runs if len(run) > 1)


def _cell(rule: Rule, column: str) -> Cell | None:
    return next((cell for cell in rule.cells if cell.column == column), None)


def _but_for(rule: Rule, column: str) -> Hashable:
    """What a row gives, when it counts, and its cells, but for one column."""
    cells = frozenset(
        (cell.column, cell.text.strip())
        for cell in rule.cells
        if cell.column != column and cell.when is not None
    )
    return rule.gives, cells, _period(rule.when)


def _period(when: Expression) -> tuple[Expression, ...]:
    """The days from and to which a row counts."""
    parts = when.items if isinstance(when, And) else (when,)
    return tuple(
        part for part in parts if isinstance(part, Compare) and isinstance(part.left, Today)
    )
