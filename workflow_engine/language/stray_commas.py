"""What a comma between the parts of an expression was meant for: *and*, thousands, or a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.places import within
from workflow_engine.language.tokens import Token

_EQUAL = {"==": "in", "=": "in", "in": "in", "!=": "not in", "not in": "not in"}
_ORDER = frozenset(("<", "<=", ">", ">="))
_SAY_SO = frozenset(("not", "and", "or", "is missing", "is not missing", *_EQUAL, *_ORDER))
_CHINESE = re.compile("[\u4e00-\u9fff]")
_THOUSAND = 3


def language_of_text(text: str) -> Language:
    """The language in which an expression of its own speaks: Chinese where it has Chinese names."""
    return "zh" if _CHINESE.search(text) else "en"


def expression_word(english: str, lang: Language) -> str:
    """A word of conditions as a file in `lang` writes it.

    >>> expression_word("and", "zh"), expression_word("and", "en")
    ('且', 'and')
    """
    return EXPRESSION_WORDS.get(english, english) if lang == "zh" else english


def stray_comma(written: Written, tokens: Sequence[Token], at: int, lang: Language) -> Diagnostic:
    """The finding for the comma that is token `at`, with all others of its kind beside it."""
    commas = _outermost_commas(tokens)
    place = within(written, tokens[at].start, tokens[at].end)
    generic = Bilingual(
        f"几个条件用 `{expression_word('and', lang)}` 或 `{expression_word('or', lang)}` 连接；"
        "数字不写千分位逗号（20000）",
        "join conditions with `and` or `or`; write numbers without thousands separators (20000)",
    )
    if at not in commas:
        return diagnose("WE320", place, help=generic)
    thousands = [comma for comma in commas if _in_number(tokens, comma)]
    if at in thousands:
        first, last = at - 1, at + 1
        while last + 1 in thousands:
            last += 2
        number = "".join(token.text for token in tokens[first : last + 1] if token.text != ",")
        hint = Bilingual(
            f"数字不写千分位逗号：`{number}`",
            f"write numbers without thousands separators: `{number}`",
        )
        edits = [(tokens[one].start, tokens[one].end, "") for one in range(at, last, 2)]
        return diagnose("WE320", place, help=hint, fix=_fix(written, edits, number))
    parts = _Parts(written, tokens, [comma for comma in commas if comma not in thousands])
    if all(map(parts.is_condition, parts.all)):
        both, either = parts.joined("and", lang), parts.joined("or", lang)
        fix = _fix(written, parts.edits(lang), both) if both == parts.bare("and", lang) else None
        return diagnose(
            "WE387",
            place,
            fix=fix,
            sign=written[tokens[at].start : tokens[at].end],
            joint=expression_word("and", lang),
            other=expression_word("or", lang),
            both=both,
            either=either,
        )
    group = parts.group(lang)
    if group is not None:
        joint = expression_word("and", lang)
        generic = Bilingual(
            f"是几个值，写作 `{group}`（在 {{ }} 里整条加引号）；是几个条件，中间写 `{joint}`",
            f"for several values write `{group}` (inside {{ }} in quotes as a whole); between "
            f"conditions write `{joint}`",
        )
    return diagnose("WE320", place, help=generic)


def _outermost_commas(tokens: Sequence[Token]) -> list[int]:
    depth, found = 0, []
    for index, token in enumerate(tokens):
        if token.kind != "op":
            continue
        if token.text in ("(", "["):
            depth += 1
        elif token.text in (")", "]"):
            depth -= 1
        elif token.text == "," and depth == 0:
            found.append(index)
    return found


def _in_number(tokens: Sequence[Token], comma: int) -> bool:
    """Whether the comma stands between the groups of one number."""
    if not 0 < comma < len(tokens) - 1:
        return False
    before, sign, after = tokens[comma - 1 : comma + 2]
    return (
        before.kind == after.kind == "number"
        and "." not in before.text
        and before.end - before.start <= _THOUSAND
        and len(after.text.partition(".")[0]) == _THOUSAND
        and before.end == sign.start
        and sign.end == after.start
    )


def _fix(written: Written, edits: Sequence[tuple[int, int, str]], mended: str) -> Fix | None:
    if written.inner is None or "\n" in written:
        return None
    title = Bilingual(f"改写为 `{mended}`", f"write `{mended}`")
    made = tuple(Edit(within(written, start, end), text) for start, end, text in edits)
    return Fix(title, made, safe=False)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What stands between the commas of an expression."""

    written: Written
    tokens: Sequence[Token]
    commas: Sequence[int]

    @property
    def all(self) -> list[Sequence[Token]]:
        ends = [-1, *self.commas, len(self.tokens)]
        return [
            self.tokens[ends[n] + 1 : end] for n, end in enumerate(ends[1:]) if ends[n] + 1 <= end
        ]

    def text(self, part: Sequence[Token]) -> str:
        return self.written[part[0].start : part[-1].end] if part else ""

    def is_condition(self, part: Sequence[Token]) -> bool:
        if not part:
            return False
        if any(token.kind == "op" and token.text in _SAY_SO for token in part):
            return True
        alone = part[0].kind == "name" and (len(part) == 1 or part[1].text == "(")
        return alone and not self._after_value()

    def _after_value(self) -> bool:
        """Whether the text before the first comma ends in a comparison with one value."""
        first = self.all[0]
        return len(first) > 1 and first[-2].text in _EQUAL and first[-1].kind != "op"

    def bare(self, word: str, lang: Language) -> str:
        return f" {expression_word(word, lang)} ".join(map(self.text, self.all))

    def joined(self, word: str, lang: Language) -> str:
        """The parts joined by a word, with brackets where it would otherwise bind too tightly."""
        loose = {"and": ("or", "if"), "or": ("if",)}[word]
        texts = [
            f"({self.text(part)})" if any(token.text in loose for token in part) else text
            for part in self.all
            if (text := self.text(part))
        ]
        return f" {expression_word(word, lang)} ".join(texts)

    def edits(self, lang: Language) -> list[tuple[int, int, str]]:
        """Every comma replaced by *and*, with the blanks around it."""
        joint = f" {expression_word('and', lang)} "
        return [
            (self.tokens[comma - 1].end, self.tokens[comma + 1].start, joint)
            for comma in self.commas
        ]

    def group(self, lang: Language) -> str | None:
        """The values behind one `==` as one `in […]`; None when they are something else."""
        first, *more = self.all
        if not self._after_value() or not all(len(part) == 1 for part in more):
            return None
        word = expression_word(_EQUAL[first[-2].text], lang)
        values = ", ".join(self.text(part) for part in (first[-1:], *more))
        subject = self.written[first[0].start : first[-3].end] if len(first) > 2 else "x"
        return f"{subject} {word} [{values}]"
