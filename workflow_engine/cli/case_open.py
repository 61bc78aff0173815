"""`workflow-engine case open`: open a case for a customer, or for all hit by the same event."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import zoneinfo
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, get_args

from workflow_engine.cli.cases import (
    STEP_FORMATS,
    Cases,
    counted,
    database_argument,
    format_argument,
    instant,
    key_argument,
    moment_argument,
    print_json,
    refused,
)
from workflow_engine.cli.loading import load_policy
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.cli.naming import choice, named
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.errors import Refused, UsageError

if TYPE_CHECKING:
    from workflow_engine.batch.customers import Customer
    from workflow_engine.cases.commands import Cause
    from workflow_engine.cli.customers import CustomerRun
    from workflow_engine.decide.row_function import RowFunction
    from workflow_engine.diagnostics.diagnostic import Diagnostic
    from workflow_engine.policy import Policy

HELP = (
    "为客户开立个案；也可为受同一事件影响的全部客户开立",
    "open a case for a customer, or for all customers hit by an event",
)
EXAMPLE = (
    "workflow-engine case open rules/tobacco-retail --customers rules/tobacco-retail/customers.csv"
    " --customer LS0002 --failure delivery_error --at 2026-11-20T16:50 --by 王芳"
)
CauseKind = Literal["person", "monitor", "promise", "event"]
CAUSES = get_args(CauseKind)
SHOWN = 50
"""So many of the cases opened together are listed; all are counted."""

ASKED = "asked_on_the_command_line"
"""The name of the tag that `--when` is compiled as."""


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    from workflow_engine.cases.wording import CAUSES as CAUSE_LABELS
    from workflow_engine.cases.wording import DEGREES, SEVERITIES

    parser.add_argument("policy", metavar="RULES", help="政策文件夹" if zh else "the policy folder")
    parser.add_argument(
        "--customers", metavar="FILE", required=True, help="客户文件" if zh else "the customer file"
    )
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument(
        "--customer",
        metavar="ID",
        action="append",
        help="客户编号，可写多次" if zh else "a customer's id; may be given several times",
    )
    whom.add_argument(
        "--all",
        action="store_true",
        help="文件中的全部客户" if zh else "every customer of the file",
    )
    whom.add_argument(
        "--when",
        metavar="EXPR",
        help="符合条件的客户，如 'market_type == \"rural\"'"
        if zh
        else "customers for whom it holds, such as 'tier >= 28'",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--failure",
        metavar="NAME",
        help="哪一种失误，编号或名称" if zh else "which failure, id or label",
    )
    what.add_argument(
        "--feedback", action="store_true", help="客户反馈" if zh else "feedback of the customer"
    )
    what.add_argument(
        "--process", metavar="NAME", help="政策自定的流程" if zh else "a process of the policy"
    )
    texts = (
        ("--by", "NAME", "谁登记的", "who reports it"),
        (
            "--about",
            "NAME",
            "被投诉人，不得经办",
            "the person complained about, who may not handle it",
        ),
        ("--note", "TEXT", "说明", "what is reported"),
        (
            "--cause",
            "NAME",
            "来源的名称：监测项、承诺或事件",
            "the monitor, promise or event it comes from",
        ),
        ("--detail", "TEXT", "来源的详情，如测得的数值", "what was measured"),
        ("--occurred-at", "ISO", "实际发生的时刻", "when it happened, if earlier"),
    )
    for option, metavar, chinese, english in texts:
        parser.add_argument(option, metavar=metavar, help=chinese if zh else english)
    parser.add_argument(
        "--severity",
        choices=tuple(SEVERITIES),
        type=choice(SEVERITIES, DEGREES),
        help="严重程度：高、中、低；默认按政策" if zh else "default: as the policy says",
    )
    parser.add_argument(
        "--cause-kind",
        choices=CAUSES,
        type=choice(CAUSE_LABELS),
        help="来源；有 --cause 时默认 event" if zh else "default with --cause: event",
    )
    moment_argument(parser, zh)
    key_argument(parser, zh)
    format_argument(parser, zh, STEP_FORMATS)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a case was refused, or a row of a customer was rejected."""
    from workflow_engine.cli.customers import CustomerRun

    policy = load_policy(options.policy, options.lang)
    many = options.all or options.when is not None
    if not many and not options.customer:
        raise UsageError(
            "say for whom: --customer ID, --all or --when EXPR",
            zh="请写明为谁开立：--customer ID、--all 或 --when 条件",
        )
    if many and options.cause is None:
        raise UsageError(
            "name what hit them with --cause: done again, nobody gets a second case for it",
            zh="请用 --cause 写明事件名称：重复执行时，同一事件不会重复开立",
        )
    process = _process(options, policy)
    zone = zoneinfo.ZoneInfo(policy.program.head.timezone)
    occurred = options.occurred_at
    day = (
        instant(options.at, zone) if occurred is None else instant(occurred, zone, "--occurred-at")
    ).date()
    customers = CustomerRun(
        policy, options.customers, lang=options.lang, only=options.customer, at=day
    )
    with Cases(options, policy) as cases:
        if many:
            code = _open_many(options, cases, policy, process, customers)
        else:
            code = _open_each(options, cases, process, customers)
    return max(code, customers.finish())


def _open_each(
    options: argparse.Namespace, cases: Cases, process: str, customers: CustomerRun
) -> int:
    zone = cases.new_zone()
    at, occurred = instant(options.at, zone), options.occurred_at
    ids: list[str] = []
    code = FINE
    for customer in customers:
        key = options.key
        if key is not None and len(options.customer) > 1:
            key = f"{key}:{customer.id}"
        try:
            case = cases.desk.open(
                customer,
                process=process,
                at=at,
                by=options.by,
                cause=_cause(options),
                about=options.about,
                severity=options.severity,
                note=options.note,
                occurred_at=None if occurred is None else instant(occurred, zone, "--occurred-at"),
                key=key,
            )
        except Refused as error:
            code = refused(error.refusal, cases.program, options.lang)
        else:
            ids.append(case.id)
    _tell(options, cases, ids, single=len(options.customer) == 1)
    return code


def _open_many(
    options: argparse.Namespace,
    cases: Cases,
    policy: Policy,
    process: str,
    customers: CustomerRun,
) -> int:
    zone = cases.new_zone()
    at, occurred = instant(options.at, zone), options.occurred_at
    cause = _cause(options)
    assert cause is not None, "many cases have a cause"
    hit = customers if options.when is None else _hit(options, policy, customers, at.date())
    done = cases.desk.open_many(
        hit,
        cause=cause,
        process=process,
        at=at,
        by=options.by,
        severity=options.severity,
        note=options.note,
        occurred_at=None if occurred is None else instant(occurred, zone, "--occurred-at"),
    )
    _tell(options, cases, [case.id for case in done.opened], single=False)
    for left in done.left_out:
        say(f"{left.customer}: {left.why.get(options.lang)}")
    return FINDINGS if done.left_out else FINE


def _hit(
    options: argparse.Namespace, policy: Policy, customers: CustomerRun, day: dt.date
) -> Iterator[Customer]:
    """The customers for whom the condition of `--when` holds; those it is open for are counted."""
    decides: dict[int, RowFunction] = {}
    unknown = 0
    for customer in customers:
        version = policy.deciding(customer.id, at=day)
        decide = decides.get(id(version)) or _asking(options, version)
        decides[id(version)] = decide
        value = decide(customer.values, day).values[ASKED]
        if value is None:
            unknown += 1
        elif value:
            yield customer
    if unknown:
        say(
            f"{unknown} 位客户资料不足，无法判断，未开立"
            if options.lang == "zh"
            else f"{unknown} customers lack data: undecided, no case opened"
        )


def _asking(options: argparse.Namespace, policy: Policy) -> RowFunction:
    """The policy with the condition of `--when` as one more tag. Raises UsageError."""
    from workflow_engine.decide.row_function import row_function
    from workflow_engine.policy import check_texts

    condition = f"tags:\n  {ASKED}:\n    when: {json.dumps(options.when, ensure_ascii=False)}\n"
    report = check_texts({**policy.sources, "--when": condition}, analysed=False)
    if report.program is None:
        errors = [found for found in report.diagnostics if found.severity == "error"]
        raise UsageError(
            f"--when: {'; '.join(_said(found, 'en') for found in errors)}",
            zh=f"--when 的条件有误：{'；'.join(_said(found, 'zh') for found in errors)}",
        )
    return row_function(report.program)


def _said(found: Diagnostic, lang: Language) -> str:
    """A mistake and what to do about it."""
    texts = (found.message, found.help)
    return ("；" if lang == "zh" else "; ").join(text.get(lang) for text in texts if text)


def _process(options: argparse.Namespace, policy: Policy) -> str:
    """The id of the process asked for by id, label or its beginning. Raises UsageError."""
    program = policy.program
    if options.feedback:
        return "feedback"
    if options.process is not None:
        wanted = options.process
        names = {id_: process.label for id_, process in program.processes.items()}
    elif options.failure is not None:
        wanted = options.failure
        names = {failure.id: failure.label for failure in program.recovery.failures}
    else:
        raise UsageError(
            "say what went wrong: --failure NAME, --feedback or --process NAME",
            zh="请写明是什么事：--failure 名称、--feedback 或 --process 名称",
        )
    prefix = "recovery." if options.failure is not None else ""
    return prefix + named(wanted, names, Bilingual("政策中没有", "the policy has no"))


def _cause(options: argparse.Namespace) -> Cause | None:
    from workflow_engine.cases.commands import Cause

    kind: CauseKind = options.cause_kind or ("person" if options.cause is None else "event")
    if kind == "person" and options.cause is None and options.detail is None:
        return None
    return Cause(kind, options.cause, options.detail)


def _tell(options: argparse.Namespace, cases: Cases, ids: list[str], *, single: bool) -> None:
    zh = options.lang == "zh"
    if options.format == "json":
        views = [cases.view(id_, options.at) for id_ in ids]
        if views or not single:
            print_json(views[0] if single else views)
        return
    from workflow_engine.cli.case_text import case_text, list_text

    if options.format == "line":
        sys.stdout.writelines(cases.happened(id_) for id_ in ids)
        return
    views = [cases.view(id_, options.at) for id_ in ids[:SHOWN]]
    if single:
        sys.stdout.writelines(case_text(view, options.lang) for view in views)
        return
    if views:
        sys.stdout.write(list_text(views, options.lang))
    if len(ids) > SHOWN:
        more = len(ids) - SHOWN
        print(f"……另有 {more} 个未逐条列出" if zh else f"… and {more} more not shown")
    say(f"共 {len(ids)} 个个案" if zh else counted(len(ids), "case"))
