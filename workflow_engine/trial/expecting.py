"""What a test expects, read from its nodes: one expectation for each value written there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from workflow_engine.cases.wording import clock_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.values import listed
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.program.program import Program, Table
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    INTEGER,
    NUMBER,
    TEXT,
    Type,
    list_of,
)
from workflow_engine.trial.model import Expectation, Mark, Subject
from workflow_engine.trial.names import NamesOf, PolicyNames
from workflow_engine.trial.nodes import NodeReader
from workflow_engine.trial.words import (
    APPROVAL,
    CLOCKS,
    DEGREE,
    KEYS,
    MESSAGES,
    PARTS,
    REFUSALS,
    STATES,
    UNITS,
)

_DECIDED = (Mark.UNKNOWN,)
_CHOSEN = (Mark.UNKNOWN, Mark.NONE, Mark.CONFLICT)
_MAYBE = (Mark.NONE,)


class ExpectationReader:
    """Reads what is expected of one customer.

    `process` is that of the test's case, None without a case or where it is unknown.
    """

    def __init__(
        self, program: Program, names: PolicyNames, nodes: NodeReader, process: str | None
    ) -> None:
        self._program = program
        self._names = names
        self._nodes = nodes
        self._process = process

    def read(self, node: Node) -> dict[Subject, Expectation]:
        """The expectations under `expect`; what stands there under two names is reported."""
        found: dict[Subject, Expectation] = {}
        for one in self._read(node):
            if one.subject in found:
                what = Bilingual("预期", "expectation")
                name = " ".join(one.subject[1:] or one.subject)
                self._nodes.say("WE786", one.place, what=what, name=name)
            else:
                found[one.subject] = one
        return found

    def _read(self, node: Node) -> Iterator[Expectation]:
        names = self._names
        keys = self._nodes.keyed(node, "expect")
        for section, known in (
            ("tags", names.tags),
            ("levels", names.levels),
            ("measures", names.measures),
            ("tables", names.tables),
        ):
            if section in keys:
                yield from self._definitions(section, keys[section], known)
        for key, list_names in (
            ("unknown", names.definitions),
            ("missing", names.attributes),
            ("categories", names.categories),
            ("privileges", names.privileges),
        ):
            if key in keys:
                yield from self._named(keys[key], (key,), list_names)
        if "items" in keys:
            yield from self._items(keys["items"])
        if "visit" in keys:
            fields = self._nodes.keyed(keys["visit"], "visit")
            for field, (type_, marks) in self._visit_fields().items():
                if field in fields:
                    yield from self._one(fields[field], ("visit", field), type_, marks)
        if "monthly_minutes" in keys:
            yield from self._one(keys["monthly_minutes"], ("monthly_minutes",), NUMBER, ())
        if "people" in keys:
            for name, value in self._nodes.entries(keys["people"], _key("people"), "{…: 李明}"):
                role = self._nodes.named(name, names.roles)
                if role is not None:
                    where = _label(names.roles, role)
                    yield from self._one(value, ("people", role), TEXT, _MAYBE, where=where)
        if "case" in keys:
            yield from self.of_case(keys["case"], ("case",), "expected case")

    def of_case(self, node: Node, subject: Subject, part: str) -> Iterator[Expectation]:
        """What is expected of a case at a moment; nothing where there is no case to speak of."""
        if self._process is None:
            self._nodes.keyed(node, part)
            return
        keys = self._nodes.keyed(node, part)
        for field, (type_, marks) in self._case_fields().items():
            if field in keys:
                yield from self._one(keys[field], (*subject, field), type_, marks)
        if "messages" in keys:
            messages = list_of(MESSAGES)
            yield from self._one(keys["messages"], (*subject, "messages"), messages, (), order=True)
        if "rungs" in keys:
            yield from self._rungs(keys["rungs"], (*subject, "rungs"))
        for field, type_ in (("deadlines", DATETIME), ("clocks", CLOCKS)):
            if field in keys:
                clocks = self._clocks()
                for name, value in self._nodes.entries(keys[field], PARTS[part], "{amend: …}"):
                    clock = self._nodes.named(name, clocks)
                    if clock is not None:
                        limit, where = (*subject, field, clock), _label(clocks, clock)
                        yield from self._one(value, limit, type_, _MAYBE, where=where)

    def _definitions(self, section: str, node: Node, known: NamesOf) -> Iterator[Expectation]:
        marks = _DECIDED if section in ("tags", "measures") else _CHOSEN
        for name, value in self._nodes.entries(node, _key(section), "{…: …}"):
            id_ = self._nodes.named(name, known)
            if id_ is None:
                continue
            definition = self._program.definitions[id_]
            type_ = BOOLEAN if section == "tags" else definition.type
            if isinstance(definition, Table) and isinstance(value, MappingNode):
                yield from self._outputs(value, definition)
            else:
                where = _label(known, id_)
                yield from self._one(value, (section, id_), type_, marks, order=True, where=where)

    def _outputs(self, node: MappingNode, table: Table) -> Iterator[Expectation]:
        """Of a table with several outputs only those that are written."""
        outputs = dict(table.outputs)
        labels = {name: Bilingual.same(name) for name in outputs}
        names = NamesOf(Bilingual("决策表的结果", "output of the table"), labels)
        for name, value in node:
            field = self._nodes.named(name, names)
            if field is not None:
                yield from self._one(value, ("tables", table.id, field), outputs[field], _CHOSEN)

    def _items(self, node: Node) -> Iterator[Expectation]:
        for name, value in self._nodes.entries(node, _key("items"), "{…: …}"):
            item = self._nodes.named(name, self._names.items)
            if item is None:
                continue
            if not isinstance(value, MappingNode):
                yield from self._one(value, ("items", item, "state"), STATES, ())
                continue
            fields = self._nodes.keyed(value, "item")
            for field, (type_, marks) in self._item_fields().items():
                if field in fields:
                    yield from self._one(fields[field], ("items", item, field), type_, marks)

    def _rungs(self, node: Node, subject: Subject) -> Iterator[Expectation]:
        """A list: these rungs fired, in this order, and no other. A mapping: when each fired.

        A rung is named by the role that it leads from.
        """
        roles = self._names.roles
        if not isinstance(node, MappingNode):
            for one in self._named(node, subject, roles, order=True):
                written = node.items if isinstance(node, SequenceNode) else (node,)
                named = one.wanted if isinstance(one.wanted, tuple) else ()
                for part, id_ in zip(written, named, strict=False):  # `none` names nothing
                    self._leads_up(part, str(id_))
                yield one
            return
        for name, value in node:
            role = self._nodes.named(name, roles)
            if role is not None:
                for one in self._one(
                    value, (*subject, role), DATETIME, _MAYBE, where=_label(roles, role)
                ):
                    if one.wanted is not Mark.NONE:
                        self._leads_up(name, role)
                    yield one

    def _leads_up(self, node: Node, role: str) -> None:
        """Report a role that no rung leads from: one that a rung leads to was probably meant."""
        assert self._process is not None
        ladder = self._program.processes[self._process].ladder
        if not isinstance(node, ScalarNode) or any(rung.role == role for rung in ladder):
            return
        roles = self._program.roles
        below = [
            roles[rung.role].label for rung in ladder if rung.to == role and rung.role in roles
        ]
        label = roles[role].label
        hint = None
        if below:
            zh, en = (listed([one.get(lang) for one in below], lang) for lang in ("zh", "en"))
            hint = Bilingual(
                f"升级到{label.zh}的是{zh}，请写{zh}", f"to {label.en} climbs {en}: write that"
            )
        rule = Bilingual(
            f"没有从{label.zh}升上去的台阶，“升级”写的是从哪个岗位升上去",
            f"no rung leads from {label.en}: `rungs` names the role that a case climbs from",
        )
        self._nodes.wrong(node, _key("rungs"), rule, hint)

    def _named(
        self, node: Node, subject: Subject, names: NamesOf, *, order: bool = False
    ) -> Iterator[Expectation]:
        """A list of names, in no order unless it is said."""
        parts = self._nodes.items(node, _key(subject[-1]), "[…]")
        if isinstance(node, MappingNode):
            return
        ids = [self._nodes.name(part, names) for part in parts]
        known = tuple(id_ for id_ in ids if id_ is not None)
        if len(known) == len(parts):
            yield Expectation(subject, list_of(names.type), known, node.place, ordered=order)

    def _one(
        self,
        node: Node,
        subject: Subject,
        type_: Type,
        marks: Collection[Mark],
        *,
        order: bool = False,
        where: Bilingual | None = None,
    ) -> Iterator[Expectation]:
        wanted = self._nodes.value(node, type_, where or _key(subject[-1]), marks=marks)
        if wanted is not None:
            unordered = type_.kind == "list" and not order
            yield Expectation(subject, type_, wanted, node.place, ordered=not unordered)

    def _visit_fields(self) -> Mapping[str, tuple[Type, Collection[Mark]]]:
        return {
            "times": (INTEGER, ()),
            "per": (UNITS, ()),
            "minutes": (INTEGER, ()),
            "modes": (list_of(self._names.modes().type), ()),
            "due": (DATE, _MAYBE),
            "last_done": (DATE, _MAYBE),
        }

    def _item_fields(self) -> Mapping[str, tuple[Type, Collection[Mark]]]:
        return {
            "state": (STATES, ()),
            "due": (DATE, _MAYBE),
            "overdue": (BOOLEAN, ()),
            "priority": (self._names.priorities.type, ()),
            "urgency": (DEGREE, ()),
            "minutes": (INTEGER, _MAYBE),
            "last_done": (DATE, _MAYBE),
            "person": (TEXT, _MAYBE),
        }

    def _case_fields(self) -> Mapping[str, tuple[Type, Collection[Mark]]]:
        assert self._process is not None
        states = self._program.processes[self._process].states
        named = NamesOf(Bilingual("状态", "state"), {state.id: state.label for state in states})
        return {
            "state": (named.type, ()),
            "level": (self._names.roles.type, _MAYBE),
            "owner": (TEXT, _MAYBE),
            "compensation": (NUMBER, ()),
            "priority": (self._names.priorities.type, _MAYBE),
            "severity": (DEGREE, ()),
            "approval": (APPROVAL, _MAYBE),
            "reminders": (INTEGER, ()),
            "ended": (DATETIME, _MAYBE),
            "refused": (REFUSALS, _MAYBE),
        }

    def _clocks(self) -> NamesOf:
        """The time limits of the process, also those of departments and of an approval."""
        assert self._process is not None
        own = {clock.id: clock.label for clock in self._program.processes[self._process].clocks}
        others = ["approval", *(f"support.{name}" for name in self._program.support)]
        labels = {**own, **{name: clock_label(self._program, own, name) for name in others}}
        return NamesOf(Bilingual("时限", "time limit"), labels)


def _label(names: NamesOf, id_: str) -> Bilingual:
    """One of several names as messages call it."""
    label = names.labels[id_]
    return Bilingual(f"“{label.zh}”", f"“{label.en}”")


def _key(key: str) -> Bilingual:
    """A key as messages call it, whichever part it belongs to."""
    for part in ("expect", "item", "visit", "expected case", "step"):
        if key in KEYS[part]:
            return Bilingual(f"“{KEYS[part][key]}”", f"`{key}`")
    return Bilingual(f"“{key}”", f"`{key}`")
