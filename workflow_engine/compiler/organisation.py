"""Sections `roles`, `staff`, `calendars`, and the named things: duties, needs, principles."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.findings import ATTRIBUTE, CALENDAR, PERSON, ROLE, Findings
from workflow_engine.language.nodes import Written
from workflow_engine.model.nouns import Noun as WrittenNoun
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.program import Attribute, CalendarSpec, Noun, Person, Role

NATIONAL = ("CN",)


def compile_roles(
    model: PolicyModel, attributes: Mapping[str, Attribute], findings: Findings
) -> dict[str, Role]:
    """The roles; a ladder of `reports_to` that comes back to itself is a finding."""
    roles = {}
    for name, role in model.roles.items():
        person = role.person
        roles[str(name)] = Role(
            id=str(name),
            label=label_of(name, role.label),
            place=name.place,
            person=None if person is None else findings.known(person, attributes, ATTRIBUTE),
            reports_to=_optional(role.reports_to, model.roles, findings),
            minutes_per_day=role.minutes_per_day,
            compensation_up_to=role.compensation_up_to,
            calendar=None
            if role.calendar is None
            else findings.known(role.calendar, model.calendars, CALENDAR),
            assumed=role.assumed,
        )
    _report_circles({name: role.reports_to for name, role in roles.items()}, model.roles, findings)
    return roles


def compile_staff(model: PolicyModel, findings: Findings) -> dict[str, Person]:
    """The persons by name; a chain of `reports_to` that comes back to itself is a finding."""
    staff = {}
    for name, member in model.staff.items():
        superior, deputy = member.reports_to, member.deputy
        staff[str(name)] = Person(
            name=str(name),
            role=findings.known(member.role, model.roles, ROLE) or str(member.role),
            place=name.place,
            reports_to=None if superior is None else findings.known(superior, model.staff, PERSON),
            area=None if member.area is None else str(member.area),
            phone=None if member.phone is None else str(member.phone),
            deputy=None if deputy is None else findings.known(deputy, model.staff, PERSON),
            minutes_per_day=member.minutes_per_day,
            skills=tuple(str(skill) for skill in member.skills),
            away=tuple(sorted(member.away)),
        )
    _report_circles({n: person.reports_to for n, person in staff.items()}, model.staff, findings)
    return staff


def compile_calendars(model: PolicyModel, findings: Findings) -> dict[str, CalendarSpec]:
    """The calendars; a base is another calendar or a national one."""
    calendars = {}
    for name, calendar in model.calendars.items():
        base = calendar.base
        if base is not None and base not in NATIONAL:
            findings.known(base, [*NATIONAL, *model.calendars], CALENDAR)
        calendars[str(name)] = CalendarSpec(
            id=str(name),
            base=None if base is None else str(base),
            hours=tuple(sorted(calendar.weekly().items())),
            exceptions=tuple(sorted(calendar.dated().items())),
            place=name.place,
        )
    bases = {n: c.base if c.base in calendars else None for n, c in calendars.items()}
    _report_circles(bases, model.calendars, findings)
    return calendars


def compile_nouns(nouns: Mapping[Written, WrittenNoun]) -> dict[str, Noun]:
    """Named things that are printed or referred to."""
    return {
        str(name): Noun(str(name), label_of(name, noun.label), name.place, noun.description)
        for name, noun in nouns.items()
    }


def _optional(
    name: Written | None, known: Mapping[Written, object], findings: Findings
) -> str | None:
    return None if name is None else findings.known(name, known, ROLE)


def _report_circles(
    above: Mapping[str, str | None], names: Mapping[Written, object], findings: Findings
) -> None:
    """Report each chain that comes back to its start, once, at the name that stands first."""
    settled: set[str] = set()
    for written in names:
        path: list[str] = []
        step: str | None = str(written)
        while step is not None and step not in settled and step not in path:
            path.append(step)
            step = above.get(step)
        if step is not None and step in path:
            circle = [*path[path.index(step) :], step]
            findings.report("WE353", written.place, path=" → ".join(f"`{n}`" for n in circle))
        settled.update(path)
