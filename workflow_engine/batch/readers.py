"""Rows of a data file, one at a time: CSV, xlsx, Parquet, JSON Lines."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.file_words import ENGLISH
from workflow_engine.errors import DataFileError

SUFFIXES = (".csv", ".xlsx", ".parquet", ".jsonl")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number in the file (the header of a CSV file or sheet is 1), and its cells.

    `values` has every column of the table. `problem` is set when the row as such is broken; it has
    no values then.
    """

    number: int
    values: dict[str, object]
    problem: Diagnostic | None = None


@dataclass
class RawTable:
    """The columns of a file and its rows, which are read while they are iterated, once.

    `notes` are findings about the whole file, such as its encoding. Iterating raises
    `DataFileError` where the file breaks off.
    """

    file: str
    columns: tuple[str, ...]
    rows: Iterator[RawRow]
    notes: list[Diagnostic] = field(default_factory=list)

    def __iter__(self) -> Iterator[RawRow]:
        return self.rows


def read_table(path: str | Path) -> RawTable:
    """Opens a data file; its kind is told by its suffix (see `SUFFIXES`).

    Raises:
        DataFileError: the file cannot be read, is of another kind, or has no columns.
        MissingExtraError: the package for this kind is not installed.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise file_error("WE502", path, suffix=suffix or "（无 / none）")
    try:
        if path.stat().st_size == 0:
            raise file_error("WE511", path)
        if suffix == ".csv":
            from workflow_engine.batch.read_text import read_csv as read
        elif suffix == ".jsonl":
            from workflow_engine.batch.read_text import read_jsonl as read
        elif suffix == ".xlsx":
            from workflow_engine.batch.read_xlsx import read_xlsx as read
        else:
            from workflow_engine.batch.read_parquet import read_parquet as read
        return read(path)
    except OSError as error:
        raise unreadable(path, os_reason(error)) from error


def file_error(code: str, path: Path, **args: str | Bilingual) -> DataFileError:
    """The error for a file that cannot be used at all."""
    place = Place(str(path))
    return DataFileError(
        [
            diagnose(
                code, place, labels=(), fix=None, severity=None, help=None, keywords=ENGLISH, **args
            )
        ]
    )


def unreadable(path: Path, reason: Bilingual) -> DataFileError:
    """The error for a file that is damaged or not there."""
    told = _CHECK_NAME if reason is _NOT_THERE else None
    finding = diagnose("WE501", Place(str(path)), help=told, reason=reason)
    return DataFileError([finding])


def os_reason(error: OSError) -> Bilingual:
    """What the operating system said, for people."""
    for kind, reason in _OS_REASONS:
        if isinstance(error, kind):
            return reason
    if error.errno in _OS_NUMBERS:
        return _OS_NUMBERS[error.errno]
    return Bilingual.same(error.strerror or str(error))


_NOT_THERE = Bilingual("没有这个文件或文件夹", "there is no such file or folder")
_CHECK_NAME = Bilingual("请检查文件名和所在的文件夹", "check the name, and the folder it is in")
_OS_REASONS: tuple[tuple[type[OSError], Bilingual], ...] = (
    (FileNotFoundError, _NOT_THERE),
    (PermissionError, Bilingual("没有权限", "permission denied")),
    (IsADirectoryError, Bilingual("这是一个文件夹", "it is a folder")),
    (NotADirectoryError, Bilingual("路径中有一段不是文件夹", "part of the path is not a folder")),
    (FileExistsError, Bilingual("已有同名的文件", "a file of this name is in the way")),
)


_OS_NUMBERS = {
    errno.ENOSPC: Bilingual("磁盘空间不够", "no space left on device"),
    errno.EROFS: Bilingual("这个位置是只读的", "the place is read-only"),
    errno.ENAMETOOLONG: Bilingual("文件名太长", "the file name is too long"),
}


def data_row(
    file: str, number: int, columns: Sequence[str], cells: Sequence[object]
) -> RawRow | None:
    """A row of cells under their columns; None when every cell is blank.

    Cells beyond the header must be blank, and columns without a name are left out.
    """
    if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
        return None
    if len(cells) != len(columns):
        problem = diagnose(
            "WE520",
            Place(file, number, 1),
            row=str(number),
            found=str(len(cells)),
            expected=str(len(columns)),
        )
        return RawRow(number, {}, problem)
    return RawRow(number, {name: cell for name, cell in zip(columns, cells, strict=True) if name})


def header(path: Path, cells: Iterable[object]) -> tuple[str, ...]:
    """The column names of a header row; an empty name marks a column that is left out.

    Raises:
        DataFileError: no column has a name, or two have the same.
    """
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise file_error("WE511", path)
    seen: dict[str, int] = {}
    for index, name in enumerate(names, 1):
        if name and name in seen:
            raise file_error(
                "WE507",
                path,
                attribute=name,
                first=_column(seen[name]),
                second=_column(index),
            )
        seen[name] = index
    return tuple(names)


def _column(index: int) -> Bilingual:
    return Bilingual(f"第 {index} 列", f"column {index}")
