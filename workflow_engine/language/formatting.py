"""Formatting a policy's files: blanks and empty lines only, the meaning proved unchanged."""

from __future__ import annotations

from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.errors import MeaningChanged
from workflow_engine.language.indentation import structure
from workflow_engine.language.layout import lay_out
from workflow_engine.language.reader import read_yaml


def format_text(text: str, file: str) -> tuple[str, list[Diagnostic]]:
    r"""A YAML file's text in the usual layout, and what is wrong with it as YAML.

    Every level stands two columns further right; `{a: 1, b: [2, 3]}` has its spaces so; values and
    comments that an author lined up stay lined up; keys, quotes, comments and lines stay as they
    are. Empty lines at the ends go, and of several together one stays. A text whose lines end in
    `\r\n` keeps that; a byte order mark goes.

    A text with anything wrong comes back unchanged: mend it first. To format twice is to format
    once. `read_yaml` finds the same tree before and after, which is checked each time; raises
    MeaningChanged, a mistake of this program, if not.
    """
    node, found = read_yaml(text, file)
    if node is None or found:
        return text, found
    plain = "\n".join(lines_of(text.removeprefix("\ufeff")))
    formatted = lay_out(plain)
    again, problems = read_yaml(formatted, file)
    if problems or again is None or structure(again) != structure(node):
        raise MeaningChanged(file)
    if _words(formatted) != _words(plain):
        raise MeaningChanged(file)
    return (formatted.replace("\n", "\r\n") if _ends_in_two(text) else formatted), []


def _words(text: str) -> str:
    """What a text has besides blanks, comments included."""
    return "".join(text.split())


def _ends_in_two(text: str) -> bool:
    """Whether most lines end as on Windows."""
    return 2 * text.count("\r\n") > text.count("\n")
