"""Which reader opens a data file in parts."""

from __future__ import annotations

from pathlib import Path

from workflow_engine.batch.readers import file_error, os_reason, unreadable
from workflow_engine.runs.parts import DataFile


def open_file(path: Path, size: int) -> DataFile:
    """Opens a data file to be read in parts of about `size` rows.

    Raises:
        DataFileError: the file cannot be read, is of another kind, or has no columns.
        MissingExtraError: the package for this kind is not installed.
    """
    try:
        match path.suffix.lower():
            case ".csv":
                from workflow_engine.runs.csv_blocks import open_csv as opened
            case ".parquet":
                from workflow_engine.runs.parquet_blocks import open_parquet as opened
            case _:
                from workflow_engine.runs.row_blocks import open_rows as opened
        if not path.stat().st_size:
            raise file_error("WE511", path)
        return opened(path, size)
    except OSError as error:
        raise unreadable(path, os_reason(error)) from error
