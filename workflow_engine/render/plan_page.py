"""One customer's service plan as two printed pages: a working copy, and one for the customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.program import Program
from workflow_engine.render import customer_copy, portrait, recovery, services
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.labels import Labels
from workflow_engine.render.look import Look
from workflow_engine.render.pages import page, page_names
from workflow_engine.render.privileges import PrivilegeLine, privilege_lines
from workflow_engine.render.service_calendar import ServiceCalendar, service_calendar
from workflow_engine.render.typography import shortened

Audience = Literal["staff", "customer"]
"""For whom a sheet is. What the company thinks of a customer is on the copy of its staff alone."""

RUNNING_COLUMNS = 34
RUNNING_TITLE = 40
"""Columns (Chinese characters take two) of the texts of the running head."""


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
    """Everything that is printed for one customer, ready for the template.

    `internal` sheets are for the staff; on others level, strategy, tags, reasons, priorities and
    failures are empty, `answers` stand for the failures, and the ladder names people alone.
    """

    plan: Mapping[str, Any]
    number: str
    internal: bool
    running: tuple[str, str]
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
    priorities: list[str]
    must_do: list[services.ServiceRow]
    optional: services.OptionalItems
    calendar: ServiceCalendar
    usual_role: str
    failures: list[recovery.FailureRow]
    answers: list[customer_copy.AnswerLine]
    ladders: list[recovery.Ladder]
    privileges: list[PrivilegeLine]
    promises: list[recovery.PromiseLine]
    feedback: recovery.FeedbackBox | None
    missing: list[str]
    stale: str
    principles: list[tuple[str, str]]


def plan_document(
    plan: Mapping[str, Any],
    program: Program,
    *,
    lang: Language,
    look: Look | None = None,
    audience: Audience = "staff",
) -> Document:
    """One customer's plan: no network, no script, two A4 pages when printed.

    `plan` is the plan JSON of `planning`; its sentences are in the language they were made in, so
    `lang` should be that language. Raises LookError where a template of `look` cannot be filled.
    """
    labels = Labels(program, lang)
    sheet = plan_sheet(plan, labels, audience)
    names = page_names(labels)
    return Document(
        title=f"{plan['customer']['name']} · {labels.say('plan_title')} · {sheet.number}",
        lang=lang,
        html=page("plan.html", {"sheet": sheet, **names}, look=look),
        bookmarks=(Bookmark(f"{plan['customer']['name']} · {sheet.number}", "plan"),),
    )


def plan_sheet(plan: Mapping[str, Any], labels: Labels, audience: Audience = "staff") -> PlanSheet:
    """The printed content of one plan."""
    program = labels.program
    internal = audience == "staff"
    plan = plan if internal else customer_copy.without_judgement(plan, program)
    codes = services.codes(plan)
    contact = responsible(plan, labels)
    stage = program.head.stage
    return PlanSheet(
        plan=plan,
        number=plan_number(plan),
        internal=internal,
        running=_running(plan, labels, internal=internal),
        stage="" if stage == "live" else labels.say(f"stage_{stage}"),
        contact=contact,
        supervisor=_supervisor(contact, labels),
        pyramid=portrait.pyramid(plan, labels) if internal else None,
        groups=portrait.groups(
            plan, labels, portrait.PORTRAITS if internal else customer_copy.FOR_CUSTOMERS
        ),
        categories=labels.joined(portrait.categories(plan, labels)),
        visit=_visit(plan, labels, "visit_next" if internal else "visit_planned"),
        monthly=_monthly(plan, labels),
        tags=portrait.tag_lines(plan, labels),
        top=services.top_items(plan, labels, codes),
        priorities=sorted(
            set(program.priorities.values()) if internal else (),
            key=lambda name: (len(name), name),
        ),
        must_do=services.must_do_rows(plan, labels),
        optional=services.optional_items(plan, labels),
        calendar=service_calendar(plan, labels, codes),
        usual_role=labels.role(recovery.usual_role(plan) or ""),
        failures=recovery.failure_rows(plan, labels) if internal else [],
        answers=[] if internal else customer_copy.answer_lines(plan, labels),
        ladders=(
            recovery.ladders(plan, labels)
            if internal
            else customer_copy.who_is_above(plan, labels, contact.role_id if contact else None)
        ),
        privileges=privilege_lines(plan, labels, internal=internal),
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


def _running(plan: Mapping[str, Any], labels: Labels, *, internal: bool) -> tuple[str, str]:
    """What stands over every page, left and right, shortened to the room there is."""
    title = labels.program.head.title.get(labels.lang)
    name = shortened(plan["customer"]["name"], RUNNING_COLUMNS)
    return (
        " · ".join([shortened(title, RUNNING_TITLE), *([labels.say("internal")] * internal)]),
        f"{shortened(plan_number(plan), RUNNING_COLUMNS)}\u2003{name}",
    )


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


def _visit(plan: Mapping[str, Any], labels: Labels, ahead: str) -> str:
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
        parts.append(labels.say(ahead, date=services.day(visit["due"], plan["at"])))
    return labels.clauses(parts)


def _monthly(plan: Mapping[str, Any], labels: Labels) -> str:
    minutes = round(plan["monthly_minutes"])
    return labels.say("monthly_minutes", minutes=f"{minutes:,}") if minutes else ""


def _missing(plan: Mapping[str, Any], labels: Labels) -> list[str]:
    return [labels.attribute(name) for name in portrait.wanted(plan)]


def _stale(plan: Mapping[str, Any], labels: Labels) -> str:
    names = [labels.attribute(name) for name in plan["portrait"]["stale"]]
    return labels.say("stale_items", labels=labels.joined(names)) if names else ""
