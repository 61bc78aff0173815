"""Whether a workbook still shows what the policy says: what was exported against what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.keywords import to_english
from workflow_engine.workbooks.reading import EditedSheet, EditedWorkbook, address
from workflow_engine.workbooks.sheets import OTHERWISE, Column, Path, PolicySheet

_MOST_TOLD = 5
"""So many cells of one sheet are listed; of the others the number is told."""


def stale(book: EditedWorkbook, edited: EditedSheet, sheet: PolicySheet | None) -> list[Diagnostic]:
    """What the policy says otherwise than when the sheet was exported: one finding, with cells."""
    place = Place(book.file)
    if sheet is None:
        return [diagnose("WE643", place, sheet=edited.title)]
    found = list(_stale(edited, sheet))
    if not found:
        return []
    zh = "；".join(one.zh for one in found[:_MOST_TOLD])
    en = "; ".join(one.en for one in found[:_MOST_TOLD])
    more = len(found) - _MOST_TOLD
    if more > 0:
        zh, en = f"{zh}；另有 {more} 处", f"{en}; and {more} more"
    return [diagnose("WE644", place, sheet=edited.title, cells=Bilingual(zh, en))]


def brought_in_already(
    edited: EditedSheet, sheet: PolicySheet, columns: Mapping[int, Column]
) -> bool:
    """Whether the policy says just what the edited sheet says: nothing is left to import."""
    asked = [
        (to_english(line.name) if sheet.numbered else line.name, line) for line in edited.lines
    ]
    if len(asked) != len(sheet.all_lines):
        return False
    for (name, line), there in zip(asked, sheet.all_lines, strict=True):
        if not sheet.numbered and name != there.name:
            return False
        if sheet.numbered and (name == OTHERWISE) != (there.name == OTHERWISE):
            return False
        if any(
            line.texts.get(number, "") != there.text(one.path) for number, one in columns.items()
        ):
            return False
    return True


def _stale(edited: EditedSheet, sheet: PolicySheet) -> Iterator[Bilingual]:
    exported = edited.exported
    rows = {line.name: line.row for line in reversed(edited.lines)}
    numbers = dict(_columns(edited, sheet))
    there = {line.name: line for line in sheet.all_lines}
    if sheet.numbered and len(there) != len(exported.lines):
        was, now = len(exported.lines), len(there)
        yield Bilingual(f"导出时 {was} 行，现在 {now} 行", f"it had {was} rows and now has {now}")
        return
    for name, texts in exported.lines.items():
        line = there.get(name)
        if line is None:
            yield Bilingual(f"“{name}”已不在政策里", f"`{name}` is no longer in the policy")
            continue
        for path, before in zip(exported.columns, texts, strict=False):
            now_text = line.text(path)
            if now_text != before:
                cell = _cell(rows.get(name), numbers.get(path), name, path)
                yield Bilingual(
                    f"{cell} 导出时是“{before or '–'}”，现在是“{now_text or '–'}”",
                    f"{cell} was `{before or '–'}` and is `{now_text or '–'}`",
                )
    for name in there:
        if name not in exported.lines:
            yield Bilingual(f"政策里多了“{name}”", f"`{name}` is new in the policy")


def _cell(row: int | None, column: int | None, name: str, path: Path) -> str:
    """The address of a cell, or its line and column where the sheet has it no more."""
    if row is None or column is None:
        return f"{name} {'/'.join(path)}"
    return address(row, column)


def _columns(edited: EditedSheet, sheet: PolicySheet) -> Iterator[tuple[Path, int]]:
    headings = {c.heading.zh: c.path for c in sheet.columns}
    headings |= {c.heading.en: c.path for c in sheet.columns}
    for number, heading in edited.headings.items():
        if heading in headings:
            yield headings[heading], number
