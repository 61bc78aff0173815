"""`workflow-engine diff`: what a changed policy changes, in words and on the customers."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.customers import PROGRESS_EVERY, SHOWN_ROWS
from workflow_engine.cli.loading import NoPolicy, moment, show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.diagnostics.diagnostic import Diagnostic
    from workflow_engine.impact.one_by_one import Compared
    from workflow_engine.impact.report import Impact
    from workflow_engine.impact.samples import Sampled
    from workflow_engine.policy import Policy

HELP = (
    "比较两版政策：用业务语言说清改了什么，再看影响哪些客户、多少时间、哪些个案",
    "compare two versions of a policy: what changed in words, and whom it touches",
)
EXAMPLE = (
    "workflow-engine diff main:rules/tobacco-retail rules/tobacco-retail"
    " --customers rules/tobacco-retail/customers.csv --at 2026-11-21 --out out/impact.html"
)
FORMATS = ("text", "json", "html", "xlsx")
ENDINGS = {".html": "html", ".htm": "html", ".json": "json", ".xlsx": "xlsx", ".txt": "text"}
ENGINES = ("auto", "row", "polars")


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    for name, metavar, chinese, english in (
        (
            "old",
            "OLD",
            "原来的政策：文件夹，或 git 的 修订:路径",
            "the old version: a folder, or revision:path of git",
        ),
        ("new", "NEW", "新的政策，写法相同", "the new version, likewise"),
    ):
        parser.add_argument(name, metavar=metavar, help=chinese if zh else english)
    parser.add_argument(
        "--customers",
        metavar="FILE",
        nargs="+",
        help="客户文件或文件夹：看影响哪些客户"
        if zh
        else "customer files, or folders of them: whom the change touches",
    )
    parser.add_argument(
        "--log",
        metavar="FILE",
        nargs="+",
        help="服务记录：日期按它计算" if zh else "the service log, from which dates follow",
    )
    parser.add_argument(
        "--at",
        metavar="DATE",
        help="按哪一天计算，如 2026-11-21；默认今天" if zh else "the day; default: today",
    )
    parser.add_argument(
        "--cases",
        metavar="URL",
        help="个案数据库：看哪些未结个案受影响"
        if zh
        else "the database of cases: which open ones are affected",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="默认看 --out 的后缀，没有则 text"
        if zh
        else "default: by the ending of --out, or text",
    )
    parser.add_argument(
        "--out", metavar="FILE", help="写到文件；xlsx 必须写" if zh else "a file; xlsx needs one"
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="auto",
        help="逐户（row）或按列（polars）比较；默认自动选择"
        if zh
        else "customer by customer (row) or in columns (polars); default: auto",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a limit is exceeded or had nobody to count, or a customer was rejected."""
    format_ = _format(options)
    if options.log and not options.customers:
        raise UsageError("--log goes with --customers", zh="--log 要和 --customers 一起用")
    old, new = (_policy(path, options.lang) for path in (options.old, options.new))
    impact, code = _impact(options, old, new)
    _write(impact, format_, options)
    if any(not limit.measured for limit in impact.limits):
        code = _unmeasured(impact, code, options.lang)
    if impact.breached:
        for limit in impact.limits:
            if limit.breached:
                text = limit.limit.text
                zh = options.lang == "zh"
                say(f"超出风险上限：{text}" if zh else f"the limit is exceeded: {text}")
        return FINDINGS
    return code


def _unmeasured(impact: Impact, code: int, lang: Language) -> int:
    """Say that the limits were not measured; on files without a customer that is a finding."""
    zh = lang == "zh"
    if impact.compared is None:
        say(
            "风险上限未测量：没有给出 --customers"
            if zh
            else "the limits were not measured: no --customers were given"
        )
        return code
    say(
        "风险上限未测量：没有可比较的客户"
        if zh
        else "the limits were not measured: there was no customer to compare"
    )
    return FINDINGS


def _policy(written: str, lang: Language) -> Policy:
    """A policy from a folder or a revision; its mistakes are shown, and end the command."""
    from workflow_engine.impact.revisions import revision_of, texts_at
    from workflow_engine.policy import Policy, check_rules, check_texts

    revision = revision_of(written)
    found: list[Diagnostic] = []
    if revision is None:
        report = check_rules(written, analysed=False)
    else:
        read = texts_at(revision)
        found += read.diagnostics
        report = check_texts(read.texts, analysed=False)
    found += report.diagnostics
    errors = [one for one in found if one.severity == "error"]
    if report.program is None or errors:
        show(errors, report.sources, lang)
        raise NoPolicy
    return Policy(report.program, report.diagnostics, report.sources, Path(written))


def _impact(options: argparse.Namespace, old: Policy, new: Policy) -> tuple[Impact, int]:
    """The impact, with the findings about the data shown; the exit code."""
    from workflow_engine.impact.changes import renames
    from workflow_engine.impact.definitions import proved_changes
    from workflow_engine.impact.report import Impact
    from workflow_engine.impact.version import Version

    at = moment(options.at, new)
    renamed = renames(old.program, new.program)
    versions = Version(old.program, renamed), Version(new.program)
    changes = proved_changes(old.program, new.program)
    compared = None
    sampled: tuple[Sampled, ...] = ()
    code = FINE
    if options.customers:
        from workflow_engine.impact.customers import compare
        from workflow_engine.impact.one_by_one import Base
        from workflow_engine.impact.samples import samples
        from workflow_engine.runs.sources import customer_files

        logs = customer_files(options.log) if options.log else ()
        base = Base(customer_files(options.customers), logs, at)
        progress = _Progress(options.lang)
        compared = compare(*versions, base, engine=options.engine, told=progress.step)
        progress.clear()
        sampled = samples(*versions, base, compared)
        code = _tell(compared, options.lang)
    cases = None
    if options.cases is not None:
        from workflow_engine.cli.diff_cases import affected_cases

        cases = affected_cases(options, new)
    sources = (options.old, options.new)
    return Impact(*versions, sources, at, changes, compared, sampled, cases), code


def _tell(compared: Compared, lang: Language) -> int:
    """Show what is wrong with files and the log, and what surprises; the exit code."""
    show([one for one in compared.findings if not one.place.line], {}, lang)
    show([one for one in compared.findings if one.place.line][:SHOWN_ROWS], {}, lang)
    zh = lang == "zh"
    if compared.note is not None:
        say(compared.note.get(lang))
    before, after = compared.log_rejected
    if before or after:
        say(
            f"服务记录有 {after:,} 行被新版拒绝，{before:,} 行被旧版拒绝"
            if zh
            else f"{after:,} rows of the service log rejected by the new version, {before:,} by "
            "the old one"
        )
    return FINDINGS if compared.tally.rejected or before or after else FINE


def _write(impact: Impact, format_: str, options: argparse.Namespace) -> None:
    """Write the report to --out or standard output."""
    data = impact.as_dict(options.lang)
    out = None if options.out is None else Path(options.out)
    if format_ == "xlsx":
        from workflow_engine.batch.impact_workbook import write_impact

        assert out is not None, "a workbook goes into a file"
        write_impact(out, data, lang=options.lang)
    else:
        text = _text(data, format_, impact, options.lang)
        if out is None:
            sys.stdout.write(text)
            return
        from workflow_engine.batch.writers import write_file

        write_file(out, text)
    say(f"已写到 {out}" if options.lang == "zh" else f"written to {out}")


def _text(data: dict[str, Any], format_: str, impact: Impact, lang: Language) -> str:
    if format_ == "json":
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if format_ == "html":
        from workflow_engine.render.impact_page import impact_document

        return impact_document(data, impact.new.program, lang=lang).html
    from workflow_engine.impact.text import impact_text

    return impact_text(data, lang)


def _format(options: argparse.Namespace) -> str:
    """The format to write. Raises UsageError where it does not fit --out."""
    ending = "" if options.out is None else Path(options.out).suffix.lower()
    told = ENDINGS.get(ending)
    format_: str = options.format or told or "text"
    if options.out is None:
        if format_ == "xlsx":
            raise UsageError("--format xlsx needs --out FILE", zh="--format xlsx 需要 --out FILE")
        return format_
    if told is None and options.format is None:
        raise UsageError(
            f"--out {options.out}: write .html, .xlsx, .json or .txt",
            zh=f"--out {options.out}：可写 .html、.xlsx、.json、.txt",
        )
    if told is not None and told != format_:
        raise UsageError(
            f"--out {options.out}: {format_} is not written to a file that ends in {ending}",
            zh=f"--out {options.out}：{format_} 不能写成 {ending} 文件",
        )
    if Path(options.out).is_dir():
        raise UsageError(
            f"--out {options.out} is a folder, not a file",
            zh=f"--out {options.out} 是文件夹，不是文件",
        )
    return format_


class _Progress:
    """A counter on the terminal, redrawn a few times a second; silent elsewhere."""

    def __init__(self, lang: Language) -> None:
        self._live = sys.stderr.isatty()
        self._next = time.monotonic() + PROGRESS_EVERY
        self._word = "位客户" if lang == "zh" else "customers"

    def step(self, count: int) -> None:
        """Show how many customers are done."""
        if self._live and time.monotonic() >= self._next:
            self._next = time.monotonic() + PROGRESS_EVERY
            print(f"\r{count:,} {self._word}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
