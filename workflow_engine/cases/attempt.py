"""A command on its way: who gives it when, and how it is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from workflow_engine.cases.allowed import allowed
from workflow_engine.cases.authority import persons
from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import Act
from workflow_engine.cases.people import roles_of
from workflow_engine.cases.refusals import Refusal, RefusalCode
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.cases.wording import COMMANDS
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import Refused

ARGUMENTS: Mapping[str, Bilingual] = {
    "amount": Bilingual("金额", "amount"),
    "goods": Bilingual("实物", "goods"),
    "person": Bilingual("人员", "person"),
    "role": Bilingual("岗位", "role"),
    "until": Bilingual("截止时间", "end"),
    "department": Bilingual("部门", "department"),
    "code": Bilingual("分类代码", "code"),
    "nature": Bilingual("性质", "nature"),
    "urgency": Bilingual("紧急程度", "urgency"),
    "severity": Bilingual("严重程度", "severity"),
    "event": Bilingual("事件", "event"),
    "other": Bilingual("另一个案", "other case"),
    "outcome": Bilingual("结果", "outcome"),
}
"""What a command may be given beside who, when and a note, as it is called in a sentence."""


class Attempt:
    """One command for one case.

    `by` is who gives it (the owner when unstated), `at` when it happened, `now` when it is
    recorded. `roles` are those in which that person acted then, `powers` those of them that the
    person still has: no power comes back by back-dating. What refuses it raises `Refused`, which
    `decide` gives back as a value.
    """

    __slots__ = ("at", "by", "case", "command", "now", "powers", "roles", "rules", "table")

    def __init__(
        self,
        case: Case,
        command: Act,
        rules: CaseRules,
        now: dt.datetime,
        at: dt.datetime,
    ) -> None:
        self.case = case
        self.command = command
        self.table: ProcessTable = rules.table(case.process)
        self.rules = rules
        self.now = now
        self.at = at
        self.by = case.owner if command.by is None else command.by
        self.roles = roles_of(case, self.by, rules, at)
        self.powers = self.roles if at == now else self.roles & roles_of(case, self.by, rules, now)

    def refused(
        self,
        code: RefusalCode,
        text: Bilingual,
        who: Iterable[tuple[str, str | None]] = (),
        *,
        instead: Iterable[str] | None = None,
    ) -> Refused:
        """The exception that refuses the command. `instead` is unstated what the case accepts."""
        accepted = allowed(self.case, self.rules) if instead is None else tuple(instead)
        return Refused(Refusal(code, text, tuple(who), accepted))

    def missing(self, zh: str, en: str) -> Refused:
        """The refusal of a command that lacks something it needs."""
        name = self.label(self.command.command)
        return self.refused(
            "argument_missing",
            Bilingual(
                f"“{name.zh}”需要写明{zh}，请补充后再试。",
                f"`{name.en}` needs {en}: add it and try again.",
            ),
            instead=(self.command.command,),
        )

    def needs_note(self) -> str:
        """The note of a command that is not carried out without one."""
        note = self.command.note
        if note is None or not note.strip():
            raise self.missing("原因或说明（note）", "a note that says why")
        return note

    def takes(self, *arguments: str) -> None:
        """Refuse an argument that the command has no use for: it would be kept as if it counted."""
        command = self.command
        given = (
            ("amount", command.amount),
            ("goods", command.goods),
            ("person", command.person),
            ("role", command.role),
            ("until", command.until),
            ("department", command.department),
            ("code", command.code),
            ("nature", command.nature),
            ("urgency", command.urgency),
            ("severity", command.severity),
            ("event", command.event),
            ("other", command.other),
            ("outcome", command.outcome),
        )
        for argument, value in given:
            if value is not None and argument not in arguments:
                name, what = self.label(command.command), ARGUMENTS[argument]
                raise self.refused(
                    "unknown_value",
                    Bilingual(
                        f"“{name.zh}”不用{what.zh}（{argument}），请去掉后再试。",
                        f"`{name.en}` takes no {what.en} ({argument}): leave it out.",
                    ),
                    instead=(command.command,),
                )

    def persons(self, roles: Iterable[str]) -> tuple[tuple[str, str | None], ...]:
        """Roles with the person who acts in each."""
        return persons(self.case, roles, self.rules, self.at)

    def role_label(self, role: str) -> Bilingual:
        """A role as it is printed."""
        found = self.rules.program.roles.get(role)
        return Bilingual.same(role) if found is None else found.label

    def named(self, who: Iterable[tuple[str, str | None]]) -> Bilingual:
        """Roles and their persons as words."""
        zh, en = [], []
        for role, person in who:
            label = self.role_label(role)
            zh.append(label.zh if person is None else f"{label.zh} {person}")
            en.append(label.en if person is None else f"{label.en} {person}")
        return Bilingual("、".join(zh), " or ".join(en))

    @staticmethod
    def label(command: str) -> Bilingual:
        """A command as it is printed."""
        return COMMANDS.get(command) or Bilingual.same(command)
