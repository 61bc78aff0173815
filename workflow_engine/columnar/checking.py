"""Raw rows of many customers to typed columns: the rules and messages of `batch.customers`."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final

import polars as pl

from workflow_engine.batch.cells import convert
from workflow_engine.batch.customers import Customer, CustomerReader, Rejected
from workflow_engine.columnar.cell_column import CellColumn, Converted
from workflow_engine.columnar.columns import KEY, NAME, POSITION, attribute_column, physical
from workflow_engine.columnar.plain_cells import nulls
from workflow_engine.columnar.plain_reader import Limits
from workflow_engine.columnar.raw import Block, RawFrame, RawRows
from workflow_engine.columnar.tables import Chunk
from workflow_engine.program.program import Attribute, Program
from workflow_engine.program.types import TEXT, Type, Value

ROW: Final = "row"
"""The number of a row in its file: UInt64."""
MOST_DETAILED: Final = 1_000
"""So many rejected rows of a block are told in full unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a block: customers to be planned, and rows that cannot be used.

    `keys` has KEY, ROW and POSITION of every row with an id, accepted or not, in order. `refused`
    has the codes of all findings of every rejected row, by the row's number; `rejected` are the
    first of these rows in full.
    """

    file: str
    chunk: Chunk
    keys: pl.DataFrame
    refused: Mapping[int, tuple[str, ...]]
    rejected: tuple[Rejected, ...]

    @property
    def accepted_count(self) -> int:
        """How many customers are to be planned."""
        return self.chunk.frame.height + len(self.chunk.large)

    @property
    def rejected_count(self) -> int:
        """How many rows cannot be used."""
        return len(self.refused)

    @property
    def codes(self) -> Counter[str]:
        """How often each code was found."""
        return Counter(chain.from_iterable(self.refused.values()))


class Checker:
    """Checks rows as one policy knows them; several threads may check at once.

    Whether an id stands in two rows is not looked at (`runs.duplicates`).
    """

    def __init__(self, program: Program, limits: Limits, beside: Program | None = None) -> None:
        self.reader = CustomerReader(program, beside)
        self._program = program
        make = partial(CellColumn, zone=self.reader.zone, limits=limits)
        text = partial(convert, type_=TEXT, zone=self.reader.zone)
        self._text = make(TEXT, read=text)
        self._columns = {
            attribute.id: self._column(attribute, make) for attribute in program.attributes.values()
        }

    def _column(self, attribute: Attribute, make: Callable[..., CellColumn]) -> CellColumn:
        read: Callable[[object], Value] = partial(self.reader.value, attribute=attribute)
        type_ = attribute.type
        if attribute.id == self._program.choices:
            return make(type_, read=read, read_element=self.reader.chosen_item, named=True)
        bounds = (attribute.minimum, attribute.maximum)
        element = type_.item if type_.kind == "list" and type_.item else type_
        read_element = partial(
            convert, type_=element, zone=self.reader.zone, minimum=bounds[0], maximum=bounds[1]
        )
        return make(type_, read=read, read_element=read_element, bounds=bounds)

    def check(self, block: Block | RawFrame | RawRows, *, details: int = MOST_DETAILED) -> Checked:
        """The customers of a block, and which of its rows cannot be used.

        At most `details` of the rejected rows are told in full.

        Raises:
            DataFileError: the file is damaged here.
        """
        raw = block if isinstance(block, (RawFrame, RawRows)) else block.load()
        if isinstance(raw, RawRows):
            return self._check_rows(raw, details)
        return self._check_frame(raw, details)

    def keys(self, block: Block | RawFrame | RawRows) -> pl.DataFrame:
        """KEY, ROW and POSITION of every row with an id; nothing else is looked at."""
        raw = block if isinstance(block, (RawFrame, RawRows)) else block.load()
        if isinstance(raw, RawRows):
            return self._check_rows(raw, 0).keys
        rows = raw.sound()
        column = self.reader.found(rows.frame.columns)[self._program.key]
        return _keys(rows, self._text.convert(rows.frame[column]).values)

    def _check_frame(self, raw: RawFrame, details: int) -> Checked:
        program = self._program
        found = self.reader.found(raw.frame.columns)
        rows = raw.sound()
        key = self._text.convert(rows.frame[found[program.key]])
        if rows.blank_rows and key.values.null_count():
            blank = rows.blank(among=[found[program.key]])
            if blank.any():
                rows = rows.only(~blank)
                key = self._text.convert(rows.frame[found[program.key]])
        name = self._read(self._text, TEXT, rows, found.get(program.name))
        values = {
            attribute.id: self._read(
                self._columns[attribute.id], attribute.type, rows, found.get(attribute.id)
            )
            for attribute in program.attributes.values()
        }
        faults = self._faults(key, name, values)
        large = sorted({i for one in values.values() for i in one.large}.difference(faults))
        frame = pl.DataFrame(
            {
                KEY: key.values,
                NAME: name.values.zip_with(name.values.is_not_null(), key.values),
                POSITION: rows.positions,
                **{attribute_column(id_): one.values for id_, one in values.items()},
            }
        ).rechunk()
        out = [*faults, *large]
        if out:
            every = pl.repeat(True, frame.height, eager=True)  # noqa: FBT003 - a value
            frame = frame.filter(every.scatter(out, False))  # noqa: FBT003 - a value
        refused = {rows.number(i): (i, tuple(codes)) for i, codes in faults.items()}
        broken = {raw.number(i): problem for i, problem in raw.problems.items()}
        told = heapq.nsmallest(details, [*refused, *broken])
        return Checked(
            raw.file,
            Chunk(frame, tuple(self._large(rows, index, found) for index in large)),
            _keys(rows, key.values),
            {
                **{number: codes for number, (_, codes) in refused.items()},
                **{number: (problem.code,) for number, problem in broken.items()},
            },
            tuple(
                Rejected(None, number, (broken[number],))
                if number in broken
                else self._rejected(rows, refused[number][0], found)
                for number in told
            ),
        )

    def _read(
        self, column: CellColumn, type_: Type, rows: RawFrame, written: str | None
    ) -> Converted:
        if written is None:
            return Converted(nulls(physical(type_), rows.frame.height))
        return column.convert(rows.frame[written])

    def _faults(
        self, key: Converted, name: Converted, values: Mapping[str, Converted]
    ) -> dict[int, list[str]]:
        """The codes of what is wrong with each row, by its index."""
        nobody = {**dict.fromkeys(_lacking(key), "WE522"), **key.bad}
        faults = {index: [code] for index, code in nobody.items()}
        found = list(name.bad.items())
        for id_, one in values.items():
            found += one.bad.items()
            if self._program.attributes[id_].required:
                found += [(index, "WE524") for index in _lacking(one)]
        for index, code in found:
            if index not in nobody:
                faults.setdefault(index, []).append(code)
        return faults

    def _rejected(self, rows: RawFrame, index: int, found: Mapping[str, str]) -> Rejected:
        row = self.reader.row(rows.row(index), found, rows.file)
        assert isinstance(row, Rejected), "columns and rows must agree on what is wrong"
        return row

    def _large(self, rows: RawFrame, index: int, found: Mapping[str, str]) -> tuple[int, Customer]:
        row = self.reader.row(rows.row(index), found, rows.file)
        assert isinstance(row, Customer), "columns and rows must agree on what is right"
        return int(rows.positions[index]), row

    def _check_rows(self, raw: RawRows, details: int) -> Checked:
        """Rows of mixed cells go through the row reader as they are."""
        found = self.reader.found(raw.columns)
        rows = [self.reader.row(row, found, raw.file) for row in raw.rows]
        good: list[tuple[int, Customer]] = []
        large: list[tuple[int, Customer]] = []
        bad: list[Rejected] = []
        for position, row in zip(raw.positions, rows, strict=True):
            if isinstance(row, Rejected):
                bad.append(row)
            else:
                (large if self._is_large(row) else good).append((position, row))
        with_id = [(r.id, r.row, p) for r, p in zip(rows, raw.positions, strict=True) if r.id]
        return Checked(
            raw.file,
            Chunk(self.frame_of(good), tuple(large)),
            pl.DataFrame(with_id, schema=_KEYS, orient="row"),
            {row.row: tuple(one.code for one in row.diagnostics) for row in bad},
            tuple(bad[:details]),
        )

    def frame_of(self, customers: Sequence[tuple[int, Customer]]) -> pl.DataFrame:
        """Checked customers, none of them large, with their positions as a chunk's frame."""
        columns = {
            KEY: pl.Series([c.id for _, c in customers], dtype=pl.String),
            NAME: pl.Series([c.name for _, c in customers], dtype=pl.String),
            POSITION: pl.Series([position for position, _ in customers], dtype=pl.UInt64),
        }
        for id_, attribute in self._program.attributes.items():
            cells = [customer.values[id_] for _, customer in customers]
            columns[attribute_column(id_)] = pl.Series(cells, dtype=physical(attribute.type))
        return pl.DataFrame(columns)

    def _is_large(self, customer: Customer) -> bool:
        return any(self._columns[id_].is_large(v) for id_, v in customer.values.items())


_KEYS: Final = {KEY: pl.String(), ROW: pl.UInt64(), POSITION: pl.UInt64()}


def _keys(rows: RawFrame, keys: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({KEY: keys, ROW: rows.numbers, POSITION: rows.positions})
    return frame.filter(keys.is_not_null()) if keys.null_count() else frame


def _lacking(one: Converted) -> list[int]:
    """The indices of cells that are missing, rather than wrong or large."""
    if not one.values.null_count():
        return []
    passed = {*one.bad, *one.large}
    return [index for index in one.values.is_null().arg_true().to_list() if index not in passed]
