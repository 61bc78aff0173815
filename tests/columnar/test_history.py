"""What is looked up of a log for many customers at once is what planning asks of it for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.columnar.planned import entries, log_frame
from tests.decide.policies import TODAY, compiled
from workflow_engine.batch.log import Entry, ServiceLog
from workflow_engine.columnar import key_index
from workflow_engine.columnar.dues import Services, number_of
from workflow_engine.columnar.history import History
from workflow_engine.columnar.key_index import KeyIndex
from workflow_engine.planning.tasks import visit_dates
from workflow_engine.program.program import Program

POLICY = """
policy: {id: log, version: "1", stage: draft}
records: {form: 服务记录}
roles: {manager: {label: 经理}}
customer: {key: id, attributes: {basic: {busy: {type: boolean}}}}
tags: {often: {when: busy}}
categories: {of: [often], otherwise: general}
visits:
  general: {times: 1 per month, minutes: 20, modes: [field]}
  often: {times: 30 per year, minutes: 10, modes: [field]}
must_do:
  rides: {every: visit}
  rides_with_form: {every: visit, record: form}
  visit: {every: 2 weeks}
  rolling: {every: 1 month, record: form}
  slots: {every: 3 per week}
  many_slots: {every: 40 per month, record: form}
  fair: {every: "at 春节, 国庆, 中秋, 元旦, 冬至"}
  unheard_of: {every: "at 店庆"}
  on_demand: {every: on demand}
"""
IDS = ("C1", "C2", "C3", "客户4")


def program() -> Program:
    made, errors = compiled(POLICY)
    assert made is not None, errors
    return made


PROGRAM = program()


@settings(max_examples=300)
@given(entries(IDS, list(PROGRAM.items)), st.lists(st.sampled_from(IDS), max_size=6))
def test_due_days_are_those_of_the_schedules(log: list[Entry], keys: list[str]) -> None:
    kept = ServiceLog(log)
    services = Services(PROGRAM, TODAY)
    often = [key in ("C1", "C2") for key in keys]
    visits = [services.of_visits[(30, "year") if one else (1, "month")] for one in often]
    found = History(log_frame(log), PROGRAM, TODAY).look_up(
        pl.Series(keys, dtype=pl.String), np.array(visits, np.int64)
    )
    days = dict(
        zip(
            zip(found.rows.tolist(), found.services.tolist(), strict=True),
            found.days.tolist(),
            strict=True,
        )
    )
    for row, key in enumerate(keys):
        for item, service in services.of_item.items():
            needs = PROGRAM.items[item].record is not None
            done = kept.done_dates(key, item, needs, until=TODAY)
            assert days.pop((row, service), None) == due_day(services, service, done)
        done = visit_dates(services.ground, kept, key, TODAY)
        assert days.pop((row, visits[row]), None) == due_day(services, visits[row], done)
    assert not days


def due_day(services: Services, service: int, done: Sequence[dt.date]) -> int | None:
    if not done:
        return None
    return number_of(services.schedules[service].due(done[-1], lambda: tuple(done)))


@settings(max_examples=300)
@given(entries(IDS, list(PROGRAM.items)))
def test_a_log_of_some_customers_gives_the_same_due_days(log: list[Entry]) -> None:
    """It is shorter, but the schedules cannot tell."""
    kept, services = ServiceLog(log), Services(PROGRAM, TODAY)
    some = History(log_frame(log), PROGRAM, TODAY).service_log(IDS)
    for key in IDS:
        for item, service in services.of_item.items():
            needs = PROGRAM.items[item].record is not None
            whole = kept.done_dates(key, item, needs, until=TODAY)
            assert some.last_done(key, item, needs_record=needs, until=TODAY) == (
                whole[-1] if whole else None
            )
            short = some.done_dates(key, item, needs_record=needs, until=TODAY)
            assert due_day(services, service, short) == due_day(services, service, whole)
        for service in services.of_visits.values():
            whole = visit_dates(services.ground, kept, key, TODAY)
            short = visit_dates(services.ground, some, key, TODAY)
            assert due_day(services, service, short) == due_day(services, service, whole)


def test_a_log_without_customers_finds_nobody() -> None:
    history = History(log_frame([]), PROGRAM, TODAY)
    found = history.look_up(pl.Series(["C1"]), np.array([-1]))
    assert len(found.rows) == len(found.services) == len(found.days) == 0
    assert (
        history.service_log(["C1"]).done_dates("C1", "fair", needs_record=False, until=TODAY) == ()
    )


def test_old_days_are_not_kept() -> None:
    log = [Entry("C1", "visit", TODAY - dt.timedelta(days=ago)) for ago in range(0, 3650, 10)]
    history = History(log_frame(log), PROGRAM, TODAY)
    kept = history.service_log(["C1"]).done_dates("C1", "visit", needs_record=False, until=TODAY)
    assert kept[0] >= dt.date(TODAY.year, 1, 1)
    assert kept[-1] == TODAY


@pytest.mark.parametrize(
    "hashes", [lambda keys: keys.str.len_bytes(), lambda keys: keys.hash() % 3]
)
def test_ids_with_the_same_hash_are_told_apart(hashes, monkeypatch) -> None:
    monkeypatch.setattr(
        key_index, "hashes_of", lambda keys: hashes(keys).cast(pl.UInt64).to_numpy()
    )
    keys = pl.Series([f"C{number % 50}" for number in range(120)])
    index, numbers = KeyIndex.of(keys)
    assert index.ids.gather(numbers).to_list() == keys.to_list()
    assert index.ids.n_unique() == len(index.ids) == 50
    rows, found = index.find(pl.Series(["C7", "C100", "", "C49", "C7"]))
    assert rows.tolist() == [0, 3, 4]
    assert index.ids.gather(found).to_list() == ["C7", "C49", "C7"]


@settings(max_examples=300)
@given(st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3)), st.booleans())
def test_ids_are_found_by_name(keys: list[str], wanted: list[str], as_codes: bool) -> None:
    texts = pl.Series(keys, dtype=pl.String)
    if as_codes:
        every = pl.Series([*wanted, *keys], dtype=pl.String)
        texts = every.cast(pl.Categorical(pl.Categories.random()))[len(wanted) :]
    index, numbers = KeyIndex.of(texts)
    assert index.ids.gather(numbers).to_list() == keys
    rows, found = index.find(pl.Series(wanted, dtype=pl.String))
    assert rows.tolist() == [row for row, key in enumerate(wanted) if key in keys]
    assert index.ids.gather(found).to_list() == [wanted[row] for row in rows]
