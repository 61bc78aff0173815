"""The text of a CSV file as UTF-8 bytes, cut where records end."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

MARK: Final = b"\x01"
"""Put at the end of each record, so that it shows whether all cells are there."""
_PIECE: Final = 1 << 22
_ASCII, _BEGINS = 0x80, 0xC0
"""From where on bytes are no ASCII, and from where on they begin a character."""
_SPARSE: Final = 400
"""A byte that stands less often than once in so many is looked for by itself."""
_CACHED: Final = 1 << 18
"""Bytes that are compared at once: they and the answers stay in the cache."""
_QUOTE, _NEWLINE, _RETURN = b'"\n\r'

Places: TypeAlias = npt.NDArray[np.intp]


def decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in the encoding; UTF-8 is tried at the speed of the disk."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = b""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if encoding != "utf-8":
                    if "\0" in decoder.decode(piece):
                        return False
                elif b"\0" in piece:
                    return False
                else:
                    rest = _behind_utf8(rest + piece)
            decoder.decode(rest, final=True)
    except (UnicodeDecodeError, pl.exceptions.PolarsError):
        return False
    return True


def _behind_utf8(piece: bytes) -> bytes:
    """The last character, which may lack bytes, unless ASCII; raises when the others are none."""
    end = len(piece)
    if piece[-1] >= _ASCII:
        begins = (at for at in range(end - 1, max(end - 5, -1), -1) if piece[at] >= _BEGINS)
        end = next(begins, end)
    pl.Series([piece[:end]], dtype=pl.Binary).cast(pl.String)
    return piece[end:]


class ByteReader(Protocol):
    """What bytes are read from."""

    def read(self, count: int, /) -> bytes:
        """At most `count` bytes, none at the end."""


class Recoded:
    """The bytes of a text file in another encoding, as UTF-8."""

    def __init__(self, file: ByteReader, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def read(self, count: int, /) -> bytes:
        """What the next `count` bytes of the file or so are in UTF-8, none at the end."""
        while piece := self._file.read(count):
            text = self._decoder.decode(piece)
            if text:
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records, the first of which begins on the line `line`; they take up `lines` lines.

    `size` is how many bytes they have in the file. `ends` is where each record ends, None when each
    is one line. `quoted` tells whether there are quotes.
    """

    data: bytes
    size: int
    line: int
    lines: int
    quoted: bool
    ends: Places | None

    def records(self) -> list[bytes]:
        """The records without the ends of their lines."""
        if self.ends is None:
            records = self.data.split(b"\n")
            return records if records[-1] else records[:-1]
        starts = [0, *self.ends[:-1].tolist()]
        return [
            self.data[start:end].removesuffix(b"\n").removesuffix(b"\r")
            for start, end in zip(starts, self.ends.tolist(), strict=True)
        ]

    def numbers(self) -> pl.Series:
        """The number of the line on which each record begins."""
        if self.ends is None:
            return pl.int_range(self.line, self.line + self.lines, dtype=pl.UInt64, eager=True)
        newlines = _places(self.data, _NEWLINE)
        starts = np.concatenate([[0], self.ends[:-1]])
        return pl.Series(np.searchsorted(newlines, starts).astype(np.uint64) + self.line)

    def has_cells(self, width: int, delimiter: bytes) -> bool:
        """Whether as many cells are there as for `width` of them in each record; not with quotes.

        Where it is so and no record has more, none has fewer.
        """
        if self.quoted or self.ends is not None or width < 2:
            return False
        return _count(self.data, delimiter[0]) == (width - 1) * self.lines

    def marked(self, delimiter: bytes) -> bytes:
        """The records with one more cell each, which is `MARK`."""
        end = delimiter + MARK + b"\n"
        if self.ends is not None:
            return end.join([*self.records(), b""])
        data = self.data if self.data.endswith(b"\n") else self.data + b"\n"
        return data.replace(b"\n", end)


class CsvText:
    """The rest of a file's text: taken by lines, or in pieces of whole records.

    `line` is the number of the next line, from 1; `taken` counts the bytes before it.
    """

    def __init__(self, source: ByteReader) -> None:
        self._source = source
        self._buffer = b""
        self._start = 0
        self._complete = False
        self.line = 1
        self.taken = 0

    def ahead(self, count: int) -> bytes:
        """The next bytes without taking them: `count`, or what there is."""
        lacking = count - (len(self._buffer) - self._start)
        if lacking > 0 and not self._complete:
            pieces = [self._buffer[self._start :]]
            while lacking > 0 and not self._complete:
                piece = self._source.read(max(lacking, _PIECE))
                self._complete = not piece
                pieces.append(piece)
                lacking -= len(piece)
            self._buffer, self._start = b"".join(pieces), 0
        return self._buffer[self._start : self._start + count]

    def lines(self) -> Iterator[str]:
        """Line by line with their ends, as `open(newline="")` gives them."""
        while line := self._next_line():
            self._take(len(line), 1)
            yield line.decode()

    def piece(self, size: int, delimiter: bytes) -> Piece | None:
        """Whole records of about `size` bytes.

        None where quotes or line ends do not stand as they mostly do, or a record is longer than
        `size` or than one cell may be: then what follows is to be taken by lines.
        """
        piece = first_piece(self.ahead(size), self.line, delimiter, last=self._at_end(size))
        if piece is not None:
            self._take(piece.size, piece.lines)
        return piece

    def _next_line(self) -> bytes:
        count = 1 << 10
        while True:
            ahead = self.ahead(count)
            newline, back = ahead.find(b"\n"), ahead.find(b"\r")
            if 0 <= back < newline or (back >= 0 > newline):
                if back + 1 < len(ahead):
                    return ahead[: back + 1 + (newline == back + 1)]
            elif newline >= 0:
                return ahead[: newline + 1]
            if self._at_end(count):
                return ahead
            count *= 4

    def _at_end(self, count: int) -> bool:
        return self._complete and self._start + count >= len(self._buffer)

    def _take(self, count: int, lines: int) -> None:
        self._start += count
        self.taken += count
        self.line += lines


def first_piece(data: bytes, line: int, delimiter: bytes, *, last: bool) -> Piece | None:
    """The whole records at the beginning of some text, which is the `last` of a file or not."""
    found = _cut(data, delimiter, last=last)
    if found is None:
        return None
    size, ends = found
    data = data[:size]
    lines = _count(data, _NEWLINE) + (not data.endswith(b"\n"))
    if ends is not None and len(ends) == lines:
        ends = None
    plain = data.replace(b"\r\n", b"\n") if ends is None and b"\r" in data else data
    return Piece(plain, size, line, lines, b'"' in data, ends)


def _cut(data: bytes, delimiter: bytes, *, last: bool) -> tuple[int, Places | None] | None:
    """Where the last whole record ends, and where each does if they are not single lines."""
    if len(delimiter) > 1 or MARK in data or data.startswith(codecs.BOM_UTF8):
        return None
    ends: Places | None = None
    quotes = _places(data, _QUOTE)
    end = _end_of_lines(data, quotes, last=last)
    if end is None:
        ends = _ends(data, quotes, last=last)
        end = 0 if ends is None else int(ends[-1])
    if not end or not _well_quoted(data, quotes[quotes < end], delimiter[0]):
        return None
    if _has_long_line(data, end) if ends is None else _longest(ends) > csv.field_size_limit():
        return None
    if b"\r" in data and data.count(b"\r", 0, end) != data.count(b"\r\n", 0, end):
        return None
    return end, ends


def _end_of_lines(data: bytes, quotes: Places, *, last: bool) -> int | None:
    """Where the last record ends when each is one line; None when quotes go over lines, or may."""
    open_ = len(quotes) % 2
    if len(quotes) * _SPARSE > len(data) or (open_ and last):
        return None
    end = len(data) if last else data.rfind(b"\n", 0, quotes[-1] if open_ else len(data)) + 1
    inside = quotes[quotes < end].tolist()
    over = (data.find(b"\n", *span) >= 0 for span in zip(inside[::2], inside[1::2], strict=False))
    return None if len(inside) % 2 or any(over) else end


def _ends(data: bytes, quotes: Places, *, last: bool) -> Places | None:
    """Where the records end."""
    newlines = _places(data, _NEWLINE)
    ends: Places = newlines[np.searchsorted(quotes, newlines) % 2 == 0] + 1
    if last and len(quotes) % 2 == 0 and (not len(ends) or ends[-1] != len(data)):
        ends = np.append(ends, len(data))
    return None if not len(ends) or (last and ends[-1] != len(data)) else ends


def _well_quoted(data: bytes, quotes: Places, delimiter: int) -> bool:
    """Whether each quote begins a cell, ends one, or is doubled inside one."""
    if not len(quotes):
        return True
    cells = np.frombuffer(data, np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    around = np.zeros(256, dtype=bool)
    around[[_NEWLINE, delimiter, _QUOTE]] = True
    well = around[cells[opening[opening > 0] - 1]].all()
    around[_RETURN] = True
    return bool(well and around[cells[closing[closing < len(data) - 1] + 1]].all())


def _longest(ends: Places) -> int:
    return int(np.diff(ends, prepend=0).max())


def _has_long_line(data: bytes, end: int) -> bool:
    """Whether a line is longer than a cell may be."""
    limit, start = csv.field_size_limit(), 0
    while end - start > limit:
        newline = data.rfind(b"\n", start, start + limit)
        if newline < 0:
            return True
        start = newline + 1
    return False


def _places(data: bytes, byte: int) -> Places:
    """Where a byte stands."""
    found = []
    place = data.find(byte)
    while place >= 0:
        found.append(place)
        if len(found) * _SPARSE > len(data):
            return np.flatnonzero(np.frombuffer(data, np.uint8) == byte)
        place = data.find(byte, place + 1)
    return np.array(found, dtype=np.intp)


def _count(data: bytes, byte: int) -> int:
    """How often a byte stands there: `bytes.count` is slow where it is often."""
    cells = np.frombuffer(data, np.uint8)
    return sum(
        int(np.count_nonzero(cells[start : start + _CACHED] == byte))
        for start in range(0, len(data), _CACHED)
    )
