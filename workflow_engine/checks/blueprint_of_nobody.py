"""A blueprint for customers whom there cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.finding import find_customer
from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.usage import at_level, levels_of
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.expressions import DefinitionValue, Expression
from workflow_engine.program.program import Level, Program, Scale, Tag

_MEANT = Bilingual("它的条件在这里", "its condition is here")
_OF_RULES = frozenset({"WE711", "WE716"})
_STEPS = 20_000
"""What may be tried for one meaning of a segment."""


class _Meant(NamedTuple):
    """A tag or level that a segment names: when it holds, and where it may be found wrong."""

    condition: Expression
    label: Bilingual
    places: tuple[Place, ...]


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE767 where the tag or level is proved to hold for nobody.

    A name may be that of a tag and of levels: then it is enough that one of them can be.
    """
    if blueprint.segment is None:
        return
    meant = list(_meant(program, blueprint.segment))
    if meant and all(_impossible(program, one.condition) for one in meant):
        yield finding(
            blueprint,
            "WE767",
            blueprint.place,
            labels=[Label(one.places[0], _MEANT) for one in meant],
            title=blueprint.title,
            segment=meant[0].label,
        )


def without_followers(
    found: Sequence[Diagnostic], blueprints: Iterable[Blueprint], program: Program
) -> list[Diagnostic]:
    """The findings without WE767 where what is wrong with the tag or level itself is among them."""
    told = {one.place for one in found if one.code in _OF_RULES}
    follows = {
        blueprint.place
        for blueprint in blueprints
        if blueprint.segment is not None
        for one in _meant(program, blueprint.segment)
        if not told.isdisjoint(one.places)
    }
    return [one for one in found if one.code != "WE767" or one.place not in follows]


def _meant(program: Program, segment: str) -> Iterator[_Meant]:
    for definition in program.definitions.values():
        if isinstance(definition, Tag) and definition.id == segment:
            value = DefinitionValue(definition.id, definition.type)
            yield _Meant(value, definition.label, _places(definition))
        elif isinstance(definition, Scale):
            for level in levels_of(definition):
                if level.id == segment:
                    covered = at_level(definition, level)
                    yield _Meant(covered, level.label, _places(level))


def _places(owner: Tag | Level) -> tuple[Place, ...]:
    """Where the condition stands, and whose it is."""
    return (owner.place,) if owner.when_place is None else (owner.when_place, owner.place)


def _impossible(program: Program, condition: Expression) -> bool:
    return find_customer(program, [(condition, True)], Budget(_STEPS)).verdict == "impossible"
