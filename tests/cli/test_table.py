"""`table export` and `table import` at the command line."""

from __future__ import annotations

import openpyxl
import pytest

from tests.cli.running import POLICY, TOBACCO, VIP, Shell, process

TABLE = """\
# 收费
tables:
  fee:
    gives: {type: integer}
    rows:
      - {tier: "> 20", then: 5}   # 大户优惠
      - {tier: ≤ 20, then: 8}
"""


@pytest.fixture
def table(shell: Shell) -> Shell:
    shell.write({"p/a.yaml": POLICY, "p/b.yaml": TABLE})
    ran = shell("table", "export", "p", "--out", "t.xlsx")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "已写出 t.xlsx：2 张工作表，3 行；改好后用 table import 导回\n"
    return shell


def change(shell: Shell, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(shell.folder / "t.xlsx")
    book["fee"][cell] = value
    book.save(shell.folder / "t.xlsx")


def test_a_change_is_shown_then_written(table: Shell) -> None:
    change(table, "C2", 6)
    ran = table("table", "import", "p", "t.xlsx", "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("“fee”C2  1 · 结果：5 → 6\n")
    assert '+      - {tier: "> 20", then: 6}   # 大户优惠\n' in ran.out
    assert (table.folder / "p/b.yaml").read_text(encoding="utf-8") == TABLE
    ran = table("table", "import", "p", "t.xlsx")
    assert (ran.code, ran.err) == (0, "已导入 1 处改动：p/b.yaml\n")
    written = (table.folder / "p/b.yaml").read_text(encoding="utf-8")
    assert written == TABLE.replace("then: 5", "then: 6")
    assert (table.folder / "p/a.yaml").read_text(encoding="utf-8") == POLICY


def test_nothing_changed(table: Shell) -> None:
    ran = table("table", "import", "p", "t.xlsx")
    assert (ran.code, ran.out, ran.err) == (0, "", "没有改动\n")


def test_a_mistake_in_a_cell_is_told_with_its_address(table: Shell) -> None:
    change(table, "B3", "二十以下")
    ran = table("table", "import", "p", "t.xlsx")
    assert ran.code == 1
    code = "WE646"
    assert f"[{code}]: 单元格 “fee”B3：WE344" in ran.err
    assert "没有导入，政策没有改动" in ran.err
    assert (table.folder / "p/b.yaml").read_text(encoding="utf-8") == TABLE


def test_a_stale_sheet_is_refused(table: Shell) -> None:
    table.write({"p/b.yaml": TABLE.replace("then: 8", "then: 9")})
    change(table, "C2", 6)
    ran = table("table", "import", "p", "t.xlsx")
    assert ran.code == 1
    assert "工作表“fee”导出以后政策改过，没有导入这张表：C3 导出时是“8”，现在是“9”" in ran.err
    assert "then: 5" in (table.folder / "p/b.yaml").read_text(encoding="utf-8")


def test_usage(table: Shell) -> None:
    assert table("table", "export", "p", "--out", "t.csv").code == 2
    assert table("table", "import", "p", "gone.xlsx").code == 2
    table.write({"q/a.yaml": POLICY.split("must_do")[0]})
    assert table("table", "export", "q", "--out", "q.xlsx").code == 2


@pytest.mark.parametrize("policy", [TOBACCO, VIP])
def test_the_shipped_policies_come_back_unchanged_as_a_process(tmp_path, policy) -> None:
    out = tmp_path / "t.xlsx"
    assert process("table", "export", str(policy), "--out", str(out)).code == 0
    ran = process("table", "import", str(policy), str(out), "--dry-run")
    assert (ran.code, ran.out) == (0, "")
