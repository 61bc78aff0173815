"""All checks of a compiled policy, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflow_engine.checks import (
    approval_gap,
    double_rung,
    idle_trigger,
    incomplete_guards,
    key_without_effect,
    ladder_cycle,
    ladder_stops_short,
    limit_not_above,
    no_path_to_end,
    overlapping_guards,
    pause_without_resume,
    promise_tighter_than_clock,
    role_without_reports_to,
    silent_overdue,
    steps_out_of_order,
    trap_state,
    unreachable_state,
    unused_rung,
    warning_longer_than_target,
)
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.ordering import worst_first
from workflow_engine.program.program import Program

Check = Callable[[Program], Iterable[Diagnostic]]

ALL_CHECKS: tuple[tuple[str, Check], ...] = (
    ("approval_gap", approval_gap.check),
    ("double_rung", double_rung.check),
    ("idle_trigger", idle_trigger.check),
    ("incomplete_guards", incomplete_guards.check),
    ("key_without_effect", key_without_effect.check),
    ("ladder_cycle", ladder_cycle.check),
    ("ladder_stops_short", ladder_stops_short.check),
    ("limit_not_above", limit_not_above.check),
    ("no_path_to_end", no_path_to_end.check),
    ("overlapping_guards", overlapping_guards.check),
    ("pause_without_resume", pause_without_resume.check),
    ("promise_tighter_than_clock", promise_tighter_than_clock.check),
    ("role_without_reports_to", role_without_reports_to.check),
    ("silent_overdue", silent_overdue.check),
    ("steps_out_of_order", steps_out_of_order.check),
    ("trap_state", trap_state.check),
    ("unreachable_state", unreachable_state.check),
    ("unused_rung", unused_rung.check),
    ("warning_longer_than_target", warning_longer_than_target.check),
)
"""Each check by the name of its module and of its page in `docs/checks/`."""


def run_checks(program: Program) -> list[Diagnostic]:
    """What all checks find in a program that compiled, worst first."""
    return worst_first(found for _, check in ALL_CHECKS for found in check(program))
