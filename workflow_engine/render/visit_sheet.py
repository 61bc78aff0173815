"""The visit sheet: one account manager's customers of a day, to tick off on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.measure import text_width
from workflow_engine.program.program import Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.form_words import FormWords, cut, shown
from workflow_engine.render.labels import DASH, number
from workflow_engine.render.look import Look
from workflow_engine.render.open_cases import CasesOf, OpenCase, open_cases
from workflow_engine.render.pages import page
from workflow_engine.render.portrait import categories
from workflow_engine.render.routes import Route, Stop, Task, Waiting
from workflow_engine.render.services import day as short_day

_B = Bilingual

WORDS: dict[str, Bilingual] = {
    "visit_title": _B("拜访单", "Visit sheet"),
    "visit_day": _B("拜访日期", "Day"),
    "person": _B("拜访人", "Account manager"),
    "role": _B("岗位", "Role"),
    "stops": _B("{count}户", "{count} customers"),
    "stop_one": _B("1户", "1 customer"),
    "stop_count": _B("客户", "Customers"),
    "planned_minutes": _B("计划用时", "Planned time"),
    "of_capacity": _B("{minutes}分钟，每日可用{capacity}分钟", "{minutes} of {capacity} min a day"),
    "plain_minutes": _B("{minutes}分钟", "{minutes} min"),
    "no_minutes": _B("未设用时", "not given"),
    "unmeasured": _B("另有{count}户未设用时", "{count} more without a time"),
    "over": _B("超出{minutes}分钟", "{minutes} min over"),
    "over_note": _B(
        "当天排不下：先做优先级高的，其余和主管商量改期。",
        "More than fits into the day: highest priority first, agree on another day for the rest.",
    ),
    "bring": _B("出门前备齐", "To bring"),
    "bring_stop": _B("要带的", "Bring"),
    "order": _B("序", "No."),
    "customer": _B("客户", "Customer"),
    "services": _B("今天要做的", "To do today"),
    "times": _B("到达／离开", "From / to"),
    "result": _B("结果与约定", "Result, agreements"),
    "signature": _B("客户签字", "Signature"),
    "again": _B("续", "continued"),
    "visit": _B("拜访{minutes}分钟", "Visit, {minutes} min"),
    "visit_last": _B("上次拜访", "Last visit"),
    "done_last": _B("上次办理", "Last done"),
    "never": _B("没有记录", "none recorded"),
    "arrive": _B("到", "from"),
    "leave": _B("离", "to"),
    "result_done": _B("已完成", "done"),
    "result_out": _B("未遇到", "nobody in"),
    "result_moved": _B("改期", "moved to"),
    "overdue_short": _B("逾期", "overdue"),
    "open": _B("条件待定", "condition open"),
    "also_overdue": _B("已逾期，顺路可做", "overdue, can be done now"),
    "case": _B("未结", "Open"),
    "case_due": _B("{next} {due}前", "{next} by {due}"),
    "waiting": _B("也已逾期，排在以后", "Also overdue, planned for later"),
    "waiting_note": _B("顺路可提前去", "go earlier if on the way"),
    "waiting_item": _B("逾期事项", "Overdue"),
    "waiting_since": _B("应于", "Due"),
    "waiting_day": _B("排在", "Planned"),
    "waiting_more": _B("另有{count}户未列出。", "{count} more are not listed."),
    "sign_person": _B("{role}（签字）", "{role} (signature)"),
    "sign_above": _B("{role}（签字）", "{role} (signature)"),
    "sign_above_plain": _B("上级（签字）", "Superior (signature)"),
    "day_end": _B("当日小结", "The day in short"),
    "day_end_note": _B(
        "走访　　　户　　完成　　　户　　　　　公里", "Visited          Done          km"
    ),
    "cover_title": _B("拜访单汇总", "Visit sheets"),
    "number_by": _B(
        "按优先级排序；顺路的可自行调整，在序号旁改写。",
        "By priority; renumber by the way you go.",
    ),
}

HALF: dict[bool, float] = {True: 72.0, False: 108.0}
"""Points of text in half the column of services, with and without a column of what to bring."""

MOST_LINES = 12
"""Services in a row; a customer with more has several rows, so that none is cut by a page."""
MOST_WAITING = 12
"""Customers listed of those who wait beside the route."""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One thing to do, with its priority; `remark` says overdue since when.

    `open` says that it is not certain whether it applies to the customer.
    """

    label: str
    minutes: str
    priority: str
    overdue: bool
    open: bool
    remark: str

    @property
    def width(self) -> float:
        """How wide it is set, in points."""
        mark = 44 * (self.overdue + self.open)
        return text_width(self.label, 8.2) + text_width(f" {self.minutes}", 7.2) + mark


@dataclass(frozen=True, slots=True)
class StopRow:
    """One customer of the sheet, or more services of the one before (`again`).

    Customers sign it, so it says neither their level nor why.
    """

    number: int
    name: str
    id: str
    categories: str
    contacts: list[str]
    last_of: str
    last: str
    cases: tuple[OpenCase, ...]
    visit: str
    visit_late: str
    lines: list[ServiceLine]
    extra: list[ServiceLine]
    bring: list[str]
    again: bool = False


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A customer with something overdue who is planned for another day."""

    name: str
    id: str
    items: str
    due: str
    planned: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's sheet, ready for the template; `columns` adds one for what to bring.

    A service wider than `half` has a line of its own.
    """

    anchor: str
    running: str
    person: str
    role: str
    phone: str
    day: str
    count: str
    minutes: str
    over: str
    unmeasured: str
    bring: list[str]
    columns: bool
    half: float
    rows: list[StopRow]
    waiting: list[WaitingRow]
    waiting_more: int
    supervisor: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beside the plans: materials of the items, open cases of the customers."""

    materials: Mapping[str, Sequence[str]]
    cases: CasesOf


def visit_sheet_document(
    routes: Sequence[Route],
    program: Program,
    *,
    lang: Language,
    materials: Mapping[str, Sequence[str]] | None = None,
    cases: CasesOf | None = None,
    look: Look | None = None,
) -> Document:
    """One sheet for each route, on pages of its own, with a bookmark for each person.

    Args:
        routes: who goes where, as `RouteBook` gives them; at least one.
        program: the policy.
        lang: the language of the page.
        materials: what an item needs beside its record form, by item id.
        cases: the open cases by customer id.
        look: the policy's own templates.
    """
    words = FormWords(program, lang, WORDS)
    known = _Known(materials or {}, cases or {})
    sheets = [
        _sheet(route, f"visits{place}", words, known) for place, route in enumerate(routes, start=1)
    ]
    html = page("visit_sheet.html", {**words.page_names(), "sheets": sheets}, look)
    title = words.say("visit_title")
    if len(sheets) == 1:
        title = f"{title} · {sheets[0].person}"
    marks = tuple(
        Bookmark(words.labels.aside(sheet.person, sheet.count), sheet.anchor) for sheet in sheets
    )
    return Document(f"{title} · {routes[0].day}", lang, html, marks)


def capacity(person: str | None, role: str, program: Program) -> int | None:
    """The minutes a day that a person has: their own, else those of their role."""
    known = program.staff.get(person or "")
    if known is not None and known.minutes_per_day is not None:
        return known.minutes_per_day
    found = program.roles.get(role)
    return None if found is None else found.minutes_per_day


def _sheet(
    route: Route,
    anchor: str,
    words: FormWords,
    beside: _Known,
) -> Sheet:
    program, labels = words.program, words.labels
    known = program.staff.get(route.person or "")
    role = program.roles.get(route.role)
    rows = [
        row
        for place, stop in enumerate(route.stops, start=1)
        for row in _in_rows(_row(stop, place, route.day, words, beside))
    ]
    count = len(route.stops)
    columns = any(row.bring for row in rows)
    person = shown(route.person) if route.person else words.say("no_person")
    return Sheet(
        anchor=anchor,
        running=f"{cut(person)} · {words.date(route.day)}",
        person=person,
        role=labels.role(route.role) if route.role else "",
        phone=known.phone or "" if known else "",
        day=words.date(route.day),
        count=words.say("stop_one") if count == 1 else words.say("stops", count=count),
        minutes=_minutes(route, words),
        over=_over(route, words),
        unmeasured=words.say("unmeasured", count=route.unmeasured)
        if route.unmeasured and route.minutes
        else "",
        bring=_kit(route, rows, beside.materials),
        columns=columns,
        half=HALF[columns],
        rows=rows,
        waiting=[_waiting(one, route.day, words) for one in route.waiting[:MOST_WAITING]],
        waiting_more=max(0, len(route.waiting) - MOST_WAITING),
        supervisor=labels.role(role.reports_to) if role and role.reports_to else "",
    )


def _in_rows(row: StopRow) -> Iterator[StopRow]:
    """The row, or several of which each names the customer, none of them long."""
    lines, extra = row.lines, row.extra
    yield replace(row, lines=lines[:MOST_LINES], extra=[] if lines[MOST_LINES:] else extra)
    for at in range(MOST_LINES, len(lines), MOST_LINES):
        last = at + MOST_LINES >= len(lines)
        yield replace(
            row,
            again=True,
            contacts=[],
            cases=(),
            bring=[],
            lines=lines[at : at + MOST_LINES],
            extra=extra if last else [],
        )


def _minutes(route: Route, words: FormWords) -> str:
    if not route.minutes:
        return words.say("no_minutes")
    room = capacity(route.person, route.role, words.program)
    if room is None:
        return words.say("plain_minutes", minutes=number(route.minutes))
    return words.say("of_capacity", minutes=number(route.minutes), capacity=number(room))


def _over(route: Route, words: FormWords) -> str:
    room = capacity(route.person, route.role, words.program)
    if room is None or route.minutes <= room:
        return ""
    return words.say("over", minutes=number(route.minutes - room))


def _row(
    stop: Stop,
    place: int,
    day: str,
    words: FormWords,
    beside: _Known,
) -> StopRow:
    customer = stop.plan["customer"]
    late = _late_visit(stop)
    lines = [_line(task, day, words, told=task.rides and late is not None) for task in stop.tasks]
    extra = [_line(task, day, words) for task in stop.extra]
    last_of, last = _last(stop, day, words)
    return StopRow(
        number=place,
        name=shown(customer["name"]),
        id=customer["id"],
        categories=words.labels.joined(categories(stop.plan, words.labels)),
        contacts=words.contacts(stop.plan),
        last_of=last_of,
        last=last,
        cases=open_cases(customer["id"], beside.cases),
        visit=""
        if stop.visit_minutes is None
        else words.say("visit", minutes=number(stop.visit_minutes)),
        visit_late="" if late is None else short_day(late, day),
        lines=lines,
        extra=extra,
        bring=list(_records(stop, words)),
    )


def _late_visit(stop: Stop) -> str | None:
    """Since when the whole visit is overdue: everything done in it, since one day."""
    dues = {task.due if task.overdue else None for task in stop.tasks if task.rides}
    return dues.pop() if len(dues) == 1 else None


def _line(task: Task, day: str, words: FormWords, *, told: bool = False) -> ServiceLine:
    """One service; `told` says that its visit is marked as overdue already."""
    overdue = task.overdue and not told
    parts = [words.labels.mode(task.mode)] if task.mode else []
    if task.minutes and not task.rides:
        parts.append(words.labels.minutes(task.minutes))
    return ServiceLine(
        label=words.labels.item(task.item),
        minutes=words.labels.clauses(parts),
        priority=task.priority,
        overdue=overdue,
        open=task.open,
        remark=short_day(task.due, day) if overdue else "",
    )


def _last(stop: Stop, day: str, words: FormWords) -> tuple[str, str]:
    """What was done last and when: the visit, else any of the services."""
    visit = stop.plan["visit"]
    if visit is not None:
        return words.say("visit_last"), _shown_day(visit["last_done"], day, words)
    entries = {entry["item"]: entry for entry in (*stop.plan["must_do"], *stop.plan["optional"])}
    done = [
        entries[task.item]["last_done"]
        for task in stop.tasks
        if task.item in entries and entries[task.item]["last_done"] is not None
    ]
    return words.say("done_last"), _shown_day(max(done, default=None), day, words)


def _shown_day(written: str | None, day: str, words: FormWords) -> str:
    text = short_day(written, day)
    return words.say("never") if text == DASH else text


def _records(stop: Stop, words: FormWords) -> dict[str, None]:
    """The record forms of what is to be done, each once, in order."""
    items = [words.program.items.get(task.item) for task in (*stop.tasks, *stop.extra)]
    records = [item.record for item in items if item is not None and item.record is not None]
    return dict.fromkeys(words.record(record) for record in records)


def _kit(
    route: Route, rows: Sequence[StopRow], materials: Mapping[str, Sequence[str]]
) -> list[str]:
    """What to bring: a form for each customer who needs one, of everything else one is enough."""
    forms = Counter(thing for row in rows for thing in row.bring)
    things = {
        thing: None
        for stop in route.stops
        for task in stop.tasks
        for thing in materials.get(task.item, ())
    }
    return [
        *(thing if often == 1 else f"{thing} ×{often}" for thing, often in forms.items()),
        *things,
    ]


def _waiting(waiting: Waiting, day: str, words: FormWords) -> WaitingRow:
    customer: Mapping[str, Any] = waiting.plan["customer"]
    dues = [task.due for task in waiting.tasks if task.due is not None]
    planned = [task.planned for task in waiting.tasks if task.planned is not None]
    return WaitingRow(
        name=shown(customer["name"]),
        id=customer["id"],
        items=words.labels.joined(words.labels.item(task.item) for task in waiting.tasks),
        due=short_day(min(dues, default=None), day),
        planned=short_day(min(planned, default=None), day),
    )
