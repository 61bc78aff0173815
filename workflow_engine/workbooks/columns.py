"""Which column of a policy's sheet a heading in an edited workbook means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.workbooks.reading import EditedSheet, EditedWorkbook
from workflow_engine.workbooks.sheets import Column, PolicySheet, possible_columns


def columns_meant(
    book: EditedWorkbook, edited: EditedSheet, sheet: PolicySheet, names: Mapping[str, Bilingual]
) -> tuple[dict[int, Column], list[Diagnostic]]:
    """The column of the policy for each 1-based column of the workbook, and what is wrong.

    `names` are what rules may look at: a decision table takes a new column for each of them.
    """
    known = list(_known(sheet, names))
    meant: dict[int, Column] = {}
    found: list[Diagnostic] = []
    for number, heading in edited.headings.items():
        cell = book.at(edited, 1, number)
        column = next((one for one in known if heading in _spellings(one)), None)
        if column is None:
            found.append(_unknown(book, cell, heading, known, numbered=sheet.numbered))
        elif any(column.path == other.path for other in meant.values()):
            found.append(diagnose("WE635", Place(book.file), cell=cell, heading=heading))
        else:
            meant[number] = column
    for line in edited.lines:
        for number, text in line.texts.items():
            if text and number not in edited.headings:
                cell = book.at(edited, line.row, number)
                found.append(diagnose("WE636", Place(book.file), cell=cell, value=text))
    return meant, found


def _known(sheet: PolicySheet, names: Mapping[str, Bilingual]) -> Iterable[Column]:
    yield from sheet.columns
    there = {column.path for column in sheet.columns}
    if sheet.numbered:
        yield from (Column((name,), Bilingual.same(name)) for name in names if (name,) not in there)
    else:
        yield from (one for one in possible_columns(sheet.model) if one.path not in there)


def _spellings(column: Column) -> Collection[str]:
    return {column.heading.zh, column.heading.en}


def _unknown(
    book: EditedWorkbook, cell: Bilingual, heading: str, known: list[Column], *, numbered: bool
) -> Diagnostic:
    headings = [spelling for column in known for spelling in sorted(_spellings(column))]
    near = did_you_mean(heading, headings)
    told = None if near is None else Bilingual(f"是不是“{near}”？", f"did you mean `{near}`?")
    if told is None and not numbered:
        zh = "、".join(column.heading.zh for column in known)
        en = ", ".join(column.heading.en for column in known)
        told = Bilingual(f"可用的列：{zh}；备注请写成批注", f"there are: {en}")
    return diagnose("WE634", Place(book.file), help=told, cell=cell, heading=heading)
