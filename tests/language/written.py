"""Author text with a place, as the YAML reader hands it over."""

from __future__ import annotations

from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.nodes import Written


def written(text: str, *, quoted: bool = False) -> Written:
    """`text` at line 3, column 10 of `a.yaml`."""
    place = Place("a.yaml", 3, 10, 3, 10 + len(text))
    return Written(text, place, quoted=quoted, inner=place)


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics]


def columns(diagnostic: Diagnostic) -> tuple[int, int]:
    """Where it points, counted from the start of the text."""
    return diagnostic.place.column - 10, diagnostic.place.end_column - 10
