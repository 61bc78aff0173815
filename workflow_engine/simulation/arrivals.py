"""Which cases arrive in a stretch of time, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workflow_engine.simulation.draws import Stream
from workflow_engine.simulation.model import Arrivals, Profile, SimulatedCustomer

_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Arrival:
    """A case that arrives; `stream` is its fortune, `number` its place among all of the run."""

    at: dt.datetime
    process: str
    customer: SimulatedCustomer
    stream: Stream


def arrivals(
    wanted: Sequence[Arrivals],
    customers: Sequence[SimulatedCustomer],
    *,
    seed: int,
    start: dt.date,
    days: int,
    zone: ZoneInfo,
) -> list[Arrival]:
    """Every case of the days from `start` on, in the order of its arrival.

    What arrives of one process depends on the seed, the day and the customers it may concern, not
    on the other processes or on how long the run is.
    """
    root = Stream(seed)
    found = [
        arrival
        for one in wanted
        for arrival in _of_process(one, customers, root, (start, days), zone)
    ]
    return sorted(found, key=lambda one: (one.at, one.process, one.customer.id))


def _of_process(
    wanted: Arrivals,
    customers: Sequence[SimulatedCustomer],
    root: Stream,
    stretch: tuple[dt.date, int],
    zone: ZoneInfo,
) -> Iterator[Arrival]:
    concerned = [
        one for one in customers if one.processes is None or wanted.process in one.processes
    ]
    if not concerned:
        return
    own = root.of(wanted.process)
    daily = wanted.rate * len(concerned) / 100 / _DAYS_A_MONTH
    profile = wanted.profile
    week, year = sum(profile.weekdays) / 7, sum(profile.months) / 12
    start, days = stretch
    for offset in range(days):
        day = start + dt.timedelta(days=offset)
        weight = profile.weekdays[day.weekday()] / week * profile.months[day.month - 1] / year
        ordinal = day.toordinal()
        for number in range(own.count(daily * weight, "count", ordinal)):
            stream = own.of("case", ordinal, number)
            minute = _minute(profile, stream.uniform("minute"))
            at = _local(day, minute, zone)
            customer = concerned[int(stream.uniform("customer") * len(concerned))]
            yield Arrival(at, wanted.process, customer, stream)


def _minute(profile: Profile, share: float) -> float:
    """The minute after midnight until which `share` of a day's cases have arrived."""
    weights = [(end - begin) * weight for begin, end, weight in profile.hours]
    left = share * sum(weights)
    for (begin, end, _), weight in zip(profile.hours, weights, strict=True):
        if left < weight:
            return begin + (end - begin) * left / weight
        left -= weight
    return profile.hours[-1][1] - 1e-3


def _local(day: dt.date, minute: float, zone: ZoneInfo) -> dt.datetime:
    """The moment on a day to the second; a skipped hour is passed over."""
    midnight = dt.datetime.combine(day, dt.time())
    local = midnight + dt.timedelta(seconds=int(minute * 60))
    return local.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
