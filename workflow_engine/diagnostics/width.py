"""How many terminal columns a text takes: Chinese characters take two."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"


def _character_width(character: str) -> int:
    if character < "\x7f":
        return 0 if character < " " else 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    if "\u1160" <= character <= "\u11ff":  # Hangul vowels and finals join the syllable before
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 2
    return 1


def display_width(text: str) -> int:
    """The columns `text` takes in a terminal.

    Wide and full-width characters count 2, combining marks and control characters 0, an emoji
    joined of several counts once.

    >>> display_width("档位 tier")
    9
    """
    if text.isascii() and text.isprintable():
        return len(text)
    width = 0
    last = 0  # width of the last visible character
    joined = False
    for character in text:
        if character == _JOINER:
            joined = last == 2
            continue
        if character == _EMOJI_STYLE:
            width += 1 if last == 1 else 0
            last = 2 if last else 0
            continue
        if (joined or "\U0001f3fb" <= character <= "\U0001f3ff") and last == 2:
            joined = False
            continue
        joined = False
        own = _character_width(character)
        width += own
        last = own or last
    return width


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces up to `width` columns; `right` puts the text at the right.

    >>> pad("档位", 6) + "|"
    '档位  |'
    """
    blanks = " " * max(0, width - display_width(text))
    return blanks + text if right else text + blanks
