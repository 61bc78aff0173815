"""The explanations of definitions: what decided a tag, level, value or table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain import sentences as said
from workflow_engine.explain.explanation import Explanation, verdict_of
from workflow_engine.explain.facts import (
    Fact,
    View,
    attributes_read,
    decisive,
    definitions_in,
    fact_text,
)
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.values import NO, YES, listed
from workflow_engine.program.expressions import Constant, DefinitionValue, Expression
from workflow_engine.program.program import Level, Measure, Program, Row, Scale, Table, Tag
from workflow_engine.program.types import Value

IS = Bilingual("{0}：{1}", "{0}: {1}")
CONDITION = Bilingual("{0}。条件：{1}", "{0}. Condition: {1}")
FOLLOWS = Bilingual("{0}。{1}", "{0}; {1}")


class Story:
    """Explains the definitions of one customer at one moment, in both languages.

    A definition that several others read is explained in full only the first time.
    """

    def __init__(self, program: Program, customer: Mapping[str, Value], today: dt.date) -> None:
        self.view = View(program, customer, today)
        self.program = program
        self._zh = Phrases(program, "zh")
        self._en = Phrases(program, "en")
        self._told: set[str] = set()

    def both(self, say: Callable[[Phrases], str]) -> Bilingual:
        """The same sentence in both languages."""
        return Bilingual(say(self._zh), say(self._en))

    def ordered(self, attributes: frozenset[str]) -> tuple[str, ...]:
        """Attributes in the policy's order."""
        return tuple(name for name in self.program.attributes if name in attributes)

    def definition(self, name: str) -> Explanation:
        """The explanation of a measure, tag, scale or table."""
        self._told.add(name)
        definition = self.program.definitions[name]
        match definition:
            case Tag():
                return self._tag(definition)
            case Measure():
                return self._measure(definition)
            case Scale():
                return self._scale(definition)
            case Table():
                return self._table(definition)

    def once(self, name: str) -> tuple[Explanation, ...]:
        """The explanation of a definition, or nothing where it has been given before."""
        return () if name in self._told else (self.definition(name),)

    def facts(self, condition: Expression, *, denied: bool = False) -> tuple[Explanation, ...]:
        """The parts that decided a condition, each with the definitions it reads."""
        found = dict.fromkeys(decisive(condition, self.view.evaluator, denied=denied))
        return tuple(self._fact(fact) for fact in found)

    def condition(self, label: str, answer: bool | None, condition: Expression, p: Phrases) -> str:  # noqa: FBT001
        """A label, its truth and its condition."""
        return p.say(CONDITION, p.say(IS, label, self.truth(answer, condition, p)), p.of(condition))

    def truth(self, answer: bool | None, condition: Expression, phrases: Phrases) -> str:  # noqa: FBT001
        """Yes, no, or unknown with what is missing."""
        if answer is None:
            return said.unknown_text(self.view.evaluator.missing(condition), phrases)
        return (YES if answer else NO).get(phrases.lang)

    def _fact(self, fact: Fact) -> Explanation:
        if isinstance(fact.condition, DefinitionValue) and not fact.denied:
            name = fact.condition.name
            if name not in self._told and fact.condition.field is None:
                return self.definition(name)
        gaps: frozenset[str] = frozenset()
        if fact.answer is None:
            gaps = self.view.evaluator.missing(fact.condition)
        return Explanation(
            self.both(lambda p: fact_text(fact, p, self.view)),
            verdict_of(fact.answer),
            children=self._definitions(fact.condition),
            missing=self.ordered(gaps),
        )

    def _definitions(self, expression: Expression) -> tuple[Explanation, ...]:
        """The definitions an expression reads that have not been explained yet."""
        return tuple(one for name in definitions_in(expression) for one in self.once(name))

    def _gaps(self, name: str) -> tuple[str, ...]:
        return self.ordered(self.view.evaluator.missing_for(name))

    def _tag(self, tag: Tag) -> Explanation:
        answer = self.view.evaluator.holds(tag.when)
        return Explanation(
            self.both(lambda p: self.condition(tag.label.get(p.lang), answer, tag.when, p)),
            verdict_of(answer),
            tag.place,
            self.facts(tag.when),
            self._gaps(tag.id),
        )

    def _measure(self, measure: Measure) -> Explanation:
        value = self.view.evaluator.definition(measure.id)

        def sentence(p: Phrases) -> str:
            label = measure.label.get(p.lang)
            if value is None:
                gaps = self.view.evaluator.missing_for(measure.id)
                result = said.unknown_text(gaps, p)
                words = Bilingual("{0}：{1}。公式：{2}", "{0}: {1}. Formula: {2}")
                return p.say(words, label, result, p.of(measure.value))
            how = said.formula(measure, p, self.view)
            return f"{label} = {how} = {p.value(value, measure.type)}"

        inputs: list[Explanation] = []
        if value is None or not said.is_calculation(measure.value):
            inputs = [self._input(name) for name in attributes_read(measure.value)]
        return Explanation(
            self.both(sentence),
            "unknown" if value is None else "value",
            measure.place,
            (*inputs, *self._definitions(measure.value)),
            self._gaps(measure.id),
        )

    def _input(self, name: str) -> Explanation:
        value = self.view.customer.get(name)
        return Explanation(
            self.both(lambda p: f"{p.name(name)} = {p.attribute_value(name, value)}"),
            "unknown" if value is None else "value",
            missing=(name,) if value is None else (),
        )

    def _scale(self, scale: Scale) -> Explanation:
        status = self.view.evaluator.status(scale.id)
        levels = [self._level(level, scale) for level in self._telling_levels(scale)]
        return Explanation(
            self.both(
                lambda p: p.say(
                    FOLLOWS,
                    p.say(IS, scale.label.get(p.lang), said.scale_result(scale, p, self.view)),
                    said.SCALE_RULES[scale.hit].get(p.lang),
                )
            ),
            "unknown" if status == "unknown" else "value",
            scale.place,
            tuple(levels),
            self._gaps(scale.id),
        )

    def _telling_levels(self, scale: Scale) -> list[Level]:
        """The levels that explain the result: those before the one that holds, and that one."""
        status = self.view.evaluator.status(scale.id)
        answers = [(level, self.view.evaluator.holds(level.when)) for level in scale.levels]
        if status == "unknown":
            return [x for x in self.view.evaluator.possible_levels(scale) if x is not None]
        if status == "conflict":
            return [level for level, answer in answers if answer is True]
        value = self.view.evaluator.definition(scale.id)
        telling = []
        for level in scale.levels:
            telling.append(level)
            if level.id == value:
                return telling
        return [*telling, scale.otherwise] if scale.otherwise is not None else telling

    def _level(self, level: Level, scale: Scale) -> Explanation:
        if level is scale.otherwise:
            words = Bilingual("其他级别都不成立时", "when no other level holds")
            return Explanation(
                self.both(lambda p: p.say(IS, level.label.get(p.lang), words.get(p.lang))),
                "unknown" if self.view.evaluator.status(scale.id) == "unknown" else "true",
                level.place,
            )
        answer = self.view.evaluator.holds(level.when)
        return Explanation(
            self.both(lambda p: self.condition(level.label.get(p.lang), answer, level.when, p)),
            verdict_of(answer),
            level.place,
            self.facts(level.when),
            self.ordered(self.view.evaluator.missing(level.when)),
        )

    def _table(self, table: Table) -> Explanation:
        status = self.view.evaluator.status(table.id)
        rule = (
            said.AGGREGATES[table.aggregate]
            if table.hit == "collect"
            else said.TABLE_RULES[table.hit]
        )

        def sentence(p: Phrases) -> str:
            result = p.say(IS, table.label.get(p.lang), said.table_result(table, p, self.view))
            why = said.table_reason(table, p, self.view)
            return p.say(FOLLOWS, p.say(FOLLOWS, result, why), rule.get(p.lang))

        rows = said.matching_rows(table, self.view)
        shown = rows if status != "none" or rows else list(table.rows)
        return Explanation(
            self.both(sentence),
            "unknown" if status == "unknown" else "value",
            table.place,
            tuple(self._row(row, table) for row in shown),
            self._gaps(table.id),
        )

    def _row(self, row: Row, table: Table) -> Explanation:
        answer = self.view.evaluator.holds(row.when)

        def sentence(p: Phrases) -> str:
            outputs = [p.of(output) for output in row.then]
            if len(table.outputs) > 1:
                named = zip(table.outputs, outputs, strict=True)
                outputs = [f"{name} = {text}" for (name, _), text in named]
            when = Bilingual("任何客户", "every customer").get(p.lang)
            if not isinstance(row.when, Constant):
                when = p.of(row.when)
            words = Bilingual("规则 {0}：{1} → {2}", "rule {0}: {1} → {2}")
            return p.say(words, str(row.number), when, listed(outputs, p.lang))

        return Explanation(
            self.both(sentence),
            verdict_of(answer),
            row.place,
            (*self.facts(row.when), *(d for then in row.then for d in self._definitions(then))),
            self.ordered(self.view.evaluator.missing(row.when)),
        )
