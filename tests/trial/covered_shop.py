"""A small policy with one of everything that tests can reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tests.decide.policies import compiled
from workflow_engine.program.program import Program
from workflow_engine.program.types import SCALE, Value

SHOP = """\
policy: {id: shop, title: 店, version: "1", stage: draft}
roles: {manager: {label: 经理, reports_to: chief}, chief: {label: 主管}}
customer:
  key: id
  choices: opted_in
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位}
      share: {type: number, min: 0, max: 1, label: 占比}
      joined: {type: date, label: 入网}
      rural: {type: boolean, label: 乡村}
      opted_in: {type: list of text}
tags:
  big: {label: 大客户, when: "28 <= tier <= 30"}
  weak: {label: 弱, when: "share < 0.3 or rural"}
  fresh: {label: 新, when: days_since(joined) <= 90}
scales:
  pyramid:
    levels:
      top: {label: 顶层, when: big, strategy: keep}
      low: {label: 底层, when: "tier < 5", strategy: stop}
      rest: {label: 其余, otherwise: true}
tables:
  minutes:
    gives: {type: integer}
    hit: first
    rows:
      - {tier: "≥ 20", rural: true, then: 60}
      - {tier: "≥ 20", then: 40}
    otherwise: 20
categories: {of: [big], otherwise: general}
visits:
  general: {times: 1 per month, minutes: 20, modes: [field]}
  big: {times: 4 per month, minutes: 40, modes: [field]}
must_do:
  stock: {label: 盘点, for: everyone, every: 1 month}
  rural_aid: {label: 帮扶, for: rural, every: 1 month}
optional:
  image: {label: 形象, eligible: tier >= 10, until: "share > 0.9", every: 1 month}
  wish: {label: 特需, every: 1 month}
strategies:
  keep: {label: 留住, grants: [image]}
  stop: {label: 淘汰, suspends: [image, wish]}
recovery:
  failures:
    wrong: {label: 差错, owner: manager, acknowledge: {within: 2 work hours}, amend: {within: 1 workday}}
    late: {label: 延误, owner: manager, acknowledge: {within: 2 work hours}, amend: {within: 1 workday}}
  escalation:
    - {from: manager, any: [acknowledge overdue]}
"""
BASE: Mapping[str, Value] = {
    "tier": 12,
    "share": SCALE // 2,
    "joined": dt.date(2020, 1, 1),
    "rural": False,
    "opted_in": (),
}


def program_of(text: str) -> Program:
    """The program of a policy that must be free of mistakes."""
    program, mistakes = compiled(text)
    assert program is not None, mistakes
    return program
