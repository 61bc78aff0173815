"""Events, cases and commands as JSON, there and back."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.programs import ZONE, Driven, moment, opening
from workflow_engine.cases.case import Approval
from workflow_engine.cases.codec import (
    case_from_json,
    case_to_json,
    command_from_json,
    command_to_json,
    event_from_json,
    event_to_json,
)
from workflow_engine.cases.commands import Act, Cause
from workflow_engine.cases.events import (
    ApprovalChanged,
    ClockStarted,
    Delegated,
    Done,
    Escalated,
    Event,
    Migrated,
    Noted,
    Opened,
)
from workflow_engine.cases.evolve import evolve
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration

AT = dt.datetime(2026, 11, 23, 9, 50, 0, 123456, tzinfo=ZONE)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


def there_and_back(event):
    return event_from_json(json.loads(json.dumps(event_to_json(event))))


@given(facts=st.dictionaries(st.text(), VALUES), text=st.text())
def test_openings_with_any_values_and_texts_come_back(facts, text):
    event = Opened(
        at=AT,
        by=text,
        case=text,
        process="feedback",
        customer=text,
        name=text,
        state="open",
        severity="low",
        level=None,
        owner=None,
        people={"manager": None, text: text},
        holds=("big", text),
        facts=facts,
        factor=Decimal("0.25"),
        cause=Cause("monitor", "送货", text),
    )
    assert there_and_back(event) == event
    assert case_from_json(case_to_json(evolve(None, event))) == evolve(None, event)


@given(
    seconds=st.timedeltas(dt.timedelta(-73_000), dt.timedelta(73_000)),
    amount=st.decimals(allow_nan=False, allow_infinity=False, places=3),
)
def test_lengths_and_amounts_are_exact(seconds, amount):
    start = ClockStarted(
        AT,
        None,
        "amend",
        Duration(abs(amount) + 1, "work hour"),
        "office",
        seconds,
        consumed=-seconds,
    )
    assert there_and_back(start) == start
    done = Done(AT, "李明", "amend", "a", "b", amount=amount)
    assert there_and_back(done) == done


def test_every_kind_of_event_has_its_own_name():
    kinds = {event_to_json(event)["kind"] for event in every_event()}
    assert {"opened", "clock_started", "rung_skipped", "approval_changed", "done"} <= kinds
    assert len(get_args(Event)) == 24


def every_event():
    case = Driven("20 16:50")
    case.fire("24 09:00")
    yield from case.events
    yield Done(AT, None, "note", "open", "open")
    approval = Approval(
        Decimal("500.50"), Decimal(600), None, "head", "陈总", "granted", AT, "陈总"
    )
    yield ApprovalChanged(AT, "陈总", approval, "好")
    yield Delegated(AT, "陈总", "小周", "head", AT, "陈总")
    yield Migrated(AT, None, "abc", "open", Decimal("0.5"))
    jumped = Driven("23 08:30").go("acknowledge", "apologize", "plan_amend", "amend", at="23 08:40")
    jumped.do("refuse", "23 08:50")
    yield from jumped.events


def test_what_is_written_is_plain_and_leaves_out_what_is_unstated():
    up = Escalated(AT, None, "manager", "head", "陈总", Bilingual("逾期", "overdue"), AT, late=True)
    assert event_to_json(up) == {
        "kind": "escalated",
        "at": "2026-11-23T09:50:00.123456+08:00",
        "by": None,
        "source": "manager",
        "target": "head",
        "owner": "陈总",
        "trigger": {"zh": "逾期", "en": "overdue"},
        "due_at": "2026-11-23T09:50:00.123456+08:00",
        "late": True,
    }


def test_commands_that_ask_the_same_are_written_the_same():
    one = Act("amend", "李明", amount=Decimal(500))
    same = Act("amend", "李明", amount=Decimal("500.00"), note=None)
    assert (
        command_to_json(one)
        == command_to_json(same)
        == {
            "kind": "act",
            "command": "amend",
            "by": "李明",
            "amount": "500",
        }
    )
    assert command_to_json(one) != command_to_json(Act("amend", "李明", amount=Decimal(501)))
    command = opening(facts={"day": dt.date(2026, 1, 1)}, occurred_at=moment("23 09:00"))
    assert command_from_json(json.loads(json.dumps(command_to_json(command)))) == command


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "exploded"},
        {"kind": ["noted"]},
        {"kind": "noted", "at": "yesterday", "by": None, "note": ""},
        {"kind": "noted", "at": 3, "by": None, "note": ""},
        {"kind": "noted", "at": "2026-11-23T09:50:00+08:00", "by": None},
        {"kind": "noted", "at": "2026-11-23T09:50:00+08:00", "by": None, "note": "", "more": 1},
        {
            "kind": "clock_paused",
            "at": "2026-11-23T09:50:00+08:00",
            "by": None,
            "clock": "a",
            "consumed": "x",
        },
    ],
)
def test_what_is_no_event_is_an_error(data):
    with pytest.raises(ValueError, match="no event"):
        event_from_json(data)


def test_a_long_note_with_anything_in_it_comes_back():
    note = "𠮷🚬<b>'; DROP TABLE cases; --\u0000\n" * 20_000
    event = Noted(AT, None, note)
    assert there_and_back(event) == event


def test_one_moment_on_two_clocks_is_written_on_each():
    here = AT
    there = AT.astimezone(dt.UTC)
    assert here == there
    written = [event_to_json(Noted(at, None, "x"))["at"] for at in (here, there, here)]
    assert written == [
        "2026-11-23T09:50:00.123456+08:00",
        "2026-11-23T01:50:00.123456+00:00",
        "2026-11-23T09:50:00.123456+08:00",
    ]
