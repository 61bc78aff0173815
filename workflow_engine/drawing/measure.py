"""How wide a text is when it is drawn, and where its lines break."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_NARROW = frozenset(" !',./:;I[\\]`fijlt|()")
_WIDE_CAPITALS = frozenset("MWm%@w")
_EMOJI = 0x1F000
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_NOT_FIRST = frozenset("，。、；：！？）》」』】〉”’…—·,.;:!?)]}%/")
_NOT_LAST = frozenset("（《「『【〈“‘([{")
_UNITS = frozenset("个天日周月年元次条项家人户档级页分秒件箱折倍岁成小工万亿台份张")
ELLIPSIS = "…"


def _advance(character: str) -> float:
    """The width of one character in parts of the font size; a generous figure for sans serifs."""
    if character < "\x7f":
        if character in _NARROW:
            return 0.36
        if character in _WIDE_CAPITALS:
            return 0.92
        return 0.7 if character.isupper() else 0.58
    if ord(character) >= _EMOJI:
        return 1.0 if unicodedata.category(character) == "Lo" else 1.3
    if character in _JOINERS or unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F", "A"}:
        return 0.6 if character == "·" else 1.0
    return 0.72


@lru_cache(maxsize=8192)
def text_width(text: str, size: float) -> float:
    """How wide `text` is in a sans-serif font of `size`, in the units of `size`.

    The figure is on the wide side, so that a text fits into a box made for it whatever font the
    reader has.

    >>> text_width("档位", 14)
    28.0
    """
    return round(sum(map(_advance, text)) * size, 2)


def clipped(text: str, size: float, width: float) -> str:
    """`text`, or as much of it as fits into `width` with an ellipsis behind it.

    >>> clipped("送货差错登记表", 10, 50)
    '送货差错…'
    """
    room = width / size
    taken = 0.0
    cut = 0
    for position, character in enumerate(text):
        taken += _advance(character)
        if taken > room:
            return text[:cut].rstrip() + ELLIPSIS
        if taken + 1 <= room:
            cut = position + 1
    return text


def wrapped(text: str, size: float, width: float, *, lines: int | None = None) -> list[str]:
    """`text` in lines no wider than `width`; breaks at blanks and between Chinese characters.

    No line starts with a closing mark or ends with an opening one as long as there is another way.
    A number stays with its Chinese unit. A word longer than a line is broken. Of more than `lines`
    lines the rest is cut off with an ellipsis. Line breaks in the text count as blanks.

    >>> wrapped("弥补时限过半，仍无方案", 10, 60)
    ['弥补时限过', '半，仍无方案']
    >>> wrapped("compensation over limit", 10, 90)
    ['compensation', 'over limit']
    """
    return list(_wrapped(text, size, width, lines))


@lru_cache(maxsize=8192)
def _wrapped(text: str, size: float, width: float, lines: int | None) -> tuple[str, ...]:
    most = 4096 if lines is None else lines * (int(4 * width / size) + 1)
    text = " ".join(text[: most * 2].split())
    found: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text):
        taken = sum(map(_advance, piece)) * size
        if used + taken <= width or not line:
            line, used = line + piece, used + taken
        elif used + sum(map(_advance, piece.rstrip())) * size <= width:
            line, used = line + piece.rstrip(), width
        else:
            found.append(line.rstrip())
            line, used = piece, taken
        while used > width and len(line) > 1 and text_width(line.rstrip(), size) > width:
            cut = _fitting(line, size, width)
            found.append(line[:cut])
            line = line[cut:]
            used = text_width(line, size)
    if line.strip() or not found:
        found.append(line.rstrip())
    if lines is not None and len(found) > lines:
        last = clipped(found[lines - 1] + " " * 2 + found[lines], size, width)
        if not last.endswith(ELLIPSIS):
            last = clipped(found[lines - 1], size, width - size) + ELLIPSIS
        found = [*found[: lines - 1], last]
    return tuple(found)


def _fitting(line: str, size: float, width: float) -> int:
    taken = 0.0
    for position, character in enumerate(line):
        taken += _advance(character) * size
        if taken > width:
            return max(position, 1)
    return len(line)


def _pieces(text: str) -> Iterator[str]:
    """Stretches that stay on one line, blanks at their ends."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " ":
        return True
    if after in _NOT_FIRST or before in _NOT_LAST or after in _JOINERS or before in _JOINERS:
        return False
    if before.isdecimal() and after in _UNITS:
        return False
    wide = unicodedata.east_asian_width
    return wide(before) in {"W", "F"} or wide(after) in {"W", "F"}
