"""Python code for scales and decision tables: the hit policies of `row_function`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow_engine.decide.generated_code import CodeWriter
from workflow_engine.decide.hit_policies import (
    Match,
    Outcome,
    aggregated,
    counted,
    ordered,
    single,
)
from workflow_engine.decide.reference import output_rank
from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.program import Scale, Table, TableHit


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row or level, ready to be written: its condition, the code of its output, its rank."""

    when: Expression
    output: str
    rank: tuple[int, ...]


class RuleWriter:
    """Writes scales and tables.

    `levels` has, for each scale with strategies, the variable that holds the levels that may hold
    when it is not known which; it is None while the level is known.
    """

    def __init__(self, code: CodeWriter) -> None:
        self._code = code
        self.levels: dict[str, str] = {}

    def scale(self, scale: Scale, name: str) -> None:
        """Write a scale into the variable `name`."""
        code = self._code
        rules = [
            _Rule(level.when, code.constant(level.id), (rank,))
            for rank, level in enumerate(scale.levels)
        ]
        otherwise = None if scale.otherwise is None else code.constant(scale.otherwise.id)
        possible = None
        if any(level.strategy for level in (*scale.levels, scale.otherwise) if level):
            possible = self.levels[scale.id] = f"p{name}"
            code.line(f"{possible} = None")
        self._rules(scale.id, name, scale.hit, rules, otherwise, possible)

    def table(self, table: Table, name: str) -> None:
        """Write a decision table into the variable `name`."""
        rules = [
            _Rule(row.when, self._output(table, row.then), self._rank(table, row.then))
            for row in table.rows
        ]
        otherwise = None if table.otherwise is None else self._output(table, table.otherwise)
        if table.hit in ("priority", "output_order"):
            rules.sort(key=lambda rule: rule.rank)
        if table.hit in ("rule_order", "output_order", "collect"):
            self._gathered(table, name, rules, otherwise)
        else:
            self._rules(table.id, name, table.hit, rules, otherwise, None)

    def _output(self, table: Table, then: Sequence[Expression]) -> str:
        codes = [self._code.value(expression) for expression in then]
        if len(table.outputs) == 1:
            return codes[0]
        names = [self._code.constant(name) for name, _ in table.outputs]
        return "{" + ", ".join(f"{n}: {c}" for n, c in zip(names, codes, strict=True)) + "}"

    @staticmethod
    def _rank(table: Table, then: Sequence[Expression]) -> tuple[int, ...]:
        constants = [e.value if isinstance(e, Constant) else None for e in then]
        output: Any = constants[0]
        if len(table.outputs) > 1:
            output = {n: c for (n, _), c in zip(table.outputs, constants, strict=True)}
        return output_rank(table, output)

    def _rules(  # noqa: PLR0917 - one definition, flattened: table and scale have no common class
        self,
        id_: str,
        name: str,
        hit: TableHit,
        rules: list[_Rule],
        otherwise: str | None,
        possible: str | None,
    ) -> None:
        """Write a single-hit definition; rules of `priority` come with the highest first."""
        code = self._code
        fasts = [code.fast(rule.when) for rule in rules]
        guards = {guard: None for fast in fasts for guard in fast.guards}
        if guards:
            code.block("if " + " and ".join(f"{guard} is not None" for guard in guards) + ":")
        if hit in ("unique", "any"):
            self._counted_rules(id_, name, hit, rules, [f.code for f in fasts])
        else:
            for index, (rule, fast) in enumerate(zip(rules, fasts, strict=True)):
                code.block(f"{'elif' if index else 'if'} {fast.code}:")
                code.line(f"{name} = {rule.output}")
                code.end()
            code.block("else:" if rules else "if True:")
        if otherwise is None:
            code.line(f"{name} = None")
            code.line(f"without += ({code.constant(id_)},)")
        else:
            code.line(f"{name} = {otherwise}")
        code.end()
        if not guards and hit == "first" and _distinct(rules, otherwise):
            code.never_none.add(name)
        if guards:
            code.end()
            code.block("else:")
            if hit == "first" and _distinct(rules, otherwise):
                self._first_unknown(name, rules, otherwise, possible)
                code.end()
                return
            self._matches(rules)
            code.use("single", single)
            policy = code.constant("first" if hit == "priority" else hit)
            code.line(f"o = single({policy}, m, {self._outcome(otherwise)})")
            if possible is not None:
                code.use("possible_levels", _possible_levels)
                code.line(f"{possible} = possible_levels({policy}, o, m, {otherwise})")
            self._take(id_, name)
            code.end()

    def _first_unknown(
        self, name: str, rules: list[_Rule], otherwise: str | None, possible: str | None
    ) -> None:
        """Write `first` over rules that all differ: an unknown one before the first true decides.

        Only called with an `otherwise`, so that there is always a result.
        """
        code = self._code
        answers = [code.fresh("x") for _ in rules]
        for answer, rule in zip(answers, rules, strict=True):
            code.line(f"{answer} = {code.value(rule.when)}")
        for index, (answer, rule) in enumerate(zip(answers, rules, strict=True)):
            code.line(f"{'elif' if index else 'if'} {answer}: {name} = {rule.output}")
            code.line(f"elif {answer} is None: {name} = None")
        code.line(f"else: {name} = {otherwise}")
        if possible is not None:
            code.use("levels_left", _levels_left)
            pairs = ", ".join(
                f"({answer}, {rule.output})" for answer, rule in zip(answers, rules, strict=True)
            )
            code.line(f"if {name} is None: {possible} = levels_left(({pairs},), {otherwise})")

    def _counted_rules(
        self, id_: str, name: str, hit: TableHit, rules: list[_Rule], conditions: list[str]
    ) -> None:
        """Write `unique` or `any`; leaves the block open for the case that no rule matches."""
        code = self._code
        code.line("m = 0")
        for rule, condition in zip(rules, conditions, strict=True):
            code.block(f"if {condition}:")
            if hit == "any":
                code.line(f"o = {rule.output}")
                code.line(f"m = 2 if m and (m == 2 or o != {name}) else 1")
                code.line(f"{name} = o")
            else:
                code.line(f"{name} = {rule.output}")
                code.line("m += 1")
            code.end()
        code.block("if m > 1:")
        code.line(f"{name} = None")
        code.line(f"conflicts += ({code.constant(id_)},)")
        code.end()
        code.block("elif not m:")

    def _gathered(self, table: Table, name: str, rules: list[_Rule], otherwise: str | None) -> None:
        """Write a definition that gathers several rules; `output_order` comes sorted."""
        code = self._code
        self._matches(rules)
        outcome = self._outcome(otherwise)
        if table.hit != "collect" or table.aggregate == "list":
            code.use("ordered", ordered)
            code.line(f"o = ordered({code.constant('rule_order')}, m, {outcome})")
        elif table.aggregate == "count":
            code.use("counted", counted)
            code.line(f"o = counted(m, {outcome})")
        else:
            code.use("aggregated", aggregated)
            code.use("add", sum)
            code.line(f"o = aggregated({code.constant(table.aggregate)}, m, {outcome}, add)")
        self._take(table.id, name)

    def _matches(self, rules: list[_Rule]) -> None:
        code = self._code
        code.use("Match", Match)
        code.line("m = []")
        for rule in rules:
            code.line(f"x = {code.value(rule.when)}")
            code.block("if x is not False:")
            code.line(f"m.append(Match(x is True, {rule.output}))")
            code.end()

    def _take(self, id_: str, name: str) -> None:
        code = self._code
        code.line(f"{name} = o.value")
        code.block(f"if o.status == {code.constant('none')}:")
        code.line(f"without += ({code.constant(id_)},)")
        code.end()
        code.block(f"elif o.status == {code.constant('conflict')}:")
        code.line(f"conflicts += ({code.constant(id_)},)")
        code.end()

    def _outcome(self, otherwise: str | None) -> str:
        code = self._code
        code.use("Outcome", Outcome)
        if otherwise is None:
            return f"Outcome({code.constant('none')})"
        return f"Outcome({code.constant('known')}, {otherwise})"


def _possible_levels(
    hit: TableHit, outcome: Outcome[str], matches: Sequence[Match[str]], otherwise: str | None
) -> tuple[str | None, ...] | None:
    """The levels that may hold when a scale is unknown; None when it is not."""
    if outcome.status != "unknown":
        return None
    possible: list[str | None] = []
    for match in matches:
        possible.append(match.output)
        if match.certain and hit == "first":
            return tuple(possible)
    return (*possible, otherwise)


def _levels_left(
    answers: Sequence[tuple[bool | None, str]], otherwise: str
) -> tuple[str | None, ...]:
    """The levels that may hold when the first of several is unknown."""
    possible = []
    for answer, level in answers:
        if answer is not False:
            possible.append(level)
        if answer:
            return tuple(possible)
    return (*possible, otherwise)


def _distinct(rules: Sequence[_Rule], otherwise: str | None) -> bool:
    """Whether the outputs are constants of which no two are equal, and there is an `otherwise`."""
    outputs = [*(rule.output for rule in rules), otherwise]
    return len(set(outputs)) == len(outputs) and all(o is not None and o[0] == "k" for o in outputs)
