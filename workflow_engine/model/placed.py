"""Plain data between nodes and models: lists and maps that know where they were written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.nodes import Written


class PlacedList(list[Any]):
    """A list with its place."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class PlacedMap(dict[Written, Any]):
    """A map with its place; its keys are `Written` with theirs."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


Path = tuple[str | int, ...]
"""Where a value lies in the data: keys (English for keywords) and list positions."""


def written_key(data: dict[Written, Any], key: str) -> Written | None:
    """The key as it was written, with its place."""
    return next((found for found in data if found == key), None)


def place_at(data: Any, path: Sequence[str | int]) -> Place:
    """The place of the value at `path`: of a map under a key its key, of a text the text.

    A path that goes further than the data gives the place of the last thing that is there.
    """
    here: Place = data.place
    for step in path:
        if isinstance(data, dict):
            key = written_key(data, str(step))
            if key is None:
                break
            data = data[key]
            here = data.place if isinstance(data, Written) else getattr(key, "place", here)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            here = getattr(data, "place", here)
        else:
            break
    return here
