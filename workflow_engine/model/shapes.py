"""What may be written at a position: the one description that reading, translating and the JSON
Schema share. A model's field carries its shape as `Annotated` metadata or has it from its type.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeAlias,
    Union,
    get_args,
    get_origin,
)

from workflow_engine.language.keywords import Kind

if TYPE_CHECKING:
    from workflow_engine.model.entry import Entry

ScalarKind = Literal[
    "text",
    "name",
    "word_name",
    "expression",
    "cell",
    "output",
    "duration",
    "warning",
    "frequency",
    "trigger",
    "integer",
    "decimal",
    "percent",
    "flag",
    "date",
    "dates",
    "period",
    "risk",
    "interval",
    "weekdays",
    "keyword",
]


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text. `words` are keywords (in English, from the glossary's `vocabulary`) that may stand
    here; for kind `keyword` nothing else may.
    """

    kind: ScalarKind
    words: tuple[str, ...] = ()
    vocabulary: Kind = "word"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; with `single` one item may stand without its brackets."""

    item: Shape
    single: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """A map whose keys the author chooses; `words` are words of the glossary among them."""

    value: Shape
    key: ScalarKind = "name"
    words: tuple[str, ...] = ()
    vocabulary: Kind = "key"


@dataclass(frozen=True, slots=True)
class Record:
    """A map whose keys are the keywords of a model."""

    model: type[Entry]


@dataclass(frozen=True, slots=True)
class Languages:
    """`{zh: …, en: …}`."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A condition: an expression, or `all`, `any`, `not` around conditions."""


@dataclass(frozen=True, slots=True)
class Event:
    """`{event: [春节, 中秋]}`, the long form of a frequency."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Different shapes for a text, for a list and for a map; None where it may not stand."""

    scalar: Scalar | None = None
    sequence: Listing | None = None
    mapping: Entries | Record | Languages | Nested | Event | None = None


Shape: TypeAlias = Scalar | Listing | Entries | Record | Languages | Nested | Event | OneOf


@dataclass(frozen=True, slots=True)
class Key:
    """One keyword of a model: its English name, its shape, and whether it must be written."""

    name: str
    shape: Shape
    required: bool


def shape_of(annotation: Any, metadata: Iterable[object] = ()) -> Shape:
    """The shape of a field's type: what its metadata says, else from `dict`, `tuple`, a model.

    Raises TypeError for a type that has no shape.
    """
    for extra in metadata:
        if isinstance(extra, (Scalar, Listing, Entries, OneOf)):
            return extra
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape_of(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        return shape_of(next(part for part in arguments if part is not NoneType))
    if origin is tuple:
        return Listing(shape_of(arguments[0]))
    if origin is dict:
        key = shape_of(arguments[0])
        assert isinstance(key, Scalar)
        return Entries(shape_of(arguments[1]), key=key.kind)
    if isinstance(annotation, type) and hasattr(annotation, "shorthand"):
        return Record(annotation)
    raise TypeError(f"no shape for {annotation}")


@cache
def keys_of(model: type[Entry]) -> dict[str, Key]:
    """The keywords of a model by English name, in the order of its fields."""
    found = {}
    for name, field in model.model_fields.items():
        if name in ("place", model.rest) or name in model.hidden:
            continue
        keyword = field.alias or name
        shape = shape_of(field.annotation, field.metadata)
        found[keyword] = Key(keyword, shape, field.is_required())
    return found


@cache
def field_shape(model: type[Entry], name: str) -> Shape:
    """The shape of one field, also of the hidden and the `rest` field."""
    field = model.model_fields[name]
    return shape_of(field.annotation, field.metadata)
