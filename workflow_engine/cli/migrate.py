"""`workflow-engine migrate`: moves open cases to another version of their policy, after a look."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.case_text import table
from workflow_engine.cli.cases import (
    Cases,
    counted,
    database_argument,
    format_argument,
    instant,
    moment_argument,
    print_json,
)
from workflow_engine.cli.loading import load_policy
from workflow_engine.cli.main import FINDINGS, FINE, say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from workflow_engine.cases.rules import CaseRules
    from workflow_engine.store.moves import ClockMove, Move

HELP = (
    "把未结个案改用新版政策：先预览哪些期限会变、哪些会逾期，再执行",
    "move open cases to a new version of the policy: preview the new deadlines, then apply",
)
EXAMPLE = "workflow-engine migrate rules/tobacco-retail --preview"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument(
        "policy",
        metavar="RULES",
        help="新版政策的文件夹" if zh else "the folder of the new version",
    )
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--preview",
        action="store_true",
        help="只看，不改" if zh else "show what would change; change nothing",
    )
    how.add_argument("--apply", action="store_true", help="执行" if zh else "do it")
    parser.add_argument(
        "--only", metavar="CASE", nargs="+", help="只改这些个案" if zh else "these cases only"
    )
    parser.add_argument("--by", metavar="NAME", help="谁决定的" if zh else "who moves them")
    moment_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a case cannot be moved, or was changed meanwhile."""
    from workflow_engine.cases.rules import case_rules
    from workflow_engine.store.migrate import apply, preview

    zh = options.lang == "zh"
    policy = load_policy(options.policy, options.lang)
    rules = case_rules(policy.program)
    now = instant(options.at, rules.zone)
    with Cases(options) as cases:
        store = cases.desk.store
        for id_ in options.only or ():
            cases.case(id_)
        moves = preview(store, rules, now, options.only)
        applied = None
        if options.apply:
            applied = apply(store, rules, policy.sources, now=now, moves=moves, by=options.by)
    changed = () if applied is None else applied.changed
    if options.format == "json":
        print_json(
            {
                "moves": [_data(move, rules.zone, options.lang) for move in moves],
                "moved": None if applied is None else list(applied.moved),
                "changed": list(changed),
            }
        )
    else:
        rows = [row for move in moves for row in _rows(move, rules, zh=zh)]
        if rows:
            print("\n".join(table(rows, indent="")))
        print(_counted(moves, zh=zh))
        if applied is not None:
            count = len(applied.moved)
            print(f"已改 {count} 个个案" if zh else f"{counted(count, 'case')} moved")
    for id_ in changed:
        say(
            f"个案 {id_} 在预览后有变化，未改，请重做"
            if zh
            else f"case {id_} changed after the preview and was left: look again"
        )
    held_back = changed or [move for move in moves if move.obstacle is not None]
    return FINDINGS if held_back else FINE


def _counted(moves: Sequence[Move], *, zh: bool) -> str:
    """How many cases there are to move, and what becomes of their deadlines."""
    if not moves:
        return "没有要改的个案" if zh else "no case to move"
    changed = sum(move.obstacle is None and any(map(_differs, move.clocks)) for move in moves)
    overdue = sum(move.becomes_overdue for move in moves)
    held_back = sum(move.obstacle is not None for move in moves)
    if zh:
        text = f"共 {len(moves)} 个个案：{changed} 个期限有变，其中 {overdue} 个将逾期"
        return text + (f"；{held_back} 个不能改" if held_back else "")
    text = (
        f"{counted(len(moves), 'case')}: deadlines change in {changed}, "
        f"{overdue} of them become overdue"
    )
    return text + (f"; {held_back} cannot be moved" if held_back else "")


def _differs(clock: ClockMove) -> bool:
    return clock.dropped or clock.becomes_overdue or clock.due_before != clock.due_after


def _rows(move: Move, rules: CaseRules, *, zh: bool) -> Iterator[Sequence[str]]:
    """The deadlines of a case that change, or why it cannot be moved."""
    from workflow_engine.cases.story import Storyteller

    if move.obstacle is not None:
        why = move.obstacle.zh if zh else move.obstacle.en
        yield move.case, "", ("不能改：" if zh else "cannot be moved: ") + why
        return
    tell = Storyteller(rules, move.process, "zh" if zh else "en", year=0)
    for clock in filter(_differs, move.clocks):
        name = tell.say(tell.clock(clock.clock))
        yield move.case, name, _change(clock, rules.zone, zh=zh)


def _change(clock: ClockMove, zone: ZoneInfo, *, zh: bool) -> str:
    before = _shown(clock.due_before, zone)
    if clock.dropped:
        return f"{before} → 取消" if zh else f"{before} → dropped"
    after = _shown(clock.due_after, zone)
    late = ("，将逾期" if zh else ", becomes overdue") if clock.becomes_overdue else ""
    return f"{before} → {after}{late}"


def _shown(moment: dt.datetime | None, zone: ZoneInfo) -> str:
    return "—" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _data(move: Move, zone: ZoneInfo, lang: str) -> dict[str, Any]:
    obstacle = None
    if move.obstacle is not None:
        obstacle = move.obstacle.zh if lang == "zh" else move.obstacle.en

    def iso(moment: dt.datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(zone).isoformat()

    return {
        "case": move.case,
        "process": move.process,
        "state": move.state,
        "obstacle": obstacle,
        "becomes_overdue": move.becomes_overdue,
        "clocks": [
            {
                "target": clock.clock,
                "due_before": iso(clock.due_before),
                "due_after": iso(clock.due_after),
                "becomes_overdue": clock.becomes_overdue,
                "dropped": clock.dropped,
            }
            for clock in move.clocks
        ],
    }
