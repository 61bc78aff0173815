"""`check --customers` at the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import DAY, HEADER, POLICY, ROW, TOBACCO, Shell, process

SCALE = (
    POLICY
    + "scales:\n  size:\n    label: 规模\n    levels:\n      low: {label: 低档, when: tier < 20}\n"
)


@pytest.fixture
def base(shell: Shell) -> Shell:
    rows = "".join(ROW.replace("C1", f"C{n}").replace("28", str(n)) for n in (3, 5, 21, 22))
    shell.write({"p/a.yaml": SCALE, "c.csv": HEADER + rows, "d.csv": HEADER + ROW})
    return shell


def test_customers_without_an_answer_are_a_finding(base: Shell) -> None:
    ran = base("check", "p", "--customers", "c.csv", "--at", DAY)
    assert ran.code == 1
    assert "== 客户资料 ==\n[WE612] “规模”有 2 位客户没有任何规则适用，例如 C21、C22" in ran.out
    assert "[WE610] 全部 4 位客户中没有一位符合标签“大客户”" in ran.out


def test_a_period_that_is_over_is_told_once(base: Shell) -> None:
    base.write({"p/a.yaml": SCALE.replace("big: {", "big: {valid: ..2025-01-01, ")})
    ran = base("check", "p", "--customers", "c.csv", "--at", DAY)
    assert "[WE616] “大客户”只到 2025-01-01 为止，已经过期，不再用于任何客户" in ran.out
    assert "符合标签“大客户”" not in ran.out
    assert "WE616" not in base("check", "p", "--customers", "c.csv", "--at", "2025-01-01").out
    allowed = SCALE.replace("  big: {", "  # 允许 WE616：明年还要用\n  big: {valid: ..2025-01-01, ")
    base.write({"p/a.yaml": allowed})
    assert "WE616" not in base("check", "p", "--customers", "c.csv", "--at", DAY).out
    assert "WE77" not in base("check", "p").out


def test_several_files_and_json(base: Shell) -> None:
    ran = base("check", "p", "--customers", "c.csv", "d.csv", "--at", DAY, "--format", "json")
    found = {one["code"]: one["args"] for one in json.loads(ran.out)["findings"]}
    assert found["WE612"]["count"] == "3"
    assert "WE610" not in found


def test_a_comment_allows_what_is_meant_so(base: Shell) -> None:
    text = SCALE.replace("  big:", "  # 允许 WE610：旺季才有\n  big:")
    base.write({"p/a.yaml": text})
    ran = base("check", "p", "--customers", "c.csv", "--at", DAY)
    assert "符合标签“大客户”" not in ran.out
    assert "WE77" not in base("check", "p").out


def test_rows_that_cannot_be_used_are_told(base: Shell) -> None:
    base.write({"e.csv": HEADER + ROW + ROW.replace("C1", "C2").replace(",28,", ",99,")})
    ran = base("check", "p", "--customers", "e.csv", "--at", DAY)
    assert "WE522" in ran.err or "99" in ran.err
    assert "全部 1 位客户" in ran.out


def test_a_file_that_is_not_there(base: Shell) -> None:
    assert base("check", "p", "--customers", "no.csv").code in (1, 2)


def test_the_shipped_customers_as_a_process() -> None:
    customers = TOBACCO / "customers.csv"
    ran = process("check", str(TOBACCO), "--customers", str(customers), "--at", DAY, "--lang", "zh")
    assert ran.code == 0
    assert "补齐“年度满意度序列”可确定 91 位客户的 3 项" in ran.out
