"""Comments by which an author allows a finding: `# allow WE712: the reason`.

In Chinese `# 允许 WE712：原因`. Several codes may share a reason. The comment speaks of its own
line or, standing alone, of the line right below it and below further comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow_engine.diagnostics.diagnostic import Edit, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode
from workflow_engine.language.reader import read_yaml

_CODE = r"WE[0-9A-Za-z]*\d[0-9A-Za-z]*"
_COMMENT = re.compile(
    rf"(?:^|(?<=\s))#[ \t]*(?:allow|允许)[ \t]*[:：]?[ \t]*"
    rf"(?P<codes>{_CODE}(?:[ \t]*[,，、][ \t]*{_CODE})*)(?P<rest>.*)",
    re.IGNORECASE,
)
_EACH = re.compile(_CODE, re.IGNORECASE)
_BEFORE_REASON = " \t:：,，;；-—–"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One code that a comment allows on one line, with the author's reason; empty without one.

    `place` is the code in the comment. `line` is the line that is spoken of, 0 for none. `without`
    takes the whole comment out, None where it allows other codes too.
    """

    code: str
    reason: str
    place: Place
    line: int
    without: Edit | None


def read_suppressions(text: str, file: str) -> tuple[Suppression, ...]:
    """The suppressions of one YAML file, in the order of writing; none in a file with no tree."""
    lines = lines_of(text)
    comments = [
        (number, match)
        for number, line in enumerate(lines, 1)
        if "#" in line and (match := _COMMENT.search(line))
    ]
    if not comments:
        return ()
    root, _ = read_yaml(text, file)
    if root is None:
        return ()
    written = [place for place in _scalars(root) if place.line]
    return tuple(
        suppression
        for number, match in comments
        if not any(_holds(place, number, match.start() + 1) for place in written)
        for suppression in _suppressions(number, match, lines, file)
    )


def _suppressions(
    number: int, match: re.Match[str], lines: list[str], file: str
) -> Iterator[Suppression]:
    alone = not lines[number - 1][: match.start()].strip()
    line = _line_below(number, lines) if alone else number
    codes = list(_EACH.finditer(lines[number - 1], *match.span("codes")))
    without = _removal(number, match.start(), lines, file) if len(codes) == 1 else None
    for code in codes:
        place = Place(file, number, code.start() + 1, number, code.end() + 1)
        reason = match["rest"].strip(_BEFORE_REASON)
        yield Suppression(code.group().upper(), reason, place, line, without)


def _line_below(number: int, lines: list[str]) -> int:
    """The first line below that is no comment; 0 where a blank line or the end comes before."""
    for below in range(number + 1, len(lines) + 1):
        text = lines[below - 1].strip()
        if not text.startswith("#"):
            return below if text else 0
    return 0


def _removal(number: int, start: int, lines: list[str], file: str) -> Edit:
    line = lines[number - 1]
    kept = line[:start].rstrip()
    if not kept and number < len(lines):
        return Edit(Place(file, number, 1, number + 1, 1), "")
    return Edit(Place(file, number, len(kept) + 1, number, len(line) + 1), "")


def _scalars(root: Node) -> Iterator[Place]:
    """The places of all texts, keys too."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ScalarNode):
            yield node.place
        elif isinstance(node, MappingNode):
            for key, value in node:
                yield key.place
                waiting.append(value)
        else:
            waiting.extend(node.items)


def _holds(place: Place, line: int, column: int) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return start <= (line, column) < end
