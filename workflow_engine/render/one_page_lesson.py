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
    "do_leave": _B("让客户看到：{evidence}", "let the customer see: {evidence}"),
    "do_note": _B("当天记下日期、经办人和结果", "note date, person and result the same day"),
    "dont_fail": _B("{text} → 先承认，{within}内", "{text} → acknowledge first, within {within}"),
    "dont_fail_plain": _B("{text}", "{text}"),
    "dont_wait": _B("{text}：最多 {time}", "{text}: at most {time}"),
    "questions": _B("三个问题", "Three questions"),
    "questions_note": _B("学员自己答，讲解人核对", "the trainee answers, the trainer checks"),
    "ask_first": _B("第一步做什么？", "What comes first?"),
    "ask_often": _B("多久做一次？", "How often is it done?"),
    "ask_record": _B("做完要留下什么？", "What has to be left afterwards?"),
    "ask_who": _B("由谁负责？", "Who answers for it?"),
    "ask_wrong": _B("出了“{text}”，先做什么？", "“{text}”: what comes first?"),
    "ack_first": _B("承认问题，告诉客户已经受理", "acknowledge it and say that it is in hand"),
    "explain_first": _B("先解释原因，请客户谅解", "explain the reasons first"),
    "wait_first": _B("等查清楚了再联系客户", "wait until all is known"),
    "record_plain": _B("日期、经办人和结果的记录", "a note of date, person and result"),
    "ask_unable": _B("自己办不了，报给谁？", "You cannot do it yourself: whom do you tell?"),
    "ask_for_whom": _B("客户为什么需要它？", "Why does a customer need it?"),
    "in_own_words": _B("讲解人核对", "the trainer checks"),
    "answers": _B("答案：{answers}", "Answers: {answers}"),
    "trainer": _B("讲解人", "Trainer"),
    "trainee": _B("学员", "Trainee"),
}
_LETTERS = "ABC"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options; `right` is the letter of the one that is right.

    One without options is answered in writing, and `right` is what the answer says.
    """

    text: str
    options: tuple[str, ...]
    right: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page, every text short enough for its place.

    What the policy does not say is not made up: an empty text is a line to write on.
    """

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
        shown = wrapped(whole, size, width)[:lines]
        kept = whole[: sum(map(len, shown)) + lines]
        while kept and len(wrapped(kept + tail, size, width)) > lines:
            kept = kept[:-1]
        if whole[len(kept) :][:1].isascii() and " " in kept:
            kept = kept[: kept.rindex(" ")]  # no half of a word
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
    right = [fit.short(question.right, 7, 90, 1) for question in questions]
    answers = "  ".join(f"{place} {text}" for place, text in enumerate(right, start=1))
    return Lesson(
        anchor=anchor,
        number=document_number("OPL", item, words.program),
        sop=sop,
        title=wrapped(item.label.get(lang), 24, 330, lines=2),
        name=item.label.get(lang),
        who=fit.short(words.labels.role(item.by) or "—", 9, 120, 1),
        why=[fit.short(text, 10.5, 480, 1) for text in _why(found, words)] or [""],
        steps=[fit.short(text, 10, *_room(len(shown))) for text in shown],
        more=words.say("more_steps", count=len(steps) - len(shown), sop=sop)
        if len(steps) > len(shown)
        else "",
        dos=_points(_dos(found, words), fit),
        donts=_points(_donts(found, words), fit),
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


def _room(count: int) -> tuple[float, int]:
    """Points and lines for a step below its picture: few steps stand in one row, with more room."""
    widths, lines = {1: 500, 2: 230, 4: 230}, {1: 4, 2: 4, 3: 4}
    return widths.get(count, 150), lines.get(count, 2)


def _points(texts: Iterator[str], fit: _Fitting) -> list[str]:
    """The first of the texts, filled up with lines to write on."""
    told = [fit.short(text, 10, 232, 2) for text in islice(texts, MOST_POINTS)]
    return told + [""] * (MOST_POINTS - len(told))


def _taught(found: Procedure) -> tuple[Bilingual, ...]:
    """The steps of the lesson: the item's own, else those of its one act, else its acts."""
    if found.item.steps or len(found.acts) != 1:
        return found.steps
    return found.acts[0].cell.steps or found.steps


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
    if not (item.needs or item.objective or item.principle) and item.description is not None:
        yield item.description.get(lang)


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
    """Questions with their options, the right one first, the others from the policy too.

    One for which the policy has no other option is answered in writing.
    """
    item, program, labels = found.item, words.program, words.labels
    roles = [labels.role(role) for role in program.roles]
    if len(steps) >= OPTIONS:
        yield words.say("ask_first"), steps[:OPTIONS]
    elif item.by is not None:
        yield words.say("ask_who"), _options(labels.role(item.by), roles)
    often = [labels.every(one) for one in program.items]
    yield words.say("ask_often"), _options(labels.every(item.id), often)
    if found.risks:
        text = found.risks[0].text.get(words.lang)
        keys = ("ack_first", "explain_first", "wait_first")
        yield words.say("ask_wrong", text=text), [words.say(key) for key in keys]
    left = words.say("record_plain")
    if item.record is not None:
        left = f"“{_record(item.record, words)}”"
    yield (
        words.say("ask_record"),
        _options(left, [f"“{_record(one, words)}”" for one in program.records]),
    )
    role = program.roles.get(item.by or "")
    if role is not None and role.reports_to is not None:
        yield words.say("ask_unable"), _options(labels.role(role.reports_to), roles)
    yield words.say("ask_for_whom"), [words.say("in_own_words")]


def _options(right: str, others: Sequence[str]) -> list[str]:
    """The right one and some of the others, each once."""
    return list(dict.fromkeys((right, *others)))[:OPTIONS]


def _question(text: str, options: Sequence[str], turn: int) -> Question:
    """The first option is the right one; where it stands differs from question to question."""
    count = len(options)
    if count == 1:
        return Question(text, (), options[0])
    at = turn % count
    turned = tuple(options[(place - at) % count] for place in range(count))
    return Question(text, turned, _LETTERS[at])
