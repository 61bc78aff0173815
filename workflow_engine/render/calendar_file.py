"""Reading back a calendar file that was written here, without losing anything that is in it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event

PRODUCER = "-//workflow_engine//service plan//ZH"
PERSON, POLICY = "X-WORKFLOW-PERSON", "X-WORKFLOW-POLICY"
CUSTOMER, ROLE, ITEMS = "X-WORKFLOW-CUSTOMER", "X-WORKFLOW-ROLE", "X-WORKFLOW-ITEMS"

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x09\x0e-\x1f\x7f-\x9f\ufeff]")


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """An event that was written here, as it stands in the file."""

    uid: str
    sequence: int
    date: dt.date
    customer: str
    role: str
    items: frozenset[str]
    cancelled: bool
    event: Event

    def says(self, date: dt.date, summary: str, description: str) -> bool:
        """Whether it is this visit already, word for word."""
        told = str(self.event.get("summary", "")), str(self.event.get("description", ""))
        return not self.cancelled and self.date == date and told == (summary, description)


@dataclass(frozen=True, slots=True)
class KeptCalendar:
    """A person's calendar file; `others` is what somebody else has put into it."""

    path: str
    person: str
    visits: tuple[KeptVisit, ...]
    others: tuple[Component, ...]


class _DamagedError(Exception):
    """What of the file cannot be read."""


def calendar_text(text: str) -> str:
    """A text as a calendar file can hold it: lines, and no other control characters."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def kept_as(*names: str) -> str:
    """Names as a property of ours: no character in it is ever escaped by anybody.

    >>> kept_as("LS1", "城东/3")
    'LS1/%E5%9F%8E%E4%B8%9C%2F3'
    """
    return "/".join(quote(name, safe="") for name in names)


def read_calendar(content: bytes, path: str, *, policy: str) -> KeptCalendar | None:
    """The calendar in a file, or None where another program has written it.

    Raises UsageError where it was written here and is damaged, or belongs to another policy.
    """
    if PRODUCER.encode() not in content:
        return None
    try:
        calendar = _parsed(content)
        person, owner = _own(calendar, PERSON), _own(calendar, POLICY)
        visits = _visits(calendar)
    except _DamagedError as error:
        raise UsageError(
            f"`{path}` is damaged ({error}); nothing was written: repair it, or move it away "
            "and run again for a new one",
            zh=f"日历文件 `{path}` 已损坏（{error}），什么都没有写：请修复，或把它移走后重新生成",
        ) from None
    if owner != policy:
        raise UsageError(
            f"`{path}` is a calendar of the policy `{owner}`; use another folder for `{policy}`",
            zh=f"日历文件 `{path}` 属于政策 `{owner}`；`{policy}` 请换一个文件夹",
        )
    own = {id(visit.event) for visit in visits}
    others = tuple(part for part in calendar.subcomponents if id(part) not in own)
    return KeptCalendar(path, person, visits, others)


def _parsed(content: bytes) -> Calendar:
    from icalendar import Calendar

    try:
        content.decode("utf-8")
        calendar = Calendar.from_ical(content)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _DamagedError(str(error).partition(": b'")[0].strip() or "VCALENDAR") from None
    if not isinstance(calendar, Calendar):
        raise _DamagedError("VCALENDAR")
    for part in calendar.walk():
        for name, problem in part.errors:
            raise _DamagedError(f"{name or part.name}: {problem}")
    return calendar


def _visits(calendar: Calendar) -> tuple[KeptVisit, ...]:
    """The events written here; no two of them have one UID."""
    visits = tuple(_visit(event) for event in calendar.events if CUSTOMER in event)
    if len({visit.uid for visit in visits}) < len(visits):
        raise _DamagedError("UID")
    return visits


def _visit(event: Event) -> KeptVisit:
    start = event.get("dtstart")
    date = getattr(start, "dt", None)
    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        raise _DamagedError("DTSTART")
    sequence = event.get("sequence", 0)
    if not isinstance(sequence, int):
        raise _DamagedError("SEQUENCE")
    if not event.get("uid"):
        raise _DamagedError("UID")
    return KeptVisit(
        uid=str(event["uid"]),
        sequence=int(sequence),
        date=date,
        customer=_own(event, CUSTOMER),
        role=_own(event, ROLE),
        items=frozenset(map(unquote, _raw(event, ITEMS).split("/"))),
        cancelled=str(event.get("status", "")) == "CANCELLED",
        event=event,
    )


def _own(part: Component, name: str) -> str:
    """A property of ours as it was before it was written."""
    return unquote(_raw(part, name))


def _raw(part: Component, name: str) -> str:
    value = part.get(name)
    if not isinstance(value, str):
        raise _DamagedError(name)
    return value
