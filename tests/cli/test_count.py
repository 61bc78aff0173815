"""`count` at the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import DAY, HEADER, POLICY, ROW, Shell

CUSTOMERS = HEADER + "".join(
    ROW.replace("C1", f"C{number}").replace("28", str(number)).replace(",10,", cell)
    for number, cell in ((1, ",10,"), (20, ",,"), (28, ",,"), (30, ",9,"))
)


@pytest.fixture
def count(shell: Shell) -> Shell:
    shell.write(
        {"p/a.yaml": POLICY, "c.csv": CUSTOMERS, "d/e.csv": HEADER + ROW.replace("C1", "D")}
    )
    return shell


@pytest.mark.parametrize("engine", ["auto", "row", "polars"])
def test_as_text(count: Shell, engine: str) -> None:
    ran = count("count", "p", "big 且 net > 0", "c.csv", "--at", DAY, "--engine", engine)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "  符合      1\n  不符合    2\n  无法判断  1\n无法判断的客户缺少：\n  contribution  1\n"
    )


def test_in_english(count: Shell) -> None:
    ran = count("count", "p", "not tier > 5", "c.csv", "--at", DAY, "--lang", "en")
    assert ran.out == "  matching      1\n  not matching  3\n  unknown       0\n"


def test_as_json_over_several_files(count: Shell) -> None:
    ran = count("count", "p", "net > 0", "c.csv", "d", "--at", DAY, "--format", "json")
    assert json.loads(ran.out) == {
        "matching": 3,
        "not_matching": 0,
        "unknown": 2,
        "missing": {"contribution": 2},
        "rejected": 0,
    }


def test_rejected_rows(count: Shell) -> None:
    count.write({"c.csv": CUSTOMERS + ROW.replace("28", "x") + "C9\n"})
    ran = count("count", "p", "big", "c.csv", "--at", DAY)
    assert ran.code == 1
    assert "c.csv:6" in ran.err
    assert "被拒绝的行  2" in ran.out


@pytest.mark.parametrize(
    ("condition", "code", "told"),
    [
        ("bgi", "WE325", "是不是 `big`？"),
        ("大客户", "WE325", "是不是 `big`？"),
        ("tier", "WE334", ""),
        ("", "WE300", ""),
    ],
)
def test_a_condition_with_mistakes(count: Shell, condition: str, code: str, told: str) -> None:
    ran = count("count", "p", condition, "c.csv", "--at", DAY)
    assert (ran.code, ran.out) == (2, "")
    assert code in ran.err
    assert told in ran.err
    assert "EXPRESSION:1:1" in ran.err


def test_an_odd_spelling_is_told_and_counted(count: Shell) -> None:
    ran = count("count", "p", "tier ＞ 5", "c.csv", "--at", DAY)
    assert ran.code == 0
    assert "符合      3" in ran.out
    assert ran.err


def test_a_condition_is_not_mended_by_check_fix(count: Shell) -> None:
    ran = count("count", "p", "market is rural", "c.csv", "--at", DAY)
    assert "`==`" in ran.err
    assert "check --fix" not in ran.err


def test_a_file_that_is_not_there(count: Shell) -> None:
    ran = count("count", "p", "big", "nowhere.csv", "--at", DAY)
    assert (ran.code, ran.out) == (1, "")
    assert "WE501" in ran.err
    assert "请检查文件名和所在的文件夹" in ran.err
    assert "重新保存" not in ran.err
