"""Where a policy states a condition about customers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.program import Program, Scale, Tag


@dataclass(frozen=True, slots=True)
class Site:
    """One condition: whose it is, in words (“the condition of the tag …”), and where it stands.

    `owner` is the label of what has the condition. `place` is that of the condition itself, or of
    its owner where it is not written out.
    """

    what: Bilingual
    condition: Expression
    place: Place
    owner: Bilingual


def condition_sites(program: Program) -> Iterator[Site]:
    """The conditions of tags, levels, items, failures, promises, privileges and commands.

    Not `true` or `false` written as such, which the author means.
    """
    for site in _sites(program):
        if not isinstance(site.condition, Constant):
            yield site


def _sites(program: Program) -> Iterator[Site]:
    for definition in program.definitions.values():
        match definition:
            case Tag(label=label, when=when):
                what = _of("标签“{}”的条件", "the condition of the tag “{}”", label)
                yield Site(what, when, definition.when_place or definition.place, label)
            case Scale(levels=levels):
                for level in levels:
                    what = _of("级别“{}”的条件", "the condition of the level “{}”", level.label)
                    yield Site(what, level.when, level.when_place or level.place, level.label)
            case _:
                continue
    yield from _of_items(program)
    yield from _of_audiences(program)
    for process in program.processes.values():
        for move in process.transitions:
            if move.guard is not None and process.kind == "custom":
                what = Bilingual(
                    f"流程“{process.label.zh}”的操作 `{move.command}` 的条件",
                    f"the condition of `{move.command}` in the process “{process.label.en}”",
                )
                place = move.guard_place or move.place or process.place
                yield Site(what, move.guard, place, process.label)


def _of_items(program: Program) -> Iterator[Site]:
    for item in program.items.values():
        label = item.label
        if item.applies is not None:
            must = item.kind == "must_do"
            what = (
                _of("必做项“{}”的对象", "the customers of the must-do item “{}”", label)
                if must
                else _of("选做项“{}”的适用条件", "the eligibility for the item “{}”", label)
            )
            yield Site(what, item.applies, item.applies_place or item.place, label)
        if item.until is not None:
            what = _of("选做项“{}”的结束条件", "the condition that ends the item “{}”", label)
            yield Site(what, item.until, item.until_place or item.place, label)


def _of_audiences(program: Program) -> Iterator[Site]:
    kinds = (
        ("失误“{}”的对象", "the customers of the failure “{}”", program.recovery.failures),
        ("承诺“{}”的对象", "the customers of the promise “{}”", program.promises.values()),
        ("权益“{}”的对象", "the customers of the privilege “{}”", program.privileges.values()),
    )
    for zh, en, owners in kinds:
        for one in owners:
            if one.applies is not None:
                place = one.applies_place or one.place
                yield Site(_of(zh, en, one.label), one.applies, place, one.label)


def _of(zh: str, en: str, label: Bilingual) -> Bilingual:
    return Bilingual(zh.format(label.zh), en.format(label.en))
