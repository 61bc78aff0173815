"""What customers of a tier may expect beyond the services: section `privileges`."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.assertions import AS_WRITTEN
from workflow_engine.program.expressions import Expression


@dataclass(frozen=True, slots=True)
class Benefit:
    """One thing a privilege gives, and how much of it: `免费配送`, `每周2次`.

    Benefits of several privileges with the same `id` are about the same thing.
    """

    id: str
    label: Bilingual
    value: Bilingual
    place: Place


@dataclass(frozen=True, slots=True)
class Privilege:
    """What the customers for whom `applies` holds (None: everyone) are given.

    `public_text` is what the customer reads; the inside pages print the benefits. A customer for
    whom `applies` is unknown is not told of the privilege.
    """

    id: str
    label: Bilingual
    applies: Expression | None
    gives: tuple[Benefit, ...]
    place: Place
    public_text: Bilingual | None = None
    assumed: bool = False
    applies_place: Place | None = field(default=None, metadata=AS_WRITTEN)
