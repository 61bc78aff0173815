"""What may be typed next: keywords in the file's language, names, values, times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.frequencies import frequency_text
from workflow_engine.language.functions import FUNCTIONS
from workflow_engine.language.keywords import (
    EXPRESSION_WORDS,
    WEEKDAYS,
    Kind,
    language_of,
    to_english,
)
from workflow_engine.lsp.cursor import Cursor, cursor_in
from workflow_engine.lsp.expected import Expected, expected_at
from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.name_kinds import ASSERTED, KINDS, TERMS
from workflow_engine.lsp.names import Names
from workflow_engine.lsp.typical_times import DURATIONS, FREQUENCIES
from workflow_engine.model.descriptions import descriptions
from workflow_engine.model.entry import Entry
from workflow_engine.model.reading import CONDITION_KEYS, keyword_in
from workflow_engine.model.shapes import (
    Entries,
    Event,
    Languages,
    Listing,
    Nested,
    OneOf,
    Record,
    Scalar,
    Shape,
    field_shape,
    keys_of,
)

_WORD = re.compile(r"[^\W\d]\w*$")
_COMPARED = re.compile(
    r"""([^\W\d]\w*)\s*(?:==|!=|等于|不等于|(?:not\s+)?in\b|不?属于)\s*\[?(?:[^\]]*,)?\s*(["']?)(\w*)$"""
)
_LIKE = Literal["keyword", "name", "value", "function", "time"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One word: it takes the place of the last `typed` characters before the cursor.

    `like` is what it is like, `about` says so in few words. A key's `text` ends in a colon.
    """

    text: str
    typed: int
    like: _LIKE
    label: str
    about: str = ""


def proposals(
    lines: Sequence[str],
    line: int,
    column: int,
    model: type[Entry],
    names: Names,
) -> list[Proposal]:
    """What may be typed at a line and column (from 1) of a file; each word once."""
    cursor = cursor_in(lines, line, column)
    if cursor is None:
        return []
    expected = expected_at(cursor.path, model)
    if expected is None:
        return []
    writer = _Writer(file_language(lines, model.vocabulary), model.vocabulary, cursor, names)
    found = {one.label: one for one in reversed(list(writer.at(expected)))}
    return list(reversed(found.values()))


def file_language(lines: Sequence[str], vocabulary: Kind) -> Language:
    """The language of the keywords of a file that may not be whole: that of its outermost keys."""
    counts = {"zh": 0, "en": 0}
    for line in lines:
        key = re.match(r"([^\s:#\"'{\[]+)\s*[:：]", line)
        lang = language_of(key[1], vocabulary) if key else None
        if lang is not None:
            counts[lang] += 1
    return "zh" if counts["zh"] > counts["en"] else "en"


class _Writer:
    """Proposes for one cursor."""

    def __init__(self, lang: Language, vocabulary: Kind, cursor: Cursor, names: Names) -> None:
        self.lang = lang
        self.vocabulary: Kind = vocabulary
        self.cursor = cursor
        self.names = names
        self.zh = lang == "zh"

    def at(self, expected: Expected) -> Iterator[Proposal]:
        """Everything that may stand at the cursor."""
        if self.cursor.at != "value":
            yield from self._keys(expected, expected.shape)
        if self.cursor.at != "key":
            if not self.cursor.typed.strip():
                yield from self._keys(expected, expected.shape)
            yield from self._values(expected, expected.shape)

    # Keys

    def _keys(self, expected: Expected, shape: Shape | None) -> Iterator[Proposal]:
        if isinstance(shape, OneOf):
            yield from self._keys(expected, shape.mapping)
        elif isinstance(shape, Listing):
            if shape.single:
                yield from self._keys(expected, shape.item)
        elif isinstance(shape, Record):
            yield from self._keys_of(expected, shape.model)
        elif isinstance(shape, Entries):
            yield from self._entry_keys(expected, shape)
        elif isinstance(shape, Languages):
            yield from (self._key(word, "key") for word in ("zh", "en"))
        elif isinstance(shape, Nested):
            yield from (self._key(word, "key") for word in CONDITION_KEYS)
        elif isinstance(shape, Event):
            yield self._key("event", "key")

    def _keys_of(self, expected: Expected, model: type[Entry]) -> Iterator[Proposal]:
        present = {to_english(key, self.vocabulary) for key in self.cursor.beside}
        keys = keys_of(model).values()
        for key in sorted(keys, key=lambda key: not key.required):
            if key.name not in present:
                yield self._key(key.name, self.vocabulary)
        if model.rest is not None:
            entries = field_shape(model, model.rest)
            assert isinstance(entries, Entries)
            under = Expected(entries, model.__name__, model.rest, expected.owner)
            yield from self._entry_keys(under, entries)

    def _entry_keys(self, expected: Expected, shape: Entries) -> Iterator[Proposal]:
        yield from (self._key(word, shape.vocabulary) for word in shape.words)
        if shape.key == "weekdays":
            yield from (self._key(word, "weekday") for word in ("mon-fri", *WEEKDAYS))
        if expected.key == "cells":
            yield from self._named(TERMS, "", ending=": ")
        elif expected.kinds:
            yield from self._named(expected.kinds, "", ending=": ")
        elif isinstance(shape.value, Scalar) and shape.value.kind == "output":
            yield from self._named(("outputs",), expected.owner, ending=": ")

    def _key(self, english: str, vocabulary: Kind) -> Proposal:
        word = keyword_in(english, self.lang, vocabulary)
        described = descriptions(self.vocabulary).get(english)
        about = "" if described is None else described.get(self.lang)
        return Proposal(f"{word}: ", len(self.cursor.typed), "keyword", word, about)

    # Values

    def _values(self, expected: Expected, shape: Shape | None) -> Iterator[Proposal]:
        if isinstance(shape, OneOf):
            yield from self._values(expected, shape.scalar)
            if shape.scalar is None and isinstance(shape.mapping, Record):
                yield from self._values(expected, shape.mapping)
        elif isinstance(shape, Listing):
            if shape.single:
                yield from self._values(expected, shape.item)
        elif isinstance(shape, Record):
            if shape.model.shorthand is not None:
                short = field_shape(shape.model, shape.model.shorthand)
                yield from self._values(expected, short)
        elif isinstance(shape, Scalar):
            yield from self._scalar(expected, shape)

    def _scalar(self, expected: Expected, shape: Scalar) -> Iterator[Proposal]:
        yield from self._words(shape.words, shape.vocabulary)
        match shape.kind:
            case "expression":
                yield from self._expression(ASSERTED if expected.key == "never" else TERMS)
            case "flag":
                yield from self._words(("true", "false"), "word")
            case "duration" | "warning":
                yield from self._times(one.text(self.lang) for one in DURATIONS)
            case "frequency":
                yield from self._times(frequency_text(one, self.lang) for one in FREQUENCIES)
            case "cell" | "output":
                yield from self._named(("options", "levels"), expected.owner)
                if shape.kind == "cell":
                    yield from self._said("any", "is missing")
            case "trigger":
                yield from self._triggers()
            case "name" | "word_name":
                yield from self._named(expected.kinds, expected.owner)
            case _:
                pass

    def _words(self, words: Iterable[str], vocabulary: Kind) -> Iterator[Proposal]:
        for english in words:
            word = keyword_in(english, self.lang, vocabulary)
            twin = english if self.zh else ""
            yield Proposal(
                word, len(self.cursor.typed), "value", word, twin if twin != word else ""
            )

    def _times(self, texts: Iterable[str]) -> Iterator[Proposal]:
        for text in texts:
            yield Proposal(text, len(self.cursor.typed), "time", text)

    def _said(self, *words: str) -> Iterator[Proposal]:
        """Words of conditions and cells."""
        typed = len(self._last_word())
        for english in words:
            shown = english.removeprefix("is ") if not self.zh else EXPRESSION_WORDS[english]
            yield Proposal(shown, typed, "keyword", shown)

    def _triggers(self) -> Iterator[Proposal]:
        typed = len(self.cursor.typed)
        for english in (
            "cannot resolve",
            "compensation over limit",
            "recusal",
            "needs other department",
        ):
            word = EXPRESSION_WORDS[english] if self.zh else english
            yield Proposal(word, typed, "value", word)
        for step in ("acknowledge", "apologize", "amend", "anticipate", "reply", "resolve"):
            clock = keyword_in(step, self.lang)
            word = f"{clock}{EXPRESSION_WORDS['overdue']}" if self.zh else f"{clock} overdue"
            yield Proposal(word, typed, "value", word)
        for mention in self.names.of(("clocks",)):
            word = (
                f"{mention.name}{EXPRESSION_WORDS['overdue']}"
                if self.zh
                else f"{mention.name} overdue"
            )
            yield Proposal(word, typed, "value", word)
        yield from self._named(("events",), "")

    def _expression(self, terms: tuple[str, ...]) -> Iterator[Proposal]:
        compared = _COMPARED.search(self.cursor.typed)
        if compared is not None:
            values = list(self._compared(compared[1], compared[2], len(compared[3])))
            if values:
                yield from values
                return
        typed = len(self._last_word())
        for mention in self.names.of(terms):
            yield self._name(mention, typed)
        words = ("and", "or", "not", "in", "not in", "is missing", "today", "true", "false")
        for english in words:
            word = EXPRESSION_WORDS[english] if self.zh else english
            yield Proposal(word, typed, "keyword", word)
        for function in FUNCTIONS.values():
            name = function.chinese if self.zh else function.name
            yield Proposal(f"{name}(", typed, "function", name, function.usage)

    def _compared(self, name: str, quote: str, typed: int) -> Iterator[Proposal]:
        """The values a name may be compared with; in quotes, that of the file if there is one."""
        for mention in self.names.of(("options", "levels"), name):
            if mention.owner != name:
                continue
            mark = "'" if self.cursor.quote == '"' else '"'
            text = mention.name if quote else f"{mark}{mention.name}{mark}"
            yield self._name(mention, typed, text)

    def _named(self, kinds: tuple[str, ...], owner: str, ending: str = "") -> Iterator[Proposal]:
        for mention in self.names.of(kinds, owner):
            if mention.name not in self.cursor.beside or not ending:
                typed = len(self.cursor.typed)
                yield self._name(mention, typed, f"{mention.name}{ending}")

    def _name(self, mention: Mention, typed: int, text: str | None = None) -> Proposal:
        kind = KINDS.get(mention.kinds[0])
        label = "" if mention.label is None else mention.label.get(self.lang)
        about = "" if kind is None else kind.get(self.lang)
        if label and label != mention.name:
            about = f"{label} · {about}"
        return Proposal(text or mention.name, typed, "name", mention.name, about)

    def _last_word(self) -> str:
        found = _WORD.search(self.cursor.typed)
        return found[0] if found else ""
