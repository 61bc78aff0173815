"""What a case follows: the policy and the calendars, by their hashes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pins:
    """The policy and the calendars that a case follows, by hash, until it is migrated."""

    policy: str
    calendars: str
