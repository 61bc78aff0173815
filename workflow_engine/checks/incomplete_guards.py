"""A command whose conditions all fail for some customer: then it can never be given."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.choices import choices
from workflow_engine.checks.sample_customers import sample_customer
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE465 for each command with several conditions, none of which holds for the customer shown.

    A single condition says when a command is allowed at all, so it may fail. The search is bounded:
    only what was found is reported.
    """
    for choice in choices(program):
        guards = [way.guard for way in choice.guarded if way.guard is not None]
        if choice.closed or len(guards) < 2:
            continue
        example = sample_customer(program, guards, lambda e, g=guards: _none(e, g))  # type: ignore[misc]
        if example is not None:
            yield diagnose(
                "WE465",
                choice.ways[0].place or choice.state.place or choice.process.place,
                command=choice.command,
                state=choice.state.label,
                example=example,
            )


def _none(evaluator: Evaluator, guards: Iterable[Expression]) -> bool:
    return all(evaluator.holds(guard) is False for guard in guards)
