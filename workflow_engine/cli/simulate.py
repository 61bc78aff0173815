"""`workflow-engine simulate`: a year of cases through the policy, with assumed staff."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.cases import print_json
from workflow_engine.cli.customers import CustomerRun
from workflow_engine.cli.loading import existing_file, load_policy, moment, show
from workflow_engine.cli.main import FINDINGS, FINE
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.policy import Policy
    from workflow_engine.simulation.model import SimulatedCustomer, SimulationModel
    from workflow_engine.simulation.report import SimulationReport

HELP = (
    "用假定的来件和人员模拟一年的个案：按时率、升级、补偿、工作量；可比较两版政策",
    "simulate a year of cases: in time, climbs, compensation, load; compares two versions",
)
EXAMPLE = (
    "workflow-engine simulate rules/tobacco-retail --customers rules/tobacco-retail/customers.csv"
    " --model rules/tobacco-retail/simulations/usual.yaml --from 2026-01-01 --days 30"
)
YEAR = 365


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument("policy", metavar="RULES", help="政策文件夹" if zh else "the policy folder")
    texts = (
        ("--customers", "FILE", "客户文件", "the customer file"),
        ("--model", "FILE", "模拟的假定（YAML）", "what is assumed (YAML)"),
    )
    for option, metavar, chinese, english in texts:
        parser.add_argument(option, metavar=metavar, required=True, help=chinese if zh else english)
    parser.add_argument(
        "--compare",
        metavar="RULES2",
        help="同样的来件，另一版政策" if zh else "another version, under the same arrivals",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=int,
        default=1,
        help="随机种子，同一种子结果相同；默认 1"
        if zh
        else "the same seed, the same run; default 1",
    )
    parser.add_argument(
        "--from",
        dest="start",
        metavar="DATE",
        help="从哪天起；默认今年 1 月 1 日" if zh else "default: 1 January of this year",
    )
    parser.add_argument(
        "--days",
        metavar="N",
        type=int,
        default=YEAR,
        help=f"多少天；默认 {YEAR}" if zh else f"how many days; default: {YEAR}",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="默认 text" if zh else "default: text",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a row of a customer was rejected, or the model has mistakes."""
    from workflow_engine.simulation.compare import compare

    policy = load_policy(options.policy, options.lang)
    start = moment(options.start, policy, "--from")
    if options.start is None:
        start = start.replace(month=1, day=1)
    if not 1 <= options.days <= 10 * YEAR:
        raise UsageError("--days is from 1 to 3650", zh="--days 须在 1 到 3650 之间")
    report, code = _report(options, policy, start)
    if report is None:
        return code
    if options.compare is not None:
        other, worse = _report(options, load_policy(options.compare, options.lang), start)
        code = max(code, worse)
        if other is None:
            return code
        comparison = compare(report, other)
        if options.format == "json":
            print_json(comparison.as_dict())
        else:
            print(comparison.text(options.lang))
        return code
    if options.format == "json":
        print_json(report.as_dict())
    else:
        print(report.text(options.lang))
    return code


def _report(
    options: argparse.Namespace, policy: Policy, start: dt.date
) -> tuple[SimulationReport | None, int]:
    """The report of a run, and the exit code; no report when the model has mistakes."""
    from workflow_engine.cases.rules import case_rules
    from workflow_engine.simulation.run import simulate

    model = _model(existing_file(options.model), policy, options)
    if model is None:
        return None, FINDINGS
    rows = CustomerRun(policy, options.customers, lang=options.lang)
    customers = _customers(policy, rows, start)
    report = simulate(
        case_rules(policy.program),
        customers,
        model,
        seed=options.seed,
        start=start,
        days=options.days,
    )
    return report, max(FINE, rows.finish())


def _model(path: Path, policy: Policy, options: argparse.Namespace) -> SimulationModel | None:
    from workflow_engine.simulation.reading import read_model

    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"`{path}` is not UTF-8 text", zh=f"`{path}` 不是 UTF-8 文本") from None
    model, found = read_model(text, str(path), policy.program)
    show(found, {str(path): text}, options.lang)
    return model


def _customers(policy: Policy, rows: CustomerRun, day: dt.date) -> list[SimulatedCustomer]:
    from workflow_engine.planning.intake import Intake
    from workflow_engine.simulation.customers import simulated_customer

    intake = Intake(policy.program)
    return [
        simulated_customer(intake, row, policy.row_function(row.values, day), day) for row in rows
    ]
