"""A blueprint that does not say for whom and why it is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding, key
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE823 once where the segment is missing, or both goal and problem."""
    lacking, keys = [], []
    if blueprint.segment is None:
        lacking.append(Bilingual("对象（为哪类客户）", "segment"))
        keys.append(Bilingual.same(f"`{key(blueprint, 'for')}`"))
    if blueprint.goal is None and blueprint.problem is None:
        lacking.append(Bilingual("问题或目标", "problem or goal"))
        problem, goal = key(blueprint, "problem"), key(blueprint, "goal")
        keys.append(Bilingual(f"`{problem}` 或 `{goal}`", f"`{problem}` or `{goal}`"))
    if lacking:
        yield finding(
            blueprint,
            "WE823",
            blueprint.place,
            title=blueprint.title,
            lacking=_joined(lacking, "，也没有写", " and no "),
            keys=_joined(keys, "，以及 ", ", and "),
        )


def _joined(parts: list[Bilingual], zh: str, en: str) -> Bilingual:
    return Bilingual(zh.join(part.zh for part in parts), en.join(part.en for part in parts))
