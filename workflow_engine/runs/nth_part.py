"""A part that is found again by going through its file from the beginning."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from workflow_engine.batch.readers import unreadable
from workflow_engine.columnar.raw import RawFrame, RawRows
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import DataFileError
from workflow_engine.runs.parts import Part


@dataclass(frozen=True, slots=True)
class NthPart:
    """The part with a number, from 0, of a file in parts of about `size` rows."""

    path: Path
    size: int
    number: int
    span: int
    end: int

    def load(self, position: int) -> RawFrame | RawRows:
        """The rows."""
        from workflow_engine.runs.opening import open_file

        parts = open_file(self.path, self.size).parts
        part: Part | None = next(islice(parts, self.number, None), None)
        if part is None or part.span != self.span:
            raise changed(self.path)
        return part.load(position)


def changed(path: Path) -> DataFileError:
    """The error for a file that is not as it was when it was read first."""
    reason = Bilingual("读取期间文件被改动", "it was changed while it was being read")
    return unreadable(path, reason)
