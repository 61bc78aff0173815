"""What is over on the day of the census, wherever a period may be written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.decide.policies import compiled
from workflow_engine.census.expired import expired

POLICY = """\
policy: {id: p, title: p, version: "1", stage: draft}
customer: {key: id, attributes: {basic: {tier: {type: integer}}}}
roles: {manager: {label: 客户经理}}
tags:
  big: {label: 大客户, when: tier >= 28, valid: ..2025-01-01}
  open: {label: 常年, when: tier >= 20, valid: 2025-01-02..}
  written: {label: 手写, when: tier > 1 and today <= '2025-01-01'}
  either: {label: 或者, when: tier > 1 or today <= '2025-01-01'}
scales:
  size:
    label: 规模
    levels:
      top: {label: 上, when: big, valid: 2024-06-01..2025-01-01}
      rest: {label: 其余, otherwise: true}
tables:
  fee:
    label: 费用
    gives: {type: integer}
    rows:
      - {tier: "> 3", valid: ..2025-01-01, then: 1}
    otherwise: 2
must_do: {visit: {label: 拜访, for: big, every: 1 month, by: manager, valid: ..2025-01-01}}
optional: {gift: {label: 礼品, eligible: big, every: 1 year, by: manager, valid: ..2025-01-01}}
privileges: {gold: {label: 金卡, for: big, gives: {配送: 每周}, valid: ..2025-01-01}}
"""


@pytest.mark.parametrize(
    ("day", "over"), [(dt.date(2025, 1, 1), False), (dt.date(2025, 1, 2), True)]
)
def test_what_is_over(day: dt.date, *, over: bool) -> None:
    program, mistakes = compiled(POLICY)
    assert program is not None, mistakes
    found = list(expired(program, day))
    assert {one.code for one in found} <= {"WE616"}
    named = [one.args["rule"] for one in found]
    everything = ["“大客户”", "“手写”", "the level “上” of “规模”", "row 1 of “费用”"]
    assert named == ([*everything, "“拜访”", "“礼品”", "“金卡”"] if over else [])


def test_the_keyword_is_that_of_the_file() -> None:
    program, mistakes = compiled(POLICY)
    assert program is not None, mistakes
    day = dt.date(2026, 1, 1)
    for lang, word in (("zh", "`生效期`"), ("en", "`valid`")):
        one = next(expired(replace(program, written_in={"policy.yaml": lang}), day))
        assert one.help is not None
        assert word in one.help.zh
