"""A small policy, files for it, and runs over them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from workflow_engine.policy import check_texts
from workflow_engine.program.program import Program
from workflow_engine.runs.pipeline import RunReport, plan_files

DAY = dt.date(2026, 11, 21)
ENGINES = ("row", "polars")
POLICY = """\
policy: {id: small, version: "1"}
customer:
  key: customer_id
  name: customer_name
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位, required: true}
      market: {type: choice, of: {urban: 城镇, rural: 乡村}}
      area: {type: text}
      state: {type: text}
      joined_on: {type: date}
      sat: {type: list of number}
      opted_in: {type: list of text}
    operating:
      contribution: {type: number}
  choices: opted_in
tags:
  big: {when: tier >= 28}
  rich: {when: contribution > 1000}
scales:
  pyramid:
    levels:
      top: {when: big and rich}
      base: {otherwise: true}
roles: {manager: {label: 客户经理}}
categories: {of: [big], otherwise: general}
visits:
  general: {times: 1 per month, minutes: 20, modes: [field]}
  big: {times: 2 per month, minutes: 30, modes: [field, online]}
must_do:
  stock_count: {for: everyone, every: visit, by: manager, minutes: 10}
  care: {for: pyramid == "top", every: 2 weeks, by: manager}
optional:
  coaching: {eligible: big or market == rural, every: 1 month, minutes: 20}
"""
HEADER = "customer_id,customer_name,tier,market,area,state,joined_on,sat,opted_in,contribution\n"


@cache
def program() -> Program:
    report = check_texts({"small.yaml": POLICY})
    assert report.program is not None, report.diagnostics
    return report.program


def row(number: int) -> str:
    """A customer with some gaps; every 7th is large, every 5th of unknown contribution."""
    tier = 29 if number % 7 == 0 else number % 27 + 1
    contribution = "" if number % 5 == 0 else str(number * 10)
    market = ("urban", "乡村", "")[number % 3]
    area = ("城东/3", "a=b c", "", "...")[number % 4]
    chosen = "coaching" if number % 4 == 0 else ""
    return f"C{number},店{number},{tier},{market},{area},,2020-01-02,60;{number},{chosen},{contribution}\n"


def customer_csv(path: Path, numbers: Iterable[int]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "".join(map(row, numbers)), encoding="utf-8")
    return path


def plan(paths: Sequence[Path] | Path, out: Path, engine: str = "row", **more: Any) -> RunReport:
    given = [paths] if isinstance(paths, Path) else paths
    return plan_files(program(), given, at=DAY, out=out, engine=engine, **more)


def tables(out: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The items and the customers that a run has written as undivided Parquet."""
    return pl.read_parquet(out / "items"), pl.read_parquet(out / "customers")


def manifest(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return content


def rejected(out: Path) -> list[dict[str, str]]:
    with (out / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
