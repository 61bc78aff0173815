"""One customer's service plan as two printed pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.program import Program
from workflow_engine.render import portrait, recovery, services
from workflow_engine.render.labels import Labels
from workflow_engine.render.pages import environment
from workflow_engine.render.service_calendar import ServiceCalendar, service_calendar
from workflow_engine.render.words import WEEKDAYS

FOOT_NAME = 18
"""Characters of a customer's name that fit beside the policy and the page number."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody the customer can turn to."""

    role_id: str
    role: str
    person: str
    phone: str
    deputy: str


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """Everything that is printed for one customer, ready for the template."""

    plan: Mapping[str, Any]
    number: str
    foot: str
    stage: str
    contact: Contact | None
    supervisor: str
    pyramid: portrait.Pyramid | None
    groups: list[portrait.Group]
    categories: str
    visit: str
    monthly: str
    tags: list[portrait.TagLine]
    top: list[services.TopItem]
    must_do: list[services.ServiceRow]
    optional: services.OptionalItems
    calendar: ServiceCalendar
    usual_role: str
    failures: list[recovery.FailureRow]
    ladders: list[recovery.Ladder]
    promises: list[recovery.PromiseLine]
    feedback: recovery.FeedbackBox | None
    missing: list[str]
    stale: str
    principles: list[tuple[str, str]]


def render_plan(plan: Mapping[str, Any], program: Program, *, lang: Language) -> str:
    """One self-contained HTML page for one customer: no network, no script, A4 when printed.

    `plan` is the plan JSON of `planning`; its sentences are in the language they were made in, so
    `lang` should be that language.
    """
    labels = Labels(program, lang)
    return (
        environment()
        .get_template("plan.html")
        .render(sheet=plan_sheet(plan, labels), **page_names(labels))
    )


def page_names(labels: Labels) -> dict[str, Any]:
    """What every template needs: the fixed words, the language, the policy's foot."""
    head = labels.program.head
    return {
        "say": labels.say,
        "lang": "zh-Hans" if labels.lang == "zh" else "en",
        "weekdays": WEEKDAYS[labels.lang],
        "foot": labels.say(
            "foot",
            title=head.title.get(labels.lang),
            version=head.version,
            hash=labels.program.hash[:10],
        ),
        "policy_title": head.title.get(labels.lang),
        "version": head.version,
        "policy_hash": labels.program.hash,
    }


def plan_sheet(plan: Mapping[str, Any], labels: Labels) -> PlanSheet:
    """The printed content of one plan."""
    program = labels.program
    codes = services.codes(plan)
    contact = responsible(plan, labels)
    stage = program.head.stage
    return PlanSheet(
        plan=plan,
        number=plan_number(plan),
        foot=_foot(plan),
        stage="" if stage == "live" else labels.say(f"stage_{stage}"),
        contact=contact,
        supervisor=_supervisor(contact, labels),
        pyramid=portrait.pyramid(plan, labels),
        groups=portrait.groups(plan, labels),
        categories=labels.joined(portrait.categories(plan, labels)),
        visit=_visit(plan, labels),
        monthly=_monthly(plan, labels),
        tags=portrait.tag_lines(plan, labels),
        top=services.top_items(plan, labels, codes),
        must_do=services.must_do_rows(plan, labels),
        optional=services.optional_items(plan, labels),
        calendar=service_calendar(plan, labels, codes),
        usual_role=labels.role(recovery.usual_role(plan) or ""),
        failures=recovery.failure_rows(plan, labels),
        ladders=recovery.ladders(plan, labels),
        promises=recovery.promise_lines(plan),
        feedback=recovery.feedback_box(plan, labels),
        missing=_missing(plan, labels),
        stale=_stale(plan, labels),
        principles=[
            (
                principle.label.get(labels.lang),
                principle.description.get(labels.lang) if principle.description else "",
            )
            for principle in program.principles.values()
        ],
    )


def plan_number(plan: Mapping[str, Any]) -> str:
    """A number that names this plan: its day and its customer."""
    return f"SP-{plan['at'].replace('-', '')}-{plan['customer']['id']}"


def _foot(plan: Mapping[str, Any]) -> str:
    """The customer in the foot of every page, shortened where the foot is."""
    name: str = plan["customer"]["name"]
    return name if len(name) <= FOOT_NAME else f"{name[: FOOT_NAME - 1]}…"


def responsible(plan: Mapping[str, Any], labels: Labels) -> Contact | None:
    """Who looks after this customer.

    The first role of the policy whose person is an attribute of the customer, if it serves this
    one; else the role that does most of the must-do items. Its person as the plan names it.
    """
    entries = [*plan["must_do"], *plan["optional"]]
    rungs = [rung for path in plan["escalation"].values() for rung in path]
    persons = {entry["by"]: entry["person"] for entry in entries}
    persons.update((rung["role"], rung["person"]) for rung in rungs)
    own = (name for name, role in labels.program.roles.items() if role.person and name in persons)
    served = Counter(entry["by"] for entry in plan["must_do"] or entries)
    role = next(own, None) or next((name for name, _ in served.most_common(1)), None)
    if role is None:
        return None
    person: str = persons[role] or ""
    found = labels.program.staff.get(person)
    return Contact(
        role_id=role,
        role=labels.role(role),
        person=person,
        phone=found.phone or "" if found else "",
        deputy=found.deputy or "" if found else "",
    )


def _supervisor(contact: Contact | None, labels: Labels) -> str:
    role = labels.program.roles.get(contact.role_id) if contact else None
    return labels.role(role.reports_to) if role and role.reports_to else ""


def _visit(plan: Mapping[str, Any], labels: Labels) -> str:
    visit = plan["visit"]
    if visit is None:
        return ""
    every = labels.times(visit["times"], visit["per"])
    parts = [
        labels.say("visit_line", every=every, minutes=visit["minutes"]),
        labels.joined(labels.mode(mode) for mode in visit["modes"]),
    ]
    if visit.get("last_done"):
        parts.append(labels.say("visit_last", date=services.day(visit["last_done"], plan["at"])))
    if visit.get("due"):
        parts.append(labels.say("visit_next", date=services.day(visit["due"], plan["at"])))
    return labels.clauses(parts)


def _monthly(plan: Mapping[str, Any], labels: Labels) -> str:
    minutes = round(plan["monthly_minutes"])
    return labels.say("monthly_minutes", minutes=f"{minutes:,}") if minutes else ""


def _missing(plan: Mapping[str, Any], labels: Labels) -> list[str]:
    return [labels.attribute(name) for name in portrait.wanted(plan)]


def _stale(plan: Mapping[str, Any], labels: Labels) -> str:
    names = [labels.attribute(name) for name in plan["portrait"]["stale"]]
    return labels.say("stale_items", labels=labels.joined(names)) if names else ""
