"""A policy as a list of entries with facets: what two versions are compared by.

Every field of the program is in some facet, so nothing that changes the policy's hash goes unsaid;
what nobody has words for is told under its own name.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.impact.field_labels import field_label, section_label
from workflow_engine.impact.meaning import Meaning, Renamed, fields_of, meaning, unordered
from workflow_engine.impact.wording import LANGUAGES, WEEKDAYS, Wording
from workflow_engine.language.durations import plain
from workflow_engine.language.units import amount_text
from workflow_engine.program.privileges import Privilege
from workflow_engine.program.processes import Process, Rung, Transition
from workflow_engine.program.program import (
    Attribute,
    CalendarSpec,
    Feedback,
    Item,
    Level,
    Measure,
    Program,
    Promise,
    Recovery,
    Scale,
    Table,
    Tag,
)
from workflow_engine.program.types import Type

_B = Bilingual


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing said of an entry, put into words only where it is told.

    Of a set, `parts` has each element by its meaning.
    """

    label: Bilingual
    said: Bilingual | Callable[[], Bilingual]
    meaning: Meaning
    elements: Mapping[Meaning, Bilingual] | Callable[[], Mapping[Meaning, Bilingual]] | None = None

    @property
    def text(self) -> Bilingual:
        """What is said."""
        return self.said if isinstance(self.said, Bilingual) else self.said()

    @property
    def parts(self) -> Mapping[Meaning, Bilingual] | None:
        """The elements of a set, None of anything else."""
        return self.elements() if callable(self.elements) else self.elements


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a name in a policy: `path` is what it is known by within its section.

    `name` is the definition, item or attribute it belongs to, `grant` the privilege or promise.
    """

    section: str
    path: tuple[str, ...]
    title: Bilingual
    place: Place | None
    facets: Mapping[str, Facet] = field(default_factory=dict)
    name: str | None = None
    grant: str | None = None


_UNORDERED = frozenset(
    {
        ("Item", "needs"),
        ("Item", "skills"),
        ("Item", "urgency_when"),
        ("VisitRule", "modes"),
        ("Rollout", "limits"),
        ("Strategy", "grants"),
        ("Strategy", "suspends"),
        ("Failure", "faster_for"),
        ("Step", "offer"),
        ("Step", "actors"),
        ("Person", "skills"),
        ("Person", "away"),
        ("Rung", "any"),
        ("Recovery", "events"),
        ("Feedback", "natures"),
        ("Transition", "by"),
        ("Transition", "emits"),
        ("Clock", "starts_on"),
        ("Clock", "stops_on"),
        ("Clock", "dropped_by"),
    }
)
"""Fields whose order says nothing."""
UNLABELLED: Final = "unlabelled"
"""The meaning of a label that is the id."""
_DERIVED = frozenset({("Process", "failure"), ("Process", "kind"), ("Item", "kind")})


def outline(program: Program, renamed: Renamed | None = None) -> Iterator[Entry]:
    """The entries of a policy, section by section; `renamed` has the new names of old ones."""
    yield from _Outline(program, renamed or {}).entries()


class _Outline:
    def __init__(self, program: Program, renamed: Renamed) -> None:
        self._program = program
        self._renamed = renamed
        self._say = Wording(program)
        self._sections = dict(fields_of(program))

    def entries(self) -> Iterator[Entry]:
        program = self._program
        yield self._head()
        for attribute in program.attributes.values():
            yield self._attribute(attribute)
        for definition in program.definitions.values():
            match definition:
                case Measure():
                    yield self._plain("measures", definition, definition.id, ("type",))
                case Tag():
                    yield self._plain("tags", definition, definition.id, ("type",))
                case Scale():
                    yield from self._scale(definition)
                case Table():
                    yield from self._table(definition)
        yield from self._categories()
        yield from self._visits()
        for item in program.items.values():
            yield self._item(item)
        for name in ("strategies", "roles", "staff", "promises", "monitors", "support"):
            yield from self._named(name)
        for name in ("duties", "needs", "objectives", "principles", "records"):
            yield from self._named(name)
        yield from self._priorities()
        yield from self._recovery(program.recovery)
        if program.feedback is not None:
            yield from self._feedback(program.feedback)
        for calendar in program.calendars.values():
            yield self._calendar(calendar)
        for process in program.processes.values():
            if process.kind == "custom":  # the others follow from recovery and feedback
                yield from self._process(process)
        yield from self._later_sections()

    # sections

    def _head(self) -> Entry:
        facets = self._facets(self._program.head, ())
        for name in ("key", "name", "choices"):
            facets[name] = self._facet("Program", name, self._sections[name])
        return Entry("policy", (), section_label("policy"), self._program.head.place, facets)

    def _attribute(self, attribute: Attribute) -> Entry:
        facets = self._facets(attribute, ("minimum", "maximum", "type"))
        for name, value in (("minimum", attribute.minimum), ("maximum", attribute.maximum)):
            text = self._say.bound(attribute, value)
            facets[name] = Facet(field_label(name), text, self._meaning(value))
        facets |= self._kind(attribute.type)
        return self._entry(
            "attributes", attribute, (attribute.id,), attribute.label, facets, attribute.id
        )

    def _kind(self, kind: Type) -> dict[str, Facet]:
        """The type, the options of a choice, and what they are called."""
        basic = dataclasses.replace(kind, options=())
        facets = {"type": Facet(field_label("type"), self._say.kind(kind), self._meaning(basic))}
        if kind.options:
            parts = {option.id: option.label for option in kind.options}
            names = {self._meaning(o.label): o.label for o in kind.options}
            listed = self._say.voice.listed(parts.values())
            order = tuple(option.id for option in kind.options)
            facets["options"] = Facet(field_label("options"), listed, order, parts)
            told = Facet(field_label("option_labels"), listed, tuple(names))
            facets["option_labels"] = told
        return facets

    def _scale(self, scale: Scale) -> Iterator[Entry]:
        facets = self._facets(scale, ("levels", "otherwise", "type"))
        levels = list(scale.levels)
        if scale.hit in ("first", "priority"):
            facets["order"] = self._order(level.label for level in levels)
        yield self._entry("scales", scale, (scale.id,), scale.label, facets, scale.id)
        for level in levels:
            yield self._level(scale, level, self._facets(level, ()))
        if scale.otherwise is not None:
            last = self._facets(scale.otherwise, ("when",))
            words = _B("其余级别都不成立", "no other level holds")
            last["when"] = Facet(field_label("when"), words, "otherwise")
            yield self._level(scale, scale.otherwise, last)

    def _level(self, scale: Scale, level: Level, facets: Mapping[str, Facet]) -> Entry:
        path = (scale.id, level.id)
        title = self._titled(scale.label, level.label)
        return self._entry("scales", level, path, title, facets, scale.id)

    def _table(self, table: Table) -> Iterator[Entry]:
        facets = self._facets(table, ("rows", "otherwise", "outputs", "type"))
        told = self._say.outputs(table, table.otherwise)
        facets["otherwise"] = Facet(field_label("otherwise"), told, self._meaning(table.otherwise))
        outputs = {
            name: self._say.pair_of(Bilingual.same(name), self._say.kind(kind))
            for name, kind in table.outputs
        }
        facets["outputs"] = Facet(
            field_label("outputs"),
            self._say.voice.listed(outputs.values()),
            self._meaning(table.outputs),
        )
        yield self._entry("tables", table, (table.id,), table.label, facets, table.id)

    def _categories(self) -> Iterator[Entry]:
        categories = self._program.categories
        if categories is None:
            return
        facets = self._facets(categories, ("of",))
        facets["of"] = self._set("Categories", "of", categories.of)
        visits = self._program.visits
        if visits is not None and visits.combine == "first":
            facets["order"] = self._order(map(self._say.voice.name, categories.of))
        yield Entry("categories", (), categories.label, None, facets)

    def _visits(self) -> Iterator[Entry]:
        visits = self._program.visits
        if visits is None:
            return
        facets = self._facets(visits, ("rules",))
        yield Entry("visits", (), section_label("visits"), None, facets)
        for rule in visits.rules:
            own = self._facets(rule, ("category",))
            label = self._say.voice.name(rule.category)
            category = self._renamed.get(rule.category, rule.category)
            yield self._entry("visits", rule, (category,), label, own)

    def _item(self, item: Item) -> Entry:
        facets = self._facets(item, ())
        if item.kind == "optional":
            told = facets["applies"]
            facets["applies"] = Facet(_B("适用条件", "eligible"), told.said, told.meaning)
        return self._entry(item.kind, item, (item.id,), item.label, facets, item.id)

    def _named(self, section: str) -> Iterator[Entry]:
        """A section that is a mapping of things with an id or a name."""
        for id_, thing in self._sections[section].items():
            yield self._plain(section, thing, id_, ())

    def _priorities(self) -> Iterator[Entry]:
        for (value, urgency), priority in sorted(self._program.priorities.items()):
            words = _B("价值{0}、紧急度{1}", "value {0}, urgency {1}")
            degrees = map(self._say.voice.degree, (value, urgency))
            facets = {"priority": self._facet("Priority", "priority", priority)}
            title = self._say.voice.say(words, *degrees)
            yield Entry("priorities", (value, urgency), title, None, facets)

    def _recovery(self, recovery: Recovery) -> Iterator[Entry]:
        facets = self._facets(recovery, ("failures", "escalation"))
        yield Entry("recovery", (), section_label("recovery"), None, facets)
        for failure in recovery.failures:
            own = self._facets(failure, ("steps",))
            yield self._entry("recovery", failure, (failure.id,), failure.label, own)
            for step in failure.steps:
                path = (failure.id, step.name)
                title = self._titled(failure.label, self._say.voice.command(step.name))
                told = self._facets(step, ("name",))
                yield self._entry("recovery", step, path, title, told)
        yield from self._rungs("escalation", (), None, recovery.escalation)

    def _rungs(
        self, section: str, path: tuple[str, ...], whose: Bilingual | None, rungs: Iterable[Rung]
    ) -> Iterator[Entry]:
        for rung in rungs:
            words = _B("从{0}往上", "from the {0} upwards")
            title = self._say.voice.say(words, self._say.voice.role(rung.role))
            named = title if whose is None else self._titled(whose, title)
            facets = self._facets(rung, ("role",))
            role = self._renamed.get(rung.role, rung.role)
            yield self._entry(section, rung, (*path, "rung", role), named, facets)

    def _feedback(self, feedback: Feedback) -> Iterator[Entry]:
        facets = self._facets(feedback, ("steps", "escalation", "channels", "taxonomy"))
        facets["steps"] = self._order(self._say.voice.command(step.name) for step in feedback.steps)
        yield Entry("feedback", (), section_label("feedback"), None, facets)
        for step in feedback.steps:
            title = self._say.voice.command(step.name)
            own = self._facets(step, ("name",))
            yield self._entry("feedback", step, ("step", step.name), title, own)
        for category, channels in feedback.channels:
            words = _B("“{0}”的渠道", "channels of “{0}”")
            title = self._say.voice.say(words, self._say.voice.name(category))
            told = {"channels": self._set("Feedback", "channels", channels)}
            name = self._renamed.get(category, category)
            yield Entry("feedback", ("channels", name), title, None, told)
        for code, label, reasons in feedback.taxonomy:
            told = {
                "label": self._facet("Feedback", "label", label),
                "taxonomy": self._set("Feedback", "taxonomy", reasons),
            }
            yield Entry("feedback", ("taxonomy", code), label, None, told)
        yield from self._rungs("feedback", (), None, feedback.escalation)

    def _calendar(self, calendar: CalendarSpec) -> Entry:
        facets = self._facets(calendar, ("hours", "exceptions"))
        say = self._say
        for day, intervals in calendar.hours:
            facets[f"day {day}"] = Facet(WEEKDAYS[day], say.intervals(intervals), intervals)
        parts = {
            (day.isoformat(), intervals): say.voice.say(
                _B("{0} {1}", "{0} {1}"), day.isoformat(), say.intervals(intervals)
            )
            for day, intervals in calendar.exceptions
        }
        listed = say.voice.listed(parts.values()) if parts else say.of(None)
        facets["exceptions"] = Facet(field_label("exceptions"), listed, tuple(sorted(parts)), parts)
        title = say.voice.calendar(calendar.id)
        return self._entry("calendars", calendar, (calendar.id,), title, facets)

    def _process(self, process: Process) -> Iterator[Entry]:
        left = ("states", "transitions", "clocks", "ladder")
        facets = self._facets(process, left)
        yield self._entry("processes", process, (process.id,), process.label, facets)
        states = {state.id: state.label for state in process.states}
        for state in process.states:
            path = (process.id, "state", state.id)
            title = self._titled(process.label, state.label)
            yield self._entry("processes", state, path, title, self._facets(state, ()))
        seen: dict[tuple[str, str], int] = {}
        for move in process.transitions:
            key = (move.command, move.source)
            seen[key] = seen.get(key, 0) + 1
            yield self._move(process, move, states, seen[key])
        for clock in process.clocks:
            path = (process.id, "clock", clock.id)
            title = self._titled(process.label, clock.label)
            yield self._entry("processes", clock, path, title, self._facets(clock, ()))
        yield from self._rungs("processes", (process.id,), process.label, process.ladder)

    def _move(
        self, process: Process, move: Transition, states: Mapping[str, Bilingual], number: int
    ) -> Entry:
        """What a command does in a state; several of one command are told apart by their order."""
        words = _B("在“{0}”时{1}", "{1} in “{0}”")
        source = states.get(move.source, Bilingual.same(move.source))
        title = self._say.voice.say(words, source, self._say.voice.command(move.command))
        facets = self._facets(move, ("command", "source", "target"))
        target = states.get(move.target, Bilingual.same(move.target))
        facets["target"] = Facet(field_label("target", "Transition"), target, move.target)
        path = (process.id, "move", move.source, move.command, str(number))
        return self._entry("processes", move, path, self._titled(process.label, title), facets)

    def _later_sections(self) -> Iterator[Entry]:
        """Sections of the program that have no words of their own here."""
        for name, value in self._sections.items():
            if name in _TOLD or value is None:
                continue
            if isinstance(value, Mapping):
                for key, thing in value.items():
                    yield self._plain(name, thing, str(key), ())
            elif isinstance(value, tuple):
                for thing in value:
                    text, known = self._say.of(thing), self._meaning(thing)
                    facets = {"text": Facet(section_label(name), text, known)}
                    written = re.sub(r"\w+", self._now_called, text.zh)
                    yield Entry(name, (written,), text, _place(thing), facets)
            else:
                yield self._plain(name, value, "", ())

    # entries and facets

    def _plain(self, section: str, thing: Any, id_: str, left: tuple[str, ...]) -> Entry:
        if not dataclasses.is_dataclass(thing):
            facets = {"value": self._facet(section, "value", thing)}
            return Entry(section, (id_,), Bilingual.same(id_), None, facets)
        facets = self._facets(thing, left)
        if isinstance(thing, Promise):
            facets |= self._figures(thing)
        if isinstance(thing, Privilege):
            del facets["gives"]
            for benefit in thing.gives:
                known = self._meaning(benefit.value)
                facets[f"gives {benefit.id}"] = Facet(benefit.label, benefit.value, known)
        label = next((v for n, v in fields_of(thing) if n in ("label", "name")), None)
        title = label if isinstance(label, Bilingual) else Bilingual.same(id_ or section)
        if not id_:
            title = section_label(section)
        name = id_ if section in ("measures", "tags") else None
        entry = self._entry(section, thing, (id_,), title, facets, name)
        word = _GRANTING.get(section)
        return entry if word is None else dataclasses.replace(entry, grant=f"{word} {id_}")

    def _figures(self, promise: Promise) -> Iterator[tuple[str, Facet]]:
        """The figures of a promise with their unit."""
        unit = promise.unit
        for name, value in fields_of(promise):
            if isinstance(value, Decimal):
                zh, en = (amount_text(plain(value), unit, lang) for lang in LANGUAGES)
                text = Bilingual(zh, en)
                yield name, Facet(field_label(name, "Promise"), text, self._meaning(value))

    def _now_called(self, word: re.Match[str]) -> str:
        """A word of what is known by its text, renamed where it is a name."""
        return self._renamed.get(word[0], word[0])

    def _entry(  # noqa: PLR0917 - the fields of an entry
        self,
        section: str,
        thing: Any,
        path: tuple[str, ...],
        title: Bilingual,
        facets: Mapping[str, Facet],
        name: str | None = None,
    ) -> Entry:
        known = tuple(self._renamed.get(part, part) for part in path)
        return Entry(section, known, title, _place(thing), facets, name)

    def _facets(self, thing: Any, left: Iterable[str]) -> dict[str, Facet]:
        """A facet for each field of a dataclass but `left`, its id and its place."""
        owner = type(thing).__name__
        facets = {}
        for name, value in fields_of(thing):
            if name in left or (name == "id" and owner != "PolicyHead"):
                continue
            if (owner, name) in _DERIVED:
                continue
            if (owner, name) in _UNORDERED:
                facets[name] = self._set(owner, name, value)
            else:
                facets[name] = self._facet(owner, name, value)
            if name == "label" and value == Bilingual.same(getattr(thing, "id", "")):
                facets[name] = dataclasses.replace(facets[name], meaning=UNLABELLED)
        return facets

    def _facet(self, owner: str, name: str, value: Any) -> Facet:
        def text() -> Bilingual:
            return self._say.of(value, owner, name)

        return Facet(field_label(name, owner), text, self._meaning(value))

    def _set(self, owner: str, name: str, values: Iterable[Any]) -> Facet:
        listed = tuple(values)

        def parts() -> Mapping[Meaning, Bilingual]:
            return {self._meaning(value): self._element(value, owner, name) for value in listed}

        def text() -> Bilingual:
            if not listed:
                return self._say.of(None, owner, name)
            return self._say.voice.listed(parts().values())

        return Facet(field_label(name, owner), text, unordered(listed, self._renamed), parts)

    def _element(self, value: Any, owner: str, name: str) -> Bilingual:
        """One of several; a pair of a name and a value is told as such."""
        if isinstance(value, tuple) and len(value) == 2:
            first = self._say.voice.name(value[0]) if isinstance(value[0], str) else None
            if first is not None:
                return self._say.pair_of(first, self._say.of(value[1], owner, name))
            words = _B("{0} 至 {1}", "{0} to {1}")
            return self._say.voice.say(words, *(self._say.of(one) for one in value))
        return self._say.of(value, owner, name)

    def _order(self, labels: Iterable[Bilingual]) -> Facet:
        listed = list(labels)
        text = Bilingual(" → ".join(t.zh for t in listed), " → ".join(t.en for t in listed))
        return Facet(field_label("order"), text, tuple((t.zh, t.en) for t in listed))

    def _titled(self, whole: Bilingual, part: Bilingual) -> Bilingual:
        return self._say.voice.say(_B("{0} · {1}", "{0} · {1}"), whole, part)

    def _meaning(self, value: Any) -> Meaning:
        return meaning(value, self._renamed)


_GRANTING = {"privileges": "privilege", "promises": "promise"}
"""Sections of grants, and by which word `grants.grants_of` names what is in them."""


def _place(thing: Any) -> Place | None:
    place = getattr(thing, "place", None)
    return place if isinstance(place, Place) else None


_TOLD = frozenset(
    {
        "head",
        "key",
        "name",
        "choices",
        "attributes",
        "definitions",
        "categories",
        "visits",
        "items",
        "strategies",
        "priorities",
        "roles",
        "staff",
        "calendars",
        "recovery",
        "feedback",
        "promises",
        "duties",
        "needs",
        "objectives",
        "principles",
        "monitors",
        "records",
        "support",
        "processes",
    }
)
"""Fields of the program that have entries of their own above."""
