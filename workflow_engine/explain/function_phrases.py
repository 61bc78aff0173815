"""How the functions of the language are said: as a noun, as a statement, and denied.

`{0}` and `{1}` are the arguments, already phrased.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.expressions import Comparison

NOUNS: Mapping[str, Bilingual] = {
    "days_since": Bilingual("{0}至今的天数", "days since {0}"),
    "days_until": Bilingual("距{0}还有的天数", "days until {0}"),
    "months_since": Bilingual("{0}至今的整月数", "whole months since {0}"),
    "years_since": Bilingual("{0}至今的整年数", "whole years since {0}"),
    "days_between": Bilingual("{0}到{1}的天数", "days from {0} to {1}"),
    "year": Bilingual("{0}的年份", "year of {0}"),
    "month": Bilingual("{0}的月份", "month of {0}"),
    "day": Bilingual("{0}的日数", "day of the month of {0}"),
    "last": Bilingual("{0}最近 {1} 个值", "the last {1} values of {0}"),
    "first": Bilingual("{0}最早 {1} 个值", "the first {1} values of {0}"),
    "count": Bilingual("{0}的个数", "number of values in {0}"),
    "sum": Bilingual("{0}的合计", "sum of {0}"),
    "mean": Bilingual("{0}的平均值", "mean of {0}"),
    "min": Bilingual("{0}的最小值", "smallest of {0}"),
    "max": Bilingual("{0}的最大值", "largest of {0}"),
    "abs": Bilingual("{0}的绝对值", "absolute value of {0}"),
    "floor": Bilingual("{0}向下取整", "{0} rounded down"),
    "ceil": Bilingual("{0}向上取整", "{0} rounded up"),
    "length": Bilingual("{0}的字数", "length of {0}"),
    "date": Bilingual("{0}的日期", "date of {0}"),
}
"""Functions that name a value; `round`, `min`, `max` and `coalesce` of several stand below."""

ROUND_WHOLE = Bilingual("{0}四舍六入取整", "{0} rounded to a whole number")
ROUND = Bilingual("{0}四舍六入到 {1} 位小数", "{0} rounded to {1} places")
SMALLEST = Bilingual("{0}中最小的", "the smallest of {0}")
LARGEST = Bilingual("{0}中最大的", "the largest of {0}")
FIRST_WITH_VALUE = Bilingual("{0}中首个有值的", "the first of {0} that has a value")

STATEMENTS: Mapping[str, tuple[Bilingual, Bilingual]] = {
    "all_below": (
        Bilingual("{0}均低于 {1}", "{0}: all below {1}"),
        Bilingual("{0}并非均低于 {1}", "{0}: not all below {1}"),
    ),
    "all_above": (
        Bilingual("{0}均高于 {1}", "{0}: all above {1}"),
        Bilingual("{0}并非均高于 {1}", "{0}: not all above {1}"),
    ),
    "any_below": (
        Bilingual("{0}中有低于 {1} 的", "{0}: at least one below {1}"),
        Bilingual("{0}中没有低于 {1} 的", "{0}: none below {1}"),
    ),
    "any_above": (
        Bilingual("{0}中有高于 {1} 的", "{0}: at least one above {1}"),
        Bilingual("{0}中没有高于 {1} 的", "{0}: none above {1}"),
    ),
    "contains": (
        Bilingual("{0}包含 {1}", "{0} contains {1}"),
        Bilingual("{0}不包含 {1}", "{0} does not contain {1}"),
    ),
    "starts_with": (
        Bilingual("{0}以{1}开头", "{0} starts with {1}"),
        Bilingual("{0}不以{1}开头", "{0} does not start with {1}"),
    ),
    "ends_with": (
        Bilingual("{0}以{1}结尾", "{0} ends with {1}"),
        Bilingual("{0}不以{1}结尾", "{0} does not end with {1}"),
    ),
}
"""Functions that are true or false: said, and denied."""

ONE_VALUE: Mapping[str, Bilingual] = {
    "last": Bilingual("{0}最近一个值", "the last value of {0}"),
    "first": Bilingual("{0}最早一个值", "the first value of {0}"),
}
BELOW = (
    Bilingual("{0}低于 {1}", "{0} is below {1}"),
    Bilingual("{0}不低于 {1}", "{0} is not below {1}"),
)
ABOVE = (
    Bilingual("{0}高于 {1}", "{0} is above {1}"),
    Bilingual("{0}不高于 {1}", "{0} is not above {1}"),
)
OF_ONE: Mapping[str, tuple[Bilingual, Bilingual]] = {
    "all_below": BELOW,
    "any_below": BELOW,
    "all_above": ABOVE,
    "any_above": ABOVE,
}
"""Statements about lists, where the list is of one value."""

TIME_UNITS: Mapping[str, tuple[str, str, str]] = {
    "days_since": ("天", "day", "days"),
    "days_until": ("天", "day", "days"),
    "months_since": ("个整月", "whole month", "whole months"),
    "years_since": ("个整年", "whole year", "whole years"),
    "days_between": ("天", "day", "days"),
}
"""Functions that count time: the unit in Chinese, in English for one and for several."""

AMOUNTS: Mapping[Comparison, Bilingual] = {
    "<=": Bilingual("不超过", "at most"),
    "<": Bilingual("不到", "less than"),
    ">=": Bilingual("至少", "at least"),
    ">": Bilingual("超过", "more than"),
    "==": Bilingual("正好", "exactly"),
    "!=": Bilingual("不是", "not exactly"),
}
"""How an amount of time is compared."""

PASSED = Bilingual("{0}至今{amount}", "{0} {amount} ago")
TO_COME = Bilingual("距{0}还有{amount}", "{0} in {amount}")
APART = Bilingual("{0}到{1}相隔{amount}", "{0} to {1} is {amount}")
