from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.written import codes, written
from workflow_engine.language.durations import (
    Duration,
    DurationUnit,
    parse_duration,
    translate_duration,
)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("30 work minutes", "30", "work minute"),
        ("2 work hours", "2", "work hour"),
        ("1 workday", "1", "workday"),
        ("2 working days", "2", "workday"),
        ("15 calendar days", "15", "calendar day"),
        ("24 clock hours", "24", "clock hour"),
        ("90 clock minutes", "90", "clock minute"),
        ("30工作分钟", "30", "work minute"),
        ("2工作小时", "2", "work hour"),
        ("2个工作小时", "2", "work hour"),
        ("1个工作日", "1", "workday"),
        ("两个工作日", "2", "workday"),
        ("１５个自然日", "15", "calendar day"),
        ("24个自然小时", "24", "clock hour"),
        ("24小时时钟", "24", "clock hour"),
        ("90自然分钟", "90", "clock minute"),
        ("1.5 work hours", "1.5", "work hour"),
    ],
)
def test_every_form(text: str, amount: str, unit: DurationUnit) -> None:
    assert parse_duration(written(text)) == (Duration(Decimal(amount), unit), [])


@pytest.mark.parametrize(
    ("text", "work", "clock"),
    [
        ("2 hours", "2 work hours", "2 clock hours"),
        ("30 minutes", "30 work minutes", "30 clock minutes"),
        ("3 days", "3 workdays", "3 calendar days"),
        ("3天", "3个工作日", "3个自然日"),
        ("3日", "3个工作日", "3个自然日"),
        ("2小时", "2工作小时", "2个自然小时"),
        ("2 weeks", "10 workdays", "14 calendar days"),
    ],
)
def test_a_bare_amount_offers_both_readings(text: str, work: str, clock: str) -> None:
    duration, diagnostics = parse_duration(written(text))
    assert duration is None
    assert codes(diagnostics) == ["WE346"]
    assert diagnostics[0].args == {"text": text, "work": work, "clock": clock}


@pytest.mark.parametrize("text", ["", "soon", "0 workdays", "-1 workday", "1 month", "9" * 5_000])
def test_what_is_no_duration(text: str) -> None:
    duration, diagnostics = parse_duration(written(text))
    assert duration is None
    assert codes(diagnostics) == ["WE345"]


AMOUNTS = st.decimals(min_value="0.000001", max_value=999_999, places=6)
DURATIONS = st.builds(Duration, AMOUNTS, st.sampled_from(get_args(DurationUnit)))


@given(DURATIONS, st.sampled_from(["en", "zh"]))
def test_the_text_parses_back(duration: Duration, lang: str) -> None:
    text = duration.text("zh" if lang == "zh" else "en")
    assert parse_duration(written(text)) == (duration, [])
    assert translate_duration(translate_duration(text, "zh"), "en") == duration.text("en")


MINUTES = {
    "work minute": 1,
    "work hour": 60,
    "clock minute": 1,
    "clock hour": 60,
    "calendar day": 1440,
    "workday": 1,
}


@given(
    st.builds(Duration, st.integers(1, 999).map(Decimal), st.sampled_from(get_args(DurationUnit))),
    st.sampled_from(["0.5", "0.25", "1.5", "2", "0.1"]).map(Decimal),
)
def test_a_factor_is_exact(duration: Duration, factor: Decimal) -> None:
    shorter = duration.times(factor)
    before, after = MINUTES[duration.unit], MINUTES[shorter.unit]
    assert shorter.amount * after == duration.amount * factor * before
    assert shorter.unit.split()[0] == duration.unit.split()[0] or duration.unit == "calendar day"


def test_half_of_an_hour_is_thirty_minutes() -> None:
    half = Decimal("0.5")
    assert Duration(Decimal(1), "work hour").times(half).text("en") == "30 work minutes"
    assert Duration(Decimal(2), "work hour").times(half).text("en") == "1 work hour"
    assert Duration(Decimal(1), "calendar day").times(half).text("en") == "12 clock hours"
    assert Duration(Decimal(1), "workday").times(half).text("zh") == "0.5个工作日"
