"""A policy's sheets as an Excel workbook, with a hidden copy of what was exported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.batch.same_bytes import repacked
from workflow_engine.batch.writers import atomic_file
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.width import display_width
from workflow_engine.errors import MissingExtraError
from workflow_engine.workbooks.sheets import NUMBER, PolicySheet

if TYPE_CHECKING:
    from openpyxl import Workbook

COPY = "workflow-engine"
"""The hidden sheet: what every cell held when the workbook was written."""
FORMAT = "1"
NAME = Bilingual("代号", "id")
_NARROWEST, _WIDEST = 8, 48
_LIKE_FORMULAS = ("=", "+", "-", "@")
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def write_sheets(path: Path, sheets: Sequence[PolicySheet], policy: str, *, lang: Language) -> None:
    """Write sheets of the policy with the id `policy` to an `.xlsx` file, wholly or not at all.

    Every cell is a text, so that Excel turns nothing into a date or a number. The same policy
    gives the same bytes.

    Raises MissingExtraError without openpyxl, OutputError when the file cannot be written.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise MissingExtraError(package="openpyxl", extra="xlsx", purpose="writing .xlsx") from None
    with atomic_file(path) as temporary:
        book = Workbook()
        assert book.active is not None
        book.remove(book.active)
        titles = _titles(sheets, lang)
        for sheet, title in zip(sheets, titles, strict=True):
            _write(book, sheet, title, lang)
        _write_copy(book, sheets, titles, policy)
        book.save(temporary)
        repacked(temporary)


def rows_of(sheet: PolicySheet) -> Iterable[list[str]]:
    """The lines of a sheet: name or number, then its cells."""
    for line in sheet.all_lines:
        yield [line.name, *(line.text(column.path) for column in sheet.columns)]


def _titles(sheets: Sequence[PolicySheet], lang: Language) -> list[str]:
    titles: list[str] = []
    for sheet in sheets:
        title = sheet.title.get(lang).translate(_NOT_IN_TITLES)[:_LONGEST_TITLE] or "_"
        taken = {one.casefold() for one in (*titles, COPY)}
        number = 2
        named = title
        while named.casefold() in taken:
            named = f"{title[: _LONGEST_TITLE - 4]} {number}"
            number += 1
        titles.append(named)
    return titles


def _write(book: Workbook, sheet: PolicySheet, title: str, lang: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(title)
    first = NUMBER if sheet.numbered else NAME.get(lang)
    heads = [first]
    for column in sheet.columns:
        head, note = column.heading.get(lang), column.note
        also = None if note is None else note.get(lang)
        heads.append(head if also in (None, head) else f"{head}\n{also}")
    rows = [heads, *rows_of(sheet)]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = page.cell(number, place)
            cell.number_format = "@"
            if text:
                cell.value = text
                cell.data_type = "s"
                if text.startswith(_LIKE_FORMULAS):
                    cell.quotePrefix = True
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor="14293B")
    for place, column_texts in enumerate(zip(*rows, strict=True), start=1):
        widest = max(display_width(part) for text in column_texts for part in text.split("\n"))
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = min(max(widest + 2, _NARROWEST), _WIDEST)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows)}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.print_title_rows = "1:1"


def _write_copy(
    book: Workbook, sheets: Sequence[PolicySheet], titles: Sequence[str], policy: str
) -> None:
    page = book.create_sheet(COPY)
    page.sheet_state = "veryHidden"
    rows: list[list[Any]] = [[COPY, FORMAT, policy]]
    for sheet, title in zip(sheets, titles, strict=True):
        rows.append(["sheet", title, *sheet.id])
        rows.append(["columns", *("/".join(column.path) for column in sheet.columns)])
        rows += [["line", *row] for row in rows_of(sheet)]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            if text:
                cell = page.cell(number, place, text)
                cell.data_type = "s"
