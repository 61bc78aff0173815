"""Which blueprints a command works on: those that can be read, and a word about the others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.cli.naming import meant, named
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.errors import UsageError
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    from workflow_engine.policy import BlueprintReport

NO_FOLDER = "WE851"


def readable_blueprints(
    folder: str, program: Program, lang: Language
) -> tuple[Mapping[str, Blueprint], int]:
    """The blueprints of a policy that can be read, by id, and exit code 1 where one is lost."""
    from workflow_engine.policy import load_blueprints

    report = load_blueprints(Path(folder), program)
    return report.blueprints, tell_lost(report, lang)


def tell_lost(report: BlueprintReport, lang: Language) -> int:
    """Say on standard error which blueprints have errors and are left out; 1 where any is."""
    errors = [one for one in report.diagnostics if one.severity == "error"]
    if not errors:
        return FINE
    show(errors, report.sources, lang)
    files = sorted({one.place.file for one in errors if one.code != NO_FOLDER})
    if files:
        zh, en = "、".join(files), ", ".join(files)
        say(
            f"有错误、没有用上的蓝图：{zh}"
            if lang == "zh"
            else f"blueprints with errors, which are left out: {en}"
        )
    return FINDINGS


def chosen_blueprints(
    wanted: str | None, report: BlueprintReport, lang: Language
) -> tuple[list[Blueprint], int]:
    """The blueprint that is meant, or all that can be read; exit code 1 where one asked for is not.

    Raises UsageError where none of that name, or none at all, can be read.
    """
    found = report.blueprints
    names = {id_: blueprint.title for id_, blueprint in found.items()}
    one = None if wanted is None else meant(wanted, names)
    if one is not None:
        return [found[one]], FINE
    code = tell_lost(report, lang)
    if code != FINE and not found:
        raise UsageError(
            "no service blueprint of the policy can be read", zh="政策的服务蓝图都读不了"
        )
    if wanted is not None:
        lacking = Bilingual("政策中没有服务蓝图", "the policy has no service blueprint")
        named(wanted, names, lacking)
    if not found:
        raise UsageError("the policy has no service blueprints", zh="政策中没有服务蓝图")
    return list(found.values()), code
