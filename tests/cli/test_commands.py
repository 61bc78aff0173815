"""Every command as a process: its exit codes and what it prints, as other systems rely on them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import (
    DAY,
    HEADER,
    POLICY,
    ROOT,
    ROW,
    TOBACCO,
    VIP,
    Ran,
    environment,
    process,
)
from workflow_engine.policy import load

PACKS = {"tobacco-retail": TOBACCO, "vip": VIP}
NESTED = {
    "customer": {"id", "name"},
    "policy": {"id", "version", "hash"},
    "period": {"from", "to"},
    "portrait": {"complete", "missing", "stale"},
}
PLAN = {
    *(
        "customer",
        "policy",
        "at",
        "period",
        "provisional",
        "tags",
        "unknown_tags",
        "scales",
        "categories",
    ),
    *("unknown_categories", "measures", "visit", "must_do", "optional", "monthly_minutes"),
    *("tasks", "escalation", "recovery", "feedback", "promises", "portrait", "missing", "reasons"),
    *("privileges", "unknown_privileges"),
}
VISIT = {"times", "per", "minutes", "modes", "last_done", "due"}
ITEM = {
    *("item", "state", "priority", "urgency", "every", "minutes", "mode", "by", "person"),
    *("last_done", "due", "overdue"),
}
TASK = {"item", "date", "by", "person", "mode", "minutes", "priority"}
STATES = {
    *("active", "offered", "suspended", "chosen_but_not_eligible", "not_eligible", "unknown"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small policy `p` and two customers, one of whom has a bad cell."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.yaml").write_text(POLICY, encoding="utf-8")
    rows = HEADER + ROW + ROW.replace("C1", "C2").replace("28", "31")
    (tmp_path / "c.csv").write_text(rows, encoding="utf-8")
    return tmp_path


def lines(ran: Ran) -> list[dict[str, object]]:
    return [json.loads(line) for line in ran.out.splitlines()]


@pytest.mark.parametrize("pack", PACKS)
def test_the_shipped_policies_check_clean(pack: str) -> None:
    ran = process("check", PACKS[pack], "--format", "json")
    assert ran.code == 0
    assert not ran.err
    found = json.loads(ran.out)
    assert {one["severity"] for one in found["findings"]} == {"info"}
    assert found["counts"]["info"] == len(found["findings"])


def test_check_for_other_systems(folder: Path) -> None:
    policy = folder / "p" / "a.yaml"
    policy.write_text(POLICY.replace("tier >= 28", "teir >= 28"), encoding="utf-8")
    sarif = json.loads(process("check", "p", "--format", "sarif", cwd=folder).out)
    assert sarif["version"] == "2.1.0"
    (run,) = sarif["runs"]
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("WE325", "error")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (18, 27, 31)
    github = process("check", "p", "--format", "github", cwd=folder)
    assert github.code == 1
    assert github.out.startswith("::error file=p/a.yaml,line=18,col=27,endLine=18,endColumn=31,")
    english = process("check", "p", "--lang", "en", cwd=folder)
    assert english.out.startswith("error[WE325]")
    assert english.out.endswith("\n1 error\n")


@pytest.mark.parametrize("pack", PACKS)
def test_decide(pack: str) -> None:
    policy = PACKS[pack]
    ran = process("decide", policy, policy / "customers.csv", "--at", DAY)
    assert ran.code == 0
    assert ran.err == "客户文件共 300 行：300 行成功，0 行被拒绝\n"
    decided = lines(ran)
    assert len(decided) == 300
    program = load(policy).program
    for one in decided:
        assert {"id", "values", "unknown", "missing"} <= one.keys()
        assert one["values"].keys() == program.definitions.keys()
        assert all(one["values"][name] is None for name in one["unknown"])
        assert set(one["missing"]) <= program.attributes.keys()
        assert one["unknown"] or not one["missing"]


@pytest.mark.parametrize("pack", PACKS)
def test_plan_lines(pack: str) -> None:
    policy = PACKS[pack]
    log = ("--log", policy / "log.csv")
    ran = process("plan", policy, policy / "customers.csv", "--at", DAY, *log)
    assert ran.code == 0
    plans = lines(ran)
    assert len(plans) == 300
    program = load(policy).program
    for plan in plans:
        assert plan.keys() == PLAN
        for key, inner in NESTED.items():
            assert inner <= plan[key].keys()
        assert plan["at"] == DAY
        assert plan["policy"]["hash"] == program.hash
        assert plan["visit"] is None or plan["visit"].keys() >= VISIT
        assert all(
            level.keys() == {"level", "unknown", "strategy"} for level in plan["scales"].values()
        )
        for entry in plan["must_do"]:
            assert entry.keys() >= ITEM
            assert entry["state"] in {"due", "due_unknown"}
        for entry in plan["optional"]:
            assert {*ITEM, "strategy"} <= entry.keys()
            assert entry["state"] in STATES
        for task in plan["tasks"]:
            assert task.keys() >= TASK
            assert plan["period"]["from"] <= task["date"] <= plan["period"]["to"]


def test_only_some_customers(folder: Path) -> None:
    ran = process("plan", "p", "c.csv", "--at", DAY, "--only", "C1", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    assert [plan["customer"]["id"] for plan in lines(ran)] == ["C1"]
    ran = process("plan", "p", "c.csv", "--at", DAY, "--only", "C2", cwd=folder)
    assert (ran.code, ran.out) == (1, "")
    assert "错误[WE531]" in ran.err


def test_good_rows_go_through_and_the_exit_code_tells(folder: Path) -> None:
    for command in ("decide", "plan"):
        ran = process(command, "p", "c.csv", cwd=folder)
        assert ran.code == 1
        assert len(lines(ran)) == 1
        assert "客户文件共 2 行：1 行成功，1 行被拒绝" in ran.err
    ran = process("plan", "p", "c.csv", "--lang", "en", cwd=folder)
    assert "2 customer rows: 1 done, 1 rejected" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "用法"),
        (("chek", "p"), "没有命令 `chek`，是不是 `check`？"),
        (("plan", "p"), "缺少 CUSTOMERS"),
        (("check", "p", "--frmat", "json"), "不认识 `--frmat json`"),
        (("check", "p", "--format", "xml"), "--format 不能是 `xml`"),
        (("plan", "p", "c.csv", "--at", "tomorrow"), "--at `tomorrow` 不是日期"),
        (("decide", "p", "c.csv", "--at", "2026-02-30"), "日历上有的一天"),
        (("plan", "p", "c.csv", "--at", "9999-12-31"), "1900 到 2200"),
        (("plan", "p", "c.csv", "--format", "xlsx"), "--out FILE"),
        (("plan", "p", "c.csv", "--format", "html", "--out", "a.xlsx"), "html 不能写成 .xlsx 文件"),
        (("plan", "p", "c.csv", "--out", "plans.csv"), ".csv"),
        (("plan", "p", "d.csv"), "没有文件 `d.csv`"),
        (("plan", "p", "c.csv", "--log", "p"), "`p` 是文件夹"),
        (("explain", "p", "c.csv", "C1", "bgi"), "是不是 `big`？"),
        (("explain", "p", "c.csv", "C9"), "客户文件里没有 C9"),
        (("init", "p"), "已经有东西"),
        (("init", "c.csv"), "是文件"),
        (("translate", "p"), "缺少 --to"),
        (("translate", "p", "--to", "zh", "--out", "p"), "已经有东西"),
    ],
)
def test_usage_mistakes(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    ran = process(*arguments, cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert sorted(path.name for path in folder.rglob("*")) == ["a.yaml", "c.csv", "p"]


def test_usage_mistakes_in_english(folder: Path) -> None:
    for arguments, told in (
        (("--lang", "en", "chek"), "no command `chek`; did you mean `check`?"),
        (("plan", "p", "--lang=en"), "required: CUSTOMERS"),
        (("plan", "p", "c.csv", "--at", "never", "--lang", "en"), "write an existing day"),
    ):
        ran = process(*arguments, cwd=folder)
        assert ran.code == 2
        assert told in ran.err
        assert ran.err.isascii()
    assert "没有命令" in process("chek", cwd=folder, LANG="zh_CN.UTF-8").err
    assert "no command" in process("chek", cwd=folder, LANG="en_US.UTF-8").err


@pytest.mark.parametrize("command", ["check", "decide", "plan", "explain", "translate"])
def test_no_policy(folder: Path, command: str) -> None:
    more = {
        "decide": ["c.csv"],
        "plan": ["c.csv"],
        "explain": ["c.csv", "C1"],
        "translate": ["--to", "en"],
    }
    ran = process(command, "nothing", *more.get(command, []), cwd=folder)
    assert ran.code == 3
    assert "错误[WE240]" in ran.out + ran.err


def test_pages_in_a_folder(tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    rows = (TOBACCO / "customers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(rows[:4]), encoding="utf-8")
    command = ("plan", TOBACCO, few, "--at", DAY, "--out", "out")
    ran = process(*command, cwd=tmp_path)
    assert ran.code == 0
    out = tmp_path / "out"
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    pages = {f"plans/LS000{number}.html" for number in (1, 2, 3)}
    assert files - {".workflow-engine-output.json"} == {
        *pages,
        *("booklet.html", "plans.jsonl", "summary.html", "summary.json"),
    }
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["customers"] == 3
    assert summary["coverage"]["percent"] == 100
    assert len((out / "plans.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.startswith("<!DOCTYPE html>")
        assert "http://" not in text
        assert "https://" not in text
    for word in ("3 位客户", "必做项覆盖 100%", "用浏览器打开", "out/booklet.html"):
        assert word in ran.out
    (out / "note.txt").write_text("mine", encoding="utf-8")
    assert process(*command, "--only", "LS0001", cwd=tmp_path).code == 0
    assert (out / "note.txt").read_text(encoding="utf-8") == "mine"


def test_a_single_page_and_lines_in_a_file(folder: Path) -> None:
    ran = process("plan", "p", "c.csv", "--at", DAY, "--out", "one.html", cwd=folder)
    assert (ran.code, ran.out) == (1, "")
    page = (folder / "one.html").read_text(encoding="utf-8")
    assert page.count("</html>") == 1
    assert "好店" in page
    assert process("plan", "p", "c.csv", "--out", "new/plans.jsonl", cwd=folder).code == 1
    written = (folder / "new" / "plans.jsonl").read_text(encoding="utf-8")
    assert json.loads(written)["customer"] == {"id": "C1", "name": "好店"}


def test_a_workbook_keeps_texts_texts(folder: Path) -> None:
    rows = HEADER + '=1+1,=HYPERLINK("http://x"),28,rural,,,\n'.replace('"', '""').replace(
        '=HYPERLINK(""http://x"")', '"=HYPERLINK(""http://x"")"'
    )
    (folder / "c.csv").write_text(rows + "+1,@SUM(A1),3,,,,\n", encoding="utf-8")
    ran = process("plan", "p", "c.csv", "--at", DAY, "--out", "plans.xlsx", cwd=folder)
    assert ran.code == 0
    book = openpyxl.load_workbook(folder / "plans.xlsx")
    assert book.sheetnames == ["客户", "服务项", "任务"]
    sheet = book["客户"]
    assert [cell.value for cell in sheet[1]][:2] == ["客户编号", "客户名称"]
    row = dict(zip(*([cell.value for cell in sheet[n]] for n in (1, 2)), strict=True))
    assert list(row.values())[:2] == ["=1+1", '=HYPERLINK("http://x")']
    assert row["标签"] == "大客户"
    cells = [cell for page in book for row in page for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert sheet.auto_filter.ref.startswith("A1:")
    assert book["任务"].max_row == 3


def test_explain(folder: Path) -> None:
    everything = process("explain", "p", "c.csv", "C1", "--at", DAY, cwd=folder)
    assert everything.code == 0
    for word in ("大客户：是", "档位 ≥ 28，现为 28", "p/a.yaml:18", "库存盘点"):
        assert word in everything.out
    for name in ("big", "大客户"):
        one = process("explain", "p", "c.csv", "C1", name, "--at", DAY, cwd=folder)
        assert (one.code, one.err) == (0, "")
        assert "档位 ≤ 27（现为 28）" in one.out
    english = process("explain", "p", "c.csv", "C1", "big", "--lang", "en", cwd=folder)
    assert "now 28" in english.out


@pytest.mark.parametrize(("pack", "keywords"), [("tobacco-retail", "en"), ("vip", "zh")])
def test_init_makes_a_policy_that_works_from_anywhere(
    tmp_path: Path, pack: str, keywords: str
) -> None:
    ran = process("init", "mine/policy", "--from", pack, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert "workflow-engine check mine/policy" in ran.err
    policy = tmp_path / "mine" / "policy"
    files = sorted(policy.glob("*.yaml"))
    assert files
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=policy.schema.json"
        assert "../" not in file.read_text(encoding="utf-8")
    schema = json.loads((policy / "policy.schema.json").read_text(encoding="utf-8"))
    assert ("标签" in schema["properties"]) == (keywords == "zh")
    assert (policy / "blueprints").is_dir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert process("check", policy, cwd=elsewhere).code == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("pack", "there", "back"), [("tobacco-retail", "zh", "en"), ("vip", "en", "zh")]
)
def test_translated_there_and_back(tmp_path: Path, pack: str, there: str, back: str) -> None:
    assert process("init", "a", "--from", pack, cwd=tmp_path).code == 0
    assert process("translate", "a", "--to", there, "--out", "b", cwd=tmp_path).code == 0
    shutil.copytree(tmp_path / "b", tmp_path / "c")
    ran = process("translate", "c", "--to", back, cwd=tmp_path)
    assert ran.code == 0
    assert ran.err.startswith("已写出")
    plans = set()
    for name in "abc":
        customers = f"{name}/customers.csv"
        ran = process(
            "plan", name, customers, "--at", DAY, "--log", f"{name}/log.csv", cwd=tmp_path
        )
        assert ran.code == 0
        plans.add(ran.out)
    assert len(plans) == 1
    keywords = {name: schema_words(tmp_path / name) for name in "abc"}
    assert keywords["a"] == keywords["c"] != keywords["b"]
    assert process("check", "b", cwd=tmp_path).code == 0


def schema_words(policy: Path) -> set[str]:
    return set(
        json.loads((policy / "policy.schema.json").read_text(encoding="utf-8"))["properties"]
    )


@pytest.mark.parametrize(("keywords", "section"), [("en", "must_do"), ("zh", "必做项")])
def test_schema(tmp_path: Path, keywords: str, section: str) -> None:
    ran = process("schema", "--keywords", keywords, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
    assert section in schema["properties"]
    definitions = schema.get("$defs", {})
    for reference in references(schema):
        assert reference.removeprefix("#/$defs/") in definitions
    assert process("schema", "--keywords", keywords, "--out", "s.json", cwd=tmp_path).code == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == ran.out


def references(part: object) -> list[str]:
    if isinstance(part, list):
        return [found for one in part for found in references(one)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [found for one in part.values() for found in references(one)]


def test_fix_as_a_process(folder: Path) -> None:
    file = folder / "p" / "a.yaml"
    file.write_text(POLICY.replace("id: p", "id：p"), encoding="utf-8")
    ran = process("check", "p", "--fix", cwd=folder)
    assert (ran.code, ran.out, ran.err) == (0, "没有发现问题\n", "已改好 1 处\n")
    assert file.read_text(encoding="utf-8") == POLICY


def test_a_reader_that_stops_early_is_no_mistake() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "workflow_engine", "plan", str(VIP), str(VIP / "customers.csv")],
        env=environment(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    err = running.stderr.read()
    running.stderr.close()
    assert (running.wait(), err) == (0, b"")


def test_chinese_comes_out_whole_in_any_locale(folder: Path) -> None:
    ran = process("explain", "p", "c.csv", "C1", cwd=folder, LC_ALL="C", PYTHONUTF8="0")
    assert "大客户" in ran.out


def test_version() -> None:
    ran = process("--version")
    assert ran.code == 0
    assert ran.out.startswith("workflow-engine ")


def test_results_that_cannot_be_printed(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "workflow_engine", "decide", "p", "c.csv"],
            cwd=folder,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().endswith("workflow-engine decide: 磁盘空间不够\n")
