"""Open intervals laid out in real time over a stretch of days, searched by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from workflow_engine.calendars.hours import Interval, join


class Timeline:
    """The open intervals of the days `first`..`last` (ordinals, both included) and their sums.

    `position` of a moment is the open time between the timeline's start and it; the inverse is
    `earliest` and `latest`, which differ where a position lies on both sides of closed time. Every
    search is a bisection, so its cost does not depend on the span.
    """

    __slots__ = ("ends", "first", "last", "starts", "sums", "workdays")

    def __init__(
        self, first: int, last: int, intervals: Sequence[Interval], workdays: Sequence[int]
    ) -> None:
        self.first = first
        self.last = last
        joined = join(intervals)
        self.starts = [start for start, _ in joined]
        self.ends = [end for _, end in joined]
        self.sums = list(accumulate((end - start for start, end in joined), initial=0))
        self.workdays = list(workdays)

    def intervals(self) -> list[Interval]:
        """All open intervals, in order."""
        return list(zip(self.starts, self.ends, strict=True))

    @property
    def total(self) -> int:
        """The open time of the whole stretch."""
        return self.sums[-1]

    def position(self, moment: int) -> int:
        """Open time before the moment."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.sums[index] + min(moment, self.ends[index]) - self.starts[index]

    def earliest(self, position: int) -> int:
        """The first moment with this much open time before it; a closing when one fits.

        The position is above 0 and at most `total`.
        """
        index = bisect_left(self.sums, position) - 1
        return self.starts[index] + position - self.sums[index]

    def latest(self, position: int) -> int:
        """The last moment with this much open time before it; an opening when one fits.

        The position is at least 0 and below `total`.
        """
        index = bisect_right(self.sums, position) - 1
        return self.starts[index] + position - self.sums[index]

    def added(self, moments: Iterable[int], wanted: int) -> list[int]:
        """The end of `wanted` open time after each moment; back from it when negative.

        Zero moves a closed moment to the next opening. The timeline must reach far enough.
        """
        starts, ends, sums = self.starts, self.ends, self.sums
        found = []
        for moment in moments:
            index = bisect_right(ends, moment)  # the interval that is open then, or the next
            opening = starts[index] if index < len(starts) else moment
            if wanted == 0:
                found.append(max(moment, opening))
                continue
            position = sums[index] + max(moment - opening, 0) + wanted
            search = bisect_left if wanted > 0 else bisect_right
            index = search(sums, position) - 1
            found.append(starts[index] + position - sums[index])
        return found

    def open_at(self, moment: int) -> bool:
        """Whether the moment lies in an interval; at its end it does not."""
        index = bisect_right(self.starts, moment) - 1
        return index >= 0 and moment < self.ends[index]

    def opening_after(self, moment: int) -> int | None:
        """The first opening later than the moment."""
        index = bisect_right(self.starts, moment)
        return self.starts[index] if index < len(self.starts) else None

    def closing_before(self, moment: int) -> int | None:
        """The last closing at or before the moment."""
        index = bisect_right(self.ends, moment) - 1
        return self.ends[index] if index >= 0 else None
