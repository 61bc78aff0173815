"""How far a run is, how fast it goes, and how long it will still take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`customers` are done after `seconds`; `share` (0 to 1) of the input is behind them."""

    customers: int
    share: float
    seconds: float

    @property
    def rate(self) -> float:
        """Customers a second."""
        return self.customers / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds still to go at the rate so far; None while nothing is done.

        >>> Progress(customers=200, share=0.25, seconds=10.0).remaining
        30.0
        """
        if self.share <= 0:
            return None
        return self.seconds * (1 - min(self.share, 1.0)) / self.share
