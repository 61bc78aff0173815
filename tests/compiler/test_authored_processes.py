"""Section `processes`: state machines of the author's own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.compiler.small_policy import codes_in, compiled, found_in, process_of
from workflow_engine.cases.diagrams.conditions import short_condition
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration
from workflow_engine.program.process_facts import (
    CASE_FACTS,
    attributes_read,
    case_fact,
    case_facts,
    fact_label,
)

REFUND = """
processes:
  refund:
    label: 退款
    owner: clerk
    states:
      asked: 已申请
      waiting: {label: 等凭证, pause: true}
      checked: {}
      paid: {end: true}
    transitions:
      - {from: [asked, checked], on: hold, to: waiting}
      - {from: waiting, on: go_on, to: asked}
      - {from: asked, on: check, to: checked}
      - from: checked
        on: pay
        to: paid
        when: compensation <= 500 and rich or severity == "high"
        by: [boss, chief]
        emits: [paid_out, told]
      - {from: checked, on: pay, to: asked}
    clocks:
      look: {until: check, within: 1 workday}
      payout: {label: 付款, from: check, until: [pay], within: 3 workdays, warn: none, by: boss, outlives: true}
      board: {from: [open, go_on], until: pay, within: 15 calendar days, regulatory: true, warn: 20%}
    escalation:
      - {from: clerk, any: [look overdue, {step: payout, elapsed: 50%}, cannot resolve]}
      - {from: boss, any: [payout overdue by 1 workday]}
    remind: {every: 1 workday, times: 2}
"""


def test_states_transitions_and_clocks_are_what_was_written():
    process = process_of(REFUND, "refund")
    assert (process.kind, process.start, process.owner) == ("custom", "asked", "clerk")
    assert [(s.id, s.label.zh, s.pause, s.end) for s in process.states] == [
        ("asked", "已申请", False, False),
        ("waiting", "等凭证", True, False),
        ("checked", "checked", False, False),
        ("paid", "paid", False, True),
    ]
    assert [(m.command, m.source, m.target) for m in process.transitions] == [
        ("hold", "asked", "waiting"),
        ("hold", "checked", "waiting"),
        ("go_on", "waiting", "asked"),
        ("check", "asked", "checked"),
        ("pay", "checked", "paid"),
        ("pay", "checked", "asked"),
    ]
    pay = process.transitions[4]
    assert (pay.by, pay.emits) == (("boss", "chief"), ("paid_out", "told"))
    look, payout, board = process.clocks
    assert (look.starts_on, look.stops_on, look.by) == (("open",), ("check",), "clerk")
    assert (look.warn, payout.warn, board.warn) == (Decimal("0.25"), None, Decimal("0.2"))
    assert (payout.starts_on, payout.by, payout.outlives) == (("check",), "boss", True)
    assert (board.starts_on, board.regulatory) == (("open", "go_on"), True)
    assert board.within == Duration(Decimal(15), "calendar day")
    assert process_of(REFUND.replace("states:", "start: checked\n    states:"), "refund").start == (
        "checked"
    )


def test_the_ladder_names_the_clocks_of_the_process():
    ladder = process_of(REFUND, "refund").ladder
    assert [(rung.role, rung.to) for rung in ladder] == [("clerk", "boss"), ("boss", "chief")]
    assert [[(t.kind, t.step) for t in rung.any] for rung in ladder] == [
        [("overdue", "look"), ("elapsed", "payout"), ("cannot_resolve", None)],
        [("overdue", "payout")],
    ]
    assert ladder[1].any[0].text.zh == "付款逾期超过1个工作日"


def test_a_clock_called_like_a_keyword_is_found_in_either_language():
    text = REFUND.replace("look", "回复")
    assert process_of(text, "refund").ladder[0].any[0].step == "回复"
    # what a translation makes of the sentence; the clock keeps its name
    text = text.replace("回复 overdue", "reply overdue")
    assert process_of(text, "refund").ladder[0].any[0].step == "回复"


@pytest.mark.parametrize(
    ("compensation", "severity", "net", "holds"),
    [
        ("500", "low", 100, True),
        ("500.000001", "low", 100, False),
        ("0", "low", 99, False),
        ("900", "high", None, True),
        ("0", "medium", None, None),
    ],
)
def test_guards_read_the_customer_and_the_case(compensation, severity, net, holds):
    program = compiled(REFUND)
    process = program.processes["refund"]
    facts = {} if net is None else {"sales": net * 10**6, "costs": 0}
    case = case_facts(
        compensation=Decimal(compensation), severity=severity, reopened=0, refused=0, earlier=0
    )
    evaluator = Evaluator(program, {**facts, **case}, dt.date(2026, 11, 20))
    assert evaluator.holds(process.transitions[4].guard) is holds


def test_the_attributes_behind_the_guards_are_known():
    program = compiled(REFUND)
    assert attributes_read(program, program.processes["refund"]) == ("sales", "costs")
    more = REFUND.replace("and rich", "and (rich or tier == 3)")
    program = compiled(more)
    assert attributes_read(program, program.processes["refund"]) == ("tier", "sales", "costs")
    assert attributes_read(program, process_of("feedback: {owner: clerk}", "feedback")) == ()


def test_facts_of_the_case_have_chinese_names_and_may_be_compared_with_labels():
    text = REFUND.replace(
        'compensation <= 500 and rich or severity == "high"',
        '补偿金额 <= 500 且 rich 或 严重度 等于 "高"',
    )
    english = process_of(REFUND, "refund").transitions[4].guard
    assert process_of(text, "refund").transitions[4].guard == english


def test_facts_of_the_case_are_typed():
    for guard in ("severity > 3", 'severity == "grave"', "reopened == 1.5 and compensation"):
        text = REFUND.replace('severity == "high"', guard)
        assert codes_in(text) != []
    # and only a guard knows them
    assert codes_in("tags: {dear: {when: compensation > 5}}") == ["WE325"]


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("on: check, to: checked", "on: check, to: chekced", "WE351", "checked"),
        ("from: waiting", "from: waitin", "WE351", "waiting"),
        ("by: [boss, chief]", "by: [boss, cheif]", "WE351", "chief"),
        ("owner: clerk", "owner: clrek", "WE351", "clerk"),
        ("until: check", "until: chek", "WE351", "check"),
        ("[open, go_on]", "[opne, go_on]", "WE351", "open"),
        ("look overdue", "loko overdue", "WE351", "look"),
        ("{step: payout", "{step: payuot", "WE351", "payout"),
        ("    states:", "    start: aksed\n    states:", "WE351", "asked"),
        ("within: 1 workday}", "within: 1 day}", "WE346", ""),
        ("label: 等凭证", "label: 等凭证, end: true", "WE453", ""),
        ("on: hold", "on: reassign", "WE452", ""),
        ("on: hold", "on: open", "WE452", ""),
        ("on: hold", "on: 备注", "WE452", ""),
        ("on: hold", "on: needs-other-department", "WE452", ""),
        ("on: hold", "on: 转派", "WE452", ""),
        ("      board:", "      support.board:", "WE458", ""),
        ("  refund:", "  recovery.refund:", "WE454", ""),
        ("emits: [paid_out, told]", "emits: [paid_out, told]\n        unless: no", "WE201", ""),
    ],
)
def test_mistakes_are_found_with_the_nearest_name(old, new, code, said):
    assert old in REFUND
    found = found_in(REFUND.replace(old, new))
    assert [one.code for one in found] == [code]
    assert found[0].place.file == "more.yaml"
    assert found[0].help is None or said in found[0].help.en


def test_a_transition_after_one_that_is_always_taken_is_found_where_it_stands():
    text = REFUND.replace(
        "      - {from: checked, on: pay, to: asked}\n",
        "      - {from: checked, on: pay, to: asked}\n"
        "      - {from: checked, on: pay, to: waiting, when: rich}\n",
    )
    (found,) = found_in(text)
    assert found.code == "WE451"
    assert (found.args["state"], found.args["command"]) == ("checked", "pay")
    assert found.labels[0].place.line == found.place.line - 1


def test_a_fact_of_the_case_goes_before_a_name_of_the_policy_and_it_is_said():
    hidden = "measures: {compensation: {value: sales}}\n"
    (found,) = found_in(REFUND + hidden)
    assert (found.code, found.severity) == ("WE457", "warning")
    assert codes_in(REFUND + "measures: {earlier: {value: sales}}\n") == []


def test_a_process_without_states_is_found():
    text = "processes: {empty: {owner: clerk, states: {}, transitions: []}}"
    assert codes_in(text) == ["WE450"]
    assert codes_in("processes: {empty: {owner: clerk, transitions: []}}") == ["WE205"]


def test_every_part_of_a_process_counts_in_the_hash():
    first = compiled(REFUND).hash
    for old, new in (
        ("3 workdays", "4 workdays"),
        ("warn: 20%", "warn: 30%"),
        ("times: 2", "times: 3"),
        ("emits: [paid_out, told]", "emits: [paid_out]"),
        ("compensation <= 500", "compensation <= 501"),
        ("by: [boss, chief]", "by: [boss]"),
        ("regulatory: true, ", ""),
    ):
        assert old in REFUND
        assert compiled(REFUND.replace(old, new)).hash != first


def test_words_of_the_standard_processes_are_free_for_commands_of_ones_own():
    free = REFUND.replace("on: hold", "on: 暂停").replace("on: check,", "on: 结案,")
    free = free.replace("until: check,", "until: 结案,").replace("from: check,", "from: 结案,")
    assert codes_in(free) == []


def test_facts_of_a_case_have_names_to_print():
    assert {fact_label(case_fact(name)) is not None for name in CASE_FACTS} == {True}
    assert fact_label(case_fact("earlier")) == Bilingual("此前次数", "earlier cases")
    assert fact_label("compensation") is None  # an attribute of the policy may be called so
    guard = next(m.guard for m in process_of(REFUND, "refund").transitions if m.guard is not None)
    assert short_condition(guard, "zh").startswith("补偿金额 ≤ 500")
    assert "severity = high" in short_condition(guard, "en")
