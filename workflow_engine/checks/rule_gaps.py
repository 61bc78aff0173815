"""Customers for whom no rule of a scale or table is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_engine.boxes.axes import Axis, Stretch
from workflow_engine.boxes.cover import uncovered
from workflow_engine.boxes.space import Box, Space
from workflow_engine.checks.rule_analysis import UNDECIDED, RuleAnalysis, RuleRegions
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual

_MOST_SHOWN = 3
_MOST_TRIED = 40
"""So many places are tried in vain before it is left open whether there is such a customer."""


def gap_examples(analysis: RuleAnalysis, regions: RuleRegions) -> Sequence[Bilingual]:
    """Customers for whom no rule holds or may hold: a few of them, from different places."""
    if regions.nobody_left:
        return []
    name = regions.rules.definition.id
    covers = [box for index in range(len(regions.rules.rules)) for box in regions.maybe(index)]

    def nothing(evaluator: Evaluator) -> bool:
        return evaluator.status(name) == "none"

    examples: dict[str, Bilingual] = {}
    open_ = 0
    left = uncovered(regions.space.whole, covers, regions.budget)
    for box in (piece for one in left for piece in _pieces(regions.space, one)):
        found = regions.customer(box, nothing)
        if found.witness is not None:
            examples.setdefault(found.witness.text.zh, found.witness.text)
        open_ += found.verdict == "unsure"
        if len(examples) == _MOST_SHOWN or open_ == _MOST_TRIED:
            break
    if open_ and not examples:
        analysis.unsure_of(regions.rules, UNDECIDED)
    return list(examples.values())


def _pieces(space: Space, box: Box) -> Iterator[Box]:
    """A box, cut where it lies in several places of one line: below 5 and above 8."""
    for n, axis in enumerate(space.axes):
        runs = _runs(axis, box[n])
        if len(runs) > 1:
            yield from ((*box[:n], run, *box[n + 1 :]) for run in runs)
            return
    yield box


def _runs(axis: Axis, mask: int) -> list[int]:
    """The stretches of neighbouring cells in a mask, and what has no order together."""
    runs: list[int] = []
    last = -2
    for n, cell in enumerate(axis.cells):
        if not mask >> n & 1 or not isinstance(cell, Stretch):
            continue
        if n == last + 1:
            runs[-1] |= 1 << n
        else:
            runs.append(1 << n)
        last = n
    rest = mask & ~sum(runs)
    return [*runs, rest] if rest else runs
