"""The copy that a customer keeps: what is done for him, and whom he turns to.

Left out is what the company thinks of him and how it works inside: levels, categories, tags,
priorities, what is overdue, what moves a case up, how grave a failure is, limits of regulators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from workflow_engine.program.program import Portrait, Program
from workflow_engine.render.labels import Labels
from workflow_engine.render.recovery import Ladder, ladders
from workflow_engine.render.services import CHOSEN_STATES

FOR_CUSTOMERS: tuple[Portrait, ...] = ("basic",)
"""The portraits that a customer's own copy shows: who he is, not what he is worth."""
INSIDE = frozenset(("classify", "assign"))
"""Steps of feedback that a customer does not see."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What can go wrong: who answers, how soon, and how soon it is put right."""

    label: str
    role: str
    answered: str
    settled: str


def without_judgement(plan: Mapping[str, Any], program: Program) -> Mapping[str, Any]:
    """The plan as its customer may read it.

    Left out are levels, categories, tags, priorities, the reasons that quote them, what is recorded
    only to judge a customer, what he costs, and the items that he can neither have nor choose. The
    days are those for which something is planned, also of what is overdue.
    """
    told = {
        name
        for name, attribute in program.attributes.items()
        if attribute.portrait in FOR_CUSTOMERS
    }
    recorded: Mapping[str, Any] = plan["portrait"].get("values") or {}
    planned: dict[str, str] = {}
    for task in plan["tasks"]:
        planned.setdefault(task["item"], task["date"])

    def item(entry: Mapping[str, Any]) -> Mapping[str, Any]:
        due = planned.get(entry["item"]) or (None if entry["overdue"] else entry["due"])
        state = "due" if entry["state"] == "due_unknown" else entry["state"]
        return {**entry, "priority": "", "overdue": False, "due": due, "state": state}

    return {
        **plan,
        "tags": [],
        "unknown_tags": [],
        "scales": {},
        "categories": [],
        "unknown_categories": [],
        "unknown_privileges": [],
        "measures": {},
        "monthly_minutes": 0,
        "reasons": {},
        "missing": [name for name in plan["missing"] if name in told],
        "portrait": {
            **plan["portrait"],
            "missing": {},
            "stale": [],
            "values": {name: value for name, value in recorded.items() if name in told},
        },
        "visit": _visit(plan, program),
        "must_do": [item(entry) for entry in plan["must_do"]],
        "optional": [
            {**item(entry), "strategy": None}
            for entry in plan["optional"]
            if entry["state"] in CHOSEN_STATES
        ],
        "feedback": plan["feedback"] and _feedback(plan["feedback"]),
    }


def _visit(plan: Mapping[str, Any], program: Program) -> Mapping[str, Any] | None:
    """The visits, and when the next one is planned."""
    visit: Mapping[str, Any] | None = plan["visit"]
    if visit is None:
        return None
    riding = {name for name, item in program.items.items() if item.every.kind == "visit"}
    days = [task["date"] for task in plan["tasks"] if task["item"] in riding]
    due = visit.get("due")
    kept = due if due is not None and due >= plan["at"] else None
    return {**visit, "due": min(days, default=kept)}


def _feedback(feedback: Mapping[str, Any]) -> Mapping[str, Any]:
    """The channel; of times by priority the longest holds for everybody, that of the last."""

    def step(found: Mapping[str, Any]) -> Mapping[str, Any]:
        times = found["by_priority"]
        within = found["within"]
        if times:
            within = times[max(times, key=lambda name: (len(name), name))]
        return {**found, "by_priority": {}, "within": within, "text": None}

    return {
        **feedback,
        "category": None,
        "steps": [step(found) for found in feedback["steps"] if found["step"] not in INSIDE],
    }


def answer_lines(plan: Mapping[str, Any], labels: Labels) -> list[AnswerLine]:
    """Who answers what and by when, in the policy's order, but for what a regulator hands on."""
    lines = []
    for name, entry in plan["recovery"].items():
        answer = entry["acknowledge"] or entry["apologize"]
        settle = entry["amend"]
        if entry.get("regulator") or not (answer or settle):
            continue
        lines.append(
            AnswerLine(
                label=labels.failure(name),
                role=labels.role((answer or settle)["by"]),
                answered=_within(answer, labels),
                settled=_within(settle, labels),
            )
        )
    return lines


def _within(step: Mapping[str, Any] | None, labels: Labels) -> str:
    return labels.within(step["within"]) if step and step["within"] else ""


def who_is_above(plan: Mapping[str, Any], labels: Labels, role_id: str | None) -> list[Ladder]:
    """One ladder of people, without what moves a case up it: that of the customer's own contact."""
    start = labels.role(role_id)
    found = sorted(
        ladders(plan, labels),
        key=lambda ladder: (ladder.rungs[0].role != start, -len(ladder.rungs)),
    )
    return [
        Ladder(tuple(replace(rung, when="") for rung in ladder.rungs), "", ())
        for ladder in found[:1]
    ]
