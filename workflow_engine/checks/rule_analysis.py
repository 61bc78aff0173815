"""What the checks of rules share about one policy: the regions of its rules, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from functools import partial

from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.checks.causes import Follower, Freed, same_finding, told_with_causes
from workflow_engine.checks.condition_sites import Site, condition_sites
from workflow_engine.checks.first_few import first_few
from workflow_engine.checks.grounds import STEPS, Ground, Overlap, RuleRegions
from workflow_engine.checks.row_fixes import RowFixes
from workflow_engine.checks.rule_sets import RuleSet, rule_sets
from workflow_engine.checks.swapped_bounds import SwappedTexts
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.explain.facts import definitions_in
from workflow_engine.explain.phrases import Phrases
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program
from workflow_engine.program.reading import heights

__all__ = [
    "STEPS",
    "TOO_MUCH",
    "UNDECIDED",
    "Ground",
    "Overlap",
    "RuleAnalysis",
    "RuleRegions",
    "Unfinished",
]

TOO_MUCH = Bilingual(
    "组合太多，超过了分析的步数上限", "there are too many combinations for the limit of steps"
)
UNDECIDED = Bilingual(
    "有些情况既证明不了不会出现，也找不到这样的客户",
    "some cases can neither be ruled out nor shown by a customer",
)

MOST_STEPS = 20 * STEPS
"""What all checks of rules together may do about one policy."""

_MOST_BEHIND = 8
"""So many definitions, each reading the next one, are worked out anew for every condition."""

_INNER = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A definition of which something could not be found out, and why."""

    what: Bilingual
    place: Place
    why: Bilingual


@dataclass(slots=True)
class RuleAnalysis:
    """One policy, its rules, and what could not be found out about them.

    With `sources`, the texts of its files, findings about rows and limits carry a fix.
    """

    program: Program
    sources: InitVar[Mapping[str, str] | None] = None
    fixes: RowFixes = field(init=False)
    limits: SwappedTexts = field(init=False)
    unfinished: dict[Place, Unfinished] = field(default_factory=dict)
    whole: Budget = field(default_factory=lambda: Budget(MOST_STEPS))
    _sets: tuple[RuleSet, ...] = ()
    _sites: tuple[Site, ...] = ()
    _regions: dict[str, RuleRegions] = field(default_factory=dict)
    _grounds: dict[int, Ground] = field(default_factory=dict)
    _phrases: tuple[Phrases, Phrases] | None = None
    _freed: Freed | None = None
    _heights: Mapping[str, int] | None = None
    _followers: list[Follower] = field(default_factory=list)

    def __post_init__(self, sources: Mapping[str, str] | None) -> None:
        self.fixes = RowFixes(sources or {})
        self.limits = SwappedTexts(sources or {})
        self._sets = tuple(rule_sets(self.program))
        self._sites = tuple(condition_sites(self.program))

    def each_set(
        self, found: Callable[[RuleRegions], Iterable[Diagnostic]], *, follows: bool = True
    ) -> Iterator[Diagnostic]:
        """What a check finds in every scale and table, the first few of each.

        With `follows`, nothing that merely follows from a mistake elsewhere.
        """
        for rules in self._sets:
            kept: list[Diagnostic] = []
            try:
                kept.extend(found(self.regions(rules)))
            except BudgetSpent:
                self.unsure_of(rules, TOO_MUCH)
            if follows and (kept or self._freed is not None):
                broken = self.freed.broken_in(rules)
                kept = self._own(kept, partial(self._again_in, rules, found), rules.label, broken)
            yield from first_few(kept)

    def each_site(
        self, found: Callable[[Site, Ground], Iterable[Diagnostic]]
    ) -> Iterator[Diagnostic]:
        """What a check finds in every condition, the first few of each.

        Nothing that merely follows from a mistake elsewhere.
        """
        for site in self._sites:
            kept: list[Diagnostic] = []
            try:
                kept.extend(found(site, self.ground(site.condition)))
            except BudgetSpent:
                self.unsure(site.what, site.place, TOO_MUCH)
            if kept or self._freed is not None:
                broken = self.freed.broken_read([site.condition])
                kept = self._own(kept, partial(self._again_at, site, found), site.owner, broken)
            yield from first_few(kept)

    def follows(
        self, one: Diagnostic, owner: Bilingual, again: Callable[[Ground], bool], of: Expression
    ) -> bool:
        """Whether a finding about `owner` follows from a mistake elsewhere: it is then told there.

        `again` says whether the same is found of the condition `of` on another ground.
        """

        def found() -> list[Diagnostic]:
            ground = Ground(self.freed.program, [of], self.whole)
            return [one] if again(ground) else []

        return not self._own([one], found, owner, self.freed.broken_read([of]))

    def told(self, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """All findings, those of mistakes with whom these affect."""
        causes = () if self._freed is None else self._freed.causes
        return told_with_causes(found, causes, self._followers)

    @property
    def freed(self) -> Freed:
        """The policy with everything free that is broken."""
        if self._freed is None:
            self._freed = Freed(self.program, self.whole)
            self._freed.find(self._sets, self.ground, self.regions)
        return self._freed

    def regions(self, rules: RuleSet) -> RuleRegions:
        """The regions of a scale or table; the same for several checks."""
        name = rules.definition.id
        if name not in self._regions:
            made = RuleRegions(self.program, rules, self.whole)
            self._regions[name] = made
            # A level is a condition that stands for itself; a row is looked at with its table.
            self._grounds |= {id(rule.when): made for rule in rules.rules if rule.cells}
        self._regions[name].renew()
        return self._regions[name]

    def ground(self, condition: Expression) -> Ground:
        """Where a condition and its parts hold; the same for several checks."""
        # INVARIANT: the ground keeps its condition, so that the id is not given again.
        if id(condition) not in self._grounds:
            together = self._together(condition)
            made = Ground(self.program, together, self.whole)
            self._grounds |= {id(one): made for one in together}
        ground = self._grounds[id(condition)]
        ground.renew()
        return ground

    def _together(self, condition: Expression) -> list[Expression]:
        """The condition; if much is behind it, all conditions of the policy of which this is so.

        What is behind them is then worked out once for all of them.
        """
        if not self._much_behind(condition):
            return [condition]
        deep = [site.condition for site in self._sites if self._much_behind(site.condition)]
        return [*deep, condition]

    def _much_behind(self, condition: Expression) -> bool:
        if self._heights is None:
            self._heights = heights(self.program)
        names = definitions_in(condition)
        return max((self._heights[name] for name in names), default=0) > _MOST_BEHIND

    def _again_in(
        self, rules: RuleSet, found: Callable[[RuleRegions], Iterable[Diagnostic]]
    ) -> Iterable[Diagnostic]:
        rules = self.freed.rules(rules)
        return found(RuleRegions(self.freed.program, rules, self.whole))

    def _again_at(
        self, site: Site, found: Callable[[Site, Ground], Iterable[Diagnostic]]
    ) -> Iterable[Diagnostic]:
        return found(site, Ground(self.freed.program, [site.condition], self.whole))

    def _own(
        self,
        kept: list[Diagnostic],
        again: Callable[[], Iterable[Diagnostic]],
        owner: Bilingual,
        broken: frozenset[str],
    ) -> list[Diagnostic]:
        """What is found `again` with everything free that is broken; the rest follows.

        What is proved there holds of the policy as it is too: a free part may be what it is.
        """
        if not broken:
            return kept
        try:
            own = list(again())
        except BudgetSpent:
            return kept
        still = set(map(same_finding, own))
        self._followers += (
            Follower(one, owner, broken) for one in kept if same_finding(one) not in still
        )
        return own

    def unsure_of(self, rules: RuleSet, why: Bilingual) -> None:
        """Remember that something about a scale or table could not be found out."""
        label = rules.label
        self.unsure(Bilingual(f"“{label.zh}”", f"“{label.en}”"), rules.definition.place, why)

    def unsure(self, what: Bilingual, place: Place, why: Bilingual) -> None:
        """Remember that something could not be found out; the first reason counts."""
        self.unfinished.setdefault(place, Unfinished(what, place, why))

    def said(self, expression: Expression) -> Bilingual:
        """An expression as a phrase that stands in quotation marks: its own become inner ones."""
        if self._phrases is None:
            self._phrases = Phrases(self.program, "zh"), Phrases(self.program, "en")
        zh, en = self._phrases
        return Bilingual(*(one.of(expression).translate(_INNER) for one in (zh, en)))
