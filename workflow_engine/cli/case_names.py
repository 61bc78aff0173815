"""The names that a person may use with a case: those printed for it, or their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow_engine.cli.naming import meant
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.cli.cases import Cases


class CaseNames:
    """Turns labels into the ids of a case's policy.

    A name that nothing has is passed on as it is written: the refusal names what there is.
    """

    def __init__(self, cases: Cases, case: str) -> None:
        self._program = cases.rules(case).program
        self._process = cases.rules(case).process(cases.case(case).process)
        self._lang = cases.lang

    def command(self, text: str) -> str:
        """The id of a command. Raises UsageError for one that is mistyped."""
        from workflow_engine.cases.wording import COMMANDS, command_named

        own = {transition.command for transition in self._process.transitions}
        if text in own:  # also one that is called like a command of recovery in Chinese
            return text
        name = command_named(text)
        if name in COMMANDS or name in own:
            return name
        labels = [label.get(self._lang) for label in COMMANDS.values()]
        near = did_you_mean(text, [*own, *COMMANDS, *labels])
        if near is not None:
            raise UsageError(
                f"no command `{text}`; did you mean `{near}`?",
                zh=f"没有命令 `{text}`，是不是 `{near}`？",
            )
        return name

    def role(self, text: str | None) -> str | None:
        """The id of a role."""
        roles = {id_: role.label for id_, role in self._program.roles.items()}
        return text and (meant(text, roles) or text)

    def department(self, text: str | None) -> str | None:
        """The id of a department."""
        known = {id_: department.label for id_, department in self._program.support.items()}
        return text and (meant(text, known) or text)

    def event(self, text: str | None) -> str | None:
        """The id of an event of the ladder."""
        return text and (meant(text, dict(self._program.recovery.events)) or text)

    def code(self, text: str | None) -> str | None:
        """A code of the taxonomy; its second level alone where only one class has it."""
        feedback = self._program.feedback
        if text is None or feedback is None:
            return text
        if text in {
            word for id_, label, _ in feedback.taxonomy for word in (id_, label.zh, label.en)
        }:
            return text
        found = {
            f"{id_}/{part.zh}"
            for id_, _, parts in feedback.taxonomy
            for part in parts
            if text in (part.zh, part.en)
        }
        return found.pop() if len(found) == 1 else text
