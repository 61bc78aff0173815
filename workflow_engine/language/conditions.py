"""Conditions as the author nested them: expressions under `all`, `any` and `not`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.nodes import Written


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every item holds."""

    items: tuple[Condition, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one item holds."""

    items: tuple[Condition, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class NotOf:
    """The item does not hold."""

    item: Condition
    place: Place


Condition: TypeAlias = Written | AllOf | AnyOf | NotOf
"""`Written` is one expression, not yet parsed."""
