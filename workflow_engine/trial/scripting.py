"""The case of a test, read from its nodes: its opening and what happens then."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from workflow_engine.cases.commands import Act, Open
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.nodes import Node
from workflow_engine.program.program import Program
from workflow_engine.program.types import INTEGER, NUMBER, SCALE, Type
from workflow_engine.trial.expecting import ExpectationReader
from workflow_engine.trial.model import CaseScript, Expectation, Mark, Step, Subject, Wanted
from workflow_engine.trial.names import PolicyNames, command_id, commands_of
from workflow_engine.trial.nodes import NodeReader
from workflow_engine.trial.words import DEGREE, KEYS, OUTCOME, REFUSALS, key_word

_TEXTS = ("note", "goods", "person", "code", "nature", "other")
_OPENED = Bilingual("2026-11-23 09:10", "2026-11-23 09:10")


class CaseReader:
    """Reads the case of one test."""

    def __init__(self, program: Program, names: PolicyNames, nodes: NodeReader) -> None:
        self._program = program
        self._names = names
        self._nodes = nodes

    def process(self, node: Node) -> str | None:
        """The process of the case: the one named, or that of the failure named."""
        keys = self._nodes.keyed(node, "case")
        if "failure" in keys:
            failure = self._nodes.name(keys["failure"], self._names.failures)
            return None if failure is None else f"recovery.{failure}"
        if "process" in keys:
            return self._nodes.name(keys["process"], self._names.processes)
        failures = next(iter(self._names.failures.labels), "…")
        word = key_word("failure", "case", self._nodes.lang)
        self._nodes.lacks(node.place, "case", "failure", Bilingual.same(f"{word}: {failures}"))
        return None

    def read(self, node: Node, process: str) -> tuple[CaseScript | None, list[Expectation]]:
        """The script of a case of a process, and what is expected on the way.

        Every command that is not said to be refused is expected to be carried out.
        """
        nodes = self._nodes
        keys = nodes.keyed(node, "case")
        opened_at = nodes.moment(keys.get("opened"), _key("opened", "开立时间"))
        if opened_at is None:
            if "opened" not in keys:
                word = key_word("opened", "case", nodes.lang)
                nodes.lacks(node.place, "case", "opened", Bilingual.same(f"{word}: {_OPENED.en}"))
            return None, []
        opening = Open(
            case="T-1",
            process=process,
            customer="",
            name="",
            by=nodes.text(keys.get("by"), _key("by", "报告人")),
            about=nodes.text(keys.get("complained_about"), _key("complained_about", "被投诉人")),
            earlier=self._whole(keys.get("earlier")),
            severity=self._word(keys.get("severity"), DEGREE, _key("severity", "严重度")),
            note=nodes.text(keys.get("note"), _key("note", "备注")),
            occurred_at=nodes.moment(keys.get("occurred"), _key("occurred", "发生时间")),
        )
        steps: list[Step] = []
        expected = [Expectation(("case", "refused"), REFUSALS, Mark.NONE, node.place, implied=True)]
        before = opened_at
        written = keys.get("steps")
        listed = () if written is None else nodes.items(written, _key("steps", "经过"), "[{…}]")
        for number, one in enumerate(listed, start=1):
            step = self._step(one, process, before)
            if step is not None:
                before = step.at
                steps.append(step)
                expected += self._of_step(one, process, step, str(number))
        until = nodes.moment(keys.get("until"), _key("until", "看到"))
        if until is not None and until < before:
            self._out_of_order(keys["until"], until, before)
        if len(steps) < len(listed):
            return None, []
        return CaseScript(opening, opened_at, tuple(steps), until, node.place), expected

    def _step(self, node: Node, process: str, before: dt.datetime) -> Step | None:
        nodes = self._nodes
        keys = nodes.keyed(node, "step")
        at = nodes.moment(keys.get("at"), _key("at", "时间"))
        if at is None:
            if "at" not in keys:
                word = key_word("at", "step", nodes.lang)
                nodes.lacks(node.place, "step", "at", Bilingual.same(f"{word}: {_OPENED.en}"))
            return None
        if at < before:
            self._out_of_order(keys["at"], at, before)
            return None
        if "do" not in keys:
            return Step(at, None, node.place)
        command = self._command(keys["do"], process)
        if command is None:
            return None
        return Step(at, self._act(command, keys), keys["do"].place)

    def _command(self, node: Node, process: str) -> str | None:
        names = commands_of(self._program, process)
        written = self._nodes.scalar(node, names.what, "acknowledge")
        if written is None:
            return None
        found = command_id(names, written.value)
        if found is None:
            self._nodes.unknown(written, names)
        return found

    def _act(self, command: str, keys: dict[str, Node]) -> Act:
        nodes, names = self._nodes, self._names
        given: dict[str, Any] = {
            key: nodes.text(keys.get(key), _named(key)) for key in _TEXTS if key in keys
        }
        if "amount" in keys:
            amount = nodes.value(keys["amount"], NUMBER, _key("amount", "金额"))
            given["amount"] = Decimal(amount) / SCALE if isinstance(amount, int) else None
        for key, known in (
            ("role", names.roles),
            ("department", names.support),
            ("event", names.events),
        ):
            if key in keys:
                given[key] = nodes.name(keys[key], known)
        for key, type_ in (("urgency", DEGREE), ("severity", DEGREE), ("outcome", OUTCOME)):
            if key in keys:
                given[key] = self._word(keys[key], type_, _named(key))
        return Act(
            command,
            by=nodes.text(keys.get("by"), _key("by", "经办人")),
            occurred_at=nodes.moment(keys.get("occurred"), _key("occurred", "发生时间")),
            until=nodes.moment(keys.get("until"), _key("until", "有效至")),
            **given,
        )

    def _of_step(self, node: Node, process: str, step: Step, number: str) -> list[Expectation]:
        keys = self._nodes.keyed(node, "step")
        subject: Subject = ("steps", number)
        expected: list[Expectation] = []
        if step.act is not None:
            wanted: Wanted | None = Mark.NONE
            if "refused" in keys:
                where = _key("refused", "拒绝原因")
                wanted = self._nodes.value(keys["refused"], REFUSALS, where, marks=(Mark.NONE,))
            if wanted is not None:
                implied = "refused" not in keys
                place = step.place if implied else keys["refused"].place
                expected.append(
                    Expectation((*subject, "refused"), REFUSALS, wanted, place, implied=implied)
                )
        elif "refused" in keys:
            self._nodes.lacks(node.place, "step", "do", Bilingual("操作: 弥补", "do: amend"))
        if "expect" in keys:
            reader = ExpectationReader(self._program, self._names, self._nodes, process)
            expected += reader.of_case(keys["expect"], subject, "expected step")
        return expected

    def _whole(self, node: Node | None) -> int:
        if node is None:
            return 0
        found = self._nodes.value(node, INTEGER, _key("earlier", "此前次数"))
        return found if isinstance(found, int) else 0

    def _word(self, node: Node | None, type_: Type, where: Bilingual) -> Any:
        if node is None:
            return None
        return self._nodes.value(node, type_, where)

    def _out_of_order(self, node: Node, at: dt.datetime, before: dt.datetime) -> None:
        self._nodes.say(
            "WE789", node.place, at=f"{at:%Y-%m-%d %H:%M}", before=f"{before:%Y-%m-%d %H:%M}"
        )


def _key(key: str, chinese: str) -> Bilingual:
    return Bilingual(f"“{chinese}”", f"`{key}`")


def _named(key: str) -> Bilingual:
    return _key(key, KEYS["step"][key])
