"""Findings as an editor shows them, and their fixes as it offers them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from lsprotocol import types

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place
from workflow_engine.lsp.positions import Positions

SOURCE = "workflow-engine"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
_IDLE = re.compile(
    r"^(?:unused|idle|needless|unreachable)-|-(?:covered|redundant)$"
    r"|-never-(?:matches|true|available|fires|taken|given)$"
)
"""The names of findings about what could as well not be there: shown faded."""

_ONE_WORD = re.compile(r"[^\s,{}\[\]()\"']+")
_MEANT = re.compile(r"did you mean `([^`]+)`")

PositionsOf = Callable[[str], Positions]
"""The positions of a file, by its path."""


def uri_of(path: str) -> str:
    """The address by which an editor knows a file."""
    return Path(path).as_uri()


def shown(finding: Diagnostic, positions: PositionsOf, lang: Language) -> types.Diagnostic:
    """One finding; what to do stands in the message's further lines."""
    text = finding.message.get(lang)
    if finding.help is not None:
        text += "\n" + finding.help.get(lang)
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(
                uri_of(label.place.file), positions(label.place.file).range(label.place)
            ),
            label.text.get(lang),
        )
        for label in finding.labels
        if Path(label.place.file).is_absolute()
    ]
    entry = CODES.get(finding.code)
    idle = entry is not None and _IDLE.search(entry.name) is not None
    return types.Diagnostic(
        range=_visible(finding.place, positions(finding.place.file)),
        message=text,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        related_information=related or None,
        tags=[types.DiagnosticTag.Unnecessary] if idle else None,
    )


def fixes_at(
    findings: Sequence[Diagnostic], asked: types.Range, positions: PositionsOf, lang: Language
) -> list[types.CodeAction]:
    """The fixes of the findings that touch a stretch of text, then all safe ones of the file."""
    actions = []
    for finding in findings:
        spot = positions(finding.place.file).range(finding.place)
        fix = finding.fix or _meant(finding, positions)
        if fix is not None and spot.start <= asked.end and asked.start <= spot.end:
            actions.append(_action(finding, fix, positions, lang))
    safe = [one.fix for one in findings if one.fix is not None and one.fix.safe]
    if actions and len(safe) > 1:
        title = (
            "改好本文件中所有可以安全改的问题"
            if lang == "zh"
            else "Fix all that is safe in this file"
        )
        actions.append(
            types.CodeAction(
                title=title,
                kind=types.CodeActionKind.SourceFixAll,
                edit=_edit(_apart(safe), positions),
            )
        )
    return actions


def _action(
    finding: Diagnostic, fix: Fix, positions: PositionsOf, lang: Language
) -> types.CodeAction:
    return types.CodeAction(
        title=fix.title.get(lang),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown(finding, positions, lang)],
        is_preferred=fix.safe,
        edit=_edit([fix], positions),
    )


def _meant(finding: Diagnostic, positions: PositionsOf) -> Fix | None:
    """To write the word that the advice supposes was meant, where the finding points at a word."""
    meant = _MEANT.search("" if finding.help is None else finding.help.en)
    place = finding.place
    if meant is None or not place.line or place.line != place.end_line:
        return None
    written = positions(place.file).lines[place.line - 1][place.column - 1 : place.end_column - 1]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    if not _ONE_WORD.fullmatch(written.strip("'\"")):
        return None
    text = f"{quote}{meant[1]}{quote}"
    title = Bilingual(f"改为 `{meant[1]}`", f"write `{meant[1]}`")
    return Fix(title, (Edit(place, text),), safe=False)


def _edit(fixes: Sequence[Fix], positions: PositionsOf) -> types.WorkspaceEdit:
    changes: dict[str, list[types.TextEdit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            spot = positions(edit.place.file).range(edit.place)
            listed = changes.setdefault(uri_of(edit.place.file), [])
            listed.append(types.TextEdit(spot, edit.text))
    return types.WorkspaceEdit(changes=changes)


def _apart(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes that do not touch one another, the first of those that do."""
    taken: list[Fix] = []
    for fix in fixes:
        if not any(
            _touch(one.place, two.place)
            for one in fix.edits
            for other in taken
            for two in other.edits
        ):
            taken.append(fix)
    return taken


def _touch(one: Place, two: Place) -> bool:
    if one.file != two.file:
        return False
    starts = (one.line, one.column), (two.line, two.column)
    ends = (one.end_line, one.end_column), (two.end_line, two.end_column)
    return starts[0] <= ends[1] and starts[1] <= ends[0]


def _visible(place: Place, positions: Positions) -> types.Range:
    """The stretch of a finding; what has no width or no line gets what can be seen."""
    if not place.line:
        first = Place(place.file, 1, 1, 1, 1 + len(positions.lines[0]))
        return positions.range(first)
    return positions.range(place)
