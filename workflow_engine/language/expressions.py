"""Expressions: author text to an untyped tree.

The tokens are written out again as ASCII placeholders (`t0 + t1 * t2`) and given to Python's own
parser, which contributes precedence and nothing else: no name, number or text of the author
reaches it, and only the node classes handled here are let through.
"""

from __future__ import annotations

import ast
from decimal import Decimal

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.functions import function_named
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.places import within
from workflow_engine.language.stray_commas import language_of_text
from workflow_engine.language.syntax import (
    ArithmeticSign,
    ArithmeticSyntax,
    CallSyntax,
    ChooseSyntax,
    ComparisonSyntax,
    ComparisonWord,
    ListSyntax,
    LogicSyntax,
    MissingSyntax,
    NameSyntax,
    NegativeSyntax,
    NotSyntax,
    NumberSyntax,
    OutputSyntax,
    Syntax,
    TextSyntax,
    TruthSyntax,
)
from workflow_engine.language.token_order import MAX_NESTING, OrderCheck
from workflow_engine.language.tokens import Token, tokenize

__all__ = ["Syntax", "parse_expression", "translate_expression"]

MAX_CHARACTERS = 2_000
MAX_DEPTH = 64
"""Operations inside one another; brackets have the smaller limit of `MAX_NESTING`."""

_ARITHMETIC: dict[type[ast.operator], ArithmeticSign] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_COMPARISONS: dict[type[ast.cmpop], ComparisonWord] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_MISSING = "missing"
_TRUTH = {
    "true": True,
    "false": False,
    "True": True,
    "False": False,
    EXPRESSION_WORDS["true"]: True,
    EXPRESSION_WORDS["false"]: False,
}


class _Refused(Exception):  # noqa: N818 - control flow inside this module
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


class _Reader:
    """Python's tree over placeholders to our tree over tokens."""

    def __init__(self, written: Written, tokens: list[Token]) -> None:
        self.written = written
        self.tokens = tokens
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        pieces: list[str] = []
        column = 0
        for index, token in enumerate(tokens):
            piece = self._placeholder(index, token)
            self.starts[column] = index
            column += len(piece)
            self.ends[column] = index
            column += 1
            pieces.append(piece)
        self.source = " ".join(pieces)

    @staticmethod
    def _placeholder(index: int, token: Token) -> str:
        if token.kind != "op":
            return f"t{index}"
        match token.text:
            case "=":
                return "=="
            case "is missing":
                return f"is {_MISSING}"
            case "is not missing":
                return f"is not {_MISSING}"
            case text:
                return text

    def _place(self, node: ast.expr) -> Place:
        first = self.tokens[self.starts[node.col_offset]]
        last = self.tokens[self.ends[node.end_col_offset or 0]]
        return within(self.written, first.start, last.end)

    def _refuse(self, node: ast.expr, zh: str, en: str) -> _Refused:
        reason = Bilingual(zh, en)
        return _Refused(diagnose("WE324", self._place(node), reason=reason))

    def parse(self) -> Syntax:
        try:
            tree = ast.parse(self.source, mode="eval")
        except SyntaxError as error:
            column = (error.offset or 1) - 1
            near = max((i for start, i in self.starts.items() if start <= column), default=0)
            token = self.tokens[near]
            place = within(self.written, token.start, token.end)
            reason = Bilingual(f"在 `{token.text}` 附近", f"near `{token.text}`")
            if any(t.kind == "op" and t.text in ("if", "else") for t in self.tokens):
                reason = Bilingual(
                    "`if` 和 `else` 要成对：`60 if tier >= 28 else 30`",
                    "`if` and `else` belong together: `60 if tier >= 28 else 30`",
                )
            raise _Refused(diagnose("WE324", place, reason=reason)) from None
        except (RecursionError, MemoryError):
            raise self._too_deep() from None
        return self._read(tree.body, MAX_DEPTH)

    def _too_deep(self) -> _Refused:
        return _Refused(diagnose("WE302", self.written.place, limit=str(MAX_NESTING)))

    def _read(self, node: ast.expr, depth: int) -> Syntax:
        if depth == 0:
            raise self._too_deep()
        inner = depth - 1
        match node:
            case ast.Name():
                return self._atom(self.tokens[self.starts[node.col_offset]])
            case ast.BoolOp(op, values):
                items = tuple(self._read(value, inner) for value in values)
                word = "and" if isinstance(op, ast.And) else "or"
                return LogicSyntax("and" if word == "and" else "or", items, self._place(node))
            case ast.BinOp(left, op, right) if type(op) in _ARITHMETIC:
                return ArithmeticSyntax(
                    _ARITHMETIC[type(op)],
                    self._read(left, inner),
                    self._read(right, inner),
                    self._place(node),
                )
            case ast.UnaryOp(ast.Not(), operand):
                return NotSyntax(self._read(operand, inner), self._place(node))
            case ast.UnaryOp(ast.USub(), operand):
                return NegativeSyntax(self._read(operand, inner), self._place(node))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self._read(operand, inner)
            case ast.Compare():
                return self._comparison(node, inner)
            case ast.IfExp(test, body, orelse):
                return ChooseSyntax(
                    self._read(test, inner),
                    self._read(body, inner),
                    self._read(orelse, inner),
                    self._place(node),
                )
            case ast.List(elts) | ast.Tuple(elts):
                items = tuple(self._read(element, inner) for element in elts)
                return ListSyntax(items, self._place(node))
            case ast.Call(func, args, []):
                return self._call(node, func, args, inner)
            case ast.Subscript():
                return self._output(node, inner)
            case _:
                raise self._refuse(node, "算式不支持这种写法", "this form is not supported")

    def _atom(self, token: Token) -> Syntax:
        place = within(self.written, token.start, token.end)
        if token.kind == "number":
            return NumberSyntax(Decimal(token.text), "." not in token.text, place)
        if token.kind == "text":
            return TextSyntax(token.text, place)
        if token.text in _TRUTH:
            return TruthSyntax(_TRUTH[token.text], token.text, place)
        return NameSyntax(token.text, str(self.written)[token.start : token.end], place)

    def _comparison(self, node: ast.Compare, depth: int) -> Syntax:
        place = self._place(node)
        if isinstance(node.ops[0], ast.Is | ast.IsNot) and len(node.ops) == 1:
            negated = isinstance(node.ops[0], ast.IsNot)
            return MissingSyntax(self._read(node.left, depth), negated, place)
        simple = all(type(op) in _COMPARISONS for op in node.ops)
        mixed = len(node.ops) > 1 and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops)
        if not simple or mixed:
            raise self._refuse(
                node,
                "`in` 和 `is missing` 不能与别的比较连写；请加括号或用 `且`",
                "`in` and `is missing` cannot be chained with other comparisons; "
                "use brackets or `and`",
            )
        links = tuple(
            (_COMPARISONS[type(op)], self._read(right, depth))
            for op, right in zip(node.ops, node.comparators, strict=True)
        )
        return ComparisonSyntax(self._read(node.left, depth), links, place)

    def _call(self, node: ast.Call, func: ast.expr, args: list[ast.expr], depth: int) -> CallSyntax:
        function = self._read(func, depth)
        if not isinstance(function, NameSyntax):
            raise self._refuse(
                func, "括号前应是函数名", "only the name of a function can stand before a bracket"
            )
        arguments = tuple(self._read(argument, depth) for argument in args)
        return CallSyntax(function, arguments, self._place(node))

    def _output(self, node: ast.Subscript, depth: int) -> OutputSyntax:
        table, output = self._read(node.value, depth), self._read(node.slice, depth)
        if not isinstance(table, NameSyntax) or not isinstance(output, TextSyntax):
            raise self._refuse(
                node,
                '方括号只用于 `表名["结果名"]` 和 `[a, b]`',
                'square brackets are only for `table["output"]` and `[a, b]`',
            )
        return OutputSyntax(table, output, self._place(node))


def parse_expression(
    written: Written, lang: Language | None = None
) -> tuple[Syntax | None, list[Diagnostic]]:
    """The untyped tree of an expression, or None and why it cannot be read.

    `lang` is the language of the keywords around it, for what messages tell to write.
    Limits (2,000 characters, 32 nested brackets, numbers of 15 and 6 digits) hold before anything
    is parsed. Odd but clear spellings (full-width operators) are warnings with a safe fix.
    """
    if len(written) > MAX_CHARACTERS:
        length, limit = str(len(written)), str(MAX_CHARACTERS)
        return None, [diagnose("WE301", written.place, length=length, limit=limit)]
    lang = lang or language_of_text(written)
    tokens, diagnostics = tokenize(written, lang)
    if any(d.severity == "error" for d in diagnostics):
        return None, diagnostics
    if not tokens:
        return None, [diagnose("WE300", written.place)]
    order = OrderCheck(written, tokens, lang)
    if not order.run():
        wrong = {one.place for one in order.diagnostics}
        odd = [
            one for one in diagnostics if one.place not in wrong and one.args.get("meant") != ","
        ]
        return None, odd + order.diagnostics
    try:
        return _Reader(written, tokens).parse(), diagnostics
    except _Refused as refused:
        return None, [*diagnostics, refused.diagnostic]


def translate_expression(text: str, to: str) -> str:
    """The same expression with its words and function names in the other language (`zh`, `en`).

    Names, quoted texts, symbols and spacing stay. A text that is no expression comes back as it is.

    >>> translate_expression('tier >= 28 and net is missing', "zh")
    'tier >= 28 且 net 缺失'
    """
    tokens, diagnostics = tokenize(Written(text, Place("")))
    if any(d.severity == "error" for d in diagnostics):
        return text
    pieces: list[str] = []
    at = 0
    for index, token in enumerate(tokens):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        word = _translated(token, text[token.start : token.end], following == "(", to)
        gap = text[at : token.start]
        if (
            word != text[token.start : token.end]
            and not gap
            and pieces
            and pieces[-1][-1:].isalnum()
        ):
            gap = " "
        pieces += [gap, word]
        at = token.end
        if word != text[token.start : token.end] and text[at : at + 1].isalnum():
            pieces.append(" ")
    return "".join([*pieces, text[at:]])


def _translated(token: Token, written: str, called: bool, to: str) -> str:  # noqa: FBT001
    if token.kind == "op" and written[:1].isalpha():
        english = token.text
    elif token.kind == "name" and called and (function := function_named(token.text)) is not None:
        return function.chinese if to == "zh" else function.name
    elif token.kind == "name" and token.text in _TRUTH:
        english = "true" if _TRUTH[token.text] else "false"
    elif token.kind == "name" and token.text in ("today", EXPRESSION_WORDS["today"]):
        english = "today"
    else:
        return written
    return EXPRESSION_WORDS.get(english, english) if to == "zh" else english
