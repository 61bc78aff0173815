"""The names of a policy as the writer of a test may write them: ids, or labels in a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow_engine.batch.columns import folded
from workflow_engine.cases.wording import COMMANDS, command_named
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.program.general_category import general_category
from workflow_engine.program.program import Measure, Program, Scale, Table, Tag
from workflow_engine.program.types import Option, Type


class NamesOf:
    """The names of one kind: `what` is the kind in words.

    An id goes before a label; a label that two of them share names neither.
    """

    def __init__(self, what: Bilingual, labels: Mapping[str, Bilingual]) -> None:
        self.what = what
        self.labels = labels
        shared: dict[str, set[str]] = {}
        for id_, label in labels.items():
            for text in (label.zh, label.en):
                shared.setdefault(folded(text), set()).add(id_)
        self._found = {text: next(iter(ids)) for text, ids in shared.items() if len(ids) == 1}
        self._found |= {folded(id_): id_ for id_ in labels}

    def find(self, word: str) -> str | None:
        """The id that a word names."""
        return self._found.get(folded(word))

    def near(self, word: str) -> str | None:
        """The one id or label that was probably meant."""
        written = [text for label in self.labels.values() for text in (label.zh, label.en)]
        return did_you_mean(word, dict.fromkeys((*self.labels, *written)))

    @property
    def type(self) -> Type:
        """The type of a value that is one of these."""
        return Type("choice", options=tuple(Option(id_, one) for id_, one in self.labels.items()))


class PolicyNames:
    """Everything of a policy that a test may name."""

    def __init__(self, program: Program) -> None:
        def of(kinds: type | tuple[type, ...], zh: str, en: str) -> NamesOf:
            found = program.definitions.values()
            labels = {one.id: one.label for one in found if isinstance(one, kinds)}
            return NamesOf(Bilingual(zh, en), labels)

        def named(zh: str, en: str, labels: Iterable[tuple[str, Bilingual]]) -> NamesOf:
            return NamesOf(Bilingual(zh, en), dict(labels))

        self.tags = of(Tag, "标签", "tag")
        self.levels = of(Scale, "分级", "scale")
        self.measures = of(Measure, "指标", "measure")
        self.tables = of(Table, "决策表", "table")
        self.definitions = of((Tag, Scale, Measure, Table), "定义", "definition")
        self.items = named("服务项", "item", ((i.id, i.label) for i in program.items.values()))
        self.optional = named(
            "选做项",
            "optional item",
            ((i.id, i.label) for i in program.items.values() if i.kind == "optional"),
        )
        self.roles = named("岗位", "role", ((r.id, r.label) for r in program.roles.values()))
        self.support = named(
            "支持部门", "department", ((s.id, s.label) for s in program.support.values())
        )
        self.attributes = named(
            "客户资料", "attribute", ((a.id, a.label) for a in program.attributes.values())
        )
        failures = program.recovery.failures
        self.failures = named("失误", "failure", ((f.id, f.label) for f in failures))
        self.processes = named(
            "流程", "process", ((p.id, p.label) for p in program.processes.values())
        )
        self.privileges = named(
            "权益", "privilege", ((p.id, p.label) for p in program.privileges.values())
        )
        self.categories = named("客户类别", "category", _categories(program))
        events = [*program.recovery.events]
        for process in program.processes.values():
            names = (one.name for rung in process.ladder for one in rung.any)
            events += [(name, Bilingual.same(name)) for name in names if name is not None]
        self.events = named("事件", "event", reversed(events))
        self.priorities = named(
            "优先级",
            "priority",
            ((name, Bilingual.same(name)) for name in sorted(set(program.priorities.values()))),
        )
        self._modes = {mode for rule in _rules(program) for mode in rule}

    def modes(self) -> NamesOf:
        """The ways of visiting that the policy has."""
        from workflow_engine.language.modes import MODES

        labels = {mode: MODES.get(mode, Bilingual.same(mode)) for mode in sorted(self._modes)}
        return NamesOf(Bilingual("拜访方式", "way of visiting"), labels)


def commands_of(program: Program, process: str) -> NamesOf:
    """The commands that a case of a process may be given, whatever its state."""
    moves = program.processes[process].transitions
    own = {move.command: Bilingual.same(move.command) for move in moves}
    return NamesOf(Bilingual("操作", "command"), {**own, **COMMANDS})


def command_id(names: NamesOf, word: str) -> str | None:
    """The id of a command by any of the names that people use."""
    return names.find(word) or names.find(command_named(word))


def _categories(program: Program) -> list[tuple[str, Bilingual]]:
    if program.categories is None:
        return []
    labels = [(tag, program.definitions[tag].label) for tag in program.categories.of]
    return [*labels, (program.categories.otherwise, general_category(program.categories.otherwise))]


def _rules(program: Program) -> list[tuple[str, ...]]:
    return [] if program.visits is None else [rule.modes for rule in program.visits.rules]
