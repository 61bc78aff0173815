"""The customer's part of a case sheet: what they told us, what was done and promised, to sign.

Nothing from inside stands on it: no notes, no escalation, no severity, no limits, no history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ANCHOR = "customer"
"""The id of the part in its document."""

KINDS = ("recovery", "feedback")
"""Cases that began with a customer; any other process has no part for one."""

DONE = ("acknowledge", "receive", "apologize", "amend", "reply", "resolve", "notify", "thank")
"""Steps that a customer notices, so that they are told when they were done."""

PROMISED = ("acknowledge", "apologize", "amend", "reply", "resolve", "notify")
"""Steps that a customer waits for."""


@dataclass(frozen=True, slots=True)
class CopyLine:
    """What was done or will be, when, and what was given; an empty `when` is written by hand."""

    what: str
    when: str
    given: str


@dataclass(frozen=True, slots=True)
class CustomerCopy:
    """What the customer reads and signs, ready for the template.

    `choice`: amends are still to be agreed, one of the `offers` or something else.
    """

    title: str
    facts: list[tuple[str, str]]
    done: list[CopyLine]
    promised: list[CopyLine]
    choice: bool
    offers: list[str]
    sign: str


def customer_copy(
    view: Mapping[str, Any], say: Callable[..., str], moment: Callable[[str | None, str], str]
) -> CustomerCopy | None:
    """The customer's part of a case (`view`, its JSON); None where no customer is concerned.

    `say` gives the fixed words of case sheets, `moment` prints a moment as of another.
    """
    if view["kind"] not in KINDS:
        return None
    person = " ".join(part for part in (view["level_label"], view["owner"]) if part)
    return CustomerCopy(
        title=say(f"copy_title_{view['kind']}"),
        facts=[
            (say("copy_customer"), f"{view['name']} {view['customer']}"),
            (say("copy_about"), view["label"]),
            (say("copy_day"), f"{view['opened_at'][:10]} {view['opened_at'][11:16]}"),
            (say("copy_person"), person or say("unassigned")),
        ],
        done=[
            CopyLine(_said(step, say), moment(step["done_at"], view["at"]), _given(step, say))
            for step in view["steps"]
            if step["step"] in DONE and step["done_at"] is not None
        ],
        promised=list(_promised(view, say, moment)),
        choice=any(step["step"] == "amend" for step in _awaited(view)),
        offers=[offer for step in _awaited(view) for offer in step["offers"]],
        sign=say("sign_owner", role=view["level_label"])
        if view["level_label"]
        else say("sign_owner_plain"),
    )


def _promised(
    view: Mapping[str, Any], say: Callable[..., str], moment: Callable[[str | None, str], str]
) -> Iterator[CopyLine]:
    """What is still to come; a deadline that has passed is written anew."""
    for step in _awaited(view):
        due = step["due_at"]
        stands = due is not None and due > view["at"] and not step["provisional"]
        when = say("due_by", date=moment(due, view["at"])) if stands else ""
        yield CopyLine(_said(step, say), when, "")


def _awaited(view: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The steps that the customer still waits for."""
    if view["ended_at"] is not None:
        return []
    return [step for step in view["steps"] if step["step"] in PROMISED and step["done_at"] is None]


def _said(step: Mapping[str, Any], say: Callable[..., str]) -> str:
    return say(f"copy_{step['step']}")


def _given(step: Mapping[str, Any], say: Callable[..., str]) -> str:
    return say("comma").join(part for part in (step["amount_text"], step["goods"]) if part)
