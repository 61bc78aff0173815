"""The hash of a program: over what it means, not over how or where it was written."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_WHERE_WRITTEN = frozenset({"place", "hash", "blueprints", "written_in"})
"""Fields that say where something is, not what it means."""


def fingerprint(meaning: Any) -> str:
    """SHA-256, as 64 hexadecimal digits, of a tree of dataclasses, mappings, tuples and values.

    Places do not count, nor does the order of mappings; the order of tuples does (levels, rows).
    """
    text = json.dumps(_plain(meaning), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(part: Any) -> Any:
    kind = type(part)
    if kind in _AS_THEY_ARE:
        return part
    if kind is tuple or kind is list:
        return [_plain(item) for item in part]
    if dataclasses.is_dataclass(part):
        names, later = _meaningful(kind)  # type: ignore[arg-type]  # a class is hashable
        used = [[name, _plain(value)] for name in later if (value := getattr(part, name))]
        return [kind.__name__, *[_plain(getattr(part, name)) for name in names], *used]
    if isinstance(part, Mapping):
        pairs = [[_plain(key), _plain(value)] for key, value in part.items()]
        return ["map", *sorted(pairs, key=lambda pair: str(pair[0]))]
    if isinstance(part, Decimal):
        return ["decimal", f"{part.normalize():f}"]
    if isinstance(part, dt.date):
        return [kind.__name__, part.isoformat()]
    raise TypeError(f"a program cannot hold {kind.__name__}")


@cache
def _meaningful(kind: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a dataclass's fields, without those that say where or how something was written;
    apart from them the fields of later versions, which count once they are used.
    """
    fields = [
        field
        for field in dataclasses.fields(kind)
        if field.name not in _WHERE_WRITTEN and field.metadata.get("meaning", True)
    ]
    later = tuple(field.name for field in fields if field.metadata.get("later"))
    return tuple(field.name for field in fields if field.name not in later), later
