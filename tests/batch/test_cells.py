from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.batch.programs import MARKET
from workflow_engine.batch.cells import BadCellError, Formula, convert, shown
from workflow_engine.batch.numerals import chinese_numeral
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    INTEGER,
    NUMBER,
    SCALE,
    TEXT,
    Type,
    list_of,
)

ZONE = ZoneInfo("Asia/Shanghai")
MONEY = Type("number", unit="元")


@pytest.mark.parametrize(
    ("raw", "type_", "value"),
    [
        ("28", INTEGER, 28),
        (" ２８ ", INTEGER, 28),
        ("28.0", INTEGER, 28),
        (28.0, INTEGER, 28),
        ("1,234", INTEGER, 1234),
        ("１，２３４", INTEGER, 1234),
        ("-5", INTEGER, -5),
        ("−5", INTEGER, -5),
        (Decimal(7), INTEGER, 7),
        ("24999.10", NUMBER, 24_999_100_000),
        (24999.1, NUMBER, 24_999_100_000),
        (0.1 + 0.2, NUMBER, 300_000),
        ("12%", NUMBER, 120_000),
        ("１２．５％", NUMBER, 125_000),
        ("1e3", NUMBER, 1000 * SCALE),
        ("1E-400", NUMBER, 0),
        ("0.0000005", NUMBER, 0),
        ("0.0000015", NUMBER, 2),
        ("0.00000150001", NUMBER, 2),
        ("0.0000025", NUMBER, 2),
        ("1,234,567.5元", MONEY, 1_234_567_500_000),
        (".5", NUMBER, 500_000),
        (3, NUMBER, 3 * SCALE),
        ("是", BOOLEAN, True),
        ("NO", BOOLEAN, False),
        ("1", BOOLEAN, True),
        (0, BOOLEAN, False),
        (1.0, BOOLEAN, True),
        (np.float64(1.5), NUMBER, 1_500_000),
        (np.float64(7), INTEGER, 7),
        (np.float64(7), TEXT, "7"),
        (True, BOOLEAN, True),
        ("2026-11-21", DATE, dt.date(2026, 11, 21)),
        ("2026/1/2", DATE, dt.date(2026, 1, 2)),
        ("2026年11月21日", DATE, dt.date(2026, 11, 21)),
        ("２０２６－１１－２１", DATE, dt.date(2026, 11, 21)),
        ("20261121", DATE, dt.date(2026, 11, 21)),
        ("2026-11-21 00:00:00", DATE, dt.date(2026, 11, 21)),
        (dt.datetime(2026, 11, 21), DATE, dt.date(2026, 11, 21)),
        (dt.date(2026, 11, 21), DATE, dt.date(2026, 11, 21)),
        ("2026-11-21 08:30", DATETIME, dt.datetime(2026, 11, 21, 8, 30)),
        ("2026-11-21T00:30:00Z", DATETIME, dt.datetime(2026, 11, 21, 8, 30)),
        ("城镇", MARKET, "urban"),
        ("village", MARKET, "rural"),
        ("URBAN", MARKET, "urban"),
        (1001.0, TEXT, "1001"),
        (" 王芳 ", TEXT, "王芳"),
        ("60;;70", list_of(NUMBER), (60 * SCALE, None, 70 * SCALE)),
        ("60；70", list_of(NUMBER), (60 * SCALE, 70 * SCALE)),
        ([60, None, "N/A"], list_of(NUMBER), (60 * SCALE, None, None)),
        ("60;", list_of(NUMBER), (60 * SCALE, None)),
        ([], list_of(NUMBER), ()),
        (60, list_of(NUMBER), (60 * SCALE,)),
        ("", NUMBER, None),
        ("  ", TEXT, None),
        ("null", INTEGER, None),
        ("N/A", DATE, None),
        (None, list_of(NUMBER), None),
    ],
)
def test_values_as_people_write_them(raw, type_, value):
    converted = convert(raw, type_, ZONE)
    assert converted == value
    assert type(converted) is type(value)


@pytest.mark.parametrize(
    ("raw", "type_", "code", "said"),
    [
        ("二十八", INTEGER, "WE530", "number"),
        ("1e400", NUMBER, "WE530", "too many digits"),
        ("9" * 10_000, NUMBER, "WE530", "number"),
        (10**500, NUMBER, "WE530", "too many digits"),
        ("1234567890123456", NUMBER, "WE530", "too many digits"),
        ("1,23", NUMBER, "WE530", "number"),
        ("28.5", INTEGER, "WE530", "whole"),
        ("12%", INTEGER, "WE530", "whole"),
        ("NaN", NUMBER, "WE530", "number"),
        (float("nan"), NUMBER, "WE530", "number"),
        (float("inf"), INTEGER, "WE530", "number"),
        (Decimal("NaN"), NUMBER, "WE530", "number"),
        (float("nan"), TEXT, "WE530", "NaN"),
        (True, NUMBER, "WE530", "number"),
        ("maybe", BOOLEAN, "WE530", "yes or no"),
        (2, BOOLEAN, "WE530", "yes or no"),
        ("2026-02-30", DATE, "WE534", "no such day"),
        ("2026-13-01", DATE, "WE534", "no such day"),
        ("9999-12-31T23:59Z", DATE, "WE534", "no such day"),
        ("0001-01-01T00:00+09:00", DATETIME, "WE534", "no such day"),
        (dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC), DATETIME, "WE534", "no such day"),
        ("21.11.2026", DATE, "WE534", "2026-11-21"),
        ("2026-11-2111", DATE, "WE534", "2026-11-21"),
        ("2026-11-21 25:00", DATETIME, "WE534", "2026-11-21"),
        (46_347, DATE, "WE534", "2026-11-21"),
        ("城市", MARKET, "WE532", "town, village"),
        (Formula("=A1"), NUMBER, "WE533", "no value"),
        ({"a": 1}, TEXT, "WE530", "single"),
        ([1], INTEGER, "WE530", "single"),
        ("60;abc", list_of(NUMBER), "WE530", "number"),
        ("\ud800", TEXT, "WE530", "character"),
    ],
)
def test_cells_that_cannot_be_used(raw, type_, code, said):
    with pytest.raises(BadCellError, match=said) as caught:
        convert(raw, type_, ZONE)
    assert caught.value.code == code


def test_a_numeral_in_words_is_offered_in_digits():
    with pytest.raises(BadCellError) as caught:
        convert("二十八", INTEGER, ZONE)
    assert "28" in caught.value.hint.zh


def test_a_slip_in_an_option_is_offered():
    with pytest.raises(BadCellError) as caught:
        convert("vilage", MARKET, ZONE)
    assert "village" in caught.value.hint.en


@pytest.mark.parametrize(
    ("low", "high", "raw", "said"),
    [
        (1, 30, "31", "from 1 to 30"),
        (1, None, "0", "at least 1"),
        (None, 30, "31", "at most 30"),
    ],
)
def test_bounds(low, high, raw, said):
    with pytest.raises(BadCellError, match=said) as caught:
        convert(raw, INTEGER, ZONE, minimum=low, maximum=high)
    assert caught.value.code == "WE531"
    assert convert("30", INTEGER, ZONE, minimum=low, maximum=high) == 30


def test_bounds_hold_for_elements_and_name_the_wrong_one():
    with pytest.raises(BadCellError, match=r"from 0 to 1\.5") as caught:
        convert("1;2;3", list_of(NUMBER), ZONE, minimum=0, maximum=1_500_000)
    assert caught.value.value == "2"


def test_long_cells_are_shown_short():
    assert len(shown("很" * 500)) == 60
    assert shown("a\nb") == "a b"
    assert shown("é\ud800") == "é\\ud800"


@given(st.integers(0, 99_999))
def test_chinese_numerals(number):
    assert chinese_numeral(_in_chinese(number)) == number


def _in_chinese(number):
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return _in_chinese(number // 10_000) + "万" + (gap + _in_chinese(rest) if rest else "")
    digits = "零一二三四五六七八九"
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
            zero = False
        else:
            zero = True
    return text or "零"


@given(st.decimals(-(10**14), 10**14, places=6))
def test_numbers_survive_being_written(number):
    exact = int(number * SCALE)
    for text in (str(number), f"{number:f}", f"{number:,f}", f"{number:f}元"):
        assert convert(text, MONEY, ZONE) == exact
    assert convert(number, NUMBER, ZONE) == exact


@given(st.dates() | st.datetimes())
def test_dates_survive_being_written(day):
    date = day.date() if isinstance(day, dt.datetime) else day
    for text in (day.isoformat(), f"{date.year:04}年{date.month}月{date.day}日"):
        assert convert(text, DATE, ZONE) == date


@given(st.text() | st.integers() | st.floats() | st.binary() | st.lists(st.none() | st.text()))
def test_any_cell_is_either_typed_or_refused(raw):
    for type_ in (TEXT, INTEGER, NUMBER, BOOLEAN, DATE, DATETIME, MARKET, list_of(NUMBER)):
        with contextlib.suppress(BadCellError):
            convert(raw, type_, ZONE)
    assert len(shown(raw)) <= 60
