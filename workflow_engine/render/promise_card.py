"""Promise cards for customers: what is promised, for whom, and how to claim it.

Only what a customer may see is printed: no capacity, no figure of a competitor or of the industry,
and one figure for one thing: that of the slogan. The figure of a promise whose slogan names another
is what we hold ourselves to; it is printed only where the slogan names none.
What a card says follows Hart's six criteria of a service guarantee: unconditional, easy to
understand, meaningful, easy to invoke, easy to collect, credible (C. W. L. Hart, “The Power of
Unconditional Service Guarantees”, Harvard Business Review, 1988).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle, islice
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.drawing.spacing import set_apart
from workflow_engine.language.units import amount_text, says_figure
from workflow_engine.program.program import Failure, Program, Promise
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.form_words import FormWords, shown
from workflow_engine.render.labels import number
from workflow_engine.render.look import Look
from workflow_engine.render.pages import page

_B = Bilingual

WORDS: dict[str, Bilingual] = {
    "cards": _B("服务承诺卡", "Promise cards"),
    "our_promise": _B("我们的承诺", "Our promise"),
    "at_most": _B("不超过{figure}", "no more than {figure}"),
    "at_least": _B("不少于{figure}", "no less than {figure}"),
    "for_whom": _B("给谁", "For whom"),
    "everyone": _B("每一位客户，不附条件", "Every customer, without conditions"),
    "claim": _B("怎么兑现", "How to claim"),
    "missed": _B("没有做到", "If we miss it"),
    "missed_text": _B("我们{steps}", "We {steps}"),
    "missed_acknowledge": _B("{within}内主动联系您", "contact you within {within}"),
    "missed_apologize": _B("{within}内道歉", "apologize within {within}"),
    "missed_amend": _B("{within}内弥补", "put it right within {within}"),
    "yours": _B("您的{role}", "{role}"),
    "contact_person": _B("联系人", "Contact"),
    "phone": _B("电话", "Telephone"),
    "find_us": _B("找谁", "Where"),
    "since": _B("{title} · {version}版", "{title} · version {version}"),
    "trial": _B("试行", "on trial"),
    "draft": _B("草稿", "draft"),
}

PerPage: TypeAlias = Literal[1, 4]
STEPS = ("acknowledge", "apologize", "amend")
MOST_LINES = 6
"""Of the slogan in its smallest type; the rest of it is cut."""

WIDTH, HEIGHT, ROW_WIDTH = 232.0, 224.0, 172.0
"""Points: of a line, of all that is neither head nor foot, of a line beside its name."""

SIZES = (10.0, 9.2, 8.4, 7.6, 6.8)
LEADING, ROW_GAP = 1.5, 6.0

ROOM = 0.93
"""Of a line that is filled when its breaks are foreseen: print sets a little wider."""

SLOGAN_LINES, LARGEST, SMALLEST = 2.7, 27.0, 11.0
"""Lines that a slogan may fill, and its type in points: the largest with which it does."""


@dataclass(frozen=True, slots=True)
class Card:
    """One promise as a customer reads it.

    `size` and `small` are the type in points of the slogan and of what stands under the figure.
    """

    slogan: str
    size: float
    label: str
    what: str
    rows: tuple[tuple[str, str], ...]
    small: float
    stage: str


def promise_card_document(
    program: Program,
    *,
    lang: Language,
    per_page: PerPage = 4,
    whom: Mapping[str, str] | None = None,
    look: Look | None = None,
) -> Document:
    """Cards of all promises: A6 pages, or four on each A4 page with cut marks.

    On A4 the last page is filled up by beginning again with the first promise: cards are handed
    out by the stack.

    Args:
        program: the policy; it has at least one promise.
        lang: the language of the cards.
        per_page: 1 for A6 pages, 4 for A4.
        whom: the condition of a promise in words, by its id; those that are for everyone have none.
        look: the policy's own templates.
    """
    words = FormWords(program, lang, WORDS)
    cards = [_card(promise, words, whom or {}) for promise in program.promises.values()]
    pages = [
        list(islice(cycle(cards), first, first + per_page))
        for first in range(0, len(cards), per_page)
    ]
    title = words.say("cards")
    anchors = [f"cards{place}" for place in range(1, len(pages) + 1)]
    values = {
        **words.page_names(),
        "title": title,
        "pages": list(zip(anchors, pages, strict=True)),
        "single": per_page == 1,
        "yours": words.say("yours", role=_contact_role(words)),
        "source": words.say(
            "since", title=program.head.title.get(lang), version=program.head.version
        ),
    }
    marks = tuple(
        Bookmark(card.slogan, anchors[place // per_page]) for place, card in enumerate(cards)
    )
    return Document(title, lang, page("promise_card.html", values, look), marks)


def doubts(promise: Promise) -> Iterator[Bilingual]:
    """What stands in the way of a good guarantee, for whoever prints the cards: Hart's criteria."""
    if promise.claim is None:
        yield _B(
            "没有写怎么兑现（claim）：客户不知道找谁、要什么凭证",
            "it does not say how to claim: nobody knows whom to ask",
        )
    if promise.applies is not None:
        yield _B("附有条件：只对部分客户", "it is conditional: for some customers only")
    if promise.broken_opens is None:
        yield _B(
            "没有写没做到怎么办（opens）：不会自动补救",
            "nothing happens when it is broken (`opens`)",
        )
    said = (_figures(promise.slogan.zh), _figures(promise.slogan.en))
    if any(figures and not _kept(promise, figures) for figures in said):
        figure = number(promise.promise)
        yield _B(
            f"口号“{promise.slogan.zh}”答应的比内部目标 {figure} 还多：做到了目标也兑现不了",
            f"the slogan “{promise.slogan.en}” says more than the target, {figure}: it cannot be "
            "kept even where the target is met",
        )
    if promise.assumed:
        yield _B("数字待确认（assumed）：确认后再发给客户", "its figure is assumed: not confirmed")


def _contact_role(words: FormWords) -> str:
    """Who looks after a customer: the role whose person is an attribute of the customer."""
    role = next((one for one in words.program.roles.values() if one.person is not None), None)
    return words.say("contact_person") if role is None else role.label.get(words.lang)


def _figures(slogan: str) -> set[Decimal]:
    """The numbers written in digits in a slogan."""
    return {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", slogan)}


def _kept(promise: Promise, figures: set[Decimal]) -> bool:
    """Whether what the slogan says is kept where the figure of the promise is."""
    if promise.better == "lower":
        return promise.promise <= max(figures)
    return promise.promise >= min(figures)


def _card(promise: Promise, words: FormWords, whom: Mapping[str, str]) -> Card:
    slogan = shown(promise.slogan.get(words.lang))
    lines = text_width(slogan, 1) / WIDTH
    size = max(SMALLEST, min(LARGEST, SLOGAN_LINES / lines)) if lines else LARGEST
    size = _balanced(slogan, size)
    slogan = _cut(slogan, size, WIDTH, MOST_LINES)
    what = _figure(promise, words)
    texts = (
        ("for_whom", whom.get(promise.id) or words.say("everyone")),
        ("claim", promise.claim.get(words.lang) if promise.claim else ""),
        ("missed", _missed(promise, words)),
        ("find_us", _channels(words)),
    )
    rows = [(words.say(key), shown(text)) for key, text in texts if text]
    used = len(wrapped(slogan, size, WIDTH)) * size * 1.28
    used += len(wrapped(what, 17, WIDTH)) * 23 if what else 0
    small, told = _fitted([text for _, text in rows], HEIGHT - used)
    stage = words.program.head.stage
    return Card(
        slogan=slogan,
        size=size,
        label=promise.label.get(words.lang),
        what=what,
        rows=tuple((key, text) for (key, _), text in zip(rows, told, strict=True)),
        small=small,
        stage="" if stage == "live" else words.say(stage),
    )


def _fitted(texts: Sequence[str], room: float) -> tuple[float, list[str]]:
    """The largest type with which the texts fit; with the smallest, the longest of them cut."""
    room -= len(texts) * ROW_GAP
    for size in SIZES:
        lines = [len(wrapped(text, size, ROW_WIDTH)) for text in texts]
        if sum(lines) * size * LEADING <= room:
            return size, list(texts)
    size = SIZES[-1]
    left = max(len(texts), int(room / size / LEADING))
    told = list(texts)
    # The short ones whole, as long as a line is left for each of the longer ones.
    for done, place in enumerate(sorted(range(len(texts)), key=lambda place: lines[place])):
        share = max(1, left - (len(texts) - done - 1))
        told[place] = _cut(texts[place], size, ROW_WIDTH, share)
        left -= min(share, lines[place])
    return size, told


def _balanced(text: str, size: float) -> float:
    """The type, or a smaller one in which no line holds but a word or two of the slogan."""
    for smaller in (size, *(size - step for step in range(1, 7))):
        lines = wrapped(set_apart(text), smaller, WIDTH * ROOM)
        if smaller < SMALLEST:
            break
        if len(lines) == 1 or text_width(lines[-1], smaller) > WIDTH / 3:
            return smaller
    return size


def _cut(text: str, size: float, width: float, most: int) -> str:
    """The text, or as much of it as stands on so many lines."""
    lines = wrapped(text, size, width)
    return text if len(lines) <= most else f"{text[: sum(map(len, lines[:most])) - 1]}…"


def _figure(promise: Promise, words: FormWords) -> str:
    """The figure with its unit; none where the slogan says one."""
    if says_figure(promise.slogan.get(words.lang)):
        return ""
    figure = amount_text(number(promise.promise), promise.unit, words.lang)
    return words.say("at_most" if promise.better == "lower" else "at_least", figure=figure)


def _missed(promise: Promise, words: FormWords) -> str:
    """What happens when it is broken: the times of the recovery that it opens."""
    failures: Sequence[Failure] = words.program.recovery.failures
    failure = next((one for one in failures if one.id == promise.broken_opens), None)
    if failure is None:
        return ""
    told = [
        words.say(f"missed_{step.name}", within=step.within.text(words.lang))
        for step in failure.steps
        if step.name in STEPS and step.within is not None
    ]
    listed = ("，" if words.lang == "zh" else ", ").join(told)
    return words.say("missed_text", steps=listed) if told else ""


def _channels(words: FormWords) -> str:
    """Where every customer is heard: the channels of the general category, else all of them."""
    feedback = words.program.feedback
    if feedback is None:
        return ""
    categories = words.program.categories
    by_category = dict(feedback.channels)
    general = by_category.get(categories.otherwise if categories else "")
    channels = general or [one for channels in by_category.values() for one in channels]
    return words.labels.joined(dict.fromkeys(one.get(words.lang) for one in channels))
