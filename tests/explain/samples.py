"""A small policy with everything an explanation has to tell, and customers for it."""

from __future__ import annotations

import datetime as dt

from workflow_engine.compiler.compile import compile_policy
from workflow_engine.model.loader import load_texts
from workflow_engine.program.program import Program
from workflow_engine.program.types import SCALE, Value

TODAY = dt.date(2026, 11, 21)

CUSTOMER = """
policy: {id: sample, version: "1", stage: draft, title: {zh: 样例, en: Sample}}
roles: {manager: {label: 经理}}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: {zh: 档位, en: tier}}
      joined_on: {type: date, label: {zh: 入网日期, en: joining}}
      market: {type: choice, of: {urban: {zh: 城镇, en: urban}, rural: {zh: 乡村, en: rural}}, label: {zh: 市场, en: market}}
      smart_pos: {type: boolean, label: {zh: 云POS, en: cloud POS}}
      area: {type: text, label: {zh: 片区, en: area}}
      seen: {type: datetime, label: {zh: 上次到访, en: last seen}}
    operating:
      contribution: {type: number, unit: 元, label: {zh: 贡献, en: contribution}}
      service_cost: {type: number, unit: 元, min: 0, label: {zh: 服务成本, en: service cost}}
      violations: {type: integer, min: 0, label: {zh: 违规次数, en: violations}}
    service_value:
      satisfaction: {type: list of number, label: {zh: 满意度, en: satisfaction}}
      pos_usage: {type: number, min: 0, max: 1, label: {zh: 云POS使用率, en: POS usage}}
      growth: {type: choice, of: {high: {zh: 高, en: high}, medium: {zh: 中, en: medium}, low: {zh: 低, en: low}}, label: {zh: 成长潜力, en: growth}}
      opted_in: {type: list of text, label: {zh: 已选, en: chosen}}
"""

RULES = """
measures:
  net: {label: {zh: 净贡献, en: net contribution}, value: contribution - service_cost}
  mood: {label: {zh: 平均满意度, en: mean satisfaction}, value: mean(satisfaction)}
tags:
  new_customer: {label: {zh: 新客户, en: new customer}, when: days_since(joined_on) <= 90}
  big_customer: {label: {zh: 大客户, en: big customer}, when: 28 <= tier <= 30}
  pos_idle: {label: {zh: 云POS低使用, en: POS idle}, when: smart_pos and pos_usage < 0.3}
  churn_risk: {label: {zh: 流失风险, en: churn risk}, when: "all_below(last(satisfaction, 4), 60)"}
scales:
  pyramid:
    label: {zh: 客户金字塔, en: pyramid}
    levels:
      negative: {label: {zh: 负值客户, en: negative}, when: net < 0 or violations >= 2, strategy: phase_out}
      most_valuable: {label: {zh: 最有价值客户, en: most valuable}, when: tier >= 28 and net >= 20000, strategy: retain}
      most_growable: {label: {zh: 最具增长性客户, en: most growable}, when: growth == "high"}
      low: {label: {zh: 低贡献客户, en: low contribution}, otherwise: true}
tables:
  minutes:
    label: {zh: 拜访时长, en: visit length}
    gives: {type: integer}
    hit: first
    rows:
      - {tier: ≥ 28, market: rural, then: 60}
      - {tier: 10..<28, then: 30}
    otherwise: 20
categories: {of: [big_customer, new_customer], otherwise: general}
visits:
  general: {times: 1 per month, minutes: 20, modes: [field]}
  big_customer: {times: 4 per month, minutes: 40, modes: [field, online]}
  new_customer: {times: 2 per month, minutes: 60, modes: [field]}
must_do:
  stock_count: {label: {zh: 库存盘点, en: stock count}, for: everyone, every: visit, by: manager, value: medium, urgency: medium, urgency_when: {pos_idle: high}}
  comfort: {label: {zh: 安抚, en: comfort}, for: churn_risk, every: 1 month, by: manager, value: high, urgency: high}
optional:
  brand: {label: {zh: 品牌培育, en: brand building}, eligible: big_customer or growth == "high", until: pos_usage >= 0.9, every: 1 month, by: manager, value: high, urgency: low}
  care: {label: {zh: 节日关怀, en: festival care}, eligible: new_customer, every: "at 春节, 中秋", by: manager, value: low, urgency: low}
  request: {label: {zh: 特殊需求, en: special request}, every: on demand, by: manager, value: low, urgency: low}
strategies:
  phase_out: {label: {zh: 淘汰, en: phase out}, suspends_optional_except: [request]}
  retain: {label: {zh: 留住, en: retain}, grants: [care]}
"""


def program_of(rules: str = RULES) -> Program:
    """The program of the customer section with these rules."""
    loaded = load_texts({"customer.yaml": CUSTOMER, "rules.yaml": rules})
    assert loaded.model is not None, loaded.diagnostics
    compiled = compile_policy(loaded.model)
    assert compiled.program is not None, [*loaded.diagnostics, *compiled.diagnostics]
    return compiled.program


def money(amount: float) -> int:
    """An amount in internal form."""
    return round(amount * SCALE)


VALUABLE: dict[str, Value] = {
    "tier": 29,
    "joined_on": dt.date(2020, 3, 1),
    "market": "rural",
    "smart_pos": True,
    "pos_usage": money(0.25),
    "contribution": money(50_000),
    "service_cost": money(9_000.5),
    "violations": 0,
    "satisfaction": (money(80), money(55), None, money(40), money(58)),
    "growth": "low",
    "opted_in": ("care", "brand"),
}
NEGATIVE: dict[str, Value] = {
    **VALUABLE,
    "tier": 27,
    "contribution": money(1_000),
    "growth": "high",
    "satisfaction": (money(59), money(59), money(59), money(59)),
}
UNKNOWN: dict[str, Value] = {"tier": 27, "smart_pos": True, "contribution": money(30_000)}
