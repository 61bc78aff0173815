"""Policy tests from the texts of their files: tests, or everything that is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.batch.cells import BadCellError
from workflow_engine.batch.log import VISIT, LogItems
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, Written
from workflow_engine.language.reader import read_yaml
from workflow_engine.program.program import Program
from workflow_engine.trial.expecting import ExpectationReader
from workflow_engine.trial.given import Given, GivenReader
from workflow_engine.trial.model import (
    CaseScript,
    Expectation,
    LeftOut,
    LogEntry,
    NotRun,
    Persona,
    PolicyTest,
    ReadTests,
)
from workflow_engine.trial.names import NamesOf, PolicyNames
from workflow_engine.trial.nodes import NodeReader, chinese
from workflow_engine.trial.scripting import CaseReader
from workflow_engine.trial.words import PARTS, key_named

_EXAMPLE = "{tier: 28}"
_AT = Bilingual("日期: 2026-11-22", "at: 2026-11-22")
_CASE = Bilingual(
    "个案: {失误: …, 开立时间: 2026-11-23 09:10}", "case: {failure: …, opened: 2026-11-23 09:10}"
)
_EXPECT = Bilingual("预期: {标签: {…: 是}}", "expect: {tags: {…: true}}")


def read_tests(texts: Mapping[str, str], program: Program) -> ReadTests:
    """The tests in the texts of files (file name → text), their names looked up in `program`.

    Personas of one file can be used in all. A test with a mistake is left out; every mistake of
    every file is reported at once.
    """
    return _Reader(program).read(texts)


@dataclass(frozen=True, slots=True)
class _Written:
    """A persona as it is written."""

    name: ScalarNode
    node: Node
    nodes: NodeReader


class _Reader:
    def __init__(self, program: Program) -> None:
        self._program = program
        self._names = PolicyNames(program)
        self._given = GivenReader(program, self._names)
        self._log_items = LogItems(program)
        self._found: list[Diagnostic] = []
        self._written: dict[str, _Written] = {}
        self._personas: dict[str, Persona | None] = {}
        self._left_out: list[LeftOut] = []

    def read(self, texts: Mapping[str, str]) -> ReadTests:
        files: list[tuple[str, Node, NodeReader]] = []
        unread: list[str] = []
        for file, text in texts.items():
            node, found = read_yaml(text, file)
            self._found += found
            if node is None:
                unread += [file] if any(one.severity == "error" for one in found) else []
                continue
            keys = [key.value for key, _ in node] if isinstance(node, MappingNode) else []
            nodes = NodeReader(
                self._given.zone, "zh" if chinese(keys, "file") else "en", self._found
            )
            top = nodes.keyed(node, "file")
            if not top and isinstance(node, MappingNode):
                nodes.say("WE791", node.place)
            self._keep_personas(top, nodes)
            if "tests" in top:
                files.append((file, top["tests"], nodes))
        for name in self._written:
            self._persona(name, ())
        tests = [test for file, node, nodes in files for test in self._tests(file, node, nodes)]
        personas = {name: one for name, one in self._personas.items() if one is not None}
        found = sorted(self._found, key=lambda one: one.place)
        not_run = NotRun(tuple(self._left_out), tuple(unread))
        return ReadTests(tuple(tests), personas, tuple(found), not_run)

    def _keep_personas(self, top: Mapping[str, Node], nodes: NodeReader) -> None:
        if "personas" not in top:
            return
        for name, node in nodes.entries(top["personas"], PARTS["persona"], "{…: {tier: 12}}"):
            if name.value in self._written:
                what = Bilingual("典型客户", "persona")
                nodes.say("WE786", name.place, what=what, name=name.value)
            else:
                self._written[name.value] = _Written(name, node, nodes)

    def _persona(self, name: str, way: tuple[str, ...]) -> Persona | None:
        """A persona with all that it extends; None where that cannot be, with the mistake told."""
        if name in self._personas:
            return self._personas[name]
        written = self._written[name]
        nodes = written.nodes
        if name in way:
            round_ = " → ".join((*way[way.index(name) :], name))
            nodes.say("WE785", written.name.place, name=name, way=round_)
            return None
        given = Given({}, {})
        about: str | None = None
        sound = True
        before = nodes.mistakes
        own: list[tuple[ScalarNode, Node]] = []
        for key, node in nodes.entries(written.node, PARTS["persona"], _EXAMPLE):
            match key_named(key.value, "persona"):
                case "extends":
                    base = self._base(node, nodes, (*way, name))
                    sound = sound and base is not None
                    if base is not None:
                        given.values |= base.values
                        given.identity |= base.identity
                case "about":
                    about = nodes.text(node, PARTS["persona"])
                case _:
                    own.append((key, node))
        self._given.take(own, nodes, given)
        persona = Persona(name, written.name.place, given.values, given.identity, about)
        self._personas[name] = persona if sound and nodes.mistakes == before else None
        return self._personas[name]

    def _base(self, node: Node, nodes: NodeReader, way: tuple[str, ...]) -> Persona | None:
        name = nodes.name(node, self._persona_names)
        return None if name is None else self._persona(name, way)

    @property
    def _persona_names(self) -> NamesOf:
        labels = {name: Bilingual.same(name) for name in self._written}
        return NamesOf(Bilingual("典型客户", "persona"), labels)

    def _tests(self, file: str, node: Node, nodes: NodeReader) -> Iterator[PolicyTest]:
        names: set[str] = set()
        for name, body in self._named(node, "test", nodes):
            written = nodes.keyed(body, "test")
            customers = written.pop("customers", None)
            if customers is None:
                variants: list[tuple[ScalarNode, dict[str, Node]]] = [(name, written)]
            else:
                variants = [
                    (
                        ScalarNode(_joined(name, own_name), own_name.place),
                        {**written, "own": own},
                    )
                    for own_name, own in self._named(customers, "customer", nodes)
                ]
                if not variants:
                    self._left_out.append(LeftOut(file, str(name.value)))
            for full, keys in variants:
                if full.value in names:
                    what = Bilingual("测试", "test")
                    nodes.say("WE786", full.place, what=what, name=full.value)
                    self._left_out.append(LeftOut(file, str(full.value)))
                    continue
                names.add(str(full.value))
                before = nodes.mistakes
                test = self._test(file, full, body, keys, nodes)
                if test is not None and nodes.mistakes == before:
                    yield test
                else:
                    self._left_out.append(LeftOut(file, str(full.value)))

    def _named(self, node: Node, part: str, nodes: NodeReader) -> Iterator[tuple[ScalarNode, Node]]:
        """Tests or customers with their names: keys of a mapping, or `name` in a list."""
        if not isinstance(node, SequenceNode):
            yield from nodes.entries(node, PARTS[part], "{…: {at: 2026-11-22}}")
            return
        for number, one in enumerate(node.items, start=1):
            name = nodes.keyed(one, part).get("name")
            if isinstance(name, ScalarNode):
                yield name, one
            else:
                yield ScalarNode(_text(str(number), one), one.place), one

    def _test(
        self,
        file: str,
        name: ScalarNode,
        body: Node,
        keys: dict[str, Node],
        nodes: NodeReader,
    ) -> PolicyTest | None:
        """One customer of a test; `own` of the keys is what is written of this customer alone."""
        before = nodes.mistakes
        own_node = keys.pop("own", None)
        own = {} if own_node is None else nodes.keyed(own_node, "customer")
        expect = [one["expect"] for one in (keys, own) if "expect" in one]
        given_nodes = [one["given"] for one in (keys, own) if "given" in one]
        both = {**keys, **own}
        given = Given({}, {})
        persona = None
        if "persona" in both:
            persona = self._base(both["persona"], nodes, ())
            if persona is None:
                return None
            given.values |= persona.values
            given.identity |= persona.identity
        own_given = Given({}, {})
        for node in given_nodes:
            self._given.take(nodes.entries(node, PARTS["test"], _EXAMPLE), nodes, own_given)
        if "choices" in both:
            self._given.choose(both["choices"], nodes, own_given)
        given.values |= own_given.values
        given.identity |= own_given.identity
        case, process, expectations = self._case(both.get("case"), nodes)
        at = self._at(both, body, case, nodes)
        reader = ExpectationReader(self._program, self._names, nodes, process)
        merged: dict[tuple[str, ...], Expectation] = {one.subject: one for one in expectations}
        for node in expect:
            merged |= reader.read(node)
            if "case" in nodes.keyed(node, "expect") and "case" not in both:
                nodes.lacks(node.place, "test", "case", _CASE)
        log = self._log(both.get("log"), nodes)
        nothing = not merged and nodes.mistakes == before
        if nothing or (not expect and all(one.implied for one in merged.values())):
            example = _EXPECT.get(nodes.lang)
            nodes.say("WE787", name.place, name=str(name.value), example=example)
        customer = given.identity.get(self._program.key) or "test"
        called = given.identity.get(self._program.name)
        called = called or (str(name.value) if persona is None else persona.name)
        self._given.identify(given, customer, called)
        if nodes.mistakes == before:
            self._given.complete(name, persona, own_given, given, nodes)
        if at is None or (process is not None and case is None):
            return None
        return PolicyTest(
            name=str(name.value),
            file=file,
            place=name.place,
            at=at,
            customer=customer,
            customer_name=called,
            values={one: given.values.get(one) for one in self._program.attributes},
            log=log,
            case=case,
            expectations=tuple(merged.values()),
            about=nodes.text(both.get("about"), PARTS["test"]),
            persona=None if persona is None else persona.name,
        )

    def _case(
        self, node: Node | None, nodes: NodeReader
    ) -> tuple[CaseScript | None, str | None, list[Expectation]]:
        if node is None:
            return None, None, []
        reader = CaseReader(self._program, self._names, nodes)
        process = reader.process(node)
        if process is None:
            return None, None, []
        script, expected = reader.read(node, process)
        return script, process, expected

    def _at(
        self, keys: Mapping[str, Node], body: Node, case: CaseScript | None, nodes: NodeReader
    ) -> dt.date | None:
        """The day of the test: never today. With a case it is the day of its opening."""
        if "at" in keys:
            return nodes.date(keys["at"], Bilingual("“日期”", "`at`"))
        if case is not None:
            return case.opened_at.date()
        if "case" not in keys:
            nodes.lacks(body.place, "test", "at", _AT)
        return None

    def _log(self, node: Node | None, nodes: NodeReader) -> tuple[LogEntry, ...]:
        if node is None:
            return ()
        entries: list[LogEntry] = []
        example = "[{item: …, on: 2026-11-02}]"
        parts = (
            (node,) if isinstance(node, MappingNode) else nodes.items(node, PARTS["log"], example)
        )
        for part in parts:
            keys = nodes.keyed(part, "log")
            for needed in ("item", "on"):
                if needed not in keys:
                    sample = Bilingual(
                        "服务项: 拜访" if needed == "item" else "日期: 2026-11-02",
                        "item: visit" if needed == "item" else "on: 2026-11-02",
                    )
                    nodes.lacks(part.place, "log", needed, sample)
            done_on = nodes.date(keys.get("on"), Bilingual("“日期”", "`on`"))
            if done_on is None or "item" not in keys:
                continue
            by = nodes.text(keys.get("by"), PARTS["log"])
            record = nodes.text(keys.get("record"), PARTS["log"])
            for one in nodes.items(keys["item"], self._names.items.what, "[…]"):
                item = self._log_item(one, nodes)
                if item is not None:
                    entries.append(LogEntry(item, done_on, by, record))
        return tuple(entries)

    def _log_item(self, node: Node, nodes: NodeReader) -> str | None:
        written = nodes.scalar(node, self._names.items.what, VISIT)
        if written is None:
            return None
        try:
            return self._log_items.find(str(written.value))
        except BadCellError:
            nodes.unknown(written, self._names.items)
            return None


def _joined(name: ScalarNode, own: ScalarNode) -> Written:
    return _text(f"{name.value} / {own.value}", own)


def _text(text: str, node: Node) -> Written:
    return Written(text, node.place)
