"""The path of a case so far: every event as a sentence, in Chinese or English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from workflow_engine.cases.case import Approval
from workflow_engine.cases.events import (
    ApprovalChanged,
    CannotResolve,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    Delegated,
    Done,
    Emitted,
    Escalated,
    Event,
    EventReported,
    ExceptionGranted,
    Migrated,
    Noted,
    Opened,
    Overdue,
    Reassigned,
    Reminded,
    RungSkipped,
    SeverityChanged,
    Stuck,
    SupportAnswered,
    SupportAsked,
    Warned,
)
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.sequence import entered_later, step_outcomes, was_late
from workflow_engine.cases.wording import (
    APPROVAL_STORIES,
    CAUSES,
    CLOCK_STATES,
    DEGREES,
    DONE,
    ENGINE,
    NOBODY,
    OUTCOMES,
    SEVERITIES,
    SKIPPED,
    UNANSWERED,
    clock_label,
    command_label,
    moment_text,
    money,
    not_done,
)
from workflow_engine.diagnostics.bilingual import Bilingual, Language

BOOKKEEPING = (ClockStarted, ClockPaused, ClockResumed, ClockStopped)
"""Events that only move clocks: the commands beside them tell the story."""


class Storyteller:
    """Tells events of the cases of one process in one language.

    Args:
        rules: the policy and its calendars.
        process: the id of the process.
        lang: the language of the sentences.
        year: moments of another year are written with it.
    """

    def __init__(self, rules: CaseRules, process: str, lang: Language, *, year: int) -> None:
        self._program = rules.program
        self._process = rules.process(process)
        self._lang: Language = lang
        self._year = year
        self._zone = rules.zone

    def say(self, text: Bilingual, **values: str) -> str:
        """A sentence in the language, with its places filled."""
        said = text.get(self._lang)
        return said.format(**values) if values else said

    def role(self, role: str | None) -> str:
        """The printed name of a role."""
        known = None if role is None else self._program.roles.get(role)
        return (role or "") if known is None else known.label.get(self._lang)

    def person(self, person: str | None) -> str:
        """A person, or that there is none."""
        return self.say(NOBODY) if person is None else person

    def who(self, by: str | None) -> str:
        """Who did it: a person, or the engine."""
        return self.say(ENGINE) if by is None else by

    def holder(self, role: str | None, person: str | None, stands_for: str | None = None) -> str:
        """A role and its person: `主管 张敏`; a deputy is marked as one."""
        text = " ".join(part for part in (self.role(role), person or "") if part)
        if stands_for is not None:
            return text + (f"（代 {stands_for}）" if self._lang == "zh" else f" (for {stands_for})")
        return text

    def clock(self, clock: str) -> Bilingual:
        """The printed name of a clock."""
        return clock_label(self._program, {c.id: c.label for c in self._process.clocks}, clock)

    def moment(self, moment: dt.datetime) -> str:
        """A moment to the minute in the policy's zone."""
        return moment_text(moment, self._zone, self._year)

    def state(self, state: str) -> str:
        """The printed name of a state."""
        for known in self._process.states:
            if known.id == state:
                return known.label.get(self._lang)
        return state

    def not_done(self, clock: str, *, unplanned: bool = False) -> str:
        """That what a clock limits has not been done."""
        return not_done(clock, self.clock(clock), self._lang, unplanned=unplanned)

    def history(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """The events but the moves of clocks, in the order in which things happened.

        Each is a dict of `at`, `by`, `what`, `text`, `late`, `back_dated` and `outcome`.
        `back_dated` is what was entered after later things, `outcome` how the clock of a step that
        was done ended: `met` or `late`, else None.
        """
        outcomes, later = step_outcomes(events), entered_later(events)
        told = [(index, e) for index, e in enumerate(events) if not isinstance(e, BOOKKEEPING)]
        return [
            {
                "at": self.iso(event.at),
                "by": event.by,
                "what": event_kind(event),
                "text": self.entry(event, back_dated=index in later),
                "late": was_late(event),
                "back_dated": index in later,
                "outcome": outcomes.get(index),
            }
            for index, event in sorted(told, key=lambda one: one[1].at)
        ]

    def entry(self, event: Event, *, back_dated: bool) -> str:
        """The sentence of an event; one that was entered afterwards is marked."""
        text = self.sentence(event)
        if not back_dated:
            return text
        return f"{text}（补记）" if self._lang == "zh" else f"{text} (entered later)"

    def iso(self, moment: dt.datetime) -> str:
        """A moment in the policy's zone, as ISO text with its offset."""
        return moment.astimezone(self._zone).isoformat()

    def sentence(self, event: Event) -> str:
        """What happened, without the moment; the person who did it is in it."""
        match event:
            case Opened():
                return self._opened(event)
            case Done():
                return self._done(event)
            case ClockStarted() | ClockPaused() | ClockResumed() | ClockStopped():
                return self._clock_moved(event)
            case Warned() | Overdue() | Escalated() | RungSkipped() | Stuck() | Reminded():
                return self._timer(event)
            case ApprovalChanged() | Delegated() | ExceptionGranted():
                return self._authority(event)
            case SupportAsked() | SupportAnswered():
                return self._support(event)
            case _:
                return self._remark(event)

    def _opened(self, event: Opened) -> str:
        failure = self.say(self._process.label)
        holder = self.holder(event.level, self.person(event.owner), event.owner_for)
        zh = self._lang == "zh"
        by = event.by
        if by is None and event.cause.kind != "person":
            by = self.who(None)
        if zh:
            begun = "开立：" if by is None else f"{by} 开立："
            parts = [f"{begun}{failure}，由 {holder} 负责"]
        else:
            begun = "opened: " if by is None else f"{by} opened it: "
            parts = [f"{begun}{failure}; {holder} is responsible"]
        if event.cause.kind != "person":
            cause = self.say(CAUSES[event.cause.kind])
            named = " ".join(part for part in (event.cause.name, event.cause.detail) if part)
            parts.append(f"{cause} {named}".strip())
        if event.earlier:
            parts.append(
                f"近期第{event.earlier + 1}次" if zh else f"number {event.earlier + 1} lately"
            )
        if event.about is not None:
            parts.append(f"被投诉人 {event.about}" if zh else f"about {event.about}")
        return self._joined(parts, event.note)

    def _done(self, event: Done) -> str:
        zh = self._lang == "zh"
        did = DONE.get(event.command)
        if did is None:
            did = (
                Bilingual.same(self.state(event.target))
                if event.source != event.target
                else Bilingual.same(command_label(event.command, self._lang))
            )
            said = f"{command_label(event.command, self._lang)} → {self.say(did)}"
            parts = [f"{self.who(event.by)}：{said}" if zh else f"{self.who(event.by)}: {said}"]
        else:
            parts = [f"{self.who(event.by)} {self.say(did)}"]
        if event.amount is not None:
            amount = money(event.amount, self._lang)
            if event.command == "plan_amend":
                parts.append(f"拟补偿 {amount}" if zh else f"planned compensation {amount}")
            else:
                parts.append(f"补偿 {amount}" if zh else f"compensation {amount}")
        if event.goods is not None:
            parts.append(event.goods)
        if event.by_exception:
            parts.append("按特批" if zh else "by exception")
        if event.person is not None:
            parts.append(f"交给 {event.person}" if zh else f"to {event.person}")
        parts += [part for part in (event.code, event.nature) if part is not None]
        if event.urgency is not None:
            degree = self.say(DEGREES[event.urgency])
            parts.append(f"紧急程度{degree}" if zh else f"urgency {degree}")
        if event.priority is not None:
            parts.append(event.priority)
        if event.other is not None:
            parts.append(f"与 {event.other} 重复" if zh else f"a duplicate of {event.other}")
        if event.outcome is not None:
            known = OUTCOMES.get(event.outcome)
            parts.append(event.outcome if known is None else self.say(known))
        return self._joined(parts, event.note)

    def _clock_moved(self, event: ClockStarted | ClockPaused | ClockResumed | ClockStopped) -> str:
        name, zh = self.say(self.clock(event.clock)), self._lang == "zh"
        match event:
            case ClockStarted():
                within = event.duration.text(self._lang)
                return f"“{name}”开始计时：{within}" if zh else f"clock “{name}” starts: {within}"
            case ClockPaused():
                return f"“{name}”暂停计时" if zh else f"clock “{name}” pauses"
            case ClockResumed():
                return f"“{name}”继续计时" if zh else f"clock “{name}” runs on"
            case ClockStopped():
                how = self.say(CLOCK_STATES[event.outcome])
                return f"“{name}”停止计时：{how}" if zh else f"clock “{name}” stops: {how}"

    def _timer(self, event: Warned | Overdue | Escalated | RungSkipped | Stuck | Reminded) -> str:
        zh = self._lang == "zh"
        match event:
            case Warned():
                end, undone = self.moment(event.ends_at), self.not_done(event.clock)
                whom = self.person(event.owner)
                over = event.at >= event.ends_at
                if zh:
                    text = f"提醒 {whom}：{undone}，{end} {'已到期' if over else '到期'}"
                else:
                    text = f"{whom} warned: {undone}, {'was due' if over else 'due'} {end}"
                return self._delayed(text, event)
            case Overdue():
                undone, due = self.not_done(event.clock), self.moment(event.due_at)
                if zh:
                    return f"逾期：{due} 前{undone}" + ("（延后处理）" if event.late else "")
                return f"overdue: {undone} by {due}" + (" (noticed late)" if event.late else "")
            case Escalated():
                holder = self.holder(event.target, self.person(event.owner), event.owner_for)
                why = self.say(event.trigger)
                text = f"升级至 {holder}：{why}" if zh else f"to {holder}: {why}"
                return self._delayed(text, event)
            case RungSkipped():
                return self.say(SKIPPED[event.why], role=self.role(event.role))
            case Stuck():
                why = self.say(event.trigger)
                return (
                    f"应升级（{why}），但上面已没有人"
                    if zh
                    else f"should climb ({why}), but there is nobody above"
                )
            case Reminded():
                whom = self.person(event.owner)
                text = (
                    f"第{event.number}次催办 {whom}"
                    if zh
                    else f"{whom} reminded, number {event.number}"
                )
                return self._delayed(text, event)

    def _authority(self, event: ApprovalChanged | Delegated | ExceptionGranted) -> str:
        zh = self._lang == "zh"
        match event:
            case ApprovalChanged():
                said = self._approval(event.approval, event.by)
                return self._joined([said], event.note)
            case Delegated():
                giver = self.who(event.giver or event.by)
                role = self.role(event.role)
                until = "" if event.until is None else self.moment(event.until)
                if zh:
                    return f"{giver} 授权 {event.to} 代行{role}审批" + (
                        f"，至 {until}" if until else ""
                    )
                return f"{giver} lets {event.to} approve as {role}" + (
                    f" until {until}" if until else ""
                )
            case ExceptionGranted():
                by, role = self.who(event.by), self.role(event.role)
                said = f"{by}（{role}）特批" if zh else f"{by} ({role}) granted an exception"
                return self._joined([said], event.note)

    def _approval(self, approval: Approval, by: str | None) -> str:
        story = APPROVAL_STORIES[approval.state]
        if approval.state == "lapsed" and approval.answered_by is None:
            story = UNANSWERED
        return self.say(
            story,
            by=self.who(by),
            amount=money(approval.amount, self._lang),
            whom=self.holder(approval.role, approval.person),
        )

    def _support(self, event: SupportAsked | SupportAnswered) -> str:
        name, zh = self.say(self.clock(f"support.{event.department}")), self._lang == "zh"
        if isinstance(event, SupportAnswered):
            said = f"{name}已答复" if zh else f"{name} answered"
        else:
            holder = self.holder(event.role, event.person)
            said = f"请{name}协助（{holder}）" if zh else f"{name} asked to help ({holder})"
        return self._joined([said], event.note)

    def _remark(
        self,
        event: Emitted
        | Reassigned
        | CannotResolve
        | EventReported
        | SeverityChanged
        | Noted
        | Migrated,
    ) -> str:
        zh, by = self._lang == "zh", self.who(event.by)
        match event:
            case Emitted():
                return f"发出事件 {event.name}" if zh else f"event {event.name}"
            case Reassigned():
                holder = self.holder(event.level, self.person(event.owner), event.owner_for)
                said = f"{by} 转派给 {holder}" if zh else f"{by} gave the case to {holder}"
                return self._joined([said], event.note)
            case CannotResolve():
                said = f"{by} 表示无法解决" if zh else f"{by} cannot resolve it"
                return self._joined([said], event.note)
            case EventReported():
                name = next(
                    (
                        self.say(label)
                        for id_, label in self._program.recovery.events
                        if id_ == event.event
                    ),
                    event.event,
                )
                said = f"{by} 登记：{name}" if zh else f"{by} reported: {name}"
                return self._joined([said], event.note)
            case SeverityChanged():
                degree = self.say(SEVERITIES[event.severity])
                said = f"{by} 定为{degree}" if zh else f"{by} made it {degree}"
                return self._joined([said], event.note)
            case Noted():
                return f"{by} 备注：{event.note}" if zh else f"{by} noted: {event.note}"
            case Migrated():
                version = self._version(event.policy)
                if zh:
                    return f"{by} 把个案改按政策版本 {version} 办理"
                return f"{by} moved the case to version {version} of the policy"

    def _version(self, policy: str) -> str:
        """The version that the author gave a policy, with the beginning of its hash."""
        head, known = self._program.head, policy == self._program.hash
        return f"{head.version} (#{policy[:10]})" if known else f"#{policy[:10]}"

    def _delayed(self, text: str, event: Warned | Escalated | Reminded) -> str:
        if not event.late:
            return text
        due = self.moment(event.due_at)
        return text + (
            f"（延后处理，应在 {due}）" if self._lang == "zh" else f" (late; was due {due})"
        )

    def _joined(self, parts: Iterable[str], note: str | None) -> str:
        zh = self._lang == "zh"
        text = ("，" if zh else ", ").join(parts)
        if note is None:
            return text
        return f"{text}。{note}" if zh else f"{text}. {note}"


def event_kind(event: Event) -> str:
    """The kind of an event as it is written in JSON: `clock_started`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(event).__name__).lower()
