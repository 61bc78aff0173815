"""A part of a condition without which the condition stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from workflow_engine.checks.condition_reasons import Reasons
from workflow_engine.checks.condition_sites import Site
from workflow_engine.checks.rule_analysis import Ground, RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import column_name
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.explain.axes import position_of
from workflow_engine.explain.comparisons import bound, unwidened
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Compare,
    Comparison,
    Constant,
    DefinitionValue,
    Expression,
    Not,
    OneOf,
    Or,
)
from workflow_engine.program.program import Program
from workflow_engine.program.reading import parts
from workflow_engine.program.types import SCALE

_REST_IMPLIES = Bilingual("其余部分成立时它一定成立", "it holds whenever the other parts do")
_REST_INCLUDES = Bilingual("其余部分已经包含了它", "the other parts include it")
_WHOLE_SAME = Bilingual(
    "它成立与否，整个条件都一样", "the whole condition comes out the same whether it holds or not"
)
_BUT_WITHOUT_DATA = Bilingual(
    "（没有这项资料的客户除外）", " (but for customers without the data it asks for)"
)

Rebuilt = Callable[[Expression], Expression]
"""The whole condition with one of its parts in another form."""


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE712 for each part of a condition that is neither always nor never true as a whole, and for
    each limit in a cell that lies beyond the range of the attribute.

    Where a part follows from what other definitions say, it is information only.
    """

    def found(site: Site, ground: Ground) -> Iterator[Diagnostic]:
        if ground.never(site.condition) or ground.always(site.condition):
            return
        for idle in idle_parts(analysis, ground, site.condition):
            part = idle.part
            # What follows from another definition may be written for the reader's sake.
            through = not (ground.never(part) or ground.always(part)) and _reads_definitions(
                site.condition
            )
            yield diagnose(
                "WE712",
                site.place,
                severity="info" if through else None,
                what=site.what,
                part=analysis.said(part),
                reason=idle.reason,
            )

    yield from analysis.each_site(found)
    yield from analysis.each_set(lambda regions: _beyond(analysis, regions))


def _beyond(analysis: RuleAnalysis, regions: RuleRegions) -> Iterator[Diagnostic]:
    """Limits in cells that no value of the attribute reaches, beside others that matter."""
    reasons = Reasons(analysis, regions)
    for rule in regions.rules.rules:
        for cell in rule.cells:
            if not isinstance(cell.when, And | Or) or regions.never(cell.when):
                continue
            for part in cell.when.items:
                if _is_beyond(analysis.program, part) and not regions.always(cell.when):
                    column = column_name(analysis.program, cell.column)
                    yield diagnose(
                        "WE712",
                        cell.place,
                        what=Bilingual(
                            f"“{regions.rules.label.zh}”{rule.name.zh}的“{column.zh}”",
                            f"“{column.en}” in {rule.name.en} of “{regions.rules.label.en}”",
                        ),
                        part=analysis.said(part),
                        reason=reasons.why_always(part),
                    )


@dataclass(frozen=True, slots=True)
class IdlePart:
    """A part without effect, why, and the whole condition without it and those found before."""

    part: Expression
    reason: Bilingual
    without: Expression


def idle_parts(analysis: RuleAnalysis, ground: Ground, condition: Expression) -> Iterator[IdlePart]:
    """The parts of a condition without which every customer has the same answer.

    Of a part that always or never holds, every customer who has an answer.
    """
    return _Parts(analysis, ground).idle(condition, lambda same: same)


class _Parts:
    """The parts of one condition; those found idle are taken out before the others are tried."""

    def __init__(self, analysis: RuleAnalysis, ground: Ground) -> None:
        self._analysis = analysis
        self._ground = ground
        self._reasons = Reasons(analysis, ground)

    def idle(self, condition: Expression, rebuilt: Rebuilt) -> Iterator[IdlePart]:
        """Parts without effect in the whole, the last of equal ones first."""
        match condition:
            case And(items) | Or(items):
                yield from self._idle_among(condition, items, rebuilt)
            case Not(item):
                yield from self.idle(item, lambda part: rebuilt(Not(part)))
            case OneOf(item, options) if len(options) > 1:
                left = options
                for option in options:
                    one = OneOf(item, (option,))
                    if self._ground.never(one) and len(left) > 1:
                        left = tuple(other for other in left if other != option)
                        why = self._reasons.why_never(one)
                        yield IdlePart(one, why, rebuilt(OneOf(item, left)))
            case _:
                return

    def _idle_among(
        self, condition: And | Or, items: tuple[Expression, ...], rebuilt: Rebuilt
    ) -> Iterator[IdlePart]:
        whole = rebuilt(condition)
        left = list(items)
        for item in reversed(items):
            rest = [one for one in left if one is not item]
            if not rest or _is_own_end(self._analysis.program, item):
                continue
            without = rebuilt(_joined(condition, rest))
            alone = self._ground.always(item) or self._ground.never(item)
            exact = self._same(without, whole)
            if (alone or exact) and self._same(whole, without):
                why = self._why(condition, item, rest)
                yield IdlePart(item, why if exact else _both(why, _BUT_WITHOUT_DATA), without)
                left = rest
        for position, item in enumerate(left):

            def around(part: Expression, position: int = position) -> Expression:
                others = [*left[:position], part, *left[position + 1 :]]
                return rebuilt(_joined(condition, others))

            yield from self.idle(item, around)

    def _same(self, whole: Expression, without: Expression) -> bool:
        """Whether every customer with an answer to the first has the same to the other."""
        ground = self._ground
        return all(
            ground.within(ground.sure(whole, answer=answer), ground.sure(without, answer=answer))
            for answer in (True, False)
        )

    def _why(self, condition: And | Or, item: Expression, rest: list[Expression]) -> Bilingual:
        ground = self._ground
        if isinstance(condition, And):
            if ground.always(item):
                return self._reasons.why_always(item)
            for other in rest:
                if ground.within(ground.sure(other), ground.sure(item)):
                    said = self._analysis.said(other)
                    return Bilingual(
                        f"“{said.zh}”成立时它一定成立", f"it holds whenever “{said.en}” does"
                    )
            rest_of_it = rest[0] if len(rest) == 1 else And(tuple(rest))
            return _REST_IMPLIES if self._within(rest_of_it, item) else _WHOLE_SAME
        if ground.never(item):
            return self._reasons.why_never(item)
        for other in rest:
            if ground.within(ground.sure(item), ground.sure(other)):
                said = self._analysis.said(other)
                return Bilingual(
                    f"它成立时“{said.zh}”也成立", f"“{said.en}” holds whenever it does"
                )
        rest_of_it = rest[0] if len(rest) == 1 else Or(tuple(rest))
        return _REST_INCLUDES if self._within(item, rest_of_it) else _WHOLE_SAME

    def _within(self, one: Expression, other: Expression) -> bool:
        """Whether the other holds whenever the one does."""
        return self._ground.within(self._ground.sure(one), self._ground.sure(other))


def _both(one: Bilingual, other: Bilingual) -> Bilingual:
    return Bilingual(one.zh + other.zh, one.en + other.en)


def _reads_definitions(expression: Expression) -> bool:
    return isinstance(expression, DefinitionValue) or any(
        map(_reads_definitions, parts(expression))
    )


def _joined(condition: And | Or, items: list[Expression]) -> Expression:
    return items[0] if len(items) == 1 else replace(condition, items=tuple(items))


def _is_own_end(program: Program, part: Expression) -> bool:
    """Whether a comparison only repeats an end of the attribute's own range: `tier <= 30`."""
    measured = _measured(program, part)
    if measured is None:
        return False
    op, limit, low, high = measured
    return (op == "<=" and limit == high) or (op == ">=" and limit == low)


def _is_beyond(program: Program, part: Expression) -> bool:
    """Whether a limit lies outside the attribute's own range: `tier <= 35` of 30 tiers."""
    measured = _measured(program, part)
    if measured is None:
        return False
    _, limit, low, high = measured
    return (low is not None and limit < low) or (high is not None and limit > high)


def _measured(
    program: Program, part: Expression
) -> tuple[Comparison, int, int | None, int | None] | None:
    """How an attribute is compared with which position, and the ends of its own range."""
    limited = bound(part)
    if not isinstance(part, Compare) or limited is None or not isinstance(limited.limit, Constant):
        return None
    subject, limit = unwidened(limited.subject), limited.limit
    if not isinstance(subject, AttributeValue) or subject.name not in program.attributes:
        return None
    attribute = program.attributes[subject.name]
    position = position_of(limit.value)
    if position is None:
        return None
    low, high = (position_of(end) for end in (attribute.minimum, attribute.maximum))
    if attribute.type.kind == "integer" and limit.type.kind == "number":
        low, high = (None if end is None else end * SCALE for end in (low, high))
    return limited.op, position, low, high
