"""The statements that every command runs, turned into SQL once instead of every time.

A command is five short statements in one transaction: what SQLAlchemy does around each of them is
more than what the database does. Parameters stay bound parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Insert, Table, bindparam, insert
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable


class Statement:
    """A statement whose parameters are all named and need no conversion: texts and integers."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def run(self, connection: Connection, *parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it, once for each set of parameters."""
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = self._compile(connection)
        sql, order = self._compiled[name]
        given: Sequence[Any] = parameters
        if order is not None:
            given = [tuple(one[key] for key in order) for one in parameters]
        return connection.exec_driver_sql(sql, given[0] if len(given) == 1 else list(given))

    def _compile(self, connection: Connection) -> tuple[str, tuple[str, ...] | None]:
        compiled = self._statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        order = compiled.positiontup
        return compiled.string, None if order is None else tuple(order)


def insertion(table: Table, columns: Sequence[str]) -> Statement:
    """The statement that inserts rows with these columns."""
    row: Insert = insert(table).values({name: bindparam(name) for name in columns})
    return Statement(row.inline())
