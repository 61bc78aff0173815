"""A value stream as a terminal shows it: the cells with bars, the totals, and what ECRS saves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from workflow_engine.blueprint.ecrs import After, Change, Loss, Obstacle, after
from workflow_engine.blueprint.value_stream import StreamCell, ValueStream
from workflow_engine.blueprint.words import DECISIONS, LANE_NAMES, Words
from workflow_engine.cli.parser import wrapped
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad
from workflow_engine.language.durations import plain
from workflow_engine.program.blueprints import Blueprint, Cell
from workflow_engine.program.program import Program

_B = Bilingual
NARROWEST, WIDEST_NAME, WIDEST_BAR = 64, 44, 32
WORK, WAIT = "█", "░"

_KINDS: Mapping[str | None, Bilingual] = {
    "adds_value": _B("增值", "value"),
    "necessary": _B("必要", "necessary"),
    "waste": _B("浪费", "waste"),
    None: _B("未分类", "unclassified"),
}
_OBSTACLES: Mapping[Obstacle, Bilingual] = {
    "regulatory": _B("法规要求，不能取消", "required by law, cannot be eliminated"),
    "no_target": _B(
        "没有写明并入哪一格（with）", "the cell to combine it with is not stated (with)"
    ),
    "target_eliminated": _B(
        "要并入的那一格本身被取消", "the cell to combine it with is eliminated"
    ),
    "circle": _B("几格互相并入，成了循环", "cells are combined with one another in a circle"),
    "no_figures": _B("现在用时没有写", "what it takes now is not stated"),
    "nothing_stated": _B("没有写简化后的分钟", "what it takes once simplified is not stated"),
    "no_wait": _B("没有等待可省", "it has no wait to take out"),
}
_LOSSES: Mapping[Loss, Bilingual] = {
    "fail_point": _B("失败点", "its fail point"),
    "wait_point": _B("等待点", "its wait point"),
    "item": _B("服务项", "its service item"),
    "promise": _B("承诺", "its promise"),
    "minutes": _B("写明的分钟（重排不改操作时间）", "the minutes stated (rearranging keeps work)"),
}


def stream_text(
    blueprint: Blueprint, program: Program, lang: Language, *, afterwards: bool = False
) -> str:
    """One blueprint: table, totals, waste and savings; `afterwards`: the table once improved."""
    return "\n".join(_Page(blueprint, program, lang).lines(afterwards=afterwards)) + "\n"


def percent(ratio: Fraction) -> str:
    """A share in per cent to one place, never rounded to nothing or to all.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 9999)), percent(Fraction(1))
    ('33.3%', '<0.1%', '100%')
    """
    tenths = round(ratio * 1000)
    if ratio > 0 and tenths == 0:
        return "<0.1%"
    if ratio < 1 and tenths == 1000:
        return ">99.9%"
    return f"{tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''}%"


class _Page:
    def __init__(self, blueprint: Blueprint, program: Program, lang: Language) -> None:
        self.result: After = after(blueprint)
        self.blueprint = blueprint
        self.words = Words(program, lang)
        self.zh = lang == "zh"
        self.lang = lang
        self.width = max(NARROWEST, shutil.get_terminal_size().columns - 1)

    def lines(self, *, afterwards: bool) -> Iterator[str]:
        zh = self.zh
        shown = self.result.blueprint if afterwards else self.blueprint
        stream = self.result.after if afterwards else self.result.before
        title = self.text(self.blueprint.title)
        basis = self.words.say(f"basis_{stream.time_basis}")
        when = (" · 改善后" if zh else " · afterwards") if afterwards else ""
        yield from wrapped(
            f"{title}（{shown.id}）{when}" if zh else f"{title} ({shown.id}){when}", self.width
        )
        yield basis
        yield ""
        yield from self._table(shown, stream)
        yield from self._totals(shown, stream)
        if not afterwards:
            yield from self._waste(stream)
        if self.result.changes:
            yield from self._savings()

    def text(self, text: Bilingual) -> str:
        return printable(self.words.text(text))

    def _table(self, blueprint: Blueprint, stream: ValueStream) -> Iterator[str]:
        cells = {cell.id: cell for cell in blueprint.cells}
        shown = [one for one in stream.cells if one.has_figures or one.kind or cells[one.id].ecrs]
        if not shown:
            return
        longest = max(one.takes for one in shown)
        names = {one.id: self._name(cells[one.id]) for one in shown}
        heads = (
            ("操作", "等待", "性质", "决定") if self.zh else ("work", "wait", "kind", "decision")
        )
        rows = {
            one.id: (
                _figure(one.minutes),
                _figure(one.wait),
                self._kind(one, cells[one.id]),
                self._decision(cells[one.id]),
            )
            for one in shown
        }
        widths = [
            max(map(display_width, column)) for column in zip(heads, *rows.values(), strict=True)
        ]
        between = sum(widths) + 2 * len(widths) + 4
        name = min(WIDEST_NAME, max(map(display_width, names.values())), self.width - between - 12)
        bar = max(8, min(WIDEST_BAR, self.width - between - name))
        yield _row("", "", heads, widths, name).rstrip()
        for stage, column in zip(stream.stages, blueprint.stages, strict=True):
            listed = [one for one in shown if one.stage == stage.id]
            if not listed:
                continue
            yield f"{self.text(column.label)}  {self.words.minutes(stage.lead)}"
            for one in listed:
                row = _row("*" if one.on_path else "", names[one.id], rows[one.id], widths, name)
                yield (row + "  " + _bar(one, longest, bar)).rstrip()
        yield ""
        yield (
            f"* 在本阶段最长的路径上  {WORK} 操作  {WAIT} 等待  单位：分钟"
            if self.zh
            else f"* on the longest path of its stage  {WORK} work  {WAIT} wait  in minutes"
        )
        yield ""

    def _name(self, cell: Cell) -> str:
        lane = LANE_NAMES[cell.lane].get(self.lang)
        return (
            f"{self.text(cell.text)}（{lane}）" if self.zh else f"{self.text(cell.text)} ({lane})"
        )

    def _kind(self, one: StreamCell, cell: Cell) -> str:
        """Its kind, and those of the minutes that combined steps brought with them."""
        law = "·法规" if self.zh else ", law"
        told = _KINDS[one.kind].get(self.lang) + (law if cell.regulatory else "")
        brought = dict.fromkeys(part.kind for part in one.moved if part.kind != one.kind)
        return " + ".join([told, *(_KINDS[kind].get(self.lang) for kind in brought)])

    def _decision(self, cell: Cell) -> str:
        return "" if cell.ecrs is None else DECISIONS[cell.ecrs.do].get(self.lang)

    def _totals(self, blueprint: Blueprint, stream: ValueStream) -> Iterator[str]:
        zh, say = self.zh, self.words.minutes
        rows = [("增值比" if zh else "value-added ratio", self._ratio(stream))]
        if stream.without_figures < len(stream.cells):
            rows = [
                ("全程" if zh else "lead time", self._parts(stream)),
                ("操作合计" if zh else "work", say(stream.work)),
                *rows,
            ]
        if stream.bottleneck is not None:
            slowest = next(one for one in stream.cells if one.id == stream.bottleneck)
            name = self._name(blueprint.cell(slowest.id))
            rows.append(("瓶颈" if zh else "bottleneck", f"{name}  {say(slowest.takes)}"))
        if stream.without_figures:
            count = stream.without_figures
            rows.append(
                ("没有数字" if zh else "no figures", f"{count}格" if zh else f"{count} cells")
            )
        yield from self._pairs(rows)

    def _parts(self, stream: ValueStream) -> str:
        by_kind = stream.path_by_kind
        parts = [
            (_KINDS["adds_value"], by_kind.adds_value),
            (_KINDS["necessary"], by_kind.necessary),
            (_KINDS["waste"], by_kind.waste),
            (_KINDS[None], by_kind.unclassified),
            (_B("等待", "wait"), stream.path_wait),
        ]
        told = [f"{name.get(self.lang)} {plain(part)}" for name, part in parts if part]
        lead = self.words.minutes(stream.lead)
        if len(told) < 2:
            return lead
        return f"{lead} = {' + '.join(told)}"

    def _ratio(self, stream: ValueStream) -> str:
        ratio, most = stream.ratio, stream.ratio_at_most
        if ratio is None or most is None:
            return "不知道：没有一格写了分钟" if self.zh else "unknown: no cell has any minutes"
        working = stream.time_basis == "working"
        if self.zh:
            basis = "工作时间" if working else "自然时间"
            told = f"{percent(ratio)}（增值分钟 ÷ 全程，按{basis}计）"
            return told if most == ratio else f"{told}；未分类的若都增值，最多{percent(most)}"
        told = f"{percent(ratio)} (value-added minutes / lead time, in {stream.time_basis} time)"
        return told if most == ratio else f"{told}; at most {percent(most)} if all else adds value"

    def _waste(self, stream: ValueStream) -> Iterator[str]:
        wasted = [one for one in stream.cells if one.kind == "waste"]
        if not wasted:
            return
        yield ""
        yield "浪费" if self.zh else "Waste"
        for one in wasted:
            cell = self.blueprint.cell(one.id)
            decided = self._decided(cell)
            yield from _indented(f"{self._name(cell)}  {self._takes(one)}  {decided}", self.width)

    def _takes(self, one: StreamCell) -> str:
        """What a cell takes, as far as it is known."""
        if one.minutes is not None:
            return self.words.minutes(one.takes)
        if one.wait is None:
            return "用时没有写" if self.zh else "time not stated"
        wait = self.words.minutes(one.wait)
        return f"等待{wait}，操作没有写" if self.zh else f"wait {wait}, work not stated"

    def _decided(self, cell: Cell) -> str:
        decision = cell.ecrs
        if decision is None:
            return "→ 尚未决定" if self.zh else "→ not decided yet"
        parts = [f"→ {DECISIONS[decision.do].get(self.lang)}"]
        target = next((one for one in self.blueprint.cells if one.id == decision.with_), None)
        if target is not None:
            parts.append(self.words.say("with", cell=self.words.text(target.text)))
        parts += [self.words.text(text) for text in (decision.note, decision.reason) if text]
        return printable(("，" if self.zh else ", ").join(parts))

    def _savings(self) -> Iterator[str]:
        zh, before, later = self.zh, self.result.before, self.result.after
        say = self.words.minutes
        yield ""
        yield "改善前 → 改善后" if zh else "Before → after"
        rows = [
            ("全程" if zh else "lead time", self._step(before.lead, later.lead)),
            ("操作合计" if zh else "work", self._step(before.work, later.work)),
        ]
        if before.ratio is not None and later.ratio is not None:
            shares = f"{percent(before.ratio)} → {percent(later.ratio)}"
            rows.append(("增值比" if zh else "value-added ratio", shares))
        yield from self._pairs(rows)
        for change in self.result.changes:
            cell = self.blueprint.cell(change.cell)
            name = f"{DECISIONS[change.do].get(self.lang)} {self.text(cell.text)}"
            colon = "：" if zh else ": "
            yield from _indented(f"{name}{colon}{self._effect(change)}", self.width)
        for source, target in self.result.unjoined:
            ends = [self.text(self.result.blueprint.cell(id_).text) for id_ in (source, target)]
            yield from _indented(
                f"“{ends[0]}”到“{ends[1]}”没有连上（会跨两条线，或回到过去），须由作者写明怎样衔接"
                if zh
                else f"“{ends[0]}” is not joined to “{ends[1]}” (over two lines, or back in time): "
                "the author has to say how the work gets on",
                self.width,
            )
        if self.result.saved_minutes < 0:
            longer = say(abs(self.result.saved_minutes))
            yield f"注意：改善后反而多用{longer}" if zh else f"Note: it takes {longer} longer"

    def _step(self, before: Decimal, later: Decimal) -> str:
        say = self.words.minutes
        saved = before - later
        told = f"{say(before)} → {say(later)}"
        if saved > 0:
            return f"{told}，省{say(saved)}" if self.zh else f"{told}, saved {say(saved)}"
        return told

    def _effect(self, change: Change) -> str:
        zh = self.zh
        figures = (
            f"全程{self._saved(change.saved_lead)}，操作{self._saved(change.saved_work)}"
            if zh
            else f"lead time {self._saved(change.saved_lead)}, "
            f"work {self._saved(change.saved_work)}"
        )
        if change.obstacle is None:
            told = figures
        elif change.saved_lead or change.saved_work:
            reason = _OBSTACLES[change.obstacle].get(self.lang)
            told = f"{figures}；{reason}" if zh else f"{figures}; {reason}"
        else:
            what = (
                ("未计入" if change.applied else "未执行")
                if zh
                else ("not counted" if change.applied else "not applied")
            )
            told = f"{what}{'：' if zh else ': '}{_OBSTACLES[change.obstacle].get(self.lang)}"
        if change.lost:
            listed = ("、" if zh else ", ").join(_LOSSES[one].get(self.lang) for one in change.lost)
            told += f"；丢失：{listed}" if zh else f"; lost: {listed}"
        return told

    def _saved(self, minutes: Decimal) -> str:
        if not minutes:
            return "不变" if self.zh else "as before"
        told = self.words.minutes(abs(minutes))
        if self.zh:
            return f"省{told}" if minutes > 0 else f"多{told}"
        return f"−{told}" if minutes > 0 else f"+{told}"

    def _pairs(self, rows: list[tuple[str, str]]) -> Iterator[str]:
        name = max(display_width(head) for head, _ in rows) + 4
        for head, told in rows:
            first, *rest = wrapped(told, self.width - name)
            yield pad(f"  {head}", name) + first
            yield from (" " * name + line for line in rest)


def _figure(minutes: Decimal | None) -> str:
    return "" if minutes is None else plain(minutes)


def _row(
    mark: str, name: str, figures: tuple[str, str, str, str], widths: list[int], room: int
) -> str:
    work, wait, kind, decision = (
        pad(figure, width, right=place < 2)
        for place, (figure, width) in enumerate(zip(figures, widths, strict=True))
    )
    return f"{pad(mark, 2)}{pad(_cut(name, room), room)}  {work}  {wait}  {kind}  {decision}"


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


def _bar(one: StreamCell, longest: Decimal, width: int) -> str:
    """Wait, then work, to scale; what takes any time at all has at least one mark."""

    def marks(minutes: Decimal | None) -> int:
        return max(1, int(minutes * width / longest)) if minutes else 0

    wait, work = marks(one.wait), marks(one.minutes)
    if wait + work > width:
        wait, work = (wait - 1, work) if wait >= work else (wait, work - 1)
    return WAIT * wait + WORK * work


def _indented(text: str, width: int) -> Iterator[str]:
    first, *rest = wrapped(text, width - 4)
    yield f"  {first}"
    yield from (f"    {line}" for line in rest)
