"""What a policy's own template may say: a small, finite part of Jinja2, checked before it runs.

A template names the engine's template that it extends and fills its blocks. It can print what it
is given, decide and repeat; it cannot compute, name anything new, call anything or read any file.
Loops go over what a plan has, three deep at most, so that every template ends.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.printable import printable
from workflow_engine.render.look_faults import column_in, column_of, syntax_fault

CALLS = frozenset({"super", "asset", "title"})
FILTERS = frozenset(
    {
        "t",
        "together",
        "breakable",
        "upper",
        "lower",
        "capitalize",
        "trim",
        "length",
        "first",
        "last",
        "join",
        "default",
    }
)
TESTS = frozenset({"none", "defined"})
DEEPEST = 3
"""Loops within each other."""

_PLAIN = (
    nodes.Const,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
)
_WORDS: Mapping[type[nodes.Node], str] = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Import: "import",
    nodes.FromImport: "from … import",
    nodes.Include: "include",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.With: "with",
    nodes.FilterBlock: "filter",
    nodes.ScopedEvalContextModifier: "autoescape",
    nodes.EvalContextModifier: "autoescape",
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.Mod: "%",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Add: "+",
    nodes.Sub: "-",
}


class Checked:
    """One template read and judged: `blocks` by name, empty where it cannot be parsed."""

    def __init__(
        self,
        text: str,
        name: str,
        *,
        shown: str,
        env: Environment,
        names: Mapping[str, Any],
    ) -> None:
        self._text = text
        self._name = name
        self._shown = shown
        self._names = names
        self.diagnostics: list[Diagnostic] = []
        self.blocks: dict[str, nodes.Block] = {}
        self.assets: list[tuple[str, Place]] = []
        try:
            tree = env.parse(text)
        except TemplateSyntaxError as error:
            column = column_of(error, text, error.lineno)
            place = Place(shown, error.lineno, column)
            self.diagnostics.append(diagnose("WE911", place, reason=syntax_fault(error)))
            return
        except RecursionError:
            self._tell("WE911", 1, "", reason=Bilingual("嵌套过深", "it is nested too deep"))
            return
        self._template(tree)

    def _place(self, line: int, wanted: str) -> Place:
        """Where something stands in a line, as far as it is written there."""
        return Place(self._shown, line, column_in(self._text, line, wanted))

    def _tell(self, code: str, line: int, wanted: str, **args: Any) -> None:
        self.diagnostics.append(diagnose(code, self._place(line, wanted), **args))

    def _refuse(self, node: nodes.Node, what: str | Bilingual) -> None:
        _, _, named = (what if isinstance(what, str) else what.en).partition("`")
        self._tell("WE914", _line(node), named.partition("`")[0], what=what)

    def _template(self, tree: nodes.Template) -> None:
        extends = [node for node in tree.body if isinstance(node, nodes.Extends)]
        wanted = f"engine/{self._name}"
        if len(extends) != 1 or not (
            isinstance(extends[0].template, nodes.Const) and extends[0].template.value == wanted
        ):
            line = extends[0].lineno if extends else 1
            self._tell(
                "WE911",
                line,
                "",
                reason=Bilingual(
                    f'文件开头要写 {{% extends "{wanted}" %}}',
                    f'it must begin with {{% extends "{wanted}" %}}',
                ),
            )
        for node in tree.body:
            if isinstance(node, nodes.Block):
                self._block(node, {}, 0)
            elif isinstance(node, nodes.Output):
                if any(not _blank(child) for child in node.nodes):
                    self._refuse(node, Bilingual("块以外的内容", "anything outside of a block"))
            elif not isinstance(node, nodes.Extends):
                self._refuse(node, _word(node))

    def _block(self, node: nodes.Block, scope: dict[str, Any], loops: int) -> None:
        if node.name in self.blocks:
            name = printable(node.name)
            twice = Bilingual(f"块 `{name}` 写了两次", f"the block `{name}` is there twice")
            self._tell("WE911", node.lineno, node.name, reason=twice)
        self.blocks[node.name] = node
        self._body(node.body, scope, loops)

    def _body(self, body: list[nodes.Node], scope: dict[str, Any], loops: int) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    if not isinstance(child, nodes.TemplateData):
                        self._value(child, scope)
            elif isinstance(node, nodes.If):
                self._value(node.test, scope)
                for part in (node.body, *(one.body for one in node.elif_), node.else_):
                    self._body(part, scope, loops)
                for one in node.elif_:
                    self._value(one.test, scope)
            elif isinstance(node, nodes.For):
                self._loop(node, scope, loops + 1)
            elif isinstance(node, nodes.Block):
                self._block(node, scope, loops)
            else:
                self._refuse(node, _word(node))

    def _loop(self, node: nodes.For, scope: dict[str, Any], loops: int) -> None:
        if loops > DEEPEST:
            self._refuse(
                node, Bilingual(f"超过 {DEEPEST} 层的 for", f"`for` more than {DEEPEST} deep")
            )
            return
        if node.recursive or not isinstance(node.target, nodes.Name):
            self._refuse(node, Bilingual("这种形式的 for", "this form of `for`"))
            return
        listed = self._value(node.iter, scope)
        if listed is str or isinstance(node.iter, nodes.Const):
            self._refuse(node, Bilingual("对文字用 for", "`for` over a text"))
            return
        inner = {**scope, node.target.name: _element(listed), "loop": Any}
        if node.test is not None:
            self._value(node.test, inner)
        self._body(node.body, inner, loops)
        self._body(node.else_, scope, loops)

    def _value(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        """Judge an expression; what it is, as far as that is known, else Any."""
        if isinstance(node, nodes.Name):
            return self._named(node, scope)
        if isinstance(node, nodes.Getattr):
            return self._field(node, self._value(node.node, scope))
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            held = self._value(node.node, scope)
            if str(node.arg.value).startswith("_"):
                self._refuse(node, f"`{node.arg.value}`")
            return _element(held) if isinstance(node.arg.value, int) else Any
        if isinstance(node, nodes.Filter) and node.node is not None:
            if node.name not in FILTERS or node.kwargs or node.dyn_args or node.dyn_kwargs:
                self._refuse(node, Bilingual(f"过滤器 `{node.name}`", f"the filter `{node.name}`"))
            for value in (node.node, *node.args):
                self._value(value, scope)
            return Any
        if isinstance(node, nodes.Test):
            if node.name not in TESTS:
                self._refuse(node, f"`is {node.name}`")
            self._value(node.node, scope)
            return Any
        if isinstance(node, nodes.Call):
            return self._call(node, scope)
        if isinstance(node, _PLAIN):
            for child in node.iter_child_nodes():
                self._value(child, scope)
            return Any
        self._refuse(node, _word(node))
        return Any

    def _named(self, node: nodes.Name, scope: Mapping[str, Any]) -> Any:
        if node.name in scope:
            return scope[node.name]
        if node.name in self._names:
            return self._names[node.name]
        known = ", ".join(sorted({*self._names, *scope}))
        self._tell("WE913", node.lineno, node.name, name=printable(node.name), known=known)
        return Any

    def _field(self, node: nodes.Getattr, held: Any) -> Any:
        if node.attr.startswith("_"):
            self._refuse(node, f"`{printable(node.attr)}`")
            return Any
        kind = _class(held)
        if kind is None:
            return Any
        fields = _fields(kind)
        if node.attr not in fields:
            known = ", ".join(sorted(fields))
            self._tell("WE913", node.lineno, node.attr, name=printable(node.attr), known=known)
            return Any
        return fields[node.attr]

    def _call(self, node: nodes.Call, scope: Mapping[str, Any]) -> Any:
        called = node.node.name if isinstance(node.node, nodes.Name) else None
        if called not in CALLS or called in scope or node.dyn_args or node.dyn_kwargs:
            self._refuse(node, Bilingual("这个调用", "this call"))
            return Any
        if called == "asset":
            text = _text(node)
            if text is None:
                self._refuse(node, Bilingual("asset() 的这种写法", "asset() in this way"))
            else:
                self.assets.append((text, self._place(node.lineno, text)))
        for argument in node.args:
            self._value(argument, scope)
        return Any


def outputs(block: nodes.Block) -> Iterator[list[nodes.Node]]:
    """The bodies of a block that are printed each as a whole: its own, those of its branches."""
    waiting: list[list[nodes.Node]] = [block.body]
    while waiting:
        body = waiting.pop()
        yield body
        for node in body:
            if isinstance(node, nodes.If):
                waiting += [node.body, *(one.body for one in node.elif_), node.else_]
            elif isinstance(node, nodes.For):
                waiting += [node.body, node.else_]


def _text(call: nodes.Call) -> str | None:
    """The one text in quotes that a call is given, None where it is given something else."""
    if len(call.args) == 1 and not call.kwargs and isinstance(call.args[0], nodes.Const):
        value = call.args[0].value
        return value if isinstance(value, str) else None
    return None


def _blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.TemplateData) and not node.data.strip()


def _line(node: nodes.Node) -> int:
    """The line of a node; one that Jinja2 makes up itself has that of the first within."""
    return node.lineno or next((_line(child) for child in node.iter_child_nodes()), 1)


def _word(node: nodes.Node) -> str:
    if isinstance(node, nodes.Scope) and node.body:
        return _word(node.body[0])
    return f"`{_WORDS.get(type(node), type(node).__name__.lower())}`"


def _class(held: Any) -> type | None:
    """The dataclass that a type stands for, also where there may be none of it."""
    if isinstance(held, UnionType) or typing.get_origin(held) is typing.Union:
        found = [one for one in typing.get_args(held) if one is not NoneType]
        held = found[0] if len(found) == 1 else None
    return held if isinstance(held, type) and dataclasses.is_dataclass(held) else None


def _fields(kind: type) -> dict[str, Any]:
    """The fields and properties of a dataclass with their types."""
    found = dict(typing.get_type_hints(kind))
    for name, value in vars(kind).items():
        if isinstance(value, property) and not name.startswith("_"):
            getter: Callable[..., Any] | None = value.fget
            found[name] = typing.get_type_hints(getter).get("return", Any) if getter else Any
    return found


def _element(held: Any) -> Any:
    """The type of what is listed in a list or tuple, Any where that is not known."""
    if typing.get_origin(held) in {list, tuple}:
        arguments = typing.get_args(held)
        return arguments[0] if arguments else Any
    return Any
