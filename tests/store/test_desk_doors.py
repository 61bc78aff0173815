"""What the desk refuses at its door, before the kernel is asked."""

from __future__ import annotations

import datetime as dt

import pytest

import workflow_engine as we
from tests.architecture.modules import ROOT

AT = dt.datetime(2026, 11, 20, 16, 50, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(scope="module")
def vip():
    return we.load(ROOT / "rules" / "vip")


def desk_of(tmp_path, policy):
    return we.open_desk(f"sqlite:///{tmp_path / 'desk.db'}", policy)


def test_a_failure_that_is_meant_for_others_is_refused(tmp_path, vip):
    with desk_of(tmp_path, vip) as desk, pytest.raises(we.Refused) as caught:
        desk.open({"客户编号": "B1", "行业": "图文快印"}, "银行监管投诉_简单", at=AT)
    assert caught.value.refusal.code == "not_for_customer"
    assert "B1" in caught.value.refusal.text.zh


def test_a_failure_that_may_be_meant_for_the_customer_is_opened(tmp_path, vip):
    with desk_of(tmp_path, vip) as desk:
        case = desk.open({"客户编号": "B1"}, "银行监管投诉_简单", at=AT)
    assert case.process == "recovery.银行监管投诉_简单"


def test_a_duplicate_gives_way_to_a_living_case_of_the_same_customer(tmp_path, vip):
    with desk_of(tmp_path, vip) as desk:
        first, second, other = (
            desk.feedback({"客户编号": who}, at=AT) for who in ("B1", "B1", "B2")
        )
        for wrong in ("C-999999", other.id, second.id):
            with pytest.raises(we.Refused) as caught:
                desk.act(second.id, "cancel", other=wrong, by="程远山", at=AT)
            assert caught.value.refusal.code in ("unknown_value", "argument_missing"), wrong
        assert (
            desk.act(second.id, "cancel", other=first.id, by="程远山", at=AT).duplicate_of
            == first.id
        )
        with pytest.raises(we.Refused):
            desk.act(first.id, "cancel", other=second.id, by="程远山", at=AT)


def test_the_view_of_an_earlier_moment_shows_the_case_as_it_stood(tmp_path, vip):
    with desk_of(tmp_path, vip) as desk:
        case = desk.open({"客户编号": "B1"}, "服务失误_普通", at=AT)
        desk.tick(AT + dt.timedelta(days=20))
        then = desk.view(case.id, AT)
        now = desk.view(case.id)
        with pytest.raises(we.StoreError):
            desk.view(case.id, AT - dt.timedelta(seconds=1))
    assert {clock["state"] for clock in then["clocks"]} == {"running"}
    assert "overdue" in {clock["state"] for clock in now["clocks"]}
    assert len(then["history"]) < len(now["history"])


@pytest.mark.parametrize("wrong", ["2026-11-20", dt.date(2026, 11, 20), dt.datetime(2026, 11, 20)])
def test_a_moment_is_an_aware_datetime(tmp_path, vip, wrong):
    with desk_of(tmp_path, vip) as desk:
        case = desk.feedback({"客户编号": "B1"}, at=AT)
        with pytest.raises(we.UsageError):
            desk.act(case.id, "receive", at=wrong)


@pytest.mark.parametrize("arguments", [{"note": 5}, {"by": 7}, {"person": ["李明"]}])
def test_texts_are_texts(tmp_path, vip, arguments):
    with desk_of(tmp_path, vip) as desk:
        case = desk.feedback({"客户编号": "B1"}, at=AT)
        with pytest.raises(we.UsageError):
            desk.act(case.id, "receive", at=AT, **arguments)
