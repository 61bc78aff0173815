"""Conditions that stand unquoted inside `{ }` or `[ ]` and are cut apart by their own commas.

`{when: all_below(last(satisfaction, 4), 60)}` parses, but as three entries; and
`{when: tier in [1, 2]}` does not parse. Both are recognised, and the fix puts quotes around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.keywords import to_english
from workflow_engine.language.lookalikes import TIGHT_KEY
from workflow_engine.language.nodes import Written
from workflow_engine.language.repair import Slip

_MEMBERSHIP = re.compile(
    r"(?<=[:,\[{] )([^\s\"'{}\[\],:][^\"'{}\[\],:]*\b(?:in|属于|不属于)\s*\[[^\[\]]*\][^{}\[\],]*?)"
    r"(?=\s*[,}\]])"
)
_TABLE = re.compile(
    r"(?<=[:,\[{] )([^\s\"'{}\[\],:][^\"'{}\[\],:]*\[\s*\"[^\"]*\"\s*\][^{}\[\],]*?)(?=\s*[,}\]])"
)
_CALL = re.compile(r"(?<=[:,\[{] )[^\s\"'{}\[\],:][^\"'{}\[\],:]*?\w\(")


def cut_by_commas(doubtful: Iterable[Written], lines: list[str], mending: list[Slip]) -> list[Slip]:
    """A slip for every plain text in which more `(` are opened than closed."""
    touched = {slip.line for slip in mending}
    slips = [
        _until_balanced(text.place, lines)
        for text in doubtful
        if text.count("(") > text.count(")") and text.place.line - 1 not in touched
    ]
    return [slip for slip in slips if slip is not None]


def has_tight_colons(doubtful: Iterable[Written]) -> bool:
    """Whether some `key:value` was written without a space and so was read as one word."""
    keys = (TIGHT_KEY.match(text) for text in doubtful)
    return any(key is not None and _is_keyword(key[1]) for key in keys)


def _is_keyword(word: str) -> bool:
    return to_english(word) is not None or to_english(word, "blueprint") is not None


def cut_by_brackets(lines: list[str], place: Place, mending: list[Slip]) -> list[Slip]:
    """Slips for memberships, table outputs and calls in the line where the parser stopped."""
    number = place.line - 1
    if not 0 <= number < len(lines) or any(slip.line == number for slip in mending):
        return []
    line = lines[number]
    if len(line) > 5_000:
        return []
    found = {m.span(1) for pattern in (_MEMBERSHIP, _TABLE) for m in pattern.finditer(line)}
    slips = [Slip(number, *span, _quoted(line[slice(*span)]), "WE129") for span in sorted(found)]
    calls = (
        _until_balanced(Place(place.file, place.line, call.start() + 1), lines)
        for call in _CALL.finditer(line)
    )
    return [*slips, *(slip for slip in calls if slip is not None and "," in slip.text)]


def _until_balanced(place: Place, lines: list[str]) -> Slip | None:
    """The text from `place` to the end of its entry, quoted; None when it never balances."""
    number = place.line - 1
    line = lines[number]
    start = place.column - 1
    depth = 0
    for at in range(start, len(line)):
        character = line[at]
        if character in "([":
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
        elif depth == 0 and character in ",]}":
            whole = line[start:at].rstrip()
            if whole.count("(") != whole.count(")"):
                return None
            return Slip(number, start, start + len(whole), _quoted(whole), "WE129")
    return None


def _quoted(text: str) -> str:
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
