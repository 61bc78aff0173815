"""Models are read, and every mistake in one is told at its place."""

from pathlib import Path

import pytest

from tests.simulation.years import MODEL, SHIPPED, model
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.simulation.model import Response
from workflow_engine.simulation.reading import read_model

USUAL = "rules/tobacco-retail/simulations/usual.yaml"


def read(text):
    return read_model(text, "model.yaml", SHIPPED)


def test_everything_that_is_written_is_read():
    made = model(
        """
simulation: {id: a, label: {zh: 甲, en: A}, assumed: true}
arrivals:
  weekdays: {mon: 2, 周日: 0}
  months: {1: 3, 12月: 0.5}
  hours: {"08:30..12:00": 4, "14:00-17:30": 2}
  cases:
    delivery_error: 1.5
    recovery.attitude: {rate: 0.3, weekdays: {tue: 9}}
staff:
  away: 4%
  absence: {median: 7 work hours}
  steps: {承认: {中位数: 40工作分钟, 离散: 0.5, 遗忘: 3%, 用时: 6工作分钟}}
  roles: {supervisor: {acknowledge: {median: 20 work minutes}}}
events:
  compensation: {share: 0.2, median: 120, spread: 0.9}
  cannot_resolve: 3%
  waits: {share: 8%, median: 1 calendar day}
  refused: 5%
"""
    )
    assert (made.id, made.label, made.assumed) == ("a", Bilingual("甲", "A"), True)
    delivery, attitude = made.arrivals
    assert (delivery.process, delivery.rate) == ("recovery.delivery_error", 1.5)
    assert delivery.profile.weekdays == (2, 1, 1, 1, 1, 1, 0)
    assert delivery.profile.months[0] == 3
    assert delivery.profile.months[11] == 0.5
    assert delivery.profile.hours == ((510, 720, 4), (840, 1050, 2))
    assert attitude.profile.weekdays == (1, 9, 1, 1, 1, 1, 1)
    assert attitude.profile.hours == delivery.profile.hours
    acknowledge = Response(40, 0.5, working=True, forgotten=0.03, effort=6)
    assert made.response("account_manager", "acknowledge") == acknowledge
    assert made.response("supervisor", "acknowledge") == Response(
        20, 0.5, working=True, forgotten=0.03, effort=6
    )
    assert made.response(None, "close") == Response()
    assert made.waits.response == Response(1440, working=False)
    assert (made.waits.share, made.refused.share, made.away) == (0.08, 0.05, 0.04)
    assert (made.compensation.share, made.compensation.median) == (0.2, 120)
    assert made.cannot_resolve == 0.03


def test_the_shipped_model_is_clean_and_marked_as_assumed():
    made, found = read_model(Path(USUAL).read_text(encoding="utf-8"), USUAL, SHIPPED)
    assert found == []
    assert made is not None
    assert made.assumed
    assert len(made.arrivals) == len(SHIPPED.processes)


NO_MONTH = ", ".join(f"{month}: 0" for month in range(1, 13))
BASE = "arrivals: {cases: {delivery_error: 1}}\n"


@pytest.mark.parametrize(
    ("code", "text", "line", "column"),
    [
        ("WE701", BASE + "stuff: {}", 2, 1),
        ("WE701", BASE + "staff: {stepps: {}}", 2, 9),
        ("WE701", BASE + "staff: {steps: {acknowledge: {mean: 3}}}", 2, 31),
        ("WE701", "arrivals: {weekdays: {funday: 1}, cases: {delivery_error: 1}}", 1, 23),
        ("WE702", "staff: {}", 1, 1),
        ("WE702", "arrivals: {}", 1, 11),
        ("WE702", "arrivals: {cases: {delivery_error: {weekdays: {mon: 1}}}}", 1, 36),
        ("WE703", "arrivals: {cases: {delivery_error: many}}", 1, 36),
        ("WE703", "arrivals: {cases: {delivery_error: -1}}", 1, 36),
        ("WE703", "arrivals: {cases: {delivery_error: NaN}}", 1, 36),
        ("WE703", "arrivals: {cases: [1]}", 1, 19),
        ("WE703", "arrivals: 3", 1, 11),
        ("WE703", BASE + "events: {refused: 120%}", 2, 19),
        ("WE703", BASE + "events: {refused: [3]}", 2, 19),
        ("WE703", BASE + "simulation: {assumed: perhaps}", 2, 23),
        ("WE703", 'arrivals: {hours: {"25:00..26:00": 1}, cases: {delivery_error: 1}}', 1, 20),
        ("WE703", 'arrivals: {hours: {"17:00..09:00": 1}, cases: {delivery_error: 1}}', 1, 20),
        ("WE704", BASE + "staff: {steps: {amend: {median: 1 workday}}}", 2, 33),
        ("WE346", BASE + "staff: {steps: {amend: {median: 2 hours}}}", 2, 33),
        ("WE345", BASE + "staff: {steps: {amend: {median: soon}}}", 2, 33),
        ("WE705", "arrivals: {cases: {delivery_eror: 1}}", 1, 20),
        ("WE705", BASE + "staff: {roles: {boss: {}}}", 2, 17),
        ("WE705", BASE + "staff: {steps: {apologise_now: {}}}", 2, 17),
        (
            "WE706",
            f"arrivals: {{months: {{{NO_MONTH}}}, cases: {{delivery_error: 1}}}}",
            1,
            20,
        ),
        ("WE706", 'arrivals: {hours: {"09:00..10:00": 0}, cases: {delivery_error: 1}}', 1, 19),
        ("WE113", BASE + BASE, 2, 1),
    ],
)
def test_a_mistake_is_told_at_its_place(code, text, line, column):
    made, found = read(text)
    assert made is None
    assert [one.code for one in found] == [code]
    assert (found[0].place.line, found[0].place.column) == (line, column)


def test_all_mistakes_at_once():
    _, found = read("arrivals: {cases: {delivery_eror: x}}\nstaff: {away: 7, x: 1}\n")
    assert sorted(one.code for one in found) == ["WE701", "WE703", "WE703", "WE705"]


def test_the_name_that_was_meant_is_offered():
    _, found = read("arrivals: {cases: {delivery_eror: 1}}")
    assert found[0].help is not None
    assert found[0].help.en == "the policy has: delivery_error"


@pytest.mark.parametrize("text", ["", "- a", "a: [", "\x00", "arrivals: {cases: {? [a] : 1}}", "x"])
def test_what_is_no_model_never_raises(text):
    made, found = read(text)
    assert made is None
    assert found


def test_the_model_of_the_tests_is_clean():
    assert model(MODEL).id == "test"
