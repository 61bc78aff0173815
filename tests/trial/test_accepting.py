"""Expectations rewritten: only their values, only where one value is right for all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trial.shop import FILE, PERSONA, program, read
from workflow_engine.trial.accepting import Accepted, accept
from workflow_engine.trial.running import run_tests


def accepted(text: str, only: str = "") -> Accepted:
    found = read(text)
    assert found.diagnostics == ()
    tests = [test for test in found.tests if only in test.name]
    return accept(program(), {FILE: text}, run_tests(program(), tests))


def agrees(text: str) -> bool:
    return all(result.agrees for result in run_tests(program(), read(text).tests))


TEXT = f"""\
# 第一行注释
{PERSONA}
tests:
  # 关于档位
  档位:   # 名称后面的注释
    persona: 小店
    at: 2026-11-23
    expect:
      tags: {{big: true, weak: "true"}}   # 行尾
      unknown:
        - weak   # 块状列表
        - big
      levels: {{pyramid: '上层'}}
      visit: {{due: 2026-01-01, modes: [online]}}
      items:
        files: {{last_done: 2026-11-01}}
        gift: "offered"
      people: {{chief: 李明}}
      missing:
      tables: {{route: {{by: boat}}, gap: small}}
"""


def test_values_are_replaced_and_nothing_else() -> None:
    made = accepted(TEXT)
    assert made.left == ()
    new = made.texts[FILE]
    assert agrees(new)
    assert made.count == 11
    assert "tags: {big: false, weak: false}   # 行尾" in new
    assert "unknown:\n        []" in new
    assert "levels: {pyramid: rest}" in new
    assert "visit: {due: 2026-11-30, modes: [field]}" in new
    assert "files: {last_done: none}" in new
    assert "gift: not_eligible" in new
    assert "tables: {route: {by: car}, gap: none}" in new
    for comment in ("# 第一行注释", "# 关于档位", "# 名称后面的注释", "# 行尾"):
        assert comment in new
    assert accepted(new).texts == {}


def test_a_list_under_a_key_without_a_value_gets_its_blank() -> None:
    text = f"{PERSONA}tests:\n  t:\n    at: 2026-11-23\n    given: {{tier: 3}}\n    expect:\n      unknown:\n"
    new = accepted(text).texts[FILE]
    assert "unknown: [double, weak, unhappy, pyramid, fee, route, ways]\n" in new
    assert agrees(new)


def test_chinese_files_are_written_in_chinese() -> None:
    text = "测试:\n  t:\n    日期: 2026-11-23\n    资料: {档位: 28}\n    预期: {标签: {大客户: 否, 弱: 是}, 服务项: {档案: {上次完成: 2026-01-01}}}\n"
    new = accepted(text).texts[FILE]
    assert "预期: {标签: {大客户: 是, 弱: 未知}, 服务项: {档案: {上次完成: 无}}}" in new
    assert agrees(new)


SHARED = f"""\
{PERSONA}tests:
  t:
    persona: 小店
    at: 2026-11-23
    expect: {{tags: {{big: true}}}}
    customers:
      小: {{given: {{tier: 3}}}}
      大: {{given: {{tier: 30}}}}
"""


@pytest.mark.parametrize("only", ["", "小"])
def test_an_expectation_of_several_customers_is_left_where_they_differ(only: str) -> None:
    made = accepted(SHARED, only)
    assert made.texts == {}
    assert [one.code for one in made.left] == ["WE792"]
    assert "several customers" in made.left[0].message.en


def test_an_expectation_of_several_customers_is_rewritten_where_all_agree() -> None:
    text = SHARED.replace("tier: 30", "tier: 4")
    made = accepted(text)
    assert made.count == 1
    assert agrees(made.texts[FILE])
    assert made.left == ()


def test_a_value_that_is_used_twice_is_left_where_it_would_change_the_customer() -> None:
    text = (
        "tests:\n  t:\n    at: 2026-11-23\n    given: {tier: &x 3}\n"
        "    expect: {measures: {double: *x}}\n"
    )
    made = accepted(text)
    assert made.texts == {}
    assert [one.code for one in made.left] == ["WE792"]
    assert "differed" in made.left[0].message.en


CASE = f"""\
{PERSONA}tests:
  t:
    persona: 小店
    case:
      failure: lost
      opened: 2026-11-23 09:30
      steps:
        - {{at: 2026-11-23 09:40, do: acknowledge, by: 李明, refused: ended, expect: {{state: open}}}}
        - {{at: 2026-11-23 09:45, do: close, by: 李明}}
      until: 2026-11-24 18:00
    expect: {{case: {{rungs: [], deadlines: {{amend: 2026-11-23 10:00}}, clocks: {{amend: met}}, messages: []}}}}
"""


def test_a_step_that_was_refused_without_a_word_is_left() -> None:
    made = accepted(CASE)
    assert [one.code for one in made.left] == ["WE792"]
    assert "refused" in made.left[0].message.en
    new = made.texts[FILE]
    assert "refused: none, expect: {state: acknowledged}" in new
    assert "deadlines: {amend: 2026-11-24 18:00}, clocks: {amend: overdue}" in new
    assert "messages: [opened, done, warned, overdue]" in new
    (result,) = run_tests(program(), read(new).tests)
    assert [" ".join(one.expectation.subject) for one in result.differences] == ["steps 2 refused"]


VALUES = st.fixed_dictionaries(
    {
        "tier": st.integers(1, 30),
        "net": st.integers(-300, 900) | st.just("missing"),
        "market": st.sampled_from(["urban", "rural", "missing"]),
        "sat": st.lists(st.integers(40, 80), max_size=3),
    }
)


@settings(max_examples=30, deadline=None)
@given(customers=st.lists(VALUES, min_size=1, max_size=3))
def test_accepting_makes_everything_agree(customers: list[dict[str, object]]) -> None:
    lines = []
    for number, values in enumerate(customers):
        lines += [
            f"  t{number}:  # 第{number}位",
            "    at: 2026-11-23",
            f"    given: {{tier: {values['tier']}, net: {values['net']}, market: {values['market']}, sat: {values['sat']}}}",
            "    expect:",
            "      tags: {big: true, weak: true, unhappy: unknown}",
            "      levels: {pyramid: top}",
            "      measures: {double: 1}",
            "      tables: {fee: 9, route: {days: 1, by: none}, gap: unknown}",
            "      unknown: [big]",
            "      missing: []",
            "      categories: [general]",
            "      items: {gift: unknown, lesson: active, call: {state: due, due: none, urgency: high}}",
            "      visit: {times: 9, per: day, minutes: 1, modes: [online], due: none}",
            "      monthly_minutes: 0",
            "      people: {manager: 李明, chief: none}",
        ]
    text = "tests:\n" + "\n".join(lines) + "\n"
    made = accepted(text)
    assert made.left == ()
    new = made.texts[FILE]
    assert agrees(new)
    assert re.findall("#.*", new) == re.findall("#.*", text)
    assert accepted(new).count == 0
    assert len(new.splitlines()) == len(text.splitlines())
