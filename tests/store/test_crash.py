"""Processes are killed at every point and at random: nothing is lost, nothing happens twice."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.store.desks import FRIDAY
from workflow_engine.cases.events import Done, Escalated, Noted, Opened, Overdue, Warned
from workflow_engine.cases.evolve import replay
from workflow_engine.store.channels import DELIVERED, Message, Outcome
from workflow_engine.store.outbox import deliver
from workflow_engine.store.search import Search
from workflow_engine.store.store import Store
from workflow_engine.store.verify import verify
from workflow_engine.store.worker import tick

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def run(*arguments: str) -> dict[str, Any]:
    """What the program `crashing` found."""
    ran = subprocess.run(
        [sys.executable, str(HERE / "crashing.py"), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def whole(store: Store) -> None:
    """The journal is whole, and every snapshot is what the events add up to."""
    assert verify(store).damages == ()
    for held in store.search(Search()):
        assert replay(entry.event for entry in store.entries(held.case.id)) == held.case


def test_killed_at_every_point_and_told_again_gives_the_same_case(database: str) -> None:
    found = run("points", database)
    store = Store(database)
    expected = [entry.event for entry in store.entries("whole")]
    assert sum(isinstance(event, Escalated) for event in expected) == 2
    assert found["points"] > 30
    sent: dict[str, set[int]] = {}
    for case, (before, after) in found["runs"].items():
        entries = store.entries(case)
        events = [entry.event for entry in entries]
        assert [(type(e), e.at, e.by) for e in events] == [(type(e), e.at, e.by) for e in expected]
        assert events[1:] == expected[1:], case
        keys = {entry.key for entry in entries}
        assert {more[1] for what, *more in before if what in {"open", "act"}} <= keys, case
        sent[case] = {more[1] for what, *more in before + after if what == "sent"}

    def channel(message: Message, _now: dt.datetime) -> Outcome:
        sent.setdefault(message.case, set()).add(message.version)
        return DELIVERED

    deliver(store, channel, lambda: FRIDAY.replace(year=2027), limit=10**6)
    assert all(len(sent[case]) == 3 and max(sent[case]) == len(expected) for case in found["runs"])
    whole(store)
    store.close()


def test_four_workers_killed_at_random_lose_nothing_and_fire_nothing_twice(database: str) -> None:
    found = run("workers", database, "20261123")
    assert found["errors"] == []
    store = Store(database)
    while tick(store, FRIDAY.replace(year=2027)).fired:
        pass
    whole(store)
    told = {held.case.id: store.entries(held.case.id) for held in store.search(Search())}
    noted = Counter(
        entry.key
        for told_of in told.values()
        for entry in told_of
        if isinstance(entry.event, Noted)
    )
    acknowledged = [
        key for what, *more in found["acknowledged"] if what == "note" for key in more[1:]
    ]
    assert len(acknowledged) > 10
    assert set(acknowledged) <= set(noted)
    assert set(noted.values()) == {1}
    for entries in told.values():
        events = [entry.event for entry in entries]
        assert isinstance(events[0], Opened)
        rungs = [event.source for event in events if isinstance(event, Escalated)]
        assert rungs == ["clerk", "head"]
        for kind in (Warned, Overdue):
            clocks = [event.clock for event in events if isinstance(event, kind)]
            assert sorted(clocks) == sorted(set(clocks))
    store.close()


def test_twice_at_once_is_once(database: str) -> None:
    found = run("twice", database)
    (first, again), (acted, acted_again) = found["opened"], found["acted"]
    assert first == again == ["done", "C-000001", first[2]]
    assert acted == acted_again
    assert sorted(answer[0] for answer in found["expected"]) == ["conflict", "done"]
    assert sorted(answer[:2] for answer in found["hurried"]) == [
        ["done", "C-000003"],
        ["refused", "not_in_this_state"],
    ]
    store = Store(database)
    assert len(store.search(Search())) == 3
    for case in ("C-000001", "C-000003"):
        events = [entry.event for entry in store.entries(case)]
        assert sum(isinstance(event, Done) for event in events) == 1
    whole(store)
    store.close()
