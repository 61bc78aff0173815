"""Author text made safe for a terminal or a log: nothing in it can move the cursor or hide."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # part of ordinary emoji and scripts


def printable(text: str) -> str:
    r"""`text` with control, direction and invisible characters written out, tabs as four spaces.

    >>> printable("a\tb\x1b[31m\u202e")
    'a    b<U+001B>[31m<U+202E>'
    """
    if text.isprintable():
        return text
    return "".join(map(printable_character, text))


def printable_character(character: str) -> str:
    """One character of `printable`; an ordinary one stays itself."""
    if character == "\t":
        return "    "
    if character in _JOINERS or character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return character
    return f"<U+{ord(character):04X}>"


def printable_lines(text: str) -> list[str]:
    """The lines of a message, each printable."""
    return [printable(line) for line in text.split("\n")]
