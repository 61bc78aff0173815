"""What planning asks of a service log."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

VISIT = "visit"
"""The log's word for a visit as such, without naming what was done on it."""


class ServiceHistory(Protocol):
    """When which service was done for whom.

    `needs_record` counts only entries that name the record form that was filled in; entries after
    `until` are in the future of the plan and do not count.
    """

    def last_done(
        self, customer_id: str, item: str, *, needs_record: bool, until: dt.date
    ) -> dt.date | None:
        """The latest day on which `item` was done, or None."""

    def done_dates(
        self, customer_id: str, item: str, *, needs_record: bool, until: dt.date
    ) -> tuple[dt.date, ...]:
        """Every day on which `item` was done."""


class NoHistory:
    """The history of a policy that starts today: nothing was ever done."""

    def last_done(
        self,
        customer_id: str,  # noqa: ARG002
        item: str,  # noqa: ARG002
        *,
        needs_record: bool,  # noqa: ARG002
        until: dt.date,  # noqa: ARG002
    ) -> dt.date | None:
        """None, always."""
        return None

    def done_dates(
        self,
        customer_id: str,  # noqa: ARG002
        item: str,  # noqa: ARG002
        *,
        needs_record: bool,  # noqa: ARG002
        until: dt.date,  # noqa: ARG002
    ) -> tuple[dt.date, ...]:
        """No day, always."""
        return ()
