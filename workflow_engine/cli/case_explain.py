"""`workflow-engine case explain`: why a deadline of a case is when it is."""

from __future__ import annotations

import argparse

from workflow_engine.cli.cases import (
    Cases,
    case_argument,
    database_argument,
    format_argument,
    moment_argument,
    print_json,
)
from workflow_engine.cli.main import FINE
from workflow_engine.cli.naming import named
from workflow_engine.diagnostics.bilingual import Bilingual

HELP = (
    "说明个案的期限怎样算出：哪些时间计入，哪些天不计，为什么",
    "why a deadline is when it is: which hours counted, which days were skipped and why",
)
EXAMPLE = "workflow-engine case explain C-000001 acknowledge"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    case_argument(parser, zh)
    parser.add_argument(
        "clock",
        metavar="CLOCK",
        nargs="?",
        help="哪一个时限，如 acknowledge 或 承认；不写则全部"
        if zh
        else "which clock, such as acknowledge; without it, all",
    )
    moment_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 2 when the case has no such clock."""
    from workflow_engine.cases.clock_story import clock_story
    from workflow_engine.cases.story import Storyteller

    lang = options.lang
    with Cases(options) as cases:
        now, rules = cases.moment(options.case, options.at), cases.rules(options.case)
        case = cases.case_at(options.case, now)
    tell = Storyteller(rules, case.process, lang, year=now.year)
    process = [clock.id for clock in rules.process(case.process).clocks if clock.id in case.ledgers]
    clocks = {clock: tell.clock(clock) for clock in dict.fromkeys((*process, *case.ledgers))}
    lacking = Bilingual("个案没有时限", "the case has no clock")
    wanted = list(clocks) if options.clock is None else [named(options.clock, clocks, lacking)]
    told = {name: clock_story(case, name, rules, now, lang) for name in wanted}
    if options.format == "json":
        print_json({"id": case.id, "clocks": told})
        return FINE
    for number, (first, *rest) in enumerate(told.values()):
        if number:
            print()
        print(first)
        print("\n".join(f"  {line}" for line in rest))
    return FINE
