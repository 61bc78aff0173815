"""A policy and the version before it, in folders, with customers for both."""

from __future__ import annotations

from pathlib import Path

BEFORE = """
policy: {id: shop, version: "2026.10", language: en}
roles: {clerk: {label: 客户经理, minutes_per_day: 300}, boss: {label: 主管}}
customer:
  key: number
  name: shop
  attributes:
    basic: {tier: {type: integer, min: 1, max: 30}, old_code: {type: text}}
    operating: {opted_in: {type: list of text}}
tags: {big: {label: 大客户, when: tier >= 20}}
scales:
  pyramid: {label: 金字塔, levels: {top: {label: 顶级, when: tier >= 25}, usual: {label: 一般, otherwise: true}}}
categories: {of: [big], otherwise: general}
visits: {general: {times: 1 per month, minutes: 20, modes: [field]}}
must_do: {count: {label: 盘点, every: 1 month, minutes: 10}}
optional: {tea: {label: 茶会, eligible: big, every: 1 month, minutes: 30}}
"""
NEW = """
policy: {id: shop, version: "2026.11", language: en}
roles: {clerk: {label: 客户经理, minutes_per_day: 300}}
customer:
  key: number
  name: shop
  attributes:
    basic: {tier: {type: integer, min: 1, max: 30}, market: {type: choice, of: [urban, rural]}}
    operating: {opted_in: {type: list of text}}
tags: {big: {label: 大客户, when: tier >= 10}, rural_shop: {label: 乡村, when: market == "rural"}}
scales:
  pyramid: {label: 金字塔, levels: {gold: {label: 黄金, when: tier >= 25}, usual: {label: 一般, otherwise: true}}}
categories: {of: [big], otherwise: general}
visits: {general: {times: 2 per month, minutes: 20, modes: [field]}}
must_do: {count: {label: 盘点, every: 1 month, minutes: 10}, survey: {label: 调查, every: 1 quarter, minutes: 5}}
optional: {forum: {label: 论坛, eligible: big, every: 1 month, minutes: 15}}
rollout:
  before: ../before
  stages: {2026-11-01: 30%, 2026-12-01: 100%}
"""
DAY = "2026-11-21"
HEADER = "number,shop,tier,old_code,market,opted_in"


def rows(count: int = 60) -> list[dict[str, str]]:
    """Customers of all kinds; some cells are missing, and one row is bad in each version."""
    made = []
    for number in range(count):
        tier = "" if number % 11 == 3 else str(number % 30 + 1)
        market = ("urban", "rural", "")[number % 3]
        chosen = ("tea", "forum", "tea;forum", "")[number % 4]
        made.append(
            {
                "number": f"S{number:04}",
                "shop": f"店{number}",
                "tier": tier,
                "old_code": f"k{number}",
                "market": market,
                "opted_in": chosen,
            }
        )
    return made


def csv(customers: list[dict[str, str]]) -> str:
    """The customers as a file."""
    lines = [",".join(customer.values()) for customer in customers]
    return "\n".join([HEADER, *lines]) + "\n"


def folders(at: Path, new: str = NEW, before: str = BEFORE) -> Path:
    """Write both versions and the customers below a folder; the folder of the new one."""
    for name, text in (("new", new), ("before", before)):
        (at / name).mkdir()
        (at / name / "policy.yaml").write_text(text, encoding="utf-8")
    (at / "customers.csv").write_text(csv(rows()), encoding="utf-8")
    log = "number,item,done_on\nS0001,count,2026-11-02\nS0002,tea,2026-11-03\nS0004,survey,2026-11-04\n"
    (at / "log.csv").write_text(log, encoding="utf-8")
    return at / "new"
