"""The chapters on what happens when something goes wrong: the 4A and the escalation ladder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from workflow_engine.cases.diagrams.ladder import ladder_svg
from workflow_engine.cases.wording import COMMANDS, SEVERITIES
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import (
    Chapter,
    Entry,
    Figure,
    Grid,
    Listing,
    Row,
    Section,
    Sentence,
)
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.language.durations import plain
from workflow_engine.program.processes import Limit, Process, Reminder, Rung, Trigger, Warn
from workflow_engine.program.program import Failure, Step, StepName

_B = Bilingual
_STEPS: tuple[StepName, ...] = ("acknowledge", "apologize", "amend", "anticipate")
_NOTHING = Sentence(_B("—", "—"))
_MEANT: dict[StepName, Bilingual] = {
    "acknowledge": _B("承认问题，告诉客户已经受理", "say that it happened and that it is in hand"),
    "apologize": _B("真诚道歉，不推诿", "apologize, and blame nobody else"),
    "amend": _B("弥补损失", "make good the loss"),
    "anticipate": _B("预见：找到原因，防止再次发生", "find the cause, so that it does not recur"),
}
_REASONS = {
    "cannot_resolve": _B("办理的人说明办不了", "whoever handles it says so"),
    "compensation_over_limit": _B(
        "要给的补偿超过本岗位的额度", "the compensation is more than the role may grant"
    ),
    "recusal": _B("被投诉的就是办理的人", "the complaint is about whoever would handle it"),
    "needs_other_department": _B("办理的人说明要其他部门配合", "whoever handles it says so"),
    "event": _B("由人登记", "recorded by a person"),
}


def recovery(voice: Voice) -> Chapter | None:
    """Each failure with its four steps, then what holds for all."""
    rules = voice.program.recovery
    if not rules.failures:
        return None
    usual = usual_warning(step.warn for failure in rules.failures for step in failure.steps)
    sections = [_failure(failure, usual, voice) for failure in rules.failures]
    sections.append(
        Section(_B("对所有失误都适用", "For every failure"), tuple(_general(usual, voice)))
    )
    return Chapter(
        "recovery",
        _B("服务补救（4A）", "When something goes wrong: the four A"),
        _B(
            "出了差错按四步补救：承认、道歉、弥补、预见，每一步都有时限。",
            "A failure is made good in four steps: acknowledge, apologize, amend, anticipate; "
            "each has its time.",
        ),
        tuple(section for section in sections if section.blocks),
    )


def usual_warning(warnings: Iterable[Warn]) -> Warn:
    """The warning that most limits have: it is said once, not with each."""
    counted = Counter(warn for warn in warnings if warn is not None)
    return counted.most_common(1)[0][0] if counted else None


def usually(usual: Warn, voice: Voice) -> Iterator[Sentence]:
    """The usual warning as a sentence, if there is one."""
    if usual is not None:
        words = _B("没有另写的时限，{0}负责人。", "whoever answers for a limit is reminded {0}.")
        yield voice.sentence(words, voice.warn(usual), about=_B("提醒", "Warnings"))


def _failure(failure: Failure, usual: Warn, voice: Voice) -> Section:
    heads = [_B("步骤", "Step"), _B("时限", "Within")]
    heads += [
        voice.say(_B("“{0}”", "For “{0}”"), voice.name(name)) for name, _ in failure.faster_for
    ]
    heads += [_B("谁来做", "By"), _B("做什么", "What is done")]
    steps = {step.name: step for step in failure.steps}
    rows = tuple(Row(_step(name, steps.get(name), failure, usual, voice)) for name in _STEPS)
    shares = (14, 21, *(19 for _ in failure.faster_for), 17, 48)
    grid = Grid(tuple(heads), rows, shares)
    return Section(failure.label, (*_about_failure(failure, voice), grid))


def _step(
    name: StepName, step: Step | None, failure: Failure, usual: Warn, voice: Voice
) -> tuple[tuple[Sentence, ...], ...]:
    label = (voice.sentence(_B("{0}", "{0}"), COMMANDS[name]),)
    if step is None or step.within is None:
        none = Sentence(_B("不需要", "not needed"))
        empty = ((_NOTHING,),) * (len(failure.faster_for) + 2)
        return (label, (none,), *empty)
    times = (step.within, *(step.within.times(factor) for _, factor in failure.faster_for))
    return (
        label,
        *((Sentence(voice.duration(time), assumed=failure.assumed),) for time in times),
        (Sentence(voice.role(step.by)),),
        tuple(_doing(step, usual, voice)),
    )


def _doing(step: Step, usual: Warn, voice: Voice) -> Iterator[Sentence]:
    meant = _MEANT[step.name]
    yield voice.sentence(_B("{0}。", "{0}."), meant) if step.text is None else Sentence(step.text)
    if step.offer:
        yield voice.sentence(
            _B("可以提供：{0}。", "May be offered: {0}."), voice.listed(step.offer)
        )
    if step.actors:
        actors = voice.listed(map(voice.role, step.actors))
        yield voice.sentence(_B("只能由{0}来做。", "Only for: {0}."), actors)
    if step.warn is not None and step.warn != usual:
        words = _B("{0}负责人。", "whoever answers for it is reminded {0}.")
        yield voice.sentence(words, voice.warn(step.warn))


def _about_failure(failure: Failure, voice: Voice) -> Iterator[Sentence]:
    yield voice.sentence(
        _B("{0}，由{1}负责到底。", "{0}; the {1} answers for it to the end."),
        SEVERITIES.get(failure.severity, Bilingual.same(failure.severity)),
        voice.role(failure.owner),
        about=_B("严重程度", "Severity"),
    )
    yield voice.audience(failure.applies)
    for name, factor in failure.faster_for:
        words = _B("“{0}”的时限按 {1} 倍计。", "for “{0}” each time is multiplied by {1}.")
        about = _B("更快", "Faster")
        yield voice.sentence(words, voice.name(name), plain(factor), about=about)
    if failure.support is not None:
        department = voice.program.support[failure.support].label
        about = _B("协助", "Help")
        yield voice.sentence(_B("可以请{0}协助。", "ask: {0}."), department, about=about)
    about = _B("批准", "Approval")
    if failure.approve is not None:
        words = _B("每次弥补都须{0}批准。", "all amends have to be approved by the {0}.")
        yield voice.sentence(words, voice.role(failure.approve), about=about)
    if failure.exception is not None:
        words = _B("{0}可以突破常规一次。", "the {0} may set the usual limits aside once.")
        yield voice.sentence(words, voice.role(failure.exception), about=about)
    if failure.recusal:
        words = _B("被投诉的人不得经办。", "whoever the complaint is about may not handle it.")
        yield voice.sentence(words, about=_B("回避", "Recusal"))
    if failure.regulator is not None:
        label = failure.regulator.label or _B("监管时限", "the regulator's limit")
        about = _B("监管", "Regulator")
        yield from _limit(label, failure.regulator, about, voice, assumed=failure.assumed)
    if failure.description is not None:
        yield Sentence(failure.description, about=_B("说明", "Note"))


def _limit(
    label: Bilingual, limit: Limit, about: Bilingual, voice: Voice, *, assumed: bool
) -> Iterator[Sentence]:
    words = _B("{0}：{1}。", "{0}: {1}.")
    time = voice.duration(limit.within)
    yield voice.sentence(words, label, time, assumed=assumed, about=about)
    if limit.text is not None:
        yield Sentence(limit.text, about=about)


def _general(usual: Warn, voice: Voice) -> Iterator[Sentence]:
    rules, assumed = voice.program.recovery, voice.program.recovery.assumed
    yield from counted_by(rules.calendar, voice)
    yield from usually(usual, voice)
    if rules.notify is not None:
        about = _B("告知", "Telling")
        label = _B("弥补之后把结果告诉客户", "the customer is told the result")
        yield from _limit(label, rules.notify, about, voice, assumed=assumed)
    if rules.follow_up is not None:
        about = _B("回访", "Follow-up")
        label = _B("结案后回访", "after closing the customer is asked again")
        yield from _limit(label, rules.follow_up, about, voice, assumed=assumed)
    if rules.remind is not None:
        yield reminder(rules.remind, voice, assumed=assumed)
    if rules.repeat is not None:
        yield voice.sentence(
            _B(
                "同一客户{0}内第 {1} 次遇到同一种失误，从高一级开始办理。",
                "from number {1} within {0} on, a customer's case of the same failure starts one "
                "rung higher.",
            ),
            voice.duration(rules.repeat.within),
            rules.repeat.times,
            assumed=assumed,
            about=_B("再次发生", "Repeated"),
        )
    if rules.approvals is not None:
        yield voice.sentence(
            _B(
                "申请批准补偿的，{0}内答复；批准后{1}内有效。",
                "a request is answered within {0}; an approval holds for {1}.",
            ),
            voice.duration(rules.approvals.answer_within),
            voice.duration(rules.approvals.valid_for),
            assumed=assumed,
            about=_B("批准", "Approval"),
        )
    if rules.back_date is not None:
        yield voice.sentence(
            _B(
                "事后补记，最多往前{0}。",
                "what is recorded later may be dated back by {0} at most.",
            ),
            voice.duration(rules.back_date),
            assumed=assumed,
            about=_B("补记", "Dating"),
        )
    if rules.events:
        events = voice.listed(label for _, label in rules.events)
        about = _B("事件", "Events")
        yield voice.sentence(_B("由人登记：{0}。", "recorded by people: {0}."), events, about=about)


def counted_by(calendar: str | None, voice: Voice) -> Iterator[Sentence]:
    """On which calendar working time is counted."""
    if calendar is not None:
        words = _B("按日历“{0}”的工作时间算。", "times count by the calendar “{0}”.")
        yield voice.sentence(words, voice.calendar(calendar), about=_B("时限", "Times"))


def reminder(remind: Reminder, voice: Voice, *, assumed: bool = False) -> Sentence:
    """How often somebody who does not act is told again."""
    return voice.sentence(
        _B(
            "没有人处理时，每{0}催办一次，最多 {1} 次。",
            "who does not act is told again every {0}, at most {1} times.",
        ),
        voice.duration(remind.every),
        remind.times,
        assumed=assumed,
        about=_B("催办", "Reminders"),
    )


def ladder(voice: Voice) -> Chapter | None:
    """The escalation ladder of service recovery."""
    rungs = voice.program.recovery.escalation
    if not rungs:
        return None
    process = next(p for p in voice.program.processes.values() if p.kind == "recovery")
    named = replace(
        process, label=_B("服务补救", "service recovery"), ladder=rungs, owner=rungs[0].role
    )
    return Chapter(
        "ladder",
        _B("逐级上报", "The escalation ladder"),
        _B(
            "办不了、来不及、超出权限的事，一级一级往上报；任何一种情形出现就上报。",
            "What cannot be done, is late or beyond one's limits climbs rung by rung; any one "
            "reason is enough.",
        ),
        (Section(None, (ladder_figure(named, voice), climbing(rungs, voice))),),
    )


def ladder_figure(process: Process, voice: Voice) -> Figure:
    """The drawing of a ladder."""
    zh, en = (ladder_svg(process, voice.program, lang) for lang in ("zh", "en"))
    return Figure(process.label, zh, en)


def climbing(rungs: Sequence[Rung], voice: Voice) -> Listing:
    """Every rung with its reasons as sentences."""
    return Listing(tuple(_rung(rung, voice) for rung in rungs), wide=True)


def _rung(rung: Rung, voice: Voice) -> Entry:
    names = voice.role(rung.role), voice.role(rung.to)
    term = voice.say(_B("从{0}到{1}", "From {0} to {1}"), *names)
    if not rung.any:
        words = _B(
            "只有{0}说明办不了，才报给{1}。",
            "climbs to the {1} only where the {0} says that it cannot be resolved.",
        )
        return Entry(term, (voice.sentence(words, *names),))
    words = _B(
        "出现任何一种情形，就由{0}报给{1}：", "climbs from the {0} to the {1} for any of these:"
    )
    parts = tuple(_trigger(trigger, rung, voice) for trigger in rung.any)
    return Entry(term, (replace(voice.sentence(words, *names), parts=parts),))


def _trigger(trigger: Trigger, rung: Rung, voice: Voice) -> Sentence:
    reason = _REASONS.get(trigger.kind)
    if reason is None:
        return voice.sentence(_B("{0}。", "{0}."), trigger.text)
    role = voice.program.roles.get(rung.role)
    if trigger.kind == "compensation_over_limit" and role and role.compensation_up_to is not None:
        amount = voice.money(role.compensation_up_to)
        words = _B("要给的补偿超过{0}的额度{1}", "more than the {1} that the {0} may grant")
        reason = voice.say(words, role.label, amount)
    return voice.sentence(_B("{0}：{1}。", "{0}: {1}."), trigger.text, reason)
