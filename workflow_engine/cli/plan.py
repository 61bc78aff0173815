"""`workflow-engine plan`: a service plan for every customer: JSON, pages, a workbook or tables."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.customer_plans import CustomerPlans, log_argument
from workflow_engine.cli.loading import customers_arguments, policy_argument
from workflow_engine.cli.main import FINE
from workflow_engine.cli.paper import ENGINES, engine_arguments, refuse_variant
from workflow_engine.cli.parser import listing
from workflow_engine.cli.plan_spark import refuse_master
from workflow_engine.cli.plan_tables import ENGINES as TABLE_ENGINES
from workflow_engine.cli.plan_tables import FORMATS as TABLES
from workflow_engine.cli.plan_tables import table_arguments, write_tables
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.planning.plan import Plan
    from workflow_engine.render.document import Document
    from workflow_engine.render.plan_page import Audience

HELP = (
    "为每位客户生成服务计划：JSON、PDF、可打印的网页、Excel 或数据表",
    "make every customer's service plan: JSON lines, PDF, printable pages, Excel or tables",
)
EXAMPLE = (
    "workflow-engine plan rules/tobacco-retail rules/tobacco-retail/customers.csv"
    " --at 2026-11-21 --log rules/tobacco-retail/log.csv --format html --out out"
)
AUDIENCES = ("staff", "customer")
FORMATS = ("html", "pdf", "jsonl", "xlsx", "ics", *TABLES)
PAGES = ("html", "pdf")
"""What `--audience` is for."""
LONGEST_NAME = 180
"""Bytes of a file name, before its ending; file systems allow 255."""
ENDINGS = {".html": "html", ".jsonl": "jsonl", ".xlsx": "xlsx", ".pdf": "pdf"}

OTHER_ENDINGS = (".csv", ".xls", ".json", ".doc", ".docx", ".txt", ".parquet", ".htm", ".ics")
"""Endings of files that nobody means as the name of a folder."""
_TABLE_ENDINGS = {f".{name}": name for name in TABLES}


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    customers_arguments(parser, zh, several=True)
    log_argument(parser, zh, tables=True)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="默认看 --out 的后缀；文件夹为 html，没有 --out 为 jsonl；写了数据表的选项为 parquet"
        if zh
        else "default: by the ending of --out; a folder: html; without --out: jsonl; "
        "with an option of tables: parquet",
    )
    parser.add_argument(
        "--out",
        metavar="PATH",
        help="写到文件；html、pdf 写到文件夹时：总册、每客户一份、汇总、JSON；"
        "ics 写到文件夹：每人一份日历；parquet、csv 写到文件夹：客户表和服务项表"
        if zh
        else "a file; for html and pdf a folder: booklet, single plans, summary, JSON; "
        "for ics a folder: one calendar for each person; "
        "for parquet and csv a folder: the tables of customers and of service items",
    )
    parser.add_argument(
        "--audience",
        choices=AUDIENCES,
        default="staff",
        help="html、pdf 给谁看：staff 内部用（默认），customer 给客户，不印对客户的评价"
        if zh
        else "who reads html and pdf: staff (default), or customer, without judgement on them",
    )
    engine_arguments(parser, zh, TABLE_ENGINES)
    table_arguments(parser, zh)
    parser.add_argument(
        "--only",
        metavar="ID",
        nargs="+",
        help="只做这些客户" if zh else "these customers only",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a row of the customers or of the log was rejected."""
    out = None if options.out is None else Path(options.out)
    format_ = _format(options, out)
    refuse_variant(options, format_)
    _refuse_audience(options, format_)
    _refuse_engine(options, format_)
    for given in (*options.customers, options.log):
        if out is not None and given is not None and _same_file(out, Path(given)):
            raise UsageError(
                f"--out {out} would overwrite the data it is made from",
                zh=f"--out {out} 会覆盖用来计算的数据文件，请换一个名字",
            )
    if format_ in TABLES:
        return write_tables(options, format_)
    options.customers = _one_file(options.customers)
    code = FINE
    plans = Plans(options)
    if format_ == "jsonl":
        _write_lines(plans, out)
    elif format_ == "xlsx" and out is not None:
        from workflow_engine.batch.workbook import write_workbook

        write_workbook(out, plans, plans.printed, lang=plans.lang)
    elif format_ == "ics":
        from workflow_engine.cli.plan_calendar import write_calendars

        write_calendars(plans, Path("out/calendars") if out is None else out)
    elif format_ == "pdf":
        from workflow_engine.cli.plan_pdf import write_pdf

        code = write_pdf(plans, Path("out") if out is None else out, options)
    else:
        write_pages(plans, Path("out") if out is None else out)
    return max(code, plans.finish())


class Plans(CustomerPlans):
    """The plans of one run as JSON data, in file order; counts on the way, and makes pages."""

    def __init__(self, options: argparse.Namespace) -> None:
        from workflow_engine.planning.summary import Tally

        super().__init__(options, only=options.only)
        self.tally = Tally(self.policy.planner)
        self.audience: Audience = options.audience
        versions = [self.policy, *filter(None, [self.policy.before])]
        self._programs = {one.program.hash: one.program for one in versions}

    def noted(self, plan: Plan) -> None:
        """Count a plan."""
        self.tally.add(plan)

    def document(self, plan: dict[str, Any]) -> Document:
        """One customer's plan, in the policy's own look."""
        from workflow_engine.render.plan_page import plan_document

        program, look = self._programs[plan["policy"]["hash"]], self.policy.look
        return plan_document(plan, program, lang=self.lang, look=look, audience=self.audience)

    def booklet(self, made: list[dict[str, Any]]) -> Document:
        """These plans together."""
        from workflow_engine.render.booklet import booklet_document

        return booklet_document(
            made,
            self.policy.program,
            lang=self.lang,
            look=self.policy.look,
            audience=self.audience,
            versions=self._programs,
        )

    def summary(self, counts: dict[str, Any]) -> Document:
        """What was counted."""
        from workflow_engine.render.summary_page import summary_document

        look = self.policy.look
        return summary_document(counts, self.printed, lang=self.lang, look=look)


def _format(options: argparse.Namespace, out: Path | None) -> str:
    """The format to write. Raises UsageError where it does not fit `out` or cannot be written."""
    ending = "" if out is None else out.suffix.lower()
    told = "jsonl" if out is None else ENDINGS.get(ending, "html")
    tabular = options.partition_by is not None or options.since is not None
    if not ending and (tabular or options.engine in TABLE_ENGINES):
        told = "parquet"
    format_: str = options.format or told
    if format_ == "xlsx" and out is None:
        raise UsageError("--format xlsx needs --out FILE", zh="--format xlsx 需要 --out FILE")
    if format_ in TABLES and ending in (*OTHER_ENDINGS, *ENDINGS):
        raise UsageError(
            f"--out {out}: the tables go into a folder, not into a file",
            zh=f"--out {out}：数据表要写到一个文件夹，不能写成 {ending} 文件",
        )
    if ending in OTHER_ENDINGS or (ending in ENDINGS and format_ != told):
        raise _unfitting(out, ending, options.format)
    if tabular and format_ not in TABLES:
        raise UsageError(
            f"--partition-by and --since are for tables, not for {format_}: add --format parquet",
            zh=f"--partition-by 和 --since 只用于数据表，不能用于 {format_}："
            "请加上 --format parquet",
        )
    return format_


def _unfitting(out: Path | None, ending: str, format_: str | None) -> UsageError:
    """What to tell of a file whose ending does not fit the format, or any."""
    zh, en = "可写 .html、.pdf、.jsonl、.xlsx，或一个文件夹", "write .html, .pdf, .jsonl, .xlsx"
    if ending in _TABLE_ENDINGS:
        table = _TABLE_ENDINGS[ending]
        zh = f"数据表写到文件夹：--format {table} --out 文件夹"
        en = f"tables go into a folder: --format {table} --out FOLDER"
    else:
        en += ", or a folder"
    if format_ is None:
        return UsageError(
            f"--out {out}: no plans are written to a file that ends in {ending}; {en}",
            zh=f"--out {out}：计划不能写成 {ending} 文件；{zh}",
        )
    return UsageError(
        f"--out {out}: {format_} is not written to a file that ends in {ending}; {en}",
        zh=f"--out {out}：{format_} 不能写成 {ending} 文件；{zh}",
    )


def _refuse_audience(options: argparse.Namespace, format_: str) -> None:
    """Raises UsageError where pages for the customer are asked for, but no pages are made."""
    if options.audience == "customer" and format_ not in PAGES:
        raise UsageError(
            f"--audience customer is for html and pdf, not for {format_}",
            zh=f"--audience customer 只用于 html 和 pdf，不能用于 {format_}",
        )


def _refuse_engine(options: argparse.Namespace, format_: str) -> None:
    """Raises UsageError where the engine asked for does not make this format."""
    refuse_master(options)
    fitting = ("auto", *TABLE_ENGINES) if format_ in TABLES else ENGINES
    if options.engine not in fitting:
        known = ", ".join(fitting)
        if options.engine in TABLE_ENGINES:
            raise UsageError(
                f"--engine {options.engine} makes tables, not {format_}: use --format parquet",
                zh=f"--engine {options.engine} 只生成数据表，不能生成 {format_}："
                "请改用 --format parquet",
            )
        raise UsageError(
            f"--engine {options.engine} does not make {format_}; there are: {known}",
            zh=f"--engine {options.engine} 不能生成 {format_}；可用：{known}",
        )


def _one_file(customers: list[str]) -> str:
    """The one customer file of pages. Raises UsageError where there are several."""
    if len(customers) > 1:
        raise UsageError(
            "several customer files go into tables: add --format parquet (or csv)",
            zh="多个客户文件只能写成数据表：请加上 --format parquet（或 csv）",
        )
    return customers[0]


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def line_of(plan: dict[str, Any]) -> str:
    """The plan as a line of JSON."""
    return json.dumps(plan, ensure_ascii=False) + "\n"


def _write_lines(plans: Plans, out: Path | None) -> None:
    if out is None:
        for plan in plans:
            sys.stdout.write(line_of(plan))
        return
    from workflow_engine.batch.writers import atomic_file

    with atomic_file(out) as temporary, temporary.open("w", encoding="utf-8") as stream:
        stream.writelines(line_of(plan) for plan in plans)


def write_pages(plans: Plans, out: Path) -> None:
    """One HTML file (a booklet, or a single plan), or a folder with all forms."""
    from workflow_engine.batch.writers import atomic_folder, write_file
    from workflow_engine.cli.summary_text import summary_text

    if out.suffix.lower() == ".html":
        made = list(plans)
        together = plans.document(made[0]) if len(made) == 1 else plans.booklet(made)
        write_file(out, together.html)
        return
    with atomic_folder(out) as folder:
        made = list(plans)
        singles = folder / "plans"
        singles.mkdir()
        with (folder / "plans.jsonl").open("w", encoding="utf-8") as stream:
            for plan in made:
                stream.write(line_of(plan))
                name = file_name(plan["customer"]["id"])
                write_text(singles / f"{name}.html", plans.document(plan).html)
        write_text(folder / "booklet.html", plans.booklet(made).html)
        summary = plans.tally.summary().as_dict()
        write_text(
            folder / "summary.json", json.dumps(summary, ensure_ascii=False, indent=1) + "\n"
        )
        write_text(folder / "summary.html", plans.summary(summary).html)
    text = summary_text(summary, plans.printed, plans.lang)
    tell_folder(out, text, ending="html", zh=plans.lang == "zh")


def write_text(path: Path, text: str) -> None:
    """Write a file of a folder that is put in place as a whole."""
    path.write_text(text, encoding="utf-8")


def file_name(id_: str) -> str:
    """A file name for a customer id: letters, digits, `-` and `_` stay, the rest is spelt in hex.

    Different ids give different names, and no name leaves its folder. A name that is too long for
    a file is cut and ends with a digest.

    >>> file_name("C0001"), file_name("城东/3"), file_name("..")
    ('C0001', '城东%2F3', '%2E%2E')
    """
    name = "".join(char if char.isalnum() or char in "-_" else f"%{ord(char):02X}" for char in id_)
    if len(name.encode()) <= LONGEST_NAME:
        return name
    start = name.encode()[: LONGEST_NAME - 65].decode(errors="ignore")
    return f"{start}-{hashlib.sha256(id_.encode()).hexdigest()}"


def tell_folder(out: Path, summary: str, *, ending: str, zh: bool) -> None:
    """Tell what was counted, and what to open."""
    print(summary)
    if ending == "html":
        print("用浏览器打开：" if zh else "Open in a browser:")
    else:
        print("打开：" if zh else "Open:")
    shown = (
        (f"booklet.{ending}", "全部计划，打印用", "all plans, for printing"),
        ("plans", "每位客户一份", "one file per customer"),
        (f"summary.{ending}", "汇总", "the summary"),
    )
    print(listing((str(out / name), about if zh else english) for name, about, english in shown))
