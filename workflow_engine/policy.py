"""A loaded policy: the face for programs. Load once, use for every customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.compiler.compile import compile_policy
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.ordering import worst_first
from workflow_engine.errors import CustomerError, PolicyError, UsageError
from workflow_engine.model.loader import LoadedPolicy, load_folder, load_texts
from workflow_engine.program.program import Program
from workflow_engine.program.types import Value

if TYPE_CHECKING:
    from workflow_engine.batch.customers import CustomerReader
    from workflow_engine.decide.decision import Decision
    from workflow_engine.decide.row_function import RowFunction
    from workflow_engine.explain.reasons import Explainer
    from workflow_engine.planning.history import ServiceHistory
    from workflow_engine.planning.plan import Plan
    from workflow_engine.planning.planner import Planner

FOR_WANT_OF_A_FILE = frozenset(
    {"WE325", "WE351", "WE354", "WE374", "WE421", "WE431", "WE434", "WE441", "WE443"}
)
"""What is also found where a name or a section stands in a file that could not be read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a policy found; `program` is None when a finding is an error.

    `sources` holds the text of every file that was read, by the path shown in the findings.
    """

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]

    @property
    def clean(self) -> bool:
        """Whether there is neither an error nor a warning."""
        return all(found.severity == "info" for found in self.diagnostics)


class Policy:
    """One policy, ready to decide and plan. Safe to share between threads.

    `sources` are the texts it was compiled from, by file; cases keep them.
    """

    def __init__(
        self,
        program: Program,
        diagnostics: tuple[Diagnostic, ...] = (),
        sources: Mapping[str, str] | None = None,
    ) -> None:
        self.program = program
        self.diagnostics = diagnostics
        self.sources: Mapping[str, str] = {} if sources is None else sources

    @cached_property
    def row_function(self) -> RowFunction:
        """The generated function from a checked customer and a day to a decision."""
        from workflow_engine.decide.row_function import row_function

        return row_function(self.program)

    @cached_property
    def customers(self) -> CustomerReader:
        """Checks and reads customers by this policy's schema."""
        from workflow_engine.batch.customers import CustomerReader

        return CustomerReader(self.program)

    @cached_property
    def planner(self) -> Planner:
        """Makes plans from decisions."""
        from workflow_engine.planning.planner import Planner

        return Planner(self.program)

    @cached_property
    def explainer(self) -> Explainer:
        """Makes sentences from decisions."""
        from workflow_engine.explain.reasons import Explainer

        return Explainer(self.program)

    def values(self, customer: Mapping[str, Any]) -> dict[str, Value]:
        """One customer's data, checked, in the engine's internal form.

        `customer` is keyed by attribute id or label. Raises CustomerError with every bad value.
        """
        values, found = self.customers.validate(customer)
        if any(one.severity == "error" for one in found):
            raise CustomerError(found)
        return values

    def decide(self, customer: Mapping[str, Any], *, at: dt.date) -> Decision:
        """Decide about one customer on a day. Raises CustomerError for bad data."""
        return self.row_function(self.values(customer), _day(at))

    def plan(
        self, customer: Mapping[str, Any], *, at: dt.date, log: ServiceHistory | None = None
    ) -> Plan:
        """The service plan of one customer on a day, dated from the service log.

        Raises CustomerError for bad data, also when the customer has no id.
        """
        id_, name = self.customers.identity(customer)
        return self.plan_values(id_, name, self.values(customer), at=at, log=log)

    def plan_values(
        self,
        id_: str,
        name: str,
        values: Mapping[str, Value],
        *,
        at: dt.date,
        log: ServiceHistory | None = None,
    ) -> Plan:
        """The plan of a customer whose values are checked already."""
        day = _day(at)
        return self.planner.plan(id_, name, values, self.row_function(values, day), day, log)

    def missing(self, values: Mapping[str, Value], *, at: dt.date) -> tuple[str, ...]:
        """The missing attributes on which something undecided depends, in the policy's order."""
        from workflow_engine.decide.decider import missing_attributes

        gaps = missing_attributes(self.program, values, _day(at))
        wanted = {attribute for attributes in gaps.values() for attribute in attributes}
        return tuple(name for name in self.program.attributes if name in wanted)

    def missing_for(
        self, unknown: Iterable[str], values: Mapping[str, Value], *, at: dt.date
    ) -> tuple[str, ...]:
        """The missing attributes on which these unknown definitions depend."""
        from workflow_engine.decide.reference import Evaluator

        names = tuple(unknown)
        if not names:
            return ()
        evaluator = Evaluator(self.program, values, _day(at))
        wanted = frozenset[str]().union(*(evaluator.missing_for(name) for name in names))
        return tuple(name for name in self.program.attributes if name in wanted)

    def plan_json(
        self, plan: Plan, *, lang: Language | None = None, reasons: bool = True
    ) -> dict[str, Any]:
        """A plan as JSON data, with its reasons in the asked language."""
        language = lang or self.program.head.language
        texts: Mapping[str, str] = {}
        if reasons:
            texts = self.explainer.reasons(plan.values, plan.decision, plan.at, language)
        missing = self.missing(plan.values, at=plan.at)
        return plan.as_dict(language, reasons=texts, missing=missing)


def check(path: str | Path) -> Report:
    """Check a policy folder; an author's mistake is a finding, never an exception."""
    return _report(load_folder(path))


def check_texts(files: Mapping[str, str]) -> Report:
    """Check a policy given as file name → text."""
    return _report(load_texts(files))


def load(path: str | Path) -> Policy:
    """Load a policy folder. Raises PolicyError, which carries every finding, if one is an error."""
    report = check(path)
    if report.program is None:
        raise PolicyError(report.diagnostics)
    return Policy(report.program, report.diagnostics, report.sources)


def _day(at: dt.date) -> dt.date:
    """The day of a moment: for Python a `datetime` is a `date` too.

    Raises UsageError for anything else.
    """
    if not isinstance(at, dt.date):
        raise UsageError(
            f"`at` is a date, not {type(at).__name__}: {at!r}",
            zh=f"at 应为日期，而不是 {type(at).__name__}：{at!r}",
        )
    return at.date() if isinstance(at, dt.datetime) else at


def _report(loaded: LoadedPolicy) -> Report:
    found = list(loaded.diagnostics)
    program = None
    if loaded.model is not None:
        compiled = compile_policy(loaded.model, loaded.dropped, loaded.languages)
        found += [
            one
            for one in compiled.diagnostics
            if loaded.complete or one.code not in FOR_WANT_OF_A_FILE
        ]
        program = compiled.program
    if any(one.severity == "error" for one in found):
        program = None
    if program is not None and loaded.complete:
        from workflow_engine.checks.registry import run_checks

        found += run_checks(program)
        if any(one.severity == "error" for one in found):
            program = None
    return Report(program, tuple(worst_first(found)), loaded.sources)
