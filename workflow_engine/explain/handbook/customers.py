"""The chapters on the customer: what is known, what is calculated from it, the tags."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import Chapter, Entry, Grid, Listing, Row, Section, Sentence
from workflow_engine.explain.handbook.voice import Voice, lasting
from workflow_engine.explain.values import value_text
from workflow_engine.language.units import unit_text
from workflow_engine.program.program import Attribute, Measure, Portrait, Tag
from workflow_engine.program.types import Kind, Type, Value

_B = Bilingual
_NOTHING = Sentence(_B("—", "—"))
_PORTRAITS: tuple[tuple[Portrait, Bilingual], ...] = (
    ("basic", _B("基础信息", "Basics")),
    ("operating", _B("经营情况", "Operations")),
    ("service_value", _B("服务价值", "Service value")),
)
_KINDS: dict[Kind, Bilingual] = {
    "text": _B("文字", "text"),
    "integer": _B("整数", "whole number"),
    "number": _B("数值", "number"),
    "boolean": _B("是或否", "yes or no"),
    "date": _B("日期", "date"),
    "datetime": _B("日期和时刻", "date and time"),
    "choice": _B("选一项", "one of"),
    "record": _B("几个值", "several values"),
}


def customers(voice: Voice) -> Chapter | None:
    """What is known of a customer, portrait by portrait."""
    program = voice.program
    if not program.attributes:
        return None
    opening = voice.sentence(
        _B(
            "客户文件每行一位客户；编号在“{0}”列，名称在“{1}”列。",
            "The customer file has a row for each customer, the number in the column “{0}” and "
            "the name in “{1}”.",
        ),
        program.key,
        program.name,
    )
    return Chapter(
        "customers",
        _B("我们知道客户的哪些事", "What we know of a customer"),
        _B(
            "规则只看这里列出的资料；缺的资料算“未知”，不会当成“否”。",
            "The rules look at these facts alone; what is missing is unknown, never taken as no.",
        ),
        (Section(None, (opening,)), *_portraits(voice)),
    )


def _portraits(voice: Voice) -> Iterator[Section]:
    for portrait, title in _PORTRAITS:
        found = [a for a in voice.program.attributes.values() if a.portrait == portrait]
        if found:
            heads = (
                _B("资料", "Fact"),
                _B("填什么", "What is filled in"),
                _B("范围", "Range"),
                _B("说明", "Remarks"),
            )
            rows = tuple(Row(_attribute(attribute, voice)) for attribute in found)
            yield Section(title, (Grid(heads, rows, (24, 30, 20, 32)),))


def _attribute(attribute: Attribute, voice: Voice) -> tuple[tuple[Sentence, ...], ...]:
    remarks = tuple(_remarks(attribute, voice)) or (_NOTHING,)
    return (
        (Sentence(attribute.label),),
        (Sentence(_kind(attribute.type, voice)),),
        (_bounds(attribute, voice),),
        remarks,
    )


def _kind(kind: Type, voice: Voice) -> Bilingual:
    if kind.kind == "list" and kind.item is not None:
        words = _B("若干个{0}", "several, each a {0}")
        return voice.say(words, _kind(kind.item, voice))
    text = _KINDS[kind.kind]
    if kind.options:
        options = voice.listed(option.label for option in kind.options)
        text = voice.say(_B("{0}：{1}", "{0}: {1}"), text, options)
    if kind.unit is not None:
        unit = Bilingual(unit_text(kind.unit, "zh"), unit_text(kind.unit, "en"))
        text = voice.say(_B("{0}，单位{1}", "{0}, in {1}"), text, unit)
    return text


def _bounds(attribute: Attribute, voice: Voice) -> Sentence:
    low, high = (_value(v, attribute.type) for v in (attribute.minimum, attribute.maximum))
    if low is not None and high is not None:
        return Sentence(voice.say(_B("{0} 至 {1}", "{0} to {1}"), low, high))
    if low is not None:
        return Sentence(voice.say(_B("不小于 {0}", "at least {0}"), low))
    if high is not None:
        return Sentence(voice.say(_B("不大于 {0}", "at most {0}"), high))
    return _NOTHING


def _value(value: Value, kind: Type) -> Bilingual | None:
    if value is None:
        return None
    element = kind.item or kind
    return Bilingual(value_text(value, element, "zh"), value_text(value, element, "en"))


def _remarks(attribute: Attribute, voice: Voice) -> Iterator[Sentence]:
    if attribute.required:
        yield voice.sentence(_B("必填。", "has to be filled in."))
    if attribute.as_of is not None and attribute.stale_after is not None:
        words = _B("“{0}”超过{1}即为过期。", "is old once “{0}” lies {1} back.")
        yield voice.sentence(words, voice.name(attribute.as_of), lasting(attribute.stale_after))
    elif attribute.as_of is not None:
        yield voice.sentence(_B("以“{0}”为准。", "is as of “{0}”."), voice.name(attribute.as_of))
    if attribute.id == voice.program.choices:
        yield voice.sentence(
            _B("客户自己选的选做项记在这里。", "holds the optional items the customer has chosen.")
        )


def measures(voice: Voice) -> Chapter | None:
    """What is calculated from the facts."""
    found = [d for d in voice.program.definitions.values() if isinstance(d, Measure)]
    if not found:
        return None
    entries = tuple(
        Entry(
            one.label,
            (voice.sentence(_B("{0} = {1}。", "{0} = {1}."), one.label, voice.phrase(one.value)),),
        )
        for one in found
    )
    return Chapter(
        "measures",
        _B("指标", "Measures"),
        _B("由客户资料算出来的数。", "Figures that are calculated from the facts."),
        (Section(None, (Listing(entries),)),),
    )


def tags(voice: Voice) -> Chapter | None:
    """Every tag with its condition as a sentence, and what it is good for."""
    found = [d for d in voice.program.definitions.values() if isinstance(d, Tag)]
    if not found:
        return None
    entries = tuple(Entry(tag.label, tuple(_tag(tag, voice)), assumed=tag.assumed) for tag in found)
    return Chapter(
        "tags",
        _B("标签", "Tags"),
        _B(
            "一句条件就是一张标签。条件成立，客户就带有它；资料不全时结果是“未知”。",
            "A tag is a condition: a customer has it where the condition holds; where facts are "
            "missing the answer is unknown.",
        ),
        (Section(None, (Listing(entries),)),),
    )


def _tag(tag: Tag, voice: Voice) -> Iterator[Sentence]:
    yield voice.condition(
        _B("带有此标签的客户：{0}。", "a customer has this tag if: {0}."),
        _B("带有此标签的客户，{0}", "a customer has this tag if {0}"),
        tag.when,
    )
    if tag.description is not None:
        yield Sentence(tag.description)
