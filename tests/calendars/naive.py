"""A working calendar that lays every minute out and walks over them: slow and obviously right."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class NaiveCalendar:
    def __init__(self, first, last, *, timezone, hours, holidays, extra_workdays, shifts, breaks):
        self.zone = ZoneInfo(timezone)
        self.origin = dt.datetime.combine(first, dt.time(), dt.UTC)
        self.minutes = bytearray((last - first).days * 1440)
        self.opened = {}
        day = first
        while day < last:
            if day in holidays:
                own = []
            elif day in shifts:
                own = shifts[day]
            elif day in extra_workdays:
                own = extra_workdays[day]
                own = hours.get("mon", []) if own is None else own
            else:
                own = hours.get(WEEKDAYS[day.weekday()], [])
            self.opened[day] = [self.span(day, *interval) for interval in own]
            day += DAY
        closed = [self.span(day, *pause) for day, pauses in breaks.items() for pause in pauses]
        for spans in self.opened.values():
            for span in spans:
                self.paint(span, 1)
        for span in closed:
            self.paint(span, 0)
        self.workdays = set()
        for day, spans in self.opened.items():
            for start, end in spans:
                hit = set(range(start, end))
                for from_, to in closed:
                    hit -= set(range(from_, to))
                if hit:
                    self.workdays.add(day)

    def span(self, day, start, end):
        if end <= start:
            end_day, end_clock = day + DAY, end
        elif end == "24:00":
            end_day, end_clock = day + DAY, "00:00"
        else:
            end_day, end_clock = day, end
        return tuple(
            self.minute_of(dt.datetime.combine(d, dt.time.fromisoformat(c)))
            for d, c in ((day, start), (end_day, end_clock))
        )

    def minute_of(self, local):
        """The first minute at which the clock on the wall shows `local` or more."""
        as_utc = local.replace(tzinfo=dt.UTC)
        offsets = [(as_utc + day).astimezone(self.zone).utcoffset() for day in (-DAY, DAY)]
        minute = (as_utc - max(offsets) - self.origin) // MINUTE
        while (self.time(minute).astimezone(self.zone)).replace(tzinfo=None) < local:
            minute += 1
        return minute

    def paint(self, span, value):
        start, end = (min(max(at, 0), len(self.minutes)) for at in span)
        if end > start:
            self.minutes[start:end] = bytes([value]) * (end - start)

    def at(self, moment):
        return (moment - self.origin) // MINUTE

    def time(self, minute):
        return self.origin + minute * MINUTE

    def is_open(self, moment):
        return bool(self.minutes[self.at(moment)])

    def between(self, start, end):
        return sum(self.minutes[self.at(start) : max(self.at(end), self.at(start))]) * MINUTE

    def add(self, start, minutes):
        at = self.at(start)
        if minutes == 0:
            found = self.minutes.find(1, at)
            return None if found < 0 else self.time(found)
        while at < len(self.minutes):
            minutes -= self.minutes[at]
            at += 1
            if minutes == 0:
                return self.time(at)
        return None

    def subtract(self, end, minutes):
        at = self.at(end)
        if minutes == 0:
            if self.minutes[at]:
                return end
            found = self.minutes.rfind(1, 0, at)
            return None if found < 0 else self.time(found + 1)
        while at > 0:
            at -= 1
            minutes -= self.minutes[at]
            if minutes == 0:
                return self.time(at)
        return None
