"""`workflow-engine plan --engine spark`: the same two tables, from a cluster."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.customers import SHOWN_ROWS
from workflow_engine.cli.loading import load_policy, moment, show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.errors import UsageError
from workflow_engine.runs.spark_order import SERVICE_LOG

if TYPE_CHECKING:
    from workflow_engine.runs.spark_run import SparkReport


def spark_arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add what only Spark takes: --master."""
    parser.add_argument(
        "--master",
        metavar="URL",
        help="--engine spark 用哪个集群，如 yarn、spark://主机:7077、local[4]；默认按 Spark 的配置"
        if zh
        else "the cluster of --engine spark: yarn, spark://host:7077, local[4]; default: as Spark "
        "is configured",
    )


def refuse_master(options: argparse.Namespace) -> None:
    """Raises UsageError where a cluster is named, but Spark is not to be used."""
    if options.master is not None and options.engine != "spark":
        raise UsageError(
            "--master is for --engine spark",
            zh="--master 只用于 --engine spark",
        )


def write_tables_on_spark(options: argparse.Namespace, format_: str, out: str) -> int:
    """Plan the files into a folder of tables; exit code 1 when a row was rejected."""
    if options.since is not None:
        raise UsageError(
            "--since is not for --engine spark: it plans everybody",
            zh="--since 不能用于 --engine spark：它总是计算全部客户",
        )
    from workflow_engine.runs.spark_packages import require_spark

    require_spark()
    from workflow_engine.runs.spark_run import plan_files_on_spark

    policy = load_policy(options.policy, options.lang)
    report = plan_files_on_spark(
        policy.program,
        options.customers,
        at=moment(options.at, policy),
        out=out,
        log=() if options.log is None else (options.log,),
        master=options.master,
        format_="csv" if format_ == "csv" else "parquet",
        partition_by=options.partition_by,
        lang=options.lang,
    )
    return tell_report(report, options)


def tell_report(report: SparkReport, options: argparse.Namespace) -> int:
    """Tell what came of a run; the exit code."""
    zh = options.lang == "zh"
    show(report.diagnostics, {}, options.lang)
    bad = report.out / "rejected"
    for line in islice(_rejected(bad), SHOWN_ROWS):
        say(line)
    if report.rejected or report.log_rejected:
        say(f"逐格的说明见 {bad}" if zh else f"every bad cell is listed in {bad}")
    if report.log_rejected:
        say(
            f"服务记录有 {report.log_rejected:,} 行被拒绝"
            if zh
            else f"{report.log_rejected:,} rows of the service log rejected"
        )
    rows, done = report.customers + report.rejected, report.customers
    say(
        f"客户文件共 {rows:,} 行：{done:,} 行成功，{report.rejected:,} 行被拒绝"
        if zh
        else f"{rows:,} customer rows: {done:,} done, {report.rejected:,} rejected"
    )
    print(
        f"{done:,} 位客户的 {report.items:,} 条服务项已写到 {report.out}（集群计算：spark）"
        if zh
        else f"{report.items:,} service items of {done:,} customers written to {report.out} "
        "(on a cluster: spark)"
    )
    return FINDINGS if report.rejected or report.log_rejected else FINE


def _rejected(folder: Path) -> Iterator[str]:
    """What is told of bad rows, a line each."""
    for file in sorted(folder.glob("part-*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                whose = f" {row['customer_id']}" if row["source"] == SERVICE_LOG else ""
                yield f"{row['code']}{whose}: {row['message']}"
