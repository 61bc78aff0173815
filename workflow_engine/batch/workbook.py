"""Plans as an Excel workbook: customers, items and dated tasks, one sheet each, ready to print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.batch.same_bytes import repacked
from workflow_engine.batch.writers import atomic_file
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.width import display_width
from workflow_engine.errors import MissingExtraError
from workflow_engine.language.frequencies import frequency_text
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_CUSTOMERS = (
    Bilingual("客户编号", "Customer id"),
    Bilingual("客户名称", "Customer"),
    Bilingual("标签", "Tags"),
    Bilingual("待定标签", "Undecided tags"),
    Bilingual("客户类别", "Categories"),
    Bilingual("每月分钟", "Minutes a month"),
    Bilingual("缺少的信息", "Missing data"),
)
_ITEMS = (
    Bilingual("客户编号", "Customer id"),
    Bilingual("客户名称", "Customer"),
    Bilingual("服务项", "Item"),
    Bilingual("类型", "Kind"),
    Bilingual("状态", "State"),
    Bilingual("优先级", "Priority"),
    Bilingual("频率", "Frequency"),
    Bilingual("责任人", "By"),
    Bilingual("姓名", "Person"),
    Bilingual("上次完成", "Last done"),
    Bilingual("到期", "Due"),
)
_TASKS = (
    Bilingual("日期", "Date"),
    Bilingual("姓名", "Person"),
    Bilingual("责任人", "By"),
    Bilingual("客户编号", "Customer id"),
    Bilingual("客户名称", "Customer"),
    Bilingual("服务项", "Item"),
    Bilingual("方式", "Mode"),
    Bilingual("分钟", "Minutes"),
    Bilingual("优先级", "Priority"),
)
_KINDS = {
    "must_do": Bilingual("必做项", "must do"),
    "optional": Bilingual("选做项", "optional"),
}
_STATES = {
    "due": Bilingual("到期", "due"),
    "due_unknown": Bilingual("到期（是否适用待定）", "due (whether it applies is open)"),
    "active": Bilingual("已选，执行中", "chosen, running"),
    "offered": Bilingual("可选，尚未选择", "offered, not chosen yet"),
    "suspended": Bilingual("暂停", "suspended"),
    "chosen_but_not_eligible": Bilingual("已选，暂不符合条件", "chosen, not eligible now"),
    "not_eligible": Bilingual("不符合条件", "not eligible"),
    "unknown": Bilingual("待定", "open"),
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its heads, and how many columns stay in sight when it is scrolled."""

    title: Bilingual
    columns: tuple[Bilingual, ...]
    fixed: int


_SHEETS = (
    _Sheet(Bilingual("客户", "Customers"), _CUSTOMERS, 2),
    _Sheet(Bilingual("服务项", "Items"), _ITEMS, 3),
    _Sheet(Bilingual("任务", "Tasks"), _TASKS, 1),
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that the xlsx format cannot hold."""
_LONGEST = 32767
"""Characters that a cell of Excel holds."""
_MEASURED = 200
"""So many plans are looked at to find how wide the columns have to be."""
_NARROWEST, _WIDEST = 8, 44
"""Columns of characters; a longer text is wrapped."""
_A4 = 9
"""The number that Excel gives to the paper."""
_HEADER_ROOM = 120
"""Characters of a printed head or foot; Excel takes 255, and `&` counts twice."""


def write_workbook(
    path: Path, plans: Iterable[Mapping[str, Any]], program: Program, *, lang: Language
) -> None:
    """Write plans (as plan JSON) to an `.xlsx` file, wholly or not at all.

    The same plans give the same bytes. Dates are dates; a text that begins like a formula stays a
    text. It prints on A4 across, as wide as the page, with the heads on every page.

    Raises MissingExtraError without openpyxl, OutputError when the file cannot be written.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise MissingExtraError(package="openpyxl", extra="xlsx", purpose="writing .xlsx") from None
    with atomic_file(path) as temporary:
        book = Workbook(write_only=True)
        try:
            _fill(book, plans, program, lang)
        except BaseException:
            for sheet in book.worksheets:
                sheet.close()
            raise
        book.save(temporary)
        repacked(temporary)


def _fill(
    book: Workbook, plans: Iterable[Mapping[str, Any]], program: Program, lang: Language
) -> None:
    """Writes the rows as the plans come; the first of them say how wide the columns are."""
    going = iter(plans)
    first = [list(_rows(plan, program, lang)) for plan in islice(going, _MEASURED)]
    writers = []
    for index, sheet in enumerate(_SHEETS):
        measured = [row for rows in first for place, row in rows if place == index]
        writers.append(_Writer(book, sheet, measured, program, lang))
    for rows in chain(first, (_rows(plan, program, lang) for plan in going)):
        for index, row in rows:
            writers[index].write(row)
    for writer in writers:
        writer.finish()


class _Writer:
    """One sheet being written, row by row."""

    def __init__(
        self,
        book: Workbook,
        sheet: _Sheet,
        measured: list[list[Any]],
        program: Program,
        lang: Language,
    ) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        self._sheet: WriteOnlyWorksheet = book.create_sheet(sheet.title.get(lang))
        heads = [column.get(lang) for column in sheet.columns]
        self._last = get_column_letter(len(heads))
        self._count = 1
        widths = [
            _width(head, [row[place] for row in measured]) for place, head in enumerate(heads)
        ]
        for place, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        self._sheet.freeze_panes = f"{get_column_letter(sheet.fixed + 1)}2"
        self._print_set_up(sheet.title.get(lang), program, lang)
        self._wrapped = Alignment(vertical="top", wrap_text=True)
        self._plain = Alignment(vertical="top")
        cells = [self._cell(head) for head in heads]
        for cell in cells:
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="14293B")
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        self._sheet.append(cells)

    def write(self, row: list[Any]) -> None:
        """One row below those that are there."""
        self._sheet.append([self._cell(value) for value in row])
        self._count += 1

    def finish(self) -> None:
        """Sets the filter over all that was written."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._count}"

    def _cell(self, value: Any) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, str):
            value = _FORBIDDEN.sub("", value)[:_LONGEST]
            cell = WriteOnlyCell(self._sheet, value=value)
            # A customer's text that starts with `=` must not become a formula.
            cell.data_type = "s"
            long = display_width(value) > _WIDEST or "\n" in value
            cell.alignment = self._wrapped if long else self._plain
            return cell
        cell = WriteOnlyCell(self._sheet, value=value)
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"
        cell.alignment = self._plain
        return cell

    def _print_set_up(self, title: str, program: Program, lang: Language) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self._sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.7
        margins.header = margins.footer = 0.35
        head = program.head
        sheet.oddHeader.left.text = _printed(head.title.get(lang))
        sheet.oddHeader.right.text = _printed(title)
        version = f"版本 {head.version}" if lang == "zh" else f"version {head.version}"
        sheet.oddFooter.left.text = _printed(f"{head.id} {version}")
        sheet.oddFooter.right.text = "第 &P 页，共 &N 页" if lang == "zh" else "Page &P of &N"


def _width(head: str, values: Iterable[Any]) -> int:
    """Columns for the widest of the values, and a head with its filter button."""
    texts = (str(value) for value in values if value is not None)
    widest = max(map(display_width, texts), default=0)
    return min(max(widest + 2, display_width(head) + 4, _NARROWEST), _WIDEST)


def _printed(text: str) -> str:
    """A text for a printed head or foot, where `&` begins a code."""
    return _FORBIDDEN.sub("", " ".join(text.split()))[:_HEADER_ROOM].replace("&", "&&")


def _rows(
    plan: Mapping[str, Any], program: Program, lang: Language
) -> Iterator[tuple[int, list[Any]]]:
    customer = [plan["customer"]["id"], plan["customer"]["name"]]

    def every(item: str, written: str | None) -> str | None:
        known = program.items.get(item)
        return written if known is None else frequency_text(known.every, lang)

    def names(kind: Mapping[str, Any], ids: Iterable[str]) -> str:
        labels = [kind[id_].label.get(lang) if id_ in kind else id_ for id_ in ids]
        return ("、" if lang == "zh" else ", ").join(labels)

    yield (
        0,
        [
            *customer,
            names(program.definitions, plan["tags"]),
            names(program.definitions, plan["unknown_tags"]),
            names(program.definitions, plan["categories"]),
            plan["monthly_minutes"],
            names(program.attributes, plan["missing"]),
        ],
    )
    for kind in ("must_do", "optional"):
        for entry in plan[kind]:
            yield (
                1,
                [
                    *customer,
                    names(program.items, [entry["item"]]),
                    _KINDS[kind].get(lang),
                    _STATES[entry["state"]].get(lang),
                    entry["priority"],
                    every(entry["item"], entry["every"]),
                    names(program.roles, [entry["by"] or ""]),
                    entry["person"],
                    _date(entry["last_done"]),
                    _date(entry["due"]),
                ],
            )
    for task in plan["tasks"]:
        yield (
            2,
            [
                _date(task["date"]),
                task["person"],
                names(program.roles, [task["by"] or ""]),
                *customer,
                names(program.items, [task["item"]]),
                task["mode"],
                task["minutes"],
                task["priority"],
            ],
        )


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
