"""Customers of a category who have no way to be heard."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, Tag


def check(program: Program) -> Iterable[Diagnostic]:
    """WE758 for each such category; the channels of customers with no category serve all others.

    Nothing is said where no channel is written at all.
    """
    feedback, categories = program.feedback, program.categories
    if feedback is None or categories is None:
        return
    channels = dict(feedback.channels)
    if not channels or channels.get(categories.otherwise):
        return
    place = program.processes["feedback"].place
    for name in (*categories.of, categories.otherwise):
        if not channels.get(name):
            tag = program.definitions.get(name)
            label = tag.label if isinstance(tag, Tag) else Bilingual.same(name)
            yield diagnose("WE758", place, name=label)
