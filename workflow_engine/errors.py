"""Exceptions for programmers; an author's mistake is a `Diagnostic` value instead.

* WorkflowEngineError
  + PolicyError            the policy has mistakes; carries every diagnostic
    - ConditionError       a condition asked of a policy has mistakes
  + CustomerError          one customer handed over in Python does not fit the schema
  + DataFileError          a customer file or service log cannot be read at all; carries diagnostics
  + UsageError             a caller asked for something that cannot be: bad option, unknown name
    - MissingExtraError    the feature needs an optional package that is not installed
    - NotColumnar          the policy calculates more than columns hold exactly
    - CalendarError        a working calendar is wrong or has no such time (also a ValueError)
  + MeaningChanged         formatting a file would change what it says; it is left as it is
  + NoEngine               no PDF engine is installed, or the one asked for does not run
  + OutputError            a result could not be written; the old one is untouched
  + Refused                a case may not do what was asked; carries the refusal
  + StoreError             the database of cases could not do what was asked; nothing was changed
    - UnknownCaseError     there is no such case
    - ConflictError        the case is not as the caller expected it, or its id is taken
    - KeyReusedError       an idempotency key was used before, for another command
    - DatabaseBusyError    somebody else has locked the database for too long
    - DatabaseFullError    there is no space left
    - DatabaseTooNewError  a newer version of the engine has changed the database
    - PolicyMissingError   the policy or calendars a case follows are not kept, or cannot be read
    - JournalError         what is stored is damaged and cannot be read
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from workflow_engine.cases.refusals import Refusal
    from workflow_engine.diagnostics.diagnostic import Diagnostic


class WorkflowEngineError(Exception):
    """Something went wrong in the workflow engine."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class PolicyError(WorkflowEngineError):
    """The policy has mistakes and cannot be loaded.

    `sources` are the texts that the findings are about, by file, as far as they are at hand.
    """

    headline = "the policy has mistakes and cannot be loaded"

    def __init__(
        self, diagnostics: Sequence[Diagnostic], sources: Mapping[str, str] | None = None
    ) -> None:
        self.diagnostics = tuple(diagnostics)
        self.sources: Mapping[str, str] = sources or {}
        lines = [f"{d.code} {d.place}: {d.message.en}" for d in self.diagnostics]
        super().__init__("\n".join([self.headline, *lines]))


class ConditionError(PolicyError):
    """The condition has mistakes; the policy it was asked of has none."""

    headline = "the condition has mistakes"


class CustomerError(WorkflowEngineError):
    """The customer does not fit the policy's schema."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(f"{d.code}: {d.message.en}" for d in self.diagnostics))


class DataFileError(WorkflowEngineError):
    """A data file cannot be read at all; single bad rows are reported as values instead."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(f"{d.code} {d.place}: {d.message.en}" for d in self.diagnostics))


class UsageError(WorkflowEngineError):
    """The request cannot be carried out as it was made.

    The message is English; `zh` is the same for a Chinese reader.
    """

    def __init__(self, message: str, *, zh: str | None = None) -> None:
        self.zh = message if zh is None else zh
        super().__init__(message)


class MissingExtraError(UsageError):
    """An optional package is needed for this."""

    def __init__(self, *, package: str, extra: str, purpose: str) -> None:
        self.package = package
        self.extra = extra
        install = f"pip install 'workflow-engine[{extra}]'"
        super().__init__(
            f"{purpose} needs the package `{package}`: {install}",
            zh=f"这项功能需要先安装 `{package}`：{install}",
        )


class NotColumnar(UsageError):  # noqa: N818  # a limit, not a fault
    """The policy calculates with numbers larger than columns hold exactly.

    Its customers are planned one by one instead, with the same answers.
    """


class CalendarError(UsageError, ValueError):
    """The working calendar is wrong, or has no such time."""


class MeaningChanged(WorkflowEngineError):  # noqa: N818  # said of the file
    """Formatting the file would change what it says, so it is left as it is.

    That is a mistake of this program, not of the file.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.zh = f"{file}：排版后含义会变，所以没有改动（这是本程序的错，请反馈）"
        super().__init__(
            f"{file}: formatting would change what the file says, so it is left as it is "
            "(a mistake of this program: please report it)"
        )


class NoEngine(WorkflowEngineError):  # noqa: N818  # a state of the machine, not a fault
    """No PDF engine is installed, or the one asked for does not run here.

    The message is English and says what to install; `zh` is the same for a Chinese reader.
    """

    def __init__(self, message: str, *, zh: str) -> None:
        self.zh = zh
        super().__init__(message)


class OutputError(WorkflowEngineError):
    """The result could not be written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"cannot write `{path}`: {reason}")


class Refused(WorkflowEngineError):  # noqa: N818  # an answer, not a fault
    """A command was refused; `refusal` says why and who could. `zh` is the same in Chinese."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        self.zh = refusal.text.zh
        super().__init__(refusal.text.en)


class StoreError(WorkflowEngineError):
    """The database of cases could not do what was asked; nothing of it was done.

    The message is English; `zh` is the same for a Chinese reader.
    """

    def __init__(self, message: str, *, zh: str) -> None:
        self.zh = zh
        super().__init__(message)


class UnknownCaseError(StoreError):
    """There is no such case."""

    def __init__(self, case: str) -> None:
        self.case = case
        super().__init__(f"there is no case `{case}`", zh=f"没有个案“{case}”")


class ConflictError(StoreError):
    """The case is not as the caller expected it: somebody else was faster, or its id is taken."""


class KeyReusedError(StoreError):
    """An idempotency key was used before, for another command."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            f"the key `{key}` was given before, with another command; give each command its own",
            zh=f"幂等键“{key}”已用于另一条命令；每条命令请用各自的键",
        )


class DatabaseBusyError(StoreError):
    """Somebody else has locked the database for too long; the same command may be tried again."""


class DatabaseFullError(StoreError):
    """There is no space left; the same command may be tried again when there is."""


class DatabaseTooNewError(StoreError):
    """A newer version of the engine has changed the database."""

    def __init__(self, *, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(
            f"the database has version {found}, this version of the engine knows versions up to "
            f"{known}: install a newer workflow-engine; the database was left as it is",
            zh=f"数据库的版本是 {found}，本程序只认识到版本 {known}：请安装更新的 workflow-engine；"
            "数据库未作任何改动",
        )


class PolicyMissingError(StoreError):
    """The policy or the calendars that a case follows are not kept, or cannot be read any more."""

    def __init__(self, what: Literal["policy", "calendars"], hash_: str, why: str) -> None:
        self.hash = hash_
        named = {"policy": "政策", "calendars": "工作日历"}[what]
        super().__init__(
            f"the {what} {hash_[:12]}… that a case follows cannot be read: "
            f"{why or 'the database does not hold it'}",
            zh=f"个案所依据的{named} {hash_[:12]}… 无法读取：{why or '数据库中没有'}",
        )


class JournalError(StoreError):
    """What is stored is damaged, or was written by something else, and cannot be read."""
