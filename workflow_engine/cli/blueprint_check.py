"""`workflow-engine blueprint check`: what is wrong with blueprints, and where customers meet us."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.check import FORMATS, findings_shown
from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.main import FINDINGS, FINE
from workflow_engine.cli.naming import meant, named
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.policy import BlueprintReport

HELP = (
    "检查服务蓝图，并列出每张的接触点、失败点和等待点",
    "check the blueprints, and list where customers meet the service in each",
)
EXAMPLE = "workflow-engine blueprint check rules/tobacco-retail"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "--only",
        metavar="ID",
        help="只看一张：蓝图的名字、标题或文件名" if zh else "one of them: its id, title or file",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="给人看 text（默认），给其他系统 json、sarif、github"
        if zh
        else "text for people (the default); json, sarif, github for other systems",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 0 without errors and warnings, 1 with, 2 where the policy has no blueprint."""
    from workflow_engine.cli.blueprint_summary_text import blueprint_summary
    from workflow_engine.policy import check_blueprints, load_blueprints

    policy = load_policy(options.policy, options.lang)
    if policy.program.head.blueprints is None:
        raise UsageError(
            "the policy names no folder of blueprints: write `blueprints:` under `policy`",
            zh="政策没有写蓝图文件夹：在 policy 下写 blueprints",
        )
    report = load_blueprints(Path(options.policy), policy.program)
    sifted = check_blueprints(report, policy.program, policy.sources)
    found = list(sifted.kept)
    allowed = list(sifted.allowed)
    drawn = list(report.blueprints.values())
    if options.only is not None:
        file = _file(options.only, report)
        found = [one for one in found if one.place.file == file]
        allowed = [one for one in allowed if one.place.file == file]
        drawn = [blueprint for blueprint in drawn if blueprint.place.file == file]
    sources = {**policy.sources, **report.sources}
    sys.stdout.write(findings_shown(found, sources, options.format, options.lang, allowed))
    if options.format == "text":
        for blueprint in drawn:
            sys.stdout.write("\n" + blueprint_summary(blueprint, policy.program, options.lang))
    return FINE if all(one.severity == "info" for one in found) else FINDINGS


def _file(wanted: str, report: BlueprintReport) -> str:
    """The file of the blueprint that is meant. Raises UsageError."""
    files = {blueprint.id: blueprint.place.file for blueprint in report.blueprints.values()}
    titles = {blueprint.id: blueprint.title for blueprint in report.blueprints.values()}
    id_ = meant(wanted, titles)
    if id_ is not None:
        return files[id_]
    written = {Path(file).stem: file for file in report.sources}
    written |= {Path(file).name: file for file in report.sources}
    if wanted in written:  # one that has mistakes is known by its file alone
        return written[wanted]
    lacking = Bilingual("政策中没有服务蓝图", "the policy has no service blueprint")
    return files[named(wanted, titles, lacking)]
