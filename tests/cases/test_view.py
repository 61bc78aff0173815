"""A case as people see it: the path so far, the path ahead, in both languages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from workflow_engine.cases.ahead import climbs_ahead
from workflow_engine.cases.allowed import allowed
from workflow_engine.cases.clock_story import clock_story
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Escalated, Event
from workflow_engine.cases.evolve import replay
from workflow_engine.cases.kernel import decide, fire
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.cases.story import Storyteller, event_kind
from workflow_engine.cases.view import view
from workflow_engine.cases.wording import COMMANDS, command_named
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.policy import load

ROOT = Path(__file__).parents[2]
SHANGHAI = ZoneInfo("Asia/Shanghai")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PEOPLE = {
    "account_manager": "李明",
    "supervisor": "方静宜",
    "department_manager": "沈立群",
    "general_manager": "顾长河",
    "customer_service": "贺敏",
    "finance": "韩秋实",
}


@cache
def rules() -> CaseRules:
    return case_rules(load(ROOT / "rules" / "tobacco-retail").program)


def at(day: int, clock: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-{day:02}T{clock}").replace(tzinfo=SHANGHAI)


FRIDAY = at(20, "16:50")


class Course:
    """A case on its way, event by event."""

    def __init__(self, process: str = "recovery.delivery_error", **opening: Any) -> None:
        given = {"by": "王芳", "people": PEOPLE, **opening}
        command = Open("C-000001", process, "LS0002", "平安里便利店", **given)
        events = decide(None, command, rules(), FRIDAY)
        assert not isinstance(events, Refusal), events
        self.events: list[Event] = list(events)

    @property
    def case(self) -> Any:
        return replay(self.events)

    def do(self, command: str, now: dt.datetime, **arguments: Any) -> Course:
        done = decide(self.case, Act(command, **arguments), rules(), now)
        assert not isinstance(done, Refusal), done
        self.events += done
        return self

    def tick(self, now: dt.datetime) -> Course:
        self.events += fire(self.case, rules(), now)
        return self

    def view(self, now: dt.datetime, lang: Language = "zh") -> dict[str, Any]:
        return view(self.case, self.events, rules(), now, lang)


def clock(seen: dict[str, Any], target: str) -> dict[str, Any]:
    (found,) = (one for one in seen["clocks"] if one["target"] == target)
    return found


def test_the_friday_case_is_due_on_monday_morning() -> None:
    seen = Course().view(FRIDAY)
    acknowledge = clock(seen, "acknowledge")
    assert acknowledge["due_at"] == "2026-11-23T09:50:00+08:00"
    assert acknowledge["state"] == "running"
    assert acknowledge["remaining_minutes"] == 120
    assert acknowledge["provisional"] is False
    assert (seen["id"], seen["customer"], seen["failure"]) == (
        "C-000001",
        "LS0002",
        "delivery_error",
    )
    assert (seen["state"], seen["level"], seen["owner"]) == ("open", "account_manager", "李明")
    first = seen["ahead"][0]
    assert first["when"] == "2026-11-23T09:50:00+08:00"
    assert (first["role"], first["person"]) == ("supervisor", "方静宜")
    assert first["text"] == "若 11-23 09:50 前未承认 → 升级至 主管 方静宜"


def test_the_same_in_english() -> None:
    seen = Course().view(FRIDAY, "en")
    assert seen["ahead"][0]["if"] == "not acknowledged by 11-23 09:50"
    text = "if not acknowledged by 11-23 09:50 → to Supervisor 方静宜"
    assert seen["ahead"][0]["text"] == text
    assert seen["history"][0]["text"].startswith("王芳 opened it: Delivery error")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_view_is_json(lang: Language) -> None:
    seen = Course().view(FRIDAY, lang)
    assert json.loads(json.dumps(seen, ensure_ascii=False)) == seen


def test_the_path_ahead_is_what_comes_when_nobody_acts() -> None:
    course = Course()
    foretold = [climb for climb in climbs_ahead(course.case, rules(), FRIDAY) if climb.when]
    course.tick(at(30, "17:30"))
    came = [event for event in course.events if isinstance(event, Escalated)]
    assert [(c.when, c.role, c.person) for c in foretold] == [
        (e.due_at, e.target, e.owner) for e in came
    ]
    assert [climb.role for climb in foretold] == [
        "supervisor",
        "department_manager",
        "general_manager",
    ]


def test_the_path_ahead_does_not_depend_on_how_often_somebody_looks() -> None:
    never, often = Course(), Course()
    for hour in ("09:30", "09:50", "11:00", "17:30"):
        often.tick(at(23, hour))
    late = [entry for entry in never.view(at(23, "18:00"))["ahead"] if not entry["pending"]]
    assert often.view(at(23, "18:00"))["ahead"] == late


def test_what_should_have_happened_is_shown_as_pending() -> None:
    seen = Course().view(at(23, "10:00"))
    assert seen["level"] == "account_manager"
    assert clock(seen, "acknowledge")["state"] == "overdue"
    assert clock(seen, "acknowledge")["remaining_minutes"] == -10
    assert seen["ahead"][0]["pending"] is True
    assert seen["ahead"][0]["text"] == "11-23 09:50 前未承认 → 待升级至 主管 方静宜"


def test_a_rung_that_has_fired_is_not_ahead_again() -> None:
    seen = Course().tick(at(23, "09:50")).view(at(23, "10:00"))
    assert "supervisor" not in {entry["role"] for entry in seen["ahead"]}
    assert seen["level"] == "supervisor"
    assert seen["handovers"] == 1
    assert {entry["what"] for entry in seen["history"]} >= {"opened", "overdue", "escalated"}


def test_conditions_that_are_not_of_time_come_last_and_without_a_moment() -> None:
    ahead = Course().view(FRIDAY)["ahead"]
    moments = [entry["when"] for entry in ahead]
    timed = [moment for moment in moments if moment is not None]
    assert timed == sorted(timed)
    assert moments[: len(timed)] == timed
    assert set(moments[len(timed) :]) == {None}
    assert "无法解决" in {entry["if"] for entry in ahead}


def test_a_role_without_a_person_is_passed_over_ahead_too() -> None:
    people = {**PEOPLE, "supervisor": None}
    ahead = Course(people=people).view(FRIDAY)["ahead"]
    assert {entry["role"] for entry in ahead} == {"department_manager", "general_manager"}
    assert {entry["person"] for entry in ahead} == {"沈立群", "顾长河"}


def test_nothing_is_ahead_of_a_case_that_has_ended() -> None:
    course = Course().do("cancel", at(20, "17:00"), other="C-000009", note="重复登记")
    seen = course.view(at(20, "17:10"))
    assert seen["ahead"] == []
    assert seen["status"] == "您反映的“送货差错”已并入 C-000009 一起办理。"
    assert {one["state"] for one in seen["clocks"]} == {"dropped"}


def handled() -> Iterator[tuple[str, dt.datetime, dict[str, Any]]]:
    yield "acknowledge", at(23, "09:00"), {"by": "李明", "note": "已核对送货单"}
    yield "apologize", at(23, "09:30"), {"by": "李明"}
    yield "amend", at(23, "10:00"), {"by": "李明", "amount": Decimal("88.50"), "goods": "补两条"}
    yield "notify", at(23, "10:30"), {}
    yield "thank", at(23, "10:31"), {}
    yield "anticipate", at(24, "10:00"), {"outcome": "back_office", "note": "分拣复核"}
    yield "close", at(24, "11:00"), {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_is_filled_in_step_by_step(lang: Language) -> None:
    course = Course()
    for command, now, arguments in handled():
        before = {step["step"]: step for step in course.view(now, lang)["steps"]}
        assert before[command]["done_at"] is None
        course.do(command, now, **arguments)
        after = {step["step"]: step for step in course.view(now, lang)["steps"]}
        assert after[command]["done_at"] == now.isoformat()
        assert after[command]["done_by"] == "李明"
    steps = {step["step"]: step for step in course.view(at(24, "11:30"), lang)["steps"]}
    assert steps["amend"]["amount"] == "88.5"
    assert steps["amend"]["offers"]
    assert steps["anticipate"]["outcome"] == "back_office"
    assert [entry["outcome"] for entry in course.view(at(24, "11:30"), lang)["history"]].count(
        "met"
    ) >= 5


def test_refusing_the_amends_takes_them_off_the_card() -> None:
    course = Course()
    for command, now, arguments in list(handled())[:4]:
        course.do(command, now, **arguments)
    course.do("refuse", at(23, "16:00"), note="客户不要补货")
    steps = {step["step"]: step for step in course.view(at(23, "16:10"))["steps"]}
    assert steps["amend"]["done_at"] is None
    assert steps["notify"]["done_at"] is None
    assert steps["acknowledge"]["done_at"] is not None


def test_a_step_that_the_failure_does_not_have_is_not_on_the_card() -> None:
    steps = Course("recovery.tier_dispute").view(FRIDAY)["steps"]
    assert "apologize" not in {step["step"] for step in steps}
    assert steps[0]["step"] == "acknowledge"


def test_feedback_has_its_own_steps() -> None:
    course = Course("feedback")
    seen = course.view(FRIDAY)
    assert seen["kind"] == "feedback"
    assert seen["failure"] is None
    assert [step["step"] for step in seen["steps"]][:2] == ["receive", "classify"]
    assert "受理您的反馈" in seen["status"]


def test_what_the_customer_is_told_names_no_rung_and_no_overdue_time() -> None:
    course = Course()
    assert "09:50" in course.view(FRIDAY)["status"]
    late = course.view(at(23, "10:00"))["status"]
    assert "09:50" not in late
    assert "尽快" in late
    course.do("pause", at(23, "10:30"), note="等客户回话")
    assert "正在等您的消息" in course.view(at(23, "11:00"))["status"]


def test_the_path_so_far_reads_as_sentences() -> None:
    course = Course(note="少送两条").tick(at(23, "10:00"))
    course.do("note", at(23, "10:20"), by="方静宜", note="已联系")
    texts = [entry["text"] for entry in course.view(at(23, "10:30"))["history"]]
    assert texts[0].endswith("由 客户经理 李明 负责。少送两条")
    assert "升级至 主管 方静宜：承认逾期（延后处理，应在 11-23 09:50）" in texts
    assert texts[-1] == "方静宜 备注：已联系"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_of_a_long_life_has_a_sentence(lang: Language) -> None:
    course = Course(about="李明", earlier=1).tick(at(23, "10:00"))
    course.do("set_severity", at(23, "10:01"), severity="high", note="多家受影响")
    course.do("needs_other_department", at(23, "10:02"), department="technical", note="查系统")
    course.do("report_event", at(23, "10:03"), event="regulator_or_media", note="来电询问")
    course.do("answer_support", at(23, "10:05"), department="technical", note="已修复")
    course.do("acknowledge", at(23, "10:10"))
    course.do("pause", at(23, "10:20"), note="等客户")
    course.do("resume", at(23, "10:40"))
    course.do("cannot_resolve", at(23, "10:50"), note="超出职权")
    tell = Storyteller(rules(), "recovery.delivery_error", lang, year=2026)
    kinds = set()
    for event in course.events:
        text = tell.sentence(event)
        assert text
        assert "None" not in text
        assert "{" not in text
        kinds.add(event_kind(event))
    assert kinds >= {"severity_changed", "support_asked", "event_reported", "cannot_resolve"}


def test_a_deadline_is_explained_day_by_day() -> None:
    told = clock_story(Course().case, "acknowledge", rules(), FRIDAY, "zh")
    assert told == [
        "承认：11-20 16:50 起 2工作小时",
        "11-20（周五）16:50–17:30 计 40 分钟",
        "11-21、11-22 周末，不计",
        "11-23（周一）08:30–09:50 计 80 分钟 → 到期 09:50",
        "还有2工作小时",
    ]


def test_a_clock_that_was_paused_is_explained_from_where_it_went_on() -> None:
    course = Course().do("pause", at(20, "17:10"), note="等客户")
    paused = clock_story(course.case, "acknowledge", rules(), at(23, "09:00"), "zh")
    assert paused[-1].startswith("暂停中，还剩1工作小时40分钟")
    course.do("resume", at(23, "09:00"))
    running = clock_story(course.case, "acknowledge", rules(), at(23, "09:00"), "zh")
    assert "→ 到期 10:40" in "\n".join(running)
    assert clock(course.view(at(23, "09:00")), "acknowledge")["due_at"].startswith(
        "2026-11-23T10:40"
    )


def test_the_explanation_ends_where_the_clock_ends() -> None:
    for process in ("recovery.order_outage", "recovery.attitude", "feedback"):
        course = Course(process)
        seen = course.view(FRIDAY)
        for one in seen["clocks"]:
            told = "\n".join(clock_story(course.case, one["target"], rules(), FRIDAY, "zh"))
            assert f"到期 {one['due_at'][11:16]}" in told, one


def test_the_new_year_whose_holidays_are_unknown_makes_a_deadline_provisional() -> None:
    late = dt.datetime(2033, 12, 30, 16, 50, tzinfo=SHANGHAI)
    command = Open("C-1", "recovery.tier_dispute", "c", "c", people=PEOPLE)
    events = decide(None, command, rules(), late)
    assert not isinstance(events, Refusal)
    seen = view(replay(events), events, rules(), late, "zh")
    assert {one["provisional"] for one in seen["clocks"]} == {True}


def test_allowed_commands_have_labels() -> None:
    case = Course().case
    seen = Course().view(FRIDAY)
    assert seen["allowed"] == list(allowed(case, rules()))
    assert len(seen["allowed_labels"]) == len(seen["allowed"])
    assert "承认" in seen["allowed_labels"]


def test_commands_are_known_in_both_languages_and_their_names_are_unique() -> None:
    for name, label in COMMANDS.items():
        assert command_named(name) == name
        assert command_named(name.replace("_", "-")) == name
        assert command_named(label.zh) == name
        assert command_named(label.en) == name
    assert command_named("打回") == "打回"


def test_text_of_people_stays_as_it_is() -> None:
    nasty = "<b>\"'; DROP TABLE cases; --🙂𠮷" + "长" * 5000
    seen = Course(note=nasty, about="{by}").view(FRIDAY)
    assert nasty in seen["history"][0]["text"]
    assert seen["about"] == "{by}"


def test_working_time_is_not_told_as_hours_of_the_clock() -> None:
    seen = Course().view(FRIDAY)
    assert clock(seen, "anticipate")["remaining_text"] == "35工作小时40分钟"
    late = Course().view(at(25, "08:30"), "en")
    assert clock(late, "acknowledge")["remaining_text"] == "12 work hours 40 minutes"


def test_what_finance_has_to_approve_nobody_grants_alone() -> None:
    alone, approved = Course().view(FRIDAY), Course("recovery.payment_error").view(FRIDAY)
    assert (alone["approver"], alone["compensation_left_text"]) == (None, "500元")
    assert (approved["approver_label"], approved["compensation_left"]) == ("财务", "0")


def test_the_superior_of_whoever_has_the_case_is_named_and_the_top_has_none() -> None:
    course = Course()
    assert course.view(FRIDAY)["superior_label"] == "主管"
    seen = course.tick(at(30, "17:30")).view(at(30, "18:00"))
    assert (seen["level"], seen["superior"]) == ("general_manager", None)


def test_a_warning_that_came_too_late_says_so() -> None:
    told = [
        entry["text"] for entry in Course().tick(at(23, "11:00")).view(at(23, "11:10"))["history"]
    ]
    warned = [text for text in told if text.startswith("提醒")]
    assert all("延后处理，应在" in text for text in warned if "已到期" in text)


def test_the_customer_hears_that_the_result_was_told() -> None:
    course = Course()
    for command, now, arguments in list(handled())[:4]:
        course.do(command, now, **arguments)
    told = "您反映的“送货差错”由 李明 负责，处理结果已告知您。"
    assert course.view(at(23, "16:00"))["status"] == told


def test_what_was_entered_afterwards_stands_where_it_happened() -> None:
    course = Course().tick(at(23, "10:00"))
    course.do("note", at(23, "10:20"), by="李明", note="已去过店里", occurred_at=at(23, "09:00"))
    history = course.view(at(23, "10:30"))["history"]
    moments = [entry["at"] for entry in history]
    assert moments == sorted(moments)
    (marked,) = (entry for entry in history if entry["back_dated"])
    assert marked["text"] == "李明 备注：已去过店里（补记）"


def test_a_time_that_may_still_move_is_expected_and_not_promised() -> None:
    late = dt.datetime(2033, 12, 30, 16, 50, tzinfo=SHANGHAI)
    command = Open("C-1", "recovery.delivery_error", "c", "c", people=PEOPLE)
    events = decide(None, command, rules(), late)
    assert not isinstance(events, Refusal)
    seen = view(replay(events), events, rules(), late, "zh")
    assert "预计" in seen["status"]
    assert seen["ahead"][0]["provisional"] is True
    assert "（暂定）前未承认" in seen["ahead_lines"][0]


def test_conditions_say_at_which_role_they_count_and_how_much_is_too_much() -> None:
    timed, untimed = Course().view(FRIDAY)["ahead_groups"]
    assert timed["heading"] == "若无人处理"
    assert untimed["heading"] == "若发生"
    assert untimed["lines"][0] == (
        "由客户经理负责时，无法解决或补偿超限（超过500元） → 升级至 主管 方静宜"
    )
