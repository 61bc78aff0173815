"""Which findings merely follow from a mistake elsewhere.

A tag that nobody has makes conditions that read it look wrong, though nothing is wrong with them.
So what was found is looked for again in the policy with every such tag, level and row *set free*:
as if it might hold or not hold for anybody. What is then no longer found follows from the mistake,
and is told with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.checks.grounds import Ground, RuleRegions
from workflow_engine.checks.rule_names import listed, quoted
from workflow_engine.checks.rule_sets import RuleSet
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.explain.facts import definitions_in
from workflow_engine.program.expressions import AttributeValue, Constant, Expression
from workflow_engine.program.program import Attribute, Program, Scale, Table, Tag
from workflow_engine.program.reading import expressions_of
from workflow_engine.program.types import BOOLEAN

_SAME = ("what", "part", "name", "rule", "table", "row", "column", "cell")
"""The arguments that say what a finding is about."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake in one definition: the code and places of the findings that tell of it."""

    name: str
    code: str
    places: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Follower:
    """A finding that follows from mistakes in some definitions, and whom it is about."""

    finding: Diagnostic
    owner: Bilingual
    causes: frozenset[str]


class Freed:
    """A policy in which what is broken is free; before `find` it is the policy itself.

    `whole` is what may be done about it, with everything else.
    """

    def __init__(self, program: Program, whole: Budget) -> None:
        self.program = program
        self._whole = whole
        self._reads: dict[str, tuple[str, ...]] = {}
        self.causes: list[Cause] = []
        self._original = program
        self._always: dict[str, dict[int, Expression]] = {}

    def find(
        self,
        sets: Sequence[RuleSet],
        ground_of: Callable[[Expression], Ground],
        regions_of: Callable[[RuleSet], RuleRegions],
    ) -> None:
        """Set free whatever is broken, each definition after those it reads.

        `ground_of` and `regions_of` know those of the policy itself.
        """

        def ground(condition: Expression) -> Ground:
            if self.broken_read([condition]):
                return Ground(self.program, [condition], self._whole)
            return ground_of(condition)

        rules_of = {rules.definition.id: rules for rules in sets}
        for definition in self._original.definitions.values():
            try:
                if isinstance(definition, Tag):
                    self._tag(definition, ground)
                elif isinstance(definition, Scale | Table):
                    rules = rules_of[definition.id]
                    touched = self.broken_in(rules)
                    self._parts(definition, rules, ground)
                    touched |= self.broken_in(rules)
                    again = RuleRegions(self.program, self.rules(rules), self._whole)
                    self._covered(definition, again if touched else regions_of(rules))
            except BudgetSpent:
                continue

    def broken_read(self, expressions: Iterable[Expression]) -> frozenset[str]:
        """The broken definitions that expressions depend on."""
        if not self.causes:
            return frozenset()
        names = {cause.name for cause in self.causes}
        read: set[str] = set()
        waiting = [name for one in expressions for name in definitions_in(one)]
        while waiting:
            name = waiting.pop()
            if name not in read:
                read.add(name)
                waiting.extend(self._read_by(name))
        return frozenset(names & read)

    def _read_by(self, name: str) -> tuple[str, ...]:
        """The definitions that one reads itself."""
        if name not in self._reads:
            written = expressions_of(self._original.definitions[name])
            self._reads[name] = tuple(n for one in written for n in definitions_in(one))
        return self._reads[name]

    def broken_in(self, rules: RuleSet) -> frozenset[str]:
        """The same for the rules of a scale or table, and itself if a level holds for everybody."""
        own = {rules.definition.id} & self._always.keys()
        return self.broken_read([rule.when for rule in rules.rules]) | own

    def rules(self, rules: RuleSet) -> RuleSet:
        """The rules, levels that hold for everybody set free: they leave nobody to the others."""
        always = self._always.get(rules.definition.id, {})
        made = (replace(one, when=always.get(n, one.when)) for n, one in enumerate(rules.rules))
        return replace(rules, rules=tuple(made))

    def _tag(self, tag: Tag, ground_of: Callable[[Expression], Ground]) -> None:
        code = _broken(tag.when, ground_of)
        if code is not None:
            self._cause(tag.id, code, tag.when_place or tag.place)
            self._define(tag.id, replace(tag, when=self._free(tag.id)))

    def _parts(
        self, definition: Scale | Table, rules: RuleSet, ground_of: Callable[[Expression], Ground]
    ) -> None:
        """Levels and rows whose own conditions are to blame."""
        for number, rule in enumerate(rules.rules):
            code = _broken(rule.when, ground_of)
            free = self._free(f"{definition.id}.{number}") if code is not None else rule.when
            if isinstance(definition, Scale) and code is not None:
                level = definition.levels[number]
                self._cause(definition.id, code, level.when_place or level.place)
                if code == "WE710":
                    self._always.setdefault(definition.id, {})[number] = free
            elif code == "WE711":
                places = (rule.place, *(cell.place for cell in rule.cells))
                self._cause(definition.id, "WE713", *places)
                self._cause(definition.id, "WE715", *places)
            else:
                continue
            self._put(definition.id, number, free)

    def _covered(self, definition: Scale | Table, regions: RuleRegions) -> None:
        """Levels and rows that never have their turn: they are put before all others."""
        for number, _ in regions.covered if regions.rules.hit == "first" else ():
            self._cause(definition.id, "WE716", regions.rules.rules[number].place)
            self._put(definition.id, number, self._free(f"{definition.id}.{number}"), first=True)
        last = definition.otherwise if isinstance(definition, Scale) else None
        if last is not None and regions.rules.rules and regions.nobody_left:
            self._cause(definition.id, "WE716", last.place)
            scale = self.program.definitions[definition.id]
            assert isinstance(scale, Scale), "it stays one"
            made = replace(last, when=self._free(f"{definition.id}.otherwise"))
            self._define(scale.id, replace(scale, levels=(made, *scale.levels)))

    def _put(self, name: str, number: int, free: Expression, *, first: bool = False) -> None:
        """A level or row with another condition."""
        now, old = self.program.definitions[name], self._original.definitions[name]
        if isinstance(now, Scale) and isinstance(old, Scale):
            level = replace(old.levels[number], when=free)
            levels = tuple(level if one.id == level.id else one for one in now.levels)
            self._define(name, replace(now, levels=(level, *levels) if first else levels))
        elif isinstance(now, Table) and isinstance(old, Table):
            row = replace(old.rows[number], when=free)
            rows = tuple(row if one.number == row.number else one for one in now.rows)
            self._define(name, replace(now, rows=(row, *rows) if first else rows))

    def _free(self, name: str) -> Expression:
        """A truth of its own, of which nothing else says anything."""
        made = f"?{name}"  # no author can write such a name
        place = self._original.head.place
        attribute = Attribute(made, Bilingual.same(name), BOOLEAN, "basic", place)
        attributes = {**self.program.attributes, made: attribute}
        self.program = replace(self.program, attributes=attributes)
        return AttributeValue(made, BOOLEAN)

    def _cause(self, name: str, code: str, *places: Place) -> None:
        self.causes.append(Cause(name, code, frozenset(places)))

    def _define(self, name: str, made: Tag | Scale | Table) -> None:
        self.program = replace(self.program, definitions={**self.program.definitions, name: made})


def _broken(condition: Expression, ground_of: Callable[[Expression], Ground]) -> str | None:
    """The code of what is wrong with a condition as a whole."""
    if isinstance(condition, Constant):
        return None
    ground = ground_of(condition)
    if ground.never(condition):
        return "WE711"
    return "WE710" if ground.always(condition) else None


def same_finding(one: Diagnostic) -> tuple[object, ...]:
    """What two findings have in common that tell the same about the same."""
    return (one.code, one.place, *(one.args.get(name) for name in _SAME))


def told_with_causes(
    found: Sequence[Diagnostic], causes: Iterable[Cause], followers: Sequence[Follower]
) -> list[Diagnostic]:
    """The findings, each cause with whom it affects; a follower whose cause is not told stays."""
    affected: dict[int, dict[str, Bilingual]] = {}
    told = list(_told(found, causes))
    kept = list(found)
    for follower in sorted(followers, key=lambda one: one.finding.place):
        mine = [number for name, number in told if name in follower.causes]
        if not mine:
            kept.append(follower.finding)
        for number in mine:
            affected.setdefault(number, {})[follower.owner.zh] = follower.owner
    for number, owners in affected.items():
        kept[number] = _affecting(kept[number], owners)
    return kept


def _told(found: Sequence[Diagnostic], causes: Iterable[Cause]) -> Iterator[tuple[str, int]]:
    """For each cause that is told, the number of the finding that tells of it."""
    for cause in causes:
        for number, one in enumerate(found):
            if one.code == cause.code and one.place in cause.places:
                yield cause.name, number
                break


def _affecting(cause: Diagnostic, owners: Mapping[str, Bilingual]) -> Diagnostic:
    names = listed([quoted(owner) for owner in owners.values()])
    verb = "is" if len(owners) == 1 else "are"
    message = Bilingual(
        f"{cause.message.zh}；因此{names.zh}也受影响",
        f"{cause.message.en}; so {names.en} {verb} affected too",
    )
    return replace(cause, message=message, args={**cause.args, "affects": names.en})
