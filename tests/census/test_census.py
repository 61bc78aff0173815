"""What a customer base shows: both engines count the same, and what they count is so."""

import csv
import dataclasses
import io
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.columnar.frames import within
from tests.columnar.planned import customers_of
from tests.columnar.test_decisions import checked_frame
from tests.decide.policies import TODAY, compiled, customers, policy_texts
from workflow_engine.batch.customers import Customer
from workflow_engine.census.columns import ColumnCensus
from workflow_engine.census.findings import findings
from workflow_engine.census.rows import RowCensus
from workflow_engine.census.taking import take_census
from workflow_engine.census.tally import Tally
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.rule_numbers import RuleNumbers, numbered_rules
from workflow_engine.errors import NotColumnar
from workflow_engine.program.program import Scale, Table, Tag
from workflow_engine.runs.given import GivenFiles

POLICY = """\
policy: {id: shop, version: "1", stage: draft}
roles: {manager: {label: 经理}}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位}
      market: {type: choice, of: {urban: 城镇, rural: 乡村}, label: 市场}
    operating:
      as_of: {type: date}
      sat: {type: number, label: 满意度, as_of: as_of, stale_after: 1 month}
tags:
  big: {label: 大客户, when: tier >= 28}
  huge: {label: 特大客户, when: tier >= 30}
  unhappy: {label: 不满意, when: sat < 60}
  warned: {label: 关注, when: sat < 50 or big}
  any_tier: {label: 有档位, when: tier >= 1}
scales:
  size:
    label: 规模
    hit: unique
    levels:
      small: {label: 小, when: tier < 10}
      middle: {label: 中, when: 5 <= tier < 20}
tables:
  minutes:
    gives: {type: integer}
    hit: first
    rows:
      - {tier: "> 20", then: 30}
      - {tier: "> 25", then: 60}
    otherwise: 10
  gifts:
    gives: {type: integer}
    hit: collect
    rows:
      - {market: urban, then: 1}
      - {tier: "> 20", then: 2}
must_do:
  visit: {label: 拜访, for: everyone, every: 1 month, by: manager}
optional:
  gift: {label: 礼品, eligible: huge, every: 1 year, by: manager}
"""
ROWS = """\
id,tier,market,as_of,sat
A,3,urban,2026-11-01,80
B,7,rural,2026-11-01,
C,22,urban,2026-01-01,55
D,26,,2026-11-01,
E,29,rural,2026-01-01,40
F,22,rural,,70
"""


@pytest.fixture(scope="module")
def program():
    compiled_, found = compiled(POLICY)
    assert compiled_ is not None, found
    return compiled_


def said(program, tally):
    return [(one.code, one.args) for one in findings(program, tally)]


@pytest.mark.parametrize("engine", ["row", "polars"])
def test_what_six_customers_show(program, tmp_path, engine):
    file = tmp_path / "c.csv"
    file.write_text(ROWS, encoding="utf-8")
    census = take_census(program, GivenFiles((file,)), at=TODAY, engine=engine)
    assert (census.engine, census.tally.customers, census.rejections.rows) == (engine, 6, 0)
    told = said(program, census.tally)
    by_code = {code: [args for one, args in told if one == code] for code, _ in told}
    assert by_code["WE613"] == [{"name": "规模", "count": "1", "examples": "B"}]
    assert by_code["WE612"] == [{"name": "规模", "count": "4", "examples": "C, D, E"}]
    # B and D lack it: unhappy of both; of D, who is no big customer either, warned too
    assert by_code["WE614"] == [
        {"attribute": "满意度", "count": "2", "number": "2", "names": "“不满意” and “关注”"},
        {"attribute": "市场", "count": "1", "number": "1", "names": "“gifts”"},
    ]
    assert by_code["WE615"] == [{"attribute": "满意度", "count": "2", "age": "1 month"}]
    assert [args["rule"] for args in by_code["WE610"]] == [
        "the tag “特大客户”",
        "the level “中” of “规模”",
        "the item “礼品”",
        "row 2 of “minutes”",
    ]
    assert [args["rule"] for args in by_code["WE611"]] == ["the tag “有档位”"]


def test_rows_that_hit_nobody_are_told_together():
    rows = "".join(f"      - {{tier: {n}, then: {n}}}\n" for n in (1, 2, 3, 5, 7))
    head = POLICY[: POLICY.index("tables:")]
    text = f"{head}tables:\n  t:\n    gives: {{type: integer}}\n    rows:\n{rows}"
    program, found = compiled(text)
    assert program is not None, found
    tally = Tally(customers=5)
    tally.hits[RuleNumbers(program).first["t"] + 3] = 5
    told = [one for one in findings(program, tally) if "“t”" in one.args["rule"]]
    assert [one.args["rule"] for one in told] == ["row 4 of “t”", "rows 1–3, 5 of “t”"]
    assert "第 1–3、5 行" in told[1].message.zh


def test_nothing_is_said_of_nobody(program):
    assert said(program, Tally()) == []


SLOW = settings(
    max_examples=100,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


@SLOW
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=6))
def test_the_columns_count_what_the_rows_count(text, rows):
    program, _ = compiled(text)
    if program is None:
        return
    try:
        census = ColumnCensus(program, TODAY)
    except NotColumnar:
        return
    rows = [row for row in rows if within(program, row, census.limits)]
    by_column = census.tally(checked_frame(program, rows))
    by_row = Tally()
    counting = RowCensus(program, TODAY)
    for place, row in enumerate(rows):
        counting.count(Customer(str(place), "", row, place), by_row)
    assert counts(by_column) == counts(by_row)


def counts(tally):
    """All counts, without those that are nought."""
    held = {field.name: getattr(tally, field.name) for field in dataclasses.fields(Tally)}
    return {name: +one if isinstance(one, Counter) else one for name, one in held.items()}


@SLOW
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=4))
def test_a_rule_is_counted_for_whom_the_reference_says_it_decides(text, rows):
    program, _ = compiled(text)
    if program is None:
        return
    counting, tally = RowCensus(program, TODAY), Tally()
    for customer in customers_of(rows):
        counting.count(customer, tally)
    numbers = RuleNumbers(program)
    evaluators = [Evaluator(program, row, TODAY) for row in rows]
    for rule in numbered_rules(program):
        definition = program.definitions.get(rule.name)
        if rule.kind == "tag" and isinstance(definition, Tag):
            expected = sum(one.holds(definition.when) is True for one in evaluators)
        elif rule.kind in ("level", "row") and isinstance(definition, Scale | Table):
            if definition.hit in ("rule_order", "output_order", "collect"):
                continue
            expected = sum(
                numbers.definition_rule(one, rule.name) == rule.number for one in evaluators
            )
        else:
            continue
        assert tally.hits[rule.number] == expected, rule


def test_the_rows_above_are_a_table():
    assert len(list(csv.DictReader(io.StringIO(ROWS)))) == 6
