"""CSV and JSON Lines: encodings, delimiters, and rows that are broken by themselves."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path

from workflow_engine.batch.readers import (
    RawRow,
    RawTable,
    data_row,
    file_error,
    header,
    os_reason,
    unreadable,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.errors import DataFileError

_CHUNK = 1 << 20
_DELIMITERS = (",", "\t", ";", "，")
_MAX_INTEGER_DIGITS = 400
_CSV_REASONS = {
    "unexpected end of data": "直到文件末尾引号也没有合上",
    "expected after": "合上的引号后面还有内容",
}
_BINARY = {
    b"PK\x03\x04": Bilingual(
        "这其实是 Excel 工作簿，请把后缀改为 .xlsx", "this is an Excel workbook; name it .xlsx"
    ),
    b"\xd0\xcf\x11\xe0": Bilingual(
        "这其实是旧版 Excel（.xls），请另存为 .xlsx", "this is an old .xls; save it as .xlsx"
    ),
    b"PAR1": Bilingual(
        "这其实是 Parquet 文件，请把后缀改为 .parquet", "this is Parquet; name it .parquet"
    ),
}


def read_csv(path: Path) -> RawTable:
    """Rows of a CSV file: UTF-8, UTF-16 with a mark, or GB18030; comma, tab or semicolon.

    Raises:
        DataFileError: the encoding is unknown, or there is no header.
    """
    encoding, notes = text_encoding(path)
    with path.open(encoding=encoding, newline="") as lines:
        delimiter = delimiter_of(lines)
    records = _records(path, encoding, delimiter)
    heading = next(records, None)
    if heading is None:
        raise file_error("WE511", path)
    columns = header(path, heading[1])
    return RawTable(str(path), columns, _csv_rows(path, columns, records), notes)


def delimiter_of(lines: Iterable[str]) -> str:
    """What separates the cells, told by the first line that is not blank."""
    first = _outside_quotes(next((line for line in lines if line.strip()), ""))
    return max(_DELIMITERS, key=first.count)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, each with the line on which it starts."""
    with path.open(encoding=encoding, newline="") as lines:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        line = 1
        try:
            for record in reader:
                if any(cell.strip() for cell in record):
                    yield line, record
                line = reader.line_num + 1
        except csv.Error as error:
            raise broken_csv(path, line, error) from error
        except OSError as error:
            raise unreadable(path, os_reason(error)) from error


def broken_csv(path: Path, line: int, error: csv.Error) -> DataFileError:
    """The error for a file of which the record that starts on a line cannot be told."""
    return file_error("WE505", path, row=str(line), reason=_csv_reason(error))


def _csv_reason(error: csv.Error) -> Bilingual:
    said = str(error)
    if "field limit" in said:
        limit = f"{csv.field_size_limit():,}"
        return Bilingual(f"有一格超过 {limit} 个字符", f"a cell is longer than {limit} characters")
    for words, reason in _CSV_REASONS.items():
        if words in said:
            return Bilingual(reason, said)
    return Bilingual.same(said)


def _csv_rows(
    path: Path, columns: tuple[str, ...], records: Iterator[tuple[int, list[str]]]
) -> Iterator[RawRow]:
    for number, cells in records:
        row = csv_row(str(path), number, columns, cells)
        if row is not None:
            yield row


def csv_row(file: str, number: int, columns: Sequence[str], cells: list[str]) -> RawRow | None:
    """The row of a record; None when every cell is blank. Blanks beyond the header are nothing."""
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    return data_row(file, number, columns, cells)


def read_jsonl(path: Path) -> RawTable:
    """Rows of a JSON Lines file: one object on each line; the columns are all keys that occur.

    The file is read twice, once for its keys.

    Raises:
        DataFileError: the encoding is unknown, or no line is an object.
    """
    encoding, notes = text_encoding(path)
    keys = (row.values for row in _json_rows(path, encoding))
    columns = tuple(dict.fromkeys(chain.from_iterable(keys)))
    if not columns:
        problems = [row.problem for row in _json_rows(path, encoding) if row.problem is not None]
        if problems:
            raise unreadable(path, problems[0].message)
        raise file_error("WE511", path)
    empty: dict[str, object] = dict.fromkeys(columns)
    rows = (
        row if row.problem else RawRow(row.number, {**empty, **row.values})
        for row in _json_rows(path, encoding)
    )
    return RawTable(str(path), columns, rows, notes)


def _json_rows(path: Path, encoding: str) -> Iterator[RawRow]:
    with path.open(encoding=encoding) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            values, reason = _json_object(line)
            if values is None:
                place = Place(str(path), number, 1)
                problem = diagnose("WE521", place, row=str(number), reason=reason)
                yield RawRow(number, {}, problem)
            else:
                yield RawRow(number, values)


def _json_object(line: str) -> tuple[dict[str, object] | None, Bilingual]:
    """The object, or None and the reason."""
    try:
        parsed = json.loads(
            line,
            parse_float=Decimal,
            parse_int=_integer,
            parse_constant=Decimal,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        return None, Bilingual(
            f"从第 {error.colno} 个字符起写法有误，或这一行没有写完",
            f"it is not JSON, or breaks off: {error.msg} (character {error.colno})",
        )
    except _DuplicateKeyError as error:
        return None, Bilingual(f"“{error}”出现了两次", f"`{error}` stands in it twice")
    except RecursionError:
        return None, Bilingual("嵌套太深", "it is nested too deeply")
    if not isinstance(parsed, dict):
        return None, Bilingual("应为 { … } 的形式", "it must be of the form { … }")
    return parsed, Bilingual("", "")


class _DuplicateKeyError(Exception):
    """A key stands twice in an object."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        name = key.strip()
        if name in found:
            raise _DuplicateKeyError(name)
        found[name] = value
    return found


def _integer(digits: str) -> int | Decimal:
    """Python refuses to read integers of thousands of digits; a `Decimal` may be that long."""
    return int(digits) if len(digits) <= _MAX_INTEGER_DIGITS else Decimal(digits)


def text_encoding(
    path: Path, decodes: Callable[[Path, str], bool] | None = None
) -> tuple[str, list[Diagnostic]]:
    """The encoding of a text file, told by its mark, otherwise by trying the whole file.

    `decodes` is how it is tried; None is in pieces, with Python's own decoders.

    Raises:
        DataFileError: it is not text, or neither UTF-8 nor GB18030.
    """
    decodes = decodes or _decodes
    with path.open("rb") as file:
        start = file.read(4)
    for signature, reason in _BINARY.items():
        if start.startswith(signature):
            raise unreadable(path, reason)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding: str | None = "utf-16" if decodes(path, "utf-16") else None
    elif decodes(path, "utf-8"):
        encoding = "utf-8-sig"
    else:
        encoding = "gb18030" if decodes(path, "gb18030") else None
    if encoding is None:
        raise file_error("WE503", path)
    if encoding == "gb18030":
        return encoding, [diagnose("WE504", Place(str(path)))]
    return encoding, []


def _decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in the encoding; it is read in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
