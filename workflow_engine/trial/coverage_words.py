"""What was never seen, in words: “档位 ≥ 28”从未不成立."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.cases.wording import COMMANDS
from workflow_engine.decide.decision import State
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.phrases import Phrases
from workflow_engine.language.keywords import to_chinese
from workflow_engine.program.expressions import DefinitionValue, Expression
from workflow_engine.program.general_category import general_category
from workflow_engine.program.processes import Process, Rung, Transition
from workflow_engine.program.program import Item, Program, Scale, Strategy, Table, VisitRule
from workflow_engine.trial.words import STATES

_B = Bilingual


class Names:
    """Labels, phrases and sentences about one program, in both languages."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._zh = Phrases(program, "zh")
        self._en = Phrases(program, "en")

    def quoted(self, label: Bilingual) -> Bilingual:
        """Words in quotation marks; those within become single ones."""
        return _B(f"“{_inner(label.zh)}”", f"“{_inner(label.en)}”")

    def until(self, label: Bilingual) -> Bilingual:
        """The condition that ends an item."""
        return _B(f"“{label.zh}”的终止条件", f"the end of “{label.en}”")

    def condition(self, expression: Expression) -> Bilingual:
        """A condition as a phrase; a tag is called by its label."""
        if isinstance(expression, DefinitionValue):
            return _B(self._zh.noun(expression), self._en.noun(expression))
        return _B(self._zh.of(expression), self._en.of(expression))

    def never(self, what: Bilingual, *, answer: bool) -> Bilingual:
        """That a condition was never true, or never false."""
        return _B(
            f"{what.zh}从未{'成立' if answer else '不成立'}",
            f"{what.en} was never {'true' if answer else 'false'}",
        )

    def never_alone(self, what: Bilingual, whole: Bilingual, *, answer: bool) -> Bilingual:
        """That a part of a condition was never seen to make the difference."""
        return _B(
            f"从未单凭{what.zh}{'成立' if answer else '不成立'}决定{whole.zh}",
            f"{what.en} being {'true' if answer else 'false'} never decided {whole.en} by itself",
        )

    def never_tried(self, limit: Expression, at: Expression) -> Bilingual:
        """That no customer stood at a limit, or right beside it."""
        whole, point = self.quoted(self.condition(limit)), self.condition(at)
        return _B(
            f"{whole.zh}的界线没试过 {point.zh}", f"limit {whole.en}: no customer with {point.en}"
        )

    def never_decided(self, definition: Scale | Table, part: str | int | None) -> Bilingual:
        """That no customer came to a level, a row or the `otherwise`."""
        if isinstance(definition, Scale):
            levels = (*definition.levels, *filter(None, (definition.otherwise,)))
            label = next(level.label for level in levels if level.id == part)
            return _B(
                f"没有客户落在“{label.zh}”这一层", f"no customer was at the level “{label.en}”"
            )
        if part is None:
            lang = self._program.written_in.get(definition.place.file, "en")
            word = (lang == "zh" and to_chinese("otherwise")) or "otherwise"
            return _B(f"没有客户用到 `{word}` 的结果", f"no customer came to the `{word}`")
        return never_used([int(part)])

    def never_open(self, item: Item, label: Bilingual, *, answer: bool) -> Bilingual:
        """That an item was due or open for nobody, or for everybody."""
        if item.kind == "must_do":
            if answer:
                return _B(f"没有客户应做{label.zh}", f"{label.en} was due for nobody")
            return _B(f"没有客户不必做{label.zh}", f"{label.en} was due for everybody")
        if answer:
            return _B(f"没有客户可以选{label.zh}", f"{label.en} was open to nobody")
        return _B(f"没有客户不能选{label.zh}", f"{label.en} was open to everybody")

    def never_in_force(self, strategy: Strategy) -> Bilingual:
        """That a strategy applied to nobody."""
        label = strategy.label
        return _B(
            f"策略“{label.zh}”没有用到任何客户",
            f"the strategy “{label.en}” applied to nobody",
        )

    def never_in_state(self, item: Item, state: State) -> Bilingual:
        """That an item was never in a state."""
        label = item.label
        said = next(option.label for option in STATES.options if option.id == state)
        return _B(
            f"“{label.zh}”从未处于“{said.zh}”",
            f"“{label.en}” was never in the state “{said.en.replace('_', ' ')}”",
        )

    def never_visited(self, rule: VisitRule) -> Bilingual:
        """That the visits of a category were never looked up."""
        tag = self._program.definitions.get(rule.category)
        label = general_category(rule.category) if tag is None else tag.label
        return _B(f"没有按“{label.zh}”拜访的客户", f"nobody was visited as “{label.en}”")

    def never_climbed(self, rung: Rung) -> Bilingual:
        """That no case climbed from a rung."""
        low, high = self._role(rung.role), self._role(rung.to)
        return _B(f"从未由{low.zh}升级到{high.zh}", f"nothing climbed from {low.en} to {high.en}")

    def never_moved(self, process: Process, move: Transition) -> Bilingual:
        """That a command was never given in a state."""
        command, source = self.move(process, move)
        if move.source == move.target:
            return never_given(command, [source])
        target = _state_label(process, move.target)
        return _B(
            f"“{source.zh}”从未经“{command.zh}”到“{target.zh}”",
            f"“{source.en}” never went by “{command.en}” to “{target.en}”",
        )

    def move(self, process: Process, move: Transition) -> tuple[Bilingual, Bilingual]:
        """The names of a transition's command and of the state it starts from."""
        command = COMMANDS.get(move.command, Bilingual.same(move.command))
        return command, _state_label(process, move.source)

    def _role(self, name: str) -> Bilingual:
        role = self._program.roles.get(name)
        return Bilingual.same(name) if role is None else role.label


def owner_label(program: Program, owner: str) -> Bilingual:
    """What an owner of points is called in print."""
    found = (
        program.definitions.get(owner)
        or program.items.get(owner)
        or program.strategies.get(owner)
        or program.promises.get(owner)
        or program.privileges.get(owner)
        or program.processes.get(owner)
    )
    if found is not None:
        return found.label
    failures = {failure.id: failure.label for failure in program.recovery.failures}
    usual = {
        "visits": _B("拜访", "visits"),
        "recovery": _B("失误补救", "service recovery"),
        "feedback": _B("客户反馈", "feedback"),
    }
    return failures.get(owner) or usual.get(owner) or Bilingual.same(owner)


def never_given(command: Bilingual, states: Sequence[Bilingual]) -> Bilingual:
    """That a command was never given in any of these states."""
    chinese = "、".join(dict.fromkeys(state.zh for state in states))
    english = "; ".join(dict.fromkeys(state.en for state in states))
    return _B(
        f"从未“{command.zh}”，状态是：{chinese}", f"“{command.en}” was never done in: {english}"
    )


def never_used(rows: Sequence[int], points: int = 0) -> Bilingual:
    """That rows of a table were never used, by their numbers in ascending order.

    `points` is how much is missing with them, their conditions included, where that is to be told.

    >>> never_used([1, 2, 3, 21, 25, 26]).zh
    '第 1–3、21、25–26 行从未用到'
    """
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = ranges[-1][0], row
        else:
            ranges.append((row, row))
    told = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    chinese = f"第 {'、'.join(told)} 行从未用到"
    several = len(rows) > 1
    english = f"row{'s' * several} {', '.join(told)} {'were' if several else 'was'} never used"
    if points:
        chinese += f"（连同其中的条件共 {points} 处）"
        english += f" ({points} points with {'their' if several else 'its'} conditions)"
    return _B(chinese, english)


def _inner(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")


def _state_label(process: Process, name: str) -> Bilingual:
    return next(state.label for state in process.states if state.id == name)
