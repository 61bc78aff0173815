"""A stage that does not say what the customer, or who serves them, needs."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding, word
from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint, Stage
from workflow_engine.program.program import Program

_CUSTOMER = Bilingual("客户", "the customer")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE826 once for each stage that lacks the customer's need, or that of its serving role.

    The need of the owner of the journey will do, or of any role that acts frontstage in the stage;
    where there is neither, the customer's alone.
    """
    for stage in blueprint.stages:
        lacking = [] if "customer" in stage.needs else ["customer"]
        serving = _serving(blueprint, stage)
        if serving and not any(role in stage.needs for role in serving):
            lacking.append(serving[0])
        if lacking:
            said = [
                _CUSTOMER if name == "customer" else role_label(program, name) for name in lacking
            ]
            yield finding(
                blueprint,
                "WE826",
                stage.place,
                stage=stage.label,
                whose=Bilingual(
                    "和".join(one.zh for one in said), " and ".join(one.en for one in said)
                ),
                example=", ".join(f"{_written(blueprint, name)}: …" for name in lacking),
            )


def _written(blueprint: Blueprint, name: str) -> str:
    return word(blueprint, name) if name == "customer" else name


def _serving(blueprint: Blueprint, stage: Stage) -> list[str]:
    """Who acts frontstage in the stage, in the order of the page, then the owner."""
    names = [cell.by for cell in stage.lane("frontstage")] + [blueprint.owner]
    return list(dict.fromkeys(name for name in names if name is not None))
