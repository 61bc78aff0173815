"""Everything about one customer, a line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain import item_sentences as items_said
from workflow_engine.explain import sentences as said
from workflow_engine.explain.explanation import Explanation, verdict_of
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.reasons import definition_reason
from workflow_engine.explain.story import IS, Story
from workflow_engine.explain.values import NO, YES
from workflow_engine.explain.why import Why
from workflow_engine.program.program import Definition, Item, Measure, Program, Scale, Table, Tag
from workflow_engine.program.types import Value

BECAUSE = Bilingual("{0}：{1}；{2}", "{0}: {1}; {2}")
TITLE = Bilingual("{0} 的全部结果", "everything, on {0}")
SECTIONS: tuple[tuple[type[Definition], Bilingual], ...] = (
    (Scale, Bilingual("分级", "scales")),
    (Tag, Bilingual("标签", "tags")),
    (Measure, Bilingual("指标", "measures")),
    (Table, Bilingual("决策表", "tables")),
)
MUST_DO = Bilingual("必做项", "must-do items")
OPTIONAL = Bilingual("选做项", "optional items")
PRIVILEGES = Bilingual("权益", "privileges")


def explain_everything(
    program: Program, customer: Mapping[str, Value], today: dt.date
) -> Explanation:
    """An overview: categories, visits, and a line for every definition, item and privilege."""
    story = Story(program, customer, today)
    day = today.isoformat()
    return Explanation(
        Bilingual(TITLE.zh.format(day), TITLE.en.format(day)),
        "value",
        children=(*_regime(Why(program, customer, today)), *_sections(story)),
    )


def _regime(why: Why) -> Iterator[Explanation]:
    """Categories and visits, without what stands behind them."""
    program = why.view.program
    if program.categories is not None:
        yield _alone(why.categories())
    if program.visits is not None:
        yield _alone(why.visit())


def _alone(whole: Explanation) -> Explanation:
    return Explanation(whole.sentence, whole.verdict, whole.place, missing=whole.missing)


def _sections(story: Story) -> Iterator[Explanation]:
    definitions = story.program.definitions.values()
    for kind, title in SECTIONS:
        yield from _section(
            title, (_definition(one, story) for one in definitions if isinstance(one, kind))
        )
    items = story.program.items.values()
    yield from _section(MUST_DO, (_item(one, story) for one in items if one.kind == "must_do"))
    yield from _section(OPTIONAL, (_item(one, story) for one in items if one.kind == "optional"))
    why = Why(story.program, story.view.customer, story.view.today)
    privileges = story.program.privileges.values()
    yield from _section(PRIVILEGES, (_alone(why.privilege(one)) for one in privileges))


def _section(title: Bilingual, lines: Iterable[Explanation]) -> Iterator[Explanation]:
    children = tuple(lines)
    if children:
        yield Explanation(title, "value", children=children)


def _definition(definition: Definition, story: Story) -> Explanation:
    view = story.view
    value = view.evaluator.definition(definition.id)
    unknown = view.evaluator.status(definition.id) == "unknown"

    def sentence(p: Phrases) -> str:
        label = definition.label.get(p.lang)
        reason = definition_reason(definition, p, view)
        if unknown:
            return p.say(IS, label, reason)
        match definition:
            case Tag():
                return p.say(BECAUSE, label, (YES if value else NO).get(p.lang), reason)
            case Measure():
                return f"{label} = {reason} = {p.value(value, definition.type)}"
            case Scale():
                result = said.scale_result(definition, p, view)
            case Table():
                result = said.table_result(definition, p, view)
        return (
            p.say(IS, label, result) if reason == result else p.say(BECAUSE, label, result, reason)
        )

    if isinstance(definition, Tag):
        answer = view.evaluator.holds(definition.when)
        verdict = verdict_of(answer)
    else:
        verdict = "unknown" if unknown else "value"
    gaps = view.evaluator.missing_for(definition.id)
    return Explanation(story.both(sentence), verdict, definition.place, missing=story.ordered(gaps))


def _item(item: Item, story: Story) -> Explanation:
    view = story.view
    state = items_said.state_of(item, view)
    unknown = state in ("unknown", "due_unknown")
    gaps = view.item_gaps(item) if unknown else frozenset[str]()

    def sentence(p: Phrases) -> str:
        result = items_said.STATES[state].get(p.lang)
        reason = items_said.item_reason(item, state, p, view)
        if state == "unknown":  # the reason says so itself
            return p.say(IS, item.label.get(p.lang), reason)
        words = BECAUSE if reason else IS
        return p.say(words, item.label.get(p.lang), result, reason)

    served = state in ("due", "active", "offered")
    return Explanation(
        story.both(sentence),
        "unknown" if unknown else verdict_of(served),
        item.place,
        missing=story.ordered(gaps),
    )
