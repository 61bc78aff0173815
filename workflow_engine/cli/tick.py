"""`workflow-engine tick`: work off what has become due; for hosts without a worker."""

from __future__ import annotations

import argparse

from workflow_engine.cli.case_text import table
from workflow_engine.cli.cases import (
    Cases,
    database_argument,
    format_argument,
    instant,
    moment_argument,
    print_json,
    require_near,
    require_positive,
)
from workflow_engine.cli.main import FINDINGS, FINE, say

HELP = (
    "处理到期的提醒和升级，一次；没有常驻进程时由定时任务调用",
    "work off due warnings and escalations once; for cron where no worker runs",
)
EXAMPLE = "workflow-engine tick --at 2026-11-23T10:00"
LIMIT = 1000


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    moment_argument(parser, zh)
    parser.add_argument(
        "--limit",
        metavar="N",
        type=int,
        default=LIMIT,
        help=f"最多处理几个个案；默认 {LIMIT}"
        if zh
        else f"at most so many cases; default: {LIMIT}",
    )
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a case could not be worked off."""
    from workflow_engine.cases.codec import event_to_json
    from workflow_engine.cases.story import BOOKKEEPING, Storyteller

    zh = options.lang == "zh"
    require_positive(options.limit, "--limit")
    with Cases(options) as cases:
        now = instant(options.at, cases.zone(at=options.at))
        require_near(now, cases.desk.store.latest())
        ticked = cases.desk.tick(now, limit=options.limit)
        rows: list[tuple[str, str, str]] = []
        for fired in ticked.fired:
            case, rules = cases.case(fired.case), cases.rules(fired.case)
            tell = Storyteller(rules, case.process, options.lang, year=now.year)
            rows += [
                (fired.case, tell.moment(event.at), tell.sentence(event))
                for event in fired.happened
                if not isinstance(event, BOOKKEEPING)
            ]
    if options.format == "json":
        print_json(
            {
                "at": now.isoformat(),
                "fired": [
                    {
                        "case": fired.case,
                        "events": [event_to_json(event) for event in fired.happened],
                    }
                    for fired in ticked.fired
                ],
                "rungs": ticked.rungs,
                "stalled": list(ticked.stalled),
            }
        )
    else:
        print("\n".join(table(rows, indent="")) or ("没有到期的" if zh else "nothing was due"))
    for id_ in ticked.stalled:
        say(f"个案 {id_} 无法处理，见 audit" if zh else f"case {id_} stalled; see audit")
    return FINDINGS if ticked.stalled else FINE
