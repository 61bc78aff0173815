"""One amount of open time added to many moments at once."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.calendars.layout import HORIZON, Layout
from workflow_engine.calendars.timeline import Timeline


def add_instants(layout: Layout, moments: Sequence[int], wanted: int) -> list[int]:
    """The end of `wanted` microseconds of open time after each moment, in microseconds.

    Moments too far apart to be laid out together are answered one by one.

    Raises:
        CalendarError: the calendar has not so much open time after one of the moments.
    """
    if not moments:
        return []
    first, last = min(moments), max(moments)
    if last - first > HORIZON and first != last:
        return [end for moment in moments for end in add_instants(layout, [moment], wanted)]
    timeline = timeline_for(layout, first, last, wanted)
    ends = timeline.added(moments, wanted)
    for moment, end in zip(moments, ends, strict=True):
        if not -HORIZON <= end - moment <= HORIZON:
            layout.found(moment, end, abs(wanted))
    return ends


def timeline_for(layout: Layout, first: int, last: int, wanted: int) -> Timeline:
    """A timeline long enough for `Timeline.added` on all moments from `first` to `last`.

    Raises:
        CalendarError: the calendar has not so much open time, or the moments are too far apart.
    """
    timeline = layout.spanning(first, last)
    if wanted < 0:
        while timeline.position(first) + wanted < 0:
            timeline = layout.until_open(timeline, first, -wanted, later=False)
        return timeline
    # An opening after the moment is where one microsecond more has its place.
    while timeline.position(last) + max(wanted, 1) > timeline.total:
        timeline = layout.until_open(timeline, last, max(wanted, 1), later=True)
    return timeline
