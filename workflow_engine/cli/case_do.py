"""`workflow-engine case do`: one step of a case, recorded at once or refused."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from workflow_engine.cli.cases import (
    Cases,
    amount,
    case_argument,
    database_argument,
    format_argument,
    instant,
    key_argument,
    moment_argument,
    print_json,
)
from workflow_engine.cli.main import FINE
from workflow_engine.cli.parser import listing

if TYPE_CHECKING:
    from workflow_engine.cases.commands import Act

HELP = (
    "办理个案的一步：承认、道歉、弥补、转派……不允许的会说明理由和可以由谁来做",
    "do something with a case: acknowledge, apologize, amend, reassign … or hear why not",
)
EXAMPLE = "workflow-engine case do C-000001 acknowledge --by 李明 --at 2026-11-23T09:00"
DEGREES = ("high", "medium", "low")
OUTCOMES = ("recovered", "lost", "front_office", "back_office")


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    from workflow_engine.cases.wording import COMMANDS

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
        ("--by", "NAME", "谁做的；默认负责人", "who did it; default: the owner"),
        ("--note", "TEXT", "说明", "a remark"),
        (
            "--amount",
            "NUMBER",
            "补偿金额（amend、request-approval）",
            "amount (amend, request-approval)",
        ),
        ("--goods", "TEXT", "实物补偿（amend）", "amends in kind (amend)"),
        (
            "--person",
            "NAME",
            "交给谁（reassign、assign、delegate）",
            "to whom (reassign, assign, delegate)",
        ),
        ("--role", "ROLE", "交给哪个岗位（reassign）", "to which role (reassign)"),
        ("--until", "ISO", "授权到何时（delegate）", "until when (delegate)"),
        ("--department", "NAME", "哪个部门", "the department that is asked or answers"),
        ("--code", "NAME", "分类（classify）", "the class (classify)"),
        ("--nature", "NAME", "性质（classify）", "the nature (classify)"),
        ("--event", "NAME", "事件（report-event）", "the event (report-event)"),
        ("--other", "CASE", "与哪个个案重复（cancel）", "the case it duplicates (cancel)"),
    )
    for option, metavar, chinese, english in texts:
        parser.add_argument(option, metavar=metavar, help=chinese if zh else english)
    for option, choices, chinese, english in (
        ("--urgency", DEGREES, "紧急程度（classify）", "how urgent (classify)"),
        ("--severity", DEGREES, "严重程度（set-severity）", "how grave (set-severity)"),
        ("--outcome", OUTCOMES, "回访或查因的结果", "of the follow-up or the search for the cause"),
    ):
        parser.add_argument(option, choices=choices, help=chinese if zh else english)
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
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the command was refused, or the case is not there."""
    with Cases(options) as cases:
        now = cases.moment(options.case, options.at)
        code = cases.act(
            options.case,
            _command(options, cases),
            now=now,
            key=options.key,
            expected_version=options.expect_version,
        )
        if code is not None:
            return code
        view = cases.view_at(options.case, max(now, cases.case(options.case).last_at))
    if options.format == "json":
        print_json(view)
    else:
        from workflow_engine.cli.case_text import case_text

        sys.stdout.write(case_text(view, options.lang))
    return FINE


def _command(options: argparse.Namespace, cases: Cases) -> Act:
    from workflow_engine.cases.commands import Act
    from workflow_engine.cases.wording import command_named

    zone = cases.zone(options.case)
    occurred, until = options.occurred_at, options.until
    return Act(
        command_named(options.what),
        by=options.by,
        occurred_at=None if occurred is None else instant(occurred, zone, "--occurred-at"),
        note=options.note,
        amount=amount(options.amount),
        goods=options.goods,
        person=options.person,
        role=options.role,
        until=None if until is None else instant(until, zone, "--until"),
        department=options.department,
        code=options.code,
        nature=options.nature,
        urgency=options.urgency,
        severity=options.severity,
        event=options.event,
        other=options.other,
        outcome=options.outcome,
    )
