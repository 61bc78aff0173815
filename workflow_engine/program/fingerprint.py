"""The hash of a program: over what it means, not over how or where it was written."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workflow_engine.diagnostics.diagnostic import Place


def fingerprint(meaning: Any) -> str:
    """SHA-256, as 64 hexadecimal digits, of a tree of dataclasses, mappings, tuples and values.

    Places do not count, nor does the order of mappings; the order of tuples does (levels, rows).
    """
    text = json.dumps(_plain(meaning), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(part: Any) -> Any:
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = [
            [field.name, _plain(value)]
            for field in dataclasses.fields(part)
            if not isinstance(value := getattr(part, field.name), Place)
        ]
        return [type(part).__name__, *fields]
    if isinstance(part, Mapping):
        pairs = [[_plain(key), _plain(value)] for key, value in part.items()]
        return ["map", *sorted(pairs, key=lambda pair: json.dumps(pair[0], ensure_ascii=False))]
    if isinstance(part, tuple | list):
        return [_plain(item) for item in part]
    if isinstance(part, Decimal):
        return ["decimal", f"{part.normalize():f}"]
    if isinstance(part, dt.date):
        return [type(part).__name__, part.isoformat()]
    if part is None or isinstance(part, str | int | bool):
        return part
    raise TypeError(f"a program cannot hold {type(part).__name__}")
