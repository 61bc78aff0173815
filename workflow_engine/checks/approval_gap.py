"""Amounts that nobody may grant: the ladder ends at a role with a limit."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.ladder_paths import LadderPath, ladder_paths
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.explain.values import number_text
from workflow_engine.program.program import Program, Role
from workflow_engine.program.types import SCALE

_LAST = Bilingual("梯子到这里为止", "the ladder ends here")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE473 once for each top with a limit, if a case may climb for compensation or has one.

    The top of the ladder without a limit grants any amount. A failure with `approve` has no gap:
    that role grants any amount.
    """
    reported: set[str] = set()
    for path in ladder_paths(program):
        top = program.roles.get(path.top)
        if top is None or top.id in reported or top.compensation_up_to is None:
            continue
        if not path.rungs or not _compensates(program, path):
            continue
        reported.add(top.id)
        highest = max((_limit(role) for role in _roles(program, path)), default=0)
        yield diagnose(
            "WE473",
            top.place,
            labels=[Label(path.rungs[-1].place, _LAST)],
            limit=number_text(highest, amount=True),
            role=top.label,
        )


def _compensates(program: Program, path: LadderPath) -> bool:
    """Whether a failure on this way has no role that approves every amends."""
    failures = {failure.id: failure for failure in program.recovery.failures}
    served = [failures.get(process.failure or "") for process in path.processes]
    return any(failure is not None and failure.approve is None for failure in served)


def _roles(program: Program, path: LadderPath) -> list[Role]:
    return [program.roles[name] for name in path.roles if name in program.roles]


def _limit(role: Role) -> int:
    return 0 if role.compensation_up_to is None else int(role.compensation_up_to * SCALE)
