"""What is proved about changed definitions: the same answers in other words, or a customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from workflow_engine.boxes.budget import USUAL_STEPS, Budget
from workflow_engine.boxes.difference import Difference, differences
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.explain.facts import definitions_in
from workflow_engine.explain.item_sentences import STATES
from workflow_engine.explain.values import value_text
from workflow_engine.impact.changes import Change, Proof, changes, in_order
from workflow_engine.program.program import Measure, Program, Scale, Table, Tag
from workflow_engine.program.types import Value

_B = Bilingual
DECIDING: Final = frozenset(
    {"when", "applies", "until", "value", "otherwise", "order", "hit", "aggregate", "row"}
)
"""The sides of a definition or an item on which its answers depend."""

_MOST_ALONE: Final = 4
"""A change that is looked at by itself may take this part of the steps."""
_SECTIONS: Final[Mapping[str, str]] = {
    "measure": "measures",
    "tag": "tags",
    "scale": "scales",
    "table": "tables",
}
_SAME = _B("措辞不同，结果相同：已证明", "other words, same result: proved")
_SAME_ALONE = _B("这一处措辞不同，结果相同：已证明", "here other words, same result: proved")
_SAME_ITEM = _B("措辞不同，谁能得到不变：已证明", "other words, the same customers: proved")
_UNSURE = _B("结果是否相同：分析未完成", "whether the result is the same: analysis incomplete")
_DIFFERENT = _B("例：{0} → 原来 {1}，新版 {2}", "e.g. {0} → before {1}, after {2}")
_TOGETHER = _B("“{0}”的改动合起来看，{1}", "all changes of “{0}” taken together: {1}")
_ANYBODY = _B("任何客户", "any customer")
_FOLLOWS = _B("结果随其他改动而变", "comes to something else through other changes")
_NONE: Final[Mapping[str, Bilingual]] = {
    "unknown": _B("待定", "undecided"),
    "none": _B("没有值", "no value"),
    "known": _B("没有值", "no value"),
    "conflict": _B("规则冲突", "a conflict of rules"),
}
_TRUTH = {True: _B("有", "yes"), False: _B("没有", "no"), None: _B("待定", "undecided")}


def proved_changes(old: Program, new: Program, *, steps: int = USUAL_STEPS) -> tuple[Change, ...]:
    """The changes, each with what is known about the answers of what it is in.

    Definitions and items that are worded as before and come to something else all the same follow
    in their sections. `steps` bounds the search for proofs and customers.
    """
    found = changes(old, new)
    if not any(_may_decide(change) for change in found):
        return found
    proved = {one.name: one for one in differences(old, new, Budget(steps))}
    of_each = Counter(change.name for change in found if change.facet in DECIDING)
    several = {name for name, count in of_each.items() if count > 1}
    alone = [
        change
        for change in found
        if change.name in several and _says_the_same(change, old, new, steps // _MOST_ALONE)
    ]
    of_each -= Counter(change.name for change in alone)
    shown = _shown_by(proved, found, old, new)
    together = {name for name, count in of_each.items() if count > 1}
    told: list[Change] = []
    for change in found:
        if change in alone:
            told.append(replace(change, proof="same", note=_SAME_ALONE))
            continue
        of_each[change.name] -= change.facet in DECIDING
        if change.name in shown:  # the example stands with what makes the difference for it
            here = shown[change.name] is change
            told.append(_with_proof(change, proved, old, new, together=set()) if here else change)
            continue
        whole = of_each[change.name] <= 0  # what is proved is about all changes of a definition
        about = _with_proof(change, proved, old, new, together=together) if whole else change
        told.append(about)
    changed = {change.name for change in found if change.facet in DECIDING or _whole(change)}
    told += _following(proved, changed, old, new)
    return in_order(told)


def _may_decide(change: Change) -> bool:
    """Whether anything may come out differently through a change."""
    return change.name is not None or change.section in ("strategies", "categories")


def _whole(change: Change) -> bool:
    return change.kind in ("added", "removed", "renamed")


def _says_the_same(change: Change, old: Program, new: Program, steps: int) -> bool:
    """Whether a level comes to the same with its old condition, the rest as it is now: proved."""
    before, after = (program.definitions.get(change.name or "") for program in (old, new))
    if change.facet != "when" or not isinstance(before, Scale) or not isinstance(after, Scale):
        return False
    was = next((one for one in before.levels if one.place == change.old_place), None)
    levels = tuple(
        replace(one, when=was.when) if was is not None and one.place == change.new_place else one
        for one in after.levels
    )
    read = definitions_in(was.when) if was is not None else ()
    if was is None or not set(read) <= new.definitions.keys():
        return False
    definitions = {**new.definitions, after.id: replace(after, levels=levels)}
    mixed = replace(new, definitions=definitions, items={})
    verdicts = differences(mixed, replace(new, items={}), Budget(steps))
    return all(one.verdict == "same" for one in verdicts if one.name == after.id)


def _shown_by(
    proved: Mapping[str, Difference], found: Sequence[Change], old: Program, new: Program
) -> dict[str, Change]:
    """Of a scale or table with an example, the change of the rule that decides for it.

    That is one of the rule that decided before and the one that decides now; where neither was
    changed, the example is about all changes together.
    """
    numbers = RuleNumbers(old), RuleNumbers(new)
    shown: dict[str, Change] = {}
    for name, one in proved.items():
        if one.verdict != "different" or one.witness is None or one.kind not in ("scale", "table"):
            continue
        places = [
            _place_of_rule(one, program, numbered)
            for program, numbered in zip((old, new), numbers, strict=True)
        ]
        ranked = [
            (
                int(places[0] is not None and change.old_place == places[0])
                + int(places[1] is not None and change.new_place == places[1]),
                change,
            )
            for change in found
            if change.name == name and _in_a_rule(change)
        ]
        best = max(ranked, key=lambda pair: pair[0], default=None)
        if best is not None and best[0]:
            shown[name] = best[1]
    return shown


def _in_a_rule(change: Change) -> bool:
    """Whether a change is in one level or row: not in the hit policy, or the order."""
    return change.facet in ("row", "when", "otherwise") or (
        change.section == "scales" and _whole(change)
    )


def _place_of_rule(found: Difference, program: Program, numbered: RuleNumbers) -> Place | None:
    """Where the rule stands that decides for the example, None where none does alone."""
    assert found.witness is not None, "asked of examples only"
    if found.name not in program.definitions:
        return None
    evaluator = Evaluator(program, found.witness.values, found.witness.day)
    number = numbered.definition_rule(evaluator, found.name)
    return None if number is None else numbered.rules[number - 1].place


def _with_proof(
    change: Change,
    proved: Mapping[str, Difference],
    old: Program,
    new: Program,
    *,
    together: Collection[str | None],
) -> Change:
    """A change of a condition with what is known about its result; of those `together`, of all."""
    found = proved.get(change.name or "")
    deciding = change.facet in DECIDING or (change.kind != "renamed" and _in_a_rule(change))
    if found is None or change.kind in ("renamed", "follows") or not deciding:
        return change
    if found.verdict == "same":
        note = _SAME_ITEM if found.kind == "item" else _SAME
        proof: Proof = "same"
    else:
        note = _note(found, old, new)
        proof = "unsure" if found.verdict == "unsure" else "different"
    if change.name in together:
        words = _TOGETHER
        label = (new.definitions.get(found.name) or new.items[found.name]).label
        note = Bilingual(words.zh.format(label.zh, note.zh), words.en.format(label.en, note.en))
    return replace(change, proof=proof, note=note)


def _following(
    proved: Mapping[str, Difference], changed: set[str | None], old: Program, new: Program
) -> Iterator[Change]:
    """What is worded as before and comes to something else."""
    for name, found in proved.items():
        if found.verdict != "different" or name in changed:
            continue
        item = new.items.get(name) if found.kind == "item" else None
        thing = new.definitions.get(name) if item is None else item
        was = old.items.get(name) if found.kind == "item" else old.definitions.get(name)
        if thing is None or was is None:
            continue
        section = _SECTIONS[found.kind] if item is None else item.kind
        yield Change(
            section,
            "follows",
            thing.label,
            _FOLLOWS,
            old_place=was.place,
            new_place=thing.place,
            name=name,
            proof="different",
            note=_note(found, old, new),
        )


def _note(found: Difference, old: Program, new: Program) -> Bilingual:
    """A customer for whom the versions differ, with both answers."""
    if found.verdict == "unsure" or found.witness is None:
        return _UNSURE
    who = found.witness.text
    if not who.zh:
        who = _ANYBODY
    texts = (who, _answer(found, found.old, old), _answer(found, found.new, new))
    return Bilingual(
        _DIFFERENT.zh.format(*(text.zh for text in texts)),
        _DIFFERENT.en.format(*(text.en for text in texts)),
    )


def _answer(found: Difference, value: Value, program: Program) -> Bilingual:
    """What one version says, in words."""
    if found.kind == "item":
        return STATES[value]  # type: ignore[index]
    definition = program.definitions[found.name]
    if isinstance(definition, Tag):
        return _TRUTH[value]  # type: ignore[index]
    if value is None:
        assert found.witness is not None, "answers are of a customer"
        evaluator = Evaluator(program, found.witness.values, found.witness.day)
        return _NONE[evaluator.status(found.name)]
    if isinstance(definition, Scale):
        levels = (*definition.levels, *filter(None, [definition.otherwise]))
        return next((one.label for one in levels if one.id == value), Bilingual.same(str(value)))
    assert isinstance(definition, Measure | Table), "there are four kinds of definitions"
    languages: tuple[Language, Language] = ("zh", "en")
    zh, en = (value_text(value, definition.type, lang) for lang in languages)
    return Bilingual(zh, en)
