"""The service items of a plan as they are printed: tables, priorities, codes for the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.render.labels import DASH, Labels

HELD_STATES = ("suspended", "chosen_but_not_eligible", "unknown")
PRINTED_STATES = ("active", "offered", *HELD_STATES)
CHOSEN_STATES = ("active", "offered", "suspended", "chosen_but_not_eligible")
"""States of what a customer has, may choose or has chosen."""
TOP_ITEMS = 5


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One item in a table. `code` stands for it in the calendar; `note` says what is unusual."""

    code: str
    label: str
    every: str
    minutes: str
    mode: str
    role: str
    person: str
    priority: str
    last_done: str
    due: str
    overdue: bool
    note: str

    @property
    def terms(self) -> tuple[str, ...]:
        """How often, how long and which way, as far as they are given."""
        return tuple(text for text in (self.every, self.minutes, self.mode) if text != DASH)


@dataclass(frozen=True, slots=True)
class OptionalItems:
    """The optional items: running, free to choose, held back; and how many do not apply."""

    active: tuple[ServiceRow, ...]
    offered: tuple[ServiceRow, ...]
    held: tuple[ServiceRow, ...]
    others: int


@dataclass(frozen=True, slots=True)
class TopItem:
    """Something to do first; `person` is empty where it is the customer's own."""

    priority: str
    code: str
    label: str
    due: str
    overdue: bool
    person: str


def day(written: str | None, at: str) -> str:
    """A date as printed in tables: without its year when it is the plan's, or a dash.

    >>> day("2026-11-24", "2026-11-21"), day("2027-01-04", "2026-11-21"), day(None, "2026-11-21")
    ('11-24', '2027-01-04', '—')
    """
    if written is None:
        return DASH
    return written[5:] if written[:4] == at[:4] else written


def must_do_rows(plan: Mapping[str, Any], labels: Labels) -> list[ServiceRow]:
    """The must-do items that are due to this customer, coded 1, 2, 3 and so on."""
    return [
        _row(entry, str(number), plan, labels)
        for number, entry in enumerate(plan["must_do"], start=1)
    ]


def optional_items(plan: Mapping[str, Any], labels: Labels) -> OptionalItems:
    """The optional items by state, coded A, B, C and so on."""
    coded = codes(plan)
    rows: dict[str, list[ServiceRow]] = {state: [] for state in PRINTED_STATES}
    others = 0
    for entry in plan["optional"]:
        if entry["state"] in rows:
            rows[entry["state"]].append(_row(entry, coded[entry["item"]], plan, labels))
        else:
            others += 1
    held = [*rows["suspended"], *rows["chosen_but_not_eligible"], *rows["unknown"]]
    return OptionalItems(tuple(rows["active"]), tuple(rows["offered"]), tuple(held), others)


def top_items(plan: Mapping[str, Any], labels: Labels, codes: Mapping[str, str]) -> list[TopItem]:
    """The few things of this period to do first: by priority, then overdue, then the earlier date.

    The date is the one planned; of what is overdue it is the day that was missed.
    """
    planned: dict[str, str] = {}
    for task in plan["tasks"]:
        planned.setdefault(task["item"], task["date"])
    first = []
    for entry in (*plan["must_do"], *plan["optional"]):
        due = entry["due"]
        date = due if entry["overdue"] else planned.get(entry["item"], due)
        if date is not None and date <= plan["period"]["to"]:
            first.append((entry["priority"], not entry["overdue"], date, entry))
    first.sort(key=lambda found: found[:3])
    return [
        TopItem(
            priority=entry["priority"],
            code=codes[entry["item"]],
            label=labels.item(entry["item"]),
            due=day(date, plan["at"]),
            overdue=bool(entry["overdue"]),
            person="" if _is_own(entry, labels) else entry["person"] or labels.role(entry["by"]),
        )
        for _, _, date, entry in first[:TOP_ITEMS]
    ]


def codes(plan: Mapping[str, Any]) -> dict[str, str]:
    """The code of every printed item: numbers for must-do, letters for optional ones."""
    result = {entry["item"]: str(number) for number, entry in enumerate(plan["must_do"], start=1)}
    coded = 0
    for state in PRINTED_STATES:
        for entry in plan["optional"]:
            if entry["state"] == state:
                result[entry["item"]] = letter(coded)
                coded += 1
    return result


def letter(number: int) -> str:
    """A, B … Z, AA, AB … as columns of a spreadsheet.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _row(
    entry: Mapping[str, Any], code: str, plan: Mapping[str, Any], labels: Labels
) -> ServiceRow:
    name = entry["item"]
    minutes = labels.minutes(entry["minutes"])
    if minutes == DASH and labels.rides(name):
        minutes = labels.say("in_visit")
    return ServiceRow(
        code=code,
        label=labels.item(name),
        every=labels.every(name),
        minutes=minutes,
        mode=labels.mode(entry["mode"]),
        role="" if _is_own(entry, labels) else labels.role(entry["by"]),
        person=entry["person"] or "",
        priority=entry["priority"] or DASH,
        last_done=day(entry["last_done"], plan["at"]),
        due=day(entry["due"], plan["at"]),
        overdue=bool(entry["overdue"]),
        note=_note(entry, plan, labels),
    )


def _is_own(entry: Mapping[str, Any], labels: Labels) -> bool:
    """Whether the person named is the customer's own, whose role stands in the head."""
    role = labels.program.roles.get(entry["by"])
    return bool(entry["person"]) and role is not None and role.person is not None


def _note(entry: Mapping[str, Any], plan: Mapping[str, Any], labels: Labels) -> str:
    state = entry["state"]
    if state == "due_unknown":
        return labels.say("condition_unknown")
    if state not in HELD_STATES:
        return ""
    reason: str = plan["reasons"].get(entry["item"], "")
    if not reason and state == "suspended" and entry["strategy"]:
        reason = labels.say("suspended_by", strategy=labels.strategy(entry["strategy"]))
    if state == "unknown" and reason:
        return reason
    return labels.clauses([labels.say(f"held_{state}"), reason])
