"""The graph of definitions: measures, tags, scales and tables, typed and put in order.

A definition is compiled when it is first asked for, so whatever it reads is compiled before it: the
order of completion is a topological order, and asking for a definition that is being compiled is a
cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.findings import STRATEGY, Findings
from workflow_engine.compiler.scope import BrokenNameError, Scope
from workflow_engine.compiler.tables import compile_table, table_types
from workflow_engine.compiler.typing import type_condition, type_expression
from workflow_engine.compiler.validity import within
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Label, Place
from workflow_engine.language.conditions import Condition
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.nodes import Written
from workflow_engine.model import measures, scales, tables, tags
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.expressions import (
    AttributeValue,
    Constant,
    DefinitionValue,
    Expression,
    Not,
    Or,
)
from workflow_engine.program.program import (
    Attribute,
    Definition,
    Level,
    Measure,
    Scale,
    Tag,
)
from workflow_engine.program.types import BOOLEAN, Option, Type

FIRST_HERE = Bilingual("第一次定义在这里", "first defined here")
NEVER = Constant(False, BOOLEAN)  # noqa: FBT003 - a constant of the language


def condition_place(written: Condition | tuple[Written, ...] | None) -> Place | None:
    """Where a condition, or a list of names that stands for one, is written."""
    if not isinstance(written, tuple):
        return None if written is None else written.place
    if not written:
        return None
    first, last = written[0].place, written[-1].place
    return replace(first, end_line=last.end_line, end_column=last.end_column)


class Definitions(Scope):
    """Compiles definitions on demand; what every expression of the policy looks names up in."""

    def __init__(
        self, model: PolicyModel, attributes: Mapping[str, Attribute], findings: Findings
    ) -> None:
        self._model = model
        self._attributes = attributes
        self._findings = findings
        self._written: dict[str, tuple[Written, Callable[[], Definition | None]]] = {}
        self._compiled: dict[str, Definition | None] = {}
        self._path: list[str] = []
        self._collect()

    def lookup(self, name: str) -> AttributeValue | DefinitionValue | None:
        """What a name in an expression stands for, or None if it is not defined.

        Raises BrokenNameError when it is defined, but wrongly.
        """
        attribute = self._attributes.get(name)
        if attribute is not None:
            item = attribute.type.item or attribute.type
            if item.kind == "choice" and not item.options and "of" in self._findings.dropped:
                raise BrokenNameError
            return AttributeValue(name, attribute.type)
        if name not in self._written:
            if name in self._findings.dropped:
                raise BrokenNameError
            return None
        definition = self._compile(name)
        if definition is None:
            raise BrokenNameError
        return DefinitionValue(name, definition.type)

    def names(self) -> list[str]:
        """Every name that may stand in an expression."""
        return [*self._attributes, *self._written]

    def language(self, place: Place) -> Language | None:
        """The language of the keywords of the file in which the place is."""
        return self._findings.keyword_language(place)

    def compile_all(self) -> dict[str, Definition]:
        """Every definition without mistakes, each after what it reads."""
        for name in self._written:
            self._compile(name)
        broken = {name for name, made in self._compiled.items() if made is None}
        for name, scale in self._model.scales.items():
            if str(name) in broken:
                broken.update(str(level) for level in scale.levels)
        self._findings.dropped |= broken
        return {name: made for name, made in self._compiled.items() if made is not None}

    def condition(self, condition: Condition, scope: Scope | None = None) -> Expression | None:
        """A condition, typed; None when it has mistakes (reported) or reads what has.

        `scope` is what its names stand for, where they are more than the policy's own.
        """
        try:
            expression, found = type_condition(condition, scope or self)
        except BrokenNameError:
            return None
        self._findings.add(found)
        return expression

    def audience(
        self, audience: Condition | tuple[Written, ...] | None, otherwise: str | None
    ) -> Expression | None:
        """Whom something is `for`, as a condition; None is everyone.

        `otherwise` is the category of customers with no other category.
        """
        if audience is None or audience == "everyone":
            return None
        if isinstance(audience, tuple):
            parts = tuple(self.audience(name, otherwise) or NEVER for name in audience)
            return parts[0] if len(parts) == 1 else Or(parts)
        if (
            isinstance(audience, Written)
            and audience == otherwise
            and audience not in self._written
        ):
            return self.without_category()
        return self.condition(audience) or NEVER

    def without_category(self) -> Expression:
        """The condition that a customer has none of the categories."""
        categories = self._model.categories
        of = () if categories is None else categories.of
        known = tuple(
            DefinitionValue(str(name), BOOLEAN) for name in of if str(name) in self._compiled
        )
        return Not(Or(known))

    def _collect(self) -> None:
        model = self._model
        in_customer = {} if model.customer is None else model.customer.measures
        named: Iterable[tuple[Written, Callable[[], Definition | None]]] = (
            *((n, lambda n=n, d=d: self._measure(n, d)) for n, d in in_customer.items()),
            *((n, lambda n=n, d=d: self._measure(n, d)) for n, d in model.measures.items()),
            *((n, lambda n=n, d=d: self._tag(n, d)) for n, d in model.tags.items()),
            *((n, lambda n=n, d=d: self._scale(n, d)) for n, d in model.scales.items()),
            *((n, lambda n=n, d=d: self._table(n, d)) for n, d in model.tables.items()),
        )
        for name, compile_it in named:
            first: Place | None = None
            if str(name) in self._attributes:
                first = self._attributes[str(name)].place
            elif str(name) in self._written:
                first = self._written[str(name)][0].place
            if first is not None:
                labels = [Label(first, FIRST_HERE)]
                self._findings.report("WE350", name.place, labels=labels, name=str(name))
                continue
            self._written[str(name)] = name, compile_it

    def _compile(self, name: str) -> Definition | None:
        if name in self._compiled:
            return self._compiled[name]
        if name in self._path:
            self._report_cycle(name)
            raise BrokenNameError
        self._path.append(name)
        made: Definition | None = None
        try:
            made = self._written[name][1]()
        except BrokenNameError:
            made = None
        finally:
            self._path.pop()
        self._compiled[name] = made
        return made

    def _report_cycle(self, name: str) -> None:
        cycle = [*self._path[self._path.index(name) :], name]
        places = [self._written[step][0].place for step in cycle[:-1]]
        self._findings.diagnostics.append(
            diagnose(
                "WE352",
                places[0],
                labels=[
                    Label(place, Bilingual(f"`{step}` 在这里定义", f"`{step}` is defined here"))
                    for step, place in zip(cycle[1:-1], places[1:], strict=True)
                ],
                path=" → ".join(f"`{step}`" for step in cycle),
            )
        )

    def _measure(self, name: Written, measure: measures.Measure) -> Definition | None:
        syntax, found = parse_expression(measure.value, self.language(measure.value.place))
        self._findings.add(found)
        if syntax is None:
            return None
        value, found = type_expression(syntax, self, None)
        self._findings.add(found)
        if value is None:
            return None
        return Measure(str(name), label_of(name, measure.label), value.type, value, name.place)

    def _tag(self, name: Written, tag: tags.Tag) -> Definition | None:
        when = self.condition(tag.when)
        if when is None:
            return None
        when = within(tag.valid, when) or when
        label = label_of(name, tag.label)
        return Tag(
            str(name),
            label,
            when,
            name.place,
            tag.description,
            tag.assumed,
            when_place=condition_place(tag.when),
        )

    def _scale(self, name: Written, scale: scales.Scale) -> Definition | None:
        levels: list[Level] = []
        otherwise: Level | None = None
        complete = bool(scale.levels)
        if not scale.levels:
            self._findings.report("WE360", name.place, name=str(name))
        for level_name, level in scale.levels.items():
            left_out = not self._findings.dropped.isdisjoint(("when", "otherwise"))
            if (level.when is None) == (not level.otherwise) and not left_out:
                self._findings.report("WE361", level_name.place, level=str(level_name))
                complete = False
                continue
            if level.otherwise and level.valid is not None:
                place = level_name.place
                valid = self._findings.keyword("valid", place)
                self._findings.report("WE378", place, level=str(level_name), valid=valid)
            when = NEVER if level.when is None else self.condition(level.when)
            if when is None:
                complete = False
                continue
            made = self._level(level_name, level, within(level.valid, when) or when)
            if level.when is not None:
                levels.append(made)
            elif otherwise is None:
                otherwise = made
            else:
                labels = [Label(otherwise.place, FIRST_HERE)]
                self._findings.report("WE362", level_name.place, labels=labels, name=str(name))
        if not complete:
            return None
        options = tuple(
            Option(str(n), label_of(n, level.label)) for n, level in scale.levels.items()
        )
        return Scale(
            id=str(name),
            label=label_of(name, scale.label),
            type=Type("choice", options=options),
            hit=scale.hit,
            levels=tuple(levels),
            otherwise=otherwise,
            place=name.place,
        )

    def _level(self, name: Written, level: scales.Level, when: Expression) -> Level:
        strategy = None
        if level.strategy is not None:
            strategy = self._findings.known(level.strategy, self._model.strategies, STRATEGY)
        label = label_of(name, level.label)
        place = condition_place(level.when)
        return Level(str(name), label, when, name.place, strategy, level.assumed, place)

    def _table(self, name: Written, table: tables.Table) -> Definition | None:
        types = table_types(name, table, self._findings)
        if types is None:
            return None
        return compile_table(name, table, types, self, self._findings)
