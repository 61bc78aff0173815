"""What is wrong with a customer of a frame, told without the number of a row: a frame has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from workflow_engine.batch.columns import ColumnNames
from workflow_engine.batch.customers import CustomerReader
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.errors import CustomerError
from workflow_engine.runs.output import cell_of
from workflow_engine.runs.spark_order import CUSTOMERS, Order

RejectedRow: TypeAlias = tuple[str, str | None, str, str, str, str]
"""Under `spark_order.REJECTED`."""


class Reasons:
    """Tells what is wrong with rows, by the rules for customers handed over in Python."""

    def __init__(self, order: Order) -> None:
        program = order.program
        self._lang = order.lang
        self._reader = CustomerReader(program)
        found = ColumnNames.of(program).sort(order.columns).found
        self._key = found[program.key]
        self._identity = [found[name] for name in (program.key, program.name) if name in found]

    def of_cells(self, row: Mapping[str, Any]) -> list[RejectedRow]:
        """The bad cells of a customer, none where all is well."""
        id_, wrong = self._id(row)
        if id_ is None:
            return self._rows(None, wrong)
        _, wrong_name = self._named(row)
        _, wrong_values = self._reader.validate(row, place=Place(CUSTOMERS), who=id_)
        return self._rows(id_, [*wrong_name, *wrong_values])

    def of_copy(self, row: Mapping[str, Any], copies: int) -> list[RejectedRow]:
        """Why a customer whose id stands in several rows is not planned."""
        id_, wrong = self._id(row)
        if id_ is not None:
            wrong = [diagnose("WE525", Place(CUSTOMERS), id=id_, count=str(copies))]
        return self._rows(id_, wrong)

    def _id(self, row: Mapping[str, Any]) -> tuple[str | None, list[Diagnostic]]:
        try:
            return self._reader.identity({self._key: row[self._key]})[0], []
        except CustomerError as error:
            return None, list(error.diagnostics)

    def _named(self, row: Mapping[str, Any]) -> tuple[str | None, list[Diagnostic]]:
        try:
            return self._reader.identity({name: row[name] for name in self._identity})[1], []
        except CustomerError as error:
            return None, list(error.diagnostics)

    def _rows(self, id_: str | None, found: Iterable[Diagnostic]) -> list[RejectedRow]:
        return [rejected_row(one, CUSTOMERS, id_, self._lang) for one in found]


def rejected_row(found: Diagnostic, source: str, id_: str | None, lang: Language) -> RejectedRow:
    """What is wrong with one cell or row of the customer `id_`, under `spark_order.REJECTED`."""
    return (source, id_, *cell_of(found), found.code, found.message.get(lang))
