"""Limits of a rollout: sentences in either language that mean the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.nodes import Written
from workflow_engine.language.risk_limits import (
    RiskSentence,
    parse_risk_limit,
    translate_risk_limit,
    written_limit,
)

HERE = Place("p.yaml", 1, 1)


def parsed(text):
    found, diagnostics = parse_risk_limit(Written(text, HERE))
    assert diagnostics == []
    return found


@pytest.mark.parametrize(
    ("english", "chinese", "meant"),
    [
        ("5% of customers lose an item", "5%的客户失去服务项", ("lose", None, "0.05", None)),
        ("200 customers lose tea", "200位客户失去tea", ("lose", "tea", None, 200)),
        ("0.5% of customers gain any item", "0.5%的客户获得服务项", ("gain", None, "0.005", None)),
        ("1 customer changes anything", "1位客户有变化", ("change_anything", None, None, 1)),
        ("2% of customers change a tag", "2%的客户改变标签", ("change_tag", None, "0.02", None)),
        (
            "2% of customers change a level",
            "2%的客户改变级别",
            ("change_scale", None, "0.02", None),
        ),
        (
            "2% of customers change 客户金字塔",
            "2%客户改变客户金字塔",
            ("change", "客户金字塔", "0.02", None),
        ),
        ("0 customers get fewer minutes", "0户客户分钟减少", ("fewer_minutes", None, None, 0)),
        (
            "5% of the customers get more minutes",
            "5% 的客户分钟增加",
            ("more_minutes", None, "0.05", None),
        ),
        ("客户经理 minutes +10%", "客户经理的分钟+10%", ("role_minutes", "客户经理", "0.1", None)),
        ("minutes - 6000", "全部分钟－6000", ("role_minutes", None, None, -6000)),
    ],
)
def test_each_sentence_in_both_languages(english, chinese, meant):
    change, name, share, count = meant
    expected = RiskSentence(change, name, None if share is None else Decimal(share), count)
    assert parsed(english) == expected
    assert parsed(chinese) == expected


NAMES = st.none() | st.sampled_from(["tea", "客户金字塔", "festival care"])
AMOUNTS = st.integers(0, 10**6).map(lambda n: (None, n)) | st.integers(0, 10**6).map(
    lambda n: (Decimal(n) / 10**6, None)
)


@given(
    st.sampled_from(["lose", "gain", "change_anything", "change_tag", "more_minutes"]),
    NAMES,
    AMOUNTS,
)
def test_a_sentence_is_read_back_in_either_language(change, name, amount):
    named = name if change in ("lose", "gain") else None
    sentence = RiskSentence(change, named, *amount)
    for lang in ("zh", "en"):
        assert parsed(written_limit(sentence, lang)) == sentence
        there = translate_risk_limit(written_limit(sentence, lang), "en" if lang == "zh" else "zh")
        assert parsed(there) == sentence


@given(NAMES, st.integers(-(10**6), 10**6))
def test_minutes_of_a_role_are_read_back_with_their_sign(name, minutes):
    for amount in ((None, minutes), (Decimal(minutes) / 10**6, None)):
        sentence = RiskSentence("role_minutes", name, *amount)
        for lang in ("zh", "en"):
            assert parsed(written_limit(sentence, lang)) == sentence


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nobody suffers", "no such sentence"),
        ("5% of customers are unhappy", "which change"),
        ("5.5 customers lose an item", "a whole number"),
        ("120% of customers lose an item", "100% at most"),
        ("minutes +10.5", "a whole number"),
        ("x" * 5000, "no such sentence"),
        ("9" * 5000 + " customers lose an item", "no such sentence"),
    ],
)
def test_what_is_no_limit_says_why(text, reason):
    found, diagnostics = parse_risk_limit(Written(text, HERE))
    assert found is None
    assert [one.code for one in diagnostics] == ["WE384"]
    assert reason in diagnostics[0].message.en


def test_what_is_no_sentence_is_left_alone_by_translation():
    assert translate_risk_limit("nobody suffers", "zh") == "nobody suffers"
