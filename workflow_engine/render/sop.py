"""The standard operating procedure of a service item, from its steps and its blueprint cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.program.blueprints import Blueprint, Cell
from workflow_engine.program.program import Failure, Item, Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.flow_drawing import Box, flows, in_one_column
from workflow_engine.render.form_words import FormWords, cut
from workflow_engine.render.pages import page
from workflow_engine.render.procedures import Act, Procedure, Risk, document_number, procedure
from workflow_engine.render.sop_words import FOUR_A, WORDS

if TYPE_CHECKING:
    from workflow_engine.render.look import Look

BLANKS = 6
"""Lines to write steps on where there are none."""
FEW = 2
"""Acts of a journey up to which the flow shows the steps within them."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the table of steps; `head` begins a cell, a `blank` one is filled in by hand."""

    number: str
    text: str
    who: str = ""
    minutes: str = ""
    leaves: str = ""
    head: bool = False
    note: str = ""
    regulatory: bool = False
    marks: tuple[str, ...] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """What can go wrong and what to do; `times` are the four A with their limits."""

    mark: str
    texts: tuple[str, ...]
    remedy: str
    times: tuple[tuple[str, str, str], ...]
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Sop:
    """One procedure, ready for the template."""

    anchor: str
    title: str
    kind: str
    number: str
    owner: str
    facts: list[tuple[str, str, bool]]
    flows: list[Markup]
    beside: bool
    controls: list[str]
    duties: list[tuple[str, str]]
    uses: list[str]
    skills: list[str]
    ready: list[tuple[str, str]]
    acts: list[list[StepRow]]
    elsewhere: list[str]
    troubles: list[Trouble]
    records: list[str]
    lacking: list[str]


def sop_document(
    items: Sequence[Item],
    program: Program,
    blueprints: Mapping[str, Blueprint],
    *,
    lang: Language,
    audiences: Mapping[str, Bilingual],
    valid_from: str = "",
    look: Look | None = None,
) -> Document:
    """One procedure for each item, each on pages of its own, with a bookmark.

    Args:
        items: at least one item of the program.
        program: the policy.
        blueprints: those of the policy, by id.
        lang: the language of the pages.
        audiences: for whom each item is, by its id, as `explain.audience.audiences` says it.
        valid_from: an ISO date; empty leaves a line to fill in.
        look: the policy's own templates.
    """
    words = FormWords(program, lang, WORDS)
    sheets = [
        _sop(procedure(item, program, blueprints), f"sop{place}", words, audiences[item.id])
        for place, item in enumerate(items, start=1)
    ]
    values = {
        **words.page_names(),
        "sheets": sheets,
        "valid_from": valid_from,
        "stage": program.head.stage,
        "running": cut(program.head.title.get(lang), 40),
    }
    html = page("sop.html", values, look)
    title = words.say("sop")
    whose = sheets[0].title if len(sheets) == 1 else program.head.title.get(lang)
    marks = tuple(Bookmark(f"{sheet.number} {sheet.title}", sheet.anchor) for sheet in sheets)
    return Document(f"{title} · {whose}", lang, html, marks)


def _sop(found: Procedure, anchor: str, words: FormWords, audience: Bilingual) -> Sop:
    item, program, lang = found.item, words.program, words.lang
    boxes = list(_boxes(found, words))
    drawings: list[Markup] = []
    if boxes:
        start = f"{words.say('start')}：" if lang == "zh" else f"{words.say('start')}: "
        drawn = flows(
            words.say("flow"), start + words.labels.every(item.id), boxes, _end(item, words)
        )
        drawings = [Markup(svg) for svg in drawn]  # noqa: S704 - `drawing.svg` escapes every text
    return Sop(
        anchor=anchor,
        title=item.label.get(lang),
        kind=words.say("must_do" if item.kind == "must_do" else "optional"),
        number=document_number("SOP", item, program),
        owner=words.labels.role(item.by),
        facts=[
            (words.say(key), text, item.assumed and key == "how_often")
            for key, text in _facts(found, words, audience.get(lang))
        ],
        flows=drawings,
        beside=in_one_column(boxes),
        controls=[step.get(lang) for step in item.steps] if found.acts else [],
        duties=list(_duties(found, words)),
        uses=[use.get(lang) for use in found.uses],
        skills=list(item.skills),
        ready=[(cell.text.get(lang), _by(cell, words)) for cell in found.ready],
        acts=_in_acts(_rows(found, words)),
        elsewhere=[_elsewhere(act, words) for act in found.elsewhere],
        troubles=list(_troubles(found, words)),
        records=list(_records(found, words)),
        lacking=[words.say(key) for key in _lacking(found)],
    )


def _facts(found: Procedure, words: FormWords, audience: str) -> Iterator[tuple[str, str]]:
    """What stands at the head of a procedure, by the key of its word."""
    item, program, lang, labels = found.item, words.program, words.lang, words.labels
    yield "for_whom", audience
    why = [program.needs[need].label.get(lang) for need in item.needs]
    if item.objective is not None:
        why.append(program.objectives[item.objective].label.get(lang))
    if item.principle is not None:
        why.append(program.principles[item.principle].label.get(lang))
    if why:
        yield "why", labels.clauses(why)
    often = labels.every(item.id)
    if item.respond_within is not None:
        within = item.respond_within.text(lang)
        often = labels.clauses([often, words.say("answered_in", within=within)])
    yield "how_often", often
    time = labels.minutes(found.minutes) if found.minutes else ""
    if found.drawn_minutes not in (None, found.minutes):
        drawn = labels.minutes(found.drawn_minutes)
        time = words.say("planned_and_drawn", planned=time, drawn=drawn)
    if labels.rides(item.id):
        time = labels.aside(time or words.say("in_visit"), words.say("in_visit") if time else "")
    way = labels.mode(item.mode) if item.mode else ""
    yield "time", labels.clauses([time, way]) or "—"
    if found.promises:
        slogans = [promise.get(lang) for promise in found.promises]
        yield "standard", labels.clauses(slogans)
    if item.description is not None:
        yield "note", item.description.get(lang)


def _end(item: Item, words: FormWords) -> str:
    if item.record is None:
        return words.say("end")
    return words.say("end_record", record=_record(item.record, words))


def _record(name: str, words: FormWords) -> str:
    record = words.program.records.get(name)
    return name if record is None else record.label.get(words.lang)


def _boxes(found: Procedure, words: FormWords) -> Iterator[Box]:
    """A box for each act; where they are few, for each step of them.

    Their numbers are those of the table of steps.
    """
    lang, acts = words.lang, found.acts
    if not acts:
        who = words.labels.role(found.item.by)
        for place, step in enumerate(found.item.steps, start=1):
            yield Box(str(place), step.get(lang), who)
    for place, act in enumerate(acts, start=1):
        cell = act.cell
        time = words.labels.minutes(_number(cell)) if cell.minutes else ""
        inner = cell.steps if len(acts) <= FEW else ()
        for sub, text in enumerate(inner or (cell.text,), start=1):
            yield Box(
                f"{place}.{sub}" if inner else str(place),
                text.get(lang),
                _by(cell, words) if sub == 1 else "",
                time if sub == 1 else "",
                tuple(_marks(act)) if sub == 1 else (),
                cell.regulatory,
            )


def _number(cell: Cell) -> float | None:
    return None if cell.minutes is None else float(cell.minutes)


def _marks(act: Act) -> Iterator[str]:
    """`F` where the step can go wrong, `W` where the customer waits at it."""
    if act.cell.fail_point is not None:
        yield "F"
    if act.cell.wait_point is not None:
        yield "W"


def _by(cell: Cell, words: FormWords) -> str:
    if cell.by is None:
        return words.say("machine") if cell.lane in ("technology", "support") else ""
    return words.labels.role(cell.by)


def _duties(found: Procedure, words: FormWords) -> Iterator[tuple[str, str]]:
    doing: dict[str, dict[str, None]] = {}
    for cell in (*(act.cell for act in found.acts), *found.ready):
        if cell.by is not None:
            doing.setdefault(cell.by, {})[cell.text.get(words.lang)] = None
    if found.item.by is not None and found.item.by not in doing:
        yield words.labels.role(found.item.by), found.item.label.get(words.lang)
    for role, texts in doing.items():
        yield words.labels.role(role), words.labels.clauses(texts)


def _rows(found: Procedure, words: FormWords) -> Iterator[StepRow]:
    lang = words.lang
    if not found.acts:
        who = words.labels.role(found.item.by)
        for place, step in enumerate(found.item.steps, start=1):
            yield StepRow(str(place), step.get(lang), who)
        for place in range(1, 1 + (0 if found.item.steps else BLANKS)):
            yield StepRow(str(place), "", blank=True)
    for place, act in enumerate(found.acts, start=1):
        cell = act.cell
        leaves = [*act.evidence, *cell.uses] if cell.lane == "frontstage" else list(cell.uses)
        yield StepRow(
            str(place),
            cell.text.get(lang),
            _by(cell, words),
            words.labels.minutes(_number(cell)) if cell.minutes else "",
            words.labels.joined(text.get(lang) for text in leaves),
            head=True,
            note=words.say(
                "in_journey", title=act.blueprint.title.get(lang), stage=act.stage.label.get(lang)
            ),
            regulatory=cell.regulatory,
            marks=tuple(_marks(act)),
        )
        for sub, step in enumerate(cell.steps, start=1):
            yield StepRow(f"{place}.{sub}", step.get(lang))


def _in_acts(rows: Iterator[StepRow]) -> list[list[StepRow]]:
    """The rows of each act together; without acts, all of them."""
    acts: list[list[StepRow]] = []
    for row in rows:
        if row.head or not acts:
            acts.append([])
        acts[-1].append(row)
    return acts


def _elsewhere(act: Act, words: FormWords) -> str:
    """Where another journey does the item too, what is done there, by whom and how long."""
    cell, labels = act.cell, words.labels
    by = [_by(cell, words), labels.minutes(_number(cell)) if cell.minutes else ""]
    told = labels.joined(part for part in by if part)
    what = cell.text.get(words.lang)
    return words.say(
        "in_other_journey",
        title=act.blueprint.title.get(words.lang),
        stage=act.stage.label.get(words.lang),
        what=labels.aside(what, told) if told else what,
    )


def _troubles(found: Procedure, words: FormWords) -> Iterator[Trouble]:
    """What goes wrong, with one failure once; then where customers wait."""
    lang = words.lang
    alike: dict[str, list[Risk]] = {}
    for risk in found.risks:
        alike.setdefault("" if risk.failure is None else risk.failure.id, []).append(risk)
    for risks in alike.values():
        texts = tuple(dict.fromkeys(risk.text.get(lang) for risk in risks))
        failure = risks[0].failure
        if failure is None:
            yield Trouble("F", texts, words.say("no_failure"), ())
            continue
        owner = words.labels.role(failure.owner)
        remedy = words.say("treated_as", failure=failure.label.get(lang), role=owner)
        yield Trouble("F", texts, remedy, tuple(_four_a(failure, lang)), failure.assumed)
    for cell in found.waits:
        point = cell.wait_point
        assert point is not None, "only cells where the customer waits"
        told = [words.say("no_limit")]
        if point.maximum is not None:
            told = [words.say("at_most", time=point.maximum.text(lang))]
        monitor = words.program.monitors.get(point.monitor or "")
        if monitor is not None:
            told.append(words.say("watched_by", monitor=monitor.label.get(lang)))
        told.append(words.say("wait_told"))
        yield Trouble("W", (point.text.get(lang),), words.labels.clauses(told), ())


def _four_a(failure: Failure, lang: Language) -> Iterator[tuple[str, str, str]]:
    for step in failure.steps:
        if step.within is not None:
            text = "" if step.text is None else step.text.get(lang)
            yield FOUR_A[step.name].get(lang), step.within.text(lang), text


def _records(found: Procedure, words: FormWords) -> Iterator[str]:
    if found.item.record is not None:
        yield words.say("record_form", record=_record(found.item.record, words))
    else:
        yield words.say("record_none")
    if found.evidence:
        evidence = words.labels.joined(text.get(words.lang) for text in found.evidence)
        yield words.say("evidence_left", evidence=evidence)


def _lacking(found: Procedure) -> Iterator[str]:
    if not found.item.steps and not found.acts:
        yield "lacks_steps"
    if not found.acts:
        yield "lacks_cells"
    if not found.minutes and found.item.every.kind != "visit":
        yield "lacks_minutes"
    if found.acts and not found.risks:
        yield "lacks_risks"
    if found.item.by is None:
        yield "lacks_owner"
