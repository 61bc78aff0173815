"""`workflow-engine case promises`: how often each promise was kept, month by month."""

from __future__ import annotations

import argparse
import datetime as dt
import sys

from workflow_engine.cli.cases import (
    Cases,
    database_argument,
    format_argument,
    instant,
    moment_argument,
    print_json,
)
from workflow_engine.cli.main import FINE
from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad

HELP = (
    "列出每项承诺逐月的兑现率",
    "how often each promise was kept, month by month",
)
EXAMPLE = "workflow-engine case promises --since 2026-01-01T00:00"
YEAR = dt.timedelta(days=365)


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    parser.add_argument(
        "--since",
        metavar="ISO",
        help="从何时起应兑现的；默认一年以来" if zh else "due since then; default: for a year",
    )
    moment_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """JSON is a list of `promise`, `month`, `kept`, `broken` and `share` (0 to 1)."""
    from workflow_engine.store.promises import rates

    with Cases(options) as cases:
        zone = cases.zone(at=options.since or options.at)
        until = instant(options.at, zone)
        since = until - YEAR if options.since is None else instant(options.since, zone, "--since")
        found = rates(cases.desk.store, since, until, zone)
    if options.format == "json":
        print_json(
            [
                {
                    "promise": one.promise,
                    "month": one.month,
                    "kept": one.kept,
                    "broken": one.broken,
                    "share": str(one.share),
                }
                for one in found
            ]
        )
        return FINE
    zh = options.lang == "zh"
    head = (
        ("承诺", "月份", "兑现", "未兑现", "兑现率")
        if zh
        else ("promise", "month", "kept", "broken", "rate")
    )
    rows = [
        (printable(one.promise), one.month, str(one.kept), str(one.broken), f"{one.share:.1%}")
        for one in found
    ]
    widths = [max(map(display_width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [pad(cell, width) for cell, width in zip(row, widths, strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    return FINE
