"""The chapters on hearing customers and on what they are promised: feedback, promises, monitors."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.book import (
    Block,
    Chapter,
    Entry,
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
from workflow_engine.language.durations import plain
from workflow_engine.language.units import amount_text, says_figure
from workflow_engine.program.processes import Warn
from workflow_engine.program.program import Feedback, FeedbackStep, Monitor, Promise

_B = Bilingual
_NOTHING = Sentence(_B("—", "—"))
_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def feedback(voice: Voice) -> Chapter | None:
    """Where customers are heard, and what is done in which time with what they say."""
    rules = voice.program.feedback
    if rules is None:
        return None
    usual = usual_warning(step.warn for step in rules.steps if _timed(step))
    sections = [Section(None, tuple(_opening(rules, usual, voice)))]
    if rules.channels:
        entries = tuple(
            Entry(voice.name(category), (Sentence(voice.listed(channels)),))
            for category, channels in rules.channels
        )
        sections.append(Section(_B("渠道", "Channels"), (Listing(entries),)))
    if rules.steps:
        heads = (
            _B("步骤", "Step"),
            _B("时限", "Within"),
            _B("谁来做", "By"),
            _B("说明", "Remarks"),
        )
        rows = tuple(Row(_step(step, rules, usual, voice)) for step in rules.steps)
        grid = Grid(heads, rows, (16, 28, 20, 36))
        sections.append(Section(_B("步骤", "Steps"), (grid,)))
    sections += _sorted(rules, voice)
    if rules.escalation:
        title = _B("逐级上报", "Escalation")
        ladder = (climbing(rules.escalation, voice),)
        sections.append(Section(title, ladder, assumed=rules.assumed))
    return Chapter(
        "feedback",
        _B("客户反馈", "Feedback"),
        _B(
            "不同类别走不同渠道，专人负责；办完必须告知结果并致谢。",
            "Each category has its channels and somebody who answers; the result is always told, "
            "with thanks.",
        ),
        tuple(section for section in sections if section.blocks),
    )


def _opening(rules: Feedback, usual: Warn, voice: Voice) -> Iterator[Block]:
    if rules.owner is not None:
        words = _B("{0}。", "{0}.")
        yield voice.sentence(words, voice.role(rules.owner), about=_B("负责", "Owner"))
    yield from counted_by(rules.calendar, voice)
    yield from usually(usual, voice)
    if rules.remind is not None:
        yield reminder(rules.remind, voice, assumed=rules.assumed)


def _timed(step: FeedbackStep) -> bool:
    return step.within is not None or bool(step.by_priority)


def _step(
    step: FeedbackStep, rules: Feedback, usual: Warn, voice: Voice
) -> tuple[tuple[Sentence, ...], ...]:
    times = [
        Sentence(
            voice.say(_B("{0}：{1}", "{0}: {1}"), priority, voice.duration(within)),
            assumed=rules.assumed,
        )
        for priority, within in step.by_priority
    ]
    if step.within is not None:
        times.insert(0, Sentence(voice.duration(step.within), assumed=rules.assumed))
    remarks = [] if step.text is None else [Sentence(step.text)]
    if step.warn is not None and step.warn != usual and _timed(step):
        remarks.append(voice.sentence(_B("{0}。", "{0}."), voice.warn(step.warn)))
    return (
        (voice.sentence(_B("{0}", "{0}"), voice.command(step.name)),),
        tuple(times) or (Sentence(_B("没有时限", "no limit")),),
        (Sentence(voice.role(step.by or rules.owner)),),
        tuple(remarks) or (_NOTHING,),
    )


def _sorted(rules: Feedback, voice: Voice) -> Iterator[Section]:
    """The nature of what is said, and the two levels it is filed under."""
    if rules.natures:
        zh, en = (_natures(rules, lang, voice) for lang in _LANGUAGES)
        sentence = voice.sentence(
            _B(
                "按性质定分量：{0}。分量和紧急程度合起来是解决的优先级。",
                "What is said weighs by its nature: {0}. Weight and urgency make the priority by "
                "which it is resolved.",
            ),
            Bilingual(zh, en),
        )
        yield Section(_B("性质", "Nature"), (sentence,))
    if rules.taxonomy:
        entries = tuple(
            Entry(label, (Sentence(voice.listed(parts)),) if parts else ())
            for _, label, parts in rules.taxonomy
        )
        yield Section(_B("归类", "Filed under"), (Listing(entries),))


def _natures(rules: Feedback, lang: Language, voice: Voice) -> str:
    """What each nature weighs. The usual ones go by a name in each language; one is enough."""
    ours = [name for name, _ in rules.natures if name.isascii() is (lang == "en")]
    shown = [
        (name, degree)
        for name, degree in rules.natures
        if name in ours or degree not in {weight for one, weight in rules.natures if one in ours}
    ]
    words = _B("{0}（{1}）", "{0} ({1})")
    return voice.listed(voice.say(words, name, voice.degree(degree)) for name, degree in shown).get(
        lang
    )


_PROMISED = _B("对外承诺", "Promised to customers")
_TARGET = _B("内部目标", "Our own target")


def promises(voice: Voice) -> Chapter | None:
    """What customers are promised, and how it compares."""
    found = voice.program.promises
    if not found:
        return None
    return Chapter(
        "promises",
        _B("对客户的承诺", "What customers are promised"),
        _B(
            "每条承诺都和行业标准、竞争对手、客户需要、自身能力比过。",
            "Each promise was held against the trade's standard, rivals, needs and our capacity.",
        ),
        tuple(_promise(promise, voice) for promise in found.values()),
    )


def _promise(promise: Promise, voice: Voice) -> Section:
    figures = (
        (_TARGET if says_figure(promise.slogan.zh) else _PROMISED, promise.promise),
        (_B("行业标准", "Trade standard"), promise.industry),
        (_B("竞争对手", "Rivals"), promise.competitor),
        (_B("客户需要", "Customers' need"), promise.need),
        (_B("我们做得到", "Our capacity"), promise.capacity),
    )
    cells = []
    for _, figure in figures:
        if figure is None:
            cells.append((_NOTHING,))
        else:
            number = plain(figure)
            amount = Bilingual(f"{number} {promise.unit}", amount_text(number, promise.unit, "en"))
            cells.append((Sentence(amount, assumed=promise.assumed),))
    grid = Grid(tuple(head for head, _ in figures), (Row(tuple(cells)),), (20, 20, 20, 20, 20))
    return Section(promise.slogan, (*_about_promise(promise, voice), grid))


def _about_promise(promise: Promise, voice: Voice) -> Iterator[Block]:
    better = {
        "lower": _B("数字越小越好", "the lower the better"),
        "higher": _B("数字越大越好", "the higher the better"),
    }
    about = _B("承诺", "Promise")
    yield voice.sentence(
        _B("{0}；{1}。", "{0}; {1}."), promise.label, better[promise.better], about=about
    )
    yield Sentence(promise.slogan, about=_PROMISED)
    yield voice.audience(promise.applies)
    if promise.claim is not None:
        yield Sentence(promise.claim, about=_B("没有做到时", "Where broken"))
    if promise.broken_opens is not None:
        words = _B("按“{0}”补救。", "“{0}” is opened.")
        label = voice.failure(promise.broken_opens)
        yield voice.sentence(words, label, about=_B("没有做到时", "Where broken"))


def monitors(voice: Voice) -> Chapter | None:
    """What is watched."""
    found = voice.program.monitors
    if not found:
        return None
    heads = (
        _B("看什么", "What"),
        _B("看谁", "Of whom"),
        _B("多久一次", "How often"),
        _B("报警线", "Alert"),
        _B("谁来看", "By"),
        _B("报警后", "Then"),
    )
    rows = tuple(Row(_monitor(monitor, voice)) for monitor in found.values())
    return Chapter(
        "monitors",
        _B("监测", "What is watched"),
        _B(
            "外部看客户、市场环境、竞争对手，内部看服务团队。",
            "Outside: customers, the market, rivals; inside: the service itself.",
        ),
        (Section(None, (Grid(heads, rows, (20, 18, 14, 18, 14, 16)),)),),
    )


def _monitor(monitor: Monitor, voice: Voice) -> tuple[tuple[Sentence, ...], ...]:
    side = {"external": _B("外部", "outside"), "internal": _B("内部", "inside")}[monitor.side]
    watched = voice.say(_B("{0}（{1}）", "{0} ({1})"), monitor.object, side)
    opens = _NOTHING
    if monitor.opens is not None:
        opens = voice.sentence(_B("开立“{0}”", "opens “{0}”"), voice.failure(monitor.opens))
    return (
        (Sentence(monitor.label),),
        (Sentence(watched),),
        (Sentence(voice.every(monitor.every)),),
        (_NOTHING if monitor.alert is None else Sentence(monitor.alert),),
        (Sentence(voice.role(monitor.owner)),),
        (opens,),
    )
