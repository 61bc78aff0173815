"""Why a condition holds for everybody or for nobody, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from workflow_engine.checks.rule_analysis import Ground, RuleAnalysis
from workflow_engine.checks.rule_names import quoted
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.comparisons import bound, unwidened
from workflow_engine.explain.values import value_text
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    DefinitionValue,
    Expression,
    Not,
    OneOf,
    Or,
)
from workflow_engine.program.program import Attribute, Tag

_NEVER = Bilingual("没有一个取值能满足它", "no value satisfies it")
_ALWAYS = Bilingual("每一个取值都满足它", "every value satisfies it")
NOT_TOGETHER = Bilingual("各部分不能同时成立", "its parts cannot all hold at once")
_NOBODY_LEFT = Bilingual("各部分合起来没有漏掉谁", "its parts together leave nobody out")
_MOST_PAIRED = 12
_MOST_FOLLOWED = 3
"""So far a reason is followed through tags that read each other."""


class Reasons:
    """Reasons for the conditions of one ground."""

    def __init__(self, analysis: RuleAnalysis, ground: Ground) -> None:
        self._analysis = analysis
        self._ground = ground
        self._followed = 0

    def why_never(self, condition: Expression) -> Bilingual:
        """Why a condition holds for nobody."""
        match condition:
            case Not(item):
                return self.why_always(item)
            case And(items):
                return self._contradiction(_flat(items, And))
            case Or(items):
                return self.why_never(items[0]) if _one_subject(items) else _NEVER
            case DefinitionValue(name):
                return self._through(name, never=True) or _NEVER
            case _:
                return self._range(condition) or _NEVER

    def why_always(self, condition: Expression) -> Bilingual:
        """Why a condition holds for everybody."""
        match condition:
            case Not(item):
                return self.why_never(item)
            case Or(items):
                return self._alternatives(_flat(items, Or))
            case And(items):
                return self.why_always(items[0]) if _one_subject(items) else _ALWAYS
            case DefinitionValue(name):
                return self._through(name, never=False) or _ALWAYS
            case _:
                return self._range(condition) or _ALWAYS

    def _contradiction(self, items: Sequence[Expression]) -> Bilingual:
        ground = self._ground
        for item in items:
            if ground.never(item):
                part, why = self._analysis.said(item), self.why_never(item)
                return Bilingual(
                    f"其中“{part.zh}”不会成立，{why.zh}", f"“{part.en}” never holds, {why.en}"
                )
        for one, other in combinations(items[:_MOST_PAIRED], 2):
            if ground.apart(ground.sure(one), ground.sure(other)):
                first, second = self._analysis.said(one), self._analysis.said(other)
                return Bilingual(
                    f"“{first.zh}”和“{second.zh}”不能同时成立",
                    f"“{first.en}” and “{second.en}” cannot both hold",
                )
        return NOT_TOGETHER

    def _alternatives(self, items: Sequence[Expression]) -> Bilingual:
        ground = self._ground
        for item in items:
            if ground.always(item):
                part, why = self._analysis.said(item), self.why_always(item)
                return Bilingual(
                    f"其中“{part.zh}”总是成立，{why.zh}", f"“{part.en}” always holds, {why.en}"
                )
        for one, other in combinations(items[:_MOST_PAIRED], 2):
            failing = (ground.sure(part, answer=False) for part in (one, other))
            if ground.apart(*failing):
                first, second = self._analysis.said(one), self._analysis.said(other)
                return Bilingual(
                    f"“{first.zh}”和“{second.zh}”总有一个成立",
                    f"“{first.en}” or “{second.en}” always holds",
                )
        return _NOBODY_LEFT

    def _through(self, name: str, *, never: bool) -> Bilingual | None:
        """The reason that lies in a tag, which is what the author has to look at."""
        tag = self._analysis.program.definitions[name]
        if not isinstance(tag, Tag) or self._followed == _MOST_FOLLOWED:
            return None
        part = self._analysis.said(tag.when)
        self._followed += 1
        why = self.why_never(tag.when) if never else self.why_always(tag.when)
        self._followed -= 1
        zh, en = quoted(tag.label).zh, quoted(tag.label).en
        return Bilingual(
            f"标签{zh}的条件是“{part.zh}”，{why.zh}", f"the tag {en} asks “{part.en}”, {why.en}"
        )

    def _range(self, condition: Expression) -> Bilingual | None:
        """The range of the attribute that a condition compares."""
        limited = bound(condition)
        subject = limited.subject if limited is not None else None
        if isinstance(condition, OneOf):
            subject = condition.item
        if subject is None:
            return None
        subject = unwidened(subject)
        if not isinstance(subject, AttributeValue):
            return None
        attribute = self._analysis.program.attributes.get(subject.name)
        return None if attribute is None else _range_of(attribute)


def _range_of(attribute: Attribute) -> Bilingual | None:
    label, kind = attribute.label, attribute.type
    low, high = attribute.minimum, attribute.maximum
    if low is not None and high is not None:
        return Bilingual(
            f"“{label.zh}”的范围是 {value_text(low, kind, 'zh')} 到 {value_text(high, kind, 'zh')}",
            f"“{label.en}” lies between {value_text(low, kind, 'en')} and "
            f"{value_text(high, kind, 'en')}",
        )
    if low is not None:
        return Bilingual(
            f"“{label.zh}”不小于 {value_text(low, kind, 'zh')}",
            f"“{label.en}” is never below {value_text(low, kind, 'en')}",
        )
    if high is not None:
        return Bilingual(
            f"“{label.zh}”不大于 {value_text(high, kind, 'zh')}",
            f"“{label.en}” is never above {value_text(high, kind, 'en')}",
        )
    if kind.kind == "choice":
        options = kind.options
        zh = "、".join(option.label.zh for option in options)
        en = ", ".join(option.label.en for option in options)
        return Bilingual(f"“{label.zh}”只有{zh}", f"“{label.en}” is one of {en}")
    return None


def _flat(items: Sequence[Expression], kind: type[And | Or]) -> list[Expression]:
    """The parts, also those of parts of the same kind."""
    found: list[Expression] = []
    for item in items:
        found += _flat(item.items, kind) if isinstance(item, kind) else [item]
    return found


def _one_subject(items: Sequence[Expression]) -> bool:
    """Whether all parts compare the same thing with constants."""
    subjects = [limited.subject for item in items if (limited := bound(item)) is not None]
    return len(subjects) == len(items) and len(set(subjects)) == 1
