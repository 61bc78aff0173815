"""What the author says can never be: section `never`."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import Expression

AS_WRITTEN = {"meaning": False}
"""Metadata of a field that holds the author's own words, which the fingerprint passes over."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A condition that must hold for no customer on no day.

    `expression` reads attributes and definitions; the id of a level stands for "the scale gives
    this level", the id of an item for "the customer gets it, an optional one if chosen". `text` is
    what the author wrote, to be shown.
    """

    text: str = field(metadata=AS_WRITTEN)
    expression: Expression
    place: Place
