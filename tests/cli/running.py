"""Running the command line: as a process, or in this one, and a small policy to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from workflow_engine.cli.main import run

ROOT = Path(__file__).parents[2]
DAY = "2026-11-21"
TOBACCO, VIP = ROOT / "rules" / "tobacco-retail", ROOT / "rules" / "vip"

POLICY = """\
policy:
  id: p
  version: "1"
customer:
  key: customer_id
  name: customer_name
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位, required: true}
      market: {type: choice, of: {urban: 城镇, rural: 乡村}}
      joined_on: {type: date}
    operating:
      contribution: {type: number, unit: 元}
      cost: {type: number, unit: 元}
measures:
  net: contribution - cost
tags:
  big: {label: 大客户, when: tier >= 28}
roles:
  manager: {label: 客户经理}
must_do:
  stock_count: {label: 库存盘点, for: everyone, every: 1 month, minutes: 10, value: high, urgency: high}
"""
HEADER = "customer_id,customer_name,tier,market,joined_on,contribution,cost\n"
ROW = "C1,好店,28,rural,2026-01-01,10,5\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change language, width or encoding."""
    changing = ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if name not in changing}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **more}


def process(*arguments: object, cwd: Path = ROOT, **variables: str) -> Ran:
    """`workflow-engine …` as a process of its own; nobody ever sees a traceback or a colour code."""
    done = subprocess.run(
        [sys.executable, "-m", "workflow_engine", *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        check=False,
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.out + ran.err
    return ran


class Shell:
    """The command line in this process, standing in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def __call__(self, *arguments: object) -> Ran:
        self._capsys.readouterr()
        try:
            code = run(list(map(str, arguments)))
        except SystemExit as ended:
            code = int(str(ended.code))
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)
