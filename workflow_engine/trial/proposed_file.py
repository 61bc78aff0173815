"""Proposed customers as a test file in YAML: what the policy says now, for a person to check."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.values import number_text
from workflow_engine.planning.planner import Planner
from workflow_engine.program.program import Program, Scale, Table, Tag
from workflow_engine.program.types import Type
from workflow_engine.trial.coverage_words import owner_label
from workflow_engine.trial.model import Mark, PolicyTest, Subject, Wanted
from workflow_engine.trial.observing import Observed
from workflow_engine.trial.proposals import Proposal, Proposals
from workflow_engine.trial.words import MARKS, MISSING_WORDS, STATES, UNITS, key_word

NAMED = 3
"""How many values of a customer stand in the name of a test."""

_PLAIN = re.compile(
    r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*(?: [A-Za-z0-9_\u4e00-\u9fff]+)*"
)
_WORDS = frozenset(
    {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "是", "否", "真", "假"}
    | MISSING_WORDS
    | {word for text in MARKS.values() for word in (text.zh, text.en)}
)
_B = Bilingual
_HEAD = _B(
    "# 由 workflow-engine test --generate 提出，补上还没有测试试到的规则。\n"
    "# 请逐条核对：“预期”写的是政策现在的结果，不一定是想要的结果。\n"
    "# 核对无误后删去“请核对”，给测试起一个业务上的名字。",
    "# Proposed by workflow-engine test --generate, for what no test had reached.\n"
    "# Check each: `expect` is what the policy says now, which need not be what is wanted.\n"
    "# When it is right, delete `check this` and give the test a name from the business.",
)
_CHECK = _B("请核对", "check this")
_FILLS = _B("补上：{told}", "fills: {told}")
_FILLS_MORE = _B("补上：{told}；另有 {count} 处", "fills: {told}; and {count} more")
_MORE = _B("，另有 {count} 项", " and {count} more")
_CHOSEN = _B("已选", "chosen")
_AS_IS = _B("典型客户本身", "the persona as is")
_NOTHING_KNOWN = _B("没有任何资料的客户", "a customer of whom nothing is known")


def proposed_file(
    program: Program,
    proposals: Proposals,
    *,
    persona: str | None,
    lang: Language,
    said: Language,
    taken: Iterable[str] = (),
) -> str:
    """The test file; with no proposals an empty text.

    `persona` is what the proposals were laid over, None for nothing. Keys are in `lang`, the
    language of the policy's files, comments and names in `said`. `taken` are names of tests that
    are there already.
    """
    if not proposals.proposals:
        return ""
    return "\n".join(_Writer(program, persona, lang, said, taken).lines(proposals)) + "\n"


class _Writer:
    def __init__(
        self,
        program: Program,
        persona: str | None,
        lang: Language,
        said: Language,
        taken: Iterable[str],
    ) -> None:
        self._program = program
        self._persona = persona
        self._lang: Language = lang
        self._said: Language = said
        self._names = set(taken)
        self._phrases = Phrases(program, said)
        self._planner = Planner(program)

    def lines(self, proposals: Proposals) -> Iterator[str]:
        """The whole file."""
        yield _HEAD.get(self._said)
        yield f"{self._key('tests', 'file')}:"
        for proposal in proposals.proposals:
            yield from self._test(proposal)

    def _test(self, proposal: Proposal) -> Iterator[str]:
        yield ""
        yield f"  # {self._filled(proposal)}"
        yield f"  {_quoted(self._name(proposal))}:"
        if self._persona is not None:
            yield f"    {self._key('persona')}: {_name(self._persona)}"
        yield f"    {self._key('at')}: {proposal.day.isoformat()}"
        given = dict(proposal.given)
        choices = self._program.choices
        chosen = given.pop(choices, None) if choices is not None else None
        if choices is not None and choices in proposal.given and chosen is None:
            given[choices] = None
        if given:
            pairs = [
                f"{_name(name)}: {self._value(value, self._program.attributes[name].type)}"
                for name, value in given.items()
            ]
            yield f"    {self._key('given')}: {{{', '.join(pairs)}}}"
        if isinstance(chosen, tuple):
            yield f"    {self._key('choices')}: [{', '.join(_name(str(one)) for one in chosen)}]"
        yield f"    {self._key('expect')}:  # {_CHECK.get(self._said)}"
        for section, body in self._expected(proposal).items():
            yield f"      {self._key(section, 'expect')}: {body}"

    def _filled(self, proposal: Proposal) -> str:
        others = len(proposal.shows) - 1
        words = _FILLS_MORE if others else _FILLS
        told = proposal.about.missing.get(self._said)
        return words.get(self._said).format(told=told, count=others)

    def _expected(self, proposal: Proposal) -> dict[str, str]:
        """What the policy says now of everything the test is about, section by section."""
        test = PolicyTest(
            name="",
            file="",
            place=self._program.head.place,
            at=proposal.day,
            customer="test",
            customer_name="test",
            values=proposal.values,
        )
        observed = Observed(self._program, test, self._planner, None, None)
        whole: dict[str, str] = {}
        parts: dict[str, dict[str, str]] = {}
        for point in proposal.shows:
            for subject, type_ in self._subjects(point.owner):
                found = observed.value(subject)
                if found is Mark.UNKNOWN and point.owner != proposal.about.owner:
                    continue  # it was reached on the way, and says nothing of its own
                value = self._value(found, type_)
                match subject:
                    case (section,):
                        whole[section] = value
                    case ("visit", field):
                        parts.setdefault("visit", {})[self._key(field, "visit")] = value
                    case (section, name, *_):
                        parts.setdefault(section, {})[_name(name)] = value
        maps = {
            section: f"{{{', '.join(f'{name}: {value}' for name, value in entries.items())}}}"
            for section, entries in parts.items()
        }
        return {**whole, **maps}

    def _subjects(self, owner: str) -> Iterator[tuple[Subject, Type]]:
        program = self._program
        definition = program.definitions.get(owner)
        match definition:
            case Tag():
                yield ("tags", owner), definition.type
            case Scale():
                yield ("levels", owner), definition.type
            case Table():
                yield ("tables", owner), definition.type
            case _ if owner in program.items:
                yield ("items", owner, "state"), STATES
            case _ if owner in program.strategies:
                for scale in program.definitions.values():
                    if isinstance(scale, Scale) and any(
                        level.strategy == owner
                        for level in (*scale.levels, *filter(None, (scale.otherwise,)))
                    ):
                        yield ("levels", scale.id), scale.type
            case _ if owner == "visits":
                yield ("visit", "times"), Type("integer")
                yield ("visit", "per"), UNITS
                yield ("visit", "minutes"), Type("integer")
            case _:
                yield ("categories",), Type("list", item=Type("text"))

    def _name(self, proposal: Proposal) -> str:
        """What the test is called: what it is about, and what is special of its customer."""
        program = self._program
        said = [
            f"{self._phrases.name(name)} {self._phrases.attribute_value(name, value)}"
            for name, value in proposal.given.items()
            if name != program.choices
        ]
        if proposal.about.chosen and program.choices is not None:
            said.append(_CHOSEN.get(self._said))
        customer = ("、" if self._said == "zh" else ", ").join(said[:NAMED])
        if len(said) > NAMED:
            customer += _MORE.get(self._said).format(count=len(said) - NAMED)
        about = owner_label(program, proposal.about.owner).get(self._said)
        colon = "：" if self._said == "zh" else ": "
        as_is = _NOTHING_KNOWN if self._persona is None else _AS_IS
        full = f"{about}{colon}{customer or as_is.get(self._said)}"
        name, number = full, 1
        while name in self._names:
            number += 1
            name = f"{full} ({number})"
        self._names.add(name)
        return name

    def _key(self, key: str, part: str = "test") -> str:
        return key_word(key, part, self._lang)

    def _value(self, value: Wanted, kind: Type) -> str:
        lang = self._lang
        match value:
            case Mark():
                return MARKS[value].get(lang)
            case None:
                return "缺失" if lang == "zh" else "missing"
            case bool():
                return ("是" if value else "否") if lang == "zh" else str(value).lower()
            case int() if kind.kind == "number":
                return number_text(value).replace(",", "")
            case int():
                return str(value)
            case dt.datetime():
                return value.isoformat(sep=" ", timespec="minutes")
            case dt.date():
                return value.isoformat()
            case tuple():
                item = kind.item or kind
                return f"[{', '.join(self._value(one, item) for one in value)}]"
            case dict():
                fields = dict(kind.fields)
                pairs = (
                    f"{_name(name)}: {self._value(one, fields[name])}"
                    for name, one in value.items()
                )
                return f"{{{', '.join(pairs)}}}"
            case str() if kind in (STATES, UNITS):
                return next(one.label.get(lang) for one in kind.options if one.id == value)
            case str() if kind.kind == "choice":
                return _name(value)
            case str():
                return _quoted(value)


def _name(text: str) -> str:
    """A name as it is where YAML takes it for a text, else quoted."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
