"""`workflow-engine print visit-sheet`: whom an account manager visits on a day, to tick off."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from workflow_engine.cli.customer_plans import (
    CustomerPlans,
    cases_argument,
    log_argument,
    open_cases_of,
)
from workflow_engine.cli.loading import customers_arguments, moment, policy_argument
from workflow_engine.cli.main import FINDINGS, say
from workflow_engine.cli.paper import paper_arguments, write_document
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.render.routes import Route, RouteBook

HELP = (
    "拜访单：一人一天去哪些客户、做什么、带什么，逐项打勾",
    "the visit sheet: one person's customers of a day, what to do and to bring, to tick off",
)
EXAMPLE = (
    "workflow-engine print visit-sheet rules/tobacco-retail rules/tobacco-retail/customers.csv"
    " --log rules/tobacco-retail/log.csv --at 2026-11-23 --person 李明 --out visits.pdf"
)


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    customers_arguments(parser, zh)
    log_argument(parser, zh)
    parser.add_argument(
        "--person",
        metavar="NAME",
        help="谁的拜访单；默认当天有安排的每人一份"
        if zh
        else "whose; default: everybody who has visits on the day",
    )
    parser.add_argument(
        "--day",
        metavar="DATE",
        help="哪一天的，在 --at 起的计划期内；默认 --at 当天"
        if zh
        else "of which day, in the period that begins with --at; default: that day",
    )
    cases_argument(parser, zh)
    paper_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when nobody is to be visited on the day, or a row of the data was rejected."""
    from workflow_engine.render.routes import RouteBook
    from workflow_engine.render.visit_sheet import visit_sheet_document

    plans = CustomerPlans(options)
    program = plans.printed
    day = plans.at if options.day is None else moment(options.day, plans.policy, "--day")
    if day < plans.at:
        raise UsageError(
            f"--day {day} lies before --at {plans.at}: plans look ahead",
            zh=f"--day {day} 早于 --at {plans.at}：计划只往后排",
        )
    cases = open_cases_of(options)
    book = RouteBook(plans, program, day=day.isoformat())
    code = plans.finish()
    routes = _routes(book, options.person, zh=options.lang == "zh")
    if not routes:
        return FINDINGS
    document = visit_sheet_document(
        routes,
        program,
        lang=plans.lang,
        materials=_materials(options.policy, plans),
        cases=cases,
        look=plans.policy.look,
    )
    return max(code, write_document(document, options, default=f"visit-sheet-{day}"))


def _routes(book: RouteBook, person: str | None, *, zh: bool) -> tuple[Route, ...]:
    """The routes asked for; none where the day is empty, which is said with the next day."""
    if person is None:
        routes = book.routes()
        if not routes:
            _tell_empty(book.day, book.next_day_of_all(), "", zh=zh)
        return routes
    known = [name for name in book.people if name is not None]
    if person not in known:
        near = did_you_mean(person, known)
        raise UsageError(
            f"nothing is planned for `{person}`"
            + (f"; did you mean `{near}`?" if near else f"; there are: {', '.join(known)}"),
            zh=f"计划里没有 `{person}` 的任务"
            + (f"，是不是 `{near}`？" if near else f"；有任务的是：{'、'.join(known) or '无'}"),
        )
    route = book.route(person)
    if not route.stops:
        _tell_empty(book.day, book.next_day(person), person, zh=zh)
        return ()
    return (route,)


def _tell_empty(day: str, after: str | None, person: str, *, zh: bool) -> None:
    """Say that nobody is visited on a day, and when the next visits are."""
    if zh:
        then = f"下一个有安排的日子是 {after}（--day {after}）" if after else "计划期内以后也没有"
        say(f"{person} {day} 没有要拜访的客户；{then}".strip())
    else:
        who = f"{person} has nobody to visit" if person else "nobody has visits"
        then = (
            f"the next day with visits is {after} (--day {after})"
            if after
            else ("there are none later in the period either")
        )
        say(f"{who} on {day}; {then}")


def _materials(folder: str, plans: CustomerPlans) -> dict[str, list[str]]:
    """What the blueprints say is used for an item, by item id; of blueprints without errors."""
    from workflow_engine.policy import load_blueprints

    found: dict[str, dict[str, None]] = {}
    for blueprint in load_blueprints(folder, plans.policy.program).blueprints.values():
        for cell in blueprint.cells:
            if cell.item is not None and cell.lane in ("evidence", "frontstage"):
                things = found.setdefault(cell.item, {})
                things.update(dict.fromkeys(thing.get(plans.lang) for thing in cell.uses))
    return {item: list(things) for item, things in found.items()}
