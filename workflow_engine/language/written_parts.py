"""The words and signs of a YAML text with the lists and maps they stand in, for laying it out.

Where `tree` keeps what a text says, this keeps how it is written: every colon, bracket and dash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from workflow_engine.diagnostics.lines import line_starts
from workflow_engine.diagnostics.width import display_width


@dataclass(slots=True)
class Block:
    """A list or map written in lines of its own; `column` is where it stands now.

    `unmarked` is a list that stands as far left as the key it belongs to. `entries` are the
    entries of a map: the first part of the key, its colon, and the first part of the value.
    """

    kind: Literal["map", "list"]
    parent: Block | None
    column: int
    unmarked: bool = False
    entries: list[Entry] = field(default_factory=list)
    items: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """One entry of a block map, by the numbers of its parts; `value` is None where none follows."""

    key: int
    colon: int
    value: int | None = None


@dataclass(slots=True)
class Flow:
    """A list or map in brackets; the numbers of its brackets and of the first part of each entry.

    `hanging`: its entries begin on the line after the bracket.
    """

    opening: int
    parent: Flow | None
    closing: int = -1
    starts: list[int] = field(default_factory=list)
    hanging: bool = False


@dataclass(slots=True)
class Part:
    """One word or sign: `text[start:end]`.

    `kind` is the sign itself, `text`, `&`, `*` or `---`. `block` and `flow` are the innermost ones
    it stands in. `first` marks the first part of a key, a list's item, or the block it `begins`.
    """

    kind: str
    start: int
    end: int
    block: Block | None
    flow: Flow | None
    first: bool = False
    begins: Block | None = None
    style: str = ""


_SIGNS: dict[type, str] = {
    yaml.BlockEntryToken: "-",
    yaml.FlowEntryToken: ",",
    yaml.FlowMappingStartToken: "{",
    yaml.FlowMappingEndToken: "}",
    yaml.FlowSequenceStartToken: "[",
    yaml.FlowSequenceEndToken: "]",
    yaml.ValueToken: ":",
    yaml.AnchorToken: "&",
    yaml.AliasToken: "*",
    yaml.TagToken: "&",
    yaml.DocumentStartToken: "---",
    yaml.DocumentEndToken: "---",
    yaml.DirectiveToken: "---",
}


class WrittenText:
    """A text that is sound YAML, cut into its parts.

    Raises yaml.YAMLError where the text is not YAML.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = line_starts(text)
        self.parts: list[Part] = []
        self.blocks: list[Block] = []
        self.flows: dict[int, Flow] = {}
        self._line = 0
        _Cutting(self).cut()

    def column(self, offset: int) -> int:
        """The columns a reader sees before an offset, in its line."""
        return display_width(self.text[self._line_start(offset) : offset])

    def between(self, number: int) -> str:
        """The blanks and comments before a part; after the last part with `len(parts)`."""
        before = self.parts[number - 1].end if number else 0
        after = self.parts[number].start if number < len(self.parts) else len(self.text)
        return self.text[before:after]

    def on_new_line(self, number: int) -> bool:
        """Whether a part is the first of its line."""
        return number == 0 or "\n" in self.between(number)

    def single_line(self, first: int, last: int) -> bool:
        """Whether the parts from `first` to `last` stand in one line."""
        return "\n" not in self.text[self.parts[first].start : self.parts[last].end]

    def indent(self, number: int) -> int:
        """The columns before the first part of the line in which a part begins."""
        start = self._line_start(self.parts[number].start)
        line = self.text[start : self.parts[number].start]
        return len(line) - len(line.lstrip(" "))

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1


class _Cutting:
    """Goes through the tokens once, with the lists and maps that are open."""

    def __init__(self, written: WrittenText) -> None:
        self.written = written
        self.parts = written.parts
        self.block: Block | None = None
        self.flow: Flow | None = None
        self.begun: Block | None = None
        self.first = False
        self.key: int | None = None

    def cut(self) -> None:
        for token in _tokens(self.written.text):
            kind = type(token)
            if kind in (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken):
                self._open("map" if kind is yaml.BlockMappingStartToken else "list", token)
            elif kind is yaml.BlockEndToken:
                self._leave_unmarked()
                self.block = self.block.parent if self.block else None
            elif kind is yaml.KeyToken:
                self._key(token)
            elif kind is yaml.ScalarToken:
                style = "" if token.plain else token.style
                self._part("text", token, style)
            elif kind in _SIGNS:
                self._sign(_SIGNS[kind], token)

    def _open(self, kind: Literal["map", "list"], token: Any, *, unmarked: bool = False) -> None:
        column = token.start_mark.column
        self.block = self.begun = Block(kind, self.block, column, unmarked)
        self.written.blocks.append(self.block)

    def _leave_unmarked(self) -> None:
        if self.block is not None and self.block.unmarked:
            self.block = self.block.parent

    def _key(self, token: Any) -> None:
        if self.flow is None:
            self._leave_unmarked()
            self.first = True
            self.key = len(self.parts)
        if token.end_mark.index > token.start_mark.index:
            self.key = None
            self._part("?", token)

    def _sign(self, sign: str, token: Any) -> None:
        number = len(self.parts)
        if sign in "{[":
            self._part(sign, token)
            self.flow = Flow(number, self.flow)
            self.written.flows[number] = self.flow
            return
        if sign in "}]" and self.flow is not None:
            self._part(sign, token)
            flow = self.flow
            flow.closing = number
            flow.hanging = self.written.on_new_line(flow.opening + 1)
            self.flow = flow.parent
            return
        if self.flow is None and sign == "-":
            if self.block is None or self.block.kind == "map":
                self._open("list", token, unmarked=True)
            self.first = True
            if self.block is not None:
                self.block.items.append(number)
        elif self.flow is None and sign == ":" and self.block is not None:
            if self.key is not None:
                self.block.entries.append(Entry(self.key, number))
                self.key = None
            else:
                self.first = True
        self._part(sign, token)

    def _part(self, kind: str, token: Any, style: str = "") -> None:
        start, end = token.start_mark.index, token.end_mark.index
        if style in ("|", ">"):
            end = _end_of_block_scalar(self.written.text, start, end)
        number = len(self.parts)
        part = Part(kind, start, end, self.block, self.flow, self.first, self.begun, style)
        self.parts.append(part)
        self.first, self.begun = False, None
        flow = self.flow
        if flow is not None and kind not in ",}]" and self.parts[-2].kind in "{[,":
            flow.starts.append(number)
        if flow is None and number and self.parts[-2].kind == ":":
            entries = part.block.entries if part.block else []
            if entries and entries[-1].colon == number - 1 and part.begins is None:
                entries[-1].value = number


def _tokens(text: str) -> Iterator[Any]:
    loader = yaml.CLoader(text)
    try:
        while (token := loader.get_token()) is not None:
            yield token
    finally:
        loader.dispose()


def _end_of_block_scalar(text: str, start: int, end: int) -> int:
    """Where the text of a block scalar ends, without the last line's end.

    The empty lines after it belong to it only where its header keeps them (`|+`).
    """
    header = text[start : text.find("\n", start)].partition("#")[0]
    lines = text[start:end].removesuffix("\n").split("\n")
    if "+" not in header:
        indent = content_indent(lines)
        while len(lines) > 1 and not lines[-1].strip(" ") and len(lines[-1]) <= indent:
            lines.pop()
    return start + len("\n".join(lines))


def content_indent(lines: list[str]) -> int:
    """The columns before the first line of a block scalar that is not empty, after its header."""
    first = next((line for line in lines[1:] if line.strip(" ")), "")
    return len(first) - len(first.lstrip(" "))
