"""Cells in the plain forms, whole columns at a time: what a type's column holds most of the time.

Every function gives the values of the cells it is sure of, and null for all others, which are then
read one by one with `batch.cells`. So a function may know few forms, but must be right about them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from workflow_engine.batch.numerals import MAX_DIGITS
from workflow_engine.program.types import SCALE

Plain: TypeAlias = Callable[[pl.Series], pl.Series]

BLANKS: Final = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
"""What `str.strip` takes off; polars knows a few less."""
_SPACE: Final = 0x20
_BLANK_LEADS: Final = (np.uint8(0xC2), np.uint8(0xE3))
"""Between these is the first byte of every blank that takes more than one."""
_MISSING: Final = pl.Series(
    ["".join(word) for name in ("null", "n/a") for word in product(*zip(name, name.upper()))]  # noqa: B905 - same length
).unique()
_LONGEST_MISSING: Final = 4
_BEYOND: Final = 10**MAX_DIGITS
_SURE: Final = 1e15
"""Below this many millionths a double is close enough to tell what a decimal rounds to."""
_NEAR: Final = 0.25
"""So far from a whole number of millionths it is sure which one it is, below `_SURE`."""
_DATES: Final = (-719_162, 2_932_896)
"""The days since 1970 that `datetime.date` can hold."""
_KNOWN_MOMENTS: Final = (0, 2_145_916_800_000_000)
"""Microseconds from 1970 to 2038, within which all databases of time zones agree."""
_UNSURE_NUMBER: Final = 11
"""So many bytes an exponent needs that is longer than the rules allow (`1e0000000005`)."""


def text(raw: pl.Series) -> pl.Series:
    """Texts without the blanks around them; a word for nothing is null. Any other type: null."""
    if raw.dtype.is_integer():
        return raw.cast(pl.String)
    if raw.dtype != pl.String:
        return _none(raw, pl.String())
    stripped = raw.str.strip_chars(BLANKS) if _may_have_blanks(raw) else raw
    short = stripped.str.len_bytes() <= _LONGEST_MISSING
    if not short.any():
        return stripped
    nothing = short & ((stripped == "") | stripped.is_in(_MISSING.implode()))
    return stripped.zip_with(~nothing.fill_null(value=False), pl.Series([None], dtype=pl.String))


def _may_have_blanks(texts: pl.Series) -> bool:
    """Whether any byte is a blank or may begin one; those of Chinese words do not."""
    some = texts.filter(texts.str.len_bytes() > 0)
    written = some.cast(pl.Binary).cast(pl.List(pl.UInt8)).explode().to_numpy()
    first, last = _BLANK_LEADS
    return bool(written.min(initial=last) <= _SPACE or (written - first <= last - first).any())


def integer(raw: pl.Series) -> pl.Series:
    """Whole numbers below 10^15: integers, floats without a fraction, digits with a sign."""
    dtype = raw.dtype
    if dtype == pl.String:
        return _up_to(raw.cast(pl.Int64, strict=False), _BEYOND - 1)
    if dtype.is_integer():
        return _up_to(raw, _BEYOND - 1).cast(pl.Int64)
    if dtype.is_float():
        whole = raw.cast(pl.Float64)
        sure = (whole.abs() < _BEYOND) & (whole == whole.floor())
        return only(whole, sure).cast(pl.Int64)
    return _none(raw, pl.Int64())


def number(largest: int, unit: str | None) -> Plain:
    """Numbers in millionths, none greater than `largest` of them."""

    def plain(raw: pl.Series) -> pl.Series:
        dtype = raw.dtype
        if dtype == pl.String:
            return _written_numbers(raw, largest, unit)
        if dtype.is_integer():
            return _up_to(raw, largest // SCALE).cast(pl.Int64) * SCALE
        if dtype.is_float():
            return _rounded(raw.cast(pl.Float64), largest)
        if isinstance(dtype, pl.Decimal) and dtype.scale <= 6:
            step = 10 ** (6 - dtype.scale)
            scaled: pl.Series = _up_to(raw.to_physical(), largest // step).cast(pl.Int64) * step
            return scaled
        return _none(raw, pl.Int64())

    return plain


def _written_numbers(raw: pl.Series, largest: int, unit: str | None) -> pl.Series:
    values = _parsed_numbers(raw, largest)
    if values.null_count() == raw.null_count():
        return values
    rest = (values.is_null() & raw.is_not_null() & (raw != "")).arg_true()
    if not len(rest):
        return values
    bare = raw.gather(rest).str.strip_chars(BLANKS)
    if unit:
        bare = bare.str.strip_suffix(unit).str.strip_chars_end(BLANKS)
    return values.scatter(rest, _parsed_numbers(bare, largest))


def _parsed_numbers(raw: pl.Series, largest: int) -> pl.Series:
    values = _rounded(raw.cast(pl.Float64, strict=False), largest)
    long = raw.str.len_bytes() > _UNSURE_NUMBER
    return only(values, ~(long & raw.str.contains("[eE]"))) if long.any() else values


def _rounded(doubles: pl.Series, largest: int) -> pl.Series:
    """The millionths of decimals that have these doubles as their nearest.

    A decimal lies within half a unit in the last place of its double, and the product is rounded
    once more: together less than 2^-52 of it, which is 0.23 where the product is 10^15. Where the
    product is nearer than that to the middle between two millionths, it is not told which of them
    the decimal rounds to.
    """
    known = doubles.is_not_null()
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = doubles.fill_null(0.0).to_numpy() * SCALE
        whole = np.rint(scaled)
        off = np.abs(np.subtract(scaled, whole, out=scaled), out=scaled)
        all_sure = bool(off.max(initial=0) <= _NEAR)
        least, most = whole.min(initial=0), whole.max(initial=0)
        if not all_sure or max(-least, most) > min(_SURE, largest):
            size = np.abs(whole)
            sure = (0.5 - off > (size + 1) * 2.0**-51) & (size <= min(_SURE, largest))
            known &= pl.Series(sure)
            whole = np.where(sure, whole, 0)
    return only(pl.Series(whole.astype(np.int64)), known)


def boolean(raw: pl.Series) -> pl.Series:
    """Booleans, and the integers 0 and 1."""
    if raw.dtype == pl.Boolean:
        return raw
    if raw.dtype.is_integer():
        return only(raw == 1, (raw == 0) | (raw == 1))
    return _none(raw, pl.Boolean())


def date(zone: ZoneInfo) -> Plain:
    """Dates, and the days of moments in the local time of `zone`."""
    moment = datetime(zone)

    def plain(raw: pl.Series) -> pl.Series:
        if raw.dtype == pl.Date:
            sure = between(raw.to_physical(), *_DATES)
            return raw if sure.null_count() == raw.null_count() else only(raw, sure.is_not_null())
        if isinstance(raw.dtype, pl.Datetime):
            return moment(raw).dt.date()
        return _none(raw, pl.Date())

    return plain


def datetime(zone: ZoneInfo) -> Plain:
    """Moments in the local time of `zone`: typed ones, and the two plain ways to write them."""

    def plain(raw: pl.Series) -> pl.Series:
        dtype = raw.dtype
        if dtype == pl.String:
            return _written_moments(raw)
        if not isinstance(dtype, pl.Datetime):
            return _none(raw, pl.Datetime("us"))
        micros = raw.cast(pl.Datetime("us", dtype.time_zone))
        sure = between(micros.to_physical(), *_KNOWN_MOMENTS)
        if sure.null_count() > raw.null_count():
            micros = only(micros, sure.is_not_null())
        if dtype.time_zone is None:
            return micros
        return micros.dt.convert_time_zone(zone.key).dt.replace_time_zone(None)

    return plain


def _written_moments(raw: pl.Series) -> pl.Series:
    """`2026-11-21 08:30:15`, also with a T, accepted where it is written back alike."""
    found = _none(raw, pl.Datetime("us"))
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"):
        moments = raw.str.to_datetime(form, strict=False, time_unit="us")
        same = moments.dt.to_string(form) == raw
        found = found.zip_with(~same.fill_null(value=False), moments)
        if found.null_count() == raw.null_count():
            break
    return found


def nulls(dtype: pl.DataType, count: int) -> pl.Series:
    """A column without values."""
    return pl.Series([None], dtype=dtype).new_from_index(0, count)


def only(values: pl.Series, sure: pl.Series) -> pl.Series:
    """The values where they are sure; null elsewhere, and where it is not known."""
    nothing = pl.Series([None], dtype=values.dtype)
    return values.zip_with(sure.fill_null(value=False), nothing)


def between(values: pl.Series, low: object, high: object) -> pl.Series:
    """The values within bounds; None is no bound."""
    if low is not None and not _none_below(values, low):
        values = only(values, values >= low)
    if high is not None and not _none_above(values, high):
        values = only(values, values <= high)
    return values


def _up_to(values: pl.Series, largest: int) -> pl.Series:
    return between(values, -largest, largest)


def _none(raw: pl.Series, dtype: pl.DataType) -> pl.Series:
    return nulls(dtype, len(raw))


def _none_below(values: pl.Series, low: Any) -> bool:
    lowest: Any = values.min()
    return lowest is None or bool(lowest >= low)


def _none_above(values: pl.Series, high: Any) -> bool:
    highest: Any = values.max()
    return highest is None or bool(highest <= high)
