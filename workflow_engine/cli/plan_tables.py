"""`workflow-engine plan --format parquet|csv`: the plans of many customers as two tables."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.customers import PROGRESS_EVERY, SHOWN_ROWS
from workflow_engine.cli.loading import load_policy, moment, show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.cli.plan_spark import spark_arguments, write_tables_on_spark
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import UsageError
from workflow_engine.runs.packages import require_tables

if TYPE_CHECKING:
    from workflow_engine.runs.output import Format
    from workflow_engine.runs.pipeline import RunReport
    from workflow_engine.runs.progress import Progress
    from workflow_engine.runs.rejections import Rejections

FORMATS = ("parquet", "csv")
ENGINES = ("row", "polars", "spark")
DEFAULT_OUT = "out/tables"
ENGINE_WORDS = {
    "row": Bilingual("逐户计算：row", "customer by customer: row"),
    "polars": Bilingual("按列计算：polars", "in columns: polars"),
}
"""What is told of the engine that was used."""
EVERYBODY = {
    "day": Bilingual("计划日期变了", "the day is another"),
    "engine": Bilingual("程序版本变了", "the program has another version"),
    "rules": Bilingual("涉及全体的规则变了", "rules that concern everybody changed"),
    "division": Bilingual(
        "--partition-by 与上次不同，每位客户都要重新写出",
        "--partition-by is not that of the last run, so everybody is written again",
    ),
}
"""Why everybody is planned again in a change run."""


def table_arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add what only tables take: --partition-by, --since and --master."""
    parser.add_argument(
        "--partition-by",
        metavar="NAME",
        help="数据表按一个分级或属性的取值分文件夹；不写 --format 即为 parquet"
        if zh
        else "tables: a folder for each value of a scale or attribute; implies parquet",
    )
    parser.add_argument(
        "--since",
        metavar="LAST_RUN",
        help="上一次数据表的文件夹：只重算、只写出有变化的客户；不写 --format 即与上次相同"
        if zh
        else "the tables of an earlier run: only who changed is planned and written; "
        "implies its format",
    )
    spark_arguments(parser, zh)


def write_tables(options: argparse.Namespace, format_: str) -> int:
    """Plan the files into a folder of tables; exit code 1 when a row was rejected."""
    if options.only is not None:
        raise UsageError(
            f"--only is not for --format {format_}: the tables hold every customer",
            zh=f"--only 不能用于 --format {format_}：数据表包含全部客户",
        )
    out = options.out or DEFAULT_OUT
    if options.engine == "spark":
        return write_tables_on_spark(options, format_, out)
    require_tables()
    from workflow_engine.runs.pipeline import plan_files
    from workflow_engine.runs.versions import plan_files_of_both

    policy = load_policy(options.policy, options.lang)
    zh = options.lang == "zh"
    as_last = options.format is None and options.since is not None
    asked: Format = "csv" if format_ == "csv" else "parquet"
    line = ProgressLine(zh=zh)
    how: dict[str, Any] = {
        "at": moment(options.at, policy),
        "out": Path(out),
        "log": () if options.log is None else (options.log,),
        "engine": options.engine,
        "format_": None if as_last else asked,
        "partition_by": options.partition_by,
        "since": options.since,
        "lang": options.lang,
        "told": line.draw,
    }
    before = policy.before
    try:
        if before is None:
            report = plan_files(policy.program, options.customers, **how)
        else:
            programs = policy.program, before.program
            reports = plan_files_of_both(*programs, options.customers, **how)
    finally:
        line.clear()
    if before is None:
        return tell_run(report, options)
    code = FINE
    for (name, made), version in zip(reports.items(), (policy, before), strict=True):
        say(version_words(name, version.program.head.version).get(options.lang))
        code = max(code, tell_run(made, options))
    return code


def version_words(name: str, version: str) -> Bilingual:
    """What is told over the run of one version during a staged rollout."""
    if name == "new":
        return Bilingual(
            f"分批推行：新版本 {version}", f"staged rollout: the new version {version}"
        )
    return Bilingual(f"分批推行：原政策 {version}", f"staged rollout: the old version {version}")


def tell_run(report: RunReport, options: argparse.Namespace) -> int:
    """Tell what came of a run; the exit code."""
    from workflow_engine.runs.pipeline import REJECTED

    zh = options.lang == "zh"
    for note in report.notes:
        say(note.get(options.lang))
    listed = report.out / REJECTED
    show([one for one in report.diagnostics if not one.place.line], {}, options.lang)
    show(report.log_findings[:SHOWN_ROWS], {}, options.lang)
    if report.log_rejected:
        say(
            f"服务记录有 {report.log_rejected:,} 行被拒绝，原因见 {listed}"
            if zh
            else f"{report.log_rejected:,} rows of the service log rejected: see {listed}"
        )
    rejected = tell_rejected(report.rejections, options, listed=listed)
    rows, done = report.accepted + rejected, report.accepted
    say(
        f"客户文件共 {rows:,} 行：{done:,} 行成功，{rejected:,} 行被拒绝"
        if zh
        else f"{rows:,} customer rows: {done:,} done, {rejected:,} rejected"
    )
    told = ENGINE_WORDS[report.engine].get(options.lang)
    if report.changes is not None:
        for note in change_notes(report.changes, rejected):
            say(note.get(options.lang))
        print(changes_text(report.changes, zh=zh))
    print(
        f"{report.customers:,} 位客户的 {report.items:,} 条服务项已写到 {report.out}（{told}）"
        if zh
        else f"{report.items:,} service items of {report.customers:,} customers written to "
        f"{report.out} ({told})"
    )
    broken = any(found.severity == "error" for found in report.diagnostics)
    return FINDINGS if rejected or broken else FINE


def change_notes(changes: Mapping[str, Any], rejected: int) -> list[Bilingual]:
    """What may surprise of a change run: why so many were planned, and who counts as gone."""
    notes = []
    why = [EVERYBODY[name] for name in changes["planned_again"] if name in EVERYBODY]
    if why:
        zh, en = "、".join(one.zh for one in why), " and ".join(one.en for one in why)
        notes.append(Bilingual(f"全部客户都重新计算：{zh}", f"everybody was planned again: {en}"))
    if rejected and changes["removed"]:
        notes.append(
            Bilingual(
                "“不再有”的客户（removed.csv）中，可能有本次因行被拒绝而没有计划的："
                "删除之前请先改正这些行",
                "those `gone` (removed.csv) may be customers whose row was rejected this time: "
                "mend these rows before you delete anybody",
            )
        )
    return notes


def changes_text(changes: Mapping[str, int], *, zh: bool) -> str:
    """What a change run found."""
    new, changed, removed = (f"{changes[name]:,}" for name in ("new", "changed", "removed"))
    rest = f"{changes['same'] + changes['unchanged']:,}"
    if zh:
        told = f"与上次相比：新增 {new} 位，计划有变 {changed} 位，"
        return f"{told}不再有 {removed} 位，其余 {rest} 位不变"
    return f"since the last run: {new} new, {changed} changed, {removed} gone, {rest} as before"


def tell_rejected(
    rejections: Rejections, options: argparse.Namespace, *, listed: Path | None = None
) -> int:
    """Show the first findings about rows, and where more are; how many rows were rejected."""
    shown = rejections.listed[:SHOWN_ROWS]
    show(shown, {}, options.lang)
    more = rejections.findings - len(shown)
    if more > 0:
        zh, en = f"……另有 {more:,} 处问题未逐条显示", f"… and {more:,} more findings not shown"
        if listed is not None:
            count = len(rejections.listed)
            every = count == rejections.findings
            zh += f"；{'全部' if every else '前'} {count:,} 处见 {listed}"
            en += f"; {'all' if every else 'the first'} {count:,} are in {listed}"
        say(zh if options.lang == "zh" else en)
    return rejections.rows


class ProgressLine:
    """How far a run is, on the terminal, redrawn a few times a second; silent elsewhere."""

    def __init__(self, *, zh: bool) -> None:
        self._zh = zh
        self._live = sys.stderr.isatty()
        self._next = 0.0

    def draw(self, progress: Progress) -> None:
        """Draw the line anew, unless it was drawn just now."""
        if self._live and time.monotonic() >= self._next:
            self._next = time.monotonic() + PROGRESS_EVERY
            print(f"\r\x1b[K{progress_text(progress, zh=self._zh)}", end="", file=sys.stderr)
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def progress_text(progress: Progress, *, zh: bool) -> str:
    """The customers done, how many in a second, and the time that remains."""
    done, rate = f"{progress.customers:,}", f"{progress.rate:,.0f}"
    told = f"{done} 位客户，每秒 {rate}" if zh else f"{done} customers, {rate} a second"
    if progress.remaining is None:
        return told
    minutes, seconds = divmod(round(progress.remaining), 60)
    left = f"{minutes}:{seconds:02}"
    return told + (f"，约剩 {left}" if zh else f", about {left} left")
