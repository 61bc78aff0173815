"""Plans as an Excel workbook: customers, items and dated tasks, one sheet each, ready to print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.batch.same_bytes import repacked
from workflow_engine.batch.workbook_rows import Sheet, rows, sheets
from workflow_engine.batch.writers import atomic_file
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.width import display_width
from workflow_engine.errors import MissingExtraError
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that the xlsx format cannot hold."""
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How texts begin that a spreadsheet would calculate."""
_LONGEST = 32767
"""Characters that a cell of Excel holds."""
_MEASURED = 200
"""So many plans are looked at to find how wide the columns have to be."""
_NARROWEST, _WIDEST = 8, 44
"""Columns of characters; a longer text is wrapped."""
_A4 = 9
"""The number that Excel gives to the paper."""
_HEADER_ROOM = 120
"""Characters of a printed head or foot; Excel takes 255, and `&` counts twice."""


def write_workbook(
    path: Path, plans: Iterable[Mapping[str, Any]], program: Program, *, lang: Language
) -> None:
    """Write plans (as plan JSON) to an `.xlsx` file, wholly or not at all.

    The same plans give the same bytes. Dates are dates; a text that begins like a formula stays a
    text. It prints on A4 across, as wide as the page, with the heads on every page.

    Raises MissingExtraError without openpyxl, OutputError when the file cannot be written.
    """
    with new_book(path) as book:
        _fill(book, plans, program, lang)


def write_sheets(
    path: Path,
    tables: Iterable[tuple[Sheet, Sequence[list[Any]]]],
    *,
    title: str,
    version: str,
    lang: Language,
) -> None:
    """Write sheets with their rows to an `.xlsx` file, in the way of `write_workbook`.

    `title` and `version` of the policy are printed on every page. Raises as `write_workbook` does.
    """
    with new_book(path) as book:
        for sheet, made in tables:
            writer = _Writer(book, sheet, list(made[:_MEASURED]), (title, version), lang)
            for row in made:
                writer.write(row)
            writer.finish()


@contextmanager
def new_book(path: Path) -> Iterator[Workbook]:
    """A workbook to be filled, saved whole or not at all."""
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise MissingExtraError(package="openpyxl", extra="xlsx", purpose="writing .xlsx") from None
    with atomic_file(path) as temporary:
        book = Workbook(write_only=True)
        try:
            yield book
        except BaseException:
            for sheet in book.worksheets:
                sheet.close()
            raise
        book.save(temporary)
        repacked(temporary)


def _fill(
    book: Workbook, plans: Iterable[Mapping[str, Any]], program: Program, lang: Language
) -> None:
    """Writes the rows as the plans come; the first of them say how wide the columns are."""
    going = iter(plans)
    first = [list(rows(plan, program, lang)) for plan in islice(going, _MEASURED)]
    writers = []
    for index, sheet in enumerate(sheets(program)):
        measured = [row for made in first for place, row in made if place == index]
        head = program.head.title.get(lang), program.head.version
        writers.append(_Writer(book, sheet, measured, head, lang))
    for made in chain(first, (rows(plan, program, lang) for plan in going)):
        for index, row in made:
            writers[index].write(row)
    for writer in writers:
        writer.finish()


class _Writer:
    """One sheet being written, row by row."""

    def __init__(
        self,
        book: Workbook,
        sheet: Sheet,
        measured: list[list[Any]],
        head: tuple[str, str],
        lang: Language,
    ) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        self._sheet: WriteOnlyWorksheet = book.create_sheet(sheet.title.get(lang))
        heads = [column.get(lang) for column in sheet.columns]
        self._last = get_column_letter(len(heads))
        self._count = 1
        widths = [
            _width(head, [row[place] for row in measured]) for place, head in enumerate(heads)
        ]
        for place, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        self._sheet.freeze_panes = f"{get_column_letter(sheet.fixed + 1)}2"
        self._print_set_up(sheet.title.get(lang), head, lang)
        self._wrapped = Alignment(vertical="top", wrap_text=True)
        self._plain = Alignment(vertical="top")
        cells = [self._cell(head) for head in heads]
        for cell in cells:
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="14293B")
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        self._sheet.append(cells)

    def write(self, row: list[Any]) -> None:
        """One row below those that are there."""
        self._sheet.append([self._cell(value) for value in row])
        self._count += 1

    def finish(self) -> None:
        """Sets the filter over all that was written."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._count}"

    def _cell(self, value: Any) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, str):
            value = _FORBIDDEN.sub("", value)[:_LONGEST]
            cell = WriteOnlyCell(self._sheet, value=value)
            # A customer's text that starts with `=` must not become a formula, nor when somebody
            # edits the cell: the mark of a text is what Excel sets for a leading apostrophe.
            cell.data_type = "s"
            if value.startswith(_LIKE_FORMULAS):
                cell.quotePrefix = True
            long = display_width(value) > _WIDEST or "\n" in value
            cell.alignment = self._wrapped if long else self._plain
            return cell
        cell = WriteOnlyCell(self._sheet, value=value)
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"
        cell.alignment = self._plain
        return cell

    def _print_set_up(self, title: str, head: tuple[str, str], lang: Language) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self._sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.7
        margins.header = margins.footer = 0.35
        policy, number = head
        sheet.oddHeader.left.text = _printed(policy)
        sheet.oddHeader.right.text = _printed(title)
        version = f"版本 {number}" if lang == "zh" else f"version {number}"
        sheet.oddFooter.left.text = _printed(f"{policy} {version}")
        sheet.oddFooter.right.text = "第 &P 页，共 &N 页" if lang == "zh" else "Page &P of &N"


def _width(head: str, values: Iterable[Any]) -> int:
    """Columns for the widest of the values, and a head with its filter button."""
    texts = (str(value) for value in values if value is not None)
    widest = max(map(display_width, texts), default=0)
    return min(max(widest + 2, display_width(head) + 4, _NARROWEST), _WIDEST)


def _printed(text: str) -> str:
    """A text for a printed head or foot, where `&` begins a code."""
    return _FORBIDDEN.sub("", " ".join(text.split()))[:_HEADER_ROOM].replace("&", "&&")
