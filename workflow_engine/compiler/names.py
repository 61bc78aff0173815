"""What names in an expression stand for, and what to say when they stand for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow_engine.compiler.literals import option_id
from workflow_engine.compiler.lowering import near_advice
from workflow_engine.compiler.phrases import options_phrase
from workflow_engine.compiler.scope import BrokenNameError
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.functions import function_named
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.language.run_together import words_apart
from workflow_engine.language.syntax import (
    NameSyntax,
    OutputSyntax,
    Syntax,
    TextSyntax,
    TruthSyntax,
)
from workflow_engine.program.expressions import Constant, DefinitionValue, Expression, Today
from workflow_engine.program.types import DATE, Type

if TYPE_CHECKING:
    from workflow_engine.compiler.typing import Typer

_TODAY = frozenset({"today", EXPRESSION_WORDS["today"]})
_MISSING = ("missing", EXPRESSION_WORDS["is missing"])
IS_MISSING = Bilingual("写作 `x is missing`（x 缺失）", "write `x is missing`")


def is_open(typer: Typer, node: Syntax) -> bool:
    """Whether the other side decides what this is."""
    match node:
        case TextSyntax() | TruthSyntax():
            return True
        case NameSyntax(name):
            return name not in _TODAY and _is_unknown(typer, node)
        case _:
            return False


def _is_unknown(typer: Typer, node: NameSyntax) -> bool:
    try:
        return typer.lookup(node) is None
    except BrokenNameError:
        return False


def type_name(typer: Typer, node: NameSyntax, hint: Type | None) -> Expression | None:
    """The value of a name; opposite a choice (`hint`), the name of an option is that option.

    Options come first: a level and a tag may share a name, and the tag may depend on the scale.
    """
    option = option_id(hint, node.name) if hint is not None and hint.kind == "choice" else None
    if option is not None:
        assert hint is not None, "it has the option"
        return Constant(option, hint)
    if node.name in _TODAY:
        return Today(DATE)
    found = typer.lookup(node)
    if found is not None:
        if found.type.kind == "record":
            outputs = ", ".join(name for name, _ in found.type.fields)
            first = found.type.fields[0][0]
            typer.error("WE337", node.place, name=node.written, outputs=outputs, first=first)
            return None
        return found
    _unknown_name(typer, node, hint)
    return None


def type_output_of(typer: Typer, node: OutputSyntax) -> Expression | None:
    """One output of a table that gives several."""
    found = typer.lookup(node.table)
    if found is None:
        _unknown_name(typer, node.table, None)
        return None
    fields = dict(found.type.fields)
    if found.type.kind != "record" or not isinstance(found, DefinitionValue):
        typer.error(
            "WE338",
            node.place,
            advice=Bilingual(f"只写 `{node.table.written}`", f"write just `{node.table.written}`"),
            name=node.table.written,
            output=node.output.text,
            outputs=Bilingual("只有一个值", "a single value"),
        )
        return None
    if node.output.text not in fields:
        typer.error(
            "WE338",
            node.output.place,
            advice=near_advice(did_you_mean(node.output.text, fields)),
            name=node.table.written,
            output=node.output.text,
            outputs=", ".join(f"`{name}`" for name in fields),
        )
        return None
    return DefinitionValue(found.name, fields[node.output.text], node.output.text)


def _unknown_name(typer: Typer, node: NameSyntax, hint: Type | None) -> None:
    if hint is not None and hint.kind == "choice":
        known = [n for o in hint.options for n in {o.id, o.label.zh, o.label.en}]
        near = did_you_mean(node.name, [*known, *typer.scope.names()])
        advice = IS_MISSING if node.name in _MISSING else near_advice(near)
        typer.error(
            "WE332",
            node.place,
            advice=advice,
            value=node.written,
            subject=typer.opposite,
            options=options_phrase(hint),
        )
        return
    advice = None
    function = function_named(node.name)
    apart = _apart(typer, node.name)
    if function is not None:
        usage = function.usage
        advice = Bilingual(
            f"`{node.written}` 是函数，写作 `{usage}`",
            f"`{node.written}` is a function: write `{usage}`",
        )
    elif apart is not None:
        advice = Bilingual(
            f"是不是 `{apart}`？词与词之间要空格",
            f"did you mean `{apart}`, with spaces between?",
        )
    elif node.name in _MISSING:
        advice = IS_MISSING
    else:
        advice = near_advice(typer.scope.nearest(node.name))
    typer.error("WE325", node.place, advice=advice, name=node.written)


def _apart(typer: Typer, name: str) -> str | None:
    """`净贡献缺失` as `净贡献 缺失`, when that makes it known names, words and numbers."""
    known = set(typer.scope.names())
    parts = words_apart(name, known)
    if parts is not None:
        return " ".join(parts)
    for english in ("and", "or", "is not missing", "is missing", "not in", "in", "!=", "=="):
        word = EXPRESSION_WORDS[english]
        left, found, right = name.partition(word)
        if found and left in known:
            return " ".join(filter(None, (left, word, right)))
    word = EXPRESSION_WORDS["not"]
    if name.startswith(word) and name[len(word) :] in known:
        return f"{word} {name[len(word) :]}"
    return None
