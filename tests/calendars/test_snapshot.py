from __future__ import annotations

import copy
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calendars.drawn import moments_around, specs
from tests.calendars.test_build import OFFICE as OFFICE_HOURS
from tests.calendars.test_build import Spec, weekdays
from workflow_engine.calendars import WorkingCalendar
from workflow_engine.calendars.build import build_calendar
from workflow_engine.calendars.snapshot import calendar_hash, from_data, to_data
from workflow_engine.errors import CalendarError

OFFICE = build_calendar(Spec("office", "CN", weekdays()), {})


@settings(max_examples=200, deadline=None)
@given(specs(open_every_week=True), st.data())
def test_there_and_back(spec, data):
    arguments, anchor = spec
    calendar = WorkingCalendar(**arguments, known=data.draw(st.none() | st.just((anchor, anchor))))
    kept = json.loads(json.dumps(to_data(calendar)))
    again = from_data(kept)
    assert again.rules == calendar.rules
    assert to_data(again) == kept == to_data(calendar)
    assert calendar_hash(again) == calendar_hash(calendar)
    start = data.draw(moments_around(anchor))
    amount = dt.timedelta(minutes=data.draw(st.integers(0, 5_000)))
    assert again.add(start, amount) == calendar.add(start, amount)
    assert again.provisional(start, start) == calendar.provisional(start, start)


def test_the_national_calendar_with_its_festivals_there_and_back():
    again = from_data(json.loads(json.dumps(to_data(OFFICE))))
    assert again.rules == OFFICE.rules
    data = to_data(OFFICE)
    assert data["week"][0] == [["08:30", "12:00"], ["14:00", "17:30"]]
    assert data["dates"]["2026-10-01"] == []
    assert data["reasons"]["2026-10-01"] == {
        "kind": "holiday",
        "name": {"zh": "国庆节", "en": "National Day"},
    }
    assert data["reasons"]["2026-10-10"]["kind"] == "make-up workday"


def test_hours_past_midnight_and_seconds_are_kept():
    hours = {"mon": [("01:00", "24:00"), ("22:00", "06:00:05")]}
    data = to_data(WorkingCalendar(timezone="UTC", hours=hours))
    assert data["week"][0] == [["01:00", "30:00:05"]]


def test_the_hash_is_of_what_is_meant():
    written = WorkingCalendar(timezone="Asia/Shanghai", hours={"tue": OFFICE_HOURS, "mon": []})
    same = WorkingCalendar(
        timezone="Asia/Shanghai", hours={"tue": [("14:00", dt.time(17, 30)), ("8:30", "12:00")]}
    )
    assert calendar_hash(written) == calendar_hash(same)
    assert len(calendar_hash(same)) == 64
    others = [
        WorkingCalendar(timezone="Asia/Urumqi", hours={"tue": OFFICE_HOURS}),
        WorkingCalendar(timezone="Asia/Shanghai", hours={"wed": OFFICE_HOURS}),
        WorkingCalendar(
            timezone="Asia/Shanghai",
            hours={"tue": OFFICE_HOURS},
            holidays=[dt.date(2026, 11, 24)],
        ),
        OFFICE,
    ]
    assert len({calendar_hash(calendar) for calendar in [same, *others]}) == 5


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: data.update(format=2), "format 2"),
        (lambda data: data.pop("format"), "format None"),
        (lambda data: data.pop("week"), "damaged"),
        (lambda data: data.update(timezone="Asia/Nowhere"), "time zone"),
        (lambda data: data.update(timezone=8), "damaged|time zone"),
        (lambda data: data["week"].pop(), "seven days"),
        (lambda data: data["week"].__setitem__(0, [["12:00", "08:30"]]), "no hours"),
        (lambda data: data["week"].__setitem__(0, [["08:30", "49:00"]]), "no hours"),
        (lambda data: data["week"].__setitem__(0, [["08:30"]]), "damaged"),
        (lambda data: data["week"].__setitem__(0, "08:30"), "damaged"),
        (lambda data: data["dates"].update(tomorrow=[]), "damaged"),
        (lambda data: data["dates"].pop("2026-10-01"), "damaged"),
        (lambda data: data["reasons"].pop("2026-10-01"), "damaged"),
        (lambda data: data.update(known=["2026-01-01"]), "damaged"),
        (lambda data: data.update(breaks=None), "damaged"),
        (lambda data: data["reasons"]["2026-10-01"].update(kind="mood"), "mood"),
        (lambda data: data["reasons"]["2026-10-01"].update(name={"zh": "国庆节"}), "damaged"),
    ],
)
def test_damaged_data_is_refused(damage, said):
    data = copy.deepcopy(to_data(OFFICE))
    damage(data)
    with pytest.raises(CalendarError, match=said):
        from_data(data)
