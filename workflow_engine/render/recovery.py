"""When something goes wrong: the 4A card, the escalation ladders, feedback and promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from workflow_engine.render.labels import Labels

STEPS = ("acknowledge", "apologize", "amend", "anticipate")
_Path: TypeAlias = tuple[tuple[str, str, str], ...]

SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class StepCell:
    """What one A asks for: the time, by whom unless it goes without saying, what is offered."""

    within: str
    by: str
    more: str


@dataclass(frozen=True, slots=True)
class FailureRow:
    """One kind of failure on the 4A card: a cell for each A, None when it does not apply.

    `limit` is the regulator's time limit, empty where there is none.
    """

    label: str
    limit: str
    severity: str
    grave: bool
    cells: tuple[StepCell | None, ...]


@dataclass(frozen=True, slots=True)
class RungBox:
    """One step of a ladder, from the bottom: who, and what makes the case arrive here."""

    number: int
    role: str
    person: str
    phone: str
    when: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """One escalation path; `failures` climb it from the bottom, empty when all of them do.

    `entries` are sentences on failures that enter it at a higher rung.
    """

    rungs: tuple[RungBox, ...]
    failures: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedbackBox:
    """Where the customer is heard, who owns it, and how fast each step is."""

    category: str
    channels: str
    owner: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in its slogan form, and the claim that backs it."""

    slogan: str
    claim: str


def usual_role(plan: Mapping[str, Any]) -> str | None:
    """The role that takes most steps of the 4A card: it is named once, not in every cell."""
    roles = Counter(
        step["by"]
        for entry in plan["recovery"].values()
        for step in (entry[name] for name in STEPS)
        if step is not None
    )
    return roles.most_common(1)[0][0] if roles else None


def failure_rows(plan: Mapping[str, Any], labels: Labels) -> list[FailureRow]:
    """The 4A card, gravest failures first, otherwise in the policy's order."""
    usual = usual_role(plan)
    entries = sorted(
        plan["recovery"].items(), key=lambda entry: SEVERITIES.index(entry[1]["severity"])
    )
    return [
        FailureRow(
            label=labels.failure(name),
            limit=_limit(entry.get("regulator"), labels),
            severity=labels.say(f"severity_{entry['severity']}"),
            grave=entry["severity"] == "high",
            cells=tuple(_cell(entry[step], usual, labels) for step in STEPS),
        )
        for name, entry in entries
    ]


def ladders(plan: Mapping[str, Any], labels: Labels) -> list[Ladder]:
    """The different escalation paths of this customer, the longest first.

    A path that is the upper end of a longer one is not drawn again: the ladder says which failures
    enter it higher up.
    """
    alike: dict[_Path, list[str]] = {}
    for failure, rungs in plan["escalation"].items():
        path = tuple((rung["role"], rung["person"] or "", rung["when"] or "") for rung in rungs)
        if path:
            alike.setdefault(path, []).append(failure)
    drawn: dict[_Path, list[tuple[_Path, list[str]]]] = {}
    for path, failures in sorted(alike.items(), key=lambda entry: -len(entry[0])):
        longer = next((found for found in drawn if _ends_with(found, path)), None)
        if longer is None:
            drawn[path] = []
        else:
            drawn[longer].append((path, failures))
    return [
        Ladder(
            rungs=tuple(
                RungBox(
                    number=number,
                    role=labels.role(role),
                    person=person,
                    phone=_phone(person, labels),
                    when=when,
                )
                for number, (role, person, when) in enumerate(path, start=1)
            ),
            failures=(
                ""
                if len(drawn) == 1
                else labels.joined(labels.failure(failure) for failure in alike[path])
            ),
            entries=tuple(
                labels.say(
                    "enters_at",
                    role=labels.role(higher[0][0]),
                    failures=labels.joined(labels.failure(failure) for failure in failures),
                )
                for higher, failures in entries
            ),
        )
        for path, entries in drawn.items()
    ]


def _ends_with(longer: _Path, path: _Path) -> bool:
    """Whether a path is the end of a longer one; why its first rung is reached may differ."""
    tail = longer[len(longer) - len(path) :]
    return [rung[:2] for rung in tail] == [rung[:2] for rung in path] and tail[1:] == path[1:]


def feedback_box(plan: Mapping[str, Any], labels: Labels) -> FeedbackBox | None:
    """The feedback channel of this customer, or None when the policy has none."""
    feedback = plan["feedback"]
    if feedback is None:
        return None
    owner = feedback["owner"]
    return FeedbackBox(
        category=labels.category(feedback["category"]) if feedback["category"] else "",
        channels=labels.joined(feedback["channels"]),
        owner=_who(owner, labels) if owner["role"] else "",
        steps=tuple(_feedback_step(step, labels) for step in feedback["steps"]),
    )


def promise_lines(plan: Mapping[str, Any]) -> list[PromiseLine]:
    """The promises this customer is given."""
    return [PromiseLine(promise["slogan"], promise["claim"] or "") for promise in plan["promises"]]


def _cell(step: Mapping[str, Any] | None, usual: str | None, labels: Labels) -> StepCell | None:
    if step is None:
        return None
    more = [step["text"] or ""]
    if step["offer"]:
        more.append(labels.say("offers", offers=labels.joined(step["offer"])))
    return StepCell(
        within=labels.within(step["within"]) if step["within"] else "",
        by=labels.role(step["by"]) if step["by"] != usual else "",
        more=labels.clauses(more),
    )


def _limit(limit: Mapping[str, Any] | None, labels: Labels) -> str:
    if limit is None:
        return ""
    return f"{limit['label'] or labels.say('regulator')} {labels.within(limit['within'])}"


def _feedback_step(step: Mapping[str, Any], labels: Labels) -> str:
    name = labels.step(step["step"])
    if step["by_priority"]:
        times = labels.joined(
            labels.say("with_priority", priority=priority, within=labels.within(within))
            for priority, within in step["by_priority"].items()
        )
        return labels.aside(name, times)
    if step["within"]:
        return f"{name} {labels.within(step['within'])}"
    return labels.aside(name, step["text"] or "")


def _who(owner: Mapping[str, Any], labels: Labels) -> str:
    person = owner.get("person") or ""
    phone = _phone(person, labels)
    return " ".join(part for part in (labels.role(owner["role"]), person, phone) if part)


def _phone(person: str, labels: Labels) -> str:
    found = labels.program.staff.get(person)
    return found.phone or "" if found else ""
