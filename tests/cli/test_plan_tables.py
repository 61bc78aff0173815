"""`plan --format parquet|csv` at the command line: options, what is told, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.cli.running import DAY, HEADER, POLICY, ROW, Shell
from workflow_engine.cli.plan_tables import ProgressLine, progress_text
from workflow_engine.runs.progress import Progress

BAD = ROW.replace("C1", "C2").replace("28", "31")


@pytest.fixture
def plan(shell: Shell) -> Shell:
    shell.write(
        {
            "p/a.yaml": POLICY,
            "c.csv": HEADER + ROW,
            "bad.csv": HEADER + ROW.replace("C1", "C9") + BAD,
            "more/d.csv": HEADER + ROW.replace("C1", "C3"),
            "log.csv": "customer_id,item,done_on\nC1,stock_count,2026-11-20\nC1,?,2026-11-20\n",
        }
    )
    return shell


def manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return content


@pytest.mark.parametrize("engine", ["auto", "row", "polars"])
def test_files_and_folders(plan: Shell, engine: str) -> None:
    ran = plan(
        "plan",
        "p",
        "c.csv",
        "more",
        "--at",
        DAY,
        "--engine",
        engine,
        "--format",
        "parquet",
        "--out",
        "o",
    )
    assert ran.code == 0
    used = "逐户计算：row" if engine == "row" else "按列计算：polars"
    assert ran.out == f"2 位客户的 2 条服务项已写到 o（{used}）\n"
    assert "客户文件共 2 行：2 行成功，0 行被拒绝" in ran.err
    assert pl.read_parquet(plan.folder / "o/customers")["customer_id"].to_list() == ["C1", "C3"]


def test_the_default_folder_and_english(plan: Shell) -> None:
    ran = plan("plan", "p", "c.csv", "--at", DAY, "--format", "csv", "--lang", "en")
    assert ran.code == 0
    assert ran.out == (
        "1 service items of 1 customers written to out/tables (customer by customer: row)\n"
    )
    assert (plan.folder / "out/tables/items.csv").read_text("utf-8-sig").count("\n") == 2


@pytest.mark.parametrize("option", [("--engine", "row"), ("--partition-by", "market")])
def test_tables_are_meant_without_a_format(plan: Shell, option: tuple[str, str]) -> None:
    assert plan("plan", "p", "c.csv", "--at", DAY, *option, "--out", "o").code == 0
    assert manifest(plan.folder / "o")["format"] == "parquet"


def test_bad_rows_are_shown_and_listed(plan: Shell) -> None:
    ran = plan("plan", "p", "c.csv", "bad.csv", "--at", DAY, "--format", "csv", "--out", "o")
    assert ran.code == 1
    assert "bad.csv:3" in ran.err
    assert "3 行：2 行成功，1 行被拒绝" in ran.err
    (row,) = pl.read_csv(plan.folder / "o/rejected.csv").to_dicts()
    assert (row["file"], row["row"], row["value"], row["code"]) == ("bad.csv", 3, 31, "WE531")
    assert "不能大于" in row["message"] or "30" in row["message"]


def test_more_bad_rows_than_are_shown(plan: Shell) -> None:
    rows = [BAD.replace("C2", f"B{number}") for number in range(1_001)]
    plan.write({"bad.csv": HEADER + "".join(rows[:60])})
    ran = plan("plan", "p", "bad.csv", "--at", DAY, "--format", "csv", "--out", "o")
    assert "另有 10 处问题未逐条显示；全部 60 处见 o/rejected.csv" in ran.err
    ran = plan("plan", "p", "bad.csv", "--at", DAY, "--format", "csv", "--out", "o", "--lang", "en")
    assert "and 10 more findings not shown; all 60 are in o/rejected.csv" in ran.err
    plan.write({"bad.csv": HEADER + "".join(rows)})
    ran = plan("plan", "p", "bad.csv", "--at", DAY, "--format", "csv", "--out", "o")
    assert "另有 951 处问题未逐条显示；前 1,000 处见 o/rejected.csv" in ran.err


def test_a_bad_cell_is_listed_under_the_header_of_the_file(plan: Shell) -> None:
    plan.write({"bad.csv": (HEADER + BAD).replace("tier", "档位")})
    for lang in ("zh", "en"):
        asked = ("bad.csv", "--at", DAY, "--format", "csv", "--out", "o", "--lang", lang)
        assert plan("plan", "p", *asked).code == 1
        assert pl.read_csv(plan.folder / "o/rejected.csv")["column"].to_list() == ["档位"]


def test_pages_are_not_replaced_by_tables_nor_tables_by_pages(plan: Shell) -> None:
    to = ("--at", DAY, "--out", "o", "--format")
    assert plan("plan", "p", "c.csv", *to, "html").code == 0
    ran = plan("plan", "p", "c.csv", *to, "parquet")
    assert ran.code == 2
    assert "o 里是另一种输出（如 booklet.html）" in ran.err
    assert (plan.folder / "o/booklet.html").exists()
    ran = plan("plan", "p", "c.csv", *to, "parquet", "--lang", "en")
    assert "an output of another kind (such as booklet.html)" in ran.err
    to = ("--at", DAY, "--out", "t", "--format")
    assert plan("plan", "p", "c.csv", *to, "parquet").code == 0
    assert plan("plan", "p", "c.csv", *to, "html").code == 0
    assert (plan.folder / "t/manifest.json").exists()


def test_bad_rows_of_the_log(plan: Shell) -> None:
    ran = plan(
        "plan", "p", "c.csv", "--at", DAY, "--log", "log.csv", "--format", "csv", "--out", "o"
    )
    assert ran.code == 1
    assert "log.csv:3" in ran.err
    assert "服务记录有 1 行被拒绝，原因见 o/rejected.csv" in ran.err
    ((file, row, *_, message),) = pl.read_csv(plan.folder / "o/rejected.csv").rows()
    assert (file, row) == ("log.csv", 3)
    assert message in ran.err


def test_a_log_in_a_folder(plan: Shell) -> None:
    head, entry = "customer_id,item,done_on\n", "C1,stock_count,2026-11-20\n"
    plan.write({"logs/1.csv": head + entry, "logs/old/2.csv": head + entry})
    made = ("plan", "p", "c.csv", "--at", DAY, "--format", "parquet", "--out", "o")
    assert plan(*made, "--log", "logs").code == 0
    assert [one["file"] for one in manifest(plan.folder / "o")["log"]] == [
        "logs/1.csv",
        "logs/old/2.csv",
    ]


def test_a_change_run(plan: Shell) -> None:
    assert plan("plan", "p", "c.csv", "--at", DAY, "--format", "parquet", "--out", "one").code == 0
    plan.write({"c.csv": HEADER + ROW + ROW.replace("C1", "C5")})
    ran = plan("plan", "p", "c.csv", "--at", DAY, "--since", "one", "--out", "two")
    assert ran.code == 0
    assert "与上次相比：新增 1 位，计划有变 0 位，不再有 0 位，其余 1 位不变" in ran.out
    assert "1 位客户的 1 条服务项已写到 two" in ran.out
    assert "全部客户都重新计算" not in ran.err
    ran = plan("plan", "p", "c.csv", "--at", DAY, "--since", "nowhere", "--out", "two")
    assert ran.code == 2
    ran = plan("plan", "p", "c.csv", "--at", DAY, "--since", "two", "--out", "two")
    assert ran.code == 2
    assert "--out two 与 --since two 是同一个或互相包含的文件夹" in ran.err


def test_a_run_that_replaces_what_it_builds_upon_says_so(plan: Shell) -> None:
    def since(last: str, out: str, lang: str = "zh") -> str:
        asked = ("--at", DAY, "--since", last, "--out", out, "--lang", lang)
        ran = plan("plan", "p", "c.csv", *asked)
        assert ran.code == 0
        return ran.err

    assert plan("plan", "p", "c.csv", "--at", DAY, "--format", "parquet", "--out", "one").code == 0
    assert "rewritten" not in since("one", "two")
    plan.write({"c.csv": HEADER + ROW + ROW.replace("C1", "C5")})
    assert "one 原是 --since 所依据的一次运行，现已被替换" in since("two", "one")
    plan.write({"c.csv": HEADER + ROW.replace("好店", "老店")})
    told = since("two", "three", "en")
    assert "1 rows of the table of changes are `rewritten`" in told


def test_english_of_what_does_not_fit_an_ending(plan: Shell) -> None:
    told = {
        "x.csv": "no plans are written to a file that ends in .csv; tables go into a folder: "
        "--format csv --out FOLDER",
        "x.txt": "write .html, .pdf, .jsonl, .xlsx, or a folder",
    }
    for out, words in told.items():
        ran = plan("plan", "p", "c.csv", "--at", DAY, "--out", out, "--lang", "en")
        assert ran.code == 2
        assert words in " ".join(ran.err.split())


def test_what_may_surprise_of_a_change_run(plan: Shell) -> None:
    made = ("plan", "p", "c.csv", "more", "--at", DAY)
    assert plan(*made, "--format", "csv", "--partition-by", "market", "--out", "one").code == 0
    ran = plan(*made, "--since", "one", "--out", "two")
    assert "全部客户都重新计算：--partition-by 与上次不同，每位客户都要重新写出" in ran.err
    assert manifest(plan.folder / "two")["format"] == "csv"
    plan.write({"c.csv": HEADER + ROW.replace("28", "31")})
    later = (*made[:-1], "2026-12-01", "--since", "two", "--lang", "en")
    ran = plan(*later, "--format", "parquet", "--out", "three")
    assert ran.code == 1
    assert "everybody was planned again: the day is another" in ran.err
    assert "1 gone" in ran.out
    assert "those `gone` (removed.csv) may be customers whose row was rejected" in ran.err
    assert manifest(plan.folder / "three")["format"] == "parquet"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("c.csv", "more"), "多个客户文件只能写成数据表"),
        (("c.csv", "--engine", "polars", "--format", "html"), "改用 --format parquet"),
        (("c.csv", "--engine", "spark", "--format", "jsonl"), "--engine spark 只生成数据表"),
        (("c.csv", "--engine", "weasyprint", "--format", "csv"), "可用：auto, row, polars, spark"),
        (("c.csv", "--partition-by", "market", "--format", "html"), "只用于数据表"),
        (("c.csv", "--since", "o", "--format", "xlsx", "--out", "x.xlsx"), "只用于数据表"),
        (("c.csv", "--format", "parquet", "--only", "C1"), "--only 不能用于"),
        (("c.csv", "--format", "parquet", "--out", "x.parquet"), "不能写成 .parquet 文件"),
        (("c.csv", "--format", "csv", "--out", "x.csv"), "不能写成 .csv 文件"),
        (("c.csv", "--format", "csv", "--variant", "pdf/ua-1"), "--variant pdf/ua-1 只用于 PDF"),
        (("c.csv", "--partition-by", "markt"), "是不是 `market`？"),
        (("c.csv", "--out", "x.parquet"), "数据表写到文件夹：--format parquet --out 文件夹"),
        (("c.csv", "--out", "x.doc"), "计划不能写成 .doc 文件；可写 .html、.pdf、.jsonl"),
        (("c.csv", "--format", "html", "--out", "x.csv"), "html 不能写成 .csv 文件；数据表"),
        (("c.csv", "--format", "parquet", "--audience", "customer"), "只用于 html 和 pdf"),
        (("c.csv", "--audience", "customer"), "--audience customer 只用于 html 和 pdf"),
        (("c.csv", "--format", "csv", "--out", "more"), "more 里有不是本程序写的文件（如 d.csv）"),
        (("more", "--format", "csv", "--out", "more/o"), "互相包含"),
        (("c.csv", "--format", "csv", "--out", "c.csv"), "数据表要写到一个文件夹"),
        (("c.csv", "--format", "html", "--master", "local[2]"), "--master 只用于"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for(plan: Shell, arguments: tuple[str, ...], told: str) -> None:
    before = sorted(path.name for path in plan.folder.rglob("*"))
    ran = plan("plan", "p", *arguments, "--at", DAY)
    assert ran.code == 2
    assert told in ran.err
    assert sorted(path.name for path in plan.folder.rglob("*")) == before


@pytest.mark.parametrize("customers", ["nowhere", "empty"])
def test_no_customers_at_all(plan: Shell, customers: str) -> None:
    (plan.folder / "empty").mkdir()
    ran = plan("plan", "p", customers, "--at", DAY, "--format", "csv", "--out", "o")
    assert ran.code == 1
    assert "WE501" in ran.err
    assert not (plan.folder / "o").exists()


def test_without_the_packages(plan: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow_engine.runs.packages.find_spec", lambda _: None)
    ran = plan("plan", "p", "c.csv", "--at", DAY, "--format", "csv")
    assert ran.code == 2
    assert "pip install 'workflow-engine[batch]'" in ran.err


def test_the_line_of_progress() -> None:
    progress = Progress(customers=131_072, share=0.25, seconds=2.0)
    assert progress_text(progress, zh=True) == "131,072 位客户，每秒 65,536，约剩 0:06"
    assert (
        progress_text(progress, zh=False) == "131,072 customers, 65,536 a second, about 0:06 left"
    )
    begun = Progress(customers=8, share=0.0, seconds=1.0)
    assert progress_text(begun, zh=True) == "8 位客户，每秒 8"


def test_the_line_is_drawn_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress(customers=1, share=1.0, seconds=1.0)
    line = ProgressLine(zh=True)
    line.draw(progress)
    line.clear()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    line = ProgressLine(zh=True)
    line.draw(progress)
    line.draw(progress)  # just drawn
    line.clear()
    assert capsys.readouterr().err == "\r\x1b[K1 位客户，每秒 1，约剩 0:00\r\x1b[K"
