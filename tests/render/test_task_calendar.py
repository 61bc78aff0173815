"""Calendar files of people: what an account manager's phone makes of them, run after run."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from tests.render import samples
from workflow_engine.errors import MissingExtraError, UsageError
from workflow_engine.render.calendar_file import calendar_text
from workflow_engine.render.labels import Labels
from workflow_engine.render.service_calendar import service_calendar
from workflow_engine.render.services import codes
from workflow_engine.render.task_calendar import task_calendars

PROGRAM = samples.program()
MONDAY = dt.date(2026, 11, 23)
PEOPLE = ("李明", "王芳")


def day(text):
    return dt.date(2026, int(text[:2]), int(text[3:]))


def task(date, item="stock_count", person="李明", by="account_manager", **more):
    return {
        "item": item,
        "date": date.isoformat(),
        "by": by,
        "person": person,
        "mode": None,
        "minutes": None,
        "priority": "P2",
        **more,
    }


def plan(*tasks, id_="LS1", name="好邻居便利店"):
    return {"customer": {"id": id_, "name": name}, "tasks": list(tasks), "visit": None}


def run(plans, at=MONDAY, earlier=None, *, complete=True, lang="zh"):
    """The calendars after a run, by file name, and what was counted."""
    found = task_calendars(
        plans, PROGRAM, lang=lang, at=at, earlier=earlier or {}, complete=complete
    )
    kept = {calendar.path or f"{calendar.person}.ics": calendar.content for calendar in found}
    counts = tuple(
        sum(getattr(calendar, name) for calendar in found)
        for name in ("added", "changed", "cancelled", "untouched")
    )
    return kept, counts


def events(content):
    """Date, status, sequence and UID of each event."""
    return [
        (one["dtstart"].dt, str(one["status"]), int(one["sequence"]), str(one["uid"]))
        for one in Calendar.from_ical(content).walk("VEVENT")
    ]


def unfolded(content):
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    return content.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def test_one_visit_is_one_all_day_event_with_its_items():
    kept, counts = run(
        [
            plan(
                task(MONDAY, "stock_count", minutes=15, mode="field"),
                task(MONDAY, "pos_coaching"),
                task(MONDAY, "stock_count", person="王芳"),
            )
        ]
    )
    assert counts == (2, 0, 0, 0)
    assert sorted(kept) == ["李明.ics", "王芳.ics"]
    (event,) = Calendar.from_ical(kept["李明.ics"]).walk("VEVENT")
    assert event["dtstart"].dt == MONDAY
    assert event["dtend"].dt == MONDAY + dt.timedelta(days=1)
    assert event["transp"] == "TRANSPARENT"
    assert event["summary"].startswith("好邻居便利店：")
    assert "15分钟" in event["description"]
    assert event["dtstamp"].dt == dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_event_takes_as_long_as_its_day_on_paper(lang):
    made = samples.plan(lang)
    made["tasks"].append(task(day("12-17"), "something_without_a_time"))
    labels = Labels(PROGRAM, lang)
    on_paper = {
        day.text: day.minutes
        for week in service_calendar(made, labels, codes(made)).weeks
        for day in week
        if day.inside
    }
    kept, _ = run([made], at=dt.date.fromisoformat(made["at"]), lang=lang)
    heading = labels.say("minutes") + labels.say("colon")
    told: dict[str, list[str]] = {}
    for content in kept.values():
        for event in Calendar.from_ical(content).walk("VEVENT"):
            date = event["dtstart"].dt
            text = str(date.day) if date.day > 1 else labels.month_day(date)
            said = [line for line in str(event["description"]).split("\n") if heading in line]
            told.setdefault(text, []).extend(line.removeprefix(heading) for line in said)
    alone = {date: said for date, said in told.items() if len(said) <= 1}
    assert {date: "".join(said) for date, said in alone.items()} == {
        date: on_paper[date] for date in alone
    }
    assert any(alone.values())
    assert [] in alone.values()


def test_chinese_is_folded_by_bytes_and_marks_are_escaped():
    name = "城东，“幸福里”;便民超市, 分店\\二\n" * 8
    kept, _ = run([plan(task(MONDAY), name=name)])
    lines = unfolded(kept["李明.ics"])
    (summary,) = [line for line in lines if line.startswith("SUMMARY")]
    assert "“幸福里”\\;便民超市\\, 分店\\\\二\\n" in summary
    (event,) = Calendar.from_ical(kept["李明.ics"]).walk("VEVENT")
    assert event["summary"].startswith(name)


def test_the_same_plan_twice_gives_the_same_bytes():
    plans = [plan(task(MONDAY), task(day("11-30"))), plan(task(MONDAY), id_="LS2")]
    first, _ = run(plans)
    second, counts = run(plans, earlier=first)
    assert second == first
    assert counts == (0, 0, 0, 3)
    later, _ = run(plans, at=MONDAY - dt.timedelta(days=1), earlier=first)
    assert later == first


def test_a_moved_visit_keeps_its_name():
    first, _ = run([plan(task(day("11-24")), task(day("12-08")))])
    second, counts = run([plan(task(day("11-26")), task(day("12-07")))], earlier=first)
    assert counts == (0, 2, 0, 0)
    before, after = events(first["李明.ics"]), events(second["李明.ics"])
    assert [one[3] for one in after] == [one[3] for one in before]
    assert [one[:3] for one in after] == [
        (day("11-26"), "CONFIRMED", 1),
        (day("12-07"), "CONFIRMED", 1),
    ]


def test_a_visit_that_is_gone_is_cancelled_and_may_come_back():
    first, _ = run([plan(task(day("11-24")))])
    second, counts = run([plan()], earlier=first)
    assert counts == (0, 0, 1, 0)
    (gone,) = events(second["李明.ics"])
    assert gone[:3] == (day("11-24"), "CANCELLED", 1)
    third, counts = run([plan()], earlier=second)
    assert (third, counts) == (second, (0, 0, 0, 1))
    fourth, counts = run([plan(task(day("11-25")))], earlier=third)
    assert counts == (0, 1, 0, 0)
    assert events(fourth["李明.ics"]) == [(day("11-25"), "CONFIRMED", 2, gone[3])]


def test_what_is_over_is_left_alone():
    first, _ = run([plan(task(MONDAY), task(day("11-30")))])
    second, counts = run([plan(task(day("12-01")))], at=day("11-25"), earlier=first)
    assert counts == (0, 1, 0, 1)
    assert [one[:3] for one in events(second["李明.ics"])] == [
        (MONDAY, "CONFIRMED", 0),
        (day("12-01"), "CONFIRMED", 1),
    ]


def test_a_new_visit_on_a_day_that_another_has_left_has_a_name_of_its_own():
    first, _ = run([plan(task(day("11-24")))])
    second, _ = run([plan(task(day("11-25")))], earlier=first)
    third, counts = run([plan(task(day("11-25")), task(day("11-24")))], earlier=second)
    assert counts == (1, 0, 0, 1)
    names = [one[3] for one in events(third["李明.ics"])]
    assert len(set(names)) == 2
    assert names[1] == events(first["李明.ics"])[0][3]


def test_another_person_gets_an_event_of_their_own():
    first, _ = run([plan(task(MONDAY))])
    second, counts = run([plan(task(MONDAY, person="王芳"))], earlier=first)
    assert counts == (1, 0, 1, 0)
    assert events(second["李明.ics"])[0][1] == "CANCELLED"
    assert events(second["王芳.ics"])[0][3] != events(first["李明.ics"])[0][3]


def test_customers_who_are_not_asked_for_keep_their_visits():
    first, _ = run([plan(task(MONDAY)), plan(task(MONDAY), id_="LS2")])
    some, counts = run([plan()], earlier=first, complete=False)
    assert counts == (0, 0, 1, 1)
    assert [one[1] for one in events(some["李明.ics"])] == ["CANCELLED", "CONFIRMED"]


def test_nobody_named_is_the_role():
    kept, _ = run([plan(task(MONDAY, person=None))])
    assert list(kept) == ["客户经理.ics"]


def test_what_somebody_else_put_in_stays():
    first, _ = run([plan(task(MONDAY))])
    calendar = Calendar.from_ical(first["李明.ics"])
    mine = Event()
    mine.add("uid", "mine")
    mine.add("summary", "接孩子")
    mine.add("dtstart", dt.datetime(2026, 11, 23, 16, 30))
    calendar.add_component(mine)
    second, _ = run([plan()], earlier={"李明.ics": calendar.to_ical()})
    assert "接孩子" in "".join(unfolded(second["李明.ics"]))


def test_a_calendar_of_another_program_is_left_out():
    other = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\nEND:VCALENDAR\r\n"
    kept, _ = run([plan(task(MONDAY))], earlier={"holidays.ics": other})
    assert list(kept) == ["李明.ics"]


@pytest.mark.parametrize(
    "break_",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:-20],
        lambda content: content.replace(b"DTSTART;VALUE=DATE:2026", b"DTSTART;VALUE=DATE:20x6"),
        lambda content: content.replace(b"DTSTART", b"X-START"),
        lambda content: content.replace(b"\r\nUID:", b"\r\nX-UID:"),
        lambda content: content.replace(b"SEQUENCE:0", b"SEQUENCE:many"),
        lambda content: content.replace(b"X-WORKFLOW-ITEMS", b"X-SOMETHING"),
        lambda content: content.replace("好邻居".encode(), b"\xff\xfe"),
        lambda content: content + content,
    ],
)
def test_a_damaged_file_is_refused(break_):
    first, _ = run([plan(task(MONDAY))])
    with pytest.raises(UsageError, match="is damaged") as caught:
        run([plan(task(MONDAY))], earlier={"李明.ics": break_(first["李明.ics"])})
    assert "李明.ics" in caught.value.zh
    assert "什么都没有写" in caught.value.zh


def test_two_files_of_one_person_and_files_of_another_policy_are_refused():
    first, _ = run([plan(task(MONDAY))])
    content = first["李明.ics"]
    with pytest.raises(UsageError, match="both calendars of"):
        run([plan()], earlier={"a.ics": content, "b.ics": content})
    other = content.replace(b"X-WORKFLOW-POLICY:", b"X-WORKFLOW-POLICY:other-")
    with pytest.raises(UsageError, match="calendar of the policy"):
        run([plan()], earlier={"a.ics": other})


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r"workflow-engine\[ics\]"):
        run([plan(task(MONDAY))])


TASKS = st.builds(
    task,
    st.integers(0, 20).map(lambda days: MONDAY + dt.timedelta(days=days)),
    st.sampled_from(("stock_count", "pos_coaching", "training")),
    person=st.sampled_from(PEOPLE),
)
PLANS = st.lists(st.lists(TASKS, max_size=4), min_size=1, max_size=3).map(
    lambda found: [plan(*tasks, id_=f"LS{place}") for place, tasks in enumerate(found)]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PLANS, st.integers(0, 20)), min_size=1, max_size=4))
def test_run_after_run_the_calendar_shows_the_plan(runs):
    """A phone that takes in every file shows, from the day of the run on, what is planned."""
    kept = {}
    phone = {}
    for drawn, days in sorted(runs, key=lambda one: one[1]):
        at = MONDAY + dt.timedelta(days=days)
        plans = [
            {**one, "tasks": [t for t in one["tasks"] if t["date"] >= at.isoformat()]}
            for one in drawn
        ]
        before = dict(phone)
        kept, _ = run(plans, at, kept)
        again, counts = run(plans, at, kept)
        assert again == kept
        assert counts[:3] == (0, 0, 0)
        for content in kept.values():
            unfolded(content)
            names = [one[3] for one in events(content)]
            assert len(names) == len(set(names))
            for date, status, sequence, uid in events(content):
                shown = (date, status)
                old = phone.get(uid)
                assert old is None or sequence > old[1] or (old[0] == shown and sequence == old[1])
                phone[uid] = (shown, sequence)
        shown = sorted(
            date for (date, status), _ in phone.values() if status == "CONFIRMED" and date >= at
        )
        planned = sorted(
            dt.date.fromisoformat(date)
            for one in plans
            for date, _ in {(t["date"], t["person"]) for t in one["tasks"]}
        )
        assert shown == planned
        over = {uid: one for uid, one in before.items() if one[0][0] < at}
        assert all(phone[uid] == one for uid, one in over.items())


@given(st.text(max_size=80))
def test_any_name_comes_back(name):
    kept, _ = run([plan(task(MONDAY, person=name or "无名"), name=name, id_=f"{name}1")])
    (content,) = kept.values()
    unfolded(content)
    again, counts = run(
        [plan(task(MONDAY, person=name or "无名"), name=name, id_=f"{name}1")], earlier=kept
    )
    assert (again, counts) == (kept, (0, 0, 0, 1))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]).startswith(calendar_text(name))
