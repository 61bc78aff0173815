"""From parser events to nodes, with an explicit stack: depth never costs recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.diagnostics.file_words import ENGLISH
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, Written
from workflow_engine.language.repair import MendedText

DEPTH_LIMIT = 64
ALIAS_LIMIT = 1_000
_EXPANDED_LIMIT = 100_000  # nodes that stand in the tree more than once
_NO_VALUE = re.compile(r"\s*[,}]")
_NO_NAME = re.compile(r"\d+|.*[<>=≥≤≠].*")
_FIRST = Bilingual("第一次写在这里", "first written here")


@dataclass(slots=True)
class _Open:
    """A list or mapping that has not ended yet."""

    mapping: bool
    line: int
    column: int
    anchor: str | None
    flow: bool
    items: list[Node] = field(default_factory=list)
    keys: dict[str, ScalarNode] = field(default_factory=dict)
    entries: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    key: ScalarNode | None = None
    lone: bool = False
    at_value: bool = False
    last: Place | None = None
    size: int = 1
    aliases: int = 0
    repeated: int = 0


class TreeBuilder:
    """Takes the events of one file; `root` is the tree, `diagnostics` what was wrong with it.

    `doubtful` are the plain texts that hold a bracket or a colon: perhaps a condition cut apart,
    or a key and a value run together.
    """

    def __init__(self, mended: MendedText, file: str) -> None:
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self.doubtful: list[Written] = []
        self._text = mended.text
        self._mended = mended
        self._columns = mended.columns
        self._file = file
        self._stack: list[_Open] = []
        self._documents = 0
        self._anchors: dict[str, tuple[Node, int, int, int]] = {}

    def take(self, event: yaml.Event) -> bool:
        """Use one event; False when reading any further makes no sense."""
        kind: type[yaml.Event] = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            return self._open(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            return self._close(event)
        elif kind is yaml.AliasEvent:
            return self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._say("WE116", self._place(event.start_mark, event.end_mark))
                return False
        return True

    def _say(self, code: str, place: Place, *labels: Label, **args: str) -> None:
        self.diagnostics.append(
            diagnose(
                code,
                place,
                labels=labels,
                fix=None,
                severity=None,
                help=None,
                keywords=ENGLISH,
                **args,
            )
        )

    def _give_up(self, code: str, place: Place, **args: str) -> bool:
        self._say(code, place, **args)
        self.root = None
        return False

    # The types of PyYAML leave the C parser's marks open, so events are Any from here on.

    def _place(self, start: Any, end: Any) -> Place:
        line, column, last, until = start.line, start.column, end.line, end.column
        if self._columns:
            if line in self._columns:
                column = self._mended.original(line, column)
            if last in self._columns:
                until = self._mended.original(last, until)
        return Place(self._file, line + 1, column + 1, last + 1, until + 1)

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        line, last = start.line, end.line
        if line in self._columns or last in self._columns:
            place = self._place(start, end)
        else:
            place = Place(self._file, line + 1, start.column + 1, last + 1, end.column + 1)
        if event.tag is not None:
            self._say("WE115", place, tag=_as_written(event.tag))
        value: str = event.value
        # Folding and escapes only ever shorten a text of one line: equal length is equal text.
        surplus = end.index - start.index - len(value)
        inner: Place | None = None
        quoted = event.style not in {None, ""}
        if not quoted:
            if surplus == 0 and line == last:
                inner = place
        elif surplus == 2 and line == last and event.style in "\"'":
            inner = Place(
                self._file, place.line, place.column + 1, place.end_line, place.end_column - 1
            )
        written = Written(value, place, quoted=quoted, inner=inner)
        if not quoted and ("(" in value or ":" in value):
            self.doubtful.append(written)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.mapping and frame.flow and not frame.at_value:
            frame.lone = not quoted and _NO_VALUE.match(self._text, end.index) is not None
        absent = frame is not None and frame.at_value and frame.lone and not value
        node = ScalarNode(written, place, absent)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, 1, 0, 0)
        if self._stack:
            self._add(node)
        else:
            self.root = node

    def _open(self, event: Any) -> bool:
        start = event.start_mark
        if len(self._stack) >= DEPTH_LIMIT:
            return self._give_up("WE117", self._place(start, event.end_mark))
        if event.tag is not None:
            self._say("WE115", self._place(start, event.end_mark), tag=_as_written(event.tag))
        column = self._mended.original(start.line, start.column)
        self._stack.append(
            _Open(
                isinstance(event, yaml.MappingStartEvent),
                start.line + 1,
                column + 1,
                event.anchor,
                bool(event.flow_style),
            )
        )
        return True

    def _close(self, event: Any) -> bool:
        done = self._stack.pop()
        last = done.last
        if done.flow or last is None:
            place = self._place(event.start_mark, event.end_mark)
            end_line, end_column = place.end_line, place.end_column
        else:
            end_line, end_column = last.end_line, last.end_column
        place = Place(self._file, done.line, done.column, end_line, end_column)
        node: Node
        if done.mapping:
            node = MappingNode(tuple(done.entries), place)
        else:
            node = SequenceNode(tuple(done.items), place)
        if done.anchor is not None:
            self._anchors[done.anchor] = (node, done.size, done.aliases, done.repeated)
        self._add(node, done.size, done.aliases, done.repeated)
        return True

    def _alias(self, event: Any) -> bool:
        place = self._place(event.start_mark, event.end_mark)
        known = self._anchors.get(event.anchor)
        if known is None:
            self._say("WE119", place, name=event.anchor)
            self._add(ScalarNode(Written("", place), place))
            return True
        node, size, aliases, repeated = known
        inside = sum(frame.aliases for frame in self._stack)
        again = sum(frame.repeated for frame in self._stack)
        if inside + aliases + 1 > ALIAS_LIMIT or again + repeated + size > _EXPANDED_LIMIT:
            return self._give_up("WE118", place, limit=f"{ALIAS_LIMIT:,}")
        self._add(node, size, aliases + 1, repeated + size, place)
        return True

    def _add(
        self,
        node: Node,
        size: int = 1,
        aliases: int = 0,
        repeated: int = 0,
        place: Place | None = None,
    ) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.size += size
        frame.aliases += aliases
        frame.repeated += repeated
        frame.last = place or node.place
        if not frame.mapping:
            frame.items.append(node)
        elif frame.at_value:
            frame.at_value = False
            if frame.key is not None:
                frame.entries.append((frame.key, node))
        else:
            frame.at_value = True
            frame.key = self._key(frame, node, place or node.place)

    def _key(self, frame: _Open, node: Node, place: Place) -> ScalarNode | None:
        """The node as a key, or None when it cannot be one; its value is then left out."""
        if not isinstance(node, ScalarNode) or (not node.value and not node.value.quoted):
            self._say("WE120", place)
            return None
        if node.value == "<<" and not node.value.quoted:
            self._say("WE114", place)
            return None
        first = frame.keys.get(node.value)
        piece = frame.lone and _NO_NAME.fullmatch(node.value) is not None
        if first is not None and not piece:
            self._say("WE113", place, Label(first.place, _FIRST), key=node.value)
            return None
        frame.keys[node.value] = node
        return node


def _as_written(tag: str) -> str:
    """A tag without the prefix that the parser puts in place of `!!`.

    >>> _as_written("tag:yaml.org,2002:str")
    '!!str'
    """
    prefix = "tag:yaml.org,2002:"
    return f"!!{tag.removeprefix(prefix)}" if tag.startswith(prefix) else tag
