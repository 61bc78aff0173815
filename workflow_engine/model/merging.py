"""Sections of several files become one: maps of names unite, everything else may stand once."""

from __future__ import annotations

from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.model.placed import PlacedMap, written_key
from workflow_engine.model.shapes import Entries, Record, field_shape, keys_of


def merge(into: PlacedMap, more: PlacedMap, shape: Record) -> list[Diagnostic]:
    """Add the keys of `more` to `into`; the findings are what both of them have.

    A map of names unites with its twin; a name in both is an error with both places. So is a list
    or a text that both files give: which one counts must not hang on the order of files.
    """
    diagnostics: list[Diagnostic] = []
    keys = keys_of(shape.model)
    for key, value in more.items():
        if key == "place":
            continue
        if key not in into:
            into[key] = value
            continue
        inner = keys[key].shape if key in keys else field_shape(shape.model, key)
        if isinstance(inner, Record) and isinstance(into[key], PlacedMap):
            diagnostics.extend(merge(into[key], value, inner))
        elif isinstance(inner, Entries) and isinstance(into[key], PlacedMap):
            diagnostics.extend(_unite(into[key], value))
        else:
            diagnostics.append(_twice(into, key, key.place))
    return diagnostics


def _unite(into: PlacedMap, more: PlacedMap) -> list[Diagnostic]:
    diagnostics = []
    for name, value in more.items():
        if name in into:
            diagnostics.append(_twice(into, name, name.place))
        else:
            into[name] = value
    return diagnostics


def _twice(into: PlacedMap, name: Any, place: Place) -> Diagnostic:
    first = written_key(into, name)
    assert first is not None
    here = Label(place, Bilingual("这里又定义一次", "defined again here"))
    there = Label(first.place, Bilingual("第一次在这里定义", "first defined here"))
    return diagnose("WE206", place, labels=(here, there), name=str(name))
