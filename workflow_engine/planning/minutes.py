"""How often a month: exact shares, as integers over one common denominator."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from workflow_engine.calendars.festivals import FESTIVALS
from workflow_engine.decide.runtime import half_even
from workflow_engine.language.durations import Frequency, units_a_month
from workflow_engine.program.types import SCALE


def times_a_month(frequency: Frequency) -> Fraction:
    """How often a month a frequency comes round.

    An event counts its festivals ÷ 12. What rides on visits, waits for the customer or stands
    ready takes no time of its own: 0, and so does an event whose date nobody knows.
    """
    if frequency.kind == "event":
        # Two names of one festival are one festival.
        festivals = {FESTIVALS[event] for event in frequency.events if event in FESTIVALS}
        return Fraction(len(festivals), 12)
    if frequency.unit is None:
        return Fraction(0)
    if frequency.kind == "rolling":
        return units_a_month(frequency.unit) / frequency.count
    return units_a_month(frequency.unit) * frequency.count


def common_denominator(shares: Iterable[Fraction]) -> int:
    """The least denominator over which all shares are integers."""
    return math.lcm(1, *(share.denominator for share in shares))


def millionths(numerator: int, denominator: int) -> int:
    """`numerator ÷ denominator` as a `number`, rounded half-even to six places."""
    return half_even(numerator * SCALE, denominator)
