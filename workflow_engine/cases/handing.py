"""Handing a case to somebody else."""

from __future__ import annotations

from typing import NoReturn

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.events import Event, Reassigned
from workflow_engine.cases.people import Holder, holder, known, stand_in
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

    Raises:
        Refused: as for `appointed`; or the policy has no such role, or nobody is in it.
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
    level = case.level if command.role is None else command.role
    if command.person is not None:
        found = _able(attempt, command.person)
    else:
        found = holder(case.people, case.about, level, rules, attempt.at)
        if found.person is None:
            _nobody(attempt, level or "", found)
    if (level, found.person) == (case.level, case.owner):
        raise attempt.refused(
            "already",
            Bilingual(
                f"个案已经由{found.person}负责，无需转派。",
                f"The case is with {found.person} already.",
            ),
        )
    return [Reassigned(attempt.at, attempt.by, level, found.person, found.stands_for, note)]


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
