"""The story of a deadline in words, in Chinese and in English."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from workflow_engine.calendars.explain import DayStory, DeadlineStory, Why
from workflow_engine.calendars.hours import MICROSECOND
from workflow_engine.diagnostics.bilingual import Bilingual, Language

MOST_COUNTED = 10
"""With more days that count, only the first and the last are told one by one."""

_B = Bilingual
_WEEKDAYS = (
    _B("周一", "Mon"),
    _B("周二", "Tue"),
    _B("周三", "Wed"),
    _B("周四", "Thu"),
    _B("周五", "Fri"),
    _B("周六", "Sat"),
    _B("周日", "Sun"),
)
_WHY: dict[Why, Bilingual] = {
    "weekend": _B("周末", "weekend"),
    "holiday": _B("放假", "holiday"),
    "exception": _B("例外停业", "closed by an exception"),
    "break": _B("停办", "closed for a break"),
    "no hours": _B("无工作时间", "no working hours"),
    "before start": _B("起算前工作时间已过", "working hours already over"),
}
_NAMED = _B("{0}放假", "holiday ({0})")
_MAKE_UP = _B("调休上班", "make-up workday")
_NAMED_MAKE_UP = _B("{0}调休上班", "make-up workday for {0}")
_MOVED = _B(
    "{0}{1} 不在工作时间内，从 {2}{3} 起计",
    "{0} {1} is outside working hours; counted from {2} {3}",
)
_CONSUMED = _B("此前已计 {0}，尚余 {1}", "{0} counted before, {1} left")
_USED_UP = _B("时间已用完 → 到期 {0}{1}", "the time is used up → due {0} {1}")
_RUNNING = _B(
    "从 {0}{1} 起 {2}，夜间、周末和节假日照计 → 到期 {3}{4}",
    "{2} from {0} {1}, nights, weekends and holidays included → due {3} {4}",
)
_COUNTS = _B("{0}{1} 计 {2}", "{0} {1}: {2}")
_START_DAY = _B("{0}是起算日，不算在内", "{0} is the day of the start and is not one of them")
_WORKDAY = _B("{0}第 {1} 个工作日", "{0}: working day {1}")
_PART = _B("{0}的一部分 {1}", "{0}, part of it {1}")
_DUE = _B(" → 到期 {0}", " → due {0}")
_SKIPPED = _B("{0}{1}，不计", "{0}: {1}, not counted")
_SKIPPED_MANY = _B("{0} {1}，不计", "{0}: {1}, not counted")
_FROM_TO = _B("{0} 至 {1}", "{0} to {1}")
_BETWEEN = _B("{0} 至 {1} 共 {2} 个计时日，计 {3}", "{0} to {1}: {2} days count, {3}")
_WORKDAYS = _B("{0} 至 {1} 第 {2} 至第 {3} 个工作日", "{0} to {1}: working days {2} to {3}")
_LEFT_OUT = _B("；其间不计：{0}", "; not counted in between: {0}")
_DAYS_OF = _B("{0} {1} 天", "{0} {1}")
_PROVISIONAL = _B(
    "{0} 年的放假安排尚未公布（或不在日历范围内），此期限为暂定",
    "the holidays of {0} are not published yet (or not in the calendar): the deadline is "
    "provisional",
)
_NEXT_DAY = _B("次日 {0}", "{0} (next day)")
_COMMA = _B("、", ", ")


def sentences(story: DeadlineStory, lang: Language) -> list[str]:
    """The story, a sentence for each day that counts and for each run of days that does not.

    Long stories are condensed to their first and last day and a sum of those between.
    """
    words = _Words(story, lang)
    told = [*words.opening()]
    if story.runs == "all time" and story.days:
        told.append(words.running())
    elif story.runs == "working time" and any(day.why is None for day in story.days):
        told += words.days()
    else:
        told += words.runs(story.days)
        told.append(words.say(_USED_UP, words.date(story.due.date()), words.clock(story.due)))
    if story.provisional:
        years = words.say(_COMMA).join(map(str, story.unknown_years))
        told.append(words.say(_PROVISIONAL, years))
    return told


def length_text(length: dt.timedelta, lang: Language) -> str:
    """A length of time, in minutes until two hours.

    >>> length_text(dt.timedelta(minutes=80), "zh"), length_text(dt.timedelta(minutes=150), "en")
    ('80 分钟', '2 hours 30 minutes')
    """
    microseconds = length // MICROSECOND
    minutes, rest = divmod(microseconds, 60_000_000)
    hours, minutes = divmod(minutes, 60) if minutes >= 120 else (0, minutes)
    seconds = f"{rest / 1_000_000:.6f}".rstrip("0").rstrip(".")
    parts = [
        (str(hours), "小时", "hour"),
        (str(minutes), "分钟", "minute"),
        (seconds, "秒", "second"),
    ]
    said = [part for part in parts if part[0] != "0"] or [parts[1]]
    if lang == "zh":
        return " ".join(f"{amount} {unit}" for amount, unit, _ in said)
    return " ".join(f"{amount} {unit}{'' if amount == '1' else 's'}" for amount, _, unit in said)


class _Words:
    """The words of one story in one language."""

    def __init__(self, story: DeadlineStory, lang: Language) -> None:
        self.story = story
        self.lang: Language = lang

    def say(self, words: Bilingual, *parts: object) -> str:
        return words.get(self.lang).format(*parts)

    def opening(self) -> Iterator[str]:
        """Where counting begins, if that is not plain, and what had counted before."""
        story = self.story
        if story.counted_from != story.start:
            begin = story.counted_from
            yield self.say(
                _MOVED,
                self.date(story.start.date()),
                self.clock(story.start),
                self.date(begin.date()),
                self.clock(begin),
            )
        if story.consumed:
            left = max(story.budget - story.consumed, dt.timedelta(0))
            yield self.say(
                _CONSUMED, length_text(story.consumed, self.lang), length_text(left, self.lang)
            )

    def running(self) -> str:
        story = self.story
        if story.duration is not None and not story.consumed:
            amount = story.duration.text(self.lang)
        else:
            amount = length_text(story.budget - story.consumed, self.lang)
        return self.say(
            _RUNNING,
            self.date(story.start.date()),
            self.clock(story.start),
            amount,
            self.date(story.due.date()),
            self.clock(story.due),
        )

    def days(self) -> list[str]:
        """Every day, or the first and the last that count with a sum of those between."""
        days = self.story.days
        counted = [place for place, day in enumerate(days) if day.why is None]
        if len(counted) <= MOST_COUNTED:
            return self.runs(days)
        first, last = counted[0], counted[-1]
        return [
            *self.runs(days[: first + 1]),
            self.condensed(days[first + 1 : last]),
            *self.runs(days[last:]),
        ]

    def runs(self, days: Sequence[DayStory]) -> list[str]:
        """Days that count one by one, days skipped for the same reason together."""
        told: list[str] = []
        for why, run in groupby(days, key=lambda day: None if day.why is None else self.why(day)):
            if why is None:
                told += [self.day(day) for day in run]
            else:
                dates = [day.date for day in run]
                said = _SKIPPED if len(dates) == 1 else _SKIPPED_MANY
                told.append(self.say(said, self.dates(dates), why))
        return told

    def condensed(self, days: Sequence[DayStory]) -> str:
        counted = [day for day in days if day.why is None]
        first, last = counted[0], counted[-1]
        dates = self.short(first.date), self.short(last.date)
        if first.workday is not None:
            told = self.say(_WORKDAYS, *dates, first.workday, last.workday)
        else:
            length = sum((day.counted for day in counted), dt.timedelta(0))
            told = self.say(_BETWEEN, *dates, len(counted), length_text(length, self.lang))
        left_out = Counter(self.why(day) for day in days if day.why is not None)
        if left_out:
            parts = [self.say(_DAYS_OF, why, count) for why, count in left_out.items()]
            told += self.say(_LEFT_OUT, self.say(_COMMA).join(parts))
        return told

    def day(self, day: DayStory) -> str:
        label = self.date(day.date, self.make_up(day))
        is_last = day is self.story.days[-1]
        intervals = self.say(_COMMA).join(
            f"{self.clock(start, day.date)}–{self.clock(end, day.date)}"
            for start, end in day.intervals
        )
        if day.workday == 0:
            told = self.say(_START_DAY, label)
        elif day.workday is not None:
            told = self.say(_WORKDAY, label, day.workday)
            duration = self.story.duration
            if is_last and duration is not None and duration.amount % 1:
                told = self.say(_PART, told, intervals)
        else:
            told = self.say(_COUNTS, label, intervals, length_text(day.counted, self.lang))
        return told + self.say(_DUE, self.clock(self.story.due, day.date)) if is_last else told

    def why(self, day: DayStory) -> str:
        assert day.why is not None
        if day.why == "holiday" and day.festival is not None:
            return self.say(_NAMED, day.festival.get(self.lang))
        return self.say(_WHY[day.why])

    def make_up(self, day: DayStory) -> str:
        if not day.make_up:
            return ""
        if day.festival is None:
            return self.say(_MAKE_UP)
        return self.say(_NAMED_MAKE_UP, day.festival.get(self.lang))

    def dates(self, days: Sequence[dt.date]) -> str:
        if len(days) == 1:
            return self.date(days[0])
        first, last = self.short(days[0]), self.short(days[-1])
        if len(days) == 2:
            return f"{first}{self.say(_COMMA)}{last}"
        return self.say(_FROM_TO, first, last)

    def date(self, day: dt.date, note: str = "") -> str:
        """`11-20（周五）`, `Fri 11-20`; with the year where it is not that of the start."""
        weekday = _WEEKDAYS[day.weekday()].get(self.lang)
        if self.lang == "zh":
            return f"{self.short(day)}（{weekday}{'，' if note else ''}{note}）"
        return f"{weekday} {self.short(day)}{f' ({note})' if note else ''}"

    def short(self, day: dt.date) -> str:
        same = day.year == self.story.start.year
        return f"{day.month:02}-{day.day:02}" if same else day.isoformat()

    def clock(self, moment: dt.datetime, day: dt.date | None = None) -> str:
        """The time of day, as seen from `day`: midnight at its end is 24:00."""
        text = moment.time().isoformat() if moment.second or moment.microsecond else ""
        text = text or f"{moment.hour:02}:{moment.minute:02}"
        if day is None or moment.date() == day:
            return text
        if text == "00:00" and moment.date() == day + dt.timedelta(days=1):
            return "24:00"
        return self.say(_NEXT_DAY, text)
