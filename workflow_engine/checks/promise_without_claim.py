"""A promise that does not say what customers do when it is broken."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE765 for each promise without `claim`."""
    for promise in program.promises.values():
        if promise.claim is None:
            yield diagnose("WE765", promise.place, name=promise.label)
