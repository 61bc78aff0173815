"""Findings as SARIF 2.1.0, which code-review systems read.

Source: OASIS standard sarif-v2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.diagnostic import Allowed, Diagnostic, Fix, Place
from workflow_engine.diagnostics.ordering import worst_first

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render_sarif(
    diagnostics: Iterable[Diagnostic], *, lang: Language, allowed: Sequence[Allowed] = ()
) -> str:
    """One SARIF run with its rules, results, related places and fixes; texts in `lang`.

    The findings that comments allow are results too, suppressed in source with their reasons.
    """
    found = worst_first(diagnostics)
    codes = sorted({d.code for d in (*found, *(a.finding for a in allowed))})
    run = {
        "tool": {
            "driver": {"name": "workflow-engine", "rules": [_rule(code, lang) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(d, codes.index(d.code), lang) for d in found),
            *(_suppressed(a, codes.index(a.finding.code), lang) for a in allowed),
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, lang: Language) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code}
    entry = CODES.get(code)
    if entry is not None:
        rule["name"] = "".join(word.capitalize() for word in entry.name.split("-"))
        rule["shortDescription"] = {"text": entry.message.get(lang)}
        if entry.help is not None:
            rule["help"] = {"text": entry.help.get(lang)}
        rule["defaultConfiguration"] = {"level": _LEVELS[entry.severity]}
    return rule


def _result(diagnostic: Diagnostic, rule: int, lang: Language) -> dict[str, Any]:
    text = diagnostic.message.get(lang)
    if diagnostic.help is not None:
        text += "\n" + diagnostic.help.get(lang)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(diagnostic.place)}],
    }
    if diagnostic.labels:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(label.place),
                "message": {"text": label.text.get(lang)},
            }
            for number, label in enumerate(diagnostic.labels)
        ]
    if diagnostic.fix is not None and diagnostic.fix.edits:
        result["fixes"] = [_fix(diagnostic.fix, lang)]
    return result


def _suppressed(allowed: Allowed, rule: int, lang: Language) -> dict[str, Any]:
    suppression = {
        "kind": "inSource",
        "justification": allowed.reason,
        "location": {"physicalLocation": _location(allowed.place)},
    }
    return {**_result(allowed.finding, rule, lang), "suppressions": [suppression]}


def _fix(fix: Fix, lang: Language) -> dict[str, Any]:
    replacements: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacements.setdefault(edit.place.file, []).append(
            {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.text}}
        )
    return {
        "description": {"text": fix.title.get(lang)},
        "artifactChanges": [
            {"artifactLocation": {"uri": _uri(file)}, "replacements": changes}
            for file, changes in replacements.items()
        ],
    }


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        location["region"] = _region(place)
    return location


def _region(place: Place) -> dict[str, Any]:
    if not place.column:  # a line as a whole
        return {"startLine": place.line}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _uri(file: str) -> str:
    return quote(file.replace("\\", "/"), safe="/.-_~")
