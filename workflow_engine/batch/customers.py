"""Customers from files and from Python: typed, checked, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from workflow_engine.batch.cells import (
    BadCellError,
    convert,
    is_missing,
    meant,
    plain_text,
    shown,
    split,
)
from workflow_engine.batch.columns import ColumnNames, check_columns, column_name
from workflow_engine.batch.items import ItemNames
from workflow_engine.batch.readers import RawRow, RawTable, read_table
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.errors import CustomerError, DataFileError
from workflow_engine.program.program import Attribute, Program
from workflow_engine.program.types import TEXT, Value


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer of a file: `values` has every attribute of the policy, None where missing.

    `name` is the id when the file has no name. `row` is the row's number in the file.
    """

    id: str
    name: str
    values: dict[str, Value]
    row: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be used, with every reason; `id` is None when it has none."""

    id: str | None
    row: int
    diagnostics: tuple[Diagnostic, ...]


@dataclass
class CustomerFile:
    """The rows of a file, read while they are iterated, once.

    `diagnostics` are the findings about the file as a whole; what is wrong with single rows is in
    each `Rejected`. `accepted` and `rejected` count what was iterated so far.
    """

    file: str
    diagnostics: list[Diagnostic]
    _rows: Iterator[Customer | Rejected]
    accepted: int = field(default=0, init=False)
    rejected: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Customer | Rejected]:
        for row in self._rows:
            if isinstance(row, Customer):
                self.accepted += 1
            else:
                self.rejected += 1
            yield row
        if not self.accepted and not self.rejected:
            self.diagnostics.append(diagnose("WE512", Place(self.file)))


class CustomerReader:
    """Reads customers as one policy knows them.

    `beside` is the other version where a staged rollout divides the customers: an item of it that a
    customer has chosen means nothing here, and is no mistake.
    """

    def __init__(self, program: Program, beside: Program | None = None) -> None:
        self._program = program
        self.zone = ZoneInfo(program.head.timezone)
        """Where moments with an offset are read."""
        self._names = ColumnNames.of(program)
        self._items = ItemNames(program, kinds=("optional",))
        self._beside = None if beside is None else ItemNames(beside, kinds=("optional",))

    def validate(
        self,
        customer: Mapping[str, object],
        *,
        place: Place | None = None,
        who: str | None = None,
    ) -> tuple[dict[str, Value], list[Diagnostic]]:
        """The typed values of one customer handed over in Python, called `who` in findings.

        Keys are ids or labels of attributes; values are plain Python values or texts as in a file.
        The result has every attribute, None where it is missing or wrong. The key and the name
        are passed over unless they are declared as attributes.
        """
        place = place or Place("customer")
        columns = self._names.sort([str(key) for key in customer])
        findings = [
            diagnose(
                "WE507",
                place,
                attribute=attribute,
                first=Bilingual(f"“{first}”", f"`{first}`"),
                second=Bilingual(f"“{second}”", f"`{second}`"),
            )
            for attribute, first, second in columns.twice
        ]
        for key in columns.unknown:
            nearest = self._names.suggestion(key, columns.found.values())
            told = (
                None
                if nearest is None
                else Bilingual(f"是不是“{nearest}”？", f"did you mean `{nearest}`?")
            )
            findings.append(diagnose("WE540", place, column=key, help=told))
        given = {str(key): value for key, value in customer.items()}
        values, wrong = self._values(given, columns.found, place, row=None, who=who)
        return values, findings + wrong

    def identity(self, customer: Mapping[str, object]) -> tuple[str, str]:
        """Id and name of a customer handed over in Python; without a name, the id is the name.

        Raises:
            CustomerError: there is no id, or it is no text.
        """
        place = Place("customer")
        given = {str(key): value for key, value in customer.items()}
        columns = self._names.sort(list(given)).found
        row = RawRow(0, given)
        key, wrong_key = self._text(self._program.key, row, columns, place)
        name, wrong_name = self._text(self._program.name, row, columns, place)
        if key is None or wrong_name:
            column = Bilingual.same(self._program.key)
            nobody = diagnose("WE541", place, column=column)
            raise CustomerError([*wrong_key, *wrong_name] or [nobody])
        return key, name or key

    def read(self, path: str | Path) -> CustomerFile:
        """The customers of a file, good and rejected rows in file order.

        Raises:
            DataFileError: the file cannot be read, or its columns make every row useless; also
                while iterating, where a file breaks off.
            MissingExtraError: the package for this kind of file is not installed.
        """
        return self.read_rows(read_table(path))

    def read_rows(self, table: RawTable) -> CustomerFile:
        """The customers of a table that is open already. Raises DataFileError as `read` does."""
        columns, findings = self.columns(table)
        return CustomerFile(table.file, findings, self._rows(table, columns))

    def found(self, columns: Sequence[str]) -> Mapping[str, str]:
        """The columns that hold an attribute, the key or the name, by its id."""
        return self._names.sort(columns).found

    def columns(self, table: RawTable) -> tuple[Mapping[str, str], list[Diagnostic]]:
        """The columns of a file by what they hold, and the findings about the file so far.

        Raises:
            DataFileError: its columns make every row useless.
        """
        columns = self._names.sort(table.columns)
        findings = [*table.notes, *check_columns(self._program, columns, Place(table.file))]
        if any(finding.severity == "error" for finding in findings):
            raise DataFileError(findings)
        return columns.found, findings

    def _rows(self, table: RawTable, columns: Mapping[str, str]) -> Iterator[Customer | Rejected]:
        first_rows: dict[str, int] = {}
        for raw in table:
            row = self.row(raw, columns, table.file)
            first = row.row if row.id is None else first_rows.setdefault(row.id, row.row)
            yield row if first == row.row else repeated(row, table.file, (table.file, first))

    def row(self, row: RawRow, columns: Mapping[str, str], file: str) -> Customer | Rejected:
        """One row by itself; whether its id is another row's too is not looked at."""
        place = Place(file, row.number, 1)
        if row.problem is not None:
            return Rejected(None, row.number, (row.problem,))
        key, wrong_key = self._text(self._program.key, row, columns, place)
        name, wrong_name = self._text(self._program.name, row, columns, place)
        if wrong_key:
            return Rejected(None, row.number, tuple(wrong_key))
        if key is None:
            column = Bilingual.same(columns[self._program.key])
            finding = diagnose("WE522", place, row=str(row.number), column=column)
            return Rejected(None, row.number, (finding,))
        values, findings = self._values(row.values, columns, place, row=row.number)
        if wrong_name or findings:
            return Rejected(key, row.number, (*wrong_name, *findings))
        return Customer(key, name or key, values, row.number)

    def _text(
        self, column_id: str, row: RawRow, columns: Mapping[str, str], place: Place
    ) -> tuple[str | None, list[Diagnostic]]:
        """The key or the name of a row, or what is wrong with it."""
        if column_id not in columns:
            return None, []
        raw = row.values[columns[column_id]]
        try:
            text = convert(raw, TEXT, self.zone)
        except BadCellError as error:
            return None, [
                self._bad_cell(
                    error, column_id, raw, place, column=columns[column_id], row=row.number or None
                )
            ]
        return None if text is None else str(text), []

    def _values(
        self,
        given: Mapping[str, object],
        columns: Mapping[str, str],
        place: Place,
        *,
        row: int | None,
        who: str | None = None,
    ) -> tuple[dict[str, Value], list[Diagnostic]]:
        """The values of all attributes; `row` is None for a customer from Python."""
        values: dict[str, Value] = {}
        findings = []
        order = {column: index for index, column in enumerate(given, 1)}
        for attribute in self._program.attributes.values():
            column = columns.get(attribute.id)
            raw = None if column is None else given[column]
            values[attribute.id] = None
            cell = place
            if row is not None and column is not None:
                cell = Place(place.file, row, order[column])
            try:
                values[attribute.id] = self.value(raw, attribute)
            except BadCellError as error:
                findings.append(
                    self._bad_cell(error, attribute.id, raw, cell, column=column, row=row, who=who)
                )
                continue
            if attribute.required and values[attribute.id] is None:
                name = column_name(self._program, attribute.id)
                number, where = "" if row is None else str(row), _where(row, who)
                findings.append(
                    diagnose(
                        "WE524",
                        cell,
                        row=number,
                        where=where,
                        column=name,
                        written=column or attribute.id,
                    )
                )
        return values, findings

    def value(self, raw: object, attribute: Attribute) -> Value:
        """The value of a raw cell of an attribute.

        Raises:
            BadCellError: the cell cannot be used.
        """
        if attribute.id == self._program.choices:
            return self._choices(raw)
        return convert(
            raw,
            attribute.type,
            self.zone,
            minimum=attribute.minimum,
            maximum=attribute.maximum,
        )

    def _choices(self, raw: object) -> Value:
        """The optional items chosen, as ids, each once; blanks between separators are nothing."""
        if is_missing(raw):
            return None
        chosen = (self.chosen_item(part) for part in split(raw))
        return tuple(dict.fromkeys(item for item in chosen if item is not None))

    def chosen_item(self, part: object) -> str | None:
        """The id of one of the optional items chosen, None for a blank or one of `beside`.

        Raises:
            BadCellError: the policy has no such optional item.
        """
        if is_missing(part):
            return None
        written = plain_text(part).strip()
        item = self._items.find(written)
        if item is None and self._beside is not None and self._beside.find(written) is not None:
            return None
        if item is None:
            rule = Bilingual("没有这个可选服务项", "there is no such optional item")
            raise BadCellError("WE535", rule, meant(written, self._items.names), part)
        return item

    def _bad_cell(
        self,
        error: BadCellError,
        attribute: str,
        raw: object,
        place: Place,
        *,
        column: str | None,
        row: int | None,
        who: str | None = None,
    ) -> Diagnostic:
        return diagnose(
            error.code,
            place,
            help=error.hint,
            row="" if row is None else str(row),
            where=_where(row, who),
            column=column_name(self._program, attribute),
            written=column or attribute,
            value=shown(raw if error.value is None else error.value),
            rule=error.rule,
        )


def read_by_version(
    new: CustomerReader, before: CustomerReader, path: str | Path, is_new: Callable[[str], bool]
) -> CustomerFile:
    """The customers of a file, each read as the version knows them that is in force for its id.

    Raises what `CustomerReader.read` does.
    """
    first, second = new.read(path), before.read(path)
    found = [*first.diagnostics, *(o for o in second.diagnostics if o not in first.diagnostics)]
    rows = (
        by_new if by_new.id is None or is_new(by_new.id) else by_old
        for by_new, by_old in zip(first, second, strict=True)
    )
    return CustomerFile(first.file, found, rows)


def _where(row: int | None, who: str | None) -> Bilingual:
    """Where a cell stands: in a row of a file, or with a customer from Python."""
    if row is None and who is not None:
        return Bilingual(f"客户“{who}”", f"customer `{who}`")
    if row is None:
        return Bilingual("客户数据中", "the customer")
    return Bilingual(f"第 {row} 行", f"row {row}")


def repeated(row: Customer | Rejected, file: str, first: tuple[str, int]) -> Rejected:
    """A row of `file` whose id stands in an earlier row: (its file, its number) is `first`."""
    first_file, number = first
    label = Label(Place(first_file, number, 1), Bilingual("第一次出现在这里", "first stands here"))
    told = Bilingual.same(str(number))
    if first_file != file:
        told = Bilingual(f"{number}（{first_file}）", f"{number} ({first_file})")
    finding = diagnose(
        "WE523",
        Place(file, row.row, 1),
        labels=[label],
        row=str(row.row),
        id=str(row.id),
        first=told,
    )
    return Rejected(row.id, row.row, (finding,))
