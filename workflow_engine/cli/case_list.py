"""`workflow-engine case list`: the cases, one line each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from workflow_engine.cli.case_text import list_text
from workflow_engine.cli.cases import (
    Cases,
    database_argument,
    format_argument,
    moment_argument,
    print_json,
    require_positive,
)
from workflow_engine.cli.main import FINDINGS, FINE
from workflow_engine.cli.naming import meant

HELP = ("列出个案；可按客户、负责人、状态筛选", "list cases; by customer, owner or state")
EXAMPLE = "workflow-engine case list --owner 李明 --open"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    parser.add_argument("--customer", metavar="ID", help="客户编号" if zh else "a customer's id")
    parser.add_argument("--owner", metavar="NAME", help="责任人" if zh else "who has the case")
    parser.add_argument("--level", metavar="ROLE", help="在哪个岗位" if zh else "the role it is at")
    parser.add_argument("--state", metavar="NAME", help="状态" if zh else "the state it is in")
    parser.add_argument("--process", metavar="NAME", help="流程" if zh else "the process")
    parser.add_argument(
        "--open",
        action="store_true",
        help="只列未结的" if zh else "only those that have not ended",
    )
    parser.add_argument(
        "--limit", metavar="N", type=int, help="最多几个" if zh else "at most so many"
    )
    moment_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """JSON is a list of what `case show` gives for each, without the paths."""
    require_positive(options.limit, "--limit")
    with Cases(options) as cases:
        level, state, process = _names(cases, options)
        views = cases.summaries(
            options.at,
            customer=options.customer,
            owner=options.owner,
            level=level,
            state=state,
            process=process,
            ended=False if options.open else None,
            limit=options.limit,
        )
    show(views, options)
    return FINDINGS if cases.damaged else FINE


def _names(cases: Cases, options: argparse.Namespace) -> Iterator[str | None]:
    """The ids of the role, state and process asked for, as the latest case's policy names them.

    A name that it does not have is looked for as it is written: older policies may have it.
    """
    latest = cases.desk.cases(limit=1)
    if not latest:
        return iter((options.level, options.state, options.process))
    program = cases.rules(latest[0].id).program
    roles = {id_: role.label for id_, role in program.roles.items()}
    processes = {id_: process.label for id_, process in program.processes.items()}
    states = {s.id: s.label for process in program.processes.values() for s in process.states}
    asked = ((options.level, roles), (options.state, states), (options.process, processes))
    return (text and (meant(text, names) or text) for text, names in asked)


def show(views: list[dict[str, Any]], options: argparse.Namespace) -> None:
    """The cases as a table or as JSON."""
    if options.format == "json":
        print_json(views)
    else:
        sys.stdout.write(list_text(views, options.lang))
