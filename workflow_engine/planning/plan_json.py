"""The plan as JSON data: a contract with the renderer and with other systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.durations import Duration
from workflow_engine.planning.json_values import json_date, json_decimal, json_number, json_value
from workflow_engine.planning.recovery import Card, CardStep

if TYPE_CHECKING:
    from workflow_engine.planning.plan import Plan, PlannedItem

FOUR_A = ("acknowledge", "apologize", "amend", "anticipate")


def plan_json(
    plan: Plan, lang: Language, reasons: Mapping[str, str], missing: Sequence[str]
) -> dict[str, Any]:
    """A plan as JSON data. Times are durations in English keywords, which parse back.

    `period.to` is the last day of the period.
    """
    head = plan.program.head
    values = plan.decision.values
    gaps = plan.portrait
    return {
        "customer": {"id": plan.customer_id, "name": plan.name},
        "policy": {
            "id": head.id,
            "version": head.version,
            "hash": plan.program.hash,
            "title": {"zh": head.title.zh, "en": head.title.en},
        },
        "at": json_date(plan.at),
        "period": {"from": json_date(plan.at), "to": json_date(plan.until)},
        "provisional": plan.provisional,
        "tags": [tag for tag in plan.ground.tags if values.get(tag) is True],
        "unknown_tags": [tag for tag in plan.ground.tags if values.get(tag) is None],
        "scales": {
            scale.id: {
                "level": values.get(scale.id),
                "unknown": scale.id in plan.decision.unknown,
                "strategy": plan.strategies.get(scale.id),
            }
            for scale in plan.ground.scales
        },
        "categories": list(plan.decision.categories),
        "unknown_categories": list(plan.decision.unknown_categories),
        "measures": {
            measure.id: json_value(values.get(measure.id), measure.type)
            for measure in plan.ground.measures
        },
        "visit": _visit(plan),
        "must_do": [_item(plan, planned) for planned in plan.must_do],
        "optional": [
            {**_item(plan, planned), "strategy": plan.strategy_on(planned.item.id)}
            for planned in plan.optional
        ],
        "monthly_minutes": json_number(plan.monthly_minutes),
        "tasks": [
            {
                "item": task.item.id,
                "date": json_date(task.date),
                "by": task.item.by,
                "person": task.person,
                "mode": task.item.mode,
                "minutes": task.item.minutes,
                "priority": task.priority,
            }
            for task in plan.tasks
        ],
        "escalation": {
            failure: [{**_who(plan, entry.role), "when": entry.when.get(lang)} for entry in path]
            for failure, path in plan.escalation.items()
        },
        "recovery": {card.failure.id: _card(plan, card, lang) for card in plan.cards},
        "feedback": _feedback(plan, lang),
        "promises": [
            {
                "promise": promise.id,
                "slogan": promise.slogan.get(lang),
                "unit": promise.unit,
                "figure": json_decimal(promise.promise),
                "claim": _text(promise.claim, lang),
            }
            for promise in plan.promises
        ],
        "privileges": [
            {
                "privilege": privilege.id,
                "label": privilege.label.get(lang),
                "gives": [
                    {
                        "benefit": benefit.id,
                        "label": benefit.label.get(lang),
                        "value": benefit.value.get(lang),
                    }
                    for benefit in privilege.gives
                ],
                "text": _text(privilege.public_text, lang),
            }
            for privilege in plan.privileges
        ],
        "unknown_privileges": list(plan.unknown_privileges),
        "portrait": {
            "complete": gaps.complete,
            "missing": {name: list(ids) for name, ids in gaps.missing.items()},
            "stale": list(gaps.stale),
            "values": {
                attribute.id: json_value(plan.values.get(attribute.id), attribute.type)
                for attribute in plan.program.attributes.values()
            },
        },
        "missing": list(missing),
        "reasons": dict(reasons),
    }


def _visit(plan: Plan) -> dict[str, Any] | None:
    visit = plan.visit
    if visit is None:
        return None
    return {
        "times": visit.regime.times,
        "per": visit.regime.per,
        "minutes": visit.regime.minutes,
        "modes": list(visit.regime.modes),
        "by": plan.ground.visit_role,
        "person": _who(plan, plan.ground.visit_role)["person"],
        "last_done": json_date(visit.last_done),
        "due": json_date(visit.due),
    }


def _item(plan: Plan, planned: PlannedItem) -> dict[str, Any]:
    item = planned.item
    return {
        "item": item.id,
        "state": planned.state,
        "priority": planned.priority,
        "urgency": planned.urgency,
        "every": plan.ground.every_texts[item.id],
        "minutes": item.minutes,
        "mode": item.mode,
        "by": item.by,
        "person": plan.person(item.by),
        "last_done": json_date(planned.last_done),
        "due": json_date(planned.due),
        "overdue": planned.overdue,
    }


def _who(plan: Plan, role: str | None) -> dict[str, Any]:
    return {"role": role, "person": None if role is None else plan.people.get(role)}


def _card(plan: Plan, card: Card, lang: Language) -> dict[str, Any]:
    steps: dict[str, Any] = dict.fromkeys(FOUR_A)
    for entry in card.steps:
        steps[entry.step.name] = _step(plan, entry, lang)
    return {"severity": card.failure.severity, **steps, "regulator": _regulator(card, lang)}


def _regulator(card: Card, lang: Language) -> dict[str, Any] | None:
    """The regulator's limit beside the four A, which nothing shortens."""
    limit = card.failure.regulator
    if limit is None:
        return None
    return {"within": _within(limit.within), "label": _text(limit.label, lang)}


def _step(plan: Plan, entry: CardStep, lang: Language) -> dict[str, Any]:
    return {
        "within": _within(entry.within),
        "by": entry.step.by,
        "person": plan.people.get(entry.step.by),
        "offer": [offer.get(lang) for offer in entry.step.offer],
        "text": _text(entry.step.text, lang),
    }


def _feedback(plan: Plan, lang: Language) -> dict[str, Any] | None:
    route = plan.feedback
    if route is None:
        return None
    return {
        "category": route.category,
        "channels": [channel.get(lang) for channel in route.channels],
        "owner": _who(plan, route.process.owner),
        "steps": [
            {
                "step": step.name,
                "within": _within(step.within),
                "by_priority": {priority: _within(within) for priority, within in step.by_priority},
                "by": step.by,
                "text": _text(step.text, lang),
            }
            for step in route.process.steps
        ],
    }


def _within(within: Duration | None) -> str | None:
    return None if within is None else within.text("en")


def _text(text: Bilingual | None, lang: Language) -> str | None:
    return None if text is None else text.get(lang)
