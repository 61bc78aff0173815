"""An edited workbook as changes of the policy's own texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.decoding import SIZE_LIMIT
from workflow_engine.language.keywords import to_english
from workflow_engine.workbooks.columns import columns_meant
from workflow_engine.workbooks.entry_text import changed_cells, new_entry
from workflow_engine.workbooks.patching import CannotPatch, TextPatch
from workflow_engine.workbooks.reading import EditedLine, EditedSheet, EditedWorkbook
from workflow_engine.workbooks.sheets import (
    OTHERWISE,
    Column,
    Holder,
    Line,
    PolicySheet,
    policy_sheets,
)
from workflow_engine.workbooks.staleness import brought_in_already, stale

_NAME = re.compile(r"[^\W\d][\w-]*|.*[^\x00-\x7f].*")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell, or with `column` None a line that is new, gone or elsewhere."""

    cell: Bilingual
    line: str
    column: Bilingual | None
    before: str
    after: str


@dataclass(slots=True)
class SheetImport:
    """What an import would do: the new text of each file that changes.

    `texts` is to be written only where no finding in `diagnostics` is an error.
    """

    texts: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    cells: dict[str, list[tuple[Place, Bilingual]]] = field(default_factory=dict)

    def cell_at(self, place: Place) -> Bilingual | None:
        """The cell of the workbook that stands at a place of the new texts."""
        start = (place.line, place.column)
        for where, cell in self.cells.get(place.file, ()):
            if (where.line, where.column) <= start <= (where.end_line, where.end_column):
                return cell
        return None


def sheet_import(
    book: EditedWorkbook,
    policy: str,
    sources: Mapping[str, str],
    names: Mapping[str, Bilingual],
) -> SheetImport:
    """The changes that an edited workbook asks of the policy `policy` with these texts.

    Nothing else in the texts changes. A sheet that shows what the policy no longer says, or has
    an unknown column, changes nothing and is reported with the addresses of its cells.
    """
    made = SheetImport(diagnostics=list(book.diagnostics))
    if book.policy and book.policy != policy:
        place = Place(book.file)
        made.diagnostics.append(diagnose("WE632", place, theirs=book.policy, ours=policy))
        return made
    current = {sheet.id: sheet for sheet in policy_sheets(sources, names)}
    patches = {file: TextPatch(text) for file, text in sources.items()}
    for edited in book.sheets:
        sheet = current.get(edited.exported.id)
        outdated = stale(book, edited, sheet)
        if sheet is None:
            made.diagnostics += outdated
            continue
        columns, found = columns_meant(book, edited, sheet, names)
        if outdated and not found and brought_in_already(edited, sheet, columns):
            continue
        found = outdated or found
        made.diagnostics += found
        if not found:
            _Sheet(book, edited, sheet, columns, made).apply(patches)
    if not any(one.severity == "error" for one in made.diagnostics):
        for file, patch in patches.items():
            text = patch.result()
            if text != sources[file]:
                made.texts[file] = text
                if len(text.encode()) > SIZE_LIMIT:
                    place = Place(book.file)
                    made.diagnostics.append(diagnose("WE648", place, file=file))
        _verify(book, {**sources, **made.texts}, names, made)
        if made.diagnostics:
            made.texts = {}
    return made


class _Sheet:
    """One sheet whose edits go into the patches."""

    def __init__(
        self,
        book: EditedWorkbook,
        edited: EditedSheet,
        sheet: PolicySheet,
        columns: dict[int, Column],
        made: SheetImport,
    ) -> None:
        self.book = book
        self.edited = edited
        self.sheet = sheet
        self.columns = columns
        self.made = made

    def apply(self, patches: Mapping[str, TextPatch]) -> None:
        """Find what changed and edit the texts."""
        matched = self._matched()
        if matched is None:
            return
        for one, line in matched:
            if line is not None:
                self._cells(one, line, patches[line.holder.file])
        self._lines(matched, patches)

    def _matched(self) -> list[tuple[EditedLine, Line | None]] | None:
        """Each line of the workbook with the policy's; None for a new one."""
        lines = {line.name: line for line in self.sheet.all_lines}
        taken: set[str] = set()
        matched: list[tuple[EditedLine, Line | None]] = []
        wrong = False
        for one in self.edited.lines:
            name = one.name
            if self.sheet.numbered:
                name = OTHERWISE if to_english(name) == OTHERWISE else name
                line = None if name in taken else lines.get(name)
                if line is None and name and not name.isdigit():
                    wrong |= self._wrong("WE638", one, name)
                matched.append((one, line))
            else:
                line = lines.get(name)
                if not name or not _NAME.fullmatch(name):
                    wrong |= self._wrong("WE637", one, name)
                elif name in taken:
                    wrong |= self._wrong("WE639", one, name)
                matched.append((one, line))
            taken.add(name)
        return None if wrong else matched

    def _wrong(self, code: str, line: EditedLine, value: str = "", column: int = 1) -> bool:
        cell = self.book.at(self.edited, line.row, column)
        self.made.diagnostics.append(diagnose(code, Place(self.book.file), cell=cell, value=value))
        return True

    def _attempt(self, line: EditedLine, column: int, edit: Callable[[], None]) -> None:
        try:
            edit()
        except CannotPatch as error:
            self._wrong("WE640", line, f"{error.place.line}:{error.place.column}", column)

    def _cells(self, one: EditedLine, line: Line, patch: TextPatch) -> None:
        wanted = self._wanted(one)
        if line.name == OTHERWISE:
            wanted = {column: text for column, text in wanted.items() if column.path[0] == "then"}
        numbers = {column.path: number for number, column in self.columns.items()}
        for column, before, after, edit in changed_cells(patch, line, wanted):
            number = numbers[column.path]
            self._attempt(one, number, edit)
            cell = self.book.at(self.edited, one.row, number)
            self.made.changes.append(Change(cell, line.name, column.heading, before, after))

    def _wanted(self, line: EditedLine) -> dict[Column, str]:
        return {column: line.texts.get(number, "") for number, column in self.columns.items()}

    def _lines(
        self, matched: list[tuple[EditedLine, Line | None]], patches: Mapping[str, TextPatch]
    ) -> None:
        """Lines that are new, gone or in another order."""
        here = self.sheet.holders[0]
        placed: list[tuple[Holder, EditedLine, Line | None]] = []
        for one, line in matched:
            if line is not None and line.name == OTHERWISE:
                continue
            here = here if line is None else line.holder
            placed.append((here, one, line))
        self._gone({line.name for _, _, line in placed if line is not None}, matched)
        for holder in self.sheet.holders:
            order: list[int | str] = []
            lines = [line for line in self.sheet.lines if line.holder is holder]
            patch = patches[holder.file]
            last = None
            for at, one, line in placed:
                if at is not holder:
                    continue
                last = one
                if line is not None:
                    order.append(lines.index(line))
                    continue
                order.append(new_entry(patch, self.sheet, holder, one.name, self._wanted(one)))
                self._line_change(one, "", _shown([one.name, *one.texts.values()]))
            if order != list(range(len(lines))):
                moved = [index for index in order if isinstance(index, int)]
                if moved != sorted(moved) and last is not None:
                    self._line_change(last, "1…", " ".join(str(index + 1) for index in moved))
                self._attempt(
                    last or EditedLine(1, "", {}),
                    1,
                    lambda p=patch, h=holder, o=order: p.rearrange(h.key, h.node, o),  # type: ignore[misc]
                )

    def _gone(self, kept: set[str], matched: list[tuple[EditedLine, Line | None]]) -> None:
        sheet = self.sheet
        for line in sheet.lines:
            if line.name not in kept:
                where = Bilingual(f"“{self.edited.title}”", self.edited.title)
                texts = [line.text(column.path) for column in self.sheet.columns]
                gone = _shown([line.name, *texts])
                self.made.changes.append(Change(where, line.name, None, gone, ""))
        last = sheet.otherwise
        if last is not None and not any(line is last for _, line in matched):
            self._wrong("WE641", EditedLine(1, "", {}))

    def _line_change(self, line: EditedLine, before: str, after: str) -> None:
        cell = self.book.at(self.edited, line.row, 1)
        self.made.changes.append(Change(cell, line.name, None, before, after))


def _shown(texts: Iterable[str]) -> str:
    """A line of a sheet in one line of text."""
    return " ｜ ".join(text for text in texts if text)


def _verify(
    book: EditedWorkbook,
    texts: Mapping[str, str],
    names: Mapping[str, Bilingual],
    made: SheetImport,
) -> None:
    """Read the new texts again: every cell must say what the workbook says."""
    new = {sheet.id: sheet for sheet in policy_sheets(texts, names)}
    for edited in book.sheets:
        sheet = new.get(edited.exported.id)
        columns = {} if sheet is None else columns_meant(book, edited, sheet, names)[0]
        if sheet is None:
            continue
        rows = [one for one in edited.lines if to_english(one.name) != OTHERWISE]
        by_name = {one.name: one for one in edited.lines}
        for index, line in enumerate(sheet.lines):
            row = by_name.get(line.name)
            if sheet.numbered:
                row = rows[index] if index < len(rows) else None
            if row is not None:
                told = {number: book.at(edited, row.row, number) for number in (1, *columns)}
                _verify_line(book.file, row, line, columns, told, made)


def _verify_line(  # noqa: PLR0917 - one line, its cells, and where they are told
    file: str,
    row: EditedLine,
    line: Line,
    columns: Mapping[int, Column],
    told: Mapping[int, Bilingual],
    made: SheetImport,
) -> None:
    cells = made.cells.setdefault(line.holder.file, [])
    for number, column in columns.items():
        node = line.cell(column.path)
        if node is not None:
            cells.append((node.place, told[number]))
        wanted, text = row.texts.get(number, ""), line.text(column.path)
        if _same(wanted) != _same(text):
            made.diagnostics.append(
                diagnose("WE642", Place(file), cell=told[number], value=wanted, read=text)
            )
    start = line.key.place if line.key is not None else line.node.place
    cells.append((start, told[1]))


def _same(text: str) -> str:
    """A text for comparing: lists may have other separators, everything may have other blanks."""
    return re.sub(r"[\s、,，;；\[\]\"']+", "", text)
