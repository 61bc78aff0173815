"""A workbook that was exported and edited: its sheets, with the address of every cell."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from workflow_engine.batch.readers import os_reason, unreadable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.errors import MissingExtraError
from workflow_engine.workbooks.sheets import Path as CellPath
from workflow_engine.workbooks.writing import COPY, FORMAT

_BROKEN = (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, ParseError)
"""What openpyxl raises on a damaged workbook."""
MOST_BYTES = 64 * 2**20
"""So large may the parts of a workbook be when they are unpacked."""
_TOO_LARGE = Bilingual("展开后太大，不是一份政策的表", "unpacked it is too large to be one")
MOST_LINES = 10_000
"""So many lines may a sheet have."""
_ERRORS = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")


@dataclass(frozen=True, slots=True)
class ExportedSheet:
    """What a sheet held when it was exported: lines by name, texts in the order of `columns`."""

    id: CellPath
    columns: tuple[CellPath, ...]
    lines: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class EditedLine:
    """A line of an edited sheet: its 1-based row, its name, its texts by column number."""

    row: int
    name: str
    texts: dict[int, str]


@dataclass(frozen=True, slots=True)
class EditedSheet:
    """An edited sheet: headings by 1-based column (without the first), and the lines."""

    title: str
    exported: ExportedSheet
    headings: dict[int, str]
    lines: tuple[EditedLine, ...]


@dataclass(slots=True)
class EditedWorkbook:
    """The sheets of an edited workbook that stand for a part of the policy."""

    file: str
    policy: str = ""
    sheets: list[EditedSheet] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def at(self, sheet: EditedSheet, row: int, column: int) -> Bilingual:
        """Where a cell is, as its author finds it."""
        return Bilingual(
            f"“{sheet.title}”{address(row, column)}", f"{sheet.title}!{address(row, column)}"
        )


def address(row: int, column: int) -> str:
    """The name of a cell.

    >>> address(7, 2), address(1, 28)
    ('B7', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_workbook(path: Path) -> EditedWorkbook:
    """The sheets of a workbook that `table export` wrote.

    What is wrong with single cells is in its `diagnostics`.

    Raises:
        DataFileError: it is not a workbook, or cannot be opened.
        MissingExtraError: openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError(
            package="openpyxl", extra="xlsx", purpose="reading .xlsx files"
        ) from error
    try:
        with ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise unreadable(path, _TOO_LARGE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which hold no data
            results = openpyxl.load_workbook(path, data_only=True)
            written = openpyxl.load_workbook(path, data_only=False)
    except OSError as error:
        raise unreadable(path, os_reason(error)) from error
    except _BROKEN as error:
        reason = Bilingual("不是完好的 .xlsx 工作簿", "it is not an intact .xlsx workbook")
        raise unreadable(path, reason) from error
    book = EditedWorkbook(str(path))
    if COPY not in results.sheetnames or _text(results[COPY]["B1"].value) != FORMAT:
        book.diagnostics.append(diagnose("WE630", Place(str(path))))
        return book
    book.policy = _text(results[COPY]["C1"].value)
    for title, exported in _exported(results[COPY]):
        if title in results.sheetnames:
            book.sheets.append(_edited(book, title, exported, results[title], written[title]))
        else:
            book.removed.append(title)
    return book


def _exported(page: Any) -> Iterator[tuple[str, ExportedSheet]]:
    title, made = "", None
    for row in page.iter_rows(min_row=2, values_only=True):
        kind, *values = [_text(value) for value in row]
        if kind == "sheet":
            if made is not None:
                yield title, made
            title = values[0]
            made = ExportedSheet(tuple(v for v in values[1:3] if v), (), {})
        elif kind == "columns" and made is not None:
            columns = tuple(tuple(value.split("/")) for value in values if value)
            made = ExportedSheet(made.id, columns, made.lines)
        elif kind == "line" and made is not None:
            made.lines[values[0]] = tuple(values[1 : len(made.columns) + 1])
    if made is not None:
        yield title, made


def _edited(
    book: EditedWorkbook, title: str, exported: ExportedSheet, results: Any, written: Any
) -> EditedSheet:
    headings: dict[int, str] = {}
    lines: list[EditedLine] = []
    sheet = EditedSheet(title, exported, headings, ())
    if written.max_row > MOST_LINES:
        told = diagnose("WE647", Place(book.file), sheet=title, most=f"{MOST_LINES:,}")
        book.diagnostics.append(told)
        return sheet
    for row, cells in enumerate(written.iter_rows(), start=1):
        texts: dict[int, str] = {}
        for column, cell in enumerate(cells, start=1):
            value = results.cell(row, column).value
            if (cell.data_type == "f" and value is None) or (
                isinstance(value, str) and _ERRORS.fullmatch(value)
            ):
                place = book.at(sheet, row, column)
                book.diagnostics.append(
                    diagnose("WE631", Place(book.file), cell=place, value=str(value or cell.value))
                )
                value = None
            texts[column] = _text(value)
        if row == 1:
            headings |= {c: t.split("\n")[0].strip() for c, t in texts.items() if t and c > 1}
        elif any(texts.values()):
            lines.append(EditedLine(row, texts.pop(1, ""), texts))
    for merged in written.merged_cells.ranges:
        place = book.at(sheet, merged.min_row, merged.min_col)
        book.diagnostics.append(
            diagnose("WE645", Place(book.file), cell=place, range=str(merged.coord))
        )
    return EditedSheet(title, exported, headings, tuple(lines))


def _text(value: object) -> str:
    """A cell as text: what Excel made a number or a date of comes back as it is written."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").strip()
