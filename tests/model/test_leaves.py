"""Leaves follow our own rules for text, never YAML 1.1's or pydantic's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.nodes import Written
from workflow_engine.model import leaves

PLACE = Place("f", 1, 1, 1, 2)


def written(text: str, *, quoted: bool = False) -> Written:
    return Written(text, PLACE, quoted=quoted)


def code_of(function, text: str, **options) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        function(written(text, **options))
    return caught.value.type


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("是", True), ("否", False)]
)
def test_truth(text: str, value: object):
    assert leaves.as_flag(written(text)) is value
    assert code_of(leaves.as_flag, text, quoted=True) == "WE210"


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "True", "TRUE", "1", "0", "y", ""])
def test_no_other_truth(text: str):
    assert code_of(leaves.as_flag, text) == "WE210"


def test_integers_are_decimal():
    assert leaves.as_integer(written("010")) == 10
    for text in ("0x10", "1_000", "1.0", "-1", "１２", "1e3", "", "9" * 16):
        assert code_of(leaves.as_integer, text) == "WE208"


def test_decimals_are_exact():
    assert leaves.as_decimal(written("1.10")) == Decimal("1.10")
    assert leaves.as_decimal(written("-0.000001")) == Decimal("-0.000001")
    for text in ("1e400", "inf", "nan", ".5", "1.", "1.1234567", "1,5", "٣"):
        assert code_of(leaves.as_decimal, text) == "WE209"


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_dates(day: dt.date):
    assert leaves.as_date(written(day.isoformat())) == day


@pytest.mark.parametrize("text", ["2026-2-3", "2026-02-30", "20260203", "0000-01-01", "today"])
def test_no_other_dates(text: str):
    assert code_of(leaves.as_date, text) == "WE211"


@given(st.integers(1, 100))
def test_percentages(share: int):
    assert leaves.as_percent(written(f"{share}%")) == Decimal(share) / 100
    assert leaves.as_percent(written(str(Decimal(share) / 100))) == Decimal(share) / 100


def test_hours():
    night = leaves.as_hours([written("22:00..6:00")])
    assert night == (("22:00", "06:00"),)
    for text in ("24:00..24:00", "24:00..08:00", "08:60..09:00", "08:00..08:00", "08:00-12:00"):
        with pytest.raises(PydanticCustomError):
            leaves.as_hours([written(text)])


def test_weekday_ranges_go_over_the_end_of_the_week():
    assert leaves.weekday_numbers("mon-fri") == (0, 1, 2, 3, 4)
    assert leaves.weekday_numbers("fri-mon") == (4, 5, 6, 0)
    assert leaves.weekday_numbers("sun") == (6,)
    assert code_of(leaves.as_weekdays, "monday") == "WE222"


@pytest.mark.parametrize("text", ["tier", "档位", "a1", "a_b", "客户2"])
def test_names_that_are_words(text: str):
    assert leaves.as_word_name(written(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [("1a", "WE212"), ("a b", "WE212"), ("a.b", "WE212"), ("ａ", "WE212"), ("today", "WE214")],
)
def test_names_that_are_no_words(text: str, code: str):
    assert code_of(leaves.as_word_name, text) == code


@pytest.mark.parametrize("text", ["", "a;b", " a", "a\u200b", "a\nb"])
def test_no_names(text: str):
    assert code_of(leaves.as_name, text) == "WE213"


def test_options_may_be_any_text():
    assert list(leaves.as_options([written("SELF-EMPLOYED"), written("VERY LOW")])) == [
        "SELF-EMPLOYED",
        "VERY LOW",
    ]


@pytest.mark.parametrize(("text", "code"), [("a;b", "WE213"), ("missing", "WE214")])
def test_no_options(text: str, code: str):
    assert code_of(lambda name: leaves.as_options([name]), text) == code


def test_one_language_of_a_label_stands_for_both():
    assert leaves.as_label({written("zh"): written("档位")}).en == "档位"
    assert leaves.as_label({written("en"): written("tier")}).zh == "tier"
