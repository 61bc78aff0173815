"""The handbook tells every rule of a policy, in both languages, and nothing a reader cannot read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.explain.book_text import book_text
from tests.explain.whole_policy import whole_policy
from workflow_engine import policy
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.drawing.book import Chapter, Sentence
from workflow_engine.explain.handbook.chapters import handbook
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.language.durations import Duration, Frequency, plain
from workflow_engine.language.event_names import FESTIVALS
from workflow_engine.program import expressions
from workflow_engine.program.blueprints import Blueprint, Cell, Link, Stage
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Measure, Program, Scale, Table, Tag

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Language, Language] = ("zh", "en")
WHOLE = "whole"
POLICIES = ("tobacco-retail", "vip", WHOLE)
HAN = re.compile("[\u4e00-\u9fff]+")
LATIN = re.compile("[A-Za-z]{2,}")
PLACE = Place("journey.yaml", 1, 1)


@cache
def program(name: str) -> Program:
    return whole_policy() if name == WHOLE else policy.load(ROOT / "rules" / name).program


@cache
def book(name: str) -> tuple[Chapter, ...]:
    return handbook(program(name), {})


def words(thing: Any, lang: Language) -> Iterator[str]:
    """Everything an author wrote into a part of the program that a reader has to find again."""
    match thing:
        case None | bool() | Place():
            return
        case Bilingual():
            yield thing.get(lang)
        case Duration():
            yield thing.text(lang)
        case Frequency():
            yield from (
                FESTIVALS.get(event, event) if lang == "en" else event for event in thing.events
            )
        case Mapping():
            for value in thing.values():
                yield from words(value, lang)
        case tuple():
            for value in thing:
                yield from words(value, lang)
        case expressions.AttributeValue(name=name) | expressions.DefinitionValue(name=name):
            yield name
        case _ if dataclasses.is_dataclass(thing):
            inside = thing.__class__.__module__ == expressions.__name__
            for field in dataclasses.fields(thing):
                if not (inside and field.name == "type"):  # all options, of which it names one
                    yield from words(getattr(thing, field.name), lang)


def told_in(rules: Program) -> dict[str, tuple[Any, ...]]:
    """The parts of a program by the chapter that has to tell them."""
    definitions = list(rules.definitions.values())
    items = list(rules.items.values())
    recovery = rules.recovery
    general = (recovery.notify, recovery.follow_up, recovery.remind, recovery.repeat)
    own = tuple(one for one in rules.processes.values() if one.kind == "custom")
    parts: dict[str, tuple[Any, ...]] = {
        "about": (
            rules.head.title,
            rules.principles,
            rules.objectives,
            rules.needs,
            rules.duties,
            rules.records,
        ),
        "people": (rules.roles, rules.staff),
        "customers": tuple(rules.attributes.values()),
        "measures": tuple(one for one in definitions if isinstance(one, Measure)),
        "tags": tuple(one for one in definitions if isinstance(one, Tag)),
        "scales": tuple(one for one in definitions if isinstance(one, Scale)),
        "tables": tuple(one for one in definitions if isinstance(one, Table)),
        "categories": (rules.categories, rules.visits),
        "must-do": tuple(one for one in items if one.kind == "must_do"),
        "optional": tuple(one for one in items if one.kind == "optional"),
        "strategies": (rules.strategies,),
        "recovery": (
            *recovery.failures,
            *general,
            recovery.approvals,
            recovery.back_date,
            recovery.events,
        ),
        "ladder": tuple(recovery.escalation),
        "support": (rules.support,),
        "feedback": () if rules.feedback is None else (rules.feedback,),
        "promises": (rules.promises,),
        "monitors": (rules.monitors,),
        "processes": own,
    }
    return {chapter: found for chapter, found in parts.items() if any(found)}


def named(rules: Program, lang: Language) -> dict[str, str]:
    """What a name in an expression is printed as."""
    found = {**rules.attributes, **rules.definitions}
    return {name: one.label.get(lang) for name, one in found.items()}


def lacking(name: str, chapters: Iterable[Chapter], lang: Language) -> list[tuple[str, str]]:
    """What should stand in a chapter and does not; a chapter that is not there lacks everything."""
    rules = program(name)
    texts = {chapter.id: book_text([chapter], lang) for chapter in chapters}
    labels = named(rules, lang)
    # A rung's text of a trigger, and a range such as `28 ≤ tier ≤ 30`, are said once.
    return [
        (chapter, word)
        for chapter, parts in told_in(rules).items()
        for part in parts
        for word in words(part, lang)
        if word and labels.get(word, word).lower() not in texts.get(chapter, "").lower()
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", POLICIES)
def test_every_rule_stands_in_its_chapter(name: str, lang: Language) -> None:
    assert lacking(name, book(name), lang) == []


@pytest.mark.parametrize("name", POLICIES)
def test_no_chapter_can_be_left_out(name: str) -> None:
    chapters = book(name)
    for gone in told_in(program(name)):
        rest = [chapter for chapter in chapters if chapter.id != gone]
        assert any(chapter == gone for chapter, _ in lacking(name, rest, "zh")), gone


@pytest.mark.parametrize("name", POLICIES)
def test_no_entry_or_row_can_be_left_out(name: str) -> None:
    """Each part has its own entry, row or section: as many as there are in the program."""
    rules = program(name)
    counts = {chapter.id: _count(chapter) for chapter in book(name)}
    for chapter, parts in {
        "customers": rules.attributes,
        "tags": [one for one in rules.definitions.values() if isinstance(one, Tag)],
        "must-do": [one for one in rules.items.values() if one.kind == "must_do"],
        "optional": [one for one in rules.items.values() if one.kind == "optional"],
        "strategies": rules.strategies,
        "monitors": rules.monitors,
        "people": [*rules.roles, *rules.staff],
        "recovery": [step for failure in rules.recovery.failures for step in ("a",) * 4],
        "ladder": rules.recovery.escalation,
        "support": rules.support,
    }.items():
        assert counts.get(chapter, 0) == len(parts), chapter


def _count(chapter: Chapter) -> int:
    blocks = [block for section in chapter.sections for block in section.blocks]
    return sum(len(getattr(block, "entries", getattr(block, "rows", ()))) for block in blocks)


@pytest.mark.parametrize("name", POLICIES)
def test_all_figures_and_names_are_told(name: str) -> None:
    rules, text = program(name), book_text(book(name), "zh")
    staff = rules.staff.values()
    figures = {
        *(plain(role.compensation_up_to) for role in rules.roles.values() if role.compensation_up_to),
        *(str(role.minutes_per_day) for role in rules.roles.values() if role.minutes_per_day),
        *(str(item.minutes) for item in rules.items.values() if item.minutes),
        *(skill for item in rules.items.values() for skill in item.skills),
        *(f"{plain(figure)} {promise.unit}" for promise in rules.promises.values() for figure in (promise.promise, promise.industry, promise.competitor, promise.need, promise.capacity) if figure is not None),
        *(text for person in staff for text in (person.name, person.phone, person.area, person.deputy, *person.skills) if text),
        *(day.isoformat() for person in staff for away in person.away for day in away),
        *(day.isoformat() for calendar in rules.calendars.values() for day, _ in calendar.exceptions),
        *(clock for calendar in rules.calendars.values() for _, intervals in calendar.hours for interval in intervals for clock in interval),
        *rules.priorities.values(),
    }  # fmt: skip
    assert [figure for figure in figures if figure not in text.replace(",", "")] == []


@pytest.mark.parametrize("name", ["tobacco-retail", WHOLE])
def test_the_chinese_edition_has_no_english_but_what_the_author_wrote(name: str) -> None:
    rules = program(name)
    written = " ".join(_all_words(rules, "zh")) + " P1 P2 P3 P4 P5 Asia/Shanghai"
    columns = f"{rules.key} {rules.name} {' '.join(rules.calendars)} {' '.join(_outputs(rules))}"
    text = book_text(book(name), "zh")
    assert [word for word in LATIN.findall(text) if word not in written + columns] == []


@pytest.mark.parametrize("name", POLICIES)
def test_the_english_edition_has_no_chinese_but_what_the_author_wrote(name: str) -> None:
    rules = program(name)
    written = " ".join(_all_words(rules, "en"))
    text = book_text(book(name), "en")
    assert [run for run in HAN.findall(text) if run not in written] == []


def _outputs(rules: Program) -> Iterator[str]:
    for one in rules.definitions.values():
        if isinstance(one, Table):
            yield from (output for output, _ in one.outputs)


def _all_words(thing: Any, lang: Language) -> Iterator[str]:
    """Every text in a program: of labels the one in this language, and all plain ones."""
    match thing:
        case None | bool() | Place() | Decimal():
            return
        case str():
            yield thing
        case Bilingual():
            yield thing.get(lang)
        case Process() if thing.kind != "custom":
            return
        case Mapping():
            for key, value in thing.items():
                # ids may be shown only where no label stands beside them
                if isinstance(key, str) and not hasattr(value, "label"):
                    yield key
                yield from _all_words(value, lang)
        case tuple():
            for value in thing:
                yield from _all_words(value, lang)
        case _ if dataclasses.is_dataclass(thing):
            labelled = hasattr(thing, "label")
            for field in dataclasses.fields(thing):
                ids = {
                    "id",
                    "by",
                    "role",
                    "owner",
                    "reports_to",
                    "to",
                    "source",
                    "target",
                    "start",
                    "name",
                }
                if (
                    not (field.name in ids and (labelled or field.name != "id"))
                    or field.name == "name"
                ):
                    yield from _all_words(getattr(thing, field.name), lang)


def test_no_id_is_shown_where_there_is_a_label() -> None:
    rules = program("tobacco-retail")
    groups = (rules.attributes, rules.definitions, rules.items, rules.roles, rules.strategies, rules.needs, rules.objectives, rules.principles, rules.duties, rules.promises, rules.monitors, rules.support)  # fmt: skip
    ids = {name for group in groups for name in group}
    ids |= {failure.id for failure in rules.recovery.failures}
    text = book_text(book("tobacco-retail"), "zh")
    assert [name for name in sorted(ids) if re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_policy_reads_well(golden: Callable[[str, str], None], lang: Language) -> None:
    chapters = handbook(whole_policy(), {"trip": JOURNEY})
    golden(f"explain/handbook.{lang}.txt", book_text(chapters, lang))


def test_what_a_policy_lacks_has_no_chapter() -> None:
    report = policy.check_texts(
        {"p.yaml": "policy: {id: bare, version: '1'}\ncustomer: {key: k, name: n}\n"}
    )
    assert report.program is not None
    chapters = handbook(report.program, {})
    assert [chapter.id for chapter in chapters] == ["about", "priorities"]


def test_every_assumed_figure_is_marked() -> None:
    text = book_text(handbook(whole_policy(), {}), "zh")
    for line in ("补偿不超过200元。 [?]", "大户 [?]", "45 分钟 [?]", "15 分钟。 [?]", "15个自然日。 [?]", "40 小时 [?]", "11个工作日 [?]", "5工作小时内答复。 [?]"):  # fmt: skip
        assert line in text
    assert "1,500.50元。\n" in text, "what is confirmed has no mark"


def test_a_condition_of_several_parts_cannot_be_misread() -> None:
    voice = Voice(whole_policy())
    shaky = whole_policy().definitions["shaky"]
    assert isinstance(shaky, Tag)
    outline = voice.outline(shaky.when)
    assert outline.words.zh == "以下任何一条成立："
    assert [part.words.zh for part in outline.parts] == [
        "以下各条同时成立：",
        "满意度最近 3 个值均低于 60",
        "非（档位 > 20 或 收银机 = 是）",
    ]
    assert [part.words.zh for part in outline.parts[0].parts] == [
        "市场 = 乡村",
        "年销售额 < 20,000 元",
        "收银机 = 否",
    ]


def test_braces_in_what_an_author_wrote_are_text() -> None:
    """Sentences have gaps in braces; an author's braces are none."""
    text = TRICKY.replace("LABEL", "{0} {nobody} {} %s {{1}}")
    report = policy.check_texts({"p.yaml": text})
    assert report.program is not None, report.diagnostics
    told = book_text(handbook(report.program, {}), "zh")
    assert told.count("{0} {nobody} {} %s {{1}}") > 8


TRICKY = """\
policy: {id: p, version: '1', title: 'LABEL'}
customer: {key: k, name: n, attributes: {basic: {tier: {type: integer, label: 'LABEL'}}}}
tags: {t: {label: 'LABEL', when: tier > 1}}
roles: {boss: {label: 'LABEL'}, man: {label: 'LABEL', reports_to: boss}}
must_do: {m: {label: 'LABEL', for: t, every: 1 month, by: man, value: high, urgency: low, urgency_when: {t: high}}}
processes:
  p:
    label: 'LABEL'
    owner: man
    states: {a: {label: 'LABEL'}, b: {label: 'LABEL', end: true}}
    transitions: [{from: a, on: go, to: b, when: tier > 1}]
    clocks: {}
"""

JOURNEY = Blueprint(
    id="trip",
    title=Bilingual("送货一趟", "A delivery"),
    problem=Bilingual("送到没人收", "Nobody is there"),
    segment="big",
    owner="head",
    promise="quick",
    place=PLACE,
    stages=(
        Stage(
            "call",
            Bilingual("约时间", "Booking"),
            (
                Cell("ask", "call", "customer", Bilingual("定时间", "Chooses a time"), PLACE),
                Cell(
                    "ring", "call", "frontstage", Bilingual("打电话", "Calls"), PLACE, by="seller"
                ),
                Cell("plan", "call", "backstage", Bilingual("排线路", "Plans"), PLACE, by="head"),
            ),
            {
                "customer": Bilingual("不白等", "no waiting"),
                "seller": Bilingual("一次约准", "once"),
            },
            ("customer", "frontstage", "backstage"),
            PLACE,
        ),
        Stage(
            "use",
            Bilingual("使用", "Use"),
            (Cell("sell", "use", "customer", Bilingual("卖货", "Sells"), PLACE),),
            {},
            ("customer",),
            PLACE,
            no_contact=Bilingual("客户自己卖", "the customer sells"),
        ),
    ),
    links=(Link("ask", "ring", PLACE), Link("plan", "ring", PLACE)),
)


def test_a_blueprint_is_told_in_short() -> None:
    chapter = handbook(whole_policy(), {"trip": JOURNEY})[-1]
    text = book_text([chapter], "zh")
    assert chapter.id == "journeys"
    for said in ("送到没人收", "大户", "主管", "40小时送到", "打电话（客户经理）", "客户经理：一次约准", "不接待：客户自己卖", "直接打交道 1 次"):  # fmt: skip
        assert said in text
    assert "排线路" not in text, "what lies below the line of visibility is on the drawing"


def test_sentences_of_a_chapter_are_all_counted() -> None:
    chapter = next(one for one in book(WHOLE) if one.id == "must-do")
    found = list(chapter.sentences())
    assert Sentence(Bilingual("再数库房", "Then the store")) in found
