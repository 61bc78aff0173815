"""The open cases that a new version would move: their deadlines, or what stands in the way."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.cases import Cases
from workflow_engine.cli.loading import moment

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from workflow_engine.cases.rules import CaseRules
    from workflow_engine.policy import Policy
    from workflow_engine.store.moves import ClockMove, Move

_END_OF_DAY = dt.time(23, 59, 59)


def affected_cases(options: argparse.Namespace, new: Policy) -> list[dict[str, Any]]:
    """The open cases whose deadlines differ under the new version, or that it cannot take over.

    As they stand now, or at the end of the day of --at. Nothing is written.
    """
    from workflow_engine.cases.rules import case_rules
    from workflow_engine.store.migrate import preview

    rules = case_rules(new.program)
    now = dt.datetime.now(rules.zone)
    if options.at is not None:
        now = dt.datetime.combine(moment(options.at, new), _END_OF_DAY, rules.zone)
    options.db = options.cases
    with Cases(options) as cases:
        return [
            _case(move, cases, rules, zh=options.lang == "zh")
            for move in preview(cases.desk.store, rules, now)
            if move.obstacle is not None or any(map(_differs, move.clocks))
        ]


def _case(move: Move, cases: Cases, rules: CaseRules, *, zh: bool) -> dict[str, Any]:
    """One case as JSON data; `text` says in a line what becomes of it."""
    from workflow_engine.cases.story import Storyteller

    case = cases.case(move.case)
    follows = cases.rules(move.case)
    process = follows.program.processes.get(move.process)
    label = move.process if process is None else process.label.get("zh" if zh else "en")
    obstacle = None
    if move.obstacle is not None:
        obstacle = move.obstacle.zh if zh else move.obstacle.en
    clocks = []
    told = []
    if obstacle is None:
        tell = Storyteller(rules, move.process, "zh" if zh else "en", year=0)
        for clock in filter(_differs, move.clocks):
            name = tell.say(tell.clock(clock.clock))
            told.append(f"{name} {_change(clock, rules.zone, zh=zh)}")
            clocks.append({"label": name, **_clock(clock, rules.zone)})
    else:
        told.append(f"不能改用新版：{obstacle}" if zh else f"cannot be moved: {obstacle}")
    return {
        "case": move.case,
        "customer": case.customer,
        "process": move.process,
        "label": label,
        "state": move.state,
        "obstacle": obstacle,
        "becomes_overdue": move.becomes_overdue,
        "clocks": clocks,
        "text": ("；" if zh else "; ").join(told),
    }


def _differs(clock: ClockMove) -> bool:
    return clock.dropped or clock.becomes_overdue or clock.due_before != clock.due_after


def _clock(clock: ClockMove, zone: ZoneInfo) -> dict[str, Any]:
    def iso(instant: dt.datetime | None) -> str | None:
        return None if instant is None else instant.astimezone(zone).isoformat()

    return {
        "target": clock.clock,
        "due_before": iso(clock.due_before),
        "due_after": iso(clock.due_after),
        "becomes_overdue": clock.becomes_overdue,
        "dropped": clock.dropped,
    }


def _change(clock: ClockMove, zone: ZoneInfo, *, zh: bool) -> str:
    before = _shown(clock.due_before, zone)
    if clock.dropped:
        return f"{before} → 取消" if zh else f"{before} → dropped"
    late = ("，将逾期" if zh else ", becomes overdue") if clock.becomes_overdue else ""
    return f"{before} → {_shown(clock.due_after, zone)}{late}"


def _shown(instant: dt.datetime | None, zone: ZoneInfo) -> str:
    return "—" if instant is None else f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
