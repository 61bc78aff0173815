"""A loaded policy: the face for programs. Load once, use for every customer."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.ordering import worst_first
from workflow_engine.errors import ConditionError, CustomerError, PolicyError, UsageError
from workflow_engine.model.loader import (
    blueprint_texts,
    load_folder,
    load_texts,
    test_texts,
)
from workflow_engine.program.both_versions import both_versions
from workflow_engine.program.program import Program
from workflow_engine.program.rollout import Rollout, in_rollout
from workflow_engine.program.types import Value
from workflow_engine.reports import (
    BlueprintReport,
    Report,
    found_in,
    report_of,
    with_blueprints,
)

if TYPE_CHECKING:
    from workflow_engine.batch.customers import CustomerFile, CustomerReader
    from workflow_engine.checks.suppressing import Sifted
    from workflow_engine.decide.decision import Decision
    from workflow_engine.decide.row_function import RowFunction
    from workflow_engine.explain.reasons import Explainer
    from workflow_engine.planning.history import ServiceHistory
    from workflow_engine.planning.plan import Plan
    from workflow_engine.planning.planner import Planner
    from workflow_engine.program.blueprints import Blueprint
    from workflow_engine.render.look import Look, LookReport
    from workflow_engine.runs.counting import Count
    from workflow_engine.runs.engines import Engine
    from workflow_engine.runs.frames import Frames
    from workflow_engine.runs.spark import SparkFrame, SparkTables

__all__ = [
    "BeforeReport",
    "BlueprintReport",
    "Policy",
    "Report",
    "check",
    "check_blueprints",
    "check_rules",
    "check_texts",
    "load",
    "load_before",
    "load_blueprints",
    "load_look",
    "read_blueprints",
]

TEMPLATES = "templates"
"""The folder beside the rules that holds a policy's own templates."""


@dataclass(frozen=True, slots=True)
class BeforeReport:
    """The version of the customers that a rollout has not reached, None where it cannot be used."""

    policy: Policy | None
    diagnostics: tuple[Diagnostic, ...]


class Policy:
    """One policy, ready to decide and plan. Safe to share between threads.

    `sources` are the texts it was compiled from, by file; cases keep them. `folder` is where it
    came from, and where its blueprints are looked for. `beside` is the version that other customers
    have, where this is the one before it. While it is rolled out in stages, `decide`
    and `plan` take each customer by the version that is in force for them (`deciding`); everything
    else is about this version alone.
    """

    def __init__(
        self,
        program: Program,
        diagnostics: tuple[Diagnostic, ...] = (),
        sources: Mapping[str, str] | None = None,
        folder: Path | None = None,
        *,
        beside: Program | None = None,
    ) -> None:
        self.program = program
        self._beside = beside
        self.diagnostics = diagnostics
        self.sources: Mapping[str, str] = {} if sources is None else sources
        self.folder = folder

    @cached_property
    def blueprints(self) -> Mapping[str, Blueprint]:
        """The service blueprints by id, none where the policy names no folder.

        Raises PolicyError, which carries every finding, if one has an error, and UsageError where
        the policy came from texts, so that nobody knows where the folder is.
        """
        if self.program.head.blueprints is None:
            return {}
        if self.folder is None:
            raise UsageError(
                "this policy was not loaded from a folder, so its blueprints cannot be found",
                zh="这份政策不是从文件夹载入的，找不到它的服务蓝图",
            )
        report = load_blueprints(self.folder, self.program)
        if any(found.severity == "error" for found in report.diagnostics):
            raise PolicyError(report.diagnostics, report.sources)
        return report.blueprints

    @cached_property
    def look(self) -> Look | None:
        """The policy's own templates for printed pages, None where it has none.

        Raises PolicyError, which carries every finding, if one is an error.
        """
        if self.folder is None:
            return None
        report = load_look(self.folder)
        if report is None:
            return None
        if report.look is None:
            raise PolicyError(report.diagnostics, report.sources)
        return report.look

    @cached_property
    def before(self) -> Policy | None:
        """The version of the customers that a staged rollout has not reached; None without one.

        It is read when it is first wanted. Raises PolicyError where it cannot be used, and
        UsageError where the policy came from texts, so that nobody knows where the folder is.
        """
        rollout = self.program.rollout
        if rollout is None or rollout.before is None:
            return None
        if self.folder is None:
            raise UsageError(
                "this policy was not loaded from a folder, so the version before it cannot be "
                "found",
                zh="这份政策不是从文件夹载入的，找不到它的原政策",
            )
        loaded = load_before(self.folder, self.program, rollout)
        if loaded.policy is None:
            raise PolicyError(loaded.diagnostics, self.sources)
        return loaded.policy

    @property
    def staged(self) -> bool:
        """Whether customers are decided by two versions; then each of them needs an id."""
        return self.program.rollout is not None and self.program.rollout.before is not None

    def deciding(self, customer_id: str, *, at: dt.date) -> Policy:
        """The version that decides about a customer on a day: this one, or the one before it.

        Raises what `before` does.
        """
        rollout = self.program.rollout
        if rollout is None or not self.staged or in_rollout(rollout, customer_id, _day(at)):
            return self
        return self.before or self

    @cached_property
    def printed(self) -> Program:
        """What is printed for the ids in plans, also in those of the version before this one."""
        if self.before is None:
            return self.program
        return both_versions(self.program, self.before.program)

    def read_customers(self, path: str | Path, *, at: dt.date) -> CustomerFile:
        """The customers of a file, each checked by the version that decides about it on a day.

        Raises DataFileError where the file cannot be read, and what `before` does.
        """
        if self.before is None:
            return self.customers.read(path)
        from workflow_engine.batch.customers import read_by_version

        def is_new(customer_id: str) -> bool:
            return self.deciding(customer_id, at=at) is self

        return read_by_version(self.customers, self.before.customers, path, is_new)

    @cached_property
    def row_function(self) -> RowFunction:
        """The generated function from a checked customer and a day to a decision."""
        from workflow_engine.decide.row_function import row_function

        return row_function(self.program)

    @cached_property
    def customers(self) -> CustomerReader:
        """Checks and reads customers by this policy's schema."""
        from workflow_engine.batch.customers import CustomerReader

        beside = None if self.before is None else self.before.program
        return CustomerReader(self.program, beside or self._beside)

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
        """Decide about one customer on a day.

        Raises CustomerError for bad data, also when there is no id and two versions are in force.
        """
        version = self
        if self.staged:
            version = self.deciding(self.customers.identity(customer)[0], at=at)
        return version.row_function(version.values(customer), _day(at))

    def plan(
        self, customer: Mapping[str, Any], *, at: dt.date, log: ServiceHistory | None = None
    ) -> Plan:
        """The service plan of one customer on a day, dated from the service log.

        Raises CustomerError for bad data, also when the customer has no id.
        """
        id_, name = self.customers.identity(customer)
        version = self.deciding(id_, at=at)
        return version.plan_values(id_, name, version.values(customer), at=at, log=log)

    def plan_values(
        self,
        id_: str,
        name: str,
        values: Mapping[str, Value],
        *,
        at: dt.date,
        log: ServiceHistory | None = None,
    ) -> Plan:
        """The plan by this version of a customer whose values it has checked already."""
        day = _day(at)
        return self.planner.plan(id_, name, values, self.row_function(values, day), day, log)

    def plan_frame(
        self,
        customers: object,
        *,
        at: dt.date,
        log: object = None,
        engine: Engine = "auto",
        lang: Language | None = None,
    ) -> Frames:
        """The plans of many customers as two frames of Polars, in the order of the input.

        `customers` is a frame of Polars, anything with the Arrow C stream interface (pandas,
        pyarrow, DuckDB), or an iterable of mappings; `log` likewise. Rows that cannot be used are
        in `rejected`, with messages in `lang` (default: the policy's language). During a staged
        rollout the frames have a last column `rollout`, `new` or `before`: by which version.

        Raises DataFileError where the columns make every row useless.
        """
        from workflow_engine.runs.packages import require_tables

        require_tables()
        if self.before is not None:
            from workflow_engine.runs.versions import plan_frame_of_both

            both = self.program, self.before.program
            lang = lang or self.program.head.language
            return plan_frame_of_both(
                *both, customers, at=_day(at), log=log, engine=engine, lang=lang
            )
        from workflow_engine.runs.frames import plan_frame

        return plan_frame(self.program, customers, at=_day(at), log=log, engine=engine, lang=lang)

    def plan_spark(
        self,
        customers: SparkFrame,
        *,
        at: dt.date,
        log: SparkFrame | None = None,
        lang: Language | None = None,
    ) -> SparkTables:
        """The plans of the customers of a Spark frame, as three lazy Spark frames.

        `customers` and `log` have the columns of the files, typed or text. Rows that cannot be used
        are in `rejected`, and so is every row of an id that stands in several; its messages are in
        `lang` (default: the policy's language).

        Raises DataFileError where the columns make every row useless, and UsageError during a
        staged rollout, which Spark does not divide customers for.
        """
        from workflow_engine.runs.spark import plan_spark

        return plan_spark(self.program, customers, at=_day(at), log=log, lang=lang)

    def count(
        self,
        condition: str,
        customers: object,
        *,
        at: dt.date,
        engine: Engine = "auto",
        lang: Language | None = None,
    ) -> Count:
        """For how many customers a condition holds, written as in the policy.

        `rejected` of what comes back has its messages in `lang` (default: the policy's language).

        Raises ConditionError, which carries every finding, if the condition has mistakes.
        """
        from workflow_engine.compiler.condition import FILE, compile_condition
        from workflow_engine.runs.packages import require_tables

        compiled, found = compile_condition(condition, self.program)
        if compiled is None:
            raise ConditionError(found, {FILE: condition})
        require_tables()
        from workflow_engine.runs.counting import count
        from workflow_engine.runs.frames import given

        given_ = given(customers)
        return count(self.program, compiled, given_, at=_day(at), engine=engine, lang=lang)

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
        """A plan of this policy as JSON data, with its reasons in the asked language."""
        if plan.program is not self.program and self.before is not None:
            return self.before.plan_json(
                plan, lang=lang or self.program.head.language, reasons=reasons
            )
        language = lang or self.program.head.language
        texts: Mapping[str, str] = {}
        if reasons:
            texts = self.explainer.reasons(plan.values, plan.decision, plan.at, language)
        missing = self.missing(plan.values, at=plan.at)
        return plan.as_dict(language, reasons=texts, missing=missing)


def check(path: str | Path, *, tests: bool = True) -> Report:
    """Check a policy folder and its blueprints; an author's mistake is a finding, not an exception.

    `program` is the policy's own: an error in a blueprint does not keep it from planning. With
    `tests`, mistakes in the writing of the policy's tests are found too; they are not run.
    """
    report = check_rules(path)
    if report.program is None:
        return report
    report = with_blueprints(report.program, report, load_blueprints(path, report.program))
    assert report.program is not None, "blueprints do not take the program away"
    found = list(report.diagnostics)
    sources = dict(report.sources)
    rollout = report.program.rollout
    if rollout is not None and rollout.before is not None:
        found += load_before(path, report.program, rollout).diagnostics
    look = load_look(path)
    if look is not None:
        found += look.diagnostics
        sources |= look.sources
    if tests:
        texts, wrong = test_texts(Path(path))
        sources |= texts
        found += wrong
        if texts:
            from workflow_engine.trial.reading import read_tests

            found += read_tests(texts, report.program).diagnostics
    return Report(report.program, tuple(worst_first(found)), sources, report.allowed)


def check_rules(path: str | Path, *, analysed: bool = True) -> Report:
    """Check a policy folder without its blueprints.

    Where it is not `analysed`, nothing is said of what rules do together: whoever serves customers
    need not wait for that.
    """
    return report_of(load_folder(path), analysed=analysed)


def check_texts(
    files: Mapping[str, str],
    blueprints: Mapping[str, str] | None = None,
    *,
    analysed: bool = True,
) -> Report:
    """Check a policy given as file name → text, with its blueprints given in the same way."""
    report = report_of(load_texts(files), analysed=analysed)
    if report.program is None or blueprints is None:
        return report
    return with_blueprints(report.program, report, read_blueprints(blueprints, report.program))


def load_blueprints(folder_of_policy: str | Path, program: Program) -> BlueprintReport:
    """The blueprints in the folder that a policy names, counted from the policy's own.

    An author's mistake is a finding, never an exception. Findings are what keeps a file from being
    a blueprint; what is wrong with the service it shows is found by `check`.
    """
    named = program.head.blueprints
    if named is None:
        return BlueprintReport({}, (), {})
    folder = _tidy(Path(folder_of_policy) / named)
    texts, found = blueprint_texts(folder, program.head.place)
    report = read_blueprints(texts, program)
    found += report.diagnostics
    return BlueprintReport(report.blueprints, tuple(worst_first(found)), texts)


def read_blueprints(texts: Mapping[str, str], program: Program) -> BlueprintReport:
    """Blueprints given as file name → text, their names resolved against a program."""
    from workflow_engine.compiler.blueprints import compile_blueprints
    from workflow_engine.model.blueprint_reading import read_blueprint

    read = {file: read_blueprint(text, file) for file, text in texts.items()}
    compiled = compile_blueprints(read, program)
    found = tuple(worst_first(compiled.diagnostics))
    return BlueprintReport(compiled.blueprints, found, texts)


def load_look(folder_of_policy: str | Path) -> LookReport | None:
    """The policy's own templates, in the folder `templates` beside its rules; None without one.

    An author's mistake is a finding, never an exception.
    """
    folder = _tidy(Path(folder_of_policy) / TEMPLATES)
    if not folder.is_dir():
        return None
    from workflow_engine.render.look import MOST_BYTES, LookReport, read_look, unusable_file

    files: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith("."):
            continue
        try:
            if not file.is_file() or file.is_symlink():
                found.append(unusable_file(str(folder), file.name))
            else:
                with file.open("rb") as stream:
                    files[file.name] = stream.read(MOST_BYTES + 1)
        except OSError as error:
            found.append(unusable_file(str(folder), file.name, error.strerror or "?"))
    report = read_look(files, str(folder))
    return LookReport(None if found else report.look, (*found, *report.diagnostics), report.sources)


def load_before(folder_of_policy: str | Path, program: Program, rollout: Rollout) -> BeforeReport:
    """The version that other customers keep during a staged rollout.

    An author's mistake is a finding at the place that names the folder, never an exception.
    """
    from workflow_engine.compiler.version_before import ITSELF, broken, misfits, unusable

    own = Path(folder_of_policy)
    folder = _tidy(own / (rollout.before or ""))
    if own.exists() and folder.exists() and folder.samefile(own):
        return BeforeReport(None, (unusable(rollout, str(folder), ITSELF),))
    report = check_rules(folder)
    if report.program is None:
        why = broken(report.diagnostics)
        return BeforeReport(None, (unusable(rollout, str(folder), why),))
    found = tuple(misfits(report.program, program, rollout))
    if any(one.severity == "error" for one in found):
        return BeforeReport(None, found)
    alone = replace(report.program, rollout=None)
    policy = Policy(alone, report.diagnostics, report.sources, folder, beside=program)
    return BeforeReport(policy, found)


def load(path: str | Path) -> Policy:
    """Load a policy folder. Raises PolicyError, which carries every finding, if one is an error.

    The blueprints are read when they are asked for.
    """
    report = check_rules(path, analysed=False)
    if report.program is None:
        raise PolicyError(report.diagnostics)
    return Policy(report.program, report.diagnostics, report.sources, Path(path))


def _tidy(folder: Path) -> Path:
    """The folder without `..`, where that is the same folder."""
    tidy = Path(os.path.normpath(folder))
    return tidy if tidy.exists() and folder.exists() and tidy.samefile(folder) else folder


def check_blueprints(
    drawn: BlueprintReport, program: Program, sources: Mapping[str, str] | None = None
) -> Sifted:
    """What is found in blueprints and in the service they show, without what comments allow.

    `sources` are the texts of the policy's own files, whose comments may allow a finding too.
    """
    from workflow_engine.checks.suppressing import looked_for, sift

    found, complete = found_in(drawn, program)
    ran = looked_for(program.head, rules=False, blueprints=complete)
    return sift(found, {**(sources or {}), **drawn.sources}, ran)


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
