"""Coverage laid over the lines of the policy's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.render.coverage_page import (
    CoverageReport,
    Figure,
    Gap,
    LineState,
    SourceFile,
    SourceLine,
)
from workflow_engine.trial.coverage import Coverage, Reached, Share, share
from workflow_engine.trial.coverage_text import (
    SHOWN,
    figures,
    missing_words,
    notes,
    run_words,
)
from workflow_engine.trial.coverage_words import owner_label

NAMED = 12
"""How many tests are named at one line."""

_B = Bilingual
_BY = _B("{count} 个测试试到：{names}", "reached by tests ({count}): {names}")
_BY_SOME = _B("{count} 个测试试到，如：{names}", "reached by tests ({count}), as {names}")
_BY_NONE = _B("没有测试试到", "no test reached it")
_BETWEEN = _B("；", "; ")
_MORE = _B("另有 {count} 条，标在后面的原文里", "{count} more: marked in the source below")


def coverage_report(
    coverage: Coverage, sources: Mapping[str, str], lang: Language
) -> CoverageReport:
    """What the page shows; `sources` are the texts of the policy's files by their paths."""
    by_file = coverage.by_file()
    files = tuple(
        _file(f"file{number}", name, sources[name], by_file[name], lang)
        for number, name in enumerate(sorted(set(by_file) & set(sources)), start=1)
    )
    anchors = {file.name: file.anchor for file in files}
    return CoverageReport(
        tests=run_words(coverage, lang),
        kinds=tuple(_figure(label.get(lang), part) for label, part in figures(coverage)),
        notes=tuple(notes(coverage, lang)),
        gaps=tuple(
            _gap(coverage, owner, ones, anchors, lang)
            for owner, ones in coverage.by_owner().items()
            if any(one.missing for one in ones)
        ),
        files=files,
        file_figures=tuple(
            _figure(name, share(ones), anchors.get(name, "")) for name, ones in by_file.items()
        ),
    )


def _figure(label: str, part: Share, anchor: str = "") -> Figure:
    return Figure(label, part.seen, part.total, part.percent, anchor)


def _gap(
    coverage: Coverage,
    owner: str,
    ones: Sequence[Reached],
    anchors: Mapping[str, str],
    lang: Language,
) -> Gap:
    part = share(ones)
    places = [one.point.place for one in ones if one.missing]
    place = min(places)
    marked = all(one.file in anchors for one in places)
    return Gap(
        label=owner_label(coverage.program, owner).get(lang),
        place=str(place),
        anchor=f"{anchors.get(place.file, 'coverage')}l{place.line}",
        figure=f"{part.seen}/{part.total}",
        told=tuple(missing_words(ones, lang, shown=SHOWN if marked else None, more=_MORE)),
    )


def _file(
    anchor: str,
    name: str,
    text: str,
    reached: Sequence[Reached],
    lang: Language,
) -> SourceFile:
    at_line: dict[int, list[Reached]] = {}
    for one in reached:
        at_line.setdefault(one.point.place.line, []).append(one)
    lines = []
    state: LineState = "plain"
    indent = 0
    for line, written in enumerate(lines_of(text.removesuffix("\n")), start=1):
        ones = at_line.get(line)
        if ones is not None:
            state, indent = _state(ones), _indent(written)
            part = share(ones)
            lines.append(
                SourceLine(
                    line,
                    written,
                    state,
                    f"{part.seen}/{part.total}" if part.total else "–",
                    tuple(missing_words(ones, lang, shown=None, counted=False)),
                    _tests(ones, lang),
                )
            )
            continue
        blank = not written.strip()
        if state != "plain" and not blank and _indent(written) <= indent:
            state = "plain"
        lines.append(SourceLine(line, written, "plain" if blank else state))
    return SourceFile(anchor, name, _figure(name, share(reached), anchor), tuple(lines))


def _state(ones: Sequence[Reached]) -> LineState:
    """How a line is marked: a row that was never used as such, whatever was seen of its cells."""
    part = share(ones)
    if any(one.missing and one.point.is_row for one in ones):
        return "none"
    if part.seen == part.total:
        return "all"
    return "some" if part.seen else "none"


def _tests(ones: Sequence[Reached], lang: Language) -> str:
    names = list(dict.fromkeys(test for one in ones for test in one.tests))
    if not names:
        return _BY_NONE.get(lang)
    words = _BY if len(names) <= NAMED else _BY_SOME
    listed = _BETWEEN.get(lang).join(names[:NAMED])
    return words.get(lang).format(count=len(names), names=listed)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
