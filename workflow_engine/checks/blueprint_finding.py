"""A finding about a blueprint, which names keywords as the blueprint's file writes them."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.language.keywords import blueprint_words
from workflow_engine.program.blueprints import Blueprint


def key(blueprint: Blueprint, name: str) -> str:
    """A key, such as the name of a lane, as the blueprint's file writes it."""
    return blueprint_words(blueprint.written_in).keys.get(name, name)


def word(blueprint: Blueprint, name: str) -> str:
    """A word that stands for a value, such as the name of a line, in the same way.

    A name of the author's own stays as it is.
    """
    return blueprint_words(blueprint.written_in).values.get(name, name)


def finding(
    blueprint: Blueprint,
    code: str,
    place: Place,
    *,
    labels: Sequence[Label] = (),
    **args: str | Bilingual,
) -> Diagnostic:
    """The finding `code` at a place of the blueprint; `args` are those of its message."""
    keywords = blueprint_words(blueprint.written_in)
    return diagnose(
        code, place, labels=labels, fix=None, severity=None, help=None, keywords=keywords, **args
    )
