"""Fixes for rows and cells of decision tables. None is safe: what to change is the author's choice.

They need the author's text, which a compiled table does not hold. Where it is laid out in another
way than usual, there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workflow_engine.checks.rule_sets import Rule, RuleSet
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Edit, Fix, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.program.program import Cell

_BEFORE = re.compile(r"\s*-\s+")
_AFTER = re.compile(r"\s*(#.*)?")
_HIT = re.compile(r"(?P<key>\b(?:hit|命中)\s*:\s*)(?P<word>first|首个)\b")
_UNIQUE = {"first": "unique", "首个": "唯一"}
_QUOTES = ('"', "'")


class RowFixes:
    """Fixes in the texts of a policy, by file."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._lines = {file: lines_of(text) for file, text in sources.items()}

    def removed(self, rules: RuleSet, row: Rule) -> Fix | None:
        """The table without a row."""
        edit = self._removal(row.place) if len(rules.rules) > 1 else None
        if edit is None:
            return None
        return Fix(Bilingual(f"删去{row.name.zh}", f"remove {row.name.en}"), (edit,), safe=False)

    def merged(self, rows: Sequence[Rule], cell: Cell, text: str) -> Fix | None:
        """The first of several rows with another cell, and without the others."""
        first, *others = rows
        written = self._cell(cell.place, text)
        removals = [edit for row in others if (edit := self._removal(row.place)) is not None]
        if written is None or len(removals) < len(others):
            return None
        title = Bilingual(f"合并到{first.name.zh}", f"merge them into {first.name.en}")
        return Fix(title, (written, *removals), safe=False)

    def rewritten(self, cell: Cell, text: str) -> Fix | None:
        """Another text in a cell."""
        edit = self._cell(cell.place, text)
        title = Bilingual(f"改写为 `{text}`", f"write `{text}`")
        return None if edit is None else Fix(title, (edit,), safe=False)

    def unique(self, rules: RuleSet) -> Fix | None:
        """The hit policy `unique` in the place of `first`, where it stands before the rows."""
        place, end = rules.definition.place, rules.rules[0].place.line
        lines = self._lines.get(place.file, [])
        for number in range(place.line, min(end, len(lines)) + 1):
            found = _HIT.search(lines[number - 1])
            if found is not None:
                start, stop = found.start("word") + 1, found.end("word") + 1
                where = Place(place.file, number, start, number, stop)
                word = _UNIQUE[found["word"]]
                title = Bilingual(f"改写为 `{word}`", f"write `{word}`")
                return Fix(title, (Edit(where, word),), safe=False)
        return None

    def _removal(self, place: Place) -> Edit | None:
        """The whole lines of a row, where nothing else stands in them."""
        lines = self._lines.get(place.file, [])
        if not 1 <= place.line <= place.end_line < len(lines):
            return None
        before = lines[place.line - 1][: place.column - 1]
        after = lines[place.end_line - 1][place.end_column - 1 :]
        if not _BEFORE.fullmatch(before) or not _AFTER.fullmatch(after):
            return None
        return Edit(Place(place.file, place.line, 1, place.end_line + 1, 1), "")

    def _cell(self, place: Place, text: str) -> Edit | None:
        """A cell anew, in quotes where it needs them."""
        if place.file not in self._lines or place.line != place.end_line:
            return None
        line = self._lines[place.file][place.line - 1]
        old = line[place.column - 1 : place.end_column - 1]
        # A list of cells is written from its first to its last item, between brackets.
        if "," in old or '"' in text:
            return None
        quoted = not text[:1].isalnum() or old.startswith(_QUOTES)
        return Edit(place, f'"{text}"' if quoted else text)
