"""The text of entries: cells of one that is there, and a whole one that is new."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode
from workflow_engine.model.reading import keyword_in
from workflow_engine.workbooks.patching import CannotPatch, TextPatch, absent
from workflow_engine.workbooks.scalars import list_text, nested, scalar_text
from workflow_engine.workbooks.sheets import (
    OTHERWISE,
    Column,
    Holder,
    Line,
    PolicySheet,
    child,
)

_BARE_NAMES = re.compile(r"[\w-]+(\s*[、,，;；\n]\s*[\w-]+)+")


def value_text(column: Column, text: str, *, flow: bool, quoted: bool = False) -> str:
    """What a cell says, as YAML."""
    if column.form != "language" and nested(text):
        return text
    if column.form == "list" or (column.form == "either" and _BARE_NAMES.fullmatch(text)):
        return list_text(text)
    return scalar_text(text, quoted=quoted, flow=flow)


def changed_cells(
    patch: TextPatch, line: Line, wanted: Mapping[Column, str]
) -> Iterator[tuple[Column, str, str, Callable[[], None]]]:
    """Each cell of a line that is to say something else: before, after, and how to edit the text.

    The edit raises CannotPatch where the text is written in a way that is not changed from outside.
    """
    for column, text in wanted.items():
        before = line.text(column.path)
        if text != before:
            edit = _Edit(patch, line, column, text, wanted)
            yield column, before, text, edit


class _Edit:
    """One cell of one line with another text."""

    def __init__(
        self,
        patch: TextPatch,
        line: Line,
        column: Column,
        text: str,
        wanted: Mapping[Column, str],
    ) -> None:
        self.patch = patch
        self.line = line
        self.column = column
        self.text = text
        self.wanted = wanted

    def __call__(self) -> None:
        """Edit the text."""
        entry = self.line.node
        if not isinstance(entry, MappingNode):
            raise CannotPatch(entry.place)
        self._into(entry, self.column.path)

    def _into(self, parent: MappingNode, path: tuple[str, ...]) -> None:
        node = child(parent, path[0])
        if len(path) > 1 and isinstance(node, MappingNode):
            self._into(node, path[1:])
        elif len(path) > 1 and self.column.form == "language":
            self._label(parent, path, node)
        elif node is not None:
            self._set(parent, node)
        elif len(path) > 1:
            raise CannotPatch(parent.place)
        elif self.text:
            self.patch.put(parent, self._key(path[0]), self._written(parent))

    def _key(self, step: str) -> str:
        """A step of a path as it is written: a keyword, or an author's column or output."""
        first = self.column.path[0]
        of_table = self.line.key is None or self.line.name == OTHERWISE
        authors = first == "then" if step != first else of_table and first != "then"
        return scalar_text(step) if authors else keyword_in(step, self.line.holder.lang)

    def _set(self, parent: MappingNode, node: Node) -> None:
        if not self.text and not absent(node):
            self.patch.remove(parent, node)
        elif self.text:
            quoted = isinstance(node, ScalarNode) and node.value.quoted
            self.patch.replace(node, self._written(parent, quoted=quoted))

    def _written(self, parent: MappingNode, *, quoted: bool = False) -> str:
        flow = self.patch.flow(parent) or self.patch.flow(self.line.holder.node)
        return value_text(self.column, self.text, flow=flow, quoted=quoted)

    def _label(self, parent: MappingNode, path: tuple[str, ...], node: Node | None) -> None:
        """A label that is one text, or not there: with the other language it becomes a map."""
        texts = {
            column.path[1]: text
            for column, text in self.wanted.items()
            if column.form == "language" and column.path[0] == path[0]
        }
        if isinstance(node, ScalarNode) and not absent(node):
            texts = {"zh": str(node.value), **texts}
        new = label_text(texts, self.line.holder.lang, flow=self.patch.flow(parent))
        if node is None:
            other = next((one for one in ("zh", "en") if texts.get(one)), None)
            if other == path[1]:  # the first of the two writes both
                self.patch.put(parent, keyword_in(path[0], self.line.holder.lang), new)
        elif new:
            self.patch.replace(node, new)
        else:
            self.patch.remove(parent, node)


def label_text(texts: Mapping[str, str], lang: Language, *, flow: bool) -> str:
    """A label in one or two languages as YAML; empty where there is none.

    >>> label_text({"zh": "主管", "en": "Supervisor"}, "en", flow=True)
    '{zh: 主管, en: Supervisor}'
    """
    given = {language: text for language, text in texts.items() if text}
    if set(given) == {"zh"}:
        return scalar_text(given["zh"], flow=flow)
    inside = ", ".join(f"{keyword_in(one, lang)}: {scalar_text(t)}" for one, t in given.items())
    return "{" + inside + "}" if inside else ""


def new_entry(
    patch: TextPatch, sheet: PolicySheet, holder: Holder, name: str, wanted: Mapping[Column, str]
) -> str:
    """The lines of a new entry, written like most of its block: in one line, or in several."""
    lang = holder.lang
    styles = [patch.flow(line.node) for line in sheet.lines if line.holder is holder]
    flow = 2 * sum(styles) >= len(styles)
    fields: list[tuple[str, str]] = []
    then: list[str] = []
    for column, text in wanted.items():
        head = column.path[0]
        if column.form == "language":
            continue
        if len(column.path) > 1:
            if text:
                then.append(f"{scalar_text(column.path[1])}: {value_text(column, text, flow=True)}")
        elif text:
            key = head if sheet.numbered and head != "then" else keyword_in(head, lang)
            fields.append((key, value_text(column, text, flow=flow)))
    if then:
        fields.append((keyword_in("then", lang), "{" + ", ".join(then) + "}"))
    fields = [*_labels(wanted, lang, flow=flow), *fields]
    indent = " " * (_column(holder) - 1)
    start = indent + ("- " if sheet.numbered else "")
    if flow:
        inside = "{" + ", ".join(f"{key}: {value}" for key, value in fields) + "}"
        return f"{start}{inside}\n" if sheet.numbered else f"{start}{scalar_text(name)}: {inside}\n"
    if sheet.numbered:
        lines = [f"{key}: {value}" for key, value in fields]
        return start + f"\n{indent}  ".join(lines) + "\n"
    lines = [
        f"{start}{scalar_text(name)}:",
        *(f"{indent}  {key}: {value}" for key, value in fields),
    ]
    return "\n".join(lines) + "\n"


def _labels(
    wanted: Mapping[Column, str], lang: Language, *, flow: bool
) -> Iterator[tuple[str, str]]:
    given: dict[str, dict[str, str]] = {}
    for column, text in wanted.items():
        if column.form == "language":
            given.setdefault(column.path[0], {})[column.path[1]] = text
    for head, texts in given.items():
        new = label_text(texts, lang, flow=flow)
        if new:
            yield keyword_in(head, lang), new


def _column(holder: Holder) -> int:
    """The column in which entries of a block begin."""
    if isinstance(holder.node, MappingNode):
        return holder.node.entries[0][0].place.column
    return holder.node.place.column
