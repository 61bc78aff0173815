"""Findings about two rules that hold for the same customer, with one such customer each."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.boxes.witness import Found
from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.rule_analysis import UNDECIDED, Overlap, RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_sets import Rule
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label

_THE_OTHER = Bilingual("与这里重叠", "it overlaps this one")


def overlap_findings(
    code: str, analysis: RuleAnalysis, regions: RuleRegions, *, different: bool = False
) -> Iterator[Diagnostic]:
    """A finding for each rule that overlaps an earlier one, which is the first it overlaps.

    With `different`, only where the two give different results. Rules that never decide are left
    to WE716.
    """
    rules = regions.rules.rules
    idle = {index for index, _ in regions.covered}
    told: set[int] = set()
    open_: set[int] = set()
    for overlap in regions.overlaps:
        first, second = rules[overlap.first], rules[overlap.second]
        if overlap.second in told or not idle.isdisjoint((overlap.first, overlap.second)):
            continue
        if (different and first.gives == second.gives) or not regions.real(overlap):
            continue
        found = _customer(regions, overlap)
        if found.witness is None:
            open_ |= {overlap.second} if found.verdict == "unsure" else set()
            continue
        told.add(overlap.second)
        twice = second.cells != () and first.when == second.when
        yield diagnose(
            code,
            second.place,
            fix=analysis.fixes.removed(regions.rules, second) if twice else None,
            help=_written_twice(first, second) if twice else None,
            labels=[Label(first.place, _THE_OTHER)],
            keywords=words_at(analysis.program, second.place),
            name=regions.rules.label,
            first=first.name,
            second=second.name,
            example=found.witness.text,
        )
    if open_ - told:
        analysis.unsure_of(regions.rules, UNDECIDED)


def _written_twice(first: Rule, second: Rule) -> Bilingual:
    """What to do about two rows that are for the same customers."""
    if first.gives == second.gives:
        return Bilingual(
            f"{second.name.zh}与{first.name.zh}完全相同：删去一行",
            f"{second.name.en} is the same as {first.name.en}: remove one of them",
        )
    return Bilingual(
        f"{second.name.zh}与{first.name.zh}条件完全相同、结果不同：删去一行，或改一行的条件",
        f"{second.name.en} is for the same customers as {first.name.en} and gives something else: "
        "remove one of them, or change whom it is for",
    )


def _customer(regions: RuleRegions, overlap: Overlap) -> Found:
    """A customer for whom both certainly hold."""
    first, second = overlap.first, overlap.second
    conditions = [regions.rules.rules[n].when for n in (first, second)]

    def both(evaluator: Evaluator) -> bool:
        return all(evaluator.holds(condition) is True for condition in conditions)

    open_ = False
    for box in regions.common(regions.yes(first), regions.yes(second)):
        found = regions.customer(box, both)
        if found.witness is not None:
            return found
        open_ |= found.verdict == "unsure"
    return Found("unsure" if open_ else "impossible")
