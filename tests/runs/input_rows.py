"""What comes of customer files by columns, and what the row reader says of the same files."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.batch.programs import program
from tests.columnar.checked_rows import LIMITS, customers
from workflow_engine.batch.customers import Customer, CustomerReader, repeated
from workflow_engine.columnar.checking import Checker
from workflow_engine.errors import DataFileError
from workflow_engine.runs.duplicates import Duplicates
from workflow_engine.runs.sources import blocks, customer_files

PROGRAM = program()
READER = CustomerReader(PROGRAM)
CHECKER = Checker(PROGRAM, LIMITS)


@dataclass
class Read:
    """(Id, name, values) of the good rows, the rejected ones, what is told of files as a whole."""

    good: list = field(default_factory=list)
    rejected: list = field(default_factory=list)
    refused: int = 0
    findings: list = field(default_factory=list)


def by_columns(paths, size, checker=CHECKER):
    """In blocks of about `size` rows; DataFileError is given as its diagnostics."""
    read, end = Read(), -1
    duplicates = Duplicates(checker)
    try:
        for block in blocks(customer_files(paths), PROGRAM, size=size):
            read.findings += block.findings
            once = duplicates.once(block, checker.check(block))
            rows = customers(once, PROGRAM)
            places = [row[0] for row in rows]
            assert places == sorted(set(places))
            assert not places or places[0] > end
            end = max([end, *places])
            read.good += [row[1:] for row in rows]
            read.rejected += once.rejected
            read.refused += once.rejected_count
            assert once.codes.total() == sum(len(row.diagnostics) for row in once.rejected)
    except DataFileError as error:
        return list(error.diagnostics)
    return read


def by_rows(paths):
    """Row by row."""
    read = Read()
    first = {}
    try:
        for path in customer_files(paths):
            file = READER.read(path)
            for row in file:
                seen = first.setdefault(row.id, (file.file, row.row)) if row.id else None
                if seen is not None and seen[0] != file.file:
                    read.rejected.append(repeated(row, file.file, seen))
                elif isinstance(row, Customer):
                    read.good.append((row.id, row.name, row.values))
                else:
                    read.rejected.append(row)
            read.findings += file.diagnostics
    except DataFileError as error:
        return list(error.diagnostics)
    read.refused = len(read.rejected)
    return read
