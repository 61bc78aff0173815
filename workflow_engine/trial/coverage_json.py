"""Coverage for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.trial.coverage import KINDS, Coverage, Reached, share


def coverage_json(coverage: Coverage, lang: Language) -> dict[str, Any]:
    """The report as JSON data, with `missing` in one language.

    `total`, each of `kinds`, `files` and `definitions` hold seen, total, percent and impossible;
    `points` are all of them in the order of the policy.
    """
    head = coverage.program.head
    kinds = {
        kind: _figures(one for one in coverage.reached if one.point.kind == kind) for kind in KINDS
    }
    return {
        "policy": {"id": head.id, "version": head.version, "hash": coverage.program.hash},
        "tests": list(coverage.tests),
        "customers": coverage.customers,
        "total": _figures(coverage.reached),
        "kinds": kinds,
        "files": {name: _figures(ones) for name, ones in coverage.by_file().items()},
        "definitions": {name: _figures(ones) for name, ones in coverage.by_owner().items()},
        "points": [_point(one, lang) for one in coverage.reached],
    }


def _figures(reached: Iterable[Reached]) -> dict[str, int]:
    ones = list(reached)
    part = share(ones)
    return {
        "seen": part.seen,
        "total": part.total,
        "percent": part.percent,
        "impossible": sum(one.impossible for one in ones),
    }


def _point(one: Reached, lang: Language) -> dict[str, Any]:
    point = one.point
    return {
        "key": point.key,
        "kind": point.kind,
        "definition": point.owner,
        "file": point.place.file,
        "line": point.place.line,
        "tests": list(one.tests),
        "unknown": one.unknown,
        "impossible": one.impossible,
        "missing": point.missing.get(lang) if one.missing else None,
    }
