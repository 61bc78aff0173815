"""Section `never`: conditions over tags, levels and items that must hold for no customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workflow_engine.compiler.definitions import Definitions
from workflow_engine.compiler.findings import Findings
from workflow_engine.compiler.scope import BrokenNameError, Scope
from workflow_engine.compiler.typing import type_condition
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.conditions import AllOf, AnyOf, Condition, NotOf
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.assertions import Assertion
from workflow_engine.program.expressions import (
    And,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    Not,
    OneOf,
    Or,
)
from workflow_engine.program.program import Item, Level, Scale, Strategy
from workflow_engine.program.types import BOOLEAN


def compile_never(
    model: PolicyModel,
    definitions: Definitions,
    items: Mapping[str, Item],
    strategies: Mapping[str, Strategy],
    findings: Findings,
) -> tuple[Assertion, ...]:
    """What must never hold; a level's id stands for the level, an item's for getting it."""
    scope = _NeverScope(model, definitions, items, strategies)
    assertions = []
    for condition in model.never:
        place = condition.place
        expression, found = type_condition(condition, scope)
        for name, meanings in scope.ambiguous():
            zh = "、".join(meaning.zh for meaning in meanings)
            en = ", ".join(meaning.en for meaning in meanings)
            scale = next(scale for scale, _ in scope.levels_named(name))
            found.append(
                diagnose(
                    "WE385",
                    place,
                    name=name,
                    meanings=Bilingual(zh, en),
                    example=f'{scale.id} == "{name}"',
                )
            )
        findings.add(found)
        if expression is not None:
            text = _text(condition, findings.keyword_language(place))
            assertions.append(Assertion(text, expression, place))
    return tuple(assertions)


class _NeverScope(Scope):
    """The names of the policy, and those of levels and items that are no others."""

    def __init__(
        self,
        model: PolicyModel,
        definitions: Definitions,
        items: Mapping[str, Item],
        strategies: Mapping[str, Strategy],
    ) -> None:
        self._definitions = definitions
        self._items = items
        self._strategies = strategies
        self._written = {str(name) for name in (*model.must_do, *model.optional)}
        self._scales = [one for one in definitions.compile_all().values() if isinstance(one, Scale)]
        self._ambiguous: dict[str, list[Bilingual]] = {}

    def lookup(self, name: str) -> Expression | None:
        """What a name stands for.

        Raises BrokenNameError when it is defined, but wrongly, or stands for several things.
        """
        known = self._definitions.lookup(name)
        if known is not None:
            return known
        levels = list(self.levels_named(name))
        meanings = [
            Bilingual(f"分级 `{s.label.zh}` 的级别", f"a level of `{s.label.en}`")
            for s, _ in levels
        ]
        if name in self._written:
            meanings.append(Bilingual("服务项", "a service item"))
        if len(meanings) > 1:
            self._ambiguous[name] = meanings
            raise BrokenNameError
        if levels:
            ((scale, _),) = levels
            value = DefinitionValue(scale.id, scale.type)
            return Compare("==", value, Constant(name, scale.type))
        if name in self._written:
            if name not in self._items:
                raise BrokenNameError
            return self._gets(self._items[name])
        return None

    def language(self, place: Place) -> Language | None:
        """The language of the keywords of the file in which the place is."""
        return self._definitions.language(place)

    def names(self) -> list[str]:
        """Every name that may stand in an assertion."""
        levels = [level.id for scale in self._scales for level in _all_levels(scale)]
        return list(dict.fromkeys([*self._definitions.names(), *levels, *self._items]))

    def levels_named(self, name: str) -> Iterator[tuple[Scale, Level]]:
        """The levels with this id, each with its scale."""
        for scale in self._scales:
            for level in _all_levels(scale):
                if level.id == name:
                    yield scale, level

    def ambiguous(self) -> list[tuple[str, list[Bilingual]]]:
        """The names that stood for several things since this was last asked."""
        found = list(self._ambiguous.items())
        self._ambiguous.clear()
        return found

    def _gets(self, item: Item) -> Expression:
        """The condition that a customer gets an item, an optional one if it is chosen."""
        applies = item.applies or Constant(True, BOOLEAN)  # noqa: FBT003 - a constant of the language
        if item.kind == "must_do":
            return applies
        granted = self._strategy_that(lambda strategy: item.id in strategy.grants)
        suspended = self._strategy_that(lambda strategy: item.id in strategy.suspends)
        open_ = applies if granted is None else Or((applies, granted))
        closed = [part for part in (item.until, suspended) if part is not None]
        return And((open_, *(Not(part) for part in closed))) if closed else open_

    def _strategy_that(self, test: Callable[[Strategy], bool]) -> Expression | None:
        """The condition that a strategy which passes the test is in force; None when none can."""
        parts: list[Expression] = []
        for scale in self._scales:
            chosen = [
                level
                for level in _all_levels(scale)
                if (strategy := self._strategies.get(level.strategy or "")) and test(strategy)
            ]
            if not chosen:
                continue
            if scale.otherwise is not None and scale.hit in ("first", "priority"):
                value = DefinitionValue(scale.id, scale.type)
                parts.append(OneOf(value, tuple(level.id for level in chosen)))
            else:
                parts += [_is_at(scale, level) for level in chosen]
        return Or(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def _all_levels(scale: Scale) -> tuple[Level, ...]:
    return scale.levels if scale.otherwise is None else (*scale.levels, scale.otherwise)


def _is_at(scale: Scale, level: Level) -> Expression:
    """The condition of a level in a scale that may give none.

    Of such a scale the value is missing both for who has no level and for whom it is unknown: the
    levels' own conditions tell them apart.
    """
    if level is scale.otherwise:
        return Not(Or(tuple(other.when for other in scale.levels)))
    at = scale.levels.index(level)
    first = scale.hit in ("first", "priority")
    others = scale.levels[:at] if first else (*scale.levels[:at], *scale.levels[at + 1 :])
    return And((level.when, *(Not(other.when) for other in others)))


def _text(condition: Condition, lang: Language) -> str:
    """A condition on one line, in the words of its file."""
    match condition:
        case AllOf(items) | AnyOf(items):
            word = "and" if isinstance(condition, AllOf) else "or"
            joint = EXPRESSION_WORDS[word] if lang == "zh" else word
            return f" {joint} ".join(_enclosed(_text(item, lang)) for item in items)
        case NotOf(item):
            word = EXPRESSION_WORDS["not"] if lang == "zh" else "not"
            return f"{word} {_enclosed(_text(item, lang))}"
        case _:
            return " ".join(condition.split())


def _enclosed(text: str) -> str:
    return f"({text})" if " " in text else text
