"""The chapters on processes of the author's own, and on working time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_engine.cases.diagrams.states import svg
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import (
    Block,
    Chapter,
    Entry,
    Figure,
    Grid,
    Listing,
    Row,
    Section,
    Sentence,
)
from workflow_engine.explain.handbook.recovery import (
    climbing,
    counted_by,
    reminder,
    usual_warning,
    usually,
)
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program.processes import Clock, Process, State, Transition, Warn
from workflow_engine.program.program import CalendarSpec

_B = Bilingual
_NOTHING = Sentence(_B("—", "—"))
_WEEKDAYS = (
    _B("周一", "Monday"),
    _B("周二", "Tuesday"),
    _B("周三", "Wednesday"),
    _B("周四", "Thursday"),
    _B("周五", "Friday"),
    _B("周六", "Saturday"),
    _B("周日", "Sunday"),
)


def processes(voice: Voice) -> Chapter | None:
    """Each process of the author's own: its drawing, stages, moves, limits and ladder."""
    found = [one for one in voice.program.processes.values() if one.kind == "custom"]
    if not found:
        return None
    return Chapter(
        "processes",
        _B("本单位的流程", "Processes of our own"),
        _B(
            "一件事从哪个状态到哪个状态、谁来做、多久做完。",
            "What leads from which state to which, who does it, and in what time.",
        ),
        tuple(_process(process, voice) for process in found),
    )


def _process(process: Process, voice: Voice) -> Section:
    return Section(process.label, tuple(_blocks(process, voice)))


def _blocks(process: Process, voice: Voice) -> Iterator[Block]:
    states = {state.id: state for state in process.states}
    usual = usual_warning(clock.warn for clock in process.clocks)
    yield Figure(process.label, svg(process, "zh"), svg(process, "en"))
    if process.owner is not None:
        about = _B("负责", "Owner")
        yield voice.sentence(_B("{0}。", "{0}."), voice.role(process.owner), about=about)
    start = states[process.start].label
    yield voice.sentence(_B("从“{0}”开始。", "with “{0}”."), start, about=_B("开始", "Starts"))
    yield from counted_by(process.calendar, voice)
    yield from usually(usual, voice)
    if process.remind is not None:
        yield reminder(process.remind, voice, assumed=process.assumed)
    yield Listing(
        tuple(_state(state, process.transitions, states, voice) for state in states.values())
    )
    if process.clocks:
        heads = (
            _B("时限", "Limit"),
            _B("多久", "Within"),
            _B("从什么时候算", "From"),
            _B("做到什么为止", "Until"),
            _B("谁来做", "By"),
        )
        rows = tuple(Row(_clock(clock, process, usual, voice)) for clock in process.clocks)
        yield Grid(heads, rows, (18, 24, 22, 22, 18))
    if process.ladder:
        yield climbing(process.ladder, voice)


def _state(
    state: State, moves: Sequence[Transition], states: dict[str, State], voice: Voice
) -> Entry:
    lines = []
    if state.pause:
        lines.append(Sentence(_B("等待客户，时限不走。", "Waits for the customer; no time runs.")))
    if state.end:
        lines.append(Sentence(_B("到此结束。", "It ends here.")))
    lines += [_move(move, states, voice) for move in moves if move.source == state.id]
    return Entry(state.label, tuple(lines))


def _move(move: Transition, states: dict[str, State], voice: Voice) -> Sentence:
    words = _B("“{0}”之后，转到“{1}”", "“{0}” leads to “{1}”")
    if move.source == move.target:
        words = _B("“{0}”记录下来，状态不变", "“{0}” is recorded and changes nothing")
    said = voice.say(words, voice.command(move.command), states[move.target].label)
    remarks = [said]
    if move.by:
        by = voice.listed(map(voice.role, move.by))
        remarks.append(voice.say(_B("只能由{0}来做", "only for: {0}"), by))
    if move.emits:
        events = voice.listed(map(Bilingual.same, move.emits))
        remarks.append(voice.say(_B("同时发出“{0}”", "announces “{0}”"), events))
    if move.guard is None:
        return voice.sentence(_B("{0}。", "{0}."), voice.clauses(remarks))
    before = voice.say(_B("{0}，条件是：", "{0}, provided that: "), voice.clauses(remarks))
    one_line = Bilingual(before.zh + "{0}。", before.en + "{0}.")
    opening = Bilingual(before.zh + "{0}", before.en + "{0}")
    return voice.condition(_escaped(one_line), _escaped(opening), move.guard)


def _escaped(words: Bilingual) -> Bilingual:
    """Words that hold an author's text as a pattern: only their last gap is one."""

    def kept(text: str) -> str:
        head, gap, tail = text.rpartition("{0}")
        return head.replace("{", "{{").replace("}", "}}") + gap + tail

    return Bilingual(kept(words.zh), kept(words.en))


def _clock(
    clock: Clock, process: Process, usual: Warn, voice: Voice
) -> tuple[tuple[Sentence, ...], ...]:
    times = [
        Sentence(
            voice.say(_B("{0}：{1}", "{0}: {1}"), priority, voice.duration(within)),
            assumed=process.assumed,
        )
        for priority, within in clock.by_priority
    ]
    if clock.within is not None:
        times.insert(0, Sentence(voice.duration(clock.within), assumed=process.assumed))
    if clock.warn is not None and clock.warn != usual:
        times.append(Sentence(voice.warn(clock.warn)))
    starts = voice.listed(
        _B("开立", "opening") if command == "open" else voice.command(command)
        for command in clock.starts_on
    )
    stops = voice.listed(map(voice.command, clock.stops_on))
    return (
        (Sentence(clock.label),),
        tuple(times),
        (Sentence(starts),),
        (Sentence(stops),),
        (Sentence(voice.role(clock.by or process.owner)),),
    )


def calendars(voice: Voice) -> Chapter | None:
    """Working hours and what departs from them."""
    found = voice.program.calendars
    if not found:
        return None
    return Chapter(
        "calendars",
        _B("工作时间", "Working time"),
        _B(
            "“工作小时”“工作日”按这里的时间算；下班、周末和节假日不计。",
            "Work hours and workdays count by these hours; evenings, weekends and holidays do "
            "not count.",
        ),
        tuple(_calendar(calendar, voice) for calendar in found.values()),
    )


def _calendar(calendar: CalendarSpec, voice: Voice) -> Section:
    lines = []
    if calendar.base == "CN":
        lines.append(
            Sentence(
                _B(
                    "法定节假日休息，调休日上班，按国家公布的安排。",
                    "Public holidays of China are off and make-up days are worked, as published.",
                )
            )
        )
    elif calendar.base is not None:
        words = _B("没有另写的，按日历“{0}”。", "Where nothing is said, the calendar “{0}” holds.")
        lines.append(voice.sentence(words, voice.calendar(calendar.base)))
    blocks: list[Block] = list(lines)
    if calendar.hours:
        blocks.append(Listing(tuple(_hours(calendar, voice))))
    if calendar.exceptions:
        blocks.append(Listing(tuple(_exceptions(calendar, voice))))
    title = voice.say(_B("日历“{0}”", "Calendar “{0}”"), voice.calendar(calendar.id))
    return Section(title, tuple(blocks))


def _hours(calendar: CalendarSpec, voice: Voice) -> Iterator[Entry]:
    """Neighbouring weekdays with the same hours together."""
    days = list(calendar.hours)
    while days:
        first, intervals = days[0]
        last = first
        while days and days[0][1] == intervals and days[0][0] in (last, last + 1):
            last = days.pop(0)[0]
        term = _WEEKDAYS[first]
        if last != first:
            term = voice.say(_B("{0}至{1}", "{0} to {1}"), term, _WEEKDAYS[last])
        yield Entry(term, (_open(intervals),))


def _exceptions(calendar: CalendarSpec, voice: Voice) -> Iterator[Entry]:
    for day, intervals in calendar.exceptions:
        weekday = _WEEKDAYS[day.weekday()]
        term = voice.say(_B("{0}（{1}）", "{0} ({1})"), day.isoformat(), weekday)
        yield Entry(term, (_open(intervals),))


def _open(intervals: tuple[tuple[str, str], ...]) -> Sentence:
    if not intervals:
        return Sentence(_B("休息。", "Closed."))
    return Sentence(
        Bilingual(
            "、".join(f"{start}–{end}" for start, end in intervals),
            ", ".join(f"{start}–{end}" for start, end in intervals),
        )
    )
