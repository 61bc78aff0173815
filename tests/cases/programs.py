"""A policy with everything that cases know, and a case that is driven by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

from tests.docs.examples import PAGE, base_sections, policy_files
from workflow_engine.cases.codec import (
    case_from_json,
    case_to_json,
    event_from_json,
    event_to_json,
)
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.evolve import evolve, evolve_all, replay
from workflow_engine.cases.kernel import carry_out, decide, fire
from workflow_engine.cases.ledgers import clock_state, due_at, remaining, used
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.policy import check_texts

ZONE = dt.timezone(dt.timedelta(hours=8))

POLICY = """
policy: {id: cases, version: "1", timezone: Asia/Shanghai}
calendars:
  office:
    hours: {mon-fri: ["08:30..12:00", "14:00..17:30"]}
    exceptions: {2026-12-31: closed}
tags:
  big: {label: 大客户, when: tier >= 28}
categories: {of: [big], otherwise: general}
roles:
  manager: {label: 客户经理, reports_to: supervisor, compensation_up_to: 500}
  supervisor: {label: 主管, reports_to: head, compensation_up_to: 2000}
  head: {label: 部门经理, reports_to: general, compensation_up_to: 10000}
  general: {label: 总经理}
  technician: {label: 技术员, reports_to: head}
  finance: {label: 财务, reports_to: general}
  desk: {label: 客服专员, reports_to: supervisor}
staff:
  李明: {role: manager, deputy: 赵强}
  赵强: {role: manager}
  王芳: {role: supervisor, deputy: 孙丽, away: [2026-11-24..2026-11-25]}
  孙丽: {role: supervisor}
  陈总: {role: head}
  董总: {role: general}
  小周: {role: technician}
  钱会计: {role: finance}
  小吴: {role: desk, deputy: 小郑, away: [2026-11-24..2026-11-25]}
  小郑: {role: desk}
support:
  technical: {label: 技术支持, role: technician, within: 4 work hours}
recovery:
  calendar: office
  notify: 1 workday
  follow_up: 5 workdays
  remind: {every: 2 work hours, times: 2}
  repeat: {within: 90 calendar days, times: 2}
  approvals: {answer_within: 4 work hours, valid_for: 1 workday}
  back_date: 1 calendar day
  events: {media: {label: 媒体介入}}
  failures:
    delivery_error:
      label: 送货差错
      owner: manager
      acknowledge: {within: 2 work hours}
      apologize: {within: 4 work hours}
      amend: {within: 1 workday}
      anticipate: {within: 5 workdays}
      regulator: 15 calendar days
      support: technical
      exception: head
      faster_for: {big: 0.5, high: 0.25}
    payment_error:
      label: 扣款差错
      owner: manager
      acknowledge: {within: 2 work hours}
      amend: {within: 2 workdays}
      approve: finance
    dispute:
      label: 异议
      owner: supervisor
      acknowledge: none
      apologize: none
      amend: {within: 3 workdays, warn: 1 workday}
  escalation:
    - from: manager
      any: [acknowledge overdue, cannot resolve, compensation over limit, recusal, {step: amend, elapsed: 50%, unless: planned}]
    - {from: supervisor, any: [amend overdue, reopened 2 times, needs other department, compensation over limit]}
    - {from: head, any: [amend overdue by 1 workday, media, compensation over limit]}
feedback:
  calendar: office
  owner: desk
  channels: {general: [热线]}
  steps:
    receive: {within: 2 work hours}
    classify: {within: 4 work hours}
    reply: {within: 1 workday}
    resolve: {within: {P1: 1 workday, P2: 2 workdays, P3: 5 workdays, P4: 10 workdays, P5: 20 workdays}}
    notify: {within: 1 workday}
    thank: {text: 谢谢}
  natures: {投诉: high, 咨询: medium, 建议: low}
  taxonomy:
    产品: [性能, 维护]
    其他: []
  escalation:
    - {from: desk, any: [reply overdue, cannot resolve]}
processes:
  refund:
    label: 退款
    calendar: office
    owner: manager
    states:
      asked: 已申请
      waiting: {label: 等凭证, pause: true}
      checked: 已核实
      paid: {label: 已退款, end: true}
    transitions:
      - {from: asked, on: wait_for_receipt, to: waiting}
      - {from: waiting, on: receipt_came, to: asked}
      - {from: asked, on: check, to: checked}
      - {from: checked, on: pay, to: paid, when: "severity == 'high' or tier >= 20", by: finance, emits: refund_paid}
      - {from: checked, on: pay, to: asked, when: "severity != 'high' and tier < 20", by: finance}
    clocks:
      first_look: {until: check, within: 4 work hours, warn: none}
    escalation:
      - {from: manager, any: [first_look overdue]}
"""
PEOPLE = {
    "manager": "李明",
    "supervisor": "王芳",
    "head": "陈总",
    "general": "董总",
    "technician": "小周",
    "finance": "钱会计",
    "desk": "小吴",
}
NEEDS_NOTE = (
    "pause",
    "cannot_resolve",
    "refuse",
    "reject",
    "reopen",
    "reassign",
    "note",
    "grant_exception",
    "plan_amend",
)


@cache
def rules() -> CaseRules:
    files = policy_files(POLICY, base_sections(PAGE.read_text(encoding="utf-8")))
    report = check_texts(files)
    wrong = [one.message.en for one in report.diagnostics if one.severity == "error"]
    assert report.program is not None, wrong
    return case_rules(report.program)


def moment(text: str) -> dt.datetime:
    """`2026-11-23 09:50`, or `23 09:50` in November 2026, on the policy's clock."""
    if len(text) <= 8:
        text = f"2026-11-{text}"
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def opening(process: str = "recovery.delivery_error", **more: object) -> Open:
    given: dict[str, object] = {"people": PEOPLE, "by": "热线", "case": "C-1", "customer": "1001"}
    return Open(process=process, name="小店", **{**given, **more})  # type: ignore[arg-type]


class Driven:
    """One case; after every event all that must always hold is looked at."""

    def __init__(self, at: str, process: str = "recovery.delivery_error", **more: object) -> None:
        self.rules = more.pop("rules", None) or rules()
        self.events: list[object] = []
        self.case = None
        self.do_command(opening(process, **more), at)

    def do_command(self, command: Open | Act, at: str) -> None:
        self.last = decide(self.case, command, self.rules, moment(at))
        assert not isinstance(self.last, Refusal), self.last
        answer = carry_out(self.case, command, self.rules, moment(at))
        assert not isinstance(answer, Refusal)
        self.take(self.last, moment(at))
        assert answer == (tuple(self.last), self.case)

    def do(self, command: str, at: str, **more: object) -> tuple[object, ...]:
        self.do_command(self.act(command, **more), at)
        return self.last

    def refused(self, command: str, at: str, **more: object) -> Refusal:
        answer = decide(self.case, self.act(command, **more), self.rules, moment(at))
        assert isinstance(answer, Refusal), answer
        assert answer.text.zh
        assert answer.text.en
        return answer

    def fire(self, at: str) -> tuple[object, ...]:
        self.last = fire(self.case, self.rules, moment(at))
        self.take(self.last, moment(at))
        return self.last

    def go(self, *commands: str, at: str) -> Driven:
        for command in commands:
            self.do(command, at)
        return self

    @staticmethod
    def act(command: str, **more: object) -> Act:
        if command in NEEDS_NOTE:
            more.setdefault("note", "因为")
        if "amount" in more:
            more["amount"] = Decimal(more["amount"])  # type: ignore[arg-type]
        if isinstance(more.get("occurred_at"), str):
            more["occurred_at"] = moment(more["occurred_at"])  # type: ignore[arg-type]
        return Act(command, **more)  # type: ignore[arg-type]

    def take(self, events: tuple[object, ...], now: dt.datetime) -> None:
        for event in events:
            assert event_from_json(event_to_json(event)) == event
            self.case = evolve(self.case, event)
        self.events += events
        self.check(now)

    def check(self, now: dt.datetime) -> None:
        case, table = self.case, self.rules.table(self.case.process)
        assert replay(self.events) == evolve_all(None, self.events) == case
        assert case_from_json(case_to_json(case)) == case
        for ledger in case.ledgers.values():
            gone = used(ledger, self.rules, now)
            assert gone + remaining(ledger, self.rules, now) == ledger.budget
            assert gone >= dt.timedelta(0)
            if case.ended_at is not None and ledger.stopped_at is None:
                assert table.clocks[ledger.clock].outlives
        assert len(set(case.fired)) == len(case.fired)

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.last]

    def of(self, kind: type) -> list[object]:
        return [event for event in self.last if isinstance(event, kind)]

    def due(self, clock: str) -> dt.datetime | None:
        return due_at(self.case.ledgers[clock], self.rules)

    def clock(self, clock: str, at: str) -> str:
        return clock_state(self.case.ledgers[clock], self.rules, moment(at))
