"""Plans as an Excel workbook: customers, items and dated tasks, one sheet each, with filters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.batch.writers import atomic_file
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.errors import MissingExtraError
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    from openpyxl import Workbook

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
_SHEETS: tuple[tuple[Bilingual, tuple[Bilingual, ...]], ...] = (
    (Bilingual("客户", "Customers"), _CUSTOMERS),
    (Bilingual("服务项", "Items"), _ITEMS),
    (Bilingual("任务", "Tasks"), _TASKS),
)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that the xlsx format cannot hold."""


def write_workbook(
    path: Path, plans: Iterable[Mapping[str, Any]], program: Program, *, lang: Language
) -> None:
    """Write plans (as plan JSON) to an `.xlsx` file, wholly or not at all.

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


def _fill(
    book: Workbook, plans: Iterable[Mapping[str, Any]], program: Program, lang: Language
) -> None:
    from openpyxl.cell import WriteOnlyCell

    sheets = []
    for title, columns in _SHEETS:
        sheet = book.create_sheet(title.get(lang))
        sheet.freeze_panes = "A2"
        sheet.append([column.get(lang) for column in columns])
        sheets.append(sheet)
    counts = [1, 1, 1]
    for plan in plans:
        for index, row in _rows(plan, program, lang):
            cells = []
            for value in row:
                is_text = isinstance(value, str)
                cell = WriteOnlyCell(
                    sheets[index], value=_FORBIDDEN.sub("", value) if is_text else value
                )
                if is_text:
                    # A customer's text that starts with `=` must not become a formula.
                    cell.data_type = "s"
                cells.append(cell)
            sheets[index].append(cells)
            counts[index] += 1
    for sheet, (_, columns), count in zip(sheets, _SHEETS, counts, strict=True):
        sheet.auto_filter.ref = f"A1:{chr(64 + len(columns))}{count}"


def _rows(
    plan: Mapping[str, Any], program: Program, lang: Language
) -> Iterator[tuple[int, list[Any]]]:
    customer = [plan["customer"]["id"], plan["customer"]["name"]]

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
                    kind,
                    entry["state"],
                    entry["priority"],
                    entry["every"],
                    names(program.roles, [entry["by"] or ""]),
                    entry["person"],
                    entry["last_done"],
                    entry["due"],
                ],
            )
    for task in plan["tasks"]:
        yield (
            2,
            [
                task["date"],
                task["person"],
                names(program.roles, [task["by"] or ""]),
                *customer,
                names(program.items, [task["item"]]),
                task["mode"],
                task["minutes"],
                task["priority"],
            ],
        )
