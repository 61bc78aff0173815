"""Where in a half-written text somebody is typing: under which keys, and what has been typed.

It never asks whether the text is YAML: lines above the cursor are read by their indentation, and
brackets as far as they go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

ITEM = "-"
"""A step into a list."""

_KEY = re.compile(
    r"""(?P<key>"[^"]*"|'[^']*'|[^\s#{}\[\],"'&*!|>%@`-][^#{}\[\],]*?|-[^\s#{}\[\],]+)\s*:(?=\s|$)"""
)
_TEXT_BLOCK = re.compile(r"[|>][+-]?\d?\s*(#.*)?$")
_OPENING = {"{": "map", "[": "list"}


@dataclass(frozen=True, slots=True)
class Cursor:
    """`path` are the keys above, with `-` for each list; `typed` is what stands before the cursor.

    `typed` is of the key, or of the value under the last key of `path`. `beside` are the other keys
    of the map, as far as they stand above. `quote` is the quotation mark that is open.
    """

    path: tuple[str, ...]
    at: Literal["key", "value", "either"]
    typed: str
    beside: tuple[str, ...] = ()
    quote: str = ""


@dataclass(slots=True)
class _Level:
    """A map or a list that is open: in lines (`column` is its own) or in brackets."""

    kind: Literal["map", "list"]
    column: int
    flow: bool = False
    key: str | None = None
    keys: list[str] = field(default_factory=list)


def cursor_in(lines: Sequence[str], line: int, column: int) -> Cursor | None:
    """What is typed at a line and column (from 1); None in a comment or a block of text."""
    above, last = lines[: line - 1], lines[line - 1][: column - 1]
    levels: list[_Level] = []
    text_column = -1
    for one in above:
        indent = len(one) - len(one.lstrip(" "))
        if text_column >= 0 and (not one.strip() or indent > text_column):
            continue
        text_column = -1
        if one.strip() and not one.lstrip().startswith("#"):
            rest = _take_line(levels, one)
            if _TEXT_BLOCK.fullmatch(rest.strip()):
                text_column = levels[-1].column if levels else -1
    indent = len(last) - len(last.lstrip(" "))
    if text_column >= 0 and indent > text_column:
        return None
    return _at_the_end(levels, last)


def _at_the_end(levels: list[_Level], last: str) -> Cursor | None:
    """The cursor at the end of a line; its own keys and brackets are taken first."""
    if last.lstrip().startswith("#"):
        return None
    rest = _take_line(levels, last, unfinished=True)
    if rest == "#":
        return None
    in_line = bool(levels) and levels[-1].flow
    typed = rest.lstrip()
    quote = typed[0] if typed[:1] in ("'", '"') and typed.count(typed[0]) == 1 else ""
    typed = typed.removeprefix(quote)
    steps = tuple(step for level in levels for step in _step(level))
    level = levels[-1] if levels else None
    if level is None:
        return Cursor((), "key", typed, (), quote)
    if level.key is not None and typed and not in_line and rest == last.lstrip(" "):
        return Cursor(steps, "either", typed, (), quote)  # a line of its own below the key
    if level.key is not None:
        return Cursor(steps, "value", typed, tuple(level.keys), quote)
    if in_line:
        at: Literal["key", "value"] = "key" if level.kind == "map" else "value"
        return Cursor(steps, at, typed, tuple(level.keys), quote)
    if level.kind == "list":
        return Cursor(steps, "either", typed, (), quote)
    return Cursor(steps, "key", typed, tuple(level.keys), quote)


def _step(level: _Level) -> tuple[str, ...]:
    if level.kind == "list":
        return (ITEM,)
    return () if level.key is None else (level.key,)


def _take_line(levels: list[_Level], line: str, *, unfinished: bool = False) -> str:
    """Open and close levels as a line does; what is left of it behind the last key or bracket.

    `#` is left where it ends in a comment.
    """
    column = len(line) - len(line.lstrip(" "))
    rest = line[column:]
    if levels and levels[-1].flow and _begins_anew(levels, line, column):
        while levels and levels[-1].flow:
            levels.pop()
    if not (levels and levels[-1].flow):
        column, rest = _take_indent(levels, column, rest, unfinished=unfinished)
        found = _KEY.match(rest)
        if found is not None:
            _key_of_block(levels, column, _unquoted(found["key"]))
            rest = rest[found.end() :]
    return _take_flow(levels, rest)


def _begins_anew(levels: list[_Level], line: str, column: int) -> bool:
    """Whether a line can only belong to the block, so that a bracket above was left open."""
    block = next((level for level in reversed(levels) if not level.flow), None)
    outer = -1 if block is None else block.column
    rest = line[column:]
    return column <= outer and (rest.startswith("- ") or _KEY.match(rest) is not None)


def _take_indent(
    levels: list[_Level], column: int, rest: str, *, unfinished: bool
) -> tuple[int, str]:
    """Leave the levels that ended before a line, and enter the lists that it begins."""
    dash = rest == ITEM or rest.startswith("- ")
    blank = unfinished and not rest
    while levels and (
        levels[-1].column > column
        or (levels[-1].column == column and levels[-1].kind == "list" and not dash and not blank)
    ):
        levels.pop()
    if levels and levels[-1].column == column and levels[-1].kind == "map" and not dash:
        levels[-1].key = None
    while rest == ITEM or rest.startswith("- "):
        if not (levels and levels[-1].kind == "list" and levels[-1].column == column):
            levels.append(_Level("list", column))
        after = rest[1:].lstrip(" ")
        column += len(rest) - len(after)
        rest = after
    return column, rest


def _key_of_block(levels: list[_Level], column: int, key: str) -> None:
    if not (levels and levels[-1].kind == "map" and levels[-1].column == column):
        levels.append(_Level("map", column))
    levels[-1].key = key
    levels[-1].keys.append(key)


def _take_flow(levels: list[_Level], rest: str) -> str:
    """Go through a line's brackets; what is left behind the last of their signs."""
    start = 0
    at = 0
    quote = ""
    while at < len(rest):
        character = rest[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and not rest[start:at].strip():
            quote = character
        elif character == "#" and (at == 0 or rest[at - 1] == " "):
            return "#"
        elif character in _OPENING and not rest[start:at].strip():
            levels.append(_Level("map" if character == "{" else "list", -1, flow=True))
            start = at + 1
        elif levels and levels[-1].flow:
            if character in "}]":
                levels.pop()
                start = at + 1
            elif character == ",":
                levels[-1].key = None
                start = at + 1
            elif (
                character == ":" and levels[-1].kind == "map" and rest[at + 1 : at + 2] in ("", " ")
            ):
                levels[-1].key = _unquoted(rest[start:at].strip())
                levels[-1].keys.append(levels[-1].key)
                start = at + 1
        at += 1
    return rest[start:]


def _unquoted(key: str) -> str:
    return key[1:-1] if len(key) > 1 and key[0] in "\"'" and key[-1] == key[0] else key
