"""Customer files, service logs and output places that are wrong: code, place, advice; good rows go on."""

from __future__ import annotations

import errno
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import DAY, HEADER, POLICY, ROW, Ran, Shell
from workflow_engine.batch import writers


def second(right: str, wrong: str) -> str:
    """A good first row and a second one with a mistake."""
    row = ROW.replace("C1", "C2")
    assert right in row
    return HEADER + ROW + row.replace(right, wrong, 1)


def decide(shell: Shell, content: str | bytes, name: str = "c.csv") -> Ran:
    shell.write({"p/a.yaml": POLICY, name: content})
    return shell("decide", "p", name, "--at", DAY)


def ids(ran: Ran) -> list[str]:
    return [json.loads(line)["id"] for line in ran.out.splitlines()]


ROWS = {
    "tier 31": (second("28", "31"), "WE531", "3:3", "应在 1 到 30 之间"),
    "number in words": (second("28", "二十八"), "WE530", "3:3", "是不是想写 28？"),
    "1e400": (second(",10,", ",1e400,"), "WE530", "3:6", "整数部分最多 15 位"),
    "not a number": (second(",10,", ",NaN,"), "WE530", "3:6", "“NaN”"),
    "no such day": (second("2026-01-01", "2026-02-30"), "WE534", "3:5", "日历上没有这一天"),
    "no such choice": (second("rural", "suburb"), "WE532", "3:4", "suburb"),
    "required": (second("28", ""), "WE524", "3:3", "档位"),
    "double id": (HEADER + ROW + ROW, "WE523", "3:1", "在第 2 行已出现"),
    "no id": (second("C2", ""), "WE522", "3:1", "编号"),
    "too few cells": (HEADER + ROW + "C2,好店\n", "WE520", "3:1", "2"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_bad_row_is_rejected_and_the_good_one_goes_on(shell: Shell, name: str) -> None:
    text, code, place, word = ROWS[name]
    ran = decide(shell, text)
    assert ran.code == 1
    assert ids(ran) == ["C1"]
    assert f"错误[{code}]" in ran.err
    assert f"--> c.csv:{place}" in ran.err
    assert word in ran.err
    assert "客户文件共 2 行：1 行成功，1 行被拒绝" in ran.err


def test_the_first_place_of_a_double_id_is_shown(shell: Shell) -> None:
    assert "::: c.csv:2:1 第一次出现在这里" in decide(shell, HEADER + ROW + ROW).err


def test_every_bad_cell_of_a_row_is_told(shell: Shell) -> None:
    ran = decide(shell, second("28,rural,2026-01-01,10", "31,suburb,never,x"))
    assert ran.err.count("错误[") == 4


def test_many_bad_rows_are_counted_not_all_shown(shell: Shell) -> None:
    rows = "".join(f"C{n},店,99,rural,,,\n" for n in range(2, 102))
    ran = decide(shell, HEADER + ROW + rows)
    assert ran.err.count("错误[WE531]") == 50
    assert "另有 50 行未逐条列出" in ran.err
    assert "客户文件共 101 行：1 行成功，100 行被拒绝" in ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("\ufeff" + HEADER + ROW, "", id="BOM"),
        pytest.param((HEADER + ROW).encode("gb18030"), "提示[WE504]", id="GB18030"),
        pytest.param((HEADER + ROW).encode("utf-16"), "", id="UTF-16"),
        pytest.param((HEADER + ROW).replace(",", "\t"), "", id="tabs"),
        pytest.param((HEADER + ROW).replace("\n", "\r\n") + "\r\n\r\n", "", id="blank lines"),
        pytest.param((HEADER + ROW).replace("tier", "档位").replace("28", "２８"), "", id="label"),
    ],
)
def test_a_file_that_is_fine(shell: Shell, content: str | bytes, told: str) -> None:
    ran = decide(shell, content)
    assert ran.code == 0
    assert ids(ran) == ["C1"]
    assert told in ran.err


def test_a_header_alone(shell: Shell) -> None:
    ran = decide(shell, HEADER)
    assert ran.code == 0
    assert not ran.out
    assert "提示[WE512]" in ran.err
    ran = shell("plan", "p", "c.csv", "--at", DAY, "--out", "out")
    assert ran.code == 0
    assert ran.out.startswith("没有客户")
    assert (shell.folder / "out" / "plans.jsonl").read_text() == ""


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER.strip().split(","))
    sheet.append(["C1", "好店", 28, "rural", "2026-01-01", 10, 5])
    sheet.append(["C2", "好店", "=14*2", "rural", "2026-01-01", 10, 5])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_formula_without_a_saved_result(shell: Shell) -> None:
    ran = decide(shell, workbook(), "c.xlsx")
    assert ran.code == 1
    assert ids(ran) == ["C1"]
    assert "错误[WE533]" in ran.err
    assert "--> c.xlsx:3:3" in ran.err
    assert "用 Excel 打开并保存一次" in ran.err


FILES = {
    "missing key column": (
        HEADER.replace("customer_id", "number") + ROW,
        "c.csv",
        "WE506",
        "缺少客户编号列",
    ),
    "required column missing": ("customer_id,customer_name\nC1,x\n", "c.csv", "WE510", "档位"),
    "empty": ("", "c.csv", "WE511", "文件是空的"),
    "NUL bytes": (second("28", "2\0"), "c.csv", "WE503", "UTF-8"),
    "no known encoding": ((HEADER + ROW).encode() + b"\xff\xff\xff", "c.csv", "WE503", "UTF-8"),
    "cell of 10 MB": (
        second("28", "9" * 10_000_000),
        "c.csv",
        "WE505",
        "有一格超过 131,072 个字符",
    ),
    "lone quote": (HEADER + ROW + 'C2,"好店\n', "c.csv", "WE505", "到文件末尾引号也没有合上"),
    "unknown ending": (HEADER + ROW, "c.txt", "WE502", "请另存为其中一种格式"),
    "old Excel": (b"\xd0\xcf\x11\xe0", "c.xls", "WE502", "“.xls”"),
    "Excel called CSV": (workbook(), "c.csv", "WE501", "这其实是 Excel 工作簿"),
    "broken xlsx": (workbook()[:2000], "c.xlsx", "WE501", "不是完好的 .xlsx 工作簿"),
    "text called xlsx": ("hello", "c.xlsx", "WE501", "不是完好的 .xlsx 工作簿"),
    "broken parquet": (b"PAR1xx", "c.parquet", "WE501", "不是完好的 Parquet 文件"),
    "JSON that is no line": ("{", "c.jsonl", "WE501", "没有写完"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_used(shell: Shell, name: str) -> None:
    content, file, code, word = FILES[name]
    ran = decide(shell, content, file)
    assert ran.code == 1
    assert f"错误[{code}]" in ran.err
    assert f"--> {file}" in ran.err
    assert word in ran.err


LINES = {
    "cut in the middle": ('{"customer_id": "C2", "ti', "WE521", "2:1", "这一行没有写完"),
    "an array": ("[1, 2]", "WE521", "2:1", "应为 { … } 的形式"),
    "nested": ("[" * 200_000, "WE521", "2:1", "嵌套太深"),
    "a key twice": ('{"tier": 1, "tier": 2}', "WE521", "2:1", "“tier”出现了两次"),
    "10,000 digits": (
        '{"customer_id": "C2", "tier": ' + "9" * 10_000 + "}",
        "WE530",
        "2:2",
        "整数部分最多 15 位",
    ),
    "cell of 10 MB": (
        '{"customer_id": "C2", "tier": "' + "九" * 3_400_000 + '"}',
        "WE530",
        "2:2",
        "要填数字",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_a_bad_json_line(shell: Shell, name: str) -> None:
    line, code, place, word = LINES[name]
    ran = decide(shell, '{"customer_id": "C1", "tier": 28}\n' + line + "\n", "c.jsonl")
    assert ran.code == 1
    assert ids(ran) == ["C1"]
    assert f"错误[{code}]" in ran.err
    assert f"--> c.jsonl:{place}" in ran.err
    assert word in ran.err
    assert len(ran.err) < 4_000


def test_a_column_that_is_not_there_is_missing_for_all(shell: Shell) -> None:
    ran = decide(shell, "customer_id,tier\nC1,28\n")
    assert ran.code == 0
    assert "警告[WE509]" in ran.err
    (line,) = map(json.loads, ran.out.splitlines())
    assert line["unknown"] == ["net"]
    assert line["missing"] == ["contribution", "cost"]


def test_a_folder_or_nothing_in_the_place_of_the_customers(shell: Shell) -> None:
    shell.write({"p/a.yaml": POLICY})
    ran = shell("decide", "p", "p")
    assert (ran.code, ran.err) == (2, "workflow-engine decide: `p` 是文件夹，不是文件\n")
    ran = shell("decide", "p", "c.csv", "--lang", "en")
    assert (ran.code, ran.err) == (2, "workflow-engine decide: there is no file `c.csv`\n")


LOG = "customer_id,item,done_on\n"
LOGS = {
    "unknown item": (LOG + "C1,stock_cont,2026-10-01\n", 1, "错误[WE535]", "log.csv:2"),
    "bad date": (LOG + "C1,stock_count,2026-02-30\n", 1, "错误[WE534]", "日历上没有这一天"),
    "no date": (LOG + "C1,stock_count,\n", 1, "错误[WE603]", "done_on"),
    "unknown customer": (LOG + "C9,stock_count,2026-10-01\n", 0, "警告[WE602]", "如 C9"),
    "after the day": (
        LOG + "C1,stock_count,2027-01-01\n",
        0,
        "警告[WE604]",
        "在计划日 2026-11-21 之后",
    ),
    "missing column": ("customer_id,item\nC1,stock_count\n", 1, "错误[WE601]", "缺少“done_on”列"),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_that_is_wrong(shell: Shell, name: str) -> None:
    text, code, heading, word = LOGS[name]
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER + ROW, "log.csv": text})
    ran = shell("plan", "p", "c.csv", "--at", DAY, "--log", "log.csv")
    assert ran.code == code
    assert heading in ran.err
    assert word in ran.err
    if name == "missing column":
        assert not ran.out
    else:
        (entry,) = json.loads(ran.out)["must_do"]
        assert entry["last_done"] is None
    assert ("服务记录有 1 行被拒绝" in ran.err) == (code == 1 and name != "missing column")


OUTPUTS = ("out", "out.jsonl", "out.html", "out.xlsx")


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("folder", ["c.csv", "/proc", "/dev/null"])
def test_a_place_that_cannot_be_written(shell: Shell, folder: str, name: str) -> None:
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER + ROW})
    ran = shell("plan", "p", "c.csv", "--at", DAY, "--out", f"{folder}/{name}")
    assert ran.code == 1
    assert "错误[WE901]" in ran.err
    assert f"--> {folder}/{name}" in ran.err
    assert "请换一个有写入权限的位置" in ran.err
    assert sorted(path.name for path in shell.folder.iterdir()) == ["c.csv", "p"]


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_full_disk_leaves_the_old_output(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER + ROW})
    out = shell.folder / name
    assert shell("plan", "p", "c.csv", "--at", DAY, "--out", name).code == 0
    before = contents(out)

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writers, "_flush", full)
    ran = shell("plan", "p", "c.csv", "--at", DAY, "--out", name)
    assert ran.code == 1
    assert "磁盘空间不够；原有文件没有改动" in ran.err
    assert contents(out) == before
    assert len(list(shell.folder.iterdir())) == 3


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    return {str(file): file.read_bytes() for file in files}


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_file_that_breaks_off_leaves_the_old_output(shell: Shell, name: str) -> None:
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER + ROW})
    assert shell("plan", "p", "c.csv", "--at", DAY, "--out", name).code == 0
    before = contents(shell.folder / name)
    shell.write({"c.csv": HEADER + ROW + 'C2,"broken'})
    ran = shell("plan", "p", "c.csv", "--at", DAY, "--out", name)
    assert ran.code == 1
    assert "WE505" in ran.err
    assert contents(shell.folder / name) == before


@pytest.mark.parametrize("name", OUTPUTS)
def test_asking_for_a_customer_who_is_not_there_leaves_the_old_output(
    shell: Shell, name: str
) -> None:
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER + ROW})
    assert shell("plan", "p", "c.csv", "--at", DAY, "--out", name).code == 0
    before = contents(shell.folder / name)
    ran = shell("plan", "p", "c.csv", "--at", DAY, "--out", name, "--only", "C1", "C7", "C8")
    assert (ran.code, ran.err) == (2, "workflow-engine plan: 客户文件里没有 C7、C8\n")
    assert contents(shell.folder / name) == before


def test_data_is_never_overwritten_by_the_result(shell: Shell) -> None:
    text = '{"customer_id": "C1", "tier": 28}\n'
    shell.write({"p/a.yaml": POLICY, "c.jsonl": text})
    ran = shell("plan", "p", "c.jsonl", "--out", "./c.jsonl")
    assert ran.code == 2
    assert "会覆盖" in ran.err
    assert (shell.folder / "c.jsonl").read_text() == text


def test_ids_that_are_no_file_names(shell: Shell) -> None:
    wild = ["../../x", "..", "a/b", "C" * 400, "C" * 401, "好店" * 100, "a\\b:*?"]
    rows = "".join(f"{id_},店,3,rural,,,\n" for id_ in wild)
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER + rows})
    assert shell("plan", "p", "c.csv", "--at", DAY, "--out", "out").code == 0
    pages = [path for path in shell.folder.rglob("*.html") if path.parent.name == "plans"]
    assert len(pages) == len(wild)
    assert {path.parent for path in pages} == {shell.folder / "out" / "plans"}


@pytest.mark.parametrize("place", ["/proc/x", "/dev/null/x", "c.csv/x"])
@pytest.mark.parametrize("command", ["init", "translate", "schema"])
def test_other_commands_at_a_place_that_cannot_be_written(
    shell: Shell, command: str, place: str
) -> None:
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER})
    arguments = {
        "init": ("init", place),
        "translate": ("translate", "p", "--to", "zh", "--out", place),
        "schema": ("schema", "--out", place),
    }
    ran = shell(*arguments[command])
    assert ran.code == 1
    assert "错误[WE901]" in ran.err
    assert sorted(path.name for path in shell.folder.iterdir()) == ["c.csv", "p"]
