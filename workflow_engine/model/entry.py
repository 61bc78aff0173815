"""The parent of all models of author text."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, PlainValidator

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.keywords import Kind


def _as_it_is(value: Any) -> Any:
    return value


class Entry(BaseModel):
    """A map an author wrote, with its place.

    `shorthand` names the field that a bare text (or list) in place of the map fills. `rest` names
    the field that takes the keys which are the author's names among the keywords. `hidden` are
    fields that only the shorthand can fill. `vocabulary` is that of its keywords.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
    )

    shorthand: ClassVar[str | None] = None
    rest: ClassVar[str | None] = None
    hidden: ClassVar[frozenset[str]] = frozenset()
    vocabulary: ClassVar[Kind] = "key"

    place: Annotated[Place, PlainValidator(_as_it_is)]
