"""What may be written under a path of keys: the shape, and whose names stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_engine.language.keywords import to_english
from workflow_engine.lsp.cursor import ITEM
from workflow_engine.lsp.name_kinds import defined_by, referred_to_by
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import CONDITION
from workflow_engine.model.shapes import (
    Entries,
    Languages,
    Listing,
    Nested,
    OneOf,
    Record,
    Scalar,
    Shape,
    field_shape,
    keys_of,
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A position: its shape, the model and the (English) key it is under, and what it belongs to.

    `model` and `key` are those by which `name_kinds` tells the names that stand here; `owner` is
    the definition, or the column of a table, that the position is in.
    """

    shape: Shape
    model: str = ""
    key: str = ""
    owner: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the names that are referred to here."""
        return referred_to_by(self.model, self.key)


def expected_at(path: Sequence[str], model: type[Entry]) -> Expected | None:
    """What may stand under the keys of a path in a file of a model; None where nothing may."""
    here: Expected | None = Expected(Record(model))
    for step in path:
        if here is not None:
            here = _into(here, step)
    return here


def _into(here: Expected, step: str) -> Expected | None:
    shape = here.shape
    if isinstance(shape, OneOf):
        inner = shape.sequence if step == ITEM else shape.mapping
        return None if inner is None else _into(_with(here, inner), step)
    if isinstance(shape, Listing):
        if step == ITEM:
            return _with(here, shape.item)
        return _into(_with(here, shape.item), step) if shape.single else None
    if isinstance(shape, Record):
        return _into_record(here, shape.model, step)
    if isinstance(shape, Entries):
        return _into_entries(here, shape, step)
    if isinstance(shape, Nested):
        return _with(here, Listing(CONDITION, single=True))
    if isinstance(shape, Languages):
        return _with(here, Scalar("text"))
    return None


def _into_record(here: Expected, model: type[Entry], step: str) -> Expected | None:
    english = to_english(step, model.vocabulary) or step
    keys = keys_of(model)
    if english in keys:
        return Expected(keys[english].shape, model.__name__, english, here.owner)
    if model.rest is not None:
        entries = field_shape(model, model.rest)
        assert isinstance(entries, Entries)
        return _into_entries(
            Expected(entries, model.__name__, model.rest, here.owner), entries, step
        )
    if model.shorthand is not None:
        short = field_shape(model, model.shorthand)
        return _into(Expected(short, model.__name__, model.shorthand, here.owner), step)
    return None


def _into_entries(here: Expected, shape: Entries, step: str) -> Expected:
    output = isinstance(shape.value, Scalar) and shape.value.kind == "output"
    named = defined_by(here.model, here.key) is not None or here.key == "cells" or output
    return Expected(shape.value, here.model, here.key, step if named else here.owner)


def _with(here: Expected, shape: Shape) -> Expected:
    return Expected(shape, here.model, here.key, here.owner)
