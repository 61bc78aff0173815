"""Nodes of a test file as keys, names, values and moments; mistakes are collected, never raised."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from workflow_engine.batch.cells import BadCellError, convert
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.file_words import ENGLISH
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.program.types import DATE, DATETIME, Type, Value
from workflow_engine.trial.model import Mark, Wanted
from workflow_engine.trial.names import NamesOf
from workflow_engine.trial.words import KEYS, PARTS, key_named, key_word, mark_named

EARLIEST, LATEST = 1900, 2200
"""Years in which a policy can be asked: due dates must still be dates."""
_ONE_DIGIT_HOUR = re.compile(r"^(\S+[ T])(\d)(?=:)")
_TIME = Bilingual(
    "时间写作 2026-11-21 09:00，24 小时制，日期和时间之间空一格",
    "write the time as in 2026-11-21 09:00, in 24 hours, a space behind the date",
)
_SHOWN = 60
_LISTED = 12


class NodeReader:
    """Reads nodes of one file; what is wrong goes to `found`.

    `lang` is the language in which the file writes its keys; `zone` that of moments without one.
    `mistakes` counts the errors, also those that were told before.
    """

    def __init__(self, zone: ZoneInfo, lang: Language, found: list[Diagnostic]) -> None:
        self.zone = zone
        self.lang: Language = lang
        self.found = found
        self.mistakes = 0

    def keyed(self, node: Node, part: str) -> dict[str, Node]:
        """The nodes of a mapping by the keys of a part; unknown keys are reported."""
        return {key: value for key, (_, value) in self.with_keys(node, part).items()}

    def with_keys(self, node: Node, part: str) -> dict[str, tuple[ScalarNode, Node]]:
        """The same with the nodes of the keys."""
        found: dict[str, tuple[ScalarNode, Node]] = {}
        keys = KEYS[part]
        example = "{" + key_word(next(iter(keys)), part, self.lang) + ": …}"
        for name, value in self.entries(node, PARTS[part], example):
            key = key_named(name.value.strip(), part)
            if key is None:
                words = keys.values() if self.lang == "zh" else keys
                near = did_you_mean(name.value, [*keys, *keys.values()])
                known = ", ".join([near] if near else words)
                self.say("WE780", name.place, part=PARTS[part], key=short(name.value), known=known)
            elif key in found:
                what = Bilingual("项目", "key")
                self.say("WE786", name.place, what=what, name=name.value)
            else:
                found[key] = (name, value)
        return found

    def entries(
        self, node: Node, where: Bilingual, example: str
    ) -> tuple[tuple[ScalarNode, Node], ...]:
        """The entries of a mapping; nothing of an empty value."""
        if isinstance(node, MappingNode):
            return node.entries
        if not empty(node):
            expected = Bilingual("若干项“名称: 值”", "entries like `name: value`")
            self.say("WE784", node.place, where=where, expected=expected, example=example)
        return ()

    def items(self, node: Node, where: Bilingual, example: str) -> tuple[Node, ...]:
        """The elements of a list; one single value is a list of one, an empty one of none."""
        if isinstance(node, SequenceNode):
            return node.items
        if isinstance(node, ScalarNode):
            return () if empty(node) or mark_named(node.value) is Mark.NONE else (node,)
        expected = Bilingual("列表", "a list")
        self.say("WE784", node.place, where=where, expected=expected, example=example)
        return ()

    def scalar(self, node: Node, where: Bilingual, example: str) -> ScalarNode | None:
        """A node that is one value."""
        if isinstance(node, ScalarNode):
            return node
        expected = Bilingual("一个值", "one value")
        self.say("WE784", node.place, where=where, expected=expected, example=example)
        return None

    def text(self, node: Node | None, where: Bilingual, example: str = "…") -> str | None:
        """A text; None when nothing stands there."""
        if node is None:
            return None
        found = self.scalar(node, where, example)
        return None if found is None else str(found.value).strip() or None

    def name(self, node: Node | None, names: NamesOf) -> str | None:
        """The id of what a node names."""
        if node is None:
            return None
        found = self.scalar(node, names.what, next(iter(names.labels), "…"))
        return None if found is None else self.named(found, names)

    def named(self, node: ScalarNode, names: NamesOf) -> str | None:
        """The id of what a key or a value names; an unknown name is reported."""
        found = names.find(node.value)
        if found is None:
            self.unknown(node, names)
        return found

    def unknown(self, node: ScalarNode, names: NamesOf) -> None:
        """Report a name that the policy does not have."""
        near = names.near(node.value)
        more = " …" if len(names.labels) > _LISTED else ""
        first = list(names.labels.items())[:_LISTED]
        known = Bilingual(
            "、".join(label.zh for _, label in first) + more or "–",
            ", ".join(id_ for id_, _ in first) + more or "–",
        )
        hint = None
        if near is not None:
            hint = Bilingual(f"是不是“{near}”？", f"did you mean `{near}`?")
        name = short(node.value)
        self.say("WE782", node.place, hint, what=names.what, name=name, known=known)

    def value(
        self, node: Node, type_: Type, where: Bilingual, *, marks: Collection[Mark] = ()
    ) -> Wanted | None:
        """A value of a type in internal form, or one of the marks that may stand in its place.

        None, with the mistake reported, when it is neither.
        """
        if isinstance(node, ScalarNode):
            mark = mark_named(node.value)
            if mark in marks and type_.option(node.value) is None:
                return mark
        if type_.kind == "list" and type_.item is not None:
            parts = self.items(node, where, "[…]")
            wanted = [self.value(part, type_.item, where) for part in parts]
            known = tuple(one for one in wanted if one is not None and not isinstance(one, Mark))
            return known if len(known) == len(parts) else None
        if type_.kind == "record":
            return self._record(node, type_, where)
        scalar = self.scalar(node, where, "…")
        return None if scalar is None else self.cell(scalar, type_, where, marks=marks)

    def _record(self, node: Node, type_: Type, where: Bilingual) -> Value:
        fields = dict(type_.fields)
        what = Bilingual("决策表的结果", "output of the table")
        names = NamesOf(what, {name: Bilingual.same(name) for name in fields})
        record: dict[str, Value] = {}
        for name, value in self.entries(node, where, "{…: …}"):
            field = self.named(name, names)
            if field is not None:
                wanted = self.value(value, fields[field], where)
                record[field] = None if isinstance(wanted, Mark) else wanted
        return {field: record.get(field) for field in fields}

    def cell(
        self, node: ScalarNode, type_: Type, where: Bilingual, *, marks: Collection[Mark] = ()
    ) -> Value:
        """The value of one written text; None, with the mistake reported, when it does not fit."""
        text = str(node.value)
        if type_ == DATETIME:
            text = _ONE_DIGIT_HOUR.sub(r"\g<1>0\g<2>", unicodedata.normalize("NFKC", text).strip())
        try:
            value = convert(text, type_, self.zone)
        except BadCellError as error:
            rule = _TIME if type_ == DATETIME and self._is_day(text) else error.rule
            self.wrong(node, where, rule, error.hint)
            return None
        if value is None:
            words = [Bilingual(*_words(mark)) for mark in marks]
            rule = Bilingual(
                "这里要写一个值" + "".join(f"，或写 {word.zh}" for word in words),
                "a value is needed here" + "".join(f", or `{word.en}`" for word in words),
            )
            self.wrong(node, where, rule, None)
        return value

    def _is_day(self, text: str) -> bool:
        """Whether a text that is no moment begins with a day: its time is what is wrong."""
        try:
            return convert(re.split("[ T]", text, maxsplit=1)[0], DATE, self.zone) is not None
        except BadCellError:
            return False

    def date(self, node: Node | None, where: Bilingual) -> dt.date | None:
        """A day."""
        if node is None:
            return None
        found = self.value(node, DATE, where)
        return found if isinstance(found, dt.date) and self._in_range(node, found, where) else None

    def moment(self, node: Node | None, where: Bilingual) -> dt.datetime | None:
        """A moment in the policy's timezone, aware."""
        if node is None:
            return None
        found = self.value(node, DATETIME, where)
        if not isinstance(found, dt.datetime) or not self._in_range(node, found, where):
            return None
        return found.replace(tzinfo=self.zone)

    def _in_range(self, node: Node, day: dt.date, where: Bilingual) -> bool:
        """Whether calendars reach that far; else it is reported."""
        if EARLIEST <= day.year <= LATEST:
            return True
        rule = Bilingual(
            f"年份须在 {EARLIEST} 到 {LATEST} 之间",
            f"the year must be from {EARLIEST} to {LATEST}",
        )
        if isinstance(node, ScalarNode):
            self.wrong(node, where, rule, None)
        return False

    def wrong(
        self, node: ScalarNode, where: Bilingual, rule: Bilingual, hint: Bilingual | None
    ) -> None:
        """Report a value that does not fit."""
        self.say("WE781", node.place, hint, text=short(node.value), where=where, rule=rule)

    def lacks(self, place: Place, part: str, key: str, example: Bilingual) -> None:
        """Report a key that is needed; the example is in the language of the file."""
        self.say(
            "WE783",
            place,
            part=PARTS[part],
            key=key_word(key, part, self.lang),
            example=example.get(self.lang),
        )

    def say(
        self, code: str, place: Place, hint: Bilingual | None = None, **args: str | Bilingual
    ) -> None:
        """Report a mistake; what was told of a place is not told again."""
        found = diagnose(
            code,
            place,
            labels=(),
            fix=None,
            severity=None,
            help=hint,
            keywords=ENGLISH,
            **args,
        )
        self.mistakes += found.severity == "error"
        if all((one.code, one.place) != (code, place) for one in self.found):
            self.found.append(found)


def empty(node: Node) -> bool:
    """Whether nothing stands there: `key:` without a value."""
    return isinstance(node, ScalarNode) and not node.value.quoted and node.value in ("", "~")


def short(text: str) -> str:
    """A text of the file, cut to a readable length."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def chinese(keys: Iterable[str], part: str) -> bool:
    """Whether keys of a part are written in Chinese."""
    return any(key in KEYS[part].values() for key in keys)


def _words(mark: Mark) -> tuple[str, str]:
    from workflow_engine.trial.words import MARKS

    return MARKS[mark].zh, MARKS[mark].en
