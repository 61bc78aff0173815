"""Sections `roles`, `staff`, `calendars`, and the named things: duties, needs, principles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from workflow_engine.calendars.build import NATIONAL, weekly_hours
from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.findings import ATTRIBUTE, CALENDAR, PERSON, ROLE, Findings
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import CalendarError
from workflow_engine.language.nodes import Written
from workflow_engine.model.nouns import Noun as WrittenNoun
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.program import Attribute, CalendarSpec, Noun, Person, Role

Absences = tuple[tuple[dt.date, dt.date], ...]
"""First and last days."""


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
            reports_to=findings.optional(role.reports_to, model.roles, ROLE),
            minutes_per_day=role.minutes_per_day,
            compensation_up_to=role.compensation_up_to,
            cost_per_hour=role.cost_per_hour,
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
            reports_to=findings.optional(superior, model.staff, PERSON),
            area=None if member.area is None else str(member.area),
            phone=None if member.phone is None else str(member.phone),
            deputy=findings.optional(deputy, model.staff, PERSON),
            minutes_per_day=member.minutes_per_day,
            skills=tuple(str(skill) for skill in member.skills),
            away=tuple(sorted(member.away)),
        )
    _report_circles({n: person.reports_to for n, person in staff.items()}, model.staff, findings)
    for name, member in model.staff.items():
        if member.deputy is None or staff[str(name)].deputy is not None:
            _report_uncovered(staff[str(name)], staff, findings)
    return staff


def _report_uncovered(person: Person, staff: Mapping[str, Person], findings: Findings) -> None:
    """Report the days on which somebody is away and so are all the deputies in turn."""
    if person.deputy == person.name:
        days = Bilingual("请假的日子", "on days of absence")
        why = Bilingual("代理人写的是本人", "the deputy is the same person")
        findings.report("WE446", person.place, name=person.name, days=days, why=why)
        return
    days_off, chain = person.away, [person.name]
    while days_off:
        deputy = staff[chain[-1]].deputy
        if deputy is None or deputy in chain:
            break
        chain.append(deputy)
        days_off = _common(days_off, staff[deputy].away)
    if not days_off:
        return
    why = Bilingual("没有写代理人", "no deputy is named")
    if len(chain) > 1:
        listed = [f"`{name}`" for name in chain[1:]]
        why = Bilingual(
            f"代理人{'、'.join(listed)}那几天也不在", f"{', '.join(listed)} is away then too"
        )
    said = "、".join(_days(first, last) for first, last in days_off)
    days = Bilingual(said, f"on {said.replace('、', ', ')}")
    findings.report("WE446", person.place, name=person.name, days=days, why=why)


def _common(some: Absences, others: Absences) -> Absences:
    """The days that are in both."""
    return tuple(
        (max(first, begin), min(last, end))
        for first, last in some
        for begin, end in others
        if max(first, begin) <= min(last, end)
    )


def _days(first: dt.date, last: dt.date) -> str:
    return f"{first}" if first == last else f"{first}..{last}"


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
            label=calendar.label,
        )
    bases = {n: c.base if c.base in calendars else None for n, c in calendars.items()}
    _report_circles(bases, model.calendars, findings)
    if not findings.dropped:  # hours may be among what was left out
        for spec in calendars.values():
            _report_never_open(spec, calendars, findings)
    return calendars


def _report_never_open(
    spec: CalendarSpec, all_specs: Mapping[str, CalendarSpec], findings: Findings
) -> None:
    """Report a calendar on which time does not go on for ever; other mistakes are reported already.

    Open on single dates is not enough: after the last of them no time limit would end.
    """
    try:
        if weekly_hours(spec, all_specs):
            return
    except CalendarError:
        return
    dates = [day for day, intervals in spec.exceptions if intervals]
    when = Bilingual("从不开放", "never open")
    if dates:
        last = max(dates).isoformat()
        when = Bilingual(f"{last} 之后不再开放", f"not open after {last}")
    findings.report("WE376", spec.place, name=spec.id, open=when)


def compile_nouns(nouns: Mapping[Written, WrittenNoun]) -> dict[str, Noun]:
    """Named things that are printed or referred to."""
    return {
        str(name): Noun(str(name), label_of(name, noun.label), name.place, noun.description)
        for name, noun in nouns.items()
    }


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
