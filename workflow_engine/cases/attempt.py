"""A command on its way: who gives it when, and how it is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

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


class Attempt:
    """One command for one case.

    `by` is who gives it (the owner when unstated), `roles` the roles in which that person acts,
    `at` when it happened, `now` when it is recorded. What refuses it raises `Refused`, which
    `decide` gives back as a value.
    """

    __slots__ = ("at", "by", "case", "command", "now", "roles", "rules", "table")

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
        self.roles = roles_of(case, self.by, rules)

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
