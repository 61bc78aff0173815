"""What an attribute would have to be, in words."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.axes import Axis, value_at
from workflow_engine.explain.boundaries import Region
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.values import listed
from workflow_engine.program.program import Attribute
from workflow_engine.program.types import Value

_MOST_OPTIONS = 3


def region_text(attribute: Attribute, region: Region, axis: Axis, phrases: Phrases) -> str:
    """A stretch of values: "档位 ≥ 28", "同比 < 0.3", "10 ≤ 档位 ≤ 20"."""
    label = phrases.say(axis.subject, attribute.label.get(phrases.lang))
    low, high = region.low, region.high
    if low is None and high is None:
        return phrases.say(Bilingual("{0}有值", "{0} has a value"), label)
    if low is not None and low == high:
        return f"{label} = {phrases.value(value_at(low, axis.kind), axis.kind)}"
    least = None if low is None else _bound(low, -1, axis, phrases)
    most = None if high is None else _bound(high, 1, axis, phrases)
    if least is not None and most is not None:
        return f"{least[1]} {least[0]} {label} {most[0]} {most[1]}"
    if least is not None:
        return f"{label} {'≥' if least[0] == '≤' else '>'} {least[1]}"
    assert most is not None, "one end is known"
    return f"{label} {most[0]} {most[1]}"


def _bound(position: int, outward: int, axis: Axis, phrases: Phrases) -> tuple[str, str]:
    """The sign and the value of an end: the value itself, or the rounder one just outside."""
    texts = [
        phrases.value(value_at(x, axis.kind), axis.kind) for x in (position, position + outward)
    ]
    if axis.kind.kind == "number" and len(texts[1]) < len(texts[0]):
        return "<", texts[1]
    return "≤", texts[0]


def value_requirement(attribute: Attribute, value: Value, phrases: Phrases) -> str:
    """One value: "成长潜力 = 高"."""
    return f"{attribute.label.get(phrases.lang)} = {phrases.attribute_value(attribute.id, value)}"


def options_text(attribute: Attribute, values: list[Value], phrases: Phrases) -> str:
    """Any of several values, the first of them when they are too many to say."""
    if len(values) == 1 or len(values) > _MOST_OPTIONS:
        return value_requirement(attribute, values[0], phrases)
    texts = [phrases.value(value, attribute.type) for value in values]
    words = Bilingual("{0}属于 {1}", "{0} is one of {1}")
    return phrases.say(words, attribute.label.get(phrases.lang), listed(texts, phrases.lang))
