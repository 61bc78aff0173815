"""`workflow-engine case do`: one step of a case, recorded at once or refused."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from workflow_engine.cli.case_names import CaseNames
from workflow_engine.cli.cases import (
    STEP_FORMATS,
    Cases,
    amount,
    case_argument,
    database_argument,
    format_argument,
    instant,
    key_argument,
    moment_argument,
    print_json,
    require_near,
)
from workflow_engine.cli.main import FINE, say
from workflow_engine.cli.naming import choice
from workflow_engine.cli.parser import listing

if TYPE_CHECKING:
    from workflow_engine.cases.commands import Act

HELP = (
    "办理个案的一步：承认、道歉、弥补、转派……不允许的会说明理由和可以由谁来做",
    "do something with a case: acknowledge, apologize, amend, reassign … or hear why not",
)
EXAMPLE = "workflow-engine case do C-000001 acknowledge --by 李明 --at 2026-11-23T09:00"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    from workflow_engine.cases.wording import COMMANDS, DEGREES, OUTCOMES, SEVERITIES

    case_argument(parser, zh)
    known = listing((name, label.zh) for name, label in COMMANDS.items())
    parser.description = f"{parser.description}\n\n{'命令' if zh else 'commands'}:\n{known}"
    parser.add_argument(
        "what",
        metavar="COMMAND",
        help="命令，中文英文都可以，例如 承认 或 acknowledge；也可以是政策自定流程的命令"
        if zh
        else "a command, in English or Chinese, or one of the policy's own processes",
    )
    texts = (
        ("--by", "NAME", "谁做的；默认责任人", "who did it; default: the owner"),
        ("--note", "TEXT", "说明", "a remark"),
        (
            "--amount",
            "NUMBER",
            "补偿金额（弥补、申请批准）",
            "amount (amend, request_approval)",
        ),
        ("--goods", "TEXT", "实物补偿（弥补）", "amends in kind (amend)"),
        (
            "--person",
            "NAME",
            "交给谁（转派、分派、授权）",
            "to whom (reassign, assign, delegate)",
        ),
        ("--role", "ROLE", "交给哪个岗位（转派）", "to which role (reassign)"),
        ("--until", "ISO", "授权到何时（授权）", "until when (delegate)"),
        (
            "--department",
            "NAME",
            "哪个部门（需要其他部门、部门答复）",
            "the department that is asked or answers",
        ),
        ("--code", "NAME", "分类，如 产品/性能（归类）", "the class (classify)"),
        ("--nature", "NAME", "性质（归类）", "the nature (classify)"),
        ("--event", "NAME", "事件（登记事件）", "the event (report_event)"),
        ("--other", "CASE", "与哪个个案重复（撤销）", "the case it duplicates (cancel)"),
    )
    for option, metavar, chinese, english in texts:
        parser.add_argument(option, metavar=metavar, help=chinese if zh else english)
    for option, choices, chinese, english in (
        ("--urgency", (DEGREES,), "紧急程度：高、中、低（归类）", "how urgent (classify)"),
        (
            "--severity",
            (SEVERITIES, DEGREES),
            "严重程度：高、中、低（定严重程度）",
            "how grave (set_severity)",
        ),
        (
            "--outcome",
            (OUTCOMES,),
            "结果：信任恢复与否（回访）、原因在前台或后台（预见）",
            "trust won back or lost (follow_up), where the fault was (anticipate)",
        ),
    ):
        parser.add_argument(
            option,
            choices=tuple(choices[0]),
            type=choice(*choices),
            help=chinese if zh else english,
        )
    parser.add_argument(
        "--occurred-at",
        metavar="ISO",
        help="实际发生的时刻，可以早于登记"
        if zh
        else "when it happened, if before it was recorded",
    )
    parser.add_argument(
        "--expect-version",
        metavar="N",
        type=int,
        help="个案须仍是这一版，否则不做" if zh else "only if the case is still at this version",
    )
    moment_argument(parser, zh)
    key_argument(parser, zh)
    format_argument(parser, zh, STEP_FORMATS)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the command was refused, or the case is not there."""
    with Cases(options) as cases:
        now = cases.moment(options.case, options.at)
        case = cases.case(options.case)
        require_near(now, case.last_at)
        code = cases.act(
            options.case,
            _command(options, cases),
            now=now,
            key=options.key,
            expected_version=options.expect_version,
        )
        if code is not None:
            return code
        if now < case.last_at and options.occurred_at is None:
            recorded = f"{case.last_at.astimezone(cases.zone(case.id)):%Y-%m-%d %H:%M}"
            say(
                f"个案在此之后已有变动，记为 {recorded}；事后补记请用 --occurred-at"
                if options.lang == "zh"
                else f"the case has changed since: recorded as {recorded}; use --occurred-at for "
                "what happened earlier"
            )
        if options.format == "line":
            sys.stdout.write(cases.happened(options.case, after=case.version))
            return FINE
        view = cases.view_at(options.case, max(now, cases.case(options.case).last_at))
    if options.format == "json":
        print_json(view)
    else:
        from workflow_engine.cli.case_text import case_text

        sys.stdout.write(case_text(view, options.lang))
    return FINE


def _command(options: argparse.Namespace, cases: Cases) -> Act:
    from workflow_engine.cases.commands import Act

    zone, names = cases.zone(options.case), CaseNames(cases, options.case)
    occurred, until = options.occurred_at, options.until
    return Act(
        names.command(options.what),
        by=options.by,
        occurred_at=None if occurred is None else instant(occurred, zone, "--occurred-at"),
        note=options.note,
        amount=amount(options.amount),
        goods=options.goods,
        person=options.person,
        role=names.role(options.role),
        until=None if until is None else instant(until, zone, "--until"),
        department=names.department(options.department),
        code=names.code(options.code),
        nature=options.nature,
        urgency=options.urgency,
        severity=options.severity,
        event=names.event(options.event),
        other=options.other,
        outcome=options.outcome,
    )
