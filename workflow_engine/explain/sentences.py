"""One sentence about each definition of a customer, in one language."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.facts import View, decisive, fact_text
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.values import listed
from workflow_engine.program.expressions import (
    Arithmetic,
    AttributeValue,
    Constant,
    DefinitionValue,
    Expression,
    Negative,
    ToNumber,
)
from workflow_engine.program.program import Level, Measure, Row, Scale, Table

_MOST_FACTS = 3

SCALE_RULES = {
    "first": Bilingual(
        "按顺序取第一个成立的级别（未写明时的规则）",
        "the first level that holds, in order (the rule unless another is written)",
    ),
    "unique": Bilingual("只能有一个级别成立", "exactly one level may hold"),
    "any": Bilingual("成立的级别须一致", "the levels that hold must agree"),
    "priority": Bilingual("同时成立时取靠前的级别", "of several that hold, the earlier level"),
}
TABLE_RULES = {
    "unique": Bilingual(
        "只能有一条规则命中（未写明时的规则）",
        "exactly one rule may match (the rule unless another is written)",
    ),
    "first": Bilingual("取第一条命中的规则", "the first rule that matches"),
    "any": Bilingual("命中的规则结果须一致", "all rules that match must agree"),
    "priority": Bilingual("取结果优先级最高的规则", "the rule with the highest output"),
    "rule_order": Bilingual(
        "列出所有命中的规则，按规则顺序", "all rules that match, in their order"
    ),
    "output_order": Bilingual(
        "列出所有命中的规则，按结果优先级", "all rules that match, by rank of output"
    ),
}
AGGREGATES = {
    "list": Bilingual("列出所有命中规则的结果", "the outputs of all rules that match"),
    "sum": Bilingual("命中规则的结果相加", "the sum of the outputs of all rules that match"),
    "min": Bilingual("取命中规则中最小的结果", "the smallest output of the rules that match"),
    "max": Bilingual("取命中规则中最大的结果", "the largest output of the rules that match"),
    "count": Bilingual("命中规则的条数", "the number of rules that match"),
}
CONFLICT = Bilingual("结果互相冲突", "a conflict")
NO_VALUE = Bilingual("没有值", "no value")
NO_LEVEL = Bilingual("没有级别成立", "no level holds")
UNKNOWN = Bilingual("未知", "unknown")
UNKNOWN_FOR = Bilingual("未知，缺 {0}", "unknown, missing {0}")


def because(
    condition: Expression,
    phrases: Phrases,
    view: View,
    *,
    denied: bool = False,
    most: int = _MOST_FACTS,
) -> str:
    """What decided a condition, in one line; empty for a condition that is a constant."""
    facts = decisive(condition, view.evaluator, denied=denied)
    texts = list(dict.fromkeys(fact_text(fact, phrases, view, outright=True) for fact in facts))
    if len(texts) > most:
        more = Bilingual("等 {0} 条", "and {0} more")
        count = len(texts) if phrases.lang == "zh" else len(texts) - most
        texts = [*texts[:most], phrases.say(more, str(count))]
    return ("；" if phrases.lang == "zh" else "; ").join(texts)


def unknown_text(gaps: frozenset[str], phrases: Phrases) -> str:
    """No value, and the attributes it lacks."""
    if not gaps:
        return UNKNOWN.get(phrases.lang)
    return phrases.say(UNKNOWN_FOR, phrases.names(gaps))


def formula(measure: Measure, phrases: Phrases, view: View) -> str:
    """How a measure was calculated: names, then values; without the result."""
    written = phrases.of(measure.value)
    if not is_calculation(measure.value):
        return written

    def value(leaf: AttributeValue | DefinitionValue) -> str:
        text = phrases.value(view.evaluator.value(leaf), leaf.type)
        return f"({text})" if text.startswith("-") else text

    return f"{written} = {phrases.with_values(measure.value, value)}"


def is_calculation(expression: Expression) -> bool:
    """Whether an expression is sums and products of names and numbers, and nothing else."""
    match expression:
        case Arithmetic(_, left, right):
            return all(
                isinstance(side, (Constant, AttributeValue, DefinitionValue))
                or is_calculation(side)
                for side in (left, right)
            )
        case Negative(item) | ToNumber(item):
            return isinstance(item, (AttributeValue, DefinitionValue)) or is_calculation(item)
        case _:
            return False


def scale_result(scale: Scale, phrases: Phrases, view: View) -> str:
    """The level of a scale, with its strategy; or why there is none."""
    status = view.evaluator.status(scale.id)
    if status == "unknown":
        return unknown_text(view.evaluator.missing_for(scale.id), phrases)
    if status != "known":
        return (CONFLICT if status == "conflict" else NO_LEVEL).get(phrases.lang)
    value = view.evaluator.definition(scale.id)
    return level_text(level_of(scale, value), phrases)


def level_text(level: Level, phrases: Phrases) -> str:
    """The label of a level, with its strategy."""
    label = level.label.get(phrases.lang)
    if level.strategy is None:
        return label
    strategy = phrases.program.strategies[level.strategy].label.get(phrases.lang)
    return phrases.say(Bilingual("{0}（策略：{1}）", "{0} (strategy: {1})"), label, strategy)


def level_of(scale: Scale, value: object) -> Level:
    """The level of a scale by its id."""
    levels = [*scale.levels, *([scale.otherwise] if scale.otherwise else [])]
    return next(level for level in levels if level.id == value)


def scale_reason(scale: Scale, phrases: Phrases, view: View) -> str:
    """Why the customer has this level, in one line."""
    value = view.evaluator.definition(scale.id)
    if value is None:
        return scale_result(scale, phrases, view)
    level = level_of(scale, value)
    if level is scale.otherwise:
        return Bilingual("其他级别都不成立", "no other level holds").get(phrases.lang)
    return because(level.when, phrases, view)


def matching_rows(table: Table, view: View) -> list[Row]:
    """The rows that match or may match and have a say in the result."""
    rows = []
    for row in table.rows:
        answer = view.evaluator.plain(row.when)
        if answer is not False:
            rows.append(row)
        if answer is True and table.hit == "first":
            break
    if table.hit in ("unique", "any"):
        certain = [row for row in rows if view.evaluator.plain(row.when) is True]
        return certain or rows
    return rows


def table_result(table: Table, phrases: Phrases, view: View) -> str:
    """What a table gives, or why it gives nothing."""
    status = view.evaluator.status(table.id)
    if status == "unknown":
        return unknown_text(view.evaluator.missing_for(table.id), phrases)
    if status != "known":
        return (CONFLICT if status == "conflict" else NO_VALUE).get(phrases.lang)
    return phrases.value(view.evaluator.definition(table.id), table.type)


def table_reason(table: Table, phrases: Phrases, view: View) -> str:
    """Which rules of a table matched, by number."""
    numbers = [
        row.number for row in matching_rows(table, view) if view.evaluator.plain(row.when) is True
    ]
    if numbers:
        return phrases.say(_rules(numbers), listed([str(n) for n in numbers], phrases.lang))
    if view.evaluator.status(table.id) == "unknown":
        rows = [str(row.number) for row in matching_rows(table, view)]
        words = Bilingual("规则 {0} 可能命中", "rule {0} may match")
        return phrases.say(words, listed(rows, phrases.lang))
    if table.otherwise is not None:
        return Bilingual("没有规则命中，取“其他”", "no rule matches, so `otherwise`").get(
            phrases.lang
        )
    return Bilingual("没有规则命中", "no rule matches").get(phrases.lang)


def _rules(numbers: Sequence[int]) -> Bilingual:
    return Bilingual(
        "规则 {0} 命中", "rule {0} matches" if len(numbers) == 1 else "rules {0} match"
    )
