"""A case as a terminal shows it: where it stands, the path so far and the path ahead."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workflow_engine.cli.parser import wrapped
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad

MOST_CHARACTERS = 2000
"""Characters of one remark that a terminal shows; JSON has all of it."""

LEAST = 24
"""Columns that the last column of a table always has, however narrow the screen."""

LEAST_CELL = 6
"""Columns to which a cell of a list is cut at most, to make room for the others."""


def case_text(view: Mapping[str, Any], lang: Language) -> str:
    """One case, from its JSON view."""
    return "\n".join(_case(view, lang)) + "\n"


def list_text(views: Sequence[Mapping[str, Any]], lang: Language) -> str:
    """One line for each case: number, customer, failure, state, who has it, what is due next."""
    zh = lang == "zh"
    if not views:
        return ("没有个案\n") if zh else "no cases\n"
    heads = (
        ("个案", "客户", "问题", "状态", "责任人", "下一时限")
        if zh
        else ("case", "customer", "failure", "state", "owner", "due next")
    )
    rows = [heads, *(_row(view, lang) for view in views)]
    return "\n".join(table(_fitting(rows), indent="")) + "\n"


def _fitting(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows with the widest columns cut until all of them fit the screen.

    The first and the last column are left whole: the number, and what is due.
    """
    shown = [tuple(map(_in_one_line, row)) for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*shown, strict=True)]
    over = sum(widths) + 2 * (len(widths) - 1) - shutil.get_terminal_size().columns
    between = range(1, len(widths) - 1)
    while over > 0:
        widest = max(between, key=widths.__getitem__)
        if widths[widest] <= LEAST_CELL:
            break
        widths[widest] -= 1
        over -= 1
    return [tuple(map(_cut, row, widths)) for row in shown]


def _cut(text: str, width: int) -> str:
    """A text of so many columns at most; what was cut off is marked."""
    if display_width(text) <= width:
        return text
    kept = ""
    for character in text:
        if display_width(kept + character) > width - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def next_clock(view: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The running clock that ends first, overdue ones included."""
    running = [
        clock
        for clock in view["clocks"]
        if clock["state"] in ("running", "overdue") and clock["due_at"] is not None
    ]
    return min(running, key=lambda clock: dt.datetime.fromisoformat(clock["due_at"]), default=None)


def table(rows: Iterable[Sequence[str]], *, indent: str = "  ") -> Iterator[str]:
    """Rows in columns as wide as their widest cell; the last column is wrapped to the screen."""
    listed = [[_in_one_line(cell) for cell in row] for row in rows]
    if not listed:
        return
    widths = [max(map(display_width, column)) for column in zip(*listed, strict=True)]
    before = display_width(indent) + sum(width + 2 for width in widths[:-1])
    room = max(LEAST, shutil.get_terminal_size().columns - before)
    for *cells, last in listed:
        start = indent + "".join(pad(c, w + 2) for c, w in zip(cells, widths[:-1], strict=True))
        first, *rest = list(wrapped(last, room)) or [""]
        yield (start + first).rstrip()
        yield from (" " * before + line for line in rest)


def _in_one_line(text: str) -> str:
    """A text without line breaks and control characters; a very long one is cut."""
    if len(text) > MOST_CHARACTERS:
        text = f"{text[: MOST_CHARACTERS - 1]}…"
    return printable(" ".join(text.splitlines()))


def _case(view: Mapping[str, Any], lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    customer = (
        f"{view['name']}（{view['customer']}）" if zh else f"{view['name']} ({view['customer']})"
    )
    yield printable(f"{'个案' if zh else 'Case'} {view['id']} · {view['label']}")
    yield from table(_facts(view, customer, lang))
    if view["clocks"]:
        yield ""
        yield "时限" if zh else "Clocks"
        yield from table(_clock(clock, view["at"], lang) for clock in view["clocks"])
    yield ""
    yield "经过" if zh else "The path so far"
    yield from table(
        (short(entry["at"], view["at"]), _with_outcome(entry, lang)) for entry in view["history"]
    )
    for group in view["ahead_groups"]:
        yield ""
        yield f"前路：{group['heading']}" if zh else f"The path ahead, {group['heading']}"
        yield from (f"  {line}" for text in group["lines"] for line in _lines(text))
    if not view["ahead_groups"] and view["ended_at"] is None:
        yield ""
        yield "前路：不再升级" if zh else "The path ahead: the case climbs no further"
    if view["allowed"]:
        yield ""
        yield from _lines(
            f"可以：{'、'.join(view['allowed_labels'])}"
            if zh
            else f"You can: {', '.join(view['allowed_labels'])}",
            0,
        )


def _lines(text: str, indent: int = 2) -> list[str]:
    return list(
        wrapped(_in_one_line(text), max(LEAST, shutil.get_terminal_size().columns - indent))
    )


def _facts(view: Mapping[str, Any], customer: str, lang: Language) -> Iterator[tuple[str, str]]:
    zh = lang == "zh"
    yield "客户" if zh else "customer", customer
    yield "状态" if zh else "state", view["state_label"]
    if view["kind"] != "custom":
        yield "严重程度" if zh else "severity", view["severity_label"]
    holder = " ".join(part for part in (view["level_label"], view["owner"] or "") if part)
    if view["owner_for"]:
        stands = view["owner_for"]
        holder += f"（代 {stands}）" if zh else f" (for {stands})"
    yield "责任人" if zh else "owner", holder or ("待定" if zh else "nobody named")
    if view["about"]:
        yield "被投诉人" if zh else "about", view["about"]
    if view["compensation"] != "0":
        yield "已补偿" if zh else "compensation", view["compensation_text"]
    if view["approver"] is not None:
        needed = view["approver_label"]
        yield (
            ("弥补", f"每次须先经{needed}批准")
            if zh
            else ("amends", f"each needs approval by {needed}")
        )
    if view["exception_by"]:
        yield "特批" if zh else "exception", view["exception_by"]
    approval = view["approval"]
    if approval is not None:
        person = " ".join(part for part in (approval["role_label"], approval["person"]) if part)
        yield (
            "审批" if zh else "approval",
            f"{approval['amount_text']} {approval['state_label']} · {person}",
        )
    for key, chinese, english in (
        ("handovers", "转手", "handed over"),
        ("reopened", "重开", "reopened"),
        ("refused", "客户不接受", "rejected"),
    ):
        if view[key]:
            times = "time" if view[key] == 1 else "times"
            yield (chinese, f"{view[key]}次") if zh else (english, f"{view[key]} {times}")
    yield "告知客户" if zh else "to customer", view["status"]


def _clock(clock: Mapping[str, Any], at: str, lang: Language) -> tuple[str, str, str, str]:
    zh = lang == "zh"
    state = clock["state_label"]
    left = clock["remaining_text"]
    if clock["state"] in ("running", "paused"):
        state += f"，还有{left}" if zh else f", {left} left"
    elif clock["state"] == "overdue":
        state += f"{left}" if zh else f" by {left}"
    if clock["provisional"]:
        state += "，暂定" if zh else ", provisional"
    due = "" if clock["due_at"] is None else short(clock["due_at"], at)
    return clock["label"], clock["within"], due, state


def short(moment: str, at: str) -> str:
    """An ISO moment as month, day and time; with its year where that is not the year of `at`.

    >>> short("2026-11-23T09:50:00+08:00", "2026-11-20T16:50:00+08:00")
    '11-23 09:50'
    """
    text = f"{moment[:10]} {moment[11:16]}"
    return text[5:] if moment[:4] == at[:4] else text


def _with_outcome(entry: Mapping[str, Any], lang: Language) -> str:
    words = {"met": ("按时", "in time"), "late": ("超时", "late")}
    if entry["outcome"] not in words:
        return str(entry["text"])
    word = words[entry["outcome"]][0 if lang == "zh" else 1]
    return f"{entry['text']}（{word}）" if lang == "zh" else f"{entry['text']} ({word})"


def _row(view: Mapping[str, Any], lang: Language) -> tuple[str, ...]:
    clock = next_clock(view)
    due = ""
    if clock is not None:
        due = f"{clock['label']} {short(clock['due_at'], view['at'])}"
        if clock["state"] == "overdue":
            due += " 已逾期" if lang == "zh" else " overdue"
        if clock["provisional"]:
            due += "（暂定）" if lang == "zh" else " (provisional)"
    holder = view["owner"] or view["level_label"]
    return view["id"], view["name"], view["label"], view["state_label"], holder, due
