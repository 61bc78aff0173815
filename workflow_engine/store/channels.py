"""What the outbox hands to the world, and how the world answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Message:
    """What happened to a case in one go, for somebody outside to be told.

    `id` is the same for every attempt: who receives it twice can tell. `version` is the version of
    the case afterwards, `topics` the kinds of events that are worth telling, each once, in order.
    `at` is the moment of the last event in the life of the case. `data` is the whole as JSON data:
    `{"case", "process", "customer", "version", "topics", "events"}`. `attempt` counts from 1.
    """

    id: str
    case: str
    version: int
    topics: tuple[str, ...]
    at: dt.datetime
    data: Mapping[str, Any]
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has it."""


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """It did not arrive, or nobody knows; it is tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The receiver wants no more of it: no further attempt."""

    reason: str


Outcome: TypeAlias = Delivered | NotDelivered | Gone
DELIVERED = Delivered()


class Channel(Protocol):
    """A way to the world: mail, a message service, a webhook.

    It is called outside of any transaction and perhaps more than once with the same message. What
    it raises counts as not delivered.
    """

    def __call__(self, message: Message, now: dt.datetime) -> Outcome:
        """Try once to deliver the message at the moment `now`."""
        ...
