"""What a workbook of plans says: the sheets with their heads, and the rows that one plan gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.event_names import said_frequency
from workflow_engine.language.modes import said_mode
from workflow_engine.program.program import Program, Scale

_ID, _NAME = Bilingual("客户编号", "Customer id"), Bilingual("客户名称", "Customer")
_ITEM = Bilingual("服务项", "Item")
_STATE = Bilingual("状态", "State")
_PRIORITY = Bilingual("优先级", "Priority")
_MODE = Bilingual("方式", "Mode")
_ROLE, _PERSON = Bilingual("责任角色", "Role"), Bilingual("责任人", "Person")
_MANAGER = Bilingual("客户经理", "Account manager")
_LEVEL, _STRATEGY = Bilingual("层级", "Level"), Bilingual("策略", "Strategy")

_ITEMS = (
    _ID,
    _NAME,
    _ITEM,
    Bilingual("类型", "Kind"),
    _STATE,
    _PRIORITY,
    Bilingual("频率", "Frequency"),
    _MODE,
    _ROLE,
    _PERSON,
    Bilingual("上次完成", "Last done"),
    Bilingual("到期", "Due"),
)
_TASKS = (
    Bilingual("日期", "Date"),
    _PERSON,
    _ROLE,
    _ID,
    _NAME,
    _ITEM,
    _MODE,
    Bilingual("分钟", "Minutes"),
    _PRIORITY,
    _STATE,
    Bilingual("备注", "Remark"),
)
_KINDS = {
    "must_do": Bilingual("必做项", "must do"),
    "optional": Bilingual("选做项", "optional"),
}
_OVERDUE = Bilingual("逾期", "overdue")
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
_OPEN = Bilingual("待定", "open")
_VISIT = Bilingual("拜访", "Visit")
_WITHIN = Bilingual("含在拜访中", "within the visit")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its heads, and how many columns stay in sight when it is scrolled."""

    title: Bilingual
    columns: tuple[Bilingual, ...]
    fixed: int


def sheets(program: Program) -> tuple[Sheet, ...]:
    """The sheets of a policy: customers, items, dated tasks.

    The level and the person who looks after a customer are headed as the policy calls them.
    """
    scale, role = _scale(program), _manager(program)
    customers = (
        _ID,
        _NAME,
        _LEVEL if scale is None else scale.label,
        _STRATEGY,
        _MANAGER if role is None else program.roles[role].label,
        Bilingual("标签", "Tags"),
        Bilingual("待定标签", "Undecided tags"),
        Bilingual("客户类别", "Categories"),
        Bilingual("每月分钟", "Minutes a month"),
        Bilingual("缺少的信息", "Missing data"),
    )
    return (
        Sheet(Bilingual("客户", "Customers"), customers, 2),
        Sheet(Bilingual("服务项", "Items"), _ITEMS, 3),
        Sheet(Bilingual("任务", "Tasks"), _TASKS, 1),
    )


def rows(
    plan: Mapping[str, Any], program: Program, lang: Language
) -> Iterator[tuple[int, list[Any]]]:
    """The rows of one plan (as plan JSON), each with the number of its sheet.

    Of a day with a visit the visit is a row with its minutes, and what is done within it has none
    of its own: the minutes of a day can be summed.
    """
    return _Rows(plan, program, lang).all()


class _Rows:
    def __init__(self, plan: Mapping[str, Any], program: Program, lang: Language) -> None:
        self._plan = plan
        self._program = program
        self._lang = lang
        self._customer = [plan["customer"]["id"], plan["customer"]["name"]]

    def all(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows of all sheets."""
        yield 0, self._of_customer()
        for kind in ("must_do", "optional"):
            for entry in self._plan[kind]:
                yield 1, self._of_item(kind, entry)
        days: dict[tuple[str, str | None, str | None], list[Mapping[str, Any]]] = {}
        for task in self._plan["tasks"]:
            days.setdefault((task["date"], task["by"], task["person"]), []).append(task)
        for tasks in days.values():
            within = [task for task in tasks if self._rides(task)]
            if within:
                yield 2, self._of_visit(within)
            for task in tasks:
                yield 2, self._of_task(task, within=task in within)

    def _of_customer(self) -> list[Any]:
        plan, program = self._plan, self._program
        level, strategy = self._standing()
        return [
            *self._customer,
            level,
            strategy,
            self._looked_after_by(),
            self._names(program.definitions, plan["tags"]),
            self._names(program.definitions, plan["unknown_tags"]),
            self._names(program.definitions, plan["categories"]),
            round(plan["monthly_minutes"], 1),
            self._names(program.attributes, plan["missing"]),
        ]

    def _of_item(self, kind: str, entry: Mapping[str, Any]) -> list[Any]:
        state = _OVERDUE if entry.get("overdue") else _STATES[entry["state"]]
        return [
            *self._customer,
            self._item(entry["item"]),
            _KINDS[kind].get(self._lang),
            state.get(self._lang),
            entry["priority"],
            self._every(entry["item"], entry["every"]),
            said_mode(entry.get("mode"), self._lang),
            self._names(self._program.roles, [entry["by"] or ""]),
            entry["person"],
            _date(entry["last_done"]),
            _date(entry["due"]),
        ]

    def _of_visit(self, within: list[Mapping[str, Any]]) -> list[Any]:
        visit, first = self._plan["visit"], within[0]
        modes = [said_mode(mode, self._lang) or "" for mode in visit["modes"]]
        return [
            _date(first["date"]),
            first["person"],
            self._names(self._program.roles, [first["by"] or ""]),
            *self._customer,
            _VISIT.get(self._lang),
            self._joined(modes),
            visit["minutes"],
            min((task["priority"] for task in within), key=lambda name: (len(name), name)),
            None,
            None,
        ]

    def _of_task(self, task: Mapping[str, Any], *, within: bool) -> list[Any]:
        return [
            _date(task["date"]),
            task["person"],
            self._names(self._program.roles, [task["by"] or ""]),
            *self._customer,
            self._item(task["item"]),
            said_mode(task["mode"], self._lang),
            None if within else task["minutes"],
            task["priority"],
            _OVERDUE.get(self._lang) if self._late(task) else None,
            _WITHIN.get(self._lang) if within else None,
        ]

    def _standing(self) -> tuple[str | None, str | None]:
        """The level of the scale whose levels have strategies, and its strategy."""
        scale = _scale(self._program)
        standing = self._plan.get("scales", {}).get(scale.id) if scale else None
        if scale is None or standing is None:
            return None, None
        if standing["level"] is None:
            return (_OPEN.get(self._lang) if standing["unknown"] else None), None
        level = next((one for one in _levels(scale) if one.id == standing["level"]), None)
        said = standing["level"] if level is None else level.label.get(self._lang)
        strategy = standing["strategy"]
        return said, self._names(self._program.strategies, [strategy]) if strategy else None

    def _looked_after_by(self) -> str | None:
        role = _manager(self._program)
        entries = [*self._plan["must_do"], *self._plan["optional"]]
        return next((entry["person"] for entry in entries if role and entry["by"] == role), None)

    def _rides(self, task: Mapping[str, Any]) -> bool:
        item = self._program.items.get(task["item"])
        return bool(self._plan.get("visit")) and item is not None and item.every.kind == "visit"

    def _late(self, task: Mapping[str, Any]) -> bool:
        """Whether this is the first time that something overdue is done."""
        late = any(
            entry["item"] == task["item"] and entry.get("overdue")
            for entry in (*self._plan["must_do"], *self._plan["optional"])
        )
        return late and not any(
            other["item"] == task["item"] and other["date"] < task["date"]
            for other in self._plan["tasks"]
        )

    def _every(self, item: str, written: str | None) -> str | None:
        known = self._program.items.get(item)
        return written if known is None else said_frequency(known.every, self._lang)

    def _item(self, item: str) -> str:
        return self._names(self._program.items, [item])

    def _names(self, kind: Mapping[str, Any], ids: Iterable[str]) -> str:
        return self._joined(kind[id_].label.get(self._lang) if id_ in kind else id_ for id_ in ids)

    def _joined(self, words: Iterable[str]) -> str:
        return ("、" if self._lang == "zh" else ", ").join(words)


def _scale(program: Program) -> Scale | None:
    """The first scale whose levels have strategies."""
    found = (one for one in program.definitions.values() if isinstance(one, Scale))
    return next((one for one in found if any(level.strategy for level in _levels(one))), None)


def _levels(scale: Scale) -> tuple[Any, ...]:
    return scale.levels if scale.otherwise is None else (*scale.levels, scale.otherwise)


def _manager(program: Program) -> str | None:
    """The role that looks after a customer: the first whose person is one of its attributes."""
    return next((name for name, role in program.roles.items() if role.person), None)


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
