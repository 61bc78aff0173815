"""Every place of a file where a name stands: where it is defined, and where it is used.

The walk is led by the shapes that reading and translating follow, so a new section is walked as
soon as it has a model. Texts that cannot be read are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.keywords import to_english
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, Written
from workflow_engine.language.places import part
from workflow_engine.language.syntax import NameSyntax, Syntax
from workflow_engine.language.triggers import parse_trigger
from workflow_engine.lsp.expression_names import VALUES, names_in, values_in
from workflow_engine.lsp.name_kinds import ASSERTED, TERMS, defined_by, referred_to_by
from workflow_engine.model.fields import CONDITION, LABEL
from workflow_engine.model.reading import is_name_among_keywords, keyword_language, only_languages
from workflow_engine.model.shapes import (
    Entries,
    Listing,
    Nested,
    OneOf,
    Record,
    Scalar,
    Shape,
    field_shape,
    keys_of,
)

_QUOTES = "\"'“”‘’「」"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place (without its quotes); `kinds` are those it may be of, the likeliest first.

    `owner` is what a level, option, output, state or clock belongs to, as far as it is known. Of a
    definition, `whole` is the stretch from the name to the end of what it defines, and `label`
    what it is called.
    """

    name: str
    kinds: tuple[str, ...]
    place: Place
    owner: str = ""
    defines: bool = False
    whole: Place | None = None
    label: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class _Where:
    """The model and the key at which the walk is, and the definition it is in."""

    model: str
    key: str
    owner: str = ""


def mentions_in(node: Node, text: str, shape: Record, owner: str = "") -> list[Mention]:
    """The mentions of a file, in the order of the text; `owner` is what its own names belong to."""
    walk = _Walk(node, text, shape, owner)
    walk.walk(node, shape, _Where("", "", owner))
    return sorted(set(walk.found), key=lambda mention: mention.place)


class _Walk:
    def __init__(self, node: Node, text: str, shape: Record, file: str) -> None:
        self.lines = lines_of(text.removeprefix("\ufeff"))
        self.vocabulary = shape.model.vocabulary
        self.lang = (
            keyword_language(node, self.vocabulary) if isinstance(node, MappingNode) else "en"
        )
        self.file = file
        self.found: list[Mention] = []

    def walk(self, node: Node, shape: Shape | None, where: _Where) -> None:
        """Collect what stands at a position; what does not fit its shape is passed over."""
        if isinstance(shape, OneOf):
            if isinstance(node, ScalarNode):
                self.walk(node, shape.scalar, where)
            elif isinstance(node, SequenceNode):
                self.walk(node, shape.sequence, where)
            else:
                self.walk(node, shape.mapping, where)
        elif isinstance(shape, Listing):
            for item in node.items if isinstance(node, SequenceNode) else (node,):
                self.walk(item, shape.item, where)
        elif isinstance(shape, Record):
            self._record(node, shape, where)
        elif isinstance(node, ScalarNode):
            if isinstance(shape, Scalar):
                self._scalar(node.value, shape, where)
        elif isinstance(node, MappingNode):
            if isinstance(shape, Entries):
                self._entries(node, shape, where)
            elif isinstance(shape, Nested):
                for _, value in node:
                    self.walk(value, Listing(CONDITION), where)

    def _record(self, node: Node, shape: Record, where: _Where) -> None:
        model = shape.model
        if model.shorthand is not None:
            short = field_shape(model, model.shorthand)
            labelled = short == LABEL and isinstance(node, MappingNode) and only_languages(node)
            if isinstance(node, ScalarNode) or labelled:
                self.walk(node, short, replace(where, model=model.__name__, key=model.shorthand))
                return
        if not isinstance(node, MappingNode):
            return
        keys = keys_of(model)
        for key, value in node:
            english = to_english(key.value, self.vocabulary) or key.value
            is_name = model.rest and is_name_among_keywords(key.value, node, self.lang)
            if english in keys and not is_name:
                here = _Where(model.__name__, english, where.owner)
                self.walk(value, keys[english].shape, here)
            elif model.rest is not None:
                entries = field_shape(model, model.rest)
                assert isinstance(entries, Entries)
                here = _Where(model.__name__, model.rest, where.owner)
                self._entry(key, value, entries, here)

    def _entries(self, node: MappingNode, shape: Entries, where: _Where) -> None:
        for key, value in node:
            if shape.words and to_english(key.value, shape.vocabulary) in shape.words:
                self.walk(value, shape.value, where)
            else:
                self._entry(key, value, shape, where)

    def _entry(self, key: ScalarNode, value: Node, shape: Entries, where: _Where) -> None:
        """A key that an author chose, and what stands under it."""
        kind = defined_by(where.model, where.key)
        owner = where.owner
        if kind is not None:
            whole = _from_to(key.place, value.place)
            self._add(key.value, (kind,), owner, defines=True, whole=whole, label=_label(value))
            owner = str(key.value)
        elif where.key == "cells":
            owner = self._column(key.value)
        elif kinds := referred_to_by(where.model, where.key):
            self._add(key.value, kinds, owner)
        elif isinstance(shape.value, Scalar) and shape.value.kind == "output":
            self._add(key.value, ("outputs",), owner)
            owner = str(key.value)
        self.walk(value, shape.value, replace(where, owner=owner))

    def _column(self, written: Written) -> str:
        """A column of a table: what its cells are compared with, where that is a name."""
        syntax, _ = parse_expression(written)
        self._expression(syntax, TERMS)
        return syntax.name if isinstance(syntax, NameSyntax) else ""

    def _scalar(self, written: Written, shape: Scalar, where: _Where) -> None:
        if shape.words and to_english(written, shape.vocabulary) in shape.words:
            return
        if shape.kind == "expression":
            syntax, _ = parse_expression(written)
            self._expression(syntax, ASSERTED if where.key == "never" else TERMS)
        elif shape.kind == "cell":
            for value in values_in(written):
                self._add(value, VALUES, where.owner)
        elif shape.kind == "output":
            self._add(written, VALUES, where.owner)
        elif shape.kind == "trigger":
            self._trigger(written)
        elif shape.kind in ("name", "word_name"):
            self._name(written, where)

    def _name(self, written: Written, where: _Where) -> None:
        kind = defined_by(where.model, where.key)
        if kind is not None:
            owner = self.file if kind == "cells" else where.owner
            self._add(written, (kind,), owner, defines=True, whole=written.place)
        elif kinds := referred_to_by(where.model, where.key):
            self._add(written, kinds, self.file if kinds == ("cells",) else where.owner)

    def _trigger(self, written: Written) -> None:
        """The clock or the event that a sentence of a ladder names."""
        sentence, _ = parse_trigger(written)
        if sentence is not None and sentence.kind == "event":
            self._add(written, ("events",), "")
        elif sentence is not None and sentence.step is not None:
            start = written.find(sentence.step)
            self._add(part(written, start, start + len(sentence.step)), ("clocks",), "")

    def _expression(self, syntax: Syntax | None, terms: tuple[str, ...]) -> None:
        for name, written, place, kinds, owner in names_in(syntax):
            self._spots(name, written, place, kinds or terms, owner)

    def _add(
        self,
        written: Written,
        kinds: tuple[str, ...],
        owner: str,
        *,
        defines: bool = False,
        whole: Place | None = None,
        label: Bilingual | None = None,
    ) -> None:
        text = str(written)
        place = written.inner or written.place
        self._spots(text, text, place, kinds, owner, defines=defines, whole=whole, label=label)

    def _spots(
        self,
        name: str,
        written: str,
        place: Place,
        kinds: tuple[str, ...],
        owner: str,
        *,
        defines: bool = False,
        whole: Place | None = None,
        label: Bilingual | None = None,
    ) -> None:
        """Keep a name at each spot of a place where it really stands."""
        if not written:
            return
        for spot in _stands(written, place, self.lines):
            self.found.append(Mention(name, kinds, spot, owner, defines, whole, label))


def _stands(written: str, place: Place, lines: Sequence[str]) -> Iterator[Place]:
    """Where a name stands within a place, without quotes.

    In a text that is folded or escaped the place is that of the whole.
    """
    if place.line == place.end_line and 0 < place.line <= len(lines):
        text = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        if text == written:
            yield place
            return
        if text[1:-1] == written and text[0] in _QUOTES:
            start = place.column + 1
            yield Place(place.file, place.line, start, place.line, start + len(written))
            return
    alone = re.compile(rf"(?<!\w){re.escape(written)}(?!\w)")
    for number in range(max(place.line, 1), min(place.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = place.column - 1 if number == place.line else 0
        end = place.end_column - 1 if number == place.end_line else len(line)
        for found in alone.finditer(line, start, end):
            yield Place(place.file, number, found.start() + 1, number, found.end() + 1)


def _from_to(first: Place, last: Place) -> Place:
    return Place(first.file, first.line, first.column, last.end_line, last.end_column)


def _label(node: Node) -> Bilingual | None:
    """What is written under `label`, or stands alone as a label in two languages."""
    if not isinstance(node, MappingNode):
        return None
    if only_languages(node):
        return _bilingual(node)
    for key, value in node:
        if to_english(key.value) == "label":
            return _bilingual(value)
    return None


def _bilingual(node: Node) -> Bilingual | None:
    if isinstance(node, ScalarNode):
        return Bilingual.same(str(node.value)) if node.value else None
    if not isinstance(node, MappingNode):
        return None
    texts = {
        to_english(key.value): str(value.value)
        for key, value in node
        if isinstance(value, ScalarNode)
    }
    either = next(iter(texts.values()), "")
    return Bilingual(texts.get("zh", either), texts.get("en", either)) if either else None
