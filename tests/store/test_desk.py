"""The desk as a program meets it."""

import dataclasses
import datetime as dt
import subprocess
import sys
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text

from tests.architecture.modules import ROOT
from tests.store.desks import ADA, BOB, DEADLINE, FRIDAY, LATER, MONDAY, TEXT, policy
from workflow_engine.batch.customers import Customer
from workflow_engine.cases.commands import Cause
from workflow_engine.cases.events import Escalated
from workflow_engine.desk import open_desk
from workflow_engine.errors import (
    ConflictError,
    CustomerError,
    KeyReusedError,
    Refused,
    StoreError,
    UnknownCaseError,
    UsageError,
)
from workflow_engine.policy import Policy


@pytest.fixture
def desk(database):
    with open_desk(database, policy()) as desk:
        yield desk


def test_a_failure_on_friday_climbs_on_monday(desk):
    case = desk.open(ADA, "late", at=FRIDAY, by="Ada")
    assert (case.id, case.level, case.owner, case.state) == ("C-000001", "clerk", "Li", "open")
    clocks = {clock["target"]: clock for clock in desk.view(case.id, at=FRIDAY)["clocks"]}
    assert clocks["acknowledge"]["due_at"] == DEADLINE.isoformat()
    assert not desk.tick(DEADLINE - dt.timedelta(seconds=1)).rungs
    assert desk.tick(DEADLINE).rungs == 1
    case = desk.case(case.id)
    assert (case.level, case.owner) == ("head", "Zhang")
    assert desk.tick(DEADLINE).fired == ()


def test_a_case_goes_all_the_way(desk):
    case = desk.open(ADA, "late", at=FRIDAY)
    for command in ("acknowledge", "apologize", "amend", "notify", "thank", "close"):
        case = desk.act(case.id, command, at=MONDAY)
    assert case.ended_at == MONDAY
    assert desk.cases(ended=True) == [case]
    assert desk.cases(ended=False) == []
    case = desk.act(case.id, "anticipate", at=MONDAY, outcome="back_office", note="new driver")
    assert desk.due(MONDAY) == []
    assert desk.verify().whole


def test_what_is_known_of_the_customer_goes_into_the_case(desk):
    case = desk.open(BOB, "late", at=FRIDAY)
    assert (case.customer, case.name, case.holds) == ("K2", "Bob", ("big",))
    assert case.people == {"clerk": "Li", "head": "Zhang", "manager": "Wang"}
    assert case.factor == Decimal("0.5")
    assert desk.open(ADA, "late", at=FRIDAY).holds == ("general",)


def test_a_customer_of_a_file_is_taken_as_it_was_read(desk):
    values = {"tier": 28, "clerk_name": "Li"}
    case = desk.open(Customer("K9", "Nine", values, row=2), "late", at=FRIDAY)
    assert (case.customer, case.name, case.holds) == ("K9", "Nine", ("big",))


def test_a_guard_reads_the_facts_of_the_customer(database):
    own = policy(
        TEXT
        + """
processes:
  onboarding:
    owner: clerk
    calendar: office
    states:
      asked: Asked
      given: Given
      done: {label: Done, end: true}
    transitions:
      - {on: give, from: asked, to: given, when: big}
      - {on: finish, from: [asked, given], to: done}
"""
    )
    with open_desk(database, own) as desk:
        big = desk.open(BOB, process="onboarding", at=FRIDAY)
        small = desk.open(ADA, process="onboarding", at=FRIDAY)
        assert big.facts == {"tier": 30}
        assert desk.act(big.id, "give", at=MONDAY).state == "given"
        with pytest.raises(Refused):
            desk.act(small.id, "give", at=MONDAY)


def test_a_refusal_is_raised_with_all_it_says(desk):
    case = desk.open(ADA, "late", at=FRIDAY)
    with pytest.raises(Refused) as refused:
        desk.act(case.id, "close", at=MONDAY)
    assert refused.value.refusal.code == "not_in_this_state"
    assert str(refused.value) == refused.value.refusal.text.en
    assert refused.value.zh == refused.value.refusal.text.zh
    assert desk.case(case.id) == case


def test_who_may_grant_more_is_named(desk):
    case = desk.open(ADA, "late", at=FRIDAY)
    for command in ("acknowledge", "apologize"):
        desk.act(case.id, command, at=MONDAY)
    with pytest.raises(Refused) as refused:
        desk.act(case.id, "amend", at=MONDAY, amount=1500)
    assert ("head", "Zhang") in refused.value.refusal.who
    assert desk.act(case.id, "amend", at=MONDAY, amount="88.50").compensation == Decimal("88.50")


@pytest.mark.parametrize("amount", ["a lot", "NaN", float("inf"), "1e999999999"])
def test_what_is_no_amount(desk, amount):
    case = desk.open(ADA, "late", at=FRIDAY)
    with pytest.raises((UsageError, Refused)):
        desk.act(case.id, "amend", at=MONDAY, amount=amount)
    assert desk.case(case.id) == case


def test_an_argument_nobody_knows(desk):
    case = desk.open(ADA, "late", at=FRIDAY)
    with pytest.raises(UsageError, match="sum"):
        desk.act(case.id, "amend", at=MONDAY, sum=3)


def test_keys_and_versions_reach_the_store(desk):
    case = desk.open(ADA, "late", at=FRIDAY, key="order-1")
    assert desk.open(ADA, "late", at=MONDAY, key="order-1") == case
    with pytest.raises(KeyReusedError):
        desk.open(BOB, "late", at=MONDAY, key="order-1")
    desk.act(case.id, "acknowledge", at=MONDAY, key="a", expected_version=case.version)
    with pytest.raises(ConflictError):
        desk.act(case.id, "apologize", at=MONDAY, expected_version=case.version)


def test_without_a_moment_it_is_now(desk):
    before = dt.datetime.now(dt.UTC)
    case = desk.open(ADA, "late")
    assert before <= case.opened_at <= dt.datetime.now(dt.UTC)
    desk.act(case.id, "acknowledge")
    assert desk.view(case.id)["state"] == "acknowledged"
    assert desk.due() == []
    assert desk.tick().fired == ()


def test_feedback_is_a_case_too(desk):
    case = desk.feedback(ADA, at=FRIDAY, by="Ada", note="the new app is slow")
    assert case.process == "feedback"
    assert desk.act(case.id, "receive", at=MONDAY).state == "received"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"failure": "early"}, "late"),
        ({"process": "recovery.early"}, "recovery.late"),
        ({}, "name the failure"),
        ({"failure": "late", "process": "feedback"}, "name the failure"),
    ],
)
def test_what_the_policy_does_not_have(desk, arguments, said):
    with pytest.raises(UsageError, match=said):
        desk.open(ADA, at=FRIDAY, **arguments)


def test_bad_customers(desk):
    with pytest.raises(CustomerError):
        desk.open({**ADA, "tier": "many"}, "late", at=FRIDAY)
    with pytest.raises(CustomerError):
        desk.open({"name": "nobody"}, "late", at=FRIDAY)
    for nobody in ("K1", None, 7):
        with pytest.raises(UsageError, match="mapping"):
            desk.open(nobody, "late", at=FRIDAY)


def test_a_number_is_an_id_too(desk):
    assert desk.open({**ADA, "id": 0}, "late", at=FRIDAY).customer == "0"


def test_a_severity_that_is_none(desk):
    with pytest.raises(UsageError, match="urgent"):
        desk.open(ADA, "late", at=FRIDAY, severity="urgent")
    assert desk.open(ADA, "late", at=FRIDAY, severity="high").severity == "high"


def test_a_moment_needs_a_zone(desk):
    with pytest.raises(UsageError, match="time zone"):
        desk.open(ADA, "late", at=dt.datetime(2026, 11, 20, 16, 50))


def test_a_case_as_it_stood(desk):
    case = desk.open(ADA, "late", at=FRIDAY)
    desk.act(case.id, "acknowledge", at=MONDAY)
    assert desk.case(case.id, at=FRIDAY) == case
    assert desk.case(case.id, at=MONDAY) == desk.case(case.id)
    with pytest.raises(UnknownCaseError):
        desk.case(case.id, at=FRIDAY - dt.timedelta(days=1))
    with pytest.raises(UnknownCaseError):
        desk.case("C-77")


def test_all_customers_hit_by_an_event_get_a_case_once(desk):
    hit = [ADA, {**BOB, "tier": "many"}, {"name": "nobody"}, {**BOB, "id": "K3"}]
    first = desk.open_many(hit, "late", cause="truck 7 broke down", at=FRIDAY, by="Wang")
    assert [case.customer for case in first.opened] == ["K1", "K3"]
    assert [one.customer for one in first.left_out] == ["K2", ""]
    assert all(one.why.zh and one.why.en for one in first.left_out)
    assert first.opened[0].cause == Cause("event", "truck 7 broke down")
    second = desk.open_many([*hit, BOB], "late", cause="truck 7 broke down", at=FRIDAY, by="Wang")
    assert [case.customer for case in second.opened] == ["K1", "K3", "K2"]
    assert len(desk.cases()) == 3
    other = desk.open_many([ADA], "late", cause=Cause("monitor", "punctuality", "71%"), at=FRIDAY)
    assert len(desk.cases(customer="K1")) == 2
    assert other.opened[0].cause.detail == "71%"


def test_of_a_refused_opening_the_refusal_is_listed(desk):
    result = desk.open_many([ADA], "late", cause="x", at=FRIDAY, occurred_at=MONDAY)
    assert result.opened == ()
    assert result.left_out[0].refusal.code == "in_the_future"


def test_a_cause_needs_a_name(desk):
    for cause in ("", Cause()):
        with pytest.raises(UsageError, match="name"):
            desk.open_many([ADA], "late", cause=cause, at=FRIDAY)


def test_a_broken_promise_opens_its_case_once(desk):
    for _ in range(2):
        broken = desk.promise(ADA, "on_time", 5, due=FRIDAY, at=MONDAY, by="Li", key="order-9")
        assert not broken.kept
    case = desk.case(broken.case)
    assert case.process == "recovery.late"
    assert case.cause == Cause("promise", "on_time", "5")
    assert desk.promise(ADA, "on_time", 5, due=FRIDAY, at=MONDAY) == broken
    with pytest.raises(ConflictError):
        desk.promise(ADA, "on_time", "1.5", due=FRIDAY, at=MONDAY)
    later = FRIDAY + dt.timedelta(hours=1)
    assert desk.promise(ADA, "on_time", "1.5", due=later, at=MONDAY).kept
    assert len(desk.cases()) == 1


def test_cases_page_by_page(desk):
    ids = [desk.open({**ADA, "id": f"K{n}"}, "late", at=FRIDAY).id for n in range(5)]
    page = desk.cases(limit=2)
    assert [case.id for case in page] == ids[:2]
    assert [case.id for case in desk.cases(limit=2, after=page[-1].id)] == ids[2:4]
    assert [case.id for case in desk.cases(customer="K3")] == [ids[3]]


def test_what_is_due_and_overdue_without_anybody_looking(desk):
    case = desk.open(ADA, "late", at=FRIDAY)
    assert desk.cases(overdue=LATER) == [case]
    assert desk.cases(overdue=FRIDAY) == []
    assert desk.due(LATER) == [case]
    assert desk.view(case.id, at=LATER)["clocks"][0]["state"] == "overdue"
    desk.tick(LATER)
    assert desk.due(LATER) == []
    assert [one for one in desk.events(case.id) if isinstance(one, Escalated)]


def test_a_desk_without_a_policy_goes_on_with_the_cases_there_are(desk, database):
    case = desk.open(ADA, "late", at=FRIDAY)
    with open_desk(database) as other:
        assert other.view(case.id, at=FRIDAY, lang="zh")["customer"] == "K1"
        assert other.tick(LATER).rungs == 1
        assert other.act(case.id, "acknowledge", at=LATER).level == "head"
        assert other.rules(case.id).program == policy().program
        with pytest.raises(UsageError, match="no policy"):
            other.open(ADA, "late", at=FRIDAY)


def test_a_policy_without_its_texts_cannot_be_kept(database):
    with (
        open_desk(database, Policy(policy().program)) as desk,
        pytest.raises(UsageError, match="texts"),
    ):
        desk.open(ADA, "late", at=FRIDAY)


def test_a_case_and_the_hosts_own_row_are_kept_together(database):
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tickets (id TEXT, case_id TEXT)"))

    def ticket(id_, fail):
        with engine.begin() as connection:
            desk = open_desk(connection, policy())
            connection.execute(text("INSERT INTO tickets VALUES (:id, '')"), {"id": id_})
            case = desk.open(ADA, "late", at=FRIDAY)
            desk.act(case.id, "acknowledge", at=MONDAY)
            with pytest.raises(Refused):
                desk.act(case.id, "close", at=MONDAY)
            connection.execute(
                text("UPDATE tickets SET case_id = :case WHERE id = :id"),
                {"case": case.id, "id": id_},
            )
            if fail:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ticket("T1", fail=True)
    ticket("T2", fail=False)
    with engine.connect() as connection:
        tickets = connection.execute(text("SELECT id, case_id FROM tickets")).all()
    engine.dispose()
    with open_desk(database, policy()) as desk:
        assert [(one.id, desk.case(one.case_id).state) for one in tickets] == [
            ("T2", "acknowledged")
        ]
        assert len(desk.cases()) == 1
        assert desk.verify().whole


def test_one_desk_on_the_hosts_connection_survives_a_rollback(database):
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        open_desk(connection, policy())
        connection.commit()
        desk = open_desk(connection, policy())
        lost = desk.open(ADA, "late", at=FRIDAY)
        connection.rollback()
        with pytest.raises(UnknownCaseError):
            desk.case(lost.id)
        kept = desk.open(ADA, "late", at=FRIDAY)
        connection.commit()
        assert desk.case(kept.id) == kept
    engine.dispose()


def test_a_second_desk_is_refused_by_a_newer_database(database):
    with open_desk(database) as desk, desk.store.database.writing() as connection:
        connection.execute(text("UPDATE workflow_meta SET value = '99'"))
    with pytest.raises(StoreError, match="99"):
        open_desk(database)


def test_without_sqlalchemy_it_is_said_what_to_install():
    program = """
import sys
sys.modules["sqlalchemy"] = None
from workflow_engine.desk import open_desk
from workflow_engine.errors import MissingExtraError
try:
    open_desk("sqlite://")
except MissingExtraError as error:
    print(error)
"""
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "workflow-engine[store]" in told.stdout


def test_a_case_is_a_value(desk):
    case = desk.open(ADA, "late", at=FRIDAY)
    assert dataclasses.replace(case) == case == desk.case(case.id)


@pytest.mark.parametrize(
    "call",
    [
        lambda desk, _case: desk.open(ADA, 5, at=FRIDAY),
        lambda desk, _case: desk.open(ADA, "late", at=FRIDAY, cause="rain"),
        lambda desk, _case: desk.open(ADA, "late", at=FRIDAY, key=7),
        lambda desk, _case: desk.open(ADA, "late", at=FRIDAY, occurred_at="yesterday"),
        lambda desk, _case: desk.open_many([ADA], "late", at=FRIDAY, cause=5),
        lambda desk, _case: desk.act(5, "acknowledge", at=MONDAY),
        lambda desk, _case: desk.act(None, "acknowledge", at=MONDAY),
        lambda desk, case: desk.act(case, None, at=MONDAY),
        lambda desk, case: desk.act(case, "acknowledge", at=MONDAY, key=7),
        lambda desk, case: desk.act(case, "acknowledge", at=MONDAY, expected_version="1"),
        lambda desk, case: desk.act(case, "delegate", at=MONDAY, person="Wu", until="noon"),
        lambda desk, _case: desk.case(5),
        lambda desk, _case: desk.case(5, at=MONDAY),
        lambda desk, _case: desk.events(None),
        lambda desk, _case: desk.journal(7),
        lambda desk, _case: desk.rules(["C-000001"]),
        lambda desk, case: desk.view(case, at="2026-11-23"),
        lambda desk, case: desk.view(case, lang="fr"),
        lambda desk, _case: desk.view(5),
        lambda desk, _case: desk.cases(owner=5),
        lambda desk, _case: desk.cases(limit="3"),
        lambda desk, _case: desk.cases(limit=-1),
        lambda desk, _case: desk.cases(after=5),
        lambda desk, _case: desk.cases(overdue="now"),
        lambda desk, _case: desk.due("now"),
        lambda desk, _case: desk.tick(5),
        lambda desk, _case: desk.tick(MONDAY, limit="all"),
        lambda desk, _case: desk.audit("now"),
        lambda desk, _case: desk.verify(5),
        lambda desk, _case: desk.verify(digest=5),
        lambda desk, _case: desk.promise(ADA, 5, 1, due=FRIDAY, at=MONDAY),
        lambda desk, _case: desk.promise("K1", "on_time", 1, due=FRIDAY, at=MONDAY),
        lambda desk, _case: desk.promise(ADA, "on_time", "many", due=FRIDAY, at=MONDAY),
        lambda desk, _case: desk.promise(ADA, "on_time", 1, due="Friday", at=MONDAY),
        lambda desk, _case: desk.promise(ADA, "on_time", 1, due=FRIDAY, at=MONDAY, note=5),
    ],
)
def test_an_argument_of_the_wrong_kind_is_told_in_words(desk, call):
    case = desk.open(ADA, "late", at=FRIDAY)
    with pytest.raises(UsageError) as refused:
        call(desk, case.id)
    assert refused.value.zh != str(refused.value)
    assert desk.cases() == [case]


@pytest.mark.parametrize("id_", [" x", "x ", " "])
def test_an_id_has_no_spaces_around_it(desk, id_):
    with pytest.raises(UsageError):
        desk.open(ADA, "late", at=FRIDAY, case=id_)


def test_the_zones_of_the_cases(desk, database):
    assert desk.zones() == ()
    first = desk.open(ADA, "late", at=FRIDAY)
    tokyo = policy(TEXT.replace("Asia/Shanghai", "Asia/Tokyo"))
    with open_desk(database, tokyo) as other:
        second = other.open(BOB, "late", at=FRIDAY)
    assert desk.zones() == ("Asia/Shanghai", "Asia/Tokyo")
    desk.act(first.id, "cancel", at=MONDAY, note="x", other=desk.open(ADA, "late", at=FRIDAY).id)
    assert desk.zones() == ("Asia/Tokyo", "Asia/Shanghai")
    assert desk.case(second.id) == second
