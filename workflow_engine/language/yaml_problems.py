"""What the YAML parser complains about, in the words of a policy author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.language.indentation import TAB_IN_DOUBT

if TYPE_CHECKING:
    import yaml

    from workflow_engine.language.repair import MendedText

_BY_PROBLEM = (
    ("found unexpected end of stream", "WE107"),
    ("found unexpected document indicator", "WE107"),
    ("did not find expected ',' or '}'", "WE108"),
    ("did not find expected ',' or ']'", "WE108"),
    ("mapping values are not allowed", "WE110"),
    ("block sequence entries are not allowed", "WE109"),
    ("did not find expected key", "WE109"),
    ("did not find expected '-' indicator", "WE109"),
    ("could not find expected ':'", "WE111"),
    ("found character that cannot start any token", "WE112"),
    ("did not find expected <document start>", "WE109"),
    ("did not find expected node content", "WE106"),
)
_ENTRY = re.compile(r" *[^\s:#'\"{}\[\]-][^\s:]*: +[^\s:#'\"{}\[\]|>&!][^:]*$")
"""A line that is one key and its text, and nothing else."""
_KEY_LINE = re.compile(r" *(?:- +)?\{? *[^\s:#'\"{}\[\],][^:#'\"{}\[\],]*:(?: |$)")
_VALUE_QUOTE = re.compile(r"(?:[:,\[{-] *|^ +)([\"'])")
_CLOSED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*+"'),
    "'": re.compile(r"'(?:[^']|'')*+'"),
}
_BEGINNING = Bilingual("从这里开始", "it begins here")


def explain_problem(
    error: yaml.MarkedYAMLError, mended: MendedText, lines: list[str], file: str
) -> Diagnostic:
    """One finding for the mistake at which the parser stopped; `lines` are the author's."""
    problem = error.problem or ""
    place = _place(error.problem_mark or error.context_mark, mended, lines, file)
    context = (
        _place(error.context_mark, mended, lines, file) if error.context_mark is not None else place
    )
    opened = _unclosed_quote(lines[: place.line], file)
    if opened is not None:
        return diagnose("WE107", opened)
    code = next((code for text, code in _BY_PROBLEM if text in problem), "WE106")
    if code == "WE107":
        return diagnose(code, context)
    if code == "WE108":
        bracket = "{" if "}" in problem else "["
        labels = (Label(context, _BEGINNING),) if context.line != place.line else ()
        return diagnose(code, place, labels=labels, bracket=bracket)
    if code == "WE111":
        return diagnose(code, context)
    if code == "WE112":
        character = lines[place.line - 1][place.column - 1 : place.column]
        if character == "\t":
            return diagnose("WE121", place, help=TAB_IN_DOUBT)
        return diagnose(code, place, character=character)
    if code == "WE110" and _continues_text(place.line - 1, lines):
        indent = len(lines[place.line - 1]) - len(lines[place.line - 1].lstrip(" "))
        return diagnose("WE109", Place(file, place.line, indent + 1, place.line, indent + 2))
    if code == "WE109" and place.column == 1 and not lines[place.line - 1].strip():
        return diagnose(code, context)
    if code == "WE106":
        return diagnose(code, place, detail=problem or "?")
    return diagnose(code, place)


def _unclosed_quote(lines: list[str], file: str) -> Place | None:
    """Where a text in quotes begins that runs on over the entries below it."""
    for number, line in enumerate(lines[:-1]):
        at = _unclosed_in(line)
        if at is not None and _KEY_LINE.match(lines[number + 1]) is not None:
            return Place(file, number + 1, at + 1, number + 1, at + 2)
    return None


def _unclosed_in(line: str) -> int | None:
    """The column of the quote that begins a value and is not closed in its line."""
    at = 0
    while (begun := _VALUE_QUOTE.search(line, at)) is not None:
        start = begun.start(1)
        if "#" in line[:start]:
            return None
        closed = _CLOSED[begun[1]].match(line, start)
        if closed is None:
            return start
        at = closed.end()
    return None


def _continues_text(number: int, lines: list[str]) -> bool:
    """Whether a line is a `key: value` that stands deeper than a complete one right before it."""
    above = next((line for line in reversed(lines[:number]) if line.strip()), "")
    return (
        _ENTRY.match(lines[number]) is not None
        and _ENTRY.match(above) is not None
        and len(lines[number]) - len(lines[number].lstrip()) > len(above) - len(above.lstrip())
    )


def _place(mark: yaml.error.Mark | None, mended: MendedText, lines: list[str], file: str) -> Place:
    if mark is None:
        return Place(file)
    line = min(mark.line, len(lines) - 1)
    column = min(mended.original(line, mark.column), len(lines[line])) if line == mark.line else 0
    return Place(file, line + 1, column + 1, line + 1, column + 2)
