"""How shapes are called in messages to authors, with an example of each."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.keywords import to_chinese
from workflow_engine.language.nodes import Node, ScalarNode, SequenceNode
from workflow_engine.model.shapes import (
    Entries,
    Event,
    Languages,
    Listing,
    Nested,
    Record,
    Scalar,
    ScalarKind,
    Shape,
    field_shape,
    keys_of,
)

_SCALARS: dict[ScalarKind, tuple[str, str, str, str]] = {
    # kind: Chinese, English, example in Chinese, example in English
    "text": ("一段文字", "a text", "文字", "text"),
    "name": ("一个名称", "one name", "名称", "name"),
    "word_name": ("一个名称", "one name", "名称", "name"),
    "expression": ("一个表达式", "an expression", "档位 >= 28", "tier >= 28"),
    "cell": ("一个单元格", "a cell", "≥ 28", "≥ 28"),
    "output": ("一个值", "a value", "30", "30"),
    "duration": ("一个时限", "a duration", "2工作小时", "2 work hours"),
    "warning": ("一个时限或百分比", "a duration or a percentage", "25%", "25%"),
    "frequency": ("一个频率", "a frequency", "每月", "1 month"),
    "trigger": ("一个升级条件", "a reason to escalate", "承认逾期", "acknowledge overdue"),
    "integer": ("一个整数", "a whole number", "30", "30"),
    "decimal": ("一个数", "a number", "0.5", "0.5"),
    "percent": ("一个百分比", "a percentage", "50%", "50%"),
    "flag": ("“是”或“否”", "`true` or `false`", "是", "true"),
    "date": ("一个日期", "a date", "2026-12-31", "2026-12-31"),
    "dates": ("一个或一段日期", "a date or dates", "2026-12-20", "2026-12-20"),
    "period": (
        "一段日期",
        "a first and a last day",
        "2026-01-01..2026-06-30",
        "2026-01-01..2026-06-30",
    ),
    "risk": (
        "一条影响上限",
        "a limit on what changes",
        "5%的客户失去服务项",
        "5% of customers lose an item",
    ),
    "interval": ("一段时间", "a stretch of time", '"08:30..12:00"', '"08:30..12:00"'),
    "weekdays": ("星期几", "a weekday", "周一至周五", "mon-fri"),
    "keyword": ("一个关键词", "a keyword", "", ""),
}


def found(node: Node) -> Bilingual:
    """What was written instead."""
    if isinstance(node, ScalarNode):
        if not node.value:
            return Bilingual("空值", "nothing")
        return Bilingual(f"文字“{node.value}”", f"the text `{node.value}`")
    if isinstance(node, SequenceNode):
        return Bilingual("一个列表", "a list")
    return Bilingual("若干“键: 值”", "keys with values")


def expected(shape: Shape) -> Bilingual:
    """What belongs at a position."""
    if isinstance(shape, Scalar):
        zh, en, _, _ = _SCALARS[shape.kind]
        return Bilingual(zh, en)
    if isinstance(shape, Listing):
        return Bilingual("一个列表", "a list")
    if isinstance(shape, Entries):
        return Bilingual("以名称为键的若干项", "names, each with what belongs to it")
    if isinstance(shape, Record):
        return Bilingual("若干“键: 值”", "keys with values")
    if isinstance(shape, Languages):
        return Bilingual("中文和英文两种文字", "a text in each language")
    if isinstance(shape, Nested):
        return Bilingual("条件", "a condition")
    if isinstance(shape, Event):
        return Bilingual("节日或事件", "festivals or events")
    parts = [expected(part) for part in (shape.scalar, shape.sequence, shape.mapping) if part]
    return Bilingual("或".join(part.zh for part in parts), " or ".join(part.en for part in parts))


def example(name: str, shape: Shape, lang: Language) -> str:
    """One line that is right at a position: `when: tier >= 28`."""
    value = _value(shape, lang, depth=0)
    return f"{name}: {value}" if name else value


def _value(shape: Shape, lang: Language, depth: int) -> str:
    if isinstance(shape, Scalar):
        if shape.words and shape.kind in ("keyword", "interval"):
            word = shape.words[0]
            return word if lang == "en" else to_chinese(word, shape.vocabulary) or word
        return _SCALARS[shape.kind][2 if lang == "zh" else 3]
    if isinstance(shape, Listing):
        return f"[{_value(shape.item, lang, depth + 1)}]"
    if isinstance(shape, Entries):
        name = _SCALARS[shape.key][2 if lang == "zh" else 3]
        return f"{{{name}: {_value(shape.value, lang, depth + 1)}}}"
    if isinstance(shape, Record):
        return _record(shape, lang, depth)
    if isinstance(shape, Languages):
        return "{中文: 文字, 英文: text}" if lang == "zh" else "{zh: 文字, en: text}"
    if isinstance(shape, Nested):
        return "{任一: [条件, 条件]}" if lang == "zh" else "{any: [condition, condition]}"
    if isinstance(shape, Event):
        return "{事件: [春节, 中秋]}" if lang == "zh" else "{event: [春节, 中秋]}"
    chosen = shape.scalar or shape.sequence or shape.mapping
    assert chosen is not None
    return _value(chosen, lang, depth)


def _record(shape: Record, lang: Language, depth: int) -> str:
    model = shape.model
    if model.shorthand is not None and model.shorthand not in model.hidden:
        return _value(field_shape(model, model.shorthand), lang, depth)
    keys = list(keys_of(model).values())
    shown = [key for key in keys if key.required] or keys[:1]
    pairs = []
    for key in shown[:3]:
        word = key.name if lang == "en" else to_chinese(key.name, model.vocabulary) or key.name
        pairs.append(f"{word}: {_value(key.shape, lang, depth + 1)}" if depth < 3 else word)
    if model.rest is not None and depth < 3:
        rest = _value(field_shape(model, model.rest), lang, depth + 1)
        pairs.append(rest[1:-1])
    return f"{{{', '.join(pairs)}}}"
