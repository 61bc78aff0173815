from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.diagnostics.width import display_width
from workflow_engine.render.typography import (
    THIN_SPACE,
    breakable,
    css_string,
    shortened,
    spaced,
    together,
    typeset,
)

MARKS = r'<span class="nb">|</span>|<wbr>'


@pytest.mark.parametrize(
    ("written", "set_text"),
    [
        ("云POS使用率", "云|POS|使用率"),
        ("每月4次", "每月|4|次"),
        ("档位29 ≥ 28", "档位|29 ≥ 28"),
        ("毛利≥20000元", "毛利|≥20000|元"),
        ("第2级，共4级。", "第|2|级，共|4|级。"),
        ("（VIP）客户", "（VIP）客户"),
        ("重开2次或needs_other", "重开|2|次或|needs_other"),
        ("客户_tier_2", "客户_tier_2"),
        ("customer_id", "customer_id"),
        ("", ""),
    ],
)
def test_air_between_chinese_and_latin(written: str, set_text: str) -> None:
    assert spaced(written).replace(THIN_SPACE, "|") == set_text


@pytest.mark.parametrize(
    "measured", ["20分钟", "2工作小时", "1个工作日", "86,400元", "≥ 28", "4 work hours", "15 min"]
)
def test_a_number_stays_with_its_unit(measured: str) -> None:
    assert re.fullmatch(r'<span class="nb">[^<]+</span>', str(typeset(measured)))


@given(st.text())
def test_setting_changes_nothing_but_spaces(text: str) -> None:
    bare = re.sub(MARKS, "", str(typeset(text)))
    assert html.unescape(bare).replace(THIN_SPACE, "") == text.replace(THIN_SPACE, "")


@given(st.text())
def test_no_text_opens_a_tag(text: str) -> None:
    for filter_ in (typeset, breakable, together):
        assert "<" not in re.sub(MARKS, "", str(filter_(text)))


@given(st.text())
def test_what_may_break_is_otherwise_as_it_was(text: str) -> None:
    assert html.unescape(str(breakable(text)).replace("<wbr>", "")) == text


@given(st.text(alphabet="aB9-_.中（", min_size=40))
def test_no_word_of_letters_is_longer_than_a_column(text: str) -> None:
    for filter_ in (typeset, breakable):
        plain = re.sub(r'<span class="nb">|</span>', "", str(filter_(text)))
        for word in re.split(rf"<wbr>|[\s{THIN_SPACE}中（]", plain):
            assert len(word) < 32, word


@pytest.mark.parametrize("name", ["李明远", "Anna Maria", "0539-800-2617"])
def test_a_name_stays_in_one_line(name: str) -> None:
    assert str(together(name)) == f'<span class="nb">{name}</span>'


def test_a_name_too_long_for_one_line_may_break() -> None:
    assert "nb" not in str(together("李明远" * 20))


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_a_shortened_text_fits_and_says_that_it_is_shortened(text: str, columns: int) -> None:
    short = shortened(text, columns)
    assert display_width(short) <= columns
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(st.text())
def test_a_css_string_cannot_be_closed(text: str) -> None:
    written = str(css_string(text))
    assert written[0] == written[-1] == '"'
    assert not re.search(r'["<>\n\r&]', written[1:-1])
    unescaped = re.sub(r"\\([0-9a-f]{6}) ", lambda found: chr(int(found[1], 16)), written[1:-1])
    assert unescaped == spaced(text)
