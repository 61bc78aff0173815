"""`plan --format ics`: a calendar file for each person, brought up to date in its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.main import say

if TYPE_CHECKING:
    from workflow_engine.cli.plan import Plans
    from workflow_engine.render.task_calendar import TaskCalendar

ENDING = ".ics"


def write_calendars(plans: Plans, folder: Path) -> None:
    """Write `PERSON.ics` for each person into the folder, on from those that are there.

    Raises UsageError where a file that is there is damaged: then none is written.
    """
    from workflow_engine.batch.writers import write_file
    from workflow_engine.cli.plan import file_name
    from workflow_engine.render.task_calendar import task_calendars

    earlier = {
        str(path): path.read_bytes() for path in sorted(folder.glob(f"*{ENDING}")) if path.is_file()
    }
    made = list(plans)
    calendars = task_calendars(
        made,
        plans.printed,
        lang=plans.lang,
        at=plans.at,
        earlier=earlier,
        complete=plans.customers.complete and not plans.customers.rejected,
    )
    for calendar in calendars:
        path = Path(calendar.path or folder / f"{file_name(calendar.person)}{ENDING}")
        if earlier.get(str(path)) != calendar.content:
            write_file(path, calendar.content)
    _tell(calendars, folder, zh=plans.lang == "zh")


def _tell(calendars: tuple[TaskCalendar, ...], folder: Path, *, zh: bool) -> None:
    added = sum(calendar.added for calendar in calendars)
    changed = sum(calendar.changed for calendar in calendars)
    cancelled = sum(calendar.cancelled for calendar in calendars)
    untouched = sum(calendar.untouched for calendar in calendars)
    people = len(calendars)
    say(
        f"{folder}：{people} 人的日历；日程新增 {added}、改动 {changed}、取消 {cancelled}、"
        f"未动 {untouched}"
        if zh
        else f"{folder}: calendars of {people} people; {added} events added, {changed} changed, "
        f"{cancelled} cancelled, {untouched} untouched"
    )
