"""The chapters on scales (the customer pyramid is one) and on decision tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import Chapter, Figure, Grid, Row, Section, Sentence
from workflow_engine.explain.comparisons import grouped
from workflow_engine.explain.handbook.pyramid import pyramid
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program import program as policy
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Constant,
    DefinitionValue,
    Expression,
)
from workflow_engine.program.program import Level, Program, Scale, Table
from workflow_engine.program.reading import parts

_B = Bilingual
_ANY = Sentence(_B("不限", "any"))
_SCALE_RULES: dict[policy.ScaleHit, Bilingual] = {
    "first": _B(
        "从上往下看，第一条成立的就是客户的级别，后面的不再看。",
        "Read from the top: the first level whose condition holds is the customer's.",
    ),
    "unique": _B(
        "每位客户只能有一个级别成立；同时成立两个即为冲突，须改政策。",
        "Exactly one level may hold for a customer; two at once are a conflict in the policy.",
    ),
    "any": _B(
        "可以同时成立几条，但必须是同一个级别；否则即为冲突，须改政策。",
        "Several may hold as long as they agree; otherwise it is a conflict in the policy.",
    ),
    "priority": _B(
        "同时成立几个级别时，取排在前面的。",
        "Where several levels hold, the one that stands first counts.",
    ),
}
_TABLE_RULES: dict[policy.TableHit, Bilingual] = {
    "unique": _B(
        "每位客户只能有一条规则适用；两条同时适用即为冲突，须改政策。",
        "Exactly one rule may apply to a customer; two at once are a conflict in the policy.",
    ),
    "first": _B(
        "从上往下看，取第一条适用的规则。", "Read from the top: the first rule that applies counts."
    ),
    "any": _B(
        "可以同时适用几条规则，但结果必须一致；否则即为冲突，须改政策。",
        "Several rules may apply as long as their results agree; otherwise it is a conflict.",
    ),
    "priority": _B(
        "几条规则都适用时，取结果排位最高的。",
        "Where several rules apply, the highest-ranking result counts.",
    ),
    "rule_order": _B(
        "列出所有适用规则的结果，按规则的先后。",
        "The results of all rules that apply are listed, in the order of the rules.",
    ),
    "output_order": _B(
        "列出所有适用规则的结果，按结果的排位。",
        "The results of all rules that apply are listed, by their rank.",
    ),
}
_AGGREGATES: dict[policy.Aggregate, Bilingual] = {
    "list": _B("列出所有适用规则的结果。", "The results of all rules that apply are listed."),
    "sum": _B("把所有适用规则的结果相加。", "The results of all rules that apply are added up."),
    "min": _B("取适用规则里最小的结果。", "The smallest result of the rules that apply counts."),
    "max": _B("取适用规则里最大的结果。", "The largest result of the rules that apply counts."),
    "count": _B("数一数有几条规则适用。", "The rules that apply are counted."),
}


def scales(voice: Voice) -> Chapter | None:
    """Every scale: a drawing, how a level is found, and the levels in order."""
    found = [d for d in voice.program.definitions.values() if isinstance(d, Scale)]
    if not found:
        return None
    only = found[0].label if len(found) == 1 else _B("客户分级", "Scales of customers")
    return Chapter(
        "scales",
        only,
        _B(
            "级别互不重叠：一位客户在一张分级里只有一个级别，级别决定对他的策略。",
            "Levels exclude each other: in a scale a customer has one, and it sets the strategy.",
        ),
        tuple(_scale(scale, voice, titled=len(found) > 1) for scale in found),
    )


def _scale(scale: Scale, voice: Voice, *, titled: bool) -> Section:
    rows = [
        Row(
            (
                (Sentence(Bilingual.same(str(number))),),
                (Sentence(level.label),),
                (_level(level, voice),),
                (_strategy(level, voice),),
            ),
            assumed=level.assumed,
        )
        for number, level in enumerate(scale.levels, start=1)
    ]
    if scale.otherwise is not None:
        level = scale.otherwise
        rest = Sentence(_B("以上都不成立。", "None of the above."))
        number = Sentence(Bilingual.same(str(len(rows) + 1)))
        cells = ((number,), (Sentence(level.label),), (rest,), (_strategy(level, voice),))
        rows.append(Row(cells, assumed=level.assumed))
    heads = (
        _B("顺序", "No."),
        _B("级别", "Level"),
        _B("条件", "Condition"),
        _B("策略", "Strategy"),
    )
    labels = [level.label for level in _from_top(scale, voice.program)]
    return Section(
        scale.label if titled else None,
        (
            Figure(
                scale.label,
                pyramid(scale.label.zh, [label.zh for label in labels]),
                pyramid(scale.label.en, [label.en for label in labels]),
            ),
            Sentence(_SCALE_RULES[scale.hit]),
            Grid(heads, tuple(rows), (8, 26, 44, 22)),
        ),
    )


def _from_top(scale: Scale, program: Program) -> list[Level]:
    """The levels as they are drawn: those that are granted something on top, suspended ones below.

    The author's order is that of the test, not of worth.
    """

    def worth(level: Level) -> int:
        strategy = program.strategies.get(level.strategy or "")
        if strategy is None:
            return 1
        return 2 if strategy.suspends else 0 if strategy.grants else 1

    return sorted([*scale.levels, *filter(None, (scale.otherwise,))], key=worth)


def _level(level: Level, voice: Voice) -> Sentence:
    return voice.condition(_B("{0}。", "{0}."), _B("{0}", "{0}"), level.when)


def _strategy(level: Level, voice: Voice) -> Sentence:
    if level.strategy is None:
        return Sentence(_B("—", "—"))
    return Sentence(voice.program.strategies[level.strategy].label)


def tables(voice: Voice) -> Chapter | None:
    """Every decision table as a table, its cells in words."""
    found = [d for d in voice.program.definitions.values() if isinstance(d, Table)]
    if not found:
        return None
    return Chapter(
        "tables",
        _B("决策表", "Decision tables"),
        _B(
            "一行是一条规则：左边的条件同时成立，就得到右边的结果。",
            "A row is a rule: where all its conditions hold, it gives the result at the right.",
        ),
        tuple(_table(table, voice) for table in found),
    )


def _table(table: Table, voice: Voice) -> Section:
    columns = _columns(table, voice)
    heads = [voice.name(name) if name else _B("条件", "Condition") for name in columns]
    single = len(table.outputs) == 1
    results = [_B("结果", "Result") if single else Bilingual.same(n) for n, _ in table.outputs]
    rows = [
        Row(
            (
                (Sentence(Bilingual.same(str(row.number))),),
                *_cells(row.when, columns, voice),
                *_results(row.then, voice),
            )
        )
        for row in table.rows
    ]
    if table.otherwise is not None:
        rest = Sentence(_B("其他情况", "otherwise"))
        empty = ((Sentence(_B("—", "—")),),) * (max(len(columns), 1) - 1)
        head = ((rest,), *empty) if columns else ()
        number = (Sentence(Bilingual.same(str(len(rows) + 1))),)
        rows.append(Row((number, *head, *_results(table.otherwise, voice))))
    rule = _AGGREGATES[table.aggregate] if table.hit == "collect" else _TABLE_RULES[table.hit]
    gap = () if table.otherwise is not None else (_NO_ROW,)
    heads = [_B("规则", "Rule"), *heads, *results]
    shares = (1, *(3 for _ in columns), *(2 for _ in results))
    grid = Grid(tuple(heads), tuple(rows), shares)
    return Section(table.label, (Sentence(rule), grid, *gap))


_NO_ROW = Sentence(_B("没有规则适用时，没有结果。", "Where no rule applies, there is no result."))


def _columns(table: Table, voice: Voice) -> list[str]:
    """What the table's conditions ask about, in the policy's order; "" for what asks about more."""
    found = {_about(part) for row in table.rows for part in _parts(row.when)}
    order = [*voice.program.attributes, *voice.program.definitions]
    return [*sorted(found - {""}, key=order.index), *([""] if "" in found else [])]


def _parts(condition: Expression) -> list[Expression]:
    if isinstance(condition, Constant):
        return []
    if not isinstance(condition, And):
        return [condition]
    return [group[0] if len(group) == 1 else And(group) for group in grouped(condition)]


def _about(condition: Expression) -> str:
    """The one name that a condition reads, or "" where it reads several or none."""
    names = _names(condition)
    return next(iter(names)) if len(names) == 1 else ""


def _names(expression: Expression) -> set[str]:
    own = {expression.name} if isinstance(expression, AttributeValue | DefinitionValue) else set()
    return own.union(*map(_names, parts(expression)))


def _cells(
    condition: Expression, columns: Sequence[str], voice: Voice
) -> Iterator[tuple[Sentence, ...]]:
    found = _parts(condition)
    for column in columns:
        own = [part for part in found if _about(part) == column]
        yield tuple(_cell(part, column, voice) for part in own) or (_ANY,)


def _cell(condition: Expression, column: str, voice: Voice) -> Sentence:
    """A condition without the name that its column has already."""
    phrase = voice.phrase(condition)
    if not column:
        return Sentence(phrase)
    label = voice.name(column)
    return Sentence(Bilingual(_without(phrase.zh, label.zh), _without(phrase.en, label.en)))


def _without(phrase: str, label: str) -> str:
    return phrase.removeprefix(f"{label} ").removeprefix("= ")


def _results(then: Sequence[Expression], voice: Voice) -> Iterator[tuple[Sentence, ...]]:
    for output in then:
        yield (Sentence(voice.phrase(output)),)
