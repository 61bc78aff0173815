"""The handbook: every chapter in the order of the business."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.drawing.book import Chapter
from workflow_engine.explain.handbook.about import about
from workflow_engine.explain.handbook.customers import customers, measures, tags
from workflow_engine.explain.handbook.feedback import feedback, monitors, promises
from workflow_engine.explain.handbook.journeys import journeys
from workflow_engine.explain.handbook.people import people, support
from workflow_engine.explain.handbook.privileges import privileges
from workflow_engine.explain.handbook.processes import calendars, processes
from workflow_engine.explain.handbook.recovery import ladder, recovery
from workflow_engine.explain.handbook.scales import scales, tables
from workflow_engine.explain.handbook.services import (
    categories,
    must_do,
    optional,
    priorities,
    strategies,
)
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def handbook(program: Program, blueprints: Mapping[str, Blueprint]) -> tuple[Chapter, ...]:
    """The whole policy as chapters of sentences; what a policy lacks has no chapter."""
    voice = Voice(program)
    found = (
        about(voice),
        people(voice),
        customers(voice),
        measures(voice),
        tags(voice),
        scales(voice),
        tables(voice),
        categories(voice),
        must_do(voice),
        optional(voice),
        strategies(voice),
        priorities(voice),
        recovery(voice),
        ladder(voice),
        support(voice),
        feedback(voice),
        privileges(voice),
        promises(voice),
        monitors(voice),
        processes(voice),
        calendars(voice),
        journeys(voice, blueprints),
    )
    return tuple(chapter for chapter in found if chapter is not None)
