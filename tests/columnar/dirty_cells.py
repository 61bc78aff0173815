"""Cells as people and programs write them: good, missing, odd and wrong."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import strategies as st

MISSING = ["", " ", "NULL", "null", "n/a", "N/A", "　", "\t", "\x1c"]
ODD = [
    "无",
    "-",
    "NA",
    "é",
    "x",
    "\x1fa\x1f",
    "𠮷",
    "ＮＵＬＬ",
    "nul",
    "ﬁ",
    "1;2",
    "；",
    ";",
    " ; ",
]
NUMBERS = [
    *("0", "-0", "1", " 7 ", "28", "28.0", "+5", "007", "1,234", "1,23", "12%", "１２", "1e3"),
    *(
        "1e400",
        "-1e-400",
        "1e0000000003",
        "1E-7",
        "0.0000005",
        "0.0000015",
        "2.5000005",
        ".5",
        "5.",
    ),
    *("999999999999999", "1000000000000000", "99999999999999999999", "123456789.1234565", "1_0"),
    *(
        "inf",
        "NaN",
        "-inf",
        "Infinity",
        "0x10",
        "30",
        "31",
        "-1",
        "1200元",
        "12 元",
        "8765.4321005",
    ),
    *("二十八", "1.0000000000000000001", "4503599627.3704955", "0.1", "100", "100.0000001", "−5"),
]
DATES = [
    *(
        "2026-11-21",
        "2026/11/21",
        "2026.11.21",
        "2026年11月21日",
        "20261121",
        "2026-1-5",
        "0001-01-01",
    ),
    *("2026-02-30", "2026-13-01", "1989-12-31", "9999-12-31", "2026-11-21 08:30", "２０２６-11-21"),
    *("2026-11-21T08:30:15", "2026-11-21 08:30:15", "2026-11-21T08:30:15+00:00", "+2026-1-05"),
    *(
        "2026- 1-05",
        "2026-11-21 08:30:15.5",
        "2026-11-21 8:30",
        "2026-11-21T",
        "2026-11-21x",
        "明天",
    ),
    *("1969-12-31 23:59:59", "2026-11-21 24:00:00", "2026-11-21 08:30:60", "2039-01-01T00:00:00Z"),
    *("0001-01-01T00:00+09:00", "9999-12-31T23:59Z", "9999-12-31T23:59:59"),
]
CHOICES = ["urban", "rural", "城镇", "town", "Urban", " village ", "ＴＯＷＮ", "cit"]
TRUTHS = ["true", "False", "1", "0", "是", "否", "yes", "NO", "Ｙ", " 是 "]
ITEMS = [
    "festival_care",
    "节日关怀",
    "Brand cultivation",
    "brand_cultivation",
    "stock_count",
    "节日",
]


def _list(cells):
    return st.lists(cells, max_size=4).flatmap(
        lambda parts: st.sampled_from([";", "；", " ; "]).map(lambda by: by.join(parts))
    )


def _texts(*pools):
    known = st.sampled_from([*MISSING, *ODD, *(cell for pool in pools for cell in pool)])
    text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
    return known | text


_TIES = st.integers(-(10**17), 10**17).map(lambda n: f"{n // 10**7}.{n % 10**7:07}5")
NUMBER_CELLS = _texts(NUMBERS) | _TIES | st.decimals(-(10**10), 10**10, places=7).map(str)
CELLS = {
    "customer_id": _texts(["C1", "C2", " C1 ", "1001.0"]),
    "customer_name": _texts(["李明", "王 芳"]),
    "tier": NUMBER_CELLS | st.integers(-3, 33).map(str),
    "market": _texts(CHOICES),
    "joined_on": _texts(DATES) | st.dates().map(str),
    "last_call": _texts(DATES) | st.datetimes().map(str),
    "smart_pos": _texts(TRUTHS),
    "contribution": NUMBER_CELLS,
    "pos_usage": NUMBER_CELLS | st.floats(0, 1).map(str),
    "satisfaction": NUMBER_CELLS | _list(NUMBER_CELLS),
    "note": _texts(NUMBERS),
    "opted_in": _texts(ITEMS) | _list(st.sampled_from([*ITEMS, "", "NULL"])),
}
"""Cells of a text file for the policy of `tests.batch.programs`, by attribute."""

_DAYS = st.dates(dt.date(1980, 1, 1), dt.date(2045, 12, 31))
_MOMENTS = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2060, 1, 1))
_FLOATS = (
    st.floats(allow_subnormal=True)
    | st.floats(-1e10, 1e10)
    | st.integers(-(10**16), 10**16).map(lambda n: n / 10_000_000)
    | st.integers(-(10**15), 10**15).map(lambda n: (2 * n + 1) / 2_000_000)
    | st.sampled_from([0.5, 28.0, 30.0, 1e15, 999999999999999.0, float("nan"), -0.0, 1e300])
)
_INTEGERS = {
    pl.Int8: 8, pl.Int16: 16, pl.Int32: 32, pl.Int64: 64, pl.Int128: 128,
}  # fmt: skip
TYPED = [
    *((dtype, st.integers(-(2 ** (n - 1)), 2 ** (n - 1) - 1)) for dtype, n in _INTEGERS.items()),
    *((dtype, st.integers(-3, 33)) for dtype in _INTEGERS),
    (pl.UInt8, st.integers(0, 255)),
    (pl.UInt64, st.integers(0, 2**64 - 1)),
    (pl.Float64, _FLOATS),
    (pl.Float32, st.floats(width=32) | st.floats(0, 40, width=32)),
    (pl.Boolean, st.booleans()),
    (pl.String, st.one_of(*CELLS.values())),
    (pl.Categorical, st.sampled_from([*CHOICES, *ITEMS, "28", "2026-11-21"])),
    (pl.Enum(["城镇", "urban", "30"]), st.sampled_from(["城镇", "urban", "30"])),
    (pl.Date, _DAYS | st.dates()),
    (pl.Datetime("us"), _MOMENTS | st.datetimes()),
    (pl.Datetime("ms"), _MOMENTS.map(lambda at: at.replace(microsecond=0))),
    (pl.Datetime("ns"), _MOMENTS),
    (pl.Datetime("us", "UTC"), _MOMENTS.map(lambda at: at.replace(tzinfo=dt.UTC))),
    (pl.Datetime("us", "America/New_York"), _MOMENTS.map(lambda at: at.replace(tzinfo=dt.UTC))),
    (pl.Decimal(20, 2), st.decimals(-(10**17), 10**17, places=2)),
    (pl.Decimal(20, 6), st.decimals(-(10**9), 10**9, places=6)),
    (pl.Decimal(30, 9), st.decimals(-(10**9), 10**9, places=9)),
    (pl.Time, st.times()),
    (pl.Binary, st.binary(max_size=3)),
    (pl.Null, st.none()),
    (pl.List(pl.Float64), st.lists(_FLOATS | st.none() | st.integers(0, 100).map(float), max_size=4)),
    (pl.List(pl.Int64), st.lists(st.integers(-2, 101) | st.none(), max_size=4)),
    (pl.List(pl.Decimal(9, 3)), st.lists(st.decimals(0, 100, places=3) | st.none(), max_size=3)),
    (pl.List(pl.String), st.lists(st.sampled_from([*ITEMS[:4], "", "NULL", "60"]) | st.none(), max_size=4)),
    (pl.List(pl.Categorical), st.lists(st.sampled_from(ITEMS), max_size=3)),
    (pl.Array(pl.Float64, 2), st.lists(st.floats(0, 100), min_size=2, max_size=2)),
    (pl.List(pl.List(pl.Int64)), st.lists(st.lists(st.integers(0, 3), max_size=2), max_size=2)),
    (pl.Struct({"a": pl.Int64}), st.fixed_dictionaries({"a": st.integers(0, 3)})),
]  # fmt: skip
"""Columns of a typed file: (type, cells)."""
