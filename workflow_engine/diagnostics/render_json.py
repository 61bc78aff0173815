"""Findings for other programs, as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.diagnostic import Allowed, Diagnostic, Place
from workflow_engine.diagnostics.ordering import counts, worst_first


def render_json(
    diagnostics: Iterable[Diagnostic], *, lang: Language, allowed: Sequence[Allowed] = ()
) -> str:
    """`{"findings": [...], "counts": {"error": 1, …}, "allowed": […]}`, worst first.

    Lines and columns count from 1. Texts are in `lang`; `args` are the values in the message, the
    same in either language. `allowed` are the findings that comments allow, each with its reason.
    """
    found = worst_first(diagnostics)
    document = {
        "findings": [_finding(d, lang) for d in found],
        "counts": counts(found),
        "allowed": [
            {"finding": _finding(a.finding, lang), "reason": a.reason, "place": _place(a.place)}
            for a in allowed
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _finding(diagnostic: Diagnostic, lang: Language) -> dict[str, Any]:
    fix = diagnostic.fix
    entry = CODES.get(diagnostic.code)
    return {
        "code": diagnostic.code,
        "name": entry.name if entry else None,
        "severity": diagnostic.severity,
        "message": diagnostic.message.get(lang),
        "place": _place(diagnostic.place),
        "labels": [
            {"place": _place(label.place), "text": label.text.get(lang)}
            for label in diagnostic.labels
        ],
        "help": diagnostic.help.get(lang) if diagnostic.help else None,
        "fix": {
            "title": fix.title.get(lang),
            "safe": fix.safe,
            "edits": [{"place": _place(edit.place), "text": edit.text} for edit in fix.edits],
        }
        if fix
        else None,
        "args": dict(diagnostic.args),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
