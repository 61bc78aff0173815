"""A must-do item that customers of some level of a scale may go without."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import has_strategies, levels_of
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.explain.reach import nodes
from workflow_engine.program.expressions import (
    And,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    Not,
    OneOf,
    Or,
)
from workflow_engine.program.program import Program, Scale, Tag

_HERE = Bilingual("级别在这里定", "the levels are set here")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE749 for each must-do item whose condition reads a scale with strategies, also by tags.

    A scale without strategies does not weigh what a customer is worth. The levels named are those
    that the condition excludes or does not include; where that cannot be told, some level.
    """
    for item in program.items.values():
        if item.kind != "must_do" or item.applies is None:
            continue
        condition = _without_tags(program, item.applies)
        read = [node.name for node in nodes([condition]) if isinstance(node, DefinitionValue)]
        for name in dict.fromkeys(read):
            scale = program.definitions[name]
            if isinstance(scale, Scale) and has_strategies(scale):
                yield diagnose(
                    "WE749",
                    item.place,
                    labels=[Label(scale.place, _HERE)],
                    name=item.label,
                    scale=scale.label,
                    lost=_lost(scale, condition),
                )


def _without_tags(program: Program, expression: Expression) -> Expression:
    """The condition with every tag that it reads replaced by the tag's own condition."""
    match expression:
        case DefinitionValue(name=name):
            read = program.definitions[name]
            return _without_tags(program, read.when) if isinstance(read, Tag) else expression
        case And(items):
            return And(tuple(_without_tags(program, one) for one in items))
        case Or(items):
            return Or(tuple(_without_tags(program, one) for one in items))
        case Not(item):
            return Not(_without_tags(program, item))
        case _:
            return expression


def _lost(scale: Scale, condition: Expression) -> Bilingual:
    without = [level for level in levels_of(scale) if _at(scale.id, level.id, condition) is False]
    if not without:
        return Bilingual("有的级别", "customers of some level")
    return Bilingual(
        "、".join(f"“{level.label.zh}”" for level in without),
        ", ".join(f"“{level.label.en}”" for level in without),
    )


def _at(scale: str, level: str, condition: Expression) -> bool | None:
    """The condition of a customer of that level; None where it depends on more."""
    match condition:
        case Compare("==" | "!=" as op, DefinitionValue(name=name), Constant(value)) | Compare(
            "==" | "!=" as op, Constant(value), DefinitionValue(name=name)
        ) if name == scale:
            return (value == level) == (op == "==")
        case OneOf(DefinitionValue(name=name), options) if name == scale:
            return level in options
        case And(items):
            answers = [_at(scale, level, item) for item in items]
            return False if False in answers else None if None in answers else True
        case Or(items):
            answers = [_at(scale, level, item) for item in items]
            return True if True in answers else None if None in answers else False
        case Not(item):
            answer = _at(scale, level, item)
            return None if answer is None else not answer
        case _:
            return None
