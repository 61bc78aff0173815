"""Lives in which the kernel and the naive model once differed."""

import pytest

from tests.cases.naive import DAY
from tests.cases.pairs import Pair


def severity(to):
    return ("set_severity", None, {"severity": to})


LIVES = {
    "nothing left at the moment of closing, set anew": (
        {"tick": 1412, "severity": "low"},
        [4 * DAY, severity("medium"), severity("low"), DAY, "needs_other_department"],
    ),
    "used up exactly in closed time": (
        {"tick": 132, "severity": "low"},
        [940, severity("medium")],
    ),
    "overdue by a working day after a shorter time": (
        {"tick": 2220},
        [292, severity("high"), 2 * DAY, "close"],
    ),
    "longer and shorter at once": (
        {"tick": 196},
        [2 * DAY, severity("low"), severity("high"), 5 * DAY, "note"],
    ),
    "to have a case gives nobody a limit": (
        {"tick": 1560},
        [
            3 * DAY,
            "acknowledge",
            "apologize",
            ("reassign", None, {"person": "李明"}),
            ("amend", "李明", {"amount": 2500}),
        ],
    ),
    "a technician grants nothing": (
        {"tick": 2640},
        [
            "acknowledge",
            "apologize",
            ("reassign", None, {"person": "小周"}),
            ("amend", None, {"amount": 500}),
        ],
    ),
}


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_lives_that_once_differed(life):
    opening, steps = life
    pair = Pair(**opening)
    for step in steps:
        match step:
            case int():
                pair.wait(step)
                pair.tick()
            case str():
                pair.act(step)
            case (name, by, more):
                pair.act(name, by, **more)
