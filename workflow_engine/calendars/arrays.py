"""Open time added to arrays of moments, with numpy when it is installed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from workflow_engine.calendars.hours import MICROSECOND
from workflow_engine.calendars.layout import HORIZON
from workflow_engine.calendars.many import add_instants, timeline_for
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.errors import CalendarError, MissingExtraError

if TYPE_CHECKING:
    from numpy import datetime64, int64
    from numpy.typing import NDArray


def add_array(
    calendar: WorkingCalendar, starts: NDArray[datetime64], amount: dt.timedelta
) -> NDArray[datetime64]:
    """`WorkingCalendar.add` of one amount to an array of moments in UTC; the shape is kept.

    Results are `datetime64[us]` in UTC, equal to the scalar ones. A polars series of aware
    datetimes is such an array by `series.to_numpy()`.

    Raises:
        CalendarError: `starts` is not an array of moments, one of them is missing (NaT) or at the
            ends of all time, or the calendar has not so much open time after one.
        MissingExtraError: numpy is not installed.
    """
    try:
        import numpy as np
    except ImportError as error:
        raise MissingExtraError(package="numpy", extra="arrays", purpose="an array") from error
    if starts.dtype.kind != "M":
        raise CalendarError(f"an array of {starts.dtype} is not one of moments (datetime64)")
    if np.isnat(starts).any():
        raise CalendarError("a moment in the array is missing (NaT)")
    moments: NDArray[int64] = starts.astype("datetime64[us]").astype(np.int64)
    if not moments.size:
        return moments.astype("datetime64[us]")
    layout, wanted = calendar.layout, amount // MICROSECOND
    first, last = int(moments.min()), int(moments.max())
    layout.require_inside((first, last))
    if last - first > HORIZON:
        ends = np.array(add_instants(layout, moments.ravel().tolist(), wanted), dtype=np.int64)
        return ends.reshape(moments.shape).astype("datetime64[us]")
    timeline = timeline_for(layout, first, last, wanted)
    opens, closes, sums = (
        np.array(column, dtype=np.int64)
        for column in (timeline.starts, timeline.ends, timeline.sums)
    )
    index = np.searchsorted(closes, moments, side="right")
    after_all = index == len(opens)
    opening = np.where(after_all, moments, opens[np.minimum(index, len(opens) - 1)])
    if wanted == 0:
        found = np.maximum(moments, opening)
    else:
        position = sums[index] + np.maximum(moments - opening, 0) + wanted
        index = np.searchsorted(sums, position, side="left" if wanted > 0 else "right") - 1
        found = opens[index] + position - sums[index]
    farthest = int(np.abs(found - moments).argmax())
    layout.found(int(moments.flat[farthest]), int(found.flat[farthest]), abs(wanted))
    return found.astype("datetime64[us]")
