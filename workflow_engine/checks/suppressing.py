"""Leaving out the findings that the author allowed, and telling of comments that do nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import CODES, diagnose
from workflow_engine.diagnostics.codes_of_checks import (
    MAY_BE_ALLOWED,
    OF_BLUEPRINTS,
    OF_RULES,
    WITH_BLUEPRINTS,
)
from workflow_engine.diagnostics.codes_suppressions import ENTRIES as OF_COMMENTS
from workflow_engine.diagnostics.diagnostic import Allowed, Diagnostic, Fix, Place
from workflow_engine.diagnostics.ordering import worst_first
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.suppressions import Suppression, read_suppressions
from workflow_engine.program.program import PolicyHead

_REMOVE = Bilingual("删去这条注释", "remove the comment")


@dataclass(frozen=True, slots=True)
class Sifted:
    """The findings that are left, worst first, and those that were allowed."""

    kept: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...]


def sift(
    found: Iterable[Diagnostic], texts: Mapping[str, str], ran: Collection[str] = frozenset()
) -> Sifted:
    """The findings without those that comments in `texts` (by file) allow.

    `ran` are the codes that were looked for: of another nobody can say that allowing it is
    needless. What is said of the comments themselves is found anew, so the result of one call may
    be part of the findings of the next.
    """
    findings = [one for one in found if one.code not in OF_COMMENTS]
    comments = [one for file, text in texts.items() for one in read_suppressions(text, file)]
    usable = {
        (one.place.file, one.line, one.code): one
        for one in comments
        if one.reason and one.code in MAY_BE_ALLOWED
    }
    kept: list[Diagnostic] = []
    allowed: list[Allowed] = []
    for finding in findings:
        place = finding.place
        comment = usable.get((place.file, place.line, finding.code)) if place.line else None
        if comment is None:
            kept.append(finding)
        else:
            allowed.append(Allowed(finding, comment.reason, comment.place))
    used = {one.place for one in allowed}
    kept += (said for one in comments for said in _about(one, used, findings, ran))
    return Sifted(tuple(worst_first(kept)), tuple(sorted(allowed, key=lambda one: one.place)))


def looked_for(head: PolicyHead, *, rules: bool, blueprints: bool) -> frozenset[str]:
    """The codes that checks of rules, of blueprints or of both could have given of this policy."""
    codes = (OF_RULES if rules else {}) | (OF_BLUEPRINTS if blueprints else {})
    waiting = WITH_BLUEPRINTS if head.blueprints is not None and not blueprints else frozenset()
    return frozenset(
        code
        for code, entry in codes.items()
        if code not in waiting and entry.severity_in(head.stage) is not None
    )


def _about(
    comment: Suppression, used: Collection[Place], found: list[Diagnostic], ran: Collection[str]
) -> Iterator[Diagnostic]:
    """What is wrong with one comment."""
    code = comment.code
    if code not in CODES:
        place = comment.place
        here = [one.code for one in found if (one.place.file, one.place.line) == _spoken(comment)]
        meant = did_you_mean(code, here) or did_you_mean(code, MAY_BE_ALLOWED)
        question = Bilingual("", "")
        if meant is not None:
            question = Bilingual(f"；您是不是要写 {meant}？", f"; did you mean {meant}?")
        yield diagnose("WE772", place, allowed=code, meant=question)
    elif code not in MAY_BE_ALLOWED:
        yield diagnose("WE773", comment.place, allowed=code)
    elif not comment.reason:
        yield diagnose("WE770", comment.place, allowed=code)
    elif code in ran and comment.place not in used:
        fix = None if comment.without is None else Fix(_REMOVE, (comment.without,))
        yield diagnose("WE771", comment.place, fix=fix, help=_moved(comment, found), allowed=code)


def _moved(comment: Suppression, found: Iterable[Diagnostic]) -> Bilingual | None:
    """Where the comment belongs, if the finding it names stands elsewhere in the file."""
    lines = [
        one.place.line
        for one in found
        if one.code == comment.code and one.place.file == comment.place.file and one.place.line
    ]
    if not lines:
        return None
    line = min(lines, key=lambda line: abs(line - comment.line))
    return Bilingual(
        f"{comment.code} 在第 {line} 行：把注释移到那一行，或它的正上方",
        f"{comment.code} is found on line {line}: move the comment there or right above",
    )


def _spoken(comment: Suppression) -> tuple[str, int]:
    return comment.place.file, comment.line
