"""One of the two versions that are compared, with all that is made from its program once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from workflow_engine.batch.customers import CustomerReader
from workflow_engine.decide.row_function import RowFunction, row_function
from workflow_engine.decide.rule_numbers import NumberedRule, RuleNumbers
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.reasons import Explainer
from workflow_engine.impact.grants import Grant, grants_of
from workflow_engine.impact.wording import Wording
from workflow_engine.planning.planner import Planner
from workflow_engine.program.program import Program, Scale

_B = Bilingual
_KINDS = {
    "tag": _B("标签“{0}”", "tag “{0}”"),
    "level": _B("{1} · {0}", "{1} · {0}"),
    "row": _B("{0} 规则 {1}", "{0} rule {1}"),
    "item": _B("{0}", "{0}"),
    "until": _B("{0}：直到", "{0}: until"),
    "strategy": _B("策略“{0}”", "strategy “{0}”"),
}
_OTHERWISE = _B("{0}：其他", "{0}: otherwise")


class Version:
    """A program, and what decides, plans and explains by it.

    The program is taken as it is: a staged rollout it may be part of is not looked at.
    """

    def __init__(self, program: Program, renamed: Mapping[str, str] | None = None) -> None:
        """`renamed` has what the other version calls by another name (`changes.renames`)."""
        self.program = program
        self.say = Wording(program)
        self._renamed = renamed or {}
        self._former = {later: name for name, later in self._renamed.items()}

    def shared(self, name: str) -> str:
        """What a definition, category or item is called where both versions are compared."""
        return self._renamed.get(name, name)

    def own(self, name: str) -> str:
        """What this version calls what is compared under a name: also `table.result`."""
        first, dot, rest = name.partition(".")
        return f"{self._former.get(first, first)}{dot}{rest}"

    @cached_property
    def decide(self) -> RowFunction:
        """From checked values and a day to a decision."""
        return row_function(self.program)

    @cached_property
    def planner(self) -> Planner:
        """From a decision to a plan."""
        return Planner(self.program)

    @cached_property
    def reader(self) -> CustomerReader:
        """Checks customers by this version's schema."""
        return CustomerReader(self.program)

    @cached_property
    def explainer(self) -> Explainer:
        """Gives the reasons of a decision."""
        return Explainer(self.program)

    @cached_property
    def rules(self) -> RuleNumbers:
        """The numbered rules."""
        return RuleNumbers(self.program)

    @cached_property
    def grants(self) -> Mapping[str, Grant]:
        """The privileges and promises, numbered after the rules."""
        return grants_of(self.program, len(self.rules.rules) + 1)

    def rule(self, number: int) -> NumberedRule | Grant:
        """A rule, privilege or promise by its number."""
        rules = self.rules.rules
        if number <= len(rules):
            return rules[number - 1]
        return tuple(self.grants.values())[number - len(rules) - 1]

    def rule_label(self, rule: NumberedRule | Grant) -> Bilingual:
        """What a rule is called: `客户金字塔 · 负值客户`, `拜访分钟 规则 3`."""
        if isinstance(rule, Grant):
            return rule.label
        program = self.program
        if rule.kind == "strategy":
            name = program.strategies[rule.name].label
        elif rule.kind in ("item", "until"):
            name = program.items[rule.name].label
        else:
            name = program.definitions[rule.name].label
        if rule.kind == "level":
            return self.say.voice.say(_KINDS["level"], self.level(rule.name, rule.part), name)
        if rule.kind == "row" and rule.part is None:
            return self.say.voice.say(_OTHERWISE, name)
        part = "" if rule.part is None else str(rule.part)
        return self.say.voice.say(_KINDS[rule.kind], name, part)

    def level(self, scale: str, level: str | int | None) -> Bilingual:
        """The label of a level; an id that is none is its own."""
        definition = self.program.definitions.get(self.own(scale))
        if isinstance(definition, Scale):
            for one in (*definition.levels, definition.otherwise):
                if one is not None and one.id == level:
                    return one.label
        return Bilingual.same(str(level))
