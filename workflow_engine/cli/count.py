"""`workflow-engine count`: for how many customers a condition holds, or cannot be told."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import (
    customers_arguments,
    load_policy,
    moment,
    policy_argument,
    show,
)
from workflow_engine.cli.main import FINDINGS, FINE, USAGE, say
from workflow_engine.cli.plan_tables import ProgressLine, tell_rejected
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.width import display_width
from workflow_engine.runs.packages import require_tables

if TYPE_CHECKING:
    from workflow_engine.program.program import Program
    from workflow_engine.runs.counting import Count

HELP = (
    "统计有多少客户符合一个条件，有多少因资料缺失而无法判断",
    "how many customers match a condition, and for how many data is missing to tell",
)
_EXAMPLE = (
    "workflow-engine count rules/tobacco-retail 'tier >= 28 {and_} churn_risk_4y'"
    " rules/tobacco-retail/customers.csv --at 2026-11-21"
)
EXAMPLE = (_EXAMPLE.format(and_="且"), _EXAMPLE.format(and_="and"))
FORMATS = ("text", "json")
ENGINES = ("auto", "row", "polars")


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "expression",
        metavar="EXPRESSION",
        help="一个条件，写法与政策中相同，例如 'tier >= 28 且 非 big_customer'"
        if zh
        else "a condition as in the policy, such as 'tier >= 28 and not big_customer'",
    )
    customers_arguments(parser, zh, several=True)
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="默认 text" if zh else "default: text"
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="auto",
        help="逐户（row）或按列（polars）计算；默认自动选择"
        if zh
        else "customer by customer (row) or in columns (polars); default: auto",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a row was rejected, 2 when the condition has mistakes."""
    from workflow_engine.compiler.condition import FILE, compile_condition

    policy = load_policy(options.policy, options.lang)
    condition, found = compile_condition(options.expression, policy.program)
    show(found, {FILE: options.expression}, options.lang)
    if condition is None:
        return USAGE
    require_tables()
    from workflow_engine.runs.counting import count
    from workflow_engine.runs.given import GivenFiles
    from workflow_engine.runs.sources import customer_files

    line = ProgressLine(zh=options.lang == "zh")
    try:
        counted = count(
            policy.program,
            condition,
            GivenFiles(customer_files(options.customers)),
            at=moment(options.at, policy),
            engine=options.engine,
            told=line.draw,
        )
    finally:
        line.clear()
    if counted.note is not None:
        say(counted.note.get(options.lang))
    show(counted.diagnostics, {}, options.lang)
    rejected = tell_rejected(counted.rejections, options)
    if options.format == "json":
        print(json.dumps(as_dict(counted), ensure_ascii=False, indent=1))
    else:
        print(count_text(counted, policy.program, zh=options.lang == "zh"))
    return FINDINGS if rejected else FINE


def as_dict(counted: Count) -> dict[str, object]:
    """The counts as JSON data."""
    return {
        "matching": counted.matching,
        "not_matching": counted.not_matching,
        "unknown": counted.unknown,
        "missing": counted.missing,
        "rejected": counted.rejections.rows,
    }


def count_text(counted: Count, program: Program, *, zh: bool) -> str:
    """The counts in lines, with what is missing where nobody can tell."""
    rows = [
        (Bilingual("符合", "matching"), counted.matching),
        (Bilingual("不符合", "not matching"), counted.not_matching),
        (Bilingual("无法判断", "unknown"), counted.unknown),
    ]
    if counted.rejections.rows:
        rows.append((Bilingual("被拒绝的行", "rejected rows"), counted.rejections.rows))
    lines = _listed([(told.get("zh" if zh else "en"), number) for told, number in rows])
    if counted.missing:
        lines.append("无法判断的客户缺少：" if zh else "Those undecided lack:")
        lines += _listed([(_name(program, id_, zh=zh), n) for id_, n in counted.missing.items()])
    return "\n".join(lines)


def _name(program: Program, attribute: str, *, zh: bool) -> str:
    label = program.attributes[attribute].label.get("zh" if zh else "en")
    if label == attribute:
        return attribute
    return f"{label}（{attribute}）" if zh else f"{label} ({attribute})"


def _listed(rows: list[tuple[str, int]]) -> list[str]:
    """Words, and behind them the numbers, one below the other."""
    width = max(display_width(word) for word, _ in rows)
    digits = max(len(f"{number:,}") for _, number in rows)
    return [
        f"  {word}{' ' * (width - display_width(word))}  {number:>{digits},}"
        for word, number in rows
    ]
