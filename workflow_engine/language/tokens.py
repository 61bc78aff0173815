"""Expression text to tokens: Chinese words and symbols become those of the grammar.

Numbers and texts are read here, so that Python's parser sees neither of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.places import rewrite, within

TokenKind = Literal["name", "number", "text", "op"]


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is the canonical spelling: an ASCII number, a text without quotes, an English word."""

    kind: TokenKind
    text: str
    start: int
    end: int


QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」", "『": "』", "＂": "＂", "＇": "＇"}
_PLAIN_QUOTES = ('"', "'")

_SYMBOLS = {
    **{s: s for s in ("==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]")},
    **{s: s for s in (",", ":", ":=", ".", "..", "**", "//", "{", "}", "=")},
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "×": "*",
    "÷": "/",
}
_ODD_SYMBOLS = {
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
    "===": "==",
    "≧": ">=",
    "≦": "<=",
    "⩾": ">=",
    "⩽": "<=",
    "−": "-",
    "&&": "and",
    "&": "and",
    "||": "or",
    "!": "not",
    "》": ">",
    "《": "<",
    "》=": ">=",
    "《=": "<=",
    "【": "[",
    "】": "]",
    "〔": "(",
    "〕": ")",
    "、": ",",
    ";": ",",
}

_CHINESE_WORDS = {
    zh: en
    for en, zh in EXPRESSION_WORDS.items()
    if en in ("and", "or", "in", "not in", "==", "!=", "is missing", "is not missing")
}
ODD_WORDS = {
    "并且": "and",
    "而且": "and",
    "以及": "and",
    "同时": "and",
    "或者": "or",
    "大于等于": ">=",
    "大于或等于": ">=",
    "不小于": ">=",
    "不低于": ">=",
    "小于等于": "<=",
    "小于或等于": "<=",
    "不大于": "<=",
    "不高于": "<=",
    "大于": ">",
    "高于": ">",
    "小于": "<",
    "低于": "<",
    "和": ",",
    "与": ",",
    "及": ",",
}
"""Words that Chinese authors put between two values; recognised only there."""
PROPER = {"and": EXPRESSION_WORDS["and"], "or": EXPRESSION_WORDS["or"]}
"""The word to write for one of `ODD_WORDS`; for comparisons that is the symbol."""
_DENYING = ("不", "不是", "并非")
_MYRIADS = {"万": 4, "亿": 8}
_DOTTED_DATE = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})(?!\d)")
_WHOLE_WORDS = {"是": "==", "不是": "!=", "为": "=="}
"""The same for words with which names begin too: they must stand alone."""
BETWEEN = dict(
    sorted((_CHINESE_WORDS | ODD_WORDS).items(), key=lambda entry: len(entry[0]), reverse=True)
)
_ENGLISH = frozenset({"and", "or", "not", "in", "is", "if", "else"})
_BEFORE = {
    EXPRESSION_WORDS["not"]: "not",
    EXPRESSION_WORDS["if"]: "if",
    EXPRESSION_WORDS["else"]: "else",
}
_EXPONENT = re.compile(r"[eE][+-]?\d+")
_NUMBER = re.compile(r"\d+(?:[.．]\d+)?")
_MAX_WHOLE = 15
_MAX_PLACES = 6


def normalized(name: str) -> str:
    """A name as it is compared: Unicode NFKC, so full-width letters equal plain ones."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def _continues(char: str) -> bool:
    return ("a" + char).isidentifier()


class Tokenizer:
    """One pass over one expression; see `tokenize`."""

    def __init__(self, written: Written, lang: Language) -> None:
        self.written = written
        self.lang: Language = lang
        self.text = str(written)
        self.tokens: list[Token] = []
        self.diagnostics: list[Diagnostic] = []
        self.at = 0

    def run(self) -> None:
        """Fill `tokens` and `diagnostics`."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char.isspace():
                self.at += 1
            elif char in QUOTES:
                self._quoted(char)
            elif char.isdecimal():
                self._number()
            elif _continues(char):
                self._word()
            else:
                self._symbol()

    def _after_value(self) -> bool:
        if not self.tokens:
            return False
        last = self.tokens[-1]
        if last.kind == "op":
            return last.text in (")", "]", "is missing", "is not missing")
        return True

    def _add(self, kind: TokenKind, text: str, end: int, *, odd: str | None = None) -> None:
        start, self.at = self.at, end
        self.tokens.append(Token(kind, text, start, end))
        if odd is not None:
            written = self.text[start:end]
            if self.lang == "zh" and odd in ("and", "or", "not") and not written.isalpha():
                odd = EXPRESSION_WORDS[odd]
            spaced = f" {odd} " if odd.isalpha() and not written.isalpha() else odd
            self.diagnostics.append(
                diagnose(
                    "WE304",
                    within(self.written, start, end),
                    fix=rewrite(self.written, start, end, spaced),
                    written=written,
                    meant=odd,
                )
            )

    def _error(self, code: str, start: int, end: int, **args: Any) -> None:
        self.diagnostics.append(diagnose(code, within(self.written, start, end), **args))

    def _quoted(self, opening: str) -> None:
        closing = QUOTES[opening]
        end = self.text.find(closing, self.at + 1)
        if end < 0 and opening not in _PLAIN_QUOTES:
            end = self.text.find(opening, self.at + 1)
        if end < 0:
            self._error("WE321", self.at, self.at + 1, quote=opening)
            self.at = len(self.text)
            return
        inside = self.text[self.at + 1 : end]
        odd = None
        if opening not in _PLAIN_QUOTES and '"' not in inside:
            odd = f'"{inside}"'
        self._add("text", inside, end + 1, odd=odd)

    def _number(self) -> None:
        match = _NUMBER.match(self.text, self.at)
        assert match is not None, "a decimal digit stands here"
        start, end = match.span()
        number = "".join(
            str(unicodedata.decimal(c)) if c.isdecimal() else "." for c in match.group()
        )
        odd = number if number != match.group() else None
        whole, _, places = number.partition(".")
        if len(whole.lstrip("0")) > _MAX_WHOLE or len(places) > _MAX_PLACES:
            shown = number if len(number) <= 24 else number[:20] + "…"
            self._error("WE303", start, end, number=shown)
        self._add("number", number, end, odd=odd)
        self._number_tail(start, number)

    def _number_tail(self, start: int, number: str) -> None:
        """What must not follow a number directly: a unit, `%`, an exponent, a second dot."""
        rest = self.text[self.at :]
        if not rest:
            return
        exponent = _EXPONENT.match(rest)
        hint = None
        length = 1
        if exponent is not None:
            length = exponent.end()
            hint = Bilingual(
                "写出全部数位，例如 `100000`", "write out all digits, such as `100000`"
            )
        elif rest[0] in "%％":
            share = f"{Decimal(number) / 100:f}"
            hint = Bilingual(f"百分数写作小数：`{share}`", f"write a percentage as `{share}`")
        elif rest.startswith(".."):
            length = 2
            hint = Bilingual(
                "范围只用于决策表；这里写作 `18 <= x <= 30`",
                "ranges are for table cells; here write `18 <= x <= 30`",
            )
        elif rest[0] == "." and (date := _DOTTED_DATE.match(self.text, start)) is not None:
            length = date.end() - self.at
            year, month, day = date.groups()
            written = f'`"{year}-{month:>02}-{day:>02}"`'
            hint = Bilingual(
                f"日期写作 {written}，带引号", f"write the date {written}, with quotes"
            )
        elif rest[0] == ".":
            hint = Bilingual(f"写作 `{number}`", f"write `{number}`")
        elif _continues(rest[0]) and not rest.startswith((*BETWEEN, *_BEFORE)):
            length = next((i for i, c in enumerate(rest) if not _continues(c)), len(rest))
            if rest[:length].lower() in _ENGLISH:
                return
            if rest[0] in _MYRIADS:
                full = f"{Decimal(number).scaleb(_MYRIADS[rest[0]]):f}"
                hint = Bilingual(f"写出全部数位：`{full}`", f"write out all digits: `{full}`")
            else:
                hint = Bilingual(
                    "数字不带单位；单位写在属性的 `单位`（`unit`）里",
                    "numbers carry no unit; the attribute's `unit` says it",
                )
        if hint is not None:
            end = self.at + length
            self._error("WE322", start, end, number=self.text[start:end], hint=hint)
            self.at = end

    def _word(self) -> None:
        end = self.at
        while end < len(self.text) and _continues(self.text[end]):
            end += 1
        word = self.text[self.at : end]
        prefix = word.isascii() and len(word) <= 2 and word.lower() not in _ENGLISH
        if prefix and self.text[end : end + 1] in _PLAIN_QUOTES:
            self._error("WE310", self.at, end, prefix=word)
            self.at = end
            return
        name = normalized(word)
        if self._after_value() and self._between(name, end):
            return
        if name in _ENGLISH:
            self._add("op", name, end)
        elif name in _BEFORE:
            self._add("op", _BEFORE[name], end)
        elif name in ("NOT", "Not") and not self._after_value() and self._operand_follows(end):
            self._add("op", "not", end, odd="not")
        elif name in _DENYING and not self._after_value() and self._operand_follows(end):
            self._add("op", "not", end, odd=EXPRESSION_WORDS["not"])
        else:
            reached_into = bool(self.tokens) and self.tokens[-1].text == "."
            if not reached_into and ("__" in name or not name[0].isalpha()):
                self._error("WE315", self.at, end, name=word)
            self._add("name", name, end)

    def _between(self, name: str, end: int) -> bool:
        """A word after a value: an operator, or one that starts with a Chinese operator."""
        lower = name.lower()
        if lower in ("and", "or", "in", "is", "not") and name != lower:
            self._add("op", lower, end, odd=lower)
            return True
        if name == "missing":
            self._add("op", "is missing", end, odd="is missing")
            return True
        if name in _WHOLE_WORDS:
            self._add("op", _WHOLE_WORDS[name], end, odd=_WHOLE_WORDS[name])
            return True
        for word, operator in BETWEEN.items():
            if name.startswith(word):
                odd = PROPER.get(operator, operator) if word in ODD_WORDS else None
                self._add("op", operator, self.at + len(word), odd=odd)
                return True
        for word in (EXPRESSION_WORDS["if"], EXPRESSION_WORDS["else"]):
            if name.startswith(word):
                self._add("op", _BEFORE[word], self.at + len(word))
                return True
        return False

    def _operand_follows(self, at: int) -> bool:
        rest = self.text[at:].lstrip()
        return bool(rest) and (_continues(rest[0]) or rest[0] in "(（")

    def _symbol(self) -> None:
        for length in (3, 2, 1):
            raw = self.text[self.at : self.at + length]
            symbol = raw if raw in _SYMBOLS else normalized(raw)
            if len(raw) < length or len(symbol) != length:
                continue
            if symbol in _ODD_SYMBOLS:
                meant = _ODD_SYMBOLS[symbol]
                self._add("op", meant, self.at + length, odd=meant)
                return
            if symbol in _SYMBOLS:
                meant = _SYMBOLS[symbol]
                self._add("op", meant, self.at + length, odd=None if raw == symbol else meant)
                return
        char = self.text[self.at]
        if char in QUOTES.values():
            self._error("WE321", self.at, self.at + 1, quote=char)
        else:
            self._error("WE305", self.at, self.at + 1, symbol=_visible(char))
        self.at += 1


def _visible(char: str) -> str:
    return char if char.isprintable() else f"U+{ord(char):04X}"


def tokenize(written: Written, lang: Language = "en") -> tuple[list[Token], list[Diagnostic]]:
    """The tokens of an expression, and what is odd or wrong about its spelling.

    `lang` is the language in which it is told what to write.
    """
    tokenizer = Tokenizer(written, lang)
    tokenizer.run()
    return _joined(tokenizer)


def _joined(tokenizer: Tokenizer) -> tuple[list[Token], list[Diagnostic]]:
    """`not in`, `is missing` and `is not missing` become one token each."""
    tokens = tokenizer.tokens
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        words = ["" if t.kind == "text" else t.text for t in tokens[at : at + 3]]
        count, text = 1, tokens[at].text
        if words[:2] == ["not", "in"] and joined:
            count, text = 2, "not in"
        elif words[0] == "is":
            missing = ("missing", EXPRESSION_WORDS["is missing"], "is missing")
            if len(words) > 1 and words[1] in missing:
                count, text = 2, "is missing"
            elif words[1:2] == ["not"] and len(words) > 2 and words[2] in missing:
                count, text = 3, "is not missing"
        first, last = tokens[at], tokens[at + count - 1]
        joined.append(Token(first.kind, text, first.start, last.end))
        at += count
    return joined, tokenizer.diagnostics
