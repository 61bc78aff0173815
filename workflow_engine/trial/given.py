"""What a test file writes of a customer: attributes, choices, and who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_engine.batch.cells import BadCellError
from workflow_engine.batch.columns import ColumnNames
from workflow_engine.batch.customers import CustomerReader
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.values import listed
from workflow_engine.language.nodes import Node, ScalarNode, SequenceNode
from workflow_engine.program.program import Program
from workflow_engine.program.reading import attributes_behind, expressions_of
from workflow_engine.program.types import Value
from workflow_engine.trial.model import Persona
from workflow_engine.trial.names import PolicyNames
from workflow_engine.trial.nodes import NodeReader, empty, short
from workflow_engine.trial.words import MISSING_WORDS


@dataclass(slots=True)
class Given:
    """What is known of a customer so far."""

    values: dict[str, Value]
    identity: dict[str, str]


class GivenReader:
    """Reads the customers of tests and personas of one policy."""

    def __init__(self, program: Program, names: PolicyNames) -> None:
        self._program = program
        self._names = names
        self._columns = ColumnNames.of(program)
        self._customers = CustomerReader(program)
        self.zone = self._customers.zone

    def take(
        self, entries: Sequence[tuple[ScalarNode, Node]], nodes: NodeReader, given: Given
    ) -> None:
        """Take over what is written of a customer; what is already known is replaced."""
        for key, node in entries:
            id_ = self._columns.attribute(key.value)
            if id_ is None:
                self._unknown_attribute(key, nodes)
            elif id_ in self._program.attributes:
                given.values[id_] = self._value(id_, key, node, nodes)
                if id_ in (self._program.key, self._program.name):
                    given.identity[id_] = str(given.values[id_] or "")
            else:
                given.identity[id_] = nodes.text(node, _where(key)) or ""

    def _unknown_attribute(self, key: ScalarNode, nodes: NodeReader) -> None:
        computed = self._names.definitions.find(key.value)
        if computed is not None:
            self._computed(computed, key, nodes)
            return
        near = self._columns.suggestion(key.value, ())
        hint = None if near is None else Bilingual(f"是不是“{near}”？", f"did you mean `{near}`?")
        what = self._names.attributes.what
        name = short(key.value)
        known = ", ".join(list(self._names.attributes.labels)[:12])
        nodes.say("WE782", key.place, hint, what=what, name=name, known=known)

    def _computed(self, id_: str, key: ScalarNode, nodes: NodeReader) -> None:
        """Report that what is written as data is what the policy computes, and of what."""
        program = self._program
        behind = attributes_behind(program, expressions_of(program.definitions[id_]))
        read = [one.label for name, one in program.attributes.items() if name in behind]
        zh, en = (listed([one.get(lang) for one in read], lang) for lang in ("zh", "en"))
        rule = Bilingual("它由政策算出", "the policy computes it")
        hint = None
        if read:
            rule = Bilingual(f"它由{zh}算出", f"it is computed from {en}")
            hint = Bilingual(f"请写{zh}", f"write {en}")
        where = Bilingual("客户资料", "data of a customer")
        nodes.say("WE781", key.place, hint, text=short(key.value), where=where, rule=rule)

    def _value(self, id_: str, key: ScalarNode, node: Node, nodes: NodeReader) -> Value:
        """The value of an attribute; None when missing or wrong."""
        attribute = self._program.attributes[id_]
        raw: str | list[str]
        place: Node
        if isinstance(node, SequenceNode):
            elements = [nodes.scalar(part, _where(key), "…") for part in node.items]
            raw = [str(one.value) for one in elements if one is not None]
            place = node
        else:
            scalar = nodes.scalar(node, _where(key), "28")
            if scalar is None or empty(scalar):
                return None
            if not scalar.value.quoted and scalar.value in MISSING_WORDS:
                return None
            raw, place = str(scalar.value), scalar
        try:
            return self._customers.value(raw, attribute)
        except BadCellError as error:
            shown = raw if isinstance(raw, str) else str(error.value)
            nodes.say(
                "WE781",
                place.place,
                error.hint,
                text=short(shown),
                where=_label(attribute.label),
                rule=error.rule,
            )
            return None

    def choose(self, node: Node, nodes: NodeReader, given: Given) -> None:
        """Take over the optional items that the customer chose."""
        choices = self._program.choices
        where = Bilingual("“自选项”", "`choices`")
        if choices is None:
            known = Bilingual("政策没有自选字段", "the policy names no field for choices")
            nodes.say("WE781", node.place, text="…", where=where, rule=known)
            return
        parts = nodes.items(node, where, "[…]")
        found = [nodes.name(part, self._names.optional) for part in parts]
        given.values[choices] = tuple(dict.fromkeys(one for one in found if one is not None))

    def identify(self, given: Given, customer: str, name: str) -> None:
        """Give a customer of whom nothing is written of it an id and a name: everybody has them."""
        for id_, text in ((self._program.key, customer), (self._program.name, name)):
            attribute = self._program.attributes.get(id_)
            if attribute is not None and attribute.type.kind == "text":
                given.values.setdefault(id_, text)

    def complete(
        self,
        name: ScalarNode,
        persona: Persona | None,
        own: Given,
        given: Given,
        nodes: NodeReader,
    ) -> None:
        """Report required data that is missing: at its persona, unless the test takes it away.

        What a persona lacks is told once, however many tests build on it.
        """
        lacking = [
            one
            for one in self._program.attributes.values()
            if one.required and given.values.get(one.id) is None
        ]
        if not lacking:
            return
        zh, en = (listed([one.label.get(lang) for one in lacking], lang) for lang in ("zh", "en"))
        attributes = Bilingual(zh, en)
        place, said = name.place, str(name.value)
        whose = Bilingual(f"测试“{said}”的客户", f"the customer of the test “{said}”")
        hint = None
        if persona is not None and not any(one.id in own.values for one in lacking):
            place = persona.place
            whose = Bilingual(f"典型客户“{persona.name}”", f"the persona “{persona.name}”")
            written = f"`{lacking[0].id}: …`"
            hint = Bilingual(f"在这位典型客户下补上 {written}", f"add {written} to the persona")
        nodes.say("WE788", place, hint, whose=whose, attribute=attributes)


def _where(key: ScalarNode) -> Bilingual:
    return _label(Bilingual.same(str(key.value)))


def _label(label: Bilingual) -> Bilingual:
    return Bilingual(f"“{label.zh}”", f"`{label.en}`")
