"""What `check --customers` adds: what the customers in files show about the rules."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import moment, show
from workflow_engine.cli.main import say
from workflow_engine.cli.plan_tables import ProgressLine, tell_rejected

if TYPE_CHECKING:
    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.diagnostics.diagnostic import Allowed, Diagnostic
    from workflow_engine.program.program import Program


def customers_options(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add --customers and --at."""
    parser.add_argument(
        "--customers",
        metavar="FILE",
        nargs="+",
        help="再用这些客户资料检查：谁也没命中的规则、没有结果的客户、该先补的资料"
        if zh
        else "look at these customers too: rules that hit nobody, customers without an answer",
    )
    parser.add_argument(
        "--at",
        metavar="DATE",
        help="按哪一天看客户资料，默认今天" if zh else "the day for --customers; default: today",
    )


def customer_findings(
    program: Program, sources: Mapping[str, str], options: argparse.Namespace
) -> tuple[list[Diagnostic], tuple[Allowed, ...]]:
    """What the customers show, in order of importance, and what comments in the policy allow.

    Rows that cannot be used are told on standard error, and are not counted.
    """
    from workflow_engine.census.expired import expired
    from workflow_engine.census.findings import findings
    from workflow_engine.checks.suppressing import sift
    from workflow_engine.policy import Policy
    from workflow_engine.runs.packages import require_tables

    require_tables()
    from workflow_engine.census.taking import take_census
    from workflow_engine.runs.given import GivenFiles
    from workflow_engine.runs.sources import customer_files

    line = ProgressLine(zh=options.lang == "zh")
    at = moment(options.at, Policy(program))
    try:
        given = GivenFiles(customer_files(options.customers))
        census = take_census(program, given, at=at, told=line.draw)
    finally:
        line.clear()
    if census.note is not None:
        say(census.note.get(options.lang))
    show(census.diagnostics, {}, options.lang)
    tell_rejected(census.rejections, options)
    over = list(expired(program, at))
    places = {one.place for one in over}
    told = findings(program, census.tally)
    found = [one for one in told if one.code != "WE610" or one.place not in places] + over
    sifted = sift(found, sources)
    kept = set(map(id, sifted.kept))
    return [one for one in found if id(one) in kept], sifted.allowed


def customers_text(found: list[Diagnostic], lang: Language) -> str:
    """What the customers show as lines below the other findings, in order of importance."""
    if not found:
        return ""
    lines = ["", "== 客户资料 ==" if lang == "zh" else "== customers =="]
    shown = set()
    for one in found:
        lines.append(f"[{one.code}] {one.message.get(lang)}  ({one.place})")
        if one.help is not None and one.code not in shown:
            lines.append(f"    = {'帮助' if lang == 'zh' else 'help'}: {one.help.get(lang)}")
        shown.add(one.code)
    return "".join(f"{line}\n" for line in lines)
