"""From plain data to models; pydantic's findings become diagnostics at the author's places."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.codes import CODES, diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.keywords import Kind, blueprint_words
from workflow_engine.model.entry import Entry
from workflow_engine.model.placed import Path, PlacedMap, place_at
from workflow_engine.model.reading import keyword_in
from workflow_engine.model.shapes import Entries, Listing, Record, Shape, field_shape, keys_of

_ROUNDS = 8
"""Leaving an entry out cannot uncover more than one new mistake on each level above it."""

LanguageOf = Callable[[str], Language]
"""The keyword language of a file."""


Outermost = TypeVar("Outermost", bound=Entry)
"""The model of what a whole policy, or a whole file, holds; none of its keys is required."""


def validate(
    model: type[Outermost],
    data: PlacedMap,
    reported: Collection[Path],
    language_of_file: LanguageOf,
) -> tuple[Outermost | None, list[Diagnostic], frozenset[str]]:
    """The model's instance, the findings, and the names of entries that had to be left out.

    A field with a mistake is left out if it may be missing, else its whole entry is: so the rest
    can still be checked. `reported` are paths at which something was already said.
    """
    diagnostics: list[Diagnostic] = []
    gone: list[Path] = list(reported)
    dropped = {str(step) for path in reported if len(path) > 1 for step in (path[1], path[-1])}
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data), diagnostics, frozenset(dropped)
        except ValidationError as error:
            fresh: list[Path] = []
            unwanted: dict[tuple[int, str | int], Any] = {}
            for details in error.errors(include_url=False, include_input=False):
                path = _path(details)
                if not _follows_from(path, gone):
                    lang = language_of_file(place_at(data, path).file)
                    diagnostics.append(_diagnostic(details, path, data, lang, model.vocabulary))
                fresh.append(path)
                holder, step = _dispensable(model, data, path)
                unwanted[id(holder), step] = holder
            gone += fresh
            _leave_out(unwanted)
            dropped.update(str(step) for _, step in unwanted)
    return None, diagnostics, frozenset(dropped)


def _path(details: ErrorDetails) -> Path:
    return tuple(step for step in details["loc"] if step != "[key]")


def _follows_from(path: Path, gone: Collection[Path]) -> bool:
    """Whether what lacks at `path`, or does not fit there, is what was reported and left out."""
    return any(other[: len(path)] == path or path[: len(other)] == other for other in gone)


def _diagnostic(
    details: ErrorDetails, path: Path, data: PlacedMap, lang: Language, vocabulary: Kind
) -> Diagnostic:
    place = place_at(data, path)
    if details["type"] == "missing":
        names = [step for step in path[:-1] if isinstance(step, str)]
        return diagnose(
            "WE205",
            place,
            name=keyword_in(names[-1], lang, vocabulary),
            key=keyword_in(str(path[-1]), lang, vocabulary),
        )
    code = details["type"]
    assert code in CODES, f"pydantic reports what no shape foresees: {details}"
    args = dict(details.get("ctx", {}))
    return diagnose(code, args.pop("at", None) or place, keywords=blueprint_words(lang), **args)


def _dispensable(model: type[Entry], data: PlacedMap, path: Path) -> tuple[Any, str | int]:
    """The smallest part around `path` that the models do not require: its holder, and where."""
    shape: Shape = Record(model)
    here: Any = data
    best: tuple[Any, str | int] = (data, path[0])
    for step in path:
        if not _has(here, step):
            break
        optional = True
        if isinstance(shape, Record):
            key = keys_of(shape.model).get(str(step))
            optional = key is None or not key.required
            shape = key.shape if key is not None else field_shape(shape.model, str(step))
        elif isinstance(shape, Entries):
            shape = shape.value
        elif isinstance(shape, Listing):
            shape = shape.item
        if optional:
            best = (here, step)
        here = here[step]
    return best


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)


def _leave_out(unwanted: dict[tuple[int, str | int], Any]) -> None:
    positions = []
    for (_, step), holder in unwanted.items():
        if isinstance(holder, list):
            positions.append((int(step), holder))
        else:
            del holder[step]
    # from the back, so that the positions of a list's earlier items stay
    for position, holder in sorted(positions, key=lambda pair: -pair[0]):
        del holder[position]
