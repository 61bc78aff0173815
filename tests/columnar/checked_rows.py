"""What was checked in columns, as the row reader gives it."""

from __future__ import annotations

from types import SimpleNamespace

from workflow_engine.batch.customers import Customer
from workflow_engine.columnar.columns import KEY, NAME, POSITION, attribute_column

LIMITS = SimpleNamespace(number=10**18, integer=10**14, elements=1_000)


def customers(checked, program):
    """(Position, id, name, values) of every accepted row, in order."""
    rows = [
        (
            row[POSITION],
            row[KEY],
            row[NAME],
            {id_: _held(row[attribute_column(id_)]) for id_ in program.attributes},
        )
        for row in checked.chunk.frame.iter_rows(named=True)
    ]
    large = [(position, one.id, one.name, one.values) for position, one in checked.chunk.large]
    return sorted([*rows, *large], key=lambda row: row[0])


def expected(rows, positions):
    """The same of rows that the row reader gave."""
    return [
        (position, row.id, row.name, row.values)
        for position, row in zip(positions, rows, strict=True)
        if isinstance(row, Customer)
    ]


def rejected(rows):
    """Those that the row reader rejected."""
    return [row for row in rows if not isinstance(row, Customer)]


def _held(value):
    return tuple(value) if isinstance(value, list) else value
