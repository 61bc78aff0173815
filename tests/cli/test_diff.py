"""`workflow-engine diff`: two versions, as a process and in every format."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import DAY, TOBACCO, Shell, process
from tests.impact.versions import SMALL

CUSTOMERS = "customer_id,customer_name,tier,market,manager_name,opted_in\n" + "".join(
    f"C{tier:02},店{tier},{tier},{'rural' if tier % 2 else 'urban'},{'甲' if tier < 16 else '乙'},course\n"
    for tier in range(1, 31)
)
NEW = (
    SMALL.replace("when: tier >= 20", "when: tier >= 18")
    .replace("eligible: tier >= 5", "eligible: tier >= 8")
    .replace("gold: {label: 金, when: tier >= 25", "gold: {label: 金, when: tier >= 24")
    .replace(
        "general: {times: 1 per month, minutes: 20", "general: {times: 2 per month, minutes: 20"
    )
)


@pytest.fixture(autouse=True)
def folder(shell: Shell) -> Path:
    shell.write({"old/p.yaml": SMALL, "new/p.yaml": NEW, "customers.csv": CUSTOMERS})
    return shell.folder


def diff(shell: Shell, *arguments: object):
    return shell("diff", "old", "new", *arguments)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_in_words(shell: Shell, lang, golden) -> None:
    log = "customer_id,item,done_on\nC09,visit,2026-11-02\nC18,call,2026-11-20\n"
    shell.write({"log.csv": log})
    ran = diff(
        shell, "--customers", "customers.csv", "--log", "log.csv", "--at", DAY, "--lang", lang
    )
    assert (ran.code, ran.err) == (0, "")
    golden(f"impact/report-{lang}.txt", ran.out)


def test_without_customers_only_the_words_are_compared(shell: Shell) -> None:
    ran = diff(shell)
    assert ran.code == 0
    assert "普通客户，次数：每月1次 → 每月2次" in ran.out
    assert "比较了" not in ran.out
    same = shell("diff", "old", "old")
    assert (same.code, "两个版本含义完全相同" in same.out) == (0, True)


def test_load_beyond_capacity_is_flagged_and_money_has_its_unit(shell: Shell) -> None:
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY)
    (line,) = [one for one in ran.out.splitlines() if one.startswith("  客户经理")]
    assert re.search(r"\d 元 → [\d,]+ 元", line)
    assert "超出能力" not in line
    few = {"new/p.yaml": NEW.replace("minutes_per_day: 300", "minutes_per_day: 30")}
    shell.write(few)
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY)
    (line,) = [one for one in ran.out.splitlines() if one.startswith("  客户经理")]
    assert line.endswith("超出能力")


def test_customers_with_the_same_changes_stand_together_with_the_reason(shell: Shell) -> None:
    new = SMALL.replace("general: {times: 1 per month", "general: {times: 2 per month")
    shell.write({"new/p.yaml": new})
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY)
    sampled = ran.out.partition("抽看")[2]
    assert 1 <= sampled.count("同样变化的还有：") < sampled.count("为什么：客户类别")
    assert len(re.findall(r"^  C\d\d", sampled, re.MULTILINE)) < 5
    assert (
        "每月服务时间：20 分钟 → 40 分钟" in sampled or "每月服务时间：35 分钟 → 55 分钟" in sampled
    )
    assert "为什么：客户类别：general" in sampled or "为什么：客户类别：普通客户" in sampled
    assert re.search(r"\d\.\d{2}", sampled) is None


def test_causes_are_certain_only_where_nothing_else_is_at_work(shell: Shell) -> None:
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY)
    told = [line.strip() for line in ran.out.splitlines() if "因为改了" in line]
    assert "因为改了 大客户 条件" in told
    assert any(line.startswith("可能因为改了 大客户 条件、") for line in told)
    assert all(line.startswith("可能") for line in told if "、" in line)


def test_json_has_it_all(shell: Shell) -> None:
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY, "--format", "json")
    data = json.loads(ran.out)
    assert [data[side]["source"] for side in ("old", "new")] == ["old", "new"]
    customers = data["customers"]
    assert (customers["compared"], customers["engine"]) == (30, "row")
    (rank,) = customers["scales"]
    assert [level["level"] for level in rank["before"]] == ["gold", "silver", "bronze"]
    assert rank["customers"] == [[6, 0, 0], [1, 14, 0], [0, 0, 9]]
    lost = [one for one in customers["differences"] if one["kind"] == "item_lost"]
    assert [(one["name"], one["customers"]) for one in lost] == [("course", 3)]
    places = [data["changes"][place]["name"] for place in lost[0]["causes"]]
    assert "course" in places
    (role,) = customers["minutes"]["roles"]
    assert role["before"]["capacity"] == role["after"]["capacity"] > 0
    assert role["after"]["cost"] == pytest.approx(role["after"]["minutes"])  # 60 an hour
    assert len(customers["sample"]) == min(20, customers["changed"])
    shown = {one["kind"] for sample in customers["sample"] for one in sample["differences"]}
    assert shown == {one["kind"] for one in customers["kinds"]}


def test_both_engines_tell_the_same(shell: Shell) -> None:
    told = []
    for engine in ("row", "polars"):
        ran = diff(
            shell,
            "--customers",
            "customers.csv",
            "--at",
            DAY,
            "--engine",
            engine,
            "--format",
            "json",
        )
        data = json.loads(ran.out)
        assert data["customers"].pop("engine") == engine
        told.append(data)
    assert told[0] == told[1]


def test_a_page_that_stands_alone_and_escapes_what_authors_write(
    shell: Shell, folder: Path
) -> None:
    bad = "<script>alert(1)</script>"
    shell.write({"new/p.yaml": NEW.replace("label: 大客户", f'label: "{bad}"'),
                 "customers.csv": CUSTOMERS.replace("店18", f'"{bad}"')})  # fmt: skip
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY, "--out", "report.html")
    assert (ran.code, ran.out) == (0, "")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert bad not in page
    assert "&lt;script&gt;" in page
    assert page.count("<svg") >= 3
    assert re.findall(r'(?:src|href)="(?!#)', page) == []


def test_a_workbook_with_a_sheet_for_each_question(shell: Shell, folder: Path) -> None:
    shell.write(
        {"customers.csv": CUSTOMERS.replace("店18", "=1+1").replace("C02,店2,2", "C02,店2,x")}
    )
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY, "--out", "report.xlsx")
    assert ran.code == 1  # a row was rejected
    book = openpyxl.load_workbook(folder / "report.xlsx")
    assert book.sheetnames == [
        "总览",
        "改动",
        "客户变化",
        "迁移 等级",
        "服务时间",
        "抽看客户",
        "被拒绝的行",
    ]
    assert [cell.value for cell in book["迁移 等级"][2]] == ["金", 6, 0, 0, 6]
    cover = {row[0].value: row[1].value for row in book["总览"].rows}
    assert cover["新的版本"].startswith("p 版本 1（new #")
    assert (cover["计算日期"], cover["比较的客户"]) == (dt.datetime(2026, 11, 21), 29)
    assert cover["两版都拒绝的行"] == 1
    heads = [cell.value for cell in book["抽看客户"][1]]
    minutes = [
        dict(zip(heads, (cell.value for cell in row), strict=True))
        for row in book["抽看客户"].rows
        if row[3].value == "每月服务时间"
    ]
    assert {type(one[side]) for one in minutes for side in ("原来", "新版")} <= {int, float}
    assert {one["单位"] for one in minutes} == {"分钟"}
    names = {row[1].value: row[1] for row in book["抽看客户"].rows}
    assert all(cell.data_type == "s" for cell in names.values())
    first = (folder / "report.xlsx").read_bytes()
    diff(shell, "--customers", "customers.csv", "--at", DAY, "--out", "report.xlsx")
    assert (folder / "report.xlsx").read_bytes() == first


def test_a_limit_of_the_new_version_makes_it_fail(shell: Shell) -> None:
    shell.write(
        {
            "new/p.yaml": NEW
            + "rollout: {limit: [9% of customers lose an item, 50% of customers change rank]}\n"
        }
    )
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY)
    assert ran.code == 1
    assert "超出风险上限：9% of customers lose an item" in ran.err
    assert "超出  9% of customers lose an item：实际 3（10.00%），上限 2.7" in ran.out
    assert "未超  50% of customers change rank" in ran.out
    assert diff(shell).code == 0  # nobody was counted


def test_rows_that_one_version_rejects_are_listed(shell: Shell) -> None:
    shell.write({"new/p.yaml": NEW.replace("max: 30", "max: 28")})
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY)
    assert ran.code == 1
    assert "新版拒绝、旧版接受：2 行，按失去全部服务计入" in ran.out
    assert "C29" in ran.out
    assert "比较了 30 位客户" in ran.out


def test_a_staged_rollout_is_told_and_not_counted_with(shell: Shell) -> None:
    shell.write({"new/p.yaml": NEW + "rollout: {before: ../old, stages: {2026-11-01: 50%}}\n"})
    staged = json.loads(
        diff(shell, "--customers", "customers.csv", "--at", DAY, "--format", "json").out
    )
    shell.write({"new/p.yaml": NEW})
    whole = json.loads(
        diff(shell, "--customers", "customers.csv", "--at", DAY, "--format", "json").out
    )
    assert (
        staged["customers"]["differences"][0]["customers"]
        == whole["customers"]["differences"][0]["customers"]
    )
    assert staged["customers"]["in_rollout"]["share"] == 0.5
    assert 5 < staged["customers"]["in_rollout"]["customers"] < 25
    assert whole["customers"]["in_rollout"] is None


LIMITED = NEW + "rollout: {limit: [0 customers lose course]}\n"


def test_a_limit_that_nobody_measured_is_not_kept(shell: Shell, folder: Path) -> None:
    shell.write({"new/p.yaml": LIMITED, "empty.csv": CUSTOMERS.splitlines()[0] + "\n"})
    without = diff(shell)
    assert without.code == 0
    assert "未测量  0 customers lose course：没有给出 --customers" in without.out
    assert "风险上限未测量" in without.err
    empty = diff(shell, "--customers", "empty.csv", "--at", DAY)
    assert empty.code == 1
    assert "未测量  0 customers lose course：没有可比较的客户" in empty.out
    ran = diff(shell, "--customers", "empty.csv", "--at", DAY, "--format", "json")
    (limit,) = json.loads(ran.out)["limits"]
    assert (limit["measured"], limit["breached"], limit["counted"]) == (False, None, None)
    for name in ("report.html", "report.xlsx"):
        assert diff(shell, "--customers", "empty.csv", "--at", DAY, "--out", name).code == 1
    assert "未测量" in (folder / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(folder / "report.xlsx")
    assert book["风险上限"]["D2"].value == "未测量"


def test_customers_whom_only_the_new_version_rejects_count_against_the_limits(shell: Shell) -> None:
    narrower = SMALL.replace("max: 30", "max: 27")
    shell.write({"new/p.yaml": narrower + "rollout: {limit: [5% of customers lose an item]}\n"})
    ran = diff(shell, "--customers", "customers.csv", "--at", DAY)
    assert ran.code == 1
    assert "比较了 30 位客户，3 位有变化（10.0%）" in ran.out
    assert "新版拒绝、旧版接受：3 行，按失去全部服务计入" in ran.out
    assert "客户资料 接受 → 拒绝" in ran.out
    assert "超出  5% of customers lose an item：实际 3（10.00%），上限 1.5" in ran.out


def test_open_cases_that_would_move(shell: Shell, folder: Path) -> None:
    shutil.copytree(TOBACCO, folder / "policy")
    at = "2026-11-20T16:50"
    opened = shell("case", "open", "policy", "--customers", TOBACCO / "customers.csv", "--failure", "delivery_error",
                   "--customer", "LS0002", "--at", at, "--by", "王芳")  # fmt: skip
    assert opened.code == 0, opened.err
    recovery = (folder / "policy" / "recovery.yaml").read_text(encoding="utf-8")
    shutil.copytree(folder / "policy", folder / "faster")
    shell.write(
        {"faster/recovery.yaml": recovery.replace("within: 2 work hours", "within: 1 work hour", 1)}
    )
    ran = shell(
        "diff",
        "policy",
        "faster",
        "--cases",
        "sqlite:///workflow.db",
        "--at",
        "2026-11-20",
        "--format",
        "json",
    )
    assert ran.code == 0, ran.err
    (case,) = json.loads(ran.out)["cases"]
    assert (case["case"], case["customer"], case["obstacle"]) == ("C-000001", "LS0002", None)
    assert [clock["target"] for clock in case["clocks"]] == ["acknowledge"]
    assert "承认" in case["text"]
    same = shell(
        "diff", "policy", "policy", "--cases", "sqlite:///workflow.db", "--at", "2026-11-20"
    )
    assert "没有未结个案受影响" in same.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "xlsx"), "--format xlsx 需要 --out FILE"),
        (("--out", "report.pdf"), "可写 .html、.xlsx、.json、.txt"),
        (("--out", "report.html", "--format", "json"), "json 不能写成 .html 文件"),
        (("--out", "new", "--format", "html"), "是文件夹"),
        (("--log", "customers.csv"), "--log 要和 --customers 一起用"),
        (("--at", "2026-13-01"), "不是日期"),
        (("--cases", "sqlite:///nowhere.db"), "还没有数据库"),
    ],
)
def test_what_cannot_be_is_refused(shell: Shell, arguments, told) -> None:
    ran = diff(shell, *arguments)
    assert ran.code == 2
    assert told in ran.err


def test_a_version_with_mistakes_is_shown_and_ends_it(shell: Shell) -> None:
    shell.write({"new/p.yaml": NEW.replace("tier >= 18", "teir >= 18")})
    ran = diff(shell)
    assert (ran.code, ran.out) == (3, "")
    assert "teir" in ran.err
    nowhere = shell("diff", "old", "nowhere")
    assert nowhere.code == 3


def test_against_a_revision_of_git_as_a_process(tmp_path: Path) -> None:
    git = [
        "git",
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
    ]
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "p.yaml").write_text(SMALL, encoding="utf-8")
    for command in (["init", "-b", "main"], ["add", "."], ["commit", "-m", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "rules" / "p.yaml").write_text(NEW, encoding="utf-8")
    ran = process("diff", "main:rules", "rules", "--lang", "zh", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "每月1次 → 每月2次" in ran.out
    lost = process("diff", "gone:rules", "rules", "--lang", "en", cwd=tmp_path)
    assert (lost.code, lost.out) == (2, "")
    assert "git knows no revision `gone`" in lost.err
    broken = tmp_path / "rules" / "p.yaml"
    broken.write_text(SMALL.replace("tier >= 20", "teir >= 20"), encoding="utf-8")
    subprocess.run([*git, "commit", "-am", "broken"], cwd=tmp_path, check=True, capture_output=True)
    shown = process("diff", "main~1:rules", "main:rules", "--lang", "zh", cwd=tmp_path)
    assert shown.code == 3
    assert "main:rules/p.yaml:" in shown.err


def test_rows_of_the_log_that_cannot_be_used_are_told(shell: Shell) -> None:
    shell.write({"log.csv": "customer_id,item,done_on\nC09,visit,2026-11-02\nC18,nap,2026-11-20\n"})
    ran = diff(shell, "--customers", "customers.csv", "--log", "log.csv", "--at", DAY)
    assert ran.code == 1
    assert "服务记录有 1 行被新版拒绝，1 行被旧版拒绝" in ran.err
    assert "nap" in ran.err
