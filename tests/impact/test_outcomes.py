"""What customers get by tables, privileges and promises is counted, the same by rows and columns."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.impact.test_columns_agree import assert_same, base_of, random_rows
from tests.impact.versions import SMALL, compiled
from workflow_engine.impact.causes import Causes
from workflow_engine.impact.customers import compare
from workflow_engine.impact.definitions import proved_changes
from workflow_engine.impact.difference_words import KIND_LABELS, DifferenceWords
from workflow_engine.impact.limits import check_limits
from workflow_engine.impact.one_by_one import Base
from workflow_engine.impact.outcomes import outcomes, value_code, value_of_code
from workflow_engine.impact.report import Impact
from workflow_engine.impact.samples import samples
from workflow_engine.impact.version import Version
from workflow_engine.program.types import Type

GRANTED = (
    SMALL
    + """\
privileges:
  gold_card:
    label: 金卡
    for: rank == gold
    gives: {delivery: {label: 免费配送, entitled: 每周1次}, gift_card: {label: 礼券, entitled: 200元}}
  town: {label: 城镇礼遇, for: market == "urban", gives: {delivery: {label: 免费配送, entitled: 每月1次}}}
promises:
  order: {label: 订货送达, slogan: 准时, unit: 小时, better: lower, promise: 40, claim: 免配送费}
  rural_order: {label: 乡村送达, slogan: 准时, unit: 小时, better: lower, promise: 60, for: rural}
measures:
  points: {label: 积分, value: tier * 2}
"""
).replace(
    "tables:\n",
    """tables:
  credit:
    label: 授信
    gives: {limit: {type: integer, unit: 元}, terms: {type: choice, of: {cash: 现结, month: 一月}}}
    hit: first
    rows:
      - {tier: ≥ 20, then: {limit: 2500, terms: month}}
      - {market: rural, then: {limit: 500, terms: cash}}
    otherwise: {limit: 0, terms: cash}
  shares:
    label: 份额
    gives: {type: number}
    hit: collect
    rows: [{tier: ≥ 5, then: tier * 1.5}, {market: rural, then: 3}]
    collect: sum
    otherwise: 0
  extras:
    label: 附加
    gives: {type: choice, of: {tea: 茶, cup: 杯}}
    hit: rule_order
    rows: [{tier: ≥ 10, then: tea}, {market: rural, then: cup}]
  sure:
    label: 唯一
    gives: {type: integer}
    hit: unique
    rows: [{tier: ≥ 20, then: 1}, {market: rural, then: 2}]
""",
    1,
)
EDITS = (
    ("then: {limit: 2500, terms: month}", "then: {limit: 1, terms: month}"),
    ("otherwise: {limit: 0, terms: cash}", "otherwise: {limit: 0, terms: month}"),
    ("then: tier * 1.5", "then: tier * 1.25"),
    ("then: tea}", "then: cup}"),
    ("hit: unique", "hit: first"),
    ("entitled: 每周1次", "entitled: 每两周1次"),
    ("for: rank == gold\n", "for: rank == gold or big\n"),
    ("promise: 40, claim: 免配送费", "promise: 38, claim: 免配送费"),
    ("claim: 免配送费", "claim: 退款"),
    ("promise: 60, for: rural", "promise: 60, for: big"),
    ("value: tier * 2", "value: tier * 2 - 1"),
    ("when: tier >= 20", "when: tier >= 19"),
    ('market == "urban", gives', 'market == "rural", gives'),
)
OLD = compiled({"p.yaml": GRANTED})


def changed(*edits):
    text = GRANTED
    for what, instead in edits:
        assert what in text
        text = text.replace(what, instead, 1)
    return compiled({"p.yaml": text})


def customers(tmp_path, count=30):
    rows = [
        (f"C{tier:02}", "店", str(tier), "rural" if tier % 2 else "urban", "甲", "course")
        for tier in range(1, count + 1)
    ]
    return base_of(tmp_path, rows)


def told(tmp_path, *edits, engine="row"):
    """What differs, in words, with how many customers and the rules that decided."""
    versions = Version(OLD), Version(changed(*edits))
    words = DifferenceWords(*versions)
    compared = compare(*versions, customers(tmp_path), engine=engine)
    found = []
    for one, count in compared.tally.counts.items():
        sides = [s.zh for s in (words.before(one), words.after(one)) if s is not None]
        rules = {
            tuple(
                "" if n is None else v.rule_label(v.rule(n)).zh
                for n, v in zip(pair, versions, strict=True)
            )
            for pair in compared.tally.rules[one]
        }
        about = f"{KIND_LABELS[one.kind].zh} {words.subject(one).zh} {' → '.join(sides)}"
        found.append((about, count, rules))
    return found


@pytest.mark.parametrize("engine", ["row", "polars"])
@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (EDITS[0], [("决策结果变 授信 · limit 2,500 元 → 1 元", 11, {("授信 规则 1", "授信 规则 1")})]),
        (EDITS[1], [("决策结果变 授信 · terms 现结 → 一月", 9, {("授信：其他", "授信：其他")})]),
        (EDITS[2], [("决策结果变 份额 变小", 26, {("", "")})]),
        (EDITS[5], [("权益变 免费配送 每周1次 → 每两周1次", 3, {("金卡", "金卡")}),
                    ("权益变 免费配送 每周1次、每月1次 → 每两周1次、每月1次", 3, {("金卡", "金卡")})]),
        (EDITS[7], [("承诺变 订货送达 40小时 → 38小时", 30, {("订货送达", "订货送达")})]),
        (EDITS[8], [("承诺变 订货送达 40小时，免配送费 → 40小时，退款", 30, {("订货送达", "订货送达")})]),
        (EDITS[10], [("指标变 积分 变小", 30, {("", "")})]),
        (EDITS[4], [("决策结果变 唯一 规则冲突 → 1", 5, {("", "唯一 规则 1")})]),
    ],
    ids=["output", "otherwise", "calculated", "benefit", "promise", "claim", "measure", "conflict"],
)  # fmt: skip
def test_what_customers_get_is_counted_with_the_rule(tmp_path, edit, expected, engine):
    assert sorted(told(tmp_path, edit, engine=engine)) == sorted(expected)


def test_who_gets_a_benefit_or_a_promise_is_told(tmp_path):
    found = told(tmp_path, EDITS[9])
    assert ("承诺变 乡村送达 没有 → 60小时", 6, {("", "乡村送达")}) in found
    assert ("承诺变 乡村送达 60小时 → 没有", 10, {("乡村送达", "")}) in found


@settings(max_examples=25)
@given(st.lists(st.sampled_from(EDITS), unique=True, max_size=5), st.integers(0, 10**6))
def test_rows_and_columns_agree(tmp_path_factory, edits, seed):
    rows, log = random_rows(seed)
    base = base_of(tmp_path_factory.mktemp("base"), rows, log)
    longest_first = sorted(dict(edits).items(), key=lambda edit: -len(edit[0]))
    versions = Version(OLD), Version(changed(*longest_first))
    by_row, in_columns = (compare(*versions, base, engine=engine) for engine in ("row", "polars"))
    assert_same(by_row, in_columns)


def test_customers_beyond_the_columns_are_counted_too(tmp_path):
    text = GRANTED.replace("value: tier * 2", "value: spent * 2").replace(
        "      opted_in:", "      spent: {type: number}\n      opted_in:"
    )
    text = text.replace("tier: ≥ 20, then: {limit", "spent: ≥ 20, then: {limit")
    old = compiled({"p.yaml": text})
    new = compiled({"p.yaml": text.replace("limit: 2500", "limit: 1").replace("* 2}", "* 3}")})
    path = tmp_path / "customers.csv"
    amounts = ["5", "9999999999999", "25", "", "8888888888888", "19"]
    lines = [f"C{n},店,5,urban,甲,,{amount}" for n, amount in enumerate(amounts)]
    head = "customer_id,customer_name,tier,market,manager_name,opted_in,spent"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    files = Base([path], [], dt.date(2026, 11, 21))
    versions = Version(old), Version(new)
    by_row, in_columns = (compare(*versions, files, engine=e) for e in ("row", "polars"))
    assert by_row.tally.customers["result"] == 3
    assert_same(by_row, in_columns)


@pytest.mark.parametrize("engine", ["row", "polars"])
@pytest.mark.parametrize("edit", [EDITS[0], EDITS[5], EDITS[7]])
def test_they_are_changes_for_the_limits(tmp_path, edit, engine):
    text = GRANTED.replace(*edit, 1) + "rollout: {limit: 5% of customers change anything}\n"
    new = compiled({"p.yaml": text})
    compared = compare(Version(OLD), Version(new), customers(tmp_path), engine=engine)
    (limit,) = check_limits(new, compared.tally)
    assert limit.breached
    assert limit.counted == compared.tally.changed > 0


def test_what_is_the_same_in_both_is_not_looked_at():
    assert outcomes(Version(OLD), Version(changed())) == ()
    found = outcomes(Version(OLD), Version(changed(EDITS[0])))
    assert [(one.kind, one.name) for one in found] == [
        ("result", "credit.limit"),
        ("result", "credit.terms"),
    ]
    read = outcomes(Version(OLD), Version(changed(("max: 30", "max: 31"))))
    assert {one.name for one in read} >= {"points", "shares", "extras", "credit.limit", "delivery"}


def test_the_change_behind_it_is_named(tmp_path):
    for edit, certain in ((EDITS[0], True), (EDITS[5], True), (EDITS[7], True)):
        new = changed(edit)
        versions = Version(OLD), Version(new)
        changes = proved_changes(OLD, new)
        causes = Causes(*versions, changes)
        tally = compare(*versions, customers(tmp_path)).tally
        for one in tally.counts:
            places = causes.of(one)
            assert [changes[place].kind for place in places] == ["changed"]
            assert causes.certain(one, places) is certain


def test_one_of_two_changes_is_only_a_possible_cause(tmp_path):
    new = changed(EDITS[0], ("then: {limit: 500", "then: {limit: 9999"))
    versions = Version(OLD), Version(new)
    changes = proved_changes(OLD, new)
    causes = Causes(*versions, changes)
    tally = compare(*versions, customers(tmp_path)).tally
    found = {one.after: causes.of(one, tally.rules[one]) for one in tally.counts}
    assert {
        after: [changes[n].aspect.zh[:4] for n in places] for after, places in found.items()
    } == {
        "1": ["规则 1"],
        "9999": ["规则 2"],
    }
    assert all(causes.certain(one, found[one.after]) for one in tally.counts)
    assert not any(causes.certain(one, causes.of(one)) for one in tally.counts)
    both = changed(EDITS[11], EDITS[6])
    versions = Version(OLD), Version(both)
    causes = Causes(*versions, proved_changes(OLD, both))
    tally = compare(*versions, customers(tmp_path)).tally
    benefits = [one for one in tally.counts if one.kind == "benefit"]
    assert benefits
    assert not any(causes.certain(one, causes.of(one)) for one in benefits)


def test_sampled_customers_show_the_values(tmp_path):
    new = changed(EDITS[2], EDITS[10])
    versions = Version(OLD), Version(new)
    base = customers(tmp_path)
    compared = compare(*versions, base)
    day = dt.date(2026, 11, 21)
    impact = Impact(*versions, ("a", "b"), day, (), compared, samples(*versions, base, compared))
    sample = {one["id"]: one for one in impact.as_dict("zh")["customers"]["sample"]}
    shown = {
        d["kind"]: d for one in sample.values() for d in one["differences"] if one["id"] == "C10"
    }
    assert (shown["result"]["before"], shown["result"]["after"]) == ("15", "12.5")
    assert (shown["measure"]["before_number"], shown["measure"]["after_number"]) == (20, 19)


@given(
    st.one_of(
        st.tuples(st.integers(-(10**24), 10**24), st.just(Type("number"))),
        st.tuples(st.integers(-(10**18), 10**18), st.just(Type("integer"))),
        st.tuples(st.text(), st.just(Type("text"))),
        st.tuples(st.booleans(), st.just(Type("boolean"))),
        st.tuples(st.dates(), st.just(Type("date"))),
        st.tuples(
            st.lists(st.integers(0, 10**9)).map(tuple),
            st.just(Type("list", item=Type("number"))),
        ),
    )
)
def test_a_value_is_written_down_and_read_again(pair):
    value, kind = pair
    assert value_of_code(value_code(value, kind), kind) == value
