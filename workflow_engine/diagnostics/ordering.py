"""The order and the counts in which findings are shown: worst first, then by place."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Diagnostic, Severity

SEVERITIES: dict[Severity, Bilingual] = {
    "error": Bilingual("错误", "error"),
    "warning": Bilingual("警告", "warning"),
    "info": Bilingual("提示", "info"),
}
"""Severities, worst first."""

_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Errors, then warnings, then information; each by file, line and column."""
    return sorted(diagnostics, key=lambda d: (_RANK[d.severity], d.place, d.code))


def counts(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    found = [d.severity for d in diagnostics]
    return {severity: found.count(severity) for severity in SEVERITIES}


def summary(diagnostics: Iterable[Diagnostic], lang: Language) -> str:
    """The counts in words, without the severities that do not occur.

    >>> summary([], "en")
    'no findings'
    """
    found = counts(diagnostics)
    parts = []
    if found["info"] and not found["error"] and not found["warning"]:
        parts.append("没有错误和警告" if lang == "zh" else "no errors or warnings")
    for severity, count in found.items():
        if count and lang == "zh":
            parts.append(f"{count} 个{SEVERITIES[severity].zh}")
        elif count:
            plural = "s" if count > 1 and severity != "info" else ""
            parts.append(f"{count} {SEVERITIES[severity].en}{plural}")
    if not parts:
        return "没有发现问题" if lang == "zh" else "no findings"
    return ("，" if lang == "zh" else ", ").join(parts)
