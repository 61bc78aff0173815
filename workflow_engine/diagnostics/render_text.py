"""Findings for people at a terminal: the author's line, and carets under what is meant.

错误[WE122]: `标签` 后面是中文冒号“：”，这里要用英文冒号加空格
  --> tags.yaml:1:3
   |
 1 | 标签：
   |     ^^
   |
   = 帮助: 请改成 `标签: `；`check --fix` 会替您改
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.diagnostics.ordering import SEVERITIES, summary, worst_first
from workflow_engine.diagnostics.printable import (
    printable,
    printable_character,
    printable_lines,
)
from workflow_engine.diagnostics.width import display_width

_Style = Literal["error", "warning", "info", "frame", "help", "plain", "bold"]
_CODES: dict[_Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "frame": "1;34",
    "help": "1;32",
    "plain": "",
    "bold": "1",
}
_WIDEST = 160  # columns of a source line that are shown
_MOST_ALIKE = 3  # notes with one code that are written out
_LEAD = 40  # columns kept before the place when a line is cut
_HELP = Bilingual("帮助", "help")
_FIX = Bilingual("修改", "fix")
_FIX_HOW = Bilingual("（`check --fix` 可自动完成）", " (`check --fix` does it)")


@dataclass(frozen=True, slots=True)
class _Mark:
    place: Place
    text: str
    main: bool


def render_text(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    *,
    lang: Language,
    color: bool,
) -> str:
    """All findings, worst first, and a last line that counts them; ends with a newline.

    Errors and warnings come with their source lines; information takes a line each, and of many
    notes with one code only the first is written out.

    `sources` maps a place's file to its text; a finding whose file is not among them is shown
    without its line. `color` adds ANSI colours.
    """
    painter = _Painter(sources, lang, color)
    shown = worst_first(diagnostics)
    blocks = [painter.finding(one) for one in shown if one.severity != "info"]
    alike: dict[str, list[Diagnostic]] = {}
    for one in shown:
        if one.severity == "info":
            alike.setdefault(one.code, []).append(one)
    notes = [note for several in alike.values() for note in painter.notes(several)]
    if notes:
        blocks.append("\n".join(notes) + "\n")
    return "\n".join([*blocks, summary(shown, lang)]) + "\n"


class _Painter:
    def __init__(self, sources: Mapping[str, str], lang: Language, color: bool) -> None:  # noqa: FBT001
        self._sources = sources
        self._lang = lang
        self._color = color
        self._lines: dict[str, list[str]] = {}

    def _paint(self, text: str, style: _Style) -> str:
        code = _CODES[style]
        return f"\x1b[{code}m{text}\x1b[0m" if self._color and code and text else text

    def notes(self, alike: list[Diagnostic]) -> list[str]:
        """Information with one code: all of it, or the first and where else it is found."""
        if len(alike) <= _MOST_ALIKE:
            return [self.note(one) for one in alike]
        first, *others = alike
        by_file: dict[str, list[str]] = {}
        for one in others:
            by_file.setdefault(one.place.file, []).append(str(one.place.line))
        comma, colon = ("、", "：") if self._lang == "zh" else (", ", ": ")
        places = [f"{file} {comma.join(lines)}" for file, lines in by_file.items()]
        count = f"另有 {len(others)} 处" if self._lang == "zh" else f"{len(others)} more"
        listed = ("；" if self._lang == "zh" else "; ").join(places)
        return [f"{self.note(first)}\n    {printable(f'{count}{colon}{listed}')}"]

    def note(self, diagnostic: Diagnostic) -> str:
        severity = SEVERITIES[diagnostic.severity].get(self._lang)
        head = self._paint(f"{severity}[{diagnostic.code}]", diagnostic.severity)
        place = self._paint(printable(str(diagnostic.place)), "frame")
        told = " ".join(printable_lines(diagnostic.message.get(self._lang)))
        lines = [f"{head} {place}: {told}"]
        lines += (line.lstrip() for line in self._notes(diagnostic, 0))
        return "\n    ".join(lines)

    def finding(self, diagnostic: Diagnostic) -> str:
        first, *rest = printable_lines(diagnostic.message.get(self._lang))
        severity = SEVERITIES[diagnostic.severity].get(self._lang)
        head = self._paint(f"{severity}[{diagnostic.code}]", diagnostic.severity)
        out = [f"{head}{self._paint(': ' + first, 'bold')}", *(f"    {line}" for line in rest)]
        marks = [
            _Mark(diagnostic.place, "", main=True),
            *(
                _Mark(label.place, label.text.get(self._lang), main=False)
                for label in diagnostic.labels
            ),
        ]
        gutter = max(len(str(mark.place.line)) for mark in marks) + 1
        by_file: dict[str, list[_Mark]] = {}
        for mark in marks:
            by_file.setdefault(mark.place.file, []).append(mark)
        for number, (file, in_file) in enumerate(by_file.items()):
            arrow = "-->" if number == 0 else ":::"
            pointer = self._paint(" " * gutter + arrow, "frame")
            out.append(f"{pointer} {printable(str(in_file[0].place))}")
            out += self._snippet(file, in_file, gutter, diagnostic.severity)
        out += self._notes(diagnostic, gutter)
        return "\n".join(out) + "\n"

    def _notes(self, diagnostic: Diagnostic, gutter: int) -> list[str]:
        notes: list[tuple[Bilingual, str]] = []
        if diagnostic.help is not None:
            notes.append((_HELP, diagnostic.help.get(self._lang)))
        if diagnostic.fix is not None:
            how = _FIX_HOW.get(self._lang) if diagnostic.fix.safe else ""
            notes.append((_FIX, diagnostic.fix.title.get(self._lang) + how))
        out = []
        equals = self._paint(" " * gutter + " =", "frame")
        for word, text in notes:
            name = word.get(self._lang)
            indent = " " * (gutter + 3 + display_width(name) + 2)
            first, *rest = printable_lines(text)
            out.append(f"{equals} {self._paint(name, 'help')}: {first}")
            out += (indent + line for line in rest)
        return out

    def _snippet(self, file: str, marks: list[_Mark], gutter: int, severity: _Style) -> list[str]:
        lines = self._lines_of(file)
        by_line: dict[int, list[_Mark]] = {}
        for mark in marks:
            if 1 <= mark.place.line <= len(lines):
                by_line.setdefault(mark.place.line, []).append(mark)
        if not by_line:
            return [
                f"{' ' * gutter}::: {printable(f'{m.place} {m.text}')}" for m in marks if m.text
            ]
        bar = self._paint(" " * gutter + " |", "frame")
        out = [bar]
        before = 0
        for number in sorted(by_line):
            if before and number > before + 1:
                out.append(self._paint("." * min(3, gutter + 1), "frame"))
            before = number
            shown = _shown_line(lines[number - 1], by_line[number][0].place)
            left = self._paint(f"{number:>{gutter}} |", "frame")
            out.append(f"{left} {shown.text}".rstrip())
            for mark in sorted(by_line[number], key=lambda m: (not m.main, m.place)):
                start, width = shown.span(mark.place)
                style: _Style = severity if mark.main else "frame"
                line = ("^" if mark.main else "-") * width
                line += f" {printable(mark.text)}" if mark.text else ""
                out.append(f"{bar} {' ' * start}{self._paint(line, style)}")
        out.append(bar)
        return out

    def _lines_of(self, file: str) -> list[str]:
        if file not in self._lines:
            source = self._sources.get(file)
            self._lines[file] = [] if source is None else lines_of(source)
        return self._lines[file]


@dataclass(frozen=True, slots=True)
class _ShownLine:
    """A source line as printed; `columns[i]` is the printed column of its i-th character."""

    text: str
    columns: list[int]

    def span(self, place: Place) -> tuple[int, int]:
        """Where the underline of `place` starts in the printed line, and how wide it is."""
        last = len(self.columns) - 1
        start = self.columns[min(place.column - 1, last)]
        several = place.end_line > place.line
        end = self.columns[last if several else min(place.end_column - 1, last)]
        return start, max(1, end - start)


def _shown_line(line: str, place: Place) -> _ShownLine:
    pieces = [printable_character(character) for character in line]
    widths = [display_width(piece) for piece in pieces]
    first = 0
    if sum(widths) > _WIDEST:
        kept = 0
        first = min(place.column - 1, len(line))
        while first > 0 and kept + widths[first - 1] <= _LEAD:
            first -= 1
            kept += widths[first]
    lead = "… " if first else ""
    columns = [0] * first
    at = len(lead)
    last = first
    while last < len(pieces) and at + widths[last] <= _WIDEST:
        columns.append(at)
        at += widths[last]
        last += 1
    columns += [at] * (len(pieces) - last + 1)
    tail = " …" if last < len(pieces) else ""
    return _ShownLine(lead + "".join(pieces[first:last]) + tail, columns)
