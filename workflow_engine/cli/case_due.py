"""`workflow-engine case due`: what is overdue, or runs out soon."""

from __future__ import annotations

import argparse
import datetime as dt

from workflow_engine.cli.case_list import show
from workflow_engine.cli.case_text import next_clock
from workflow_engine.cli.cases import (
    Cases,
    database_argument,
    format_argument,
    instant,
    moment_argument,
)
from workflow_engine.cli.main import FINDINGS, FINE

HELP = (
    "列出有时限已逾期的个案，或某时刻之前到期的，最急的在前",
    "cases with a clock that is overdue, or due before a moment; the most urgent first",
)
EXAMPLE = "workflow-engine case due --before 2026-11-24T12:00"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    parser.add_argument(
        "--before",
        metavar="ISO",
        help="到期在此之前；默认只列已逾期的"
        if zh
        else "due before this; default: only overdue ones",
    )
    parser.add_argument("--owner", metavar="NAME", help="责任人" if zh else "who has the case")
    moment_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """That something is overdue is an answer, no failure: 1 is for a case that is damaged."""
    with Cases(options) as cases:
        zone = cases.zone(at=options.before or options.at)
        until = instant(
            options.before or options.at, zone, "--before" if options.before else "--at"
        )
        views = cases.summaries(options.at, owner=options.owner, overdue=until)
    urgent = [(clock["due_at"], view) for view in views if (clock := next_clock(view)) is not None]
    urgent.sort(key=lambda one: dt.datetime.fromisoformat(one[0]))
    show([view for _, view in urgent], options)
    return FINDINGS if cases.damaged else FINE
