"""How expressions are said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.samples import RULES, program_of
from workflow_engine.explain import function_phrases as said
from workflow_engine.explain.phrases import Phrases
from workflow_engine.language.functions import FUNCTIONS
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Compare,
    Constant,
    Expression,
    Not,
    Or,
)
from workflow_engine.program.program import Program, Tag
from workflow_engine.program.types import INTEGER

PHRASES = [
    ("tier >= 28", "档位 ≥ 28", "tier ≥ 28"),
    ("28 <= tier", "档位 ≥ 28", "tier ≥ 28"),
    ("28 <= tier < 30", "28 ≤ 档位 < 30", "28 ≤ tier < 30"),
    ("30 > tier > 28", "28 < 档位 < 30", "28 < tier < 30"),
    ("net >= 20000", "净贡献 ≥ 20,000 元", "net contribution ≥ 20,000 CNY"),
    ("pos_usage < 0.30", "云POS使用率 < 0.3", "POS usage < 0.3"),
    ("growth == 'high'", "成长潜力 = 高", "growth = high"),
    ("growth in ['high', 'low']", "成长潜力属于 高、低", "growth is one of high, low"),
    ("growth not in ['high', 'low']", "成长潜力不属于 高、低", "growth is none of high, low"),
    ("smart_pos", "云POS = 是", "cloud POS = yes"),
    ("not smart_pos", "云POS = 否", "cloud POS = no"),
    ("smart_pos == false", "云POS = 否", "cloud POS = no"),
    ("big_customer", "有标签“大客户”", "has the tag “big customer”"),
    ("not big_customer", "没有标签“大客户”", "does not have the tag “big customer”"),
    ("pyramid == 'low'", "客户金字塔 = 低贡献客户", "pyramid = low contribution"),
    ("growth is missing", "成长潜力缺失", "growth is missing"),
    ("growth is not missing", "成长潜力有值", "growth has a value"),
    ("joined_on >= '2026-01-01'", "入网日期 ≥ 2026-01-01", "joining ≥ 2026-01-01"),
    ("joined_on < today", "入网日期 < 今天", "joining < today"),
    ("days_since(joined_on) <= 90", "入网日期至今不超过 90 天", "joining at most 90 days ago"),
    ("1 == days_since(joined_on)", "入网日期至今正好 1 天", "joining exactly 1 day ago"),
    ("days_until(joined_on) < 7", "距入网日期还有不到 7 天", "joining in less than 7 days"),
    ("months_since(joined_on) > 3", "入网日期至今超过 3 个整月", "joining more than 3 whole months ago"),
    ("years_since(joined_on) >= 1", "入网日期至今至少 1 个整年", "joining at least 1 whole year ago"),
    (
        "days_between(joined_on, date(seen)) != 5",
        "入网日期到上次到访的日期相隔不是 5 天",
        "joining to date of last seen is not exactly 5 days",
    ),
    (
        "30 <= days_since(joined_on) <= 90",
        "30 ≤ 入网日期至今的天数 ≤ 90",
        "30 ≤ days since joining ≤ 90",
    ),
    ("year(joined_on) == 2026", "入网日期的年份 = 2026", "year of joining = 2026"),
    ("month(joined_on) == 5", "入网日期的月份 = 5", "month of joining = 5"),
    ("day(joined_on) == 5", "入网日期的日数 = 5", "day of the month of joining = 5"),
    (
        "all_below(last(satisfaction, 4), 60)",
        "满意度最近 4 个值均低于 60",
        "the last 4 values of satisfaction: all below 60",
    ),
    (
        "all_below(last(satisfaction, 1), 60)",
        "满意度最近一个值低于 60",
        "the last value of satisfaction is below 60",
    ),
    (
        "not all_above(first(satisfaction, 2), 60)",
        "满意度最早 2 个值并非均高于 60",
        "the first 2 values of satisfaction: not all above 60",
    ),
    ("any_below(satisfaction, 60)", "满意度中有低于 60 的", "satisfaction: at least one below 60"),
    ("not any_above(satisfaction, 60)", "满意度中没有高于 60 的", "satisfaction: none above 60"),
    ("count(satisfaction) > 2", "满意度的个数 > 2", "number of values in satisfaction > 2"),
    ("sum(satisfaction) > 2", "满意度的合计 > 2", "sum of satisfaction > 2"),
    ("mean(satisfaction) > 2", "满意度的平均值 > 2", "mean of satisfaction > 2"),
    ("min(satisfaction) > 2", "满意度的最小值 > 2", "smallest of satisfaction > 2"),
    ("max(tier, violations) > 2", "档位、违规次数中最大的 > 2", "the largest of tier, violations > 2"),
    ("abs(net) > 2", "净贡献的绝对值 > 2 元", "absolute value of net contribution > 2 CNY"),
    ("round(net) > 2", "净贡献四舍六入取整 > 2 元", "net contribution rounded to a whole number > 2 CNY"),
    (
        "round(net, 2) > 2",
        "净贡献四舍六入到 2 位小数 > 2 元",
        "net contribution rounded to 2 places > 2 CNY",
    ),
    ("floor(pos_usage) > 2", "云POS使用率向下取整 > 2", "POS usage rounded down > 2"),
    ("ceil(pos_usage) > 2", "云POS使用率向上取整 > 2", "POS usage rounded up > 2"),
    (
        "coalesce(tier, 1) > 2",
        "档位、1中首个有值的 > 2",
        "the first of tier, 1 that has a value > 2",
    ),
    ("contains(opted_in, 'brand')", "已选包含 “品牌培育”", "chosen contains “brand building”"),
    ("not contains(area, '东')", "片区不包含 “东”", "area does not contain “东”"),
    ("starts_with(area, '城')", "片区以“城”开头", "area starts with “城”"),
    ("not ends_with(area, '乡')", "片区不以“乡”结尾", "area does not end with “乡”"),
    ("length(area) > 3", "片区的字数 > 3", "length of area > 3"),
    ("tier > 1 and (smart_pos or violations > 2)", "档位 > 1 且（云POS = 是 或 违规次数 > 2）", "tier > 1 and (cloud POS = yes or violations > 2)"),
    ("tier > 1 and smart_pos or violations > 2", "（档位 > 1 且 云POS = 是）或 违规次数 > 2", "(tier > 1 and cloud POS = yes) or violations > 2"),
    (
        "tier > 1 or smart_pos and violations > 2",
        "档位 > 1 或（云POS = 是 且 违规次数 > 2）",
        "tier > 1 or (cloud POS = yes and violations > 2)",
    ),
    ("tier > 1 or smart_pos or violations > 2", "档位 > 1 或 云POS = 是 或 违规次数 > 2", "tier > 1 or cloud POS = yes or violations > 2"),
    ("1 < tier < 9 or smart_pos", "1 < 档位 < 9 或 云POS = 是", "1 < tier < 9 or cloud POS = yes"),
    ("not (smart_pos or violations > 2)", "非（云POS = 是 或 违规次数 > 2）", "not (cloud POS = yes or violations > 2)"),
    ("not tier > 1", "档位 ≤ 1", "tier ≤ 1"),
    ("tier - (violations - 1) > 2", "档位 −（违规次数 − 1）> 2", "tier − (violations − 1) > 2"),
    ("(tier + violations) * 2 > 2", "（档位 + 违规次数）× 2 > 2", "(tier + violations) × 2 > 2"),
    ("tier / 2 - -violations > 2", "档位 ÷ 2 − −违规次数 > 2", "tier ÷ 2 − −violations > 2"),
    (
        "(1 if smart_pos else 2) == tier",
        "（若云POS = 是则为 1，否则为 2）= 档位",
        "(1 if cloud POS = yes, otherwise 2) = tier",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def program() -> Program:
    tags = "".join(f"  t{n}: {{when: {_quoted(text)}}}\n" for n, (text, _, _) in enumerate(PHRASES))
    return program_of(RULES.replace("tags:\n", f"tags:\n{tags}"))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


@pytest.mark.parametrize("number", range(len(PHRASES)), ids=[text for text, _, _ in PHRASES])
def test_phrase(program: Program, number: int) -> None:
    tag = program.definitions[f"t{number}"]
    assert isinstance(tag, Tag)
    _, zh, en = PHRASES[number]
    assert Phrases(program, "zh").of(tag.when) == zh
    assert Phrases(program, "en").of(tag.when) == en


def test_a_denial_never_says_the_same(program: Program) -> None:
    for lang in ("zh", "en"):
        phrases = Phrases(program, lang)
        for number in range(len(PHRASES)):
            tag = program.definitions[f"t{number}"]
            assert isinstance(tag, Tag)
            assert phrases.of(tag.when, denied=True) != phrases.of(tag.when)


def test_every_function_can_be_said() -> None:
    assert {*said.NOUNS, *said.STATEMENTS, "round", "coalesce"} == set(FUNCTIONS)
    assert set(said.NOUNS).isdisjoint(said.STATEMENTS)


STATEMENTS: st.SearchStrategy[Expression] = st.builds(
    lambda limit: Compare(">", AttributeValue("tier", INTEGER), Constant(limit, INTEGER)),
    st.integers(1, 9),
)
CONDITIONS: st.SearchStrategy[Expression] = st.recursive(
    STATEMENTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda items: And(tuple(items))),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: Or(tuple(items))),
        inner.map(Not),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(condition=CONDITIONS)
def test_and_and_or_never_stand_side_by_side_without_brackets(
    program: Program, condition: Expression
) -> None:
    for lang, brackets, joints in (("zh", "（）", (" 且", " 或")), ("en", "()", (" and ", " or "))):
        said_now = Phrases(program, lang).of(condition)
        opening, closing = brackets
        innermost = re.compile(rf"\{opening}([^{brackets}]*)\{closing}")
        while True:
            found = innermost.search(said_now)
            level = said_now if found is None else found[1]
            assert not all(joint.strip() in level for joint in joints), level
            if found is None:
                break
            said_now = said_now.replace(found[0], "X", 1)
