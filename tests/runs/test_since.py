"""A change run says the same as planning everybody again, and does no more than it must."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.decide.policies import TODAY, customers, policy_texts
from tests.runs.change_runs import Run, World, difference
from workflow_engine.batch.log import Entry

IDS = ["c1", "c2", "c3", "c4", "客户五", "c6", "c7"]
ITEMS = ["must", "must_if", "must_group", "o0", "o1", "o2"]
EDITS = {
    "rolling": ("must_if: {every: 1 month", "must_if: {every: 2 weeks"),
    "calendar": ("must_group: {every: 1 month", "must_group: {every: 2 per month"),
    "festival": ("o0: {every: 1 month", "o0: {every: {event: [春节, 元旦]}"),
    "minutes": ("must_if: {every: 1 month", "must_if: {minutes: 20, every: 1 month"),
    "value": ("value: high, urgency: low", "value: low, urgency: low"),
    "urgency": ("g0: high, g1: medium", "g1: high"),
    "no ride": ("must: {every: visit}", "must: {every: 1 month}"),
    "ride": ("o1: {every: 1 month", "o1: {every: visit"),
    "recorded ride": ("must: {every: visit}", "must: {every: visit, record: form}"),
    "recorded": ("o2: {every: 1 month", "o2: {record: form, every: 1 month"),
    "visits": ("general: {times: 1 per month", "general: {times: 2 per month"),
    "category": ("of: [g0, g1, g2]", "of: [g0, g2, g1]"),
    "suspends": ("stop: {suspends_optional_except: [o2]}", "stop: {suspends: [o0]}"),
    "grants": ("grants: [o0, o1]", "grants: [o1]"),
    "kind": ("optional:", "  extra: {every: 1 year}\noptional:"),
    "label": ("roles: {manager: {label: 经理}}", "roles: {manager: {label: 客户经理}}"),
    "condition": ("for: [g1, general]", "for: [general]"),
    "version": ('version: "1"', 'version: "2"'),
}


@st.composite
def edited(draw, text):
    """The policy with some edits."""
    for name in draw(st.lists(st.sampled_from(sorted(EDITS)), max_size=2, unique=True)):
        text = text.replace(*EDITS[name])
    return text


@st.composite
def bases(draw):
    return draw(st.dictionaries(st.sampled_from(IDS), customers(), max_size=6))


def entries():
    days = st.integers(-70, 3).map(lambda days: TODAY + dt.timedelta(days=days))
    return st.lists(
        st.builds(
            Entry,
            st.sampled_from(IDS),
            st.sampled_from([*ITEMS, "visit"]),
            days,
            record=st.none() | st.just("form"),
        ),
        max_size=10,
    )


@st.composite
def later(draw, world, text):
    """What becomes of a world: some of it is edited."""
    people = dict(world.customers)
    for id_ in draw(st.lists(st.sampled_from(IDS), max_size=2)):
        people.pop(id_, None)
        if draw(st.booleans()):
            people[id_] = draw(customers())
    if draw(st.booleans()):
        people = dict(reversed(people.items()))
    log = list(world.log)
    if log and draw(st.booleans()):
        log.pop()
    if draw(st.booleans()):
        log += draw(entries())
    at = world.at + dt.timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 30])))
    return World(world.text if draw(st.booleans()) else draw(edited(text)), at, people, log)


@settings(max_examples=100, phases=(Phase.generate,))
@given(st.data())
def test_a_full_run_and_the_changes_after_it_make_the_next_full_run(data):
    text = data.draw(policy_texts())
    world = World(data.draw(edited(text)), TODAY, data.draw(bases()), data.draw(entries()))
    large = data.draw(st.frozensets(st.sampled_from(IDS), max_size=2))
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "0", world, large=large)
        plans = run.plans
        assert plans == world.plans()
        for turn in range(1, 3):
            world = data.draw(later(world, text))
            run = Run(Path(folder) / str(turn), world, run, large=large, size=4)
            before, plans = plans, run.applied_to(plans)
            assert plans == world.plans()
            assert run.changes() == difference(before, plans)
            counts = run.counts
            assert counts["new"] + counts["changed"] == len(run.plans)
            assert len(run.planned) == len(run.plans) + counts["same"]
            assert sum(counts.values()) - counts["removed"] == len(world.customers)
