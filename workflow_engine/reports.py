"""What checking a policy found, and how a report is made of what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow_engine.compiler.compile import compile_policy
from workflow_engine.diagnostics.diagnostic import Allowed, Diagnostic
from workflow_engine.model.loader import LoadedPolicy
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    from workflow_engine.program.blueprints import Blueprint

FOR_WANT_OF_A_FILE = frozenset(
    {"WE325", "WE351", "WE354", "WE374", "WE421", "WE431", "WE434", "WE441", "WE443"}
)
"""What is also found where a name or a section stands in a file that could not be read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a policy found; `program` is None when a finding is an error.

    `sources` holds the text of every file that was read, by the path shown in the findings.
    `allowed` are the findings that comments allow; they are not among the `diagnostics`.
    """

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    allowed: tuple[Allowed, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether there is neither an error nor a warning."""
        return all(found.severity == "info" for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class BlueprintReport:
    """What the blueprints of a policy are, and what was found in them.

    `blueprints` are those without an error, by id; `sources` the texts of all files that were read.
    """

    blueprints: Mapping[str, Blueprint]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def report_of(loaded: LoadedPolicy, *, analysed: bool) -> Report:
    """The report of a policy that was read; see `policy.check_rules` for `analysed`."""
    from workflow_engine.checks.suppressing import looked_for, sift

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
    if any(one.severity == "error" for one in loaded.diagnostics):
        program = None
    ran: frozenset[str] = frozenset()
    if program is not None and loaded.complete:
        from workflow_engine.checks.registry import run_checks, run_structural_checks

        if analysed:
            found += run_checks(program, loaded.sources)
            ran = looked_for(program.head, rules=True, blueprints=False)
        else:
            found += run_structural_checks(program)
    sifted = sift(found, loaded.sources, ran)
    if any(one.severity == "error" for one in sifted.kept):
        program = None
    return Report(program, sifted.kept, loaded.sources, sifted.allowed)


def with_blueprints(program: Program, report: Report, drawn: BlueprintReport) -> Report:
    """The report with what was found in the blueprints, and in the service they show."""
    from workflow_engine.checks.blueprint_of_nobody import without_followers
    from workflow_engine.checks.suppressing import looked_for, sift

    found, complete = found_in(drawn, program)
    found += [*report.diagnostics, *(one.finding for one in report.allowed)]
    sources = {**report.sources, **drawn.sources}
    ran = looked_for(program.head, rules=True, blueprints=complete)
    sifted = sift(found, sources, ran)
    kept = without_followers(sifted.kept, drawn.blueprints.values(), program)
    return Report(program, tuple(kept), sources, sifted.allowed)


def found_in(drawn: BlueprintReport, program: Program) -> tuple[list[Diagnostic], bool]:
    """What is wrong with blueprints, and whether all of them could be read."""
    found = list(drawn.diagnostics)
    complete = not any(one.severity == "error" for one in found)
    if drawn.blueprints:
        from workflow_engine.checks.registry import run_blueprint_checks

        found += run_blueprint_checks(drawn.blueprints, program, drawn.sources, complete=complete)
    return found, complete
