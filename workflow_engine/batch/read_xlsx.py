"""Excel workbooks: the first visible sheet, with the saved results of its formulas."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from workflow_engine.batch.cells import Formula
from workflow_engine.batch.readers import RawRow, RawTable, data_row, file_error, header, unreadable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.errors import MissingExtraError

_BROKEN = (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, ParseError)
"""What openpyxl raises on a damaged workbook."""


def read_xlsx(path: Path) -> RawTable:
    """Rows of a workbook's first visible sheet; the first row that is not blank is the header.

    Raises:
        DataFileError: it is not a workbook, or there is no header.
        MissingExtraError: openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError(
            package="openpyxl", extra="xlsx", purpose="reading .xlsx files"
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which hold no data
            results = openpyxl.load_workbook(path, read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(path, read_only=True, data_only=False)
        visible = [sheet for sheet in results.worksheets if sheet.sheet_state == "visible"]
        sheet = (visible or results.worksheets)[0]
    except _BROKEN as error:
        raise _damaged(path) from error
    notes: list[Diagnostic] = []
    if len(visible) > 1:
        notes.append(diagnose("WE513", Place(str(path)), sheet=sheet.title))
    records = _records(path, sheet, formulas[sheet.title])
    heading = next(records, None)
    if heading is None:
        raise file_error("WE511", path)
    columns = header(path, heading[1])
    return RawTable(str(path), columns, _rows(path, columns, records, (results, formulas)), notes)


def _damaged(path: Path) -> Exception:
    reason = Bilingual("不是完好的 .xlsx 工作簿", "it is not an intact .xlsx workbook")
    return unreadable(path, reason)


def _records(path: Path, sheet: Any, formulas: Any) -> Iterator[tuple[int, list[object]]]:
    """Rows that are not blank, with their numbers in the sheet."""
    for each in (sheet, formulas):
        each.reset_dimensions()  # the size that some programs write into the file is wrong
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pairs = enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=True), 1)
            for number, (cells, written) in pairs:
                values = [
                    _cell(cell, formula) for cell, formula in zip(cells, written, strict=True)
                ]
                if any(value not in (None, "") for value in values):
                    yield number, values
    except _BROKEN as error:
        raise _damaged(path) from error


def _cell(cell: Any, formula: Any) -> object:
    if cell.value is None and formula.data_type == "f":
        return Formula(str(getattr(formula.value, "text", formula.value)))
    value: object = cell.value
    return value


def _rows(
    path: Path,
    columns: tuple[str, ...],
    records: Iterator[tuple[int, list[object]]],
    workbooks: tuple[Any, Any],
) -> Iterator[RawRow]:
    width = len(columns)
    try:
        for number, cells in records:
            while len(cells) > width and cells[-1] in (None, ""):
                cells.pop()
            padded = [*cells, *([None] * (width - len(cells)))]
            row = data_row(str(path), number, columns, padded)
            if row is not None:
                yield row
    finally:
        for workbook in workbooks:
            workbook.close()
