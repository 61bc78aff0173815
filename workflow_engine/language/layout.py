"""Laying a text out anew: the same parts and comments in the same lines, with other blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflow_engine.diagnostics.width import display_width
from workflow_engine.language.alignment import aligned_spaces, spaces_before
from workflow_engine.language.written_parts import (
    Block,
    Flow,
    Part,
    WrittenText,
    content_indent,
)

STEP = 2
"""Columns by which an inner level stands further right."""

_BEFORE_COMMENT = 2
_INDICATOR = re.compile(r"[|>][+-]?([1-9])")


@dataclass(slots=True)
class _Line:
    """One line to be written; `column` is where its comment stood, `comment` what it says."""

    text: str
    comment: str = ""
    column: int = 0


def lay_out(text: str) -> str:
    r"""The text with the usual indentation, and spaces as in `{a: 1, b: [2, 3]}`.

    Line ends are `\n`. What is lined up in columns and where comments stand is kept; nothing but
    blanks and empty lines changes. The text must be sound YAML.
    """
    written = WrittenText(text)
    return _Layout(written).result()


class _Layout:
    """Writes line after line; `columns` is where a part comes to stand, by its number."""

    def __init__(self, written: WrittenText) -> None:
        self.written = written
        self.spaces = aligned_spaces(written)
        self.lines: list[_Line] = []
        self.columns: dict[int, int] = {}
        self.blocks: dict[int, int] = {}
        self.line = ""
        self.begun = False
        self.comment = ""
        self.comment_column = 0

    def result(self) -> str:
        """The whole text."""
        parts = self.written.parts
        for number in range(len(parts)):
            self._gap(number)
            self._part(number)
        self._gap(len(parts))
        self._end_line()
        _place_comments(self.lines)
        whole = "".join(f"{_whole(line)}\n" for line in self.lines)
        if parts and parts[-1].style in ("|", ">") and not self.written.text.endswith("\n"):
            return whole.removesuffix("\n")  # with it, the text itself would end in a line's end
        return whole

    # What stands between two parts

    def _gap(self, number: int) -> None:
        between = self.written.between(number)
        if "\n" not in between and "#" not in between:
            if number and number < len(self.written.parts):
                self.line += " " * self.spaces.get(number, spaces_before(number, self.written))
            return
        first, *rest = between.split("\n")
        if number == 0:
            rest = [first, *rest]
        elif first.strip():
            end = self.written.parts[number - 1].end
            self.comment = first.strip()
            self.comment_column = self.written.column(end + len(first) - len(first.lstrip()))
        self._end_line()
        empty = not self.lines
        for line in rest[:-1] if number < len(self.written.parts) else _without_end(rest):
            told = line.strip()
            if told:
                indent = len(line) - len(line.lstrip(" "))
                self.lines.append(_Line(" " * self._comment_indent(indent, number) + told))
            elif not empty:
                self.lines.append(_Line(""))
            empty = not told
        if number < len(self.written.parts):
            self.line = " " * self._line_column(number)

    def _end_line(self) -> None:
        if self.begun or self.comment:
            self.lines.append(_Line(self.line, self.comment, self.comment_column))
        self.line, self.comment, self.begun = "", "", False

    def _comment_indent(self, indent: int, number: int) -> int:
        """Where a comment of its own comes to stand: with what it stood level with, or nearly."""
        parts = self.written.parts
        levels: list[tuple[int, int]] = []
        if number < len(parts):
            flow = parts[number].flow
            if flow is not None:
                return self._content(flow)
            levels.append((self.written.indent(number), self._line_column(number)))
        block = parts[number - 1].block if number else None
        while block is not None:
            levels.append((block.column, self.blocks[id(block)]))
            block = block.parent
        return min(levels, key=lambda level: abs(level[0] - indent))[1] if levels else 0

    # Where the first part of a line stands

    def _line_column(self, number: int) -> int:
        part = self.written.parts[number]
        if part.kind == "---":
            return 0
        flow = part.flow
        if flow is not None:
            if part.kind in "}]" and flow.closing == number:
                return self._level(flow) if flow.hanging else self.columns[flow.opening]
            return self._content(flow)
        if part.begins is not None:
            parent = part.begins.parent
            return 0 if parent is None else self.blocks[id(parent)] + STEP
        if part.block is None:
            return 0
        return self.blocks[id(part.block)] + (0 if part.first else STEP)

    def _content(self, flow: Flow) -> int:
        """The column in which lines inside brackets begin."""
        return self._level(flow) + STEP if flow.hanging else self.columns[flow.opening] + 1

    def _level(self, flow: Flow) -> int:
        """The column of the line that a hanging bracket belongs to."""
        if self.written.on_new_line(flow.opening):
            return self.columns[flow.opening]
        if flow.parent is not None:
            return self._content(flow.parent)
        block = self.written.parts[flow.opening].block
        if block is None:
            return 0
        return self.blocks[id(block)] + (STEP if block.kind == "list" else 0)

    # The parts themselves

    def _part(self, number: int) -> None:
        part = self.written.parts[number]
        self.begun = True
        self.columns[number] = display_width(self.line)
        if part.begins is not None:
            self.blocks[id(part.begins)] = len(self.line)
        text = self.written.text[part.start : part.end]
        if part.kind != "text" or "\n" not in text:
            self.line += text
            return
        first, *rest = text.split("\n")
        self.line += first.rstrip(" ") if part.style in ("", "|", ">") else first
        rest = self._block_scalar(part, text) if part.style in ("|", ">") else self._folded(number)
        self.lines += [_Line(self.line), *(_Line(line) for line in rest[:-1])]
        self.line = rest[-1]

    def _block_scalar(self, part: Part, text: str) -> list[str]:
        """The lines of a `|` or `>` text below its header."""
        lines = text.split("\n")
        indicator = _INDICATOR.match(lines[0])
        column = 0 if part.block is None else self.blocks[id(part.block)]
        if indicator is None:
            indent, new = content_indent(lines), column + STEP
        else:
            indent = _marked_indent(part.block) + int(indicator[1])
            new = column + int(indicator[1])
        return [" " * new + line[indent:] if line[indent:] else "" for line in lines[1:]]

    def _folded(self, number: int) -> list[str]:
        """The further lines of a text that goes on over several, without its first."""
        part = self.written.parts[number]
        text = self.written.text[part.start : part.end]
        old = self.written.column(part.start)
        line = self.written.indent(number)
        shift = (len(self.line) - len(self.line.lstrip(" "))) - line
        least = 1 + (self.blocks[id(part.block)] if part.block else -1)
        told: list[str] = []
        for further in text.split("\n")[1:]:
            indent = len(further) - len(further.lstrip(" "))
            new = self.columns[number] if indent == old else max(indent + shift, least)
            words = further.strip(" ") if not part.style else further.lstrip(" ")
            told.append(" " * new + words if words else "")
        return told


def _without_end(lines: list[str]) -> list[str]:
    """The lines without the empty ones at their end."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _marked_indent(block: Block | None) -> int:
    """The columns from which the number in a block scalar's header counts."""
    while block is not None and block.unmarked:
        block = block.parent
    return 0 if block is None else block.column


def _place_comments(lines: list[_Line]) -> None:
    """Leave comments behind a line where they stand, or move those of a column together."""
    at = 0
    while at < len(lines):
        end = at + 1
        if lines[at].comment:
            while end < len(lines) and lines[end].comment and lines[end].column == lines[at].column:
                end += 1
            least = max(display_width(line.text) for line in lines[at:end]) + _BEFORE_COMMENT
            for line in lines[at:end]:
                line.column = max(line.column, least)
        at = end


def _whole(line: _Line) -> str:
    if not line.comment:
        return line.text
    if not line.text:
        return line.comment
    return line.text + " " * (line.column - display_width(line.text)) + line.comment
