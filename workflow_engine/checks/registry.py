"""All checks of a compiled policy and of its blueprints, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from workflow_engine.checks import (
    analysis_incomplete,
    approval_gap,
    assertion_refuted,
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
    blueprint_idle_technology,
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
    blueprint_of_nobody,
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
    category_without_channel,
    cell_always_matches,
    cell_never_matches,
    column_without_effect,
    condition_always_true,
    condition_never_true,
    double_rung,
    duty_without_item,
    first_without_overlap,
    four_steps_incomplete,
    gap_in_scale,
    gap_in_table,
    idle_role,
    idle_strategy,
    idle_trigger,
    incomplete_guards,
    item_for_nobody,
    item_never_available,
    item_without_purpose,
    kano_out_of_balance,
    key_without_effect,
    ladder_cycle,
    ladder_stops_short,
    limit_not_above,
    monitoring_incomplete,
    must_do_by_level,
    need_without_item,
    no_path_to_end,
    objective_without_item,
    option_never_given,
    order_decides,
    outputs_conflict,
    overlapping_guards,
    part_of_service_missing,
    part_without_effect,
    pause_without_resume,
    principle_without_item,
    privileges_disagree,
    promise_tighter_than_clock,
    promise_without_claim,
    recovery_step_missing,
    role_without_person,
    role_without_reports_to,
    row_never_matches,
    row_redundant,
    row_waits_for_data,
    rows_mergeable,
    rule_covered,
    rules_overlap,
    silent_overdue,
    single_level_scale,
    slogan_too_long,
    steps_out_of_order,
    trap_state,
    trigger_covered,
    trigger_never_fires,
    unreachable_state,
    unused_calendar,
    unused_measure,
    unused_output,
    unused_record,
    unused_rung,
    unused_scale,
    unused_strategy,
    unused_table,
    unused_tag,
    warning_longer_than_target,
)
from workflow_engine.checks.layout_fixes import with_fix
from workflow_engine.checks.rule_analysis import RuleAnalysis
from workflow_engine.checks.staging import at_stage
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.ordering import worst_first
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

Check = Callable[[Program], Iterable[Diagnostic]]
BlueprintCheck = Callable[[Blueprint, Program], Iterable[Diagnostic]]
RuleCheck = Callable[[RuleAnalysis], Iterable[Diagnostic]]
CoverageCheck = Callable[[Iterable[Blueprint], Program], Iterable[Diagnostic]]

ALL_CHECKS: tuple[tuple[str, Check], ...] = (
    ("approval_gap", approval_gap.check),
    ("category_without_channel", category_without_channel.check),
    ("double_rung", double_rung.check),
    ("duty_without_item", duty_without_item.check),
    ("four_steps_incomplete", four_steps_incomplete.check),
    ("idle_role", idle_role.check),
    ("idle_strategy", idle_strategy.check),
    ("idle_trigger", idle_trigger.check),
    ("incomplete_guards", incomplete_guards.check),
    ("item_without_purpose", item_without_purpose.check),
    ("kano_out_of_balance", kano_out_of_balance.check),
    ("key_without_effect", key_without_effect.check),
    ("ladder_cycle", ladder_cycle.check),
    ("ladder_stops_short", ladder_stops_short.check),
    ("limit_not_above", limit_not_above.check),
    ("monitoring_incomplete", monitoring_incomplete.check),
    ("must_do_by_level", must_do_by_level.check),
    ("need_without_item", need_without_item.check),
    ("no_path_to_end", no_path_to_end.check),
    ("objective_without_item", objective_without_item.check),
    ("option_never_given", option_never_given.check),
    ("overlapping_guards", overlapping_guards.check),
    ("part_of_service_missing", part_of_service_missing.check),
    ("pause_without_resume", pause_without_resume.check),
    ("principle_without_item", principle_without_item.check),
    ("promise_tighter_than_clock", promise_tighter_than_clock.check),
    ("promise_without_claim", promise_without_claim.check),
    ("recovery_step_missing", recovery_step_missing.check),
    ("role_without_person", role_without_person.check),
    ("role_without_reports_to", role_without_reports_to.check),
    ("silent_overdue", silent_overdue.check),
    ("single_level_scale", single_level_scale.check),
    ("slogan_too_long", slogan_too_long.check),
    ("steps_out_of_order", steps_out_of_order.check),
    ("trap_state", trap_state.check),
    ("trigger_covered", trigger_covered.check),
    ("trigger_never_fires", trigger_never_fires.check),
    ("unreachable_state", unreachable_state.check),
    ("unused_calendar", unused_calendar.check),
    ("unused_measure", unused_measure.check),
    ("unused_output", unused_output.check),
    ("unused_record", unused_record.check),
    ("unused_rung", unused_rung.check),
    ("unused_scale", unused_scale.check),
    ("unused_strategy", unused_strategy.check),
    ("unused_table", unused_table.check),
    ("unused_tag", unused_tag.check),
    ("warning_longer_than_target", warning_longer_than_target.check),
)
"""Each check by the name of its module and of its page in `docs/checks/`."""

RULE_CHECKS: tuple[tuple[str, RuleCheck], ...] = (
    ("assertion_refuted", assertion_refuted.check),
    ("cell_always_matches", cell_always_matches.check),
    ("cell_never_matches", cell_never_matches.check),
    ("column_without_effect", column_without_effect.check),
    ("condition_always_true", condition_always_true.check),
    ("condition_never_true", condition_never_true.check),
    ("first_without_overlap", first_without_overlap.check),
    ("gap_in_scale", gap_in_scale.check),
    ("gap_in_table", gap_in_table.check),
    ("item_for_nobody", item_for_nobody.check),
    ("item_never_available", item_never_available.check),
    ("order_decides", order_decides.check),
    ("outputs_conflict", outputs_conflict.check),
    ("part_without_effect", part_without_effect.check),
    ("privileges_disagree", privileges_disagree.check),
    ("row_never_matches", row_never_matches.check),
    ("row_redundant", row_redundant.check),
    ("row_waits_for_data", row_waits_for_data.check),
    ("rows_mergeable", rows_mergeable.check),
    ("rule_covered", rule_covered.check),
    ("rules_overlap", rules_overlap.check),
)
"""The checks that reason about regions of customers, which they share."""

LAST_CHECKS: tuple[tuple[str, RuleCheck], ...] = (
    ("analysis_incomplete", analysis_incomplete.check),
)
"""What is said once those are through."""

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
    ("blueprint_idle_technology", blueprint_idle_technology.check),
    ("blueprint_improvement_breaks", blueprint_improvement_breaks.check),
    ("blueprint_lanes_out_of_order", blueprint_lanes_out_of_order.check),
    ("blueprint_line_misnamed", blueprint_line_misnamed.check),
    ("blueprint_line_misplaced", blueprint_line_misplaced.check),
    ("blueprint_link_back_in_time", blueprint_link_back_in_time.check),
    ("blueprint_link_crosses_lines", blueprint_link_crosses_lines.check),
    ("blueprint_loop_forward", blueprint_loop_forward.check),
    ("blueprint_need_missing", blueprint_need_missing.check),
    ("blueprint_needless_expose", blueprint_needless_expose.check),
    ("blueprint_of_nobody", blueprint_of_nobody.check),
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
    ("idle_role", idle_role.check_all),
    ("unused_tag", unused_tag.check_all),
)
"""The checks of all blueprints of a policy together."""


def run_checks(program: Program, sources: Mapping[str, str] | None = None) -> list[Diagnostic]:
    """What all checks find in a program that compiled, worst first.

    With `sources`, the texts of its files, findings about the rows of tables carry a fix.
    """
    analysis = RuleAnalysis(program, sources)
    found = [one for _, check in (*RULE_CHECKS, *LAST_CHECKS) for one in check(analysis)]
    staged = at_stage(analysis.told(found), program.head.stage)
    return worst_first([*run_structural_checks(program), *staged])


def run_structural_checks(program: Program) -> list[Diagnostic]:
    """What is found without reasoning about customers: in no time, whatever the rules are."""
    found = [one for _, check in ALL_CHECKS for one in check(program)]
    return worst_first(at_stage(found, program.head.stage))


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
    staged = at_stage(found, program.head.stage)
    return worst_first(with_fix(one, sources or {}) for one in staged)
