"""Which changes of the policy a difference of customers comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflow_engine.explain.facts import definitions_in
from workflow_engine.explain.reach import attributes_reached, item_expressions, reached
from workflow_engine.impact.changes import Change
from workflow_engine.impact.grants import grants_of
from workflow_engine.impact.tally import KINDS, Difference, Rules
from workflow_engine.impact.version import Version
from workflow_engine.planning.history import VISIT
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Item, Program, Scale
from workflow_engine.program.reading import expressions_of

_ITEM_KINDS = frozenset({"item_gained", "item_lost", "item_state", "priority"})
_ABOUT_TIME = frozenset({"date", "minutes", "visit"})
_OF_RULES = frozenset({"row", "otherwise", "when"})
_PROVABLE = frozenset(KINDS) - {"refused", "date", "minutes", "priority"}
"""Kinds of which everything that decides about them is known here."""
_SAYING_NOTHING = frozenset({"id", "title", "version", "stage", "description", "language", "label"})
"""Sides of a policy or attribute by which nothing is read otherwise."""


class Causes:
    """Finds, for a difference, the changes that what decides about it reads, in either version.

    What is proved to decide the same as before is none of them.

    It is a change that may have caused the difference: where several are named, it is for the
    sampled customers that the rules are told one by one. Where nothing else that decides about it
    differs, the one change is the cause for certain.
    """

    def __init__(self, old: Version, new: Version, changes: Sequence[Change]) -> None:
        self._versions = (old, new)
        self._changes = changes
        self._at_work = [
            (place, change)
            for place, change in enumerate(changes)
            if change.kind not in ("follows", "renamed") and change.proof != "same"
        ]

    def of(self, difference: Difference, rules: Iterable[Rules] = ()) -> tuple[int, ...]:
        """The places of these changes among all, in their order.

        `rules` are the numbers of the rules that decided for the customers who differ: of the rules
        of a table or scale that were changed, those are at work that decided for one of them.
        """
        names: set[str] = set()
        sections: set[str] = set()
        for version in self._versions:
            own = difference._replace(name=version.own(difference.name))
            found, where = self._behind(own, version.program)
            names |= found
            sections |= where
        places = {
            place
            for place, change in self._at_work
            if (change.section in sections if change.name is None else change.name in names)
        }
        if difference.kind in ("benefit", "promise"):
            places |= {place for place, change in self._at_work if change.grant in names}
        pairs = list(rules)
        if difference.kind in ("result", "level") and pairs and not any(None in p for p in pairs):
            name = difference.name.partition(".")[0]
            idle = {place for place in places if self._idle(self._changes[place], name, pairs)}
            places -= idle
        return tuple(sorted(places))

    def _idle(self, change: Change, name: str, pairs: Iterable[Rules]) -> bool:
        """Whether a change is in a rule of a table or scale that decided for nobody who differs.

        Whoever has another result by other rules has it because the rule that decided no longer
        does, or because one now does that did not: by a change of one of these two.
        """
        if change.name != name or change.facet not in _OF_RULES:
            return False
        sides = zip(self._versions, (change.old_place, change.new_place), strict=True)
        for side, (version, place) in enumerate(sides):
            decided = [version.rule(pair[side] or 0) for pair in pairs]
            if change.facet == "otherwise":
                if any(getattr(rule, "part", None) is None for rule in decided):
                    return False
            elif place is not None and any(rule.place == place for rule in decided):
                return False
        return True

    def certain(self, difference: Difference, places: Sequence[int]) -> bool:
        """Whether these changes are the cause beyond doubt: one, and nothing else is at work."""
        if len(places) != 1:
            return False
        if len(self._at_work) == 1:
            return True
        read_otherwise = any(
            change.section in ("policy", "attributes") and change.facet not in _SAYING_NOTHING
            for place, change in self._at_work
            if place not in places
        )
        return difference.kind in _PROVABLE and not read_otherwise

    def _behind(self, difference: Difference, program: Program) -> tuple[set[str], set[str]]:
        """The definitions, items and attributes behind a difference, and sections of the policy."""
        kind, name = difference.kind, difference.name
        if kind == "refused":
            return set(program.attributes), set()
        if kind in _ABOUT_TIME and name in ("", VISIT):
            tags = () if program.categories is None else program.categories.of
            found = self._read(program, tags)
            if kind == "minutes":
                for one in program.items.values():
                    found |= self._names(program, item_expressions(program, one))
                    found |= {one.id, *_scales_about(program, one)}
                return found, {"visits", "categories", "strategies"}
            return found, {"visits", "categories"}
        if kind in _ITEM_KINDS or kind == "date":
            item = program.items.get(name)
            if item is None:
                return {name}, set()
            tags = tuple(tag for tag, _ in item.urgency_when)
            expressions = item_expressions(program, item)
            found = self._names(program, expressions) | self._read(program, tags) | {name}
            found |= _scales_about(program, item)
            sections = {"priorities"} if kind == "priority" else {"strategies"}
            return found, sections
        if kind == "result":
            return self._read(program, (name.partition(".")[0],)), set()
        if kind in ("benefit", "promise"):
            return self._granting(difference, program), set()
        if kind in ("category_gained", "category_lost") and name not in program.definitions:
            tags = () if program.categories is None else program.categories.of
            return self._read(program, tags), {"categories"}
        return self._read(program, (name,)), set()

    def _granting(self, difference: Difference, program: Program) -> set[str]:
        """The grants behind a benefit or promise, and what their conditions read."""
        names: set[str] = set()
        for grant in grants_of(program, 1).values():
            if difference.kind == "promise":
                gives = grant.promise is not None and grant.promise.id == difference.name
            else:
                benefits = () if grant.privilege is None else grant.privilege.gives
                gives = any(benefit.id == difference.name for benefit in benefits)
            if gives:
                names |= {grant.name, *self._names(program, (grant.applies,))}
        return names

    def _read(self, program: Program, names: Iterable[str]) -> set[str]:
        """Definitions and all that they read."""
        known = [name for name in names if name in program.definitions]
        expressions = [e for name in known for e in expressions_of(program.definitions[name])]
        return {*names, *self._names(program, expressions)}

    def _names(self, program: Program, expressions: Iterable[Expression]) -> set[str]:
        found = reached(program, expressions)
        definitions = {name for expression in found for name in definitions_in(expression)}
        return definitions | set(attributes_reached(program, found))


def _scales_about(program: Program, item: Item) -> set[str]:
    """The scales by whose strategies an item is granted or suspended."""
    touching = {
        strategy.id
        for strategy in program.strategies.values()
        if item.id in (*strategy.grants, *strategy.suspends)
    }
    return {
        scale.id
        for scale in program.definitions.values()
        if isinstance(scale, Scale)
        and any(
            level is not None and level.strategy in touching
            for level in (*scale.levels, scale.otherwise)
        )
    }
