"""A role on the ladder that may grant no more than the one below it."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.ladder_paths import ladder_paths
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.explain.values import number_text
from workflow_engine.program.program import Program, Role
from workflow_engine.program.types import SCALE

_NOTHING = Bilingual("没有写上限，等于不能批", "no limit is written, so it may grant nothing")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE474 for each rung that an amount over the limit climbs in vain.

    The top without a limit grants any amount; any other role without one grants none.
    """
    reported: set[tuple[str, str]] = set()
    for path in ladder_paths(program):
        for below_id, above_id in zip(path.roles, path.roles[1:], strict=False):
            below, above = program.roles.get(below_id), program.roles.get(above_id)
            if below is None or above is None or (below_id, above_id) in reported:
                continue
            if below.compensation_up_to is None or _more(below, above, top=path.top == above_id):
                continue
            reported.add((below_id, above_id))
            yield diagnose(
                "WE474",
                above.place,
                labels=[Label(below.place, _said(below))],
                above=above.label,
                below=below.label,
                limit=_said(above),
            )


def _more(below: Role, above: Role, *, top: bool) -> bool:
    if above.compensation_up_to is None:
        return top
    return below.compensation_up_to is None or above.compensation_up_to > below.compensation_up_to


def _said(role: Role) -> Bilingual:
    if role.compensation_up_to is None:
        return _NOTHING
    amount = number_text(int(role.compensation_up_to * SCALE), amount=True)
    return Bilingual(f"上限 {amount}", f"limit {amount}")
