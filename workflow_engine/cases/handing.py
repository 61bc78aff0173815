"""Handing a case to somebody else."""

from __future__ import annotations

from typing import NoReturn

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.authority import with_those_above
from workflow_engine.cases.events import Event, Reassigned
from workflow_engine.cases.people import Holder, holder, known, roles_of, stand_in
from workflow_engine.diagnostics.bilingual import Bilingual


def appointed(attempt: Attempt) -> Reassigned:
    """The person named in `assign`, or the deputy while that person is away.

    Raises:
        Refused: nobody is named, or somebody who cannot have the case.
    """
    person = attempt.command.person
    if person is None:
        raise attempt.missing("指派给谁（person）", "the person it is assigned to")
    found = _able(attempt, person)
    return Reassigned(attempt.at, attempt.by, attempt.case.level, found.person, found.stands_for)


def reassign(attempt: Attempt) -> list[Event]:
    """Give the case to another person, another role, or both.

    The level becomes the role in which the person has the case, if the ladder knows it; a role
    beside the ladder takes the case where it stands, so that it can still climb.

    Raises:
        Refused: as for `appointed`; or the policy has no such role, nobody is in it, the person
            does not have it, or whoever hands the case over may not.
    """
    case, command, rules = attempt.case, attempt.command, attempt.rules
    note = attempt.needs_note()
    if command.person is None and command.role is None:
        raise attempt.missing("转给谁（person）或哪个岗位（role）", "a person or a role")
    if command.role is not None and command.role not in rules.program.roles:
        raise attempt.refused(
            "unknown_value",
            Bilingual(
                f"政策中没有岗位“{command.role}”，只有：{'、'.join(rules.program.roles)}。",
                f"The policy has no role `{command.role}`; "
                f"there are {', '.join(rules.program.roles)}.",
            ),
            instead=("reassign",),
        )
    _check_hands_over(attempt)
    if command.person is not None:
        found = _able(attempt, command.person)
        role = _role_of(attempt, command.person)
    else:
        role = command.role
        found = holder(case.people, case.about, role, rules, attempt.at)
        if found.person is None:
            _nobody(attempt, role or "", found)
    climbs = role in attempt.table.ladder or not attempt.table.rungs
    level = role if climbs else case.level
    if (level, found.person) == (case.level, case.owner):
        raise attempt.refused(
            "already",
            Bilingual(
                f"个案已经由{found.person}负责，无需转派。",
                f"The case is with {found.person} already.",
            ),
        )
    return [Reassigned(attempt.at, attempt.by, level, found.person, found.stands_for, note)]


def check_giver(attempt: Attempt) -> None:
    """Refuse what needs somebody who is known: money, a request for it, a pause.

    Raises:
        Refused: nobody is named, or neither the case nor the staff table knows the name.
    """
    if attempt.by is None:
        raise attempt.missing("经办人（by）", "the name of who does it (by)")
    if known(attempt.case, attempt.by, attempt.rules):
        return
    case, name = attempt.case, attempt.label(attempt.command.command)
    who = ((case.level, case.owner),) if case.level is not None else ()
    could = attempt.named(who)
    raise attempt.refused(
        "unknown_person",
        Bilingual(
            f"个案和人员表中都没有“{attempt.by}”，不能办理“{name.zh}”；"
            f"请核对姓名，或由{could.zh or '在岗人员'}办理。",
            f"Neither the case nor the staff table knows `{attempt.by}`, who cannot do "
            f"`{name.en}`: check the name, or let {could.en or 'somebody of the staff'} do it.",
        ),
        who,
        instead=(attempt.command.command,),
    )


def check_known(attempt: Attempt, name: str) -> None:
    """Refuse a person whom neither the case nor the staff table knows."""
    if known(attempt.case, name, attempt.rules):
        return
    raise attempt.refused(
        "unknown_person",
        Bilingual(
            f"个案和人员表中都没有“{name}”，请核对姓名，或先把此人加入人员表。",
            f"Neither the case nor the staff table knows `{name}`: check the name.",
        ),
        instead=(attempt.command.command,),
    )


def check_not_about(attempt: Attempt, name: str) -> None:
    """Refuse the person complained about."""
    if name != attempt.case.about:
        return
    raise attempt.refused(
        "complained_about",
        Bilingual(
            f"{name}是被投诉人，不能经办本案，请指定其他人。",
            f"{name} is complained about and may not handle the case: name somebody else.",
        ),
        instead=(attempt.command.command,),
    )


def _check_hands_over(attempt: Attempt) -> None:
    """The owner may, and whoever has the role that answers for the case, or one above it."""
    case, by = attempt.case, attempt.by
    level = () if case.level is None else (case.level,)
    may = with_those_above(level, attempt.rules)
    if by is not None and (by == case.owner or attempt.roles & may):
        return
    if not level and known(case, by, attempt.rules):
        return
    first = [case.level] if case.level is not None and case.owner is None else []
    who = attempt.persons([*first, *attempt.table.above(case.level)])
    if case.level is not None and case.owner is not None:
        who = ((case.level, case.owner), *who)
    name = attempt.named(who[:1])
    raise attempt.refused(
        "wrong_role",
        Bilingual(
            f"个案只能由{name.zh}或其上级转派，请他们转派。",
            f"The case is handed over by {name.en} or somebody above: ask them.",
        ),
        who,
        instead=("note",),
    )


def _role_of(attempt: Attempt, name: str) -> str | None:
    """The role in which somebody takes the case: the one that is asked for, else their own.

    Who holds the level takes it there; of several other roles the lowest on the ladder counts.
    """
    case, asked = attempt.case, attempt.command.role
    roles = roles_of(case, name, attempt.rules, attempt.at)
    if asked is None:
        ladder = [role for role in (case.level, *attempt.table.ladder) if role in roles]
        return ladder[0] if ladder else min(roles, default=case.level)
    if asked in roles:
        return asked
    who = attempt.persons((asked,))
    label, could = attempt.role_label(asked), attempt.named(who)
    raise attempt.refused(
        "wrong_role",
        Bilingual(
            f"{name}不在{label.zh}岗位上，也不是其代理人，不能以此岗位接手；可转给{could.zh}。",
            f"{name} neither has the role {label.en} nor stands in for it; {could.en} could.",
        ),
        who,
        instead=("reassign",),
    )


def _able(attempt: Attempt, name: str) -> Holder:
    check_known(attempt, name)
    check_not_about(attempt, name)
    found = stand_in(name, attempt.case.about, attempt.rules, attempt.at)
    if found.person is None:
        raise attempt.refused(
            "unknown_person",
            Bilingual(
                f"{name}不在岗，又没有可用的代理人，请指定其他人。",
                f"{name} is away and has no deputy who could: name somebody else.",
            ),
            instead=(attempt.command.command,),
        )
    return found


def _nobody(attempt: Attempt, role: str, found: Holder) -> NoReturn:
    label = attempt.role_label(role)
    if found.why == "complained_about":
        check_not_about(attempt, attempt.case.about or "")
    raise attempt.refused(
        "unknown_person",
        Bilingual(
            f"{label.zh}岗位没有可用的人，请写明转给谁（person）。",
            f"Nobody is known in the role {label.en}: name the person.",
        ),
        instead=("reassign",),
    )
