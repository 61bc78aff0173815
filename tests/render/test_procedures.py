"""What is gathered about doing an item, from the policy and its blueprints."""

from __future__ import annotations

from tests.explain.whole_policy import whole_policy
from tests.render.journeys import BLUEPRINTS
from workflow_engine.render.procedures import Procedure, document_number, procedure


def found(item: str) -> Procedure:
    program = whole_policy()
    return procedure(program.items[item], program, BLUEPRINTS)


def test_the_journey_that_does_it_most_comes_first() -> None:
    count = found("count")
    assert [act.cell.id for act in count.acts] == ["announce", "count_it"]
    assert [act.cell.id for act in count.elsewhere] == ["passing"]


def test_what_has_to_be_ready_is_what_leads_to_it() -> None:
    ids = [cell.id for cell in found("count").ready]
    assert ids == ["look", "file"], "the linked cells and what leads to them"
    assert "copy" not in ids, "what is to be eliminated is nobody's duty"


def test_risks_and_waits_also_come_from_what_the_customer_does() -> None:
    count = found("count")
    assert [(risk.text.zh, risk.failure and risk.failure.id) for risk in count.risks] == [
        ("没有通知就去了", "wrong")
    ]
    assert [cell.id for cell in count.waits] == ["wait"]
    assert found("check").risks[0].failure is None


def test_minutes_are_the_items_own_else_those_of_the_main_journey() -> None:
    assert found("count").minutes == found("count").drawn_minutes == 12.0
    assert found("check").minutes == 15
    assert found("help").minutes is None


def test_steps_are_the_items_own_else_its_acts() -> None:
    assert [step.zh for step in found("count").steps] == ["先数货架", "再数库房"]
    assert [step.zh for step in found("check").steps] == ["自助终端"]
    assert found("help").steps == ()


def test_materials_evidence_and_promises_are_named_once() -> None:
    count = found("count")
    assert [use.zh for use in count.uses] == ["盘点枪"]
    assert [one.zh for one in count.evidence] == ["通知短信", "盘点单"]
    assert [one.zh for one in count.promises] == ["40小时送到"]


def test_papers_are_numbered_by_kind() -> None:
    program = whole_policy()
    numbers = [document_number("SOP", item, program) for item in program.items.values()]
    assert numbers == ["SOP-M01", "SOP-M02", "SOP-O01", "SOP-O02"]
