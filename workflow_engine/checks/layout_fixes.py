"""Fixes for what is only written at the wrong place of a blueprint file: lines and lanes.

They need the author's text, which a compiled blueprint does not hold, and leave every comment where
it belongs. Where the text is laid out in another way than usual, there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from workflow_engine.checks.lane_names import LINE_LABELS
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.language.blueprint_keywords import BLUEPRINT_WORDS, LANE_KEYS
from workflow_engine.program.blueprints import LineName

_BETWEEN = re.compile(r"\[[^\[\]#\n]*\]")
_LABEL = re.compile(r"(?:label|名称): *([^\s,{}\[\]#\"'][^,{}\[\]#\"'\n]*?) *(?=[,}\n]|$)")
_KEY = re.compile(r"( *)([\"']?)([^\s:\"'#\[\]{},]+)\2 *:(?: |$)")
_LANES = {word: lane for lane, twin in LANE_KEYS.items() for word in (lane, twin)}
_ORDER = list(LANE_KEYS)


def with_fix(found: Diagnostic, sources: Mapping[str, str]) -> Diagnostic:
    """The finding, with a fix if it is about lines or lanes and the text allows it."""
    text = sources.get(found.place.file)
    if text is None:
        return found
    edit = None
    if found.code == "WE801":
        edit = _between(found, text)
    elif found.code == "WE802":
        edit = _label(found, text)
    elif found.code == "WE803":
        edit = _lanes(found.place, text)
    if edit is None:
        return found
    shown = edit.text if "\n" not in edit.text else None
    title = (
        Bilingual("按从上到下的次序写", "write them from top to bottom")
        if shown is None
        else Bilingual(f"改为 `{shown}`", f"write `{shown}`")
    )
    return replace(found, fix=Fix(title, (edit,)))


def _between(found: Diagnostic, text: str) -> Edit | None:
    lists = _matches(found.place, text, _BETWEEN)
    if len(lists) != 1 or _line(found) is None:
        return None
    return Edit(lists[0][0], f"[{found.args['lanes']}]")


def _line(found: Diagnostic) -> LineName | None:
    """Which of the three the finding is about; None for a line of the author's own."""
    said = found.args["id"]
    return next((name for name in LINE_LABELS if said in (name, BLUEPRINT_WORDS[name])), None)


def _label(found: Diagnostic, text: str) -> Edit | None:
    name = _line(found)
    labels = _matches(found.place, text, _LABEL)
    if name is None or len(labels) != 1:
        return None
    place, written = labels[0]
    printed = LINE_LABELS[name]
    return Edit(place, printed.en if written[-1].isascii() else printed.zh)


def _matches(
    place: Place, text: str, pattern: re.Pattern[str]
) -> list[tuple[Place, tuple[str, str]]]:
    """What the pattern (or its group) covers inside a place: where, and (whole, group)."""
    lines = lines_of(text)
    found = []
    for number in range(place.line, min(place.end_line, len(lines)) + 1):
        line = lines[number - 1]
        first = place.column - 1 if number == place.line else 0
        last = place.end_column - 1 if number == place.end_line else len(line)
        for match in pattern.finditer(line, first, last):
            begin, end = match.span(match.lastindex or 0)
            where = Place(place.file, number, begin + 1, number, end + 1)
            found.append((where, (match[0], match[match.lastindex or 0])))
    return found


def _lanes(place: Place, text: str) -> Edit | None:
    """The lanes of a stage in block style, moved with what belongs to them."""
    lines = lines_of(text)
    head = _KEY.match(lines[place.line - 1])
    if head is None or lines[place.line - 1][head.end() :].split("#")[0].strip():
        return None
    last = place.line  # the number of the last line of the stage
    for number in range(place.line + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and not line.lstrip().startswith("#"):
            if len(line) - len(line.lstrip(" ")) <= len(head[1]):
                break
            last = number
    body = lines[place.line : last]
    parts = _parts(body)
    slots = [index for index, (lane, _) in enumerate(parts) if lane is not None]
    moved = sorted((parts[index] for index in slots), key=lambda part: _ORDER.index(str(part[0])))
    ordered = list(parts)
    for index, part in zip(slots, moved, strict=True):
        ordered[index] = part
    if not slots or ordered == parts:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    written = end.join(line for _, part in ordered for line in part)
    return Edit(Place(place.file, place.line + 1, 1, last, len(lines[last - 1]) + 1), written)


def _parts(body: list[str]) -> list[tuple[str | None, list[str]]]:
    """The entries of a block map, each with its lane and its lines, comments above it included."""
    indent = next(len(m[1]) for line in body if (m := _KEY.match(line)) is not None)
    parts: list[tuple[str | None, list[str]]] = []
    waiting: list[str] = []
    for line in body:
        key = _KEY.match(line)
        if key is not None and len(key[1]) == indent:
            lane = _LANES.get(key[3])
            row = "frontstage" if lane == "technology" else lane  # they share a row
            parts.append((row, [*waiting, line]))
            waiting = []
        elif not parts or not line.strip() or line.lstrip().startswith("#"):
            waiting.append(line)
        else:
            parts[-1][1].extend((*waiting, line))
            waiting = []
    if waiting:
        parts.append((None, waiting))
    return parts
