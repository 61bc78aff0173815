"""A ladder that ends below the top: its last role reports to somebody, but no rung leads there."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.ladder_paths import ladder_paths, role_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.program import Program

_LAST = Bilingual("梯子到这里为止", "the ladder ends here")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE471 once for each role at which a ladder ends too early.

    A process whose owner has no rung at all has no ladder, which `silent_overdue` says.
    """
    for path in ladder_paths(program):
        top = program.roles.get(path.top)
        if not path.rungs or top is None or top.reports_to is None or top.reports_to in path.roles:
            continue
        if any(rung.role == top.id for rung in path.processes[0].ladder):
            continue  # a circle, which is reported as one
        yield diagnose(
            "WE471",
            top.place,
            labels=[Label(path.rungs[-1].place, _LAST)],
            role=top.label,
            above=role_label(program, top.reports_to),
            id=top.id,
        )
