"""Decided frames equal the reference evaluator, customer by customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.columnar.frames import attribute_frame, within
from tests.decide.policies import HEAD, TODAY, compiled, customers, policy_texts
from workflow_engine.batch.customers import Customer, CustomerReader
from workflow_engine.columnar.columns import (
    KEY,
    NAME,
    POSITION,
    STATUSES,
    attribute_column,
    gate_column,
    item_rule_column,
    missing_column,
    rule_column,
    status_column,
    suspended_column,
    value_column,
)
from workflow_engine.columnar.decisions import Decisions
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.sharing import (
    all_expressions,
    is_part,
    nodes,
    with_shared_parts,
)
from workflow_engine.decide.decider import decide, eligible, missing_attributes, suspended
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.errors import NotColumnar
from workflow_engine.policy import load
from workflow_engine.program.expressions import Call
from workflow_engine.program.program import Item, Program, Scale, Table

RULES = Path(__file__).parents[2] / "rules"

SLOW = settings(
    max_examples=300,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


def checked_frame(program: Program, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A checked frame of customers named by their positions."""
    names = [str(position) for position in range(len(rows))]
    keys = [
        pl.Series(KEY, names, pl.String),
        pl.Series(NAME, names, pl.String),
        pl.Series(POSITION, range(len(rows)), pl.UInt64),
    ]
    return pl.DataFrame([*keys, *attribute_frame(program, rows)])


def by_reference(program: Program, numbers: RuleNumbers, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns of a decided frame must hold of one customer."""
    evaluator = Evaluator(program, row, TODAY)
    found: dict[str, Any] = {}
    for name, definition in program.definitions.items():
        found[value_column(name)] = _plain(evaluator.definition(name))
        if isinstance(definition, Scale | Table):
            found[status_column(name)] = STATUSES.index(evaluator.status(name))
            found[rule_column(name)] = numbers.definition_rule(evaluator, name)
    for item in program.items.values():
        found[gate_column(item.id)] = _gate(program, evaluator, item)
        found[suspended_column(item.id)] = suspended(program, evaluator, item)
        found[item_rule_column(item.id)] = numbers.item_rule(evaluator, item)
    gaps = missing_attributes(program, row, TODAY).values()
    for name in program.attributes:
        found[missing_column(name)] = any(name in one for one in gaps)
    return found


def _gate(program: Program, evaluator: Evaluator, item: Item) -> bool | None:
    if item.kind == "must_do":
        return evaluator.holds(item.applies)
    return eligible(program, evaluator, item)


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def assert_decided(
    program: Program, rows: Sequence[Mapping[str, Any]], decisions: Decisions | None = None
) -> None:
    """Every column of the decided frame is the reference's; what is left out does not vary."""
    decisions = decisions or Decisions(program, TODAY)
    found = decisions.of(checked_frame(program, rows)).to_dicts()
    assert len(found) == len(rows)
    numbers = RuleNumbers(program)
    fixed: dict[str, Any] = {}
    for item in program.items.values():
        fixed |= {
            suspended_column(item.id): False,
            item_rule_column(item.id): numbers.item[item.id],
        }
    for name, definition in program.definitions.items():
        if isinstance(definition, Table):
            fixed[rule_column(name)] = None
    for row, columns in zip(rows, found, strict=True):
        expected = by_reference(program, numbers, row)
        assert {name: columns.get(name, fixed.get(name)) for name in expected} == expected
        more = columns.keys() - expected.keys()
        assert all(one in (KEY, NAME, POSITION) or one.startswith("a:") for one in more)


@SLOW
@given(policy_texts(), st.lists(customers(), max_size=6))
def test_decisions_equal_the_reference(text, rows):
    program, errors = compiled(text)
    assert program is not None, errors
    try:
        limits = limits_of(program)
    except NotColumnar:
        return
    assert_decided(program, [row for row in rows if within(program, row, limits)])


KINDS = """
policy: {id: kinds, version: "1", stage: draft}
roles: {manager: {label: 经理, person: t1}}
customer:
  key: id
  attributes:
    basic:
      i1: {type: integer}
      i2: {type: integer}
      n1: {type: number}
      b1: {type: boolean}
      b2: {type: boolean}
      at: {type: datetime}
      d1: {type: date}
      t1: {type: text}
      c1: {type: choice, of: {high: 高, medium: 中, low: 低}}
      ln: {type: list of number}
      lt: {type: list of text}
      opted_in: {type: list of text}
measures:
  wide: n1 * n1
  nested: (i1 if b1 else (i2 if b2 else i1)) + count(ln)
tags:
  late: {when: 'date(at) > date("2026-11-01")'}
  low_mean: {when: 'mean(last(ln, 2)) < 60 or max(ln) < 10'}
  in_order: {when: 'all_below(ln, 60) and (b1 or contains(lt, "甲"))'}
  repeated: {when: 'not (b1 or contains(lt, "甲")) or wide > 4'}
  of_texts: {when: 'coalesce(t1, "乙") == "甲" and count(first(ln, 2)) == 2'}
scales:
  any_level:
    hit: any
    levels:
      a: {when: 'b1 and i1 > 0', strategy: grow}
      b: {when: 'b2', strategy: stop}
      c: {otherwise: true, strategy: grow}
  unique_level:
    hit: unique
    levels:
      d: {when: 'i1 > 2', strategy: grow}
      e: {when: 'i2 > 2', strategy: slow}
  first_level:
    levels:
      f: {when: 'late and b1', strategy: slow}
      g: {when: 'i1 > 0', strategy: slow}
      h: {otherwise: true, strategy: slow}
tables:
  ranked:
    hit: priority
    gives: {first: {type: choice, of: [x, y]}, second: {type: choice, of: [p, q]}, n: {type: integer}}
    rows:
      - {i1: '≥ 0', then: {first: y, second: p, n: 'i2 + 1'}}
      - {i2: '≥ 0', then: {first: x, second: q, n: 5}}
      - {b1: 'true', then: {first: x, second: p, n: 'i1'}}
  agreed:
    hit: any
    gives: {type: number}
    rows:
      - {i1: '≥ 0', then: 'n1 * 2'}
      - {b1: 'true', then: 'n1 + n1'}
      - {b2: 'true', then: 6}
    otherwise: 'n1'
  same:
    hit: first
    gives: {first: {type: choice, of: [x, y]}, n: {type: integer}}
    rows:
      - {i1: '≥ 1', then: {first: x, n: 3}}
      - {i2: '≥ 1', then: {first: x, n: 3}}
      - {b1: 'true', then: {first: y, n: 'i1'}}
    otherwise: {first: x, n: 3}
  best:
    hit: output_order
    gives: {first: {type: choice, of: [x, y]}, n: {type: number}}
    rows:
      - {i1: '≥ 0', then: {first: y, n: n1}}
      - {b1: 'true', then: {first: x, n: 1.5}}
      - {i1: '≥ 2', then: {first: x, n: 'i1 * 2'}}
    otherwise: {first: y, n: 0}
  last_day:
    hit: collect max
    gives: {type: date}
    rows:
      - {i1: '≥ 0', then: d1}
      - {b1: 'true', then: 2026-11-20}
    otherwise: d1
  total:
    hit: collect sum
    gives: {type: number}
    rows:
      - {i1: '≥ 0', then: wide}
      - {b1: 'true', then: 'wide * 2'}
      - {b2: 'true', then: 0}
    otherwise: n1
  how_many:
    hit: collect count
    gives: {type: text}
    rows:
      - {i1: '≥ 0', then: 甲}
      - {b1: 'true', then: 乙}
    otherwise: 'i2'
categories: {of: [late, in_order], otherwise: general}
must_do:
  must: {every: 1 month, for: 'total > 5 or b1 is missing'}
optional:
  free: {every: 1 month}
  closed: {every: 1 month, eligible: 'false', until: 'i1 > 0 and i2 > 0'}
  open: {every: 1 month, eligible: 'b1 or late', until: 'n1 > 1'}
strategies:
  grow: {grants: [closed, open]}
  stop: {suspends_optional_except: [free]}
  slow: {suspends_optional_except: [free, closed], grants: [closed]}
"""


def customers_of_kinds() -> st.SearchStrategy[dict[str, object]]:
    gap = st.none()
    moments = st.sampled_from([dt.datetime(2026, 11, 1, 23, 59), dt.datetime(2026, 11, 2)])
    small = st.sampled_from([-1, 0, 1, 2, 3])
    number = st.sampled_from([-3_000_000, 0, 1, 1_500_000, 3_000_000, 10**18])
    options = st.sampled_from(["high", "medium", "low"])
    texts = st.sampled_from(["甲", "乙", ""])
    return st.fixed_dictionaries(
        {
            "i1": gap | small,
            "i2": gap | small,
            "n1": gap | number,
            "b1": gap | st.booleans(),
            "b2": gap | st.booleans(),
            "at": gap | moments,
            "d1": gap | st.sampled_from([dt.date(2026, 11, 19), dt.date(2026, 11, 21)]),
            "t1": gap | texts,
            "c1": gap | options,
            "ln": gap | st.lists(gap | number, max_size=3).map(tuple),
            "lt": gap | st.lists(gap | texts, max_size=2).map(tuple),
            "opted_in": gap | st.just(("open",)),
        }
    )


@pytest.fixture(scope="module")
def kinds() -> Program:
    program, errors = compiled(KINDS)
    assert program is not None, errors
    return program


@pytest.fixture(scope="module")
def decisions(kinds) -> Decisions:
    return Decisions(kinds, TODAY)


@SLOW
@given(st.lists(customers_of_kinds(), min_size=1, max_size=6))
def test_every_kind_of_value_and_table(kinds, decisions, rows):
    limits = limits_of(kinds)
    assert_decided(kinds, [row for row in rows if within(kinds, row, limits)], decisions)


@settings(SLOW, max_examples=60)
@given(st.data(), st.lists(customers_of_kinds(), min_size=1, max_size=6))
def test_what_one_definition_is_missing(kinds, data, rows):
    name = data.draw(st.sampled_from(list(kinds.definitions)))
    limits = limits_of(kinds)
    rows = [row for row in rows if within(kinds, row, limits)]
    decided = Decisions(kinds, TODAY, limits, asked=name).of(checked_frame(kinds, rows))
    for row, columns in zip(rows, decided.to_dicts(), strict=True):
        found = {one for one in kinds.attributes if columns[missing_column(one)]}
        assert found == Evaluator(kinds, row, TODAY).missing_for(name)


@pytest.mark.parametrize("name", ["tobacco-retail", "vip"])
def test_the_shipped_customers(name):
    program = load(RULES / name).program
    assert program is not None
    file = CustomerReader(program).read(RULES / name / "customers.csv")
    assert_decided(program, [row.values for row in file if isinstance(row, Customer)])


def test_a_frame_without_customers_has_the_same_columns(kinds, decisions):
    row = dict.fromkeys(kinds.attributes)
    without = decisions.of(checked_frame(kinds, []))
    assert without.schema == decisions.of(checked_frame(kinds, [row])).schema
    assert without.height == 0


def test_a_repeated_part_is_calculated_once_and_means_the_same(kinds):
    program = kinds
    shared = with_shared_parts(program, lambda _: ())
    assert times_written(program, "contains") > 1
    assert times_written(shared, "contains") == 1
    assert any(is_part(name) for name in shared.definitions)
    row = dict.fromkeys(program.attributes) | {"b1": False, "lt": ("甲",), "n1": 3_000_000}
    values = decide(shared, row, TODAY).values
    assert {name: values[name] for name in program.definitions} == decide(
        program, row, TODAY
    ).values


def times_written(program: Program, function: str) -> int:
    everything = [node for root in all_expressions(program) for node in nodes(root)]
    return sum(isinstance(node, Call) and node.function == function for node in everything)


def test_columns_of_one_repeated_value():
    program, errors = compiled(
        f"{HEAD}\nmeasures: {{zero: '0'}}\ntags: {{one: {{when: '0 < i1'}}}}\n"
    )
    assert program is not None, errors
    row = dict.fromkeys(program.attributes) | {"b2": True, "i1": 1}
    frame = checked_frame(program, [row, row]).with_columns(
        pl.lit(1, dtype=pl.Int64).alias(attribute_column("i1"))
    )
    assert Decisions(program, TODAY).of(frame)[value_column("one")].to_list() == [True, True]
    text = (
        f"{HEAD}\nmeasures: {{zero: '0'}}\ntags: {{one: {{when: '(days_since(today)) < zero'}}}}\n"
    )
    program, errors = compiled(text)
    assert program is not None, errors
    assert_decided(program, [row, row])
    conditions = ["1 < min(ln)", "5 == min(ln)", "(i2 if b1 else 5) >= 5", "(5 if b1 else i2) >= 5"]
    tags = "\n".join(f"  g{n}: {{when: '{one}'}}" for n, one in enumerate(conditions))
    program, errors = compiled(f"{HEAD}\ntags:\n{tags}\n")
    assert program is not None, errors
    assert_decided(program, [row, row])


@pytest.mark.parametrize("hit", ["first", "rule_order"])
def test_a_table_of_many_rows(hit):
    rows = "\n".join(f"      - {{i1: '{n}..{n + 1}', then: {n % 7}}}" for n in range(0, 600, 2))
    text = (
        f"{HEAD}\ntables:\n  t:\n    hit: {hit}\n    gives: {{type: integer}}\n    rows:\n{rows}\n"
    )
    program, errors = compiled(text)
    assert program is not None, errors
    one = dict.fromkeys(program.attributes) | {"b2": True}
    assert_decided(program, [one | {"i1": size} for size in (None, -1, 0, 1, 511, 512, 599, 600)])
