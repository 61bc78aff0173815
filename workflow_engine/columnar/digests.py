"""Stable 64-bit digests of columns: the same values give the same numbers in every run.

They do not depend on the version of a package, on the machine, or on how a frame is cut in blocks,
and choices count by name, not by code. Each number goes through the finalizer of splitmix64
(G. Steele et al., "Fast Splittable Pseudorandom Number Generators", 2014). They tell apart what
differs by chance or by an edit; they are no protection against somebody who looks for collisions.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

Digests: TypeAlias = NDArray[np.uint64]
"""One number for each row."""

_BITS: Final = 2**64 - 1
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _1 = (np.uint64(bits) for bits in (30, 27, 31, 1))
_WORD: Final = 8
_SAMPLE: Final = 1024
"""Texts that tell whether a column repeats a few."""
_OFTEN: Final = 4
"""So often a text must come up among these, on average."""
_TAILS: Final = np.array([(1 << 8 * kept) - 1 for kept in range(_WORD + 1)], np.uint64)
"""By how many bytes of a word belong to a text: the bits to keep."""


def digest(text: str) -> int:
    """The digest of a name: 64 bits."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def seed(*names: str) -> np.uint64:
    """A number that sets apart what is named by these names."""
    return np.uint64(digest("\x1f".join(names)))


def mixed(numbers: Digests) -> Digests:
    """Every bit of each number spread over all bits, in place."""
    numbers ^= numbers >> _30
    numbers *= _FIRST
    numbers ^= numbers >> _27
    numbers *= _SECOND
    numbers ^= numbers >> _31
    return numbers


def of_names(names: list[str]) -> Digests:
    """The digest of each name."""
    return np.array([digest(name) for name in names], np.uint64)


def of_texts(texts: pl.Series) -> Digests:
    """The digest of each text's UTF-8 bytes; of a null as of an empty text."""
    texts = texts.fill_null("")
    lengths = texts.str.len_bytes().to_numpy().astype(np.int64)
    ends = np.cumsum(lengths)
    flat = np.zeros(int(ends[-1]) + _WORD if len(ends) else _WORD, np.uint8)
    written = texts.filter(texts.str.len_bytes() > 0).cast(pl.Binary).cast(pl.List(pl.UInt8))
    flat[:-_WORD] = written.explode().to_numpy()
    # A word may begin at any byte, so the words overlap.
    words = np.ndarray((len(flat) - _WORD + 1,), "<u8", flat, strides=(1,))
    longest = int(lengths.max(initial=0))
    if longest and lengths.min() == longest:
        return _of_equally_long(flat[:-_WORD].reshape(-1, longest))
    starts = ends - lengths
    found = lengths.astype(np.uint64)
    for passed in range(0, longest, _WORD):
        rows = np.flatnonzero(lengths > passed)
        if len(rows) == len(lengths):
            found = _with_words(found, words, starts + passed, lengths - passed)
        else:
            left = lengths[rows] - passed
            found[rows] = _with_words(found[rows], words, starts[rows] + passed, left)
    return mixed(found)


def _of_equally_long(texts: NDArray[np.uint8]) -> Digests:
    """As `of_texts`, of texts with the same number of bytes: one row of the matrix each."""
    count, length = texts.shape
    padded = np.zeros((count, -(-length // _WORD) * _WORD), np.uint8)
    padded[:, :length] = texts
    found = np.full(count, length, np.uint64)
    for word in padded.view("<u8").T:
        found = _with_word(found, word)
    return mixed(found)


def _with_words(
    found: Digests, words: Digests, starts: NDArray[np.int64], left: NDArray[np.int64]
) -> Digests:
    """Each digest with up to eight more bytes of its text, of which so many are left."""
    word = words[starts].astype(np.uint64, copy=False)
    if left.min() < _WORD:
        word &= _TAILS[np.minimum(left, _WORD)]
    return _with_word(found, word)


def _with_word(found: Digests, word: Digests) -> Digests:
    found ^= word
    found *= _FIRST
    found ^= found >> _31
    return found


def of_values(values: pl.Series, start: np.uint64) -> Digests:
    """The digest of each value of a column of a checked frame or of a table, set apart by `start`.

    A missing value has a digest of its own, also inside a list; lists count in their order. Digests
    of numbers are evenly spread only after `mixed`, as a sum of several columns may be.
    """
    kind = values.dtype
    if isinstance(kind, pl.Enum):
        names = mixed(of_names(kind.categories.to_list()) + start)
        return _of_codes(names, values.to_physical(), start)
    if kind == pl.Boolean:
        return _of_codes(np.array([0, start | _1], np.uint64), values.cast(pl.UInt8), start)
    if isinstance(kind, pl.List):
        found = _of_lists(values, start)
    elif kind == pl.String:
        found = _of_repeated_texts(values)
        found *= start | _1
    elif isinstance(kind, pl.Decimal):
        found = _of_decimals(values, start)
    else:
        found = whole_numbers(values) * (start | _1)
    if values.null_count():
        np.putmask(found, values.is_null().to_numpy(), _missing(start))
    return found


def _of_codes(digests: Digests, codes: pl.Series, start: np.uint64) -> Digests:
    """The digest at the place of each code, and that of a missing value."""
    if codes.null_count():
        codes = codes.fill_null(len(digests))
    return np.append(digests, _missing(start)).take(codes.to_numpy())


def taken(digests: Digests, codes: pl.Series) -> Digests:
    """The digest at the place of each code; any for a null."""
    if not len(digests):
        return np.zeros(len(codes), np.uint64)
    places = codes.fill_null(0) if codes.null_count() else codes
    found: Digests = digests.take(places.to_numpy().astype(np.int64), mode="clip")
    return found


def whole_numbers(values: pl.Series) -> Digests:
    """The bits of each integer, Boolean, day or moment; 0 for a null. To be read only."""
    return values.to_physical().cast(pl.Int64).fill_null(0).to_numpy().view(np.uint64)


def sums(parts: Digests, counts: NDArray[np.integer[Any]]) -> Digests:
    """The sum of each group of `parts`, which lie one after the other; `counts` may be 0."""
    totals = np.zeros(len(parts) + 1, np.uint64)
    np.cumsum(parts, out=totals[1:])
    ends = totals.take(np.cumsum(counts, dtype=np.int64))
    ends[1:] -= ends[:-1].copy()
    return ends


def of_anything(value: Any, start: np.uint64) -> int:
    """The digest of one value in its internal form, for values beyond what columns hold."""
    text = f"{type(value).__name__}{value!r}"
    return (digest(text) ^ int(start)) & _BITS


def _missing(start: np.uint64) -> np.uint64:
    return np.uint64(mixed(np.array([start], np.uint64) ^ _ODD)[0])


def _of_lists(values: pl.Series, start: np.uint64) -> Digests:
    """A list counts by the sum of its elements, each times a number for its place."""
    counts = values.list.len().fill_null(0).to_numpy().astype(np.int64)
    full = values.drop_nulls() if values.null_count() else values
    parts = of_values(full.explode(empty_as_null=False), start)
    begins = np.cumsum(counts) - counts
    places = np.arange(len(parts)) - np.repeat(begins, counts)
    parts *= _of_places(int(counts.max(initial=0))).take(places)
    return mixed(sums(parts, counts) + counts.astype(np.uint64) * _ODD + start)


def _of_places(count: int) -> Digests:
    """An odd number for each place of a list."""
    return mixed(np.arange(1, count + 1, dtype=np.uint64) * _ODD) | _1


def _of_repeated_texts(texts: pl.Series) -> Digests:
    """As `of_texts`; faster where the texts at the beginning are most of all there are."""
    first = texts.head(_SAMPLE).drop_nulls().unique()
    if len(first) * _OFTEN > min(len(texts), _SAMPLE):
        return of_texts(texts)
    codes = texts.cast(pl.Enum(first), strict=False).to_physical()
    found = taken(of_texts(first), codes)
    if codes.null_count() > texts.null_count():
        new = codes.is_null()
        found[new.to_numpy()] = of_texts(texts.filter(new))
    return found


def _of_decimals(values: pl.Series, start: np.uint64) -> Digests:
    """A decimal counts by its digits; the few beyond 64 bits by their text."""
    digits = values.to_physical()
    small = digits.cast(pl.Int64, strict=False)
    found = whole_numbers(small) * (start | _1)
    beyond = small.is_null() & digits.is_not_null()
    if beyond.any():
        found[beyond.to_numpy()] = of_texts(digits.filter(beyond).cast(pl.String)) + start
    return found
