"""The census as findings for the author: each at the rule or attribute it is about."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.census.tally import Tally
from workflow_engine.checks.rule_names import level_name, listed, quoted, row_name
from workflow_engine.decide.rule_numbers import NumberedRule, numbered_rules
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.explain.handbook.voice import lasting
from workflow_engine.program.expressions import Constant
from workflow_engine.program.program import Measure, Program, Scale


def findings(program: Program, tally: Tally) -> Iterator[Diagnostic]:
    """What the counts say about the policy: first what leaves customers without an answer, then
    which data would settle most, then what is out of date, then rules that hit nobody or everybody.

    Nothing is said of an empty customer base.
    """
    if not tally.customers:
        return
    yield from _without_answer(program, tally)
    yield from _would_decide(program, tally)
    yield from _stale(program, tally)
    idle: dict[str, list[int]] = {}
    for rule in numbered_rules(program):
        if rule.kind == "row" and rule.part is not None and not tally.hits[rule.number]:
            idle.setdefault(rule.name, []).append(int(rule.part))
        else:
            yield from _hits(program, tally, rule)
    for name, rows in idle.items():
        table = program.definitions[name]
        label = quoted(table.label)
        told = _ranges(rows)
        named = Bilingual(
            f"{label.zh}第 {told.replace(', ', '、')} 行", f"rows {told} of {label.en}"
        )
        if len(rows) == 1:
            named = _row(label, rows[0])
        yield diagnose("WE610", table.place, rule=named, count=f"{tally.customers:,}")


def _without_answer(program: Program, tally: Tally) -> Iterator[Diagnostic]:
    for code, counts, without in (
        ("WE613", tally.conflicts, tally.in_conflict),
        ("WE612", tally.unmatched, tally.without_rule),
    ):
        for name, count in counts.most_common():
            definition = program.definitions[name]
            examples = without[name]
            yield diagnose(
                code,
                definition.place,
                name=definition.label,
                count=f"{count:,}",
                examples=Bilingual("、".join(examples), ", ".join(examples)),
            )


def _would_decide(program: Program, tally: Tally) -> Iterator[Diagnostic]:
    order = list(program.attributes)
    ranked = sorted(tally.settled.items(), key=lambda one: (-one[1], order.index(one[0])))
    for name, count in ranked:
        attribute = program.attributes[name]
        names = [
            program.definitions[definition].label
            for definition in program.definitions
            if tally.settles[name, definition]
        ]
        yield diagnose(
            "WE614",
            attribute.place,
            attribute=attribute.label,
            count=f"{count:,}",
            number=str(len(names)),
            names=listed([quoted(label) for label in names]),
        )


def _stale(program: Program, tally: Tally) -> Iterator[Diagnostic]:
    for name, count in tally.stale.most_common():
        attribute = program.attributes[name]
        age = attribute.stale_after
        if count and age is not None:
            yield diagnose(
                "WE615",
                attribute.place,
                attribute=attribute.label,
                count=f"{count:,}",
                age=lasting(age),
            )


def _hits(program: Program, tally: Tally, rule: NumberedRule) -> Iterator[Diagnostic]:
    named = _named(program, rule)
    if named is None:
        return
    hit = tally.hits[rule.number]
    if not hit:
        yield diagnose("WE610", rule.place, rule=named, count=f"{tally.customers:,}")
    elif hit == tally.customers and _tells_apart(program, rule):
        yield diagnose("WE611", rule.place, rule=named, count=f"{tally.customers:,}")


def _tells_apart(program: Program, rule: NumberedRule) -> bool:
    """Whether a rule has a condition: an item for everyone concerns everybody on purpose."""
    if rule.kind != "item":
        return True
    item = program.items[rule.name]
    return item.applies is not None and not isinstance(item.applies, Constant)


def _named(program: Program, rule: NumberedRule) -> Bilingual | None:
    """What a rule is called; None for rules that are not counted."""
    if rule.kind == "item":
        return _behind(Bilingual("服务项", "the item "), quoted(program.items[rule.name].label))
    if rule.kind in ("until", "strategy"):
        return None
    definition = program.definitions[rule.name]
    if isinstance(definition, Measure):
        return None
    label = quoted(definition.label)
    if rule.kind == "tag":
        return _behind(Bilingual("标签", "the tag "), label)
    if isinstance(definition, Scale):
        levels = (*definition.levels, *([definition.otherwise] if definition.otherwise else []))
        level = next(one for one in levels if one.id == rule.part)
        name = level_name(level.label)
        return Bilingual(f"{label.zh}的{name.zh}", f"{name.en} of {label.en}")
    if rule.part is None:
        return Bilingual(f"{label.zh}的“否则”", f"`otherwise` of {label.en}")
    return _row(label, int(rule.part))


def _row(label: Bilingual, number: int) -> Bilingual:
    row = row_name(number)
    return Bilingual(f"{label.zh}{row.zh}", f"{row.en} of {label.en}")


def _ranges(numbers: list[int]) -> str:
    """Numbers in ascending order, those in a row as one range.

    >>> _ranges([1, 2, 3, 5, 7, 8])
    '1–3, 5, 7–8'
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}–{p[-1]}" for p in parts)


def _behind(kind: Bilingual, label: Bilingual) -> Bilingual:
    return Bilingual(kind.zh + label.zh, kind.en + label.en)
