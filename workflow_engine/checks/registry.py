"""All checks of a compiled policy and of its blueprints, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from workflow_engine.checks import (
    approval_gap,
    blueprint_action_without_item,
    blueprint_action_without_owner,
    blueprint_contact_denied,
    blueprint_customer_unserved,
    blueprint_customer_without_evidence,
    blueprint_encounter_without_owner,
    blueprint_encounter_without_standard,
    blueprint_endless_cycle,
    blueprint_exposed_without_status,
    blueprint_fail_point_without_case,
    blueprint_frontstage_apart,
    blueprint_frontstage_unsupported,
    blueprint_frontstage_without_customer,
    blueprint_idle_backstage,
    blueprint_idle_support,
    blueprint_improvement_breaks,
    blueprint_lanes_out_of_order,
    blueprint_line_misnamed,
    blueprint_line_misplaced,
    blueprint_link_back_in_time,
    blueprint_link_crosses_lines,
    blueprint_loop_forward,
    blueprint_must_do_missing,
    blueprint_need_missing,
    blueprint_needless_expose,
    blueprint_person_twice,
    blueprint_regulatory_eliminated,
    blueprint_stage_without_customer,
    blueprint_time_over_promise,
    blueprint_value_eliminated,
    blueprint_view_hides_work,
    blueprint_view_too_deep,
    blueprint_wait_over_maximum,
    blueprint_wait_unwatched,
    blueprint_wait_without_maximum,
    blueprint_waste_undecided,
    blueprint_without_purpose,
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
from workflow_engine.checks.layout_fixes import with_fix
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.ordering import worst_first
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

Check = Callable[[Program], Iterable[Diagnostic]]
BlueprintCheck = Callable[[Blueprint, Program], Iterable[Diagnostic]]
CoverageCheck = Callable[[Iterable[Blueprint], Program], Iterable[Diagnostic]]

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

BLUEPRINT_CHECKS: tuple[tuple[str, BlueprintCheck], ...] = (
    ("blueprint_action_without_item", blueprint_action_without_item.check),
    ("blueprint_action_without_owner", blueprint_action_without_owner.check),
    ("blueprint_contact_denied", blueprint_contact_denied.check),
    ("blueprint_customer_unserved", blueprint_customer_unserved.check),
    ("blueprint_customer_without_evidence", blueprint_customer_without_evidence.check),
    ("blueprint_encounter_without_owner", blueprint_encounter_without_owner.check),
    ("blueprint_encounter_without_standard", blueprint_encounter_without_standard.check),
    ("blueprint_endless_cycle", blueprint_endless_cycle.check),
    ("blueprint_exposed_without_status", blueprint_exposed_without_status.check),
    ("blueprint_fail_point_without_case", blueprint_fail_point_without_case.check),
    ("blueprint_frontstage_apart", blueprint_frontstage_apart.check),
    ("blueprint_frontstage_unsupported", blueprint_frontstage_unsupported.check),
    ("blueprint_frontstage_without_customer", blueprint_frontstage_without_customer.check),
    ("blueprint_idle_backstage", blueprint_idle_backstage.check),
    ("blueprint_idle_support", blueprint_idle_support.check),
    ("blueprint_improvement_breaks", blueprint_improvement_breaks.check),
    ("blueprint_lanes_out_of_order", blueprint_lanes_out_of_order.check),
    ("blueprint_line_misnamed", blueprint_line_misnamed.check),
    ("blueprint_line_misplaced", blueprint_line_misplaced.check),
    ("blueprint_link_back_in_time", blueprint_link_back_in_time.check),
    ("blueprint_link_crosses_lines", blueprint_link_crosses_lines.check),
    ("blueprint_loop_forward", blueprint_loop_forward.check),
    ("blueprint_need_missing", blueprint_need_missing.check),
    ("blueprint_needless_expose", blueprint_needless_expose.check),
    ("blueprint_person_twice", blueprint_person_twice.check),
    ("blueprint_regulatory_eliminated", blueprint_regulatory_eliminated.check),
    ("blueprint_stage_without_customer", blueprint_stage_without_customer.check),
    ("blueprint_time_over_promise", blueprint_time_over_promise.check),
    ("blueprint_value_eliminated", blueprint_value_eliminated.check),
    ("blueprint_view_hides_work", blueprint_view_hides_work.check),
    ("blueprint_view_too_deep", blueprint_view_too_deep.check),
    ("blueprint_wait_over_maximum", blueprint_wait_over_maximum.check),
    ("blueprint_wait_unwatched", blueprint_wait_unwatched.check),
    ("blueprint_wait_without_maximum", blueprint_wait_without_maximum.check),
    ("blueprint_waste_undecided", blueprint_waste_undecided.check),
    ("blueprint_without_purpose", blueprint_without_purpose.check),
)
"""The checks of one blueprint against its policy."""

COVERAGE_CHECKS: tuple[tuple[str, CoverageCheck], ...] = (
    ("blueprint_must_do_missing", blueprint_must_do_missing.check_all),
)
"""The checks of all blueprints of a policy together."""


def run_checks(program: Program) -> list[Diagnostic]:
    """What all checks find in a program that compiled, worst first."""
    return worst_first(found for _, check in ALL_CHECKS for found in check(program))


def run_blueprint_checks(
    blueprints: Mapping[str, Blueprint],
    program: Program,
    sources: Mapping[str, str] | None = None,
    *,
    complete: bool = True,
) -> list[Diagnostic]:
    """What all checks find in the blueprints of a program, by id; worst first.

    With `sources`, the texts of the blueprints' files, findings about their layout carry a fix.
    Where not `complete`, some blueprint could not be read, so that nothing is said about what is
    shown nowhere.
    """
    drawn = list(blueprints.values())
    found = [one for blue in drawn for _, check in BLUEPRINT_CHECKS for one in check(blue, program)]
    if complete:
        found += [one for _, check_all in COVERAGE_CHECKS for one in check_all(drawn, program)]
    return worst_first(with_fix(one, sources or {}) for one in found)
