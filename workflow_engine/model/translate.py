"""Rewriting a policy file from one keyword language into the other.

The walk is led by the same shapes as reading. Only keywords change, and the keyword words within
expressions, cells, durations and frequencies; comments, layout, names and labels stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.lines import line_starts
from workflow_engine.language.cells import translate_cell
from workflow_engine.language.durations import translate_duration
from workflow_engine.language.expressions import translate_expression
from workflow_engine.language.frequencies import translate_frequency
from workflow_engine.language.keywords import Kind, to_chinese, to_english
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.language.reader import read_yaml
from workflow_engine.language.risk_limits import translate_risk_limit
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import CONDITION, LABEL
from workflow_engine.model.reading import (
    CONDITION_KEYS,
    is_name_among_keywords,
    is_null,
    keyword_language,
    only_languages,
)
from workflow_engine.model.sections import PolicyModel
from workflow_engine.model.shapes import (
    Entries,
    Event,
    Languages,
    Listing,
    Nested,
    OneOf,
    Record,
    Scalar,
    ScalarKind,
    Shape,
    field_shape,
    keys_of,
)
from workflow_engine.model.tables import Table
from workflow_engine.model.trigger_translation import translate_trigger

_TRANSLATORS: dict[ScalarKind, Callable[[str, Language], str]] = {
    "expression": translate_expression,
    "output": translate_expression,
    "cell": translate_cell,
    "duration": translate_duration,
    "warning": translate_duration,
    "frequency": translate_frequency,
    "trigger": translate_trigger,
    "risk": translate_risk_limit,
}
_COMPUTED = frozenset({"integer", "number", "boolean", "date", "datetime"})
"""Types whose outputs may be expressions; an output of another type is the author's own word."""

_TRUTH = ("true", "false")
_WORD = re.compile(r"[^\W\d]\w*")
_ANCHOR = re.compile(r"&[^\s,\[\]{}]+\s+")
_UNSAFE = re.compile(r"""^[-?:,\[\]{}#&*!|>'"%@`\s]|:(\s|$)|\s\#|\s$""")
_UNSAFE_IN_FLOW = re.compile(_UNSAFE.pattern + r"|[,\[\]{}]")


def translate_text(
    text: str, file: str, to: Language, model: type[Entry] = PolicyModel
) -> tuple[str, list[Diagnostic]]:
    """The file's text with keywords of the language `to`, and what was wrong with the text.

    `model` is that of a policy's file or of a blueprint's. A text that has errors as YAML comes
    back unchanged: mend it first.
    """
    node, diagnostics = read_yaml(text, file)
    if node is None or any(finding.severity == "error" for finding in diagnostics):
        return text, diagnostics
    if not isinstance(node, MappingNode):
        return text, diagnostics
    vocabulary = model.vocabulary
    translation = _Translation(text, keyword_language(node, vocabulary), to, vocabulary)
    translation.walk(node, Record(model))
    return translation.result(), diagnostics


class _Translation:
    """Collects edits by where they start; a node met twice through an alias is edited once."""

    def __init__(self, text: str, lang: Language, to: Language, vocabulary: Kind) -> None:
        self.text = text
        self.lang = lang
        self.to = to
        self.vocabulary: Kind = vocabulary
        self.starts = line_starts(text)
        self.edits: dict[int, tuple[int, str]] = {}
        self.in_flow = False
        self.output_types: dict[str | None, str] = {}

    def result(self) -> str:
        """The text with all edits."""
        pieces: list[str] = []
        position = 0
        for start in sorted(self.edits):
            end, new = self.edits[start]
            pieces += (self.text[position:start], new)
            position = end
        return "".join((*pieces, self.text[position:]))

    def walk(self, node: Node, shape: Shape | None) -> None:
        """Translate what stands at a position; what does not fit its shape is left alone."""
        outer = self.in_flow
        if not isinstance(node, ScalarNode):
            start = self._offset(node.place.line, node.place.column)
            self.in_flow = outer or self.text[start] in "{["
        self._walk(node, shape)
        self.in_flow = outer

    def _walk(self, node: Node, shape: Shape | None) -> None:
        if isinstance(shape, OneOf):
            if isinstance(node, ScalarNode):
                self.walk(node, shape.scalar)
            elif isinstance(node, SequenceNode):
                self.walk(node, shape.sequence)
            else:
                self.walk(node, shape.mapping)
        elif isinstance(shape, Listing):
            items = node.items if isinstance(node, SequenceNode) else (node,)
            for item in items:
                self.walk(item, shape.item)
        elif isinstance(shape, Record):
            self._record(node, shape)
        elif isinstance(node, ScalarNode):
            if isinstance(shape, Scalar) and not is_null(node):
                self._scalar(node, shape)
        elif isinstance(node, MappingNode):
            if isinstance(shape, Entries):
                self._entries(node, shape)
            elif isinstance(shape, Languages):
                for key, _ in node:
                    self._word(key, ("zh", "en"), self.vocabulary)
            elif isinstance(shape, Nested):
                for key, value in node:
                    self._word(key, CONDITION_KEYS, "key")
                    self.walk(value, Listing(CONDITION))
            elif isinstance(shape, Event):
                for key, _ in node:
                    self._word(key, ("event",), "key")

    def _record(self, node: Node, shape: Record) -> None:
        model = shape.model
        if model.shorthand is not None:
            short = field_shape(model, model.shorthand)
            if isinstance(node, ScalarNode) or (
                short == LABEL and isinstance(node, MappingNode) and only_languages(node)
            ):
                self.walk(node, short)
                return
        if not isinstance(node, MappingNode):
            return
        if model is Table:
            self.output_types = _output_types(node)
        keys = keys_of(model)
        for key, value in node:
            english = to_english(key.value, self.vocabulary) or key.value
            is_name = model.rest and is_name_among_keywords(key.value, node, self.lang)
            if english in keys and not is_name:
                self._word(key, tuple(keys), self.vocabulary)
                self.walk(value, keys[english].shape)
            elif model.rest is not None:
                entries = field_shape(model, model.rest)
                assert isinstance(entries, Entries)
                self.walk(value, entries.value)

    def _entries(self, node: MappingNode, shape: Entries) -> None:
        for key, value in node:
            if shape.key == "weekdays":
                self._word(key, None, "weekday")
            elif shape.words:
                self._word(key, shape.words, shape.vocabulary)
            is_output = isinstance(shape.value, Scalar) and shape.value.kind == "output"
            if is_output and self.output_types.get(key.value) not in _COMPUTED:
                continue
            self.walk(value, shape.value)

    def _scalar(self, node: ScalarNode, shape: Scalar) -> None:
        kind = shape.kind
        if kind == "flag":
            self._word(node, _TRUTH, "word")
            return
        if shape.words and kind != "cell" and self._word(node, shape.words, shape.vocabulary):
            return
        if kind == "output" and self.output_types.get(None, "number") not in _COMPUTED:
            return
        translate = _TRANSLATORS.get(kind)
        if translate is None:
            return
        start, end = self._content(node)
        old = self.text[start:end]
        new = translate(old, self.to)
        if shape.words:
            new = _WORD.sub(lambda match: self._degree(match.group(), shape), new)
        if new != old:
            unsafe = _UNSAFE_IN_FLOW if self.in_flow else _UNSAFE
            if not node.value.quoted and unsafe.search(new) and not unsafe.search(old):
                new = '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
            self.edits[start] = end, new

    def _degree(self, word: str, shape: Scalar) -> str:
        return self._twin(word, "word") if to_english(word, "word") in shape.words else word

    def _twin(self, word: str, kind: Kind) -> str:
        twin = to_chinese(word, kind) if self.to == "zh" else to_english(word, kind)
        return twin or word

    def _word(self, node: ScalarNode, words: tuple[str, ...] | None, kind: Kind) -> bool:
        """Edit the node when it is one of these keywords; whether it is one."""
        english = to_english(node.value, kind)
        if english is None or (words is not None and english not in words):
            return False
        twin = self._twin(node.value, kind)
        if twin != node.value:
            start, end = self._content(node)
            self.edits[start] = end, twin
        return True

    def _content(self, node: ScalarNode) -> tuple[int, int]:
        """From where to where the scalar's own text goes, without quotes or block header."""
        value = node.value
        if value.inner is not None:
            start = self._offset(value.inner.line, value.inner.column)
            if self.text.startswith(value, start):
                return start, start + len(value)
        place: Place = value.place
        start = self._offset(place.line, place.column)
        end = self._offset(place.end_line, place.end_column)
        if anchor := _ANCHOR.match(self.text, start):
            start = anchor.end()
        if self.text[start] in "|>":
            return self.text.index("\n", start) + 1, end
        if value.quoted:
            return start + 1, end - 1
        return start, end

    def _offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column - 1


def _output_types(table: MappingNode) -> dict[str | None, str]:
    """The English type of each output of a table; under None when there is but one."""
    for key, gives in table:
        if to_english(key.value) != "gives" or not isinstance(gives, MappingNode):
            continue
        single = _type_in(gives)
        if single is not None:
            return {None: single}
        return {name.value: _type_in(output) or "" for name, output in gives}
    return {}


def _type_in(node: Node) -> str | None:
    if isinstance(node, MappingNode):
        for key, value in node:
            if to_english(key.value) == "type" and isinstance(value, ScalarNode):
                return to_english(value.value, "word") or value.value
    return None
