"""The generated row function: one Python function for a whole policy, equal to the reference.

It has two parts: one for customers without a missing value, and one that tests, for each
definition, whether something it needs is missing. What depends on few facts (visit regime, urgency,
priority) is looked up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from workflow_engine.decide.decision import Decision, Visit
from workflow_engine.decide.functions import some
from workflow_engine.decide.generated_code import CodeWriter
from workflow_engine.decide.items import DEGREES, categories_of, visit_regime
from workflow_engine.decide.rule_code import RuleWriter
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
from workflow_engine.program.program import Item, Measure, Program, Scale, Table, Tag
from workflow_engine.program.reading import parts
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


class _Generator:
    def __init__(self, program: Program) -> None:
        self._program = program
        nodes = Counter(node for e in _expressions(program) for node in _nodes(e))
        self._code = CodeWriter(
            {n for n, count in nodes.items() if count > 1 and isinstance(n, Call | Arithmetic)}
        )
        self._read = {node.name for node in nodes if isinstance(node, AttributeValue)}
        self._rules = RuleWriter(self._code)
        self._strategies: dict[tuple[str, frozenset[str]], str] = {}

    def generate(self) -> RowFunction:
        program, code = self._program, self._code
        required: list[str] = []
        optional: list[str] = []
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
        self._rules.levels.clear()
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
                    self._rules.scale(definition, name)
                case Table():
                    self._rules.table(definition, name)
            code.variables["definition", definition.id] = name
        self._finish()

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
            if not isinstance(scale, Scale) or scale.id not in self._rules.levels:
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
            value, possible = code.variables["definition", scale], self._rules.levels[scale]
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
