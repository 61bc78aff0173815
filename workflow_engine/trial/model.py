"""What a policy test is: a customer, a day, perhaps a case, and what is expected of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, TypeAlias

from workflow_engine.cases.commands import Act, Open
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.program.types import Type, Value
from workflow_engine.trial.exercised import Exercised


class Mark(Enum):
    """What may be expected in place of a value."""

    UNKNOWN = "unknown"
    """It cannot be decided, because data is missing."""
    NONE = "none"
    """There is none: no level, no rung fired, no refusal."""
    CONFLICT = "conflict"
    """Several rules decide differently although the hit policy forbids it."""


Wanted: TypeAlias = "Value | Mark"
"""A value in internal form, or what stands in its place."""

Subject: TypeAlias = tuple[str, ...]
"""What an expectation is about, from the section down.

| subject | of |
|---|---|
| `("tags", id)`, `("levels", id)`, `("measures", id)`, `("tables", id)` | a definition |
| `("tables", id, field)` | one output of a table with several |
| `("unknown",)`, `("missing",)`, `("categories",)`, `("privileges",)` | the customer |
| `("monthly_minutes",)` | their plan |
| `("items", id, field)` | `state`, `due`, `priority`, `urgency`, `minutes`, `last_done`, … |
| `("visit", field)` | `times`, `per`, `minutes`, `modes`, `due`, `last_done` |
| `("people", role)` | the person in a role |
| `("case", field)`, `("case", field, name)` | the case in the end |
| `("steps", number, field)`, `("steps", number, field, name)` | the case after a step, from 1 |
"""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that is expected. `place` is that of the value in the test file.

    Of a list that is not `ordered` the order does not matter. What is `implied` is not written: a
    step that is not said to be refused is expected to be carried out.
    """

    subject: Subject
    type: Type
    wanted: Wanted
    place: Place
    ordered: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One service that was done: an item by its id, or `visit`."""

    item: str
    done_on: dt.date
    by: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a case at a moment; without an `act` time only passes until then."""

    at: dt.datetime
    act: Act | None
    place: Place


@dataclass(frozen=True, slots=True)
class CaseScript:
    """A case: its opening and what happens then.

    Of the `opening` the people, tags and facts are filled in when the test runs. Moments are aware,
    in the policy's timezone. `until` is the moment at which the case is looked at in the end; None:
    that of the last step.
    """

    opening: Open
    opened_at: dt.datetime
    steps: tuple[Step, ...]
    until: dt.datetime | None
    place: Place


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """One customer of one test.

    `values` has every attribute of the policy in internal form, None where missing. `at` is the
    day of the decision. A test with several customers is several tests, called `name / customer`.
    """

    name: str
    file: str
    place: Place
    at: dt.date
    customer: str
    customer_name: str
    values: Mapping[str, Value]
    log: tuple[LogEntry, ...] = ()
    case: CaseScript | None = None
    expectations: tuple[Expectation, ...] = ()
    about: str | None = None
    persona: str | None = None


@dataclass(frozen=True, slots=True)
class Persona:
    """A named customer on whom tests build: only what was written, in internal form.

    `identity` holds the id and the name of the customer under the policy's `key` and `name`.
    """

    name: str
    place: Place
    values: Mapping[str, Value]
    identity: Mapping[str, str]
    about: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A test that cannot run for a mistake in it."""

    file: str
    name: str


@dataclass(frozen=True, slots=True)
class NotRun:
    """What mistakes keep from running: single tests, and whole `files` that cannot be read."""

    tests: tuple[LeftOut, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTests:
    """The tests of several files that are free of mistakes, and every mistake that was found."""

    tests: tuple[PolicyTest, ...]
    personas: Mapping[str, Persona]
    diagnostics: tuple[Diagnostic, ...]
    not_run: NotRun = NotRun()

    @property
    def sound(self) -> bool:
        """Whether no test was left out for a mistake."""
        return all(found.severity != "error" for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as expected.

    `title` names it. `expected` and `actual` are as printed; `found` is the actual value. `reason`
    says why, `rule` is the place of the rule that decided (None where no single rule did), `change`
    the nearest change of the customer with which the test would agree.
    """

    expectation: Expectation
    title: Bilingual
    expected: Bilingual
    actual: Bilingual
    found: Wanted
    reason: Bilingual | None = None
    rule: Place | None = None
    change: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class TestResult:
    """What came of one test: it agrees with the policy unless there are differences.

    `agreed` counts the written expectations that were met.
    """

    __test__: ClassVar[bool] = False  # pytest takes it for tests of its own otherwise

    test: PolicyTest
    differences: tuple[Difference, ...]
    exercised: Exercised
    agreed: int = field(default=0)

    @property
    def agrees(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences
