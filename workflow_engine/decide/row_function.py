"""The generated row function: one Python function for a whole policy, equal to the reference.

It has two parts: one for customers without a missing value, and one that tests, for each definition,
whether something it needs is missing. What depends on few facts (visit regime, urgency, priority) is looked up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow_engine.decide.decision import Decision, Visit
from workflow_engine.decide.functions import some
from workflow_engine.decide.generated_code import CodeWriter
from workflow_engine.decide.hit_policies import (
    Match,
    Outcome,
    aggregated,
    counted,
    ordered,
    single,
)
from workflow_engine.decide.items import DEGREES, categories_of, visit_regime
from workflow_engine.decide.reference import output_rank, parts
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    AttributeValue,
    Call,
    Constant,
    DefinitionValue,
    Expression,
    Not,
    Or,
)
from workflow_engine.program.program import Item, Measure, Program, Scale, Table, TableHit, Tag
from workflow_engine.program.types import BOOLEAN, Value

RowFunction = Callable[[Mapping[str, Value], dt.date], Decision]

REMEMBERED = 10_000
"""At most this many combinations of categories keep their visit regime in memory."""


def row_function(program: Program) -> RowFunction:
    """Generate the function (customer, day) -> decision.

    The customer must hold every attribute of the program as a key (None when missing), in internal
    form, as `batch.customers` and `Policy` deliver it.
    """
    return _Generator(program).generate()


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row or level, ready to be written: its condition, the code of its output, its rank."""

    when: Expression
    output: str
    rank: tuple[int, ...]


class _Generator:
    def __init__(self, program: Program) -> None:
        self._program = program
        nodes = Counter(node for e in _expressions(program) for node in _nodes(e))
        self._code = CodeWriter(
            {n for n, count in nodes.items() if count > 1 and isinstance(n, Call | Arithmetic)}
        )
        self._read = {node.name for node in nodes if isinstance(node, AttributeValue)}
        self._levels: dict[str, str] = {}
        self._strategies: dict[tuple[str, frozenset[str]], str] = {}

    def generate(self) -> RowFunction:
        program, code = self._program, self._code
        required, optional = [], []
        for index, attribute in enumerate(program.attributes.values()):
            name = code.variables["attribute", attribute.id] = f"a{index}"
            if attribute.id in self._read or attribute.id == program.choices:
                code.line(f"{name} = customer[{code.constant(attribute.id)}]")
            if attribute.id in self._read:
                (required if attribute.required else optional).append(name)
        code.line("without = conflicts = ()")
        if optional:
            code.block("if " + " and ".join(f"{name} is not None" for name in optional) + ":")
            self._decision([*required, *optional])
            code.end()
        self._decision(required)
        return code.function("customer, today")

    def _decision(self, never_none: list[str]) -> None:
        """Write the whole decision, knowing which attributes are not missing."""
        program, code = self._program, self._code
        code.forget(never_none)
        self._levels.clear()
        self._strategies.clear()
        for index, definition in enumerate(program.definitions.values()):
            name = f"v{index}"
            match definition:
                case Measure(value=expression) | Tag(when=expression):
                    code.line(f"{name} = {code.value(expression)}")
                    if not code.fast(expression).guards:
                        code.never_none.add(name)
                    if isinstance(definition, Measure):
                        code.keep(expression, name)
                case Scale():
                    self._scale(definition, name)
                case Table():
                    self._table(definition, name)
            code.variables["definition", definition.id] = name
        self._finish()

    def _scale(self, scale: Scale, name: str) -> None:
        code = self._code
        rules = [
            _Rule(level.when, code.constant(level.id), (rank,))
            for rank, level in enumerate(scale.levels)
        ]
        otherwise = None if scale.otherwise is None else code.constant(scale.otherwise.id)
        possible = None
        if any(level.strategy for level in (*scale.levels, scale.otherwise) if level):
            possible = self._levels[scale.id] = f"p{name}"
            code.line(f"{possible} = None")
        self._rules(scale.id, name, scale.hit, rules, otherwise, possible)

    def _table(self, table: Table, name: str) -> None:
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

    def _finish(self) -> None:
        program, code = self._program, self._code
        names = [code.variables["definition", id_] for id_ in program.definitions]
        pairs = [
            f"{code.constant(i)}: {n}" for i, n in zip(program.definitions, names, strict=True)
        ]
        code.line("values = {" + ", ".join(pairs) + "}")
        tags = () if program.categories is None else program.categories.of
        answers = "".join(f"{code.variables['definition', tag]}, " for tag in tags)
        code.use("regimes", _Regimes(program))
        code.line(f"categories, unknown_categories, visit = regimes[({answers})]")
        chosen = None
        if program.choices is not None:
            chosen = code.variables["attribute", program.choices]
            code.line(f"chosen = {chosen} or ()")
        else:
            code.line("chosen = ()")
        states = [self._state(item) for item in program.items.values()]
        raised = [self._urgency(item) for item in program.items.values()]
        keys = [code.constant(id_) for id_ in program.items]
        for name, codes in (
            ("states", states),
            ("urgencies", [urgency for urgency, _ in raised]),
            ("priorities", [priority for _, priority in raised]),
        ):
            entries = ", ".join(f"{k}: {c}" for k, c in zip(keys, codes, strict=True))
            code.line(f"{name} = {{{entries}}}")
        code.line("unknown = ()")
        doubtful = [name for name in names if name not in code.never_none]
        if doubtful:
            code.block("if " + " or ".join(f"{name} is None" for name in doubtful) + ":")
            code.line("unknown = tuple([n for n, v in values.items() if v is None])")
            code.block("if without or conflicts:")
            code.line("unknown = tuple([n for n in unknown if n not in without + conflicts])")
            code.end()
            code.end()
        code.use("Decision", Decision)
        code.line(
            "return Decision(values, unknown, conflicts, categories, unknown_categories, visit, "
            "states, urgencies, priorities)"
        )

    def _state(self, item: Item) -> str:
        code = self._code
        if item.kind == "must_do":
            if item.applies is None:
                return code.constant("due")
            name = code.fresh("s")
            code.line(f"{name} = {code.value(item.applies)}")
            states = [code.constant(s) for s in ("due", "due_unknown", "not_due")]
            return f"({states[0]} if {name} else {states[1]} if {name} is None else {states[2]})"
        granted = self._by_strategy(
            [s for s, x in self._program.strategies.items() if item.id in x.grants]
        )
        suspended = self._by_strategy(
            [s for s, x in self._program.strategies.items() if item.id in x.suspends]
        )
        eligible = code.fresh("e")
        code.line(f"{eligible} = {code.value(self._eligibility(item, granted))}")
        wanted = f"{code.constant(item.id)} in chosen"
        active, offered, halted, chosen_but_not, not_eligible, unknown = (
            code.constant(state)
            for state in (
                "active",
                "offered",
                "suspended",
                "chosen_but_not_eligible",
                "not_eligible",
                "unknown",
            )
        )
        state = code.fresh("s")
        code.block(f"if {eligible}:")
        if suspended is not None:
            code.block(f"if {suspended}:")
            code.line(f"{state} = {halted} if {wanted} else {not_eligible}")
            code.end()
            code.block(f"elif {suspended} is None:")
            code.line(f"{state} = {unknown}")
            code.end()
            code.block("else:")
        code.line(f"{state} = {active} if {wanted} else {offered}")
        if suspended is not None:
            code.end()
        code.end()
        code.block(f"elif {eligible} is None:")
        code.line(f"{state} = {unknown}")
        code.end()
        code.block("else:")
        code.line(f"{state} = {chosen_but_not} if {wanted} else {not_eligible}")
        code.end()
        return state

    def _eligibility(self, item: Item, granted: str | None) -> Expression:
        open_: Expression = item.applies if item.applies is not None else Constant(True, BOOLEAN)  # noqa: FBT003
        if granted is not None:
            key = f"granted {granted}"
            self._code.variables["definition", key] = granted
            open_ = Or((open_, DefinitionValue(key, BOOLEAN)))
        return open_ if item.until is None else And((open_, Not(item.until)))

    def _by_strategy(self, strategies: list[str]) -> str | None:
        """A variable that says whether one of the strategies applies; None if none ever can."""
        code, codes = self._code, []
        for scale in self._program.definitions.values():
            if not isinstance(scale, Scale) or scale.id not in self._levels:
                continue
            levels = frozenset(
                level.id
                for level in (*scale.levels, scale.otherwise)
                if level is not None and level.strategy in strategies
            )
            if levels:
                codes.append(self._among(scale.id, levels))
        if len(codes) < 2:
            return codes[0] if codes else None
        name = code.fresh("b")
        code.line(f"{name} = any_of({', '.join(codes)})")
        return name

    def _among(self, scale: str, levels: frozenset[str]) -> str:
        """The variable that says whether one of the levels holds."""
        code = self._code
        if (scale, levels) not in self._strategies:
            name = self._strategies[scale, levels] = code.fresh("b")
            value, possible = code.variables["definition", scale], self._levels[scale]
            among = code.constant(levels)
            code.use("applies_among", _applies_among)
            code.line(
                f"{name} = {value} in {among} if {possible} is None"
                f" else applies_among({possible}, {among})"
            )
        return self._strategies[scale, levels]

    def _urgency(self, item: Item) -> tuple[str, str]:
        """Code for the urgency and the priority of an item."""
        code, priorities = self._code, self._program.priorities
        urgency = code.constant(item.urgency)
        priority = code.constant(priorities[item.value, item.urgency])
        raising = [(tag, d) for tag, d in item.urgency_when if DEGREES[d] < DEGREES[item.urgency]]
        if not raising:
            return urgency, priority
        names = code.fresh("u"), code.fresh("q")
        word = "if"
        for degree in sorted({degree for _, degree in raising}, key=DEGREES.__getitem__):
            tags = [code.variables["definition", tag] for tag, d in raising if d == degree]
            code.block(f"{word} {' or '.join(tags)}:")
            raised = code.constant(priorities[item.value, degree])
            code.line(f"{names[0]} = {code.constant(degree)}; {names[1]} = {raised}")
            code.end()
            word = "elif"
        code.line(f"else: {names[0]} = {urgency}; {names[1]} = {priority}")
        return names


class _Regimes(
    dict[tuple[bool | None, ...], tuple[tuple[str, ...], tuple[str, ...], Visit | None]]
):
    """Categories and visit regime by the answers of the categories' tags, kept once calculated."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program

    def __missing__(
        self, answers: tuple[bool | None, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...], Visit | None]:
        categories, unknown = categories_of(self._program, answers)
        regime = categories, unknown, visit_regime(self._program, categories)
        if len(self) < REMEMBERED:
            self[answers] = regime
        return regime


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


def _expressions(program: Program) -> Iterator[Expression]:
    """Every expression that the row function calculates."""
    for definition in program.definitions.values():
        match definition:
            case Measure(value=expression) | Tag(when=expression):
                yield expression
            case Scale():
                yield from (level.when for level in definition.levels)
            case Table():
                for row in definition.rows:
                    yield from (row.when, *row.then)
                yield from definition.otherwise or ()
    for item in program.items.values():
        yield from (e for e in (item.applies, item.until) if e is not None)


def _nodes(expression: Expression) -> Iterator[Expression]:
    """The expression and all its parts."""
    yield expression
    for part in parts(expression):
        yield from _nodes(part)


def _applies_among(possible: Sequence[str | None], levels: frozenset[str]) -> bool | None:
    """Whether one of the levels holds, given those that may."""
    verdicts = {level in levels for level in possible}
    return some((verdicts.pop(),)) if len(verdicts) == 1 else None
