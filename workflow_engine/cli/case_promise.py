"""`workflow-engine case promise`: what became of a promise; a broken one opens its case."""

from __future__ import annotations

import argparse
import zoneinfo

from workflow_engine.cli.cases import (
    Cases,
    database_argument,
    format_argument,
    instant,
    key_argument,
    moment_argument,
    print_json,
)
from workflow_engine.cli.loading import load_policy
from workflow_engine.cli.main import FINE
from workflow_engine.cli.naming import named
from workflow_engine.diagnostics.bilingual import Bilingual

HELP = (
    "登记一项承诺是否兑现；未兑现的按政策自动开立个案",
    "record whether a promise was kept; a broken one opens its case where the policy says so",
)
EXAMPLE = (
    "workflow-engine case promise rules/tobacco-retail --customers"
    " rules/tobacco-retail/customers.csv --customer LS0002 --promise delivery_48 --actual 52"
    " --due 2026-11-20T12:00 --at 2026-11-20T16:50"
)


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    texts = (
        ("--customers", "FILE", True, "客户文件", "the customer file"),
        ("--customer", "ID", True, "客户编号", "the customer's id"),
        ("--promise", "NAME", True, "哪一项承诺，编号或名称", "which promise, id or label"),
        ("--due", "ISO", True, "应兑现的时刻", "when it was to be kept"),
        (
            "--actual",
            "NUMBER",
            False,
            "实际数，单位同承诺；不写为没有做",
            "the figure reached; without it, nothing was done",
        ),
        ("--by", "NAME", False, "谁登记的", "who says so"),
        ("--note", "TEXT", False, "说明", "a remark"),
    )
    parser.add_argument("policy", metavar="RULES", help="政策文件夹" if zh else "the policy folder")
    for option, metavar, required, chinese, english in texts:
        parser.add_argument(
            option, metavar=metavar, required=required, help=chinese if zh else english
        )
    moment_argument(parser, zh)
    key_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Always 0 when it was recorded: a broken promise is an answer."""
    from workflow_engine.cli.customers import CustomerRun
    from workflow_engine.language.durations import plain

    policy = load_policy(options.policy, options.lang)
    promises = policy.program.promises
    name = named(
        options.promise,
        {id_: promise.label for id_, promise in promises.items()},
        Bilingual("政策中没有承诺", "the policy has no promise"),
    )
    promise = promises[name]
    day = instant(options.at, zoneinfo.ZoneInfo(policy.program.head.timezone)).date()
    customers = CustomerRun(
        policy, options.customers, lang=options.lang, only=[options.customer], at=day
    )
    zh = options.lang == "zh"
    for customer in customers:
        with Cases(options, policy) as cases:
            zone = cases.new_zone()
            told = cases.desk.promise(
                customer,
                name,
                options.actual,
                due=instant(options.due, zone, "--due"),
                at=instant(options.at, zone),
                by=options.by,
                note=options.note,
                key=options.key,
            )
        if options.format == "json":
            print_json(
                {
                    "promise": told.promise,
                    "customer": told.customer,
                    "due": told.at.isoformat(),
                    "promised": plain(told.promised),
                    "actual": None if told.actual is None else plain(told.actual),
                    "kept": told.kept,
                    "case": told.case,
                }
            )
            continue
        label = promise.label.get(options.lang)
        promised, unit = plain(told.promised), promise.unit
        done = None if told.actual is None else f"{plain(told.actual)} {unit}"
        if zh:
            kept = "已兑现" if told.kept else "未兑现"
            print(f"{label}：承诺 {promised} {unit}，实际 {done or '没有做'}，{kept}")
        else:
            kept = "kept" if told.kept else "broken"
            print(f"{label}: promised {promised} {unit}, {done or 'not done at all'}: {kept}")
        if told.case is not None:
            print(f"个案 {told.case}" if zh else f"case {told.case}")
        elif not told.kept:
            print("政策没有规定开立个案" if zh else "the policy opens no case for it")
    return max(FINE, customers.finish())
