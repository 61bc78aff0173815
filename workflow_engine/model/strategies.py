"""Section `strategies`: what a level of a scale does to optional items."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import PlainValidator, model_validator

from workflow_engine.language.nodes import Written
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import NAME, Label, Names
from workflow_engine.model.leaves import as_suspended, fail
from workflow_engine.model.shapes import Listing, OneOf, Scalar


class Strategy(Entry):
    """Grants and suspensions; `suspends` is a tuple of items or the word `all`."""

    label: Label | None = None
    description: Label | None = None
    grants: Names = ()
    suspends: Annotated[
        tuple[Written, ...] | Literal["all"],
        OneOf(scalar=Scalar("name", ("all",)), sequence=Listing(NAME)),
        PlainValidator(as_suspended),
    ] = ()
    suspends_optional_except: Names | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Strategy:
        if self.suspends and self.suspends_optional_except is not None:
            fail("WE228")
        return self
