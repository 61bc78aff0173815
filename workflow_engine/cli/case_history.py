"""`workflow-engine case history`: everything that happened to a case, event by event."""

from __future__ import annotations

import argparse

from workflow_engine.cli.case_text import short, table
from workflow_engine.cli.cases import (
    Cases,
    case_argument,
    database_argument,
    format_argument,
    print_json,
)
from workflow_engine.cli.main import FINE

HELP = (
    "列出个案的全部事件，包括时限的启动、暂停和停止",
    "every event of a case, the moves of its clocks included",
)
EXAMPLE = "workflow-engine case history C-000001"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    case_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """JSON has the events as they are written in the journal."""
    from workflow_engine.cases.codec import event_to_json
    from workflow_engine.cases.story import Storyteller

    with Cases(options) as cases:
        case, rules = cases.case(options.case), cases.rules(options.case)
        events = cases.events(options.case)
    if options.format == "json":
        print_json({"id": case.id, "events": [event_to_json(event) for event in events]})
        return FINE
    tell = Storyteller(rules, case.process, options.lang, year=case.opened_at.year)
    year, latest = tell.iso(case.opened_at), case.opened_at
    rows = []
    for event in events:
        rows.append(
            (short(tell.iso(event.at), year), tell.entry(event, back_dated=event.at < latest))
        )
        latest = max(latest, event.at)
    print("\n".join(table(rows)))
    return FINE
