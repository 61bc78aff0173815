"""Small tables by which the columnar competitors date items: services, periods and festivals.

A data engineer joins them. `days` tells in which slot of its period a day lies, `dues` the due date
by how many slots are covered: `NEVER` where nothing was ever done.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from benchmarks.batch_write import QUARTERLY, YEARLY
from benchmarks.handwritten_plan import FESTIVALS, slots
from benchmarks.policy_generator import Policy

NEVER = -1
MONTHS = {"month": 1, "quarter": 3}
STEPS = {"1 month": "1mo", "1 quarter": "3mo", "6 months": "6mo", "1 year": "1y", "2 weeks": "2w"}


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The tables of one policy on one day.

    `services` has a row for each item: kind, by, minutes, every, place in the policy, whether it
    needs a record, the step or the slots by which it is due. `regimes` are the frequencies of
    visits by their rate. `festivals` are the next two.
    """

    services: pl.DataFrame
    regimes: pl.DataFrame
    days: pl.DataFrame
    dues: pl.DataFrame
    festivals: tuple[dt.date, dt.date]


def dimensions(policy: Policy, today: dt.date) -> Dimensions:
    """The tables that dating on a day needs."""
    rules = {(rule.times, rule.per) for rule in policy.visits.values()}
    calendar = {item.id: _calendar(item.every) for item in policy.items}
    services = pl.DataFrame(
        {
            "item": [item.id for item in policy.items],
            "place": range(len(policy.items)),
            "kind": ["must_do" if item.must_do else "optional" for item in policy.items],
            "by": ["manager"] * len(policy.items),
            "minutes": [item.minutes for item in policy.items],
            "needs_record": [item.record for item in policy.items],
            "rides": [item.every == "visit" for item in policy.items],
            "festive": [item.every.startswith("at ") for item in policy.items],
            "step": [STEPS.get(item.every) for item in policy.items],
            "times": [None if one is None else one[0] for one in calendar.values()],
            "per": [None if one is None else one[1] for one in calendar.values()],
        },
        schema_overrides={"times": pl.Int32, "minutes": pl.Int32},
    )
    regimes = pl.DataFrame(
        [(times * QUARTERLY[per], times, per, 12 // MONTHS[per]) for times, per in sorted(rules)],
        {"visit_rate": pl.Int32, "times": pl.Int32, "per": pl.String, "yearly": pl.Int32},
        orient="row",
    )
    wanted = sorted(rules | {one for one in calendar.values() if one is not None})
    days: list[tuple[int, str, dt.date, int]] = []
    dues: list[tuple[int, str, int, dt.date]] = []
    for times, per in wanted:
        period = slots(today, MONTHS[per], times)
        day = period.start
        while day <= today:
            days.append((times, per, day, sum(end < day for end in period.ends)))
            day += dt.timedelta(days=1)
        dues.append((times, per, NEVER, max(period.ends[0], today)))
        dues += [(times, per, covered, end) for covered, end in enumerate(period.ends)]
        dues.append((times, per, times, period.next_end))
    first, second = [day for day in FESTIVALS if day >= today][:2]
    key = {"times": pl.Int32, "per": pl.String}
    return Dimensions(
        services,
        regimes,
        pl.DataFrame(days, {**key, "done_on": pl.Date, "slot": pl.Int32}, orient="row"),
        pl.DataFrame(dues, {**key, "covered": pl.Int32, "due": pl.Date}, orient="row"),
        (first, second),
    )


def _calendar(every: str) -> tuple[int, str] | None:
    if every not in YEARLY or " per " not in every:
        return None
    times, per = every.split(" per ")
    return int(times), per
