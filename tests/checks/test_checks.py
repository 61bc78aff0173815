"""What the pages' examples do not show: other keys, labels, examples of customers, bounds."""

import dataclasses
import datetime as dt

import pytest

from tests.docs.examples import PAGE, base_sections, policy_files
from workflow_engine.checks.process_time import ProcessTime
from workflow_engine.checks.registry import run_checks
from workflow_engine.diagnostics.codes_checks import ENTRIES
from workflow_engine.diagnostics.codes_of_checks import OF_CHECKS
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import parse_duration
from workflow_engine.language.nodes import Written
from workflow_engine.policy import check, check_texts

BASE = base_sections(PAGE.read_text(encoding="utf-8"))


def program(text):
    report = check_texts(policy_files(text, BASE))
    assert report.program is not None, [one.message.en for one in report.diagnostics]
    return report.program


def found(text):
    report = check_texts(policy_files(text, BASE))
    mistakes = [one for one in report.diagnostics if one.code not in OF_CHECKS]
    assert [one.message.en for one in mistakes if one.severity != "info"] == []
    return [one for one in report.diagnostics if one.code in ENTRIES]


def only(text):
    (one,) = found(text)
    return one


def duration(text):
    parsed, _ = parse_duration(Written(text, Place("")))
    return parsed


def process(guards, extra=""):
    lines = "".join(
        f"      - {{on: sort, from: open, to: s{n}{f', when: {guard}' if guard else ''}}}\n"
        f"      - {{on: close, from: s{n}, to: closed}}\n"
        for n, guard in enumerate(guards)
    )
    states = ", ".join(f"s{n}: {{}}" for n in range(len(guards)))
    return (
        f"{extra}processes:\n  sorting:\n    owner: account_manager\n"
        f"    states: {{open: {{}}, {states}, closed: {{end: true}}}}\n    transitions:\n{lines}"
    )


def recovery(failure, ladder=(), **more):
    text = "recovery:\n" + "".join(f"  {key}: {value}\n" for key, value in more.items())
    text += f"  failures:\n    late: {{owner: account_manager, {failure}}}\n"
    if ladder:
        text += "  escalation:\n" + "".join(f"    - {rung}\n" for rung in ladder)
    return text


UP = "{from: account_manager, any: [amend overdue]}"
FOUR_HOURS = "amend: {within: 4 work hours}"


@pytest.mark.parametrize("folder", ["rules/tobacco-retail", "rules/vip"])
def test_the_shipped_policies_have_neither_errors_nor_warnings(folder):
    loaded = check(folder).program
    assert loaded is not None
    assert {one.severity for one in run_checks(loaded)} <= {"info"}


def test_findings_come_worst_first():
    text = process(["tier >= 20", "tier <= 20"]).replace("closed: {end: true}", "closed: {}")
    assert [one.severity for one in found(text)] == ["error", "warning"]


class TestGuards:
    def test_the_customer_shown_is_one_for_whom_both_hold(self):
        one = only(process(["tier >= 20", "tier <= 20"]))
        assert "档位 = 20" in one.args["example"]
        assert one.labels

    def test_the_customer_shown_is_one_for_whom_none_holds(self):
        one = only(process(["contribution > 100", "contribution < 99.5"]))
        assert one.code == "WE465"
        assert any(f"= {n}" in one.args["example"] for n in ("100 CNY", "99.5 CNY"))

    def test_conditions_through_tags_and_measures_are_followed(self):
        extra = (
            "measures: {net: contribution - service_cost}\n"
            "tags: {good: {when: net >= 5000}, bad: {when: net <= 5000}}\n"
        )
        assert only(process(["good", "bad"], extra)).code == "WE464"
        exact = extra.replace("net <= 5000", "net < 5000")
        assert found(process(["good", "bad"], exact)) == []

    def test_choices_dates_and_truth_values(self):
        assert only(process(['market == "urban"', "tier >= 1"])).code == "WE464"
        assert found(process(['market == "urban"', 'market == "rural"'])) == []
        assert found(process(["smart_pos", "not smart_pos"])) == []
        gap = only(process(["days_since(joined_on) <= 90", "days_since(joined_on) > 91"]))
        assert gap.code == "WE465"

    def test_facts_of_the_case_count_too(self):
        assert only(process(["reopened >= 2", "reopened <= 2"])).code == "WE464"
        assert found(process(["reopened >= 2", "reopened < 2"])) == []
        assert only(process(["compensation > 100", "compensation < 100"])).code == "WE465"
        gap = only(process(["compensation <= 100", "compensation > 200"]))
        assert gap.args["example"] == "compensation = 100.01"

    def test_a_missing_value_is_no_gap_for_it_is_refused_as_unknown(self):
        assert found(process(["tier >= 20", "tier < 20"])) == []
        assert only(process(["tier is missing", "tier >= 20"])).code == "WE465"

    def test_conditions_that_lead_to_the_same_state_may_overlap(self):
        text = process(["tier >= 20", "tier <= 20"]).replace("to: s1, when", "to: s0, when")
        assert {one.code for one in found(text)} == {"WE460"}  # s1 is not reached any more

    def test_a_single_condition_and_an_unguarded_last_one_are_complete(self):
        assert found(process(["tier >= 20"])) == []
        assert found(process(["tier >= 20", "tier < 10", None])) == []

    def test_many_attributes_are_searched_within_bounds(self):
        names = ("tier", "distance", "contribution", "service_cost")
        many = " and ".join(f"{name} > {n}" for name in names for n in (1, 2, 3, 4))
        assert {one.code for one in found(process([many, f"not ({many})"]))} == set()
        assert "WE464" in {one.code for one in found(process([many, f"tier > 4 and {many}"]))}


class TestKeysWithoutEffect:
    def test_factors_where_only_the_regulator_has_a_limit(self):
        regulator = "regulator: {within: 15 calendar days}, faster_for: {high: 0.5}"
        assert only(recovery(regulator)).args["key"] == "faster_for"
        assert found(recovery(f"{FOUR_HOURS}, {regulator}")) == []

    def test_repetition_without_a_ladder(self):
        repeat = "{within: 30 calendar days, times: 2}"
        assert only(recovery(FOUR_HOURS, repeat=repeat)).args["key"] == "repeat"
        assert found(recovery(FOUR_HOURS, [UP], repeat=repeat)) == []

    def test_the_limit_of_a_role_that_neither_handles_nor_approves(self):
        roles = (
            "roles:\n  account_manager: {reports_to: supervisor}\n  supervisor: {}\n"
            "  driver: {reports_to: supervisor, compensation_up_to: 50}\n"
        )
        one = only(roles + recovery(FOUR_HOURS))
        assert (one.args["key"], one.args["name"]) == ("compensation_up_to", "driver")
        assert found(roles + recovery(f"{FOUR_HOURS}, approve: driver")) == []


class TestLadders:
    def test_a_circle_is_told_once_with_all_its_roles(self):
        roles = (
            "roles:\n  account_manager: {label: 甲, reports_to: supervisor}\n"
            "  supervisor: {label: 乙}\n"
        )
        ladder = [UP, "{from: supervisor, to: account_manager, any: [cannot resolve]}"]
        one = only(roles + recovery(FOUR_HOURS, ladder))
        assert one.args["circle"] == "甲 → 乙 → 甲"
        assert len(one.labels) == 1

    def test_a_role_in_the_middle_without_a_limit_grants_nothing(self):
        roles = (
            "roles:\n  account_manager: {reports_to: supervisor, compensation_up_to: 500}\n"
            "  supervisor: {reports_to: head}\n  head: {}\n"
        )
        ladder = [UP, "{from: supervisor, any: [cannot resolve]}"]
        assert only(roles + recovery(FOUR_HOURS, ladder)).code == "WE474"

    def test_without_any_limit_nothing_is_said_of_compensation(self):
        assert found(recovery(FOUR_HOURS, [UP])) == []

    def test_who_approves_everything_leaves_no_gap(self):
        roles = (
            "roles:\n  account_manager: {reports_to: supervisor, compensation_up_to: 500}\n"
            "  supervisor: {compensation_up_to: 900}\n"
        )
        assert only(roles + recovery(FOUR_HOURS, [UP])).args["limit"] == "900"
        assert found(roles + recovery(f"{FOUR_HOURS}, approve: supervisor", [UP])) == []


class TestTimeLimits:
    OFFICE = 'calendars:\n  office: {hours: {mon-fri: ["09:00..17:00"], sat: ["09:00..12:00"]}}\n'

    def warned(self, within, warn, more=""):
        text = f"amend: {{within: {within}, warn: {warn}}}{more}"
        return found(self.OFFICE + recovery(text, calendar="office"))

    @pytest.mark.parametrize(
        ("within", "warn"),
        [
            ("4 work hours", "1 workday"),
            ("1 workday", "4 work hours"),  # on a Friday the next working day is a short Saturday
            ("2 workdays", "2 workdays"),
            ("24 clock hours", "1 calendar day"),
            ("60 work minutes", "2 work hours"),
        ],
    )
    def test_warnings_that_would_come_at_once(self, within, warn):
        assert [one.code for one in self.warned(within, warn)] == ["WE480"]

    @pytest.mark.parametrize(
        ("within", "warn"),
        [
            ("4 work hours", "1 work hour"),
            ("1 workday", "3 work hours"),
            ("2 workdays", "1 workday"),
            ("15 calendar days", "3 workdays"),
            ("4 work hours", "50%"),
            ("4 work hours", "none"),
        ],
    )
    def test_warnings_in_time(self, within, warn):
        assert self.warned(within, warn) == []

    def test_the_shortened_limit_counts(self):
        (one,) = self.warned("4 work hours", "2 work hours", ", faster_for: {high: 0.5}")
        assert one.args["limit"] == "2 work hours"

    def promised(self, unit, promise, reply, **more):
        extra = "".join(f"    {key}: {value}\n" for key, value in more.items())
        return found(
            f"{self.OFFICE}promises:\n  reply_soon:\n    label: 答复\n    unit: {unit}\n"
            f"    better: lower\n    promise: {promise}\n{extra}"
            f"feedback:\n  calendar: office\n  owner: account_manager\n"
            f"  steps: {{reply: {{within: {reply}}}}}\n"
        )

    def test_a_promise_is_measured_on_the_calendar(self):
        (one,) = self.promised("个工作小时", 4, "1 workday")
        assert one.code == "WE481"
        assert one.labels
        assert self.promised("个工作日", 1, "3 work hours") == []
        assert [o.code for o in self.promised("个自然日", 1, "1 workday")] == ["WE481"]

    def test_figures_without_a_unit_of_time_are_left_alone(self):
        assert self.promised("次", 1, "2 workdays") == []
        assert self.promised("小时", 1, "2 workdays") == []  # could be working time or plain time

    def test_starts_are_the_openings_and_closings_of_a_week(self):
        time = ProcessTime(program(self.OFFICE))
        starts = time.starts("office")
        assert len(starts) == 12
        assert {start.weekday() for start in starts} == set(range(6))
        assert all(start.tzinfo is not None for start in starts)
        end = time.ends("office", starts[0], duration("1 workday"))
        assert end is not None
        assert end - starts[0] == dt.timedelta(days=1, hours=8)

    def test_a_broken_calendar_is_not_measured(self):
        broken = dataclasses.replace(program(self.OFFICE), calendars={})
        assert ProcessTime(broken).starts("office")  # the national working days


def test_hints_about_silence_name_every_step_once():
    text = (
        "recovery:\n  failures:\n"
        "    late: {owner: account_manager, acknowledge: {within: 1 work hour}, amend: {within: 1 workday}}\n"
        "    lost: {owner: account_manager, acknowledge: {within: 2 work hours}}\n"
        f"  escalation:\n    - {UP}\n"
    )
    one = only(text)
    assert one.code == "WE482"
    assert len(one.labels) == 1


def test_silence_is_told_for_each_ladder_that_was_written():
    sorting = process([""]).replace(
        "    states:",
        "    clocks: {sent_back: {label: 送回, until: close, within: 1 workday}}\n"
        f"    escalation: [{UP.replace('amend overdue', 'cannot resolve')}]\n    states:",
    )
    text = recovery(f"acknowledge: {{within: 1 work hour}}, {FOUR_HOURS}", [UP]) + sorting
    of_recovery, of_process = found(text)
    assert of_recovery.args["clocks"] == "“acknowledge”"
    assert of_process.args["clocks"] == "“送回”"
    assert "`承认逾期`（英文 `acknowledge overdue`）" in of_recovery.help.zh
    assert "`sent_back overdue`" in of_process.help.en


def test_conditions_that_lead_to_one_state_by_different_roles_overlap_too():
    text = process(["tier >= 20", "tier <= 20"]).replace(
        "to: s1, when", "to: s0, by: supervisor, when"
    )
    one = next(one for one in found(text) if one.code == "WE464")
    assert one.args["first"] == "s0 (by anybody)"
    assert one.args["second"] == "s0 (by 主管)"


class TestOrderOfSteps:
    HEAD = "calendar: office, failures: {late: {owner: account_manager, "

    def steps(self, *limits):
        names = ("acknowledge", "apologize", "amend", "anticipate")
        written = ", ".join(
            f"{name}: {{within: {limit}}}"
            for name, limit in zip(names, limits, strict=True)
            if limit
        )
        return found(f"recovery: {{{self.HEAD}{written}}}}}}}\n")

    def test_each_step_is_held_against_the_next(self):
        codes = [
            (one.code, one.args["step"], one.args["next"])
            for one in self.steps("5 work hours", "4 work hours", "1 workday", "1 work hour")
        ]
        assert codes == [
            ("WE483", "acknowledge", "apologize"),
            ("WE483", "amend", "anticipate"),
        ]

    def test_a_step_that_does_not_apply_is_passed_over(self):
        (one,) = self.steps("9 work hours", None, "30 work minutes", "5 workdays")
        assert (one.args["step"], one.args["next"]) == ("acknowledge", "amend")

    def test_units_are_compared_on_the_calendar(self):
        assert self.steps("2 work hours", "4 work hours", "1 workday", "5 workdays") == []
        assert self.steps("2 work hours", "2 work hours", "1 workday", "1 workday") == []
        (one,) = self.steps("2 work hours", "4 work hours", "1 workday", "24 clock hours")
        assert one.args["example"].startswith("on a Monday at 08:30")


class TestPlans:
    HALF = "{step: %s, elapsed: 50%%, unless: planned}"

    def ladder(self, step):
        return [f"{{from: account_manager, any: [amend overdue, {self.HALF % step}]}}"]

    def test_half_of_the_time_without_a_plan_is_for_what_comes_after_the_acknowledgement(self):
        steps = f"acknowledge: {{within: 1 work hour}}, {FOUR_HOURS}"
        assert [
            one for one in found(recovery(steps, self.ladder("amend"))) if one.code == "WE490"
        ] == []
        one = next(
            one for one in found(recovery(steps, self.ladder("acknowledge"))) if one.code == "WE490"
        )
        assert (one.args["key"], one.args["name"]) == ("unless", "recovery")

    def test_one_failure_with_amends_is_enough_for_a_ladder_that_failures_share(self):
        limit = "regulator: 5 workdays"
        other = f"    lost: {{owner: account_manager, {limit}}}\n"
        text = recovery(f"{FOUR_HOURS}, {limit}", self.ladder("regulator"))
        assert found(text.replace("  escalation:", other + "  escalation:")) == []
        alone = recovery(f"acknowledge: {{within: 1 work hour}}, {limit}", self.ladder("regulator"))
        codes = {one.code for one in found(alone)}
        assert "WE490" in codes

    def test_feedback_has_no_plans(self):
        text = (
            "feedback:\n  owner: account_manager\n  calendar: office\n"
            "  steps: {reply: {within: 1 workday}}\n"
            f"  escalation: [{{from: account_manager, any: [{self.HALF % 'reply'}]}}]\n"
        )
        assert (only(text).code, only(text).args["name"]) == ("WE490", "feedback")

    def test_a_process_has_plans_if_it_has_the_command(self):
        text = process([""]).replace(
            "    states:",
            "    clocks: {done: {until: close, within: 1 workday}}\n"
            f"    escalation: [{{from: account_manager, any: [{self.HALF % 'done'}]}}]\n    states:",
        )
        assert only(text).code == "WE490"
        planned = text.replace(
            "    transitions:\n",
            "    transitions:\n      - {on: plan_amend, from: open, to: open}\n",
        )
        assert found(planned) == []


def test_an_error_about_figures_does_not_keep_rules_from_being_analysed():
    text = (
        "policy: {id: p, version: '1', stage: live}\n"
        "customer: {key: id, attributes: {basic: {tier: {type: integer, min: 1, max: 30}}}}\n"
        "tags:\n  big: {when: 30 <= tier <= 28, assumed: true}\n"
    )
    report = check_texts({"p.yaml": text})
    assert {"WE422", "WE711"} <= {one.code for one in report.diagnostics}
    assert report.program is None
    assert check_texts({"p.yaml": text}, analysed=False).program is None
