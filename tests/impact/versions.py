"""Two versions of a policy: the shipped ones, with texts changed."""

from __future__ import annotations

from pathlib import Path

from workflow_engine.policy import check_texts
from workflow_engine.program.program import Program

ROOT = Path(__file__).parents[2]
TOBACCO, VIP = ROOT / "rules" / "tobacco-retail", ROOT / "rules" / "vip"


def texts(folder: Path = TOBACCO) -> dict[str, str]:
    """The files of a policy by name."""
    files = (file for file in folder.glob("*.yaml") if not file.name.endswith(".test.yaml"))
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(files)}


def edited(*edits: tuple[str, str, str], folder: Path = TOBACCO) -> Program:
    """The policy with texts replaced: (file, what, by what), each exactly where it stands first."""
    files = texts(folder)
    for name, what, instead in edits:
        assert what in files[name], f"{name} does not say {what!r}"
        files[name] = files[name].replace(what, instead, 1)
    return compiled(files)


def compiled(files: dict[str, str]) -> Program:
    """A policy from its texts, which have no errors."""
    report = check_texts(files)
    assert report.program is not None, [found.message.en for found in report.diagnostics]
    return report.program


SMALL = """\
policy: {id: p, version: "1"}
customer:
  key: customer_id
  name: customer_name
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位}
      market: {type: choice, of: {urban: 城镇, rural: 乡村}, label: 市场}
      manager_name: {type: text, label: 经理}
      opted_in: {type: list of text}
roles: {manager: {label: 客户经理, person: manager_name, minutes_per_day: 300, cost_per_hour: 60}}
tags:
  big: {label: 大客户, when: tier >= 20}
  rural: {label: 乡村客户, when: market == "rural"}
scales:
  rank:
    label: 等级
    levels:
      gold: {label: 金, when: tier >= 25, strategy: keep}
      silver: {label: 银, when: tier >= 10, strategy: cut}
      bronze: {label: 铜, otherwise: true}
strategies:
  keep: {label: 留住, grants: [gift]}
  cut: {label: 收缩, suspends: [course]}
tables:
  minutes:
    gives: {type: integer}
    hit: first
    rows:
      - {tier: ≥ 20, market: rural, then: 60}
      - {tier: ≥ 10, then: 40}
      - {market: rural, then: 30}
    otherwise: 20
categories: {of: [big, rural], otherwise: general}
visits:
  general: {times: 1 per month, minutes: 20, modes: [field]}
  big: {times: 4 per month, minutes: 40, modes: [field]}
  rural: {times: 2 per month, minutes: 30, modes: [online]}
must_do:
  stock: {label: 盘点, for: everyone, every: visit, by: manager, value: high, urgency: medium, urgency_when: {big: high}}
  call: {label: 电话, for: big, every: 1 month, by: manager, minutes: 10, value: low, urgency: low}
optional:
  gift: {label: 礼品, eligible: rural, every: at 春节, by: manager, minutes: 15, value: low, urgency: low}
  course: {label: 课程, eligible: tier >= 5, every: 3 months, by: manager, minutes: 45, value: medium, urgency: low}
"""


def small(*edits: tuple[str, str]) -> Program:
    """The small policy with texts replaced."""
    text = SMALL
    for what, instead in edits:
        assert what in text, f"the small policy does not say {what!r}"
        text = text.replace(what, instead, 1)
    return compiled({"p.yaml": text})
