from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.written import codes, written
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.durations import Frequency, FrequencyUnit
from workflow_engine.language.frequencies import (
    frequency_text,
    parse_frequency,
    translate_frequency,
)


@pytest.mark.parametrize(
    ("english", "chinese", "frequency"),
    [
        ("visit", "每次拜访", Frequency("visit")),
        ("1 month", "每月", Frequency("rolling", 1, "month")),
        ("2 weeks", "每2周", Frequency("rolling", 2, "week")),
        ("1 quarter", "每季度", Frequency("rolling", 1, "quarter")),
        ("1 half year", "每半年", Frequency("rolling", 1, "half year")),
        ("6 months", "每6个月", Frequency("rolling", 6, "month")),
        ("1 year", "每年", Frequency("rolling", 1, "year")),
        ("30 days", "每30天", Frequency("rolling", 30, "day")),
        ("4 per month", "每月4次", Frequency("calendar", 4, "month")),
        ("1 per quarter", "每季度1次", Frequency("calendar", 1, "quarter")),
        ("2 per year", "每年2次", Frequency("calendar", 2, "year")),
        ("1 per week", "每周1次", Frequency("calendar", 1, "week")),
        ("at 春节, 中秋", "逢春节、中秋", Frequency("event", events=("春节", "中秋"))),
        ("on demand", "按需", Frequency("on_demand")),
        ("always", "常设", Frequency("always")),
    ],
)
def test_every_form(english: str, chinese: str, frequency: Frequency) -> None:
    assert parse_frequency(written(english)) == (frequency, [])
    assert parse_frequency(written(chinese)) == (frequency, [])
    assert frequency_text(frequency, "en") == english
    assert frequency_text(frequency, "zh") == chinese
    assert translate_frequency(english, "zh") == chinese
    assert translate_frequency(chinese, "en") == english


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("every month", "1 month"),
        ("every 2 weeks", "2 weeks"),
        ("4 times per month", "4 per month"),
        ("每两周", "2 weeks"),
        ("每个月", "1 month"),
        ("每 3 个月", "3 months"),
        ("3个月", "3 months"),
        ("每月两次", "2 per month"),
    ],
)
def test_further_spellings(text: str, canonical: str) -> None:
    assert translate_frequency(text, "en") == canonical


@pytest.mark.parametrize(
    "text", ["", "sometimes", "0 per month", "1001 months", "1.5 months", "at ,", "9" * 5_000]
)
def test_what_is_no_frequency(text: str) -> None:
    frequency, diagnostics = parse_frequency(written(text))
    assert frequency is None
    assert codes(diagnostics) == ["WE347"]


NAMES = st.text("春节中秋端午abc12", min_size=1, max_size=5)
FREQUENCIES = st.one_of(
    st.sampled_from([Frequency("visit"), Frequency("on_demand"), Frequency("always")]),
    st.builds(
        Frequency,
        st.sampled_from(["rolling", "calendar"]),
        st.integers(1, 1_000),
        st.sampled_from(get_args(FrequencyUnit)),
    ),
    st.lists(NAMES, min_size=1, max_size=4, unique=True).map(
        lambda names: Frequency("event", events=tuple(names))
    ),
)


@given(FREQUENCIES, st.sampled_from(get_args(Language)))
def test_the_text_parses_back(frequency: Frequency, lang: Language) -> None:
    assert parse_frequency(written(frequency_text(frequency, lang))) == (frequency, [])
