"""The chapters on who is who: roles with their limits, the staff, departments that help."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import Chapter, Entry, Grid, Listing, Row, Section, Sentence
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program.program import Person, Role

_B = Bilingual
_NOTHING = Sentence(_B("—", "—"))


def people(voice: Voice) -> Chapter | None:
    """Roles and the staff table; None where the policy names neither."""
    program = voice.program
    sections = []
    if program.roles:
        entries = tuple(_role(role, voice) for role in program.roles.values())
        sections.append(Section(_B("岗位", "Roles"), (Listing(entries),)))
    if program.staff:
        sections.append(Section(_B("人员", "Staff"), (_staff(voice),)))
    if not sections:
        return None
    return Chapter(
        "people",
        _B("谁是谁", "Who is who"),
        _B(
            "每个岗位向谁汇报、自己能决定多少补偿；每个人在哪个岗位、请假时谁代理。",
            "To whom each role reports and what it may grant; who holds which role and who stands "
            "in.",
        ),
        tuple(sections),
    )


def _role(role: Role, voice: Voice) -> Entry:
    unmarked = role.assumed and role.compensation_up_to is None
    return Entry(role.label, tuple(_about_role(role, voice)), assumed=unmarked)


def _about_role(role: Role, voice: Voice) -> Iterator[Sentence]:
    if role.reports_to is not None:
        words = _B("向{0}汇报。", "reports to the {0}.")
        yield voice.sentence(words, voice.role(role.reports_to))
    else:
        yield Sentence(_B("没有上级。", "Reports to nobody."))
    if role.compensation_up_to is not None:
        yield voice.sentence(
            _B("可以自行决定的补偿不超过{0}。", "may grant compensation up to {0}."),
            voice.money(role.compensation_up_to),
            assumed=role.assumed,
        )
    elif role.id in _tops(voice):
        yield voice.sentence(
            _B("处在升级阶梯的顶端，补偿金额不设上限。", "stands at the top of the escalation "
               "ladder and may grant any amount.")
        )  # fmt: skip
    else:
        yield voice.sentence(
            _B("没有补偿额度，须报有额度的岗位批准。", "may grant no compensation of its own.")
        )
    if role.minutes_per_day is not None:
        words = _B("每天用于服务的时间是 {0} 分钟。", "has {0} minutes a day for service.")
        yield voice.sentence(words, role.minutes_per_day)
    if role.person is not None:
        yield voice.sentence(
            _B(
                "每位客户由谁担任，写在客户资料“{0}”里。",
                "who it is for a customer stands in the customer's “{0}”.",
            ),
            voice.name(role.person),
        )
    if role.calendar is not None:
        words = _B("工作时间按日历“{0}”。", "works by the calendar “{0}”.")
        yield voice.sentence(words, voice.calendar(role.calendar))


def _tops(voice: Voice) -> set[str]:
    """The roles at which an escalation ladder ends."""
    ladders = [process.ladder for process in voice.program.processes.values()]
    return {
        rung.to for ladder in ladders for rung in ladder if rung.to not in {r.role for r in ladder}
    }


def _staff(voice: Voice) -> Grid:
    heads = [
        _B("姓名", "Name"),
        _B("岗位", "Role"),
        _B("上级", "Reports to"),
        _B("片区", "Area"),
        _B("代理人", "Deputy"),
        _B("技能", "Skills"),
        _B("电话", "Phone"),
    ]
    rows = tuple(Row(tuple(_person(person, voice))) for person in voice.program.staff.values())
    return Grid(tuple(heads), rows, (12, 17, 12, 14, 12, 25, 14))


def _person(person: Person, voice: Voice) -> Iterator[tuple[Sentence, ...]]:
    yield (Sentence(Bilingual.same(person.name)),)
    yield (Sentence(voice.role(person.role)), *_times(person, voice))
    for text in (person.reports_to, person.area, person.deputy):
        yield (_plain(text),)
    yield (
        (Sentence(voice.listed(map(Bilingual.same, person.skills))),)
        if person.skills
        else (_NOTHING,)
    )
    yield (_plain(person.phone),)


def _times(person: Person, voice: Voice) -> Iterator[Sentence]:
    if person.minutes_per_day is not None:
        words = _B("每天 {0} 分钟", "{0} minutes a day")
        yield Sentence(voice.say(words, person.minutes_per_day))
    for first, last in person.away:
        words = _B("{0} 至 {1} 不在", "away from {0} to {1}")
        yield Sentence(voice.say(words, first.isoformat(), last.isoformat()))


def _plain(text: str | None) -> Sentence:
    return _NOTHING if text is None else Sentence(Bilingual.same(text))


def support(voice: Voice) -> Chapter | None:
    """The departments that help with cases, and in what time they answer."""
    departments = voice.program.support
    if not departments:
        return None
    entries = tuple(
        Entry(
            one.label,
            (
                voice.sentence(
                    _B(
                        "办理个案需要帮助时，由{0}在{1}内答复。",
                        "where a case needs its help, the {0} answers within {1}.",
                    ),
                    voice.role(one.role),
                    voice.duration(one.within),
                    assumed=one.assumed,
                ),
            ),
        )
        for one in departments.values()
    )
    return Chapter(
        "support",
        _B("后台支持部门", "Departments that help"),
        _B(
            "需要其他部门协助时，请谁、多久答复。",
            "Whom to ask when another department is needed, and how fast it answers.",
        ),
        (Section(None, (Listing(entries),)),),
    )
