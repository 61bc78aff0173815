"""The one-page lesson (OPL): one topic, one page, about ten minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.measure import ELLIPSIS, wrapped
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Item, Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.form_words import FormWords, cut
from workflow_engine.render.pages import page
from workflow_engine.render.procedures import Procedure, document_number, procedure

if TYPE_CHECKING:
    from workflow_engine.render.look import Look

_B = Bilingual
MOST_STEPS = 6
MOST_POINTS = 3
QUESTIONS = 3
OPTIONS = 3

WORDS: dict[str, Bilingual] = {
    "opl": _B("单点课程", "One-page lesson"),
    "opl_number": _B("编号", "No."),
    "opl_minutes": _B("时长", "Length"),
    "about_ten": _B("约 10 分钟", "about 10 minutes"),
    "opl_for": _B("学员", "For"),
    "opl_see": _B("详见", "In full"),
    "why_it_matters": _B("为什么要做好它", "Why it matters"),
    "why_need": _B("客户想要：{needs}", "Customers want: {needs}"),
    "why_objective": _B("我们要的是：{objective}", "We want: {objective}"),
    "why_principle": _B("我们的原则：{principle}", "Our principle: {principle}"),
    "why_plain": _B(
        "客户信任我们，靠的是每一次都做到。", "Customers trust us for doing it every time."
    ),
    "how_to": _B("怎么做", "How to do it"),
    "picture": _B("贴图／照片", "Picture"),
    "more_steps": _B("另有 {count} 步，见 {sop}", "{count} more steps: see {sop}"),
    "see": _B("见 SOP", "see SOP"),
    "no_steps": _B(
        "政策和蓝图还没有写步骤，讲解时由讲解人写在这里。",
        "No steps are written yet: the trainer writes them here.",
    ),
    "always": _B("一定要", "Always"),
    "beware": _B("当心", "Beware"),
    "do_how_often": _B("{every}做一次，不漏户", "do it: {every}"),
    "do_visit": _B("每次拜访都做，一户不漏", "on every visit, for every customer"),
    "do_on_demand": _B("客户一提就响应", "act as soon as a customer asks"),
    "do_always": _B("随时做好准备", "be ready at any time"),
    "do_within": _B("{within}内答复客户", "answer customers within {within}"),
    "do_record": _B("填好“{record}”才算完成", "fill in the “{record}”: it is not done without"),
    "do_law": _B("监管要求，一步不能省：{text}", "required by law, never left out: {text}"),
    "do_promise": _B("记住承诺：{slogan}", "remember what we promise: {slogan}"),
    "do_leave": _B("给客户留下：{evidence}", "leave with the customer: {evidence}"),
    "do_steps": _B("按步骤做，一步不少", "every step, in this order"),
    "do_note": _B("当天记下日期、经办人和结果", "note date, person and result the same day"),
    "dont_fail": _B("{text} → 先承认，{within}内", "{text} → acknowledge first, within {within}"),
    "dont_fail_plain": _B("{text}", "{text}"),
    "dont_wait": _B("{text}：最多 {time}", "{text}: at most {time}"),
    "dont_skip": _B("跳过步骤、事后补记", "skipping a step and writing it down later"),
    "dont_promise": _B("答应办不到的事", "promising what cannot be done"),
    "questions": _B("三个问题", "Three questions"),
    "questions_note": _B("学员自己勾选，讲解人核对", "the trainee ticks, the trainer checks"),
    "ask_first": _B("第一步做什么？", "What comes first?"),
    "ask_often": _B("多久做一次？", "How often is it done?"),
    "ask_record": _B("做完要留下什么？", "What has to be left afterwards?"),
    "ask_who": _B("由谁负责？", "Who answers for it?"),
    "ask_wrong": _B("出了“{text}”，先做什么？", "“{text}”: what comes first?"),
    "ack_first": _B("承认问题，告诉客户已经受理", "acknowledge it and say that it is in hand"),
    "explain_first": _B("先解释原因，请客户谅解", "explain the reasons first"),
    "wait_first": _B("等查清楚了再联系客户", "wait until all is known"),
    "record_plain": _B("日期、经办人和结果的记录", "a note of date, person and result"),
    "record_nothing": _B("不用留记录", "nothing"),
    "record_memory": _B("记在心里，月底补写", "nothing now, it is written up at the month's end"),
    "ask_unable": _B("自己办不了，怎么办？", "You cannot do it yourself: what now?"),
    "unable_tell": _B(
        "报上级，并告诉客户何时有结果", "tell the superior, and the customer when to expect it"
    ),
    "unable_leave": _B("先放一放", "leave it for a while"),
    "unable_customer": _B("请客户自己想办法", "leave it to the customer"),
    "answers": _B("答案：{answers}", "Answers: {answers}"),
    "trainer": _B("讲解人", "Trainer"),
    "trainee": _B("学员", "Trainee"),
}
_FREQUENCIES = (
    _B("每天", "every day"),
    _B("每周", "every week"),
    _B("每月", "every month"),
    _B("每年", "every year"),
    _B("想起来的时候", "when one thinks of it"),
)
_LETTERS = "ABC"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options; `right` is the letter of the one that is right."""

    text: str
    options: tuple[str, ...]
    right: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page, every text short enough for its place."""

    anchor: str
    number: str
    sop: str
    title: list[str]
    name: str
    who: str
    why: list[str]
    steps: list[str]
    more: str
    dos: list[str]
    donts: list[str]
    questions: list[Question]
    answers: str


class _Fitting:
    """Cuts texts to the lines there are, and says then where the rest is."""

    def __init__(self, words: FormWords) -> None:
        self._see = words.say("see")

    def short(self, text: str, size: float, width: float, lines: int) -> str:
        """`text`, or as much as fits into `lines` of `width` points, with where to read on."""
        whole = " ".join(text.split())
        if len(wrapped(whole, size, width)) <= lines:
            return whole
        tail = f"{ELLIPSIS}{self._see}"
        kept = "".join(wrapped(whole, size, width, lines=lines)).removesuffix(ELLIPSIS)
        while kept and len(wrapped(kept + tail, size, width)) > lines:
            kept = kept[:-1]
        return kept.rstrip() + tail


def lesson_document(
    items: Sequence[Item],
    program: Program,
    blueprints: Mapping[str, Blueprint],
    *,
    lang: Language,
    look: Look | None = None,
) -> Document:
    """One page for each item, with a bookmark.

    Args:
        items: at least one item of the program.
        program: the policy.
        blueprints: those of the policy, by id.
        lang: the language of the pages.
        look: the policy's own templates.
    """
    words = FormWords(program, lang, WORDS)
    lessons = [
        _lesson(procedure(item, program, blueprints), f"opl{place}", words)
        for place, item in enumerate(items, start=1)
    ]
    values = {
        **words.page_names(),
        "lessons": lessons,
        "running": cut(program.head.title.get(lang), 40),
    }
    html = page("one_page_lesson.html", values, look)
    title = words.say("opl")
    whose = lessons[0].name if len(lessons) == 1 else program.head.title.get(lang)
    marks = tuple(Bookmark(f"{lesson.number} {lesson.name}", lesson.anchor) for lesson in lessons)
    return Document(f"{title} · {whose}", lang, html, marks)


def _lesson(found: Procedure, anchor: str, words: FormWords) -> Lesson:
    item, lang, fit = found.item, words.lang, _Fitting(words)
    sop = document_number("SOP", item, words.program)
    steps = [step.get(lang) for step in _taught(found)]
    shown = steps if len(steps) <= MOST_STEPS else steps[: MOST_STEPS - 1]
    questions = list(_questions(found, steps, words))
    answers = "  ".join(f"{n} {q.right}" for n, q in enumerate(questions, start=1))
    return Lesson(
        anchor=anchor,
        number=document_number("OPL", item, words.program),
        sop=sop,
        title=wrapped(item.label.get(lang), 24, 330, lines=2),
        name=item.label.get(lang),
        who=fit.short(words.labels.role(item.by) or "—", 9, 120, 1),
        why=[fit.short(text, 10.5, 480, 1) for text in _why(found, words)],
        steps=[fit.short(text, 10, 150, 2) for text in shown],
        more=words.say("more_steps", count=len(steps) - len(shown), sop=sop)
        if len(steps) > len(shown)
        else "",
        dos=[fit.short(text, 10, 232, 2) for text in list(_dos(found, words))[:MOST_POINTS]],
        donts=[fit.short(text, 10, 232, 2) for text in list(_donts(found, words))[:MOST_POINTS]],
        questions=[
            Question(
                fit.short(question.text, 10, 480, 1),
                tuple(fit.short(option, 9, 140, 2) for option in question.options),
                question.right,
            )
            for question in questions
        ],
        answers=words.say("answers", answers=answers),
    )


def _taught(found: Procedure) -> tuple[Bilingual, ...]:
    """The steps of the lesson: the item's own or, where they say more, those of its one act."""
    own = found.steps
    inner = found.main[0].cell.steps if found.acts and len(found.main) == 1 else ()
    return inner if len(own) < len(inner) <= MOST_STEPS else own


def _why(found: Procedure, words: FormWords) -> Iterator[str]:
    item, program, lang = found.item, words.program, words.lang
    if item.needs:
        needs = words.labels.joined(program.needs[need].label.get(lang) for need in item.needs)
        yield words.say("why_need", needs=needs)
    if item.objective is not None:
        objective = program.objectives[item.objective].label.get(lang)
        yield words.say("why_objective", objective=objective)
    if item.principle is not None:
        principle = program.principles[item.principle].label.get(lang)
        yield words.say("why_principle", principle=principle)
    if not (item.needs or item.objective or item.principle):
        description = item.description
        yield words.say("why_plain") if description is None else description.get(lang)


def _dos(found: Procedure, words: FormWords) -> Iterator[str]:
    item, lang = found.item, words.lang
    for act in found.acts:
        if act.cell.regulatory:
            yield words.say("do_law", text=act.cell.text.get(lang))
    if item.record is not None:
        yield words.say("do_record", record=_record(item.record, words))
    if item.respond_within is not None:
        yield words.say("do_within", within=item.respond_within.text(lang))
    for promise in found.promises[:1]:
        yield words.say("do_promise", slogan=promise.get(lang))
    fixed = {"visit": "do_visit", "on_demand": "do_on_demand", "always": "do_always"}
    if item.every.kind in fixed:
        yield words.say(fixed[item.every.kind])
    else:
        yield words.say("do_how_often", every=words.labels.every(item.id))
    if found.evidence:
        evidence = words.labels.joined(text.get(lang) for text in found.evidence[:2])
        yield words.say("do_leave", evidence=evidence)
    yield words.say("do_steps")
    if item.record is None:
        yield words.say("do_note")


def _donts(found: Procedure, words: FormWords) -> Iterator[str]:
    lang = words.lang
    for risk in found.risks:
        text = risk.text.get(lang)
        first = None if risk.failure is None else risk.failure.steps[0].within
        if first is None:
            yield words.say("dont_fail_plain", text=text)
        else:
            yield words.say("dont_fail", text=text, within=first.text(lang))
    for cell in found.waits:
        point = cell.wait_point
        if point is not None and point.maximum is not None:
            time = point.maximum.text(lang)
            yield words.say("dont_wait", text=point.text.get(lang), time=time)
    yield words.say("dont_skip")
    yield words.say("dont_promise")


def _record(name: str, words: FormWords) -> str:
    record = words.program.records.get(name)
    return name if record is None else record.label.get(words.lang)


def _questions(found: Procedure, steps: Sequence[str], words: FormWords) -> Iterator[Question]:
    """The first three that can be asked; the right answer stands at a place of its own in each."""
    turn = sum(map(ord, found.item.id))
    for place, (text, options) in enumerate(islice(_asked(found, steps, words), QUESTIONS)):
        yield _question(text, options, turn + place)


def _asked(
    found: Procedure, steps: Sequence[str], words: FormWords
) -> Iterator[tuple[str, Sequence[str]]]:
    """Questions with their options, the right one first."""
    item = found.item
    roles = [item.by, *(role for role in words.program.roles if role != item.by)]
    if len(steps) >= OPTIONS:
        yield words.say("ask_first"), steps[:OPTIONS]
    elif item.by is not None and len(roles) > 1:
        names = [words.labels.role(role) for role in roles if role is not None]
        yield words.say("ask_who"), names[:OPTIONS]
    often = words.labels.every(item.id)
    others = [one.get(words.lang) for one in _FREQUENCIES if one.get(words.lang) != often]
    yield words.say("ask_often"), [often, others[len(item.id) % 3], others[-1]]
    if found.risks:
        text = found.risks[0].text.get(words.lang)
        keys = ("ack_first", "explain_first", "wait_first")
        yield words.say("ask_wrong", text=text), [words.say(key) for key in keys]
    left = words.say("record_plain")
    if item.record is not None:
        left = f"“{_record(item.record, words)}”"
    yield words.say("ask_record"), [left, words.say("record_nothing"), words.say("record_memory")]
    keys = ("unable_tell", "unable_leave", "unable_customer")
    yield words.say("ask_unable"), [words.say(key) for key in keys]


def _question(text: str, options: Sequence[str], turn: int) -> Question:
    """The first option is the right one; where it stands differs from question to question."""
    count = len(options)
    at = turn % count
    turned = tuple(options[(place - at) % count] for place in range(count))
    return Question(text, turned, _LETTERS[at])
