"""Why a command was refused, and who could."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual

RefusalCode = Literal[
    "unknown_process",
    "not_for_customer",
    "unknown_command",
    "not_in_this_state",
    "ended",
    "guard_false",
    "guard_unknown",
    "wrong_role",
    "complained_about",
    "over_limit",
    "needs_approval",
    "four_eyes",
    "no_request",
    "lapsed",
    "nobody_above",
    "unknown_person",
    "unknown_department",
    "unknown_value",
    "argument_missing",
    "in_the_future",
    "too_far_back",
    "before_last_event",
    "already",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that was not carried out; nothing has changed.

    `text` says what is wrong and what to do instead, `who` names roles and persons who could
    (person None where nobody is known), `instead` the commands that would be accepted now.
    """

    code: RefusalCode
    text: Bilingual
    who: tuple[tuple[str, str | None], ...] = ()
    instead: tuple[str, ...] = ()
