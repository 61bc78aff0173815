"""Checks that tokens stand in an order that can be an expression.

It stands before Python's parser so that every construct the language leaves out, and every
usual slip, gets its own message instead of "invalid syntax".
"""

from __future__ import annotations

from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Fix
from workflow_engine.language.nodes import Written
from workflow_engine.language.places import rewrite, within
from workflow_engine.language.stray_commas import stray_comma
from workflow_engine.language.tokens import Token

MAX_NESTING = 32
_CLOSING = {"(": ")", "call": ")", "[": "]", "output": "]"}
_LOOPS = ("for", "while")
_RESERVED = {
    "None": ("没有值请写 `is missing`（缺失）", "for no value write `is missing`"),
    "null": ("没有值请写 `is missing`（缺失）", "for no value write `is missing`"),
    **dict.fromkeys(
        (
            "import",
            "from",
            "class",
            "def",
            "del",
            "raise",
            "try",
            "with",
            "yield",
            "await",
            "async",
        ),
        (
            "算式只能计算和比较，不能执行程序；若是文字请加引号",
            "an expression only computes and compares; put a text in quotes",
        ),
    ),
}
_BETWEEN_BOUNDS = ("在", "介于", "between")
_BINARY = frozenset(
    ("and", "or", "in", "not in", "==", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/")
)


class OrderCheck:
    """Walks the tokens once, knowing whether a value or a connection must come next.

    `lang` is the language in which what to write is shown.
    """

    def __init__(self, written: Written, tokens: list[Token], lang: Language) -> None:
        self.written = written
        self.lang: Language = lang
        self.tokens = tokens
        self.diagnostics: list[Diagnostic] = []
        self.open: list[tuple[str, Token]] = []
        self.previous: Token | None = None

    def _error(self, code: str, token: Token, *, fix: Fix | None = None, **args: Any) -> None:
        place = within(self.written, token.start, token.end)
        self.diagnostics.append(diagnose(code, place, fix=fix, **args))

    def run(self) -> bool:
        """True when the order is right; otherwise `diagnostics` says what is wrong first."""
        value_due = True
        for index, token in enumerate(self.tokens):
            following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            step = self._value if value_due else self._connection
            due = step(token, following)
            if due is None:
                return False
            value_due = due
            self.previous = token
        last = self.tokens[-1]
        if value_due:
            where = Bilingual(f"`{last.text}` 后面", f"after `{last.text}`")
            self._error("WE317", last, where=where)
        elif self.open:
            self._error("WE319", self.open[-1][1], bracket=self.open[-1][1].text)
        return not self.diagnostics

    def _value(self, token: Token, following: Token | None) -> bool | None:
        """A value is due; returns whether one is still due after `token`."""
        if token.kind in ("number", "text"):
            return False
        if token.kind == "name":
            return self._name(token, following)
        match token.text:
            case "not" | "-" | "+":
                return True
            case "(" | "[":
                return self._opened(token.text, token)
            case ")" | "]" if self.previous is not None and self.previous.text in ("(", "["):
                if self.open and (self.open[-1][0] in ("call", "[")):
                    return self._closed(token)
            case "*" | "**":
                self._error("WE311", token, symbol=token.text)
                return None
            case "{" | "}":
                self._error("WE314", token)
                return None
            case ":" if self.open and self.open[-1][0] == "output":
                self._error("WE313", token)
                return None
            case "if":
                hint = Bilingual(
                    "写作 `60 if tier >= 28 else 30`", "write it as `60 if tier >= 28 else 30`"
                )
                self._error("WE316", token, word="if", hint=hint)
                return None
            case ".":
                self._error("WE306", token)
                return None
            case _:
                pass
        self._missing_value(token)
        return None

    def _missing_value(self, token: Token) -> None:
        before = self.previous.text if self.previous is not None else None
        whole = None if before is None else before + token.text
        if whole in ("<=", ">=", "!=", "=="):
            assert self.previous is not None, "it has a text"
            start, end = self.previous.start, token.end
            place = within(self.written, start, end)
            fix = rewrite(self.written, start, end, whole)
            hint = Bilingual(f"写作 `{whole}`，中间不空格", f"write `{whole}` without a space")
            self.diagnostics.append(
                diagnose(
                    "WE317",
                    place,
                    fix=fix,
                    help=hint,
                    where=Bilingual(
                        f"`{before}` 与 `{token.text}` 之间",
                        f"between `{before}` and `{token.text}`",
                    ),
                )
            )
            return
        if before is None:
            where = Bilingual(f"`{token.text}` 前面", f"before `{token.text}`")
        else:
            where = Bilingual(
                f"`{before}` 与 `{token.text}` 之间", f"between `{before}` and `{token.text}`"
            )
        self._error("WE317", token, where=where)

    def _name(self, token: Token, following: Token | None) -> bool | None:
        if token.text == "lambda":
            self._error("WE307", token)
            return None
        if token.text in _LOOPS:
            self._error("WE308", token, word=token.text)
            return None
        if token.text in _RESERVED:
            hint = Bilingual(*_RESERVED[token.text])
            self._error("WE316", token, word=token.text, hint=hint)
            return None
        in_call = bool(self.open) and self.open[-1][0] == "call"
        begins = self.previous is not None and self.previous.text in ("(", ",")
        if in_call and begins and following is not None and following.text == "=":
            self._error("WE312", token, name=token.text)
            return None
        return False

    def _connection(self, token: Token, following: Token | None) -> bool | None:
        """A value has just ended; returns whether another is due after `token`."""
        assert self.previous is not None, "a value has ended"
        if token.kind != "op":
            self._two_values(token)
            return None
        match token.text:
            case "(":
                if self.previous.kind == "name":
                    return self._opened("call", token)
                self._two_values(token)
            case "[":
                return self._opened("output", token)
            case ")" | "]":
                return self._closed(token)
            case ",":
                return self._comma(token)
            case "is missing" | "is not missing":
                return False
            case "is":
                negative = following is not None and following.text == "not"
                fix = None if negative else rewrite(self.written, token.start, token.end, "==")
                self._error("WE323", token, fix=fix)
            case ".":
                self._error("WE306", token)
            case ":=":
                self._error("WE309", token)
            case ":" if self.open and self.open[-1][0] == "output":
                self._error("WE313", token)
            case "**" | "//":
                self._error("WE311", token, symbol=token.text)
            case "{" | "}":
                self._error("WE314", token)
            case "if" | "else":
                return True
            case word if word in _BINARY:
                return True
            case "..":
                hint = Bilingual(
                    "范围只用于决策表；这里写作 `a <= x <= b`",
                    "ranges are for table cells; here write `a <= x <= b`",
                )
                self._error("WE316", token, word="..", hint=hint)
            case _:
                self._two_values(token)
        return None

    def _two_values(self, token: Token) -> None:
        assert self.previous is not None, "a value has ended"
        if token.kind == "name" and token.text in (*_LOOPS, "async"):
            self._error("WE308", token, word=token.text)
        elif token.kind == "name" and self.previous.text == "lambda":
            self._error("WE307", token)
        else:
            place = within(self.written, token.start, token.end)
            left, right = self.previous.text, token.text
            hint = None
            if right in _BETWEEN_BOUNDS:
                hint = Bilingual(f"范围写作 `18 <= {left} <= 30`", f"write `18 <= {left} <= 30`")
            self.diagnostics.append(diagnose("WE318", place, help=hint, left=left, right=right))

    def _comma(self, token: Token) -> bool | None:
        if self.open and self.open[-1][0] != "output":
            return True
        at = self.tokens.index(token)
        self.diagnostics.append(stray_comma(self.written, self.tokens, at, self.lang))
        return None

    def _opened(self, kind: str, token: Token) -> bool | None:
        self.open.append((kind, token))
        if len(self.open) > MAX_NESTING:
            self._error("WE302", token, limit=str(MAX_NESTING))
            return None
        return True

    def _closed(self, token: Token) -> bool | None:
        if not self.open or _CLOSING[self.open[-1][0]] != token.text:
            self._error("WE319", token, bracket=token.text)
            return None
        self.open.pop()
        return False
