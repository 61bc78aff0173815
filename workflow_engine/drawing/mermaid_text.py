"""Author text inside Mermaid: nothing in it can end a label, start a comment or become HTML."""

from __future__ import annotations

import unicodedata

LONGEST = 200
_PLAIN = frozenset(" .,()/+=?!")


def sentence(text: str) -> str:
    """`text` on one line, every sign that means something to Mermaid or HTML written as its code.

    >>> sentence('a "b" --> <c>;')
    'a #34;b#34; #45;#45;#62; #60;c#62;#59;'
    >>> sentence("$$x$$")  # two dollars would begin a formula
    '#36;#8203;#36;#8203;x#36;#8203;#36;#8203;'
    """
    line = " ".join(text.split())
    if len(line) > LONGEST:
        line = line[: LONGEST - 1] + "…"
    return "".join(map(_safe, line)) or "#8203;"


def _safe(character: str) -> str:
    if character == "$":
        return "#36;#8203;"
    if character in _PLAIN or (character.isascii() and character.isalnum()):
        return character
    if character.isascii() or unicodedata.category(character)[0] == "C":
        return f"#{ord(character)};" if character.isprintable() else ""
    return character
