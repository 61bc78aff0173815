"""The parts of a policy in words: every value that a program can hold, in both languages."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from workflow_engine.cases.wording import SEVERITIES
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.explain.handbook.voice import Voice, lasting
from workflow_engine.explain.sentences import AGGREGATES, SCALE_RULES, TABLE_RULES
from workflow_engine.explain.values import value_text
from workflow_engine.impact.field_labels import field_label
from workflow_engine.impact.meaning import fields_of
from workflow_engine.language.durations import Duration, Frequency, plain
from workflow_engine.language.keywords import WORDS
from workflow_engine.program.assertions import Assertion
from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.privileges import Benefit
from workflow_engine.program.processes import Limit, Reminder, Repeat, Trigger
from workflow_engine.program.program import Attribute, Program, Row, Table
from workflow_engine.program.rollout import RiskLimit, Stage
from workflow_engine.program.types import Type

_B = Bilingual
LANGUAGES: tuple[Language, Language] = ("zh", "en")

NOTHING = _B("无", "none")
EVERYONE = _B("所有客户", "everyone")
YES, NO = _B("是", "yes"), _B("否", "no")
NEVER = _B("不提醒", "no warning")
ANY_CASE = _B("任何情况", "in any case")

WEEKDAYS = (
    _B("周一", "Mon"),
    _B("周二", "Tue"),
    _B("周三", "Wed"),
    _B("周四", "Thu"),
    _B("周五", "Fri"),
    _B("周六", "Sat"),
    _B("周日", "Sun"),
)
_KINDS = {
    "text": _B("文字", "text"),
    "integer": _B("整数", "whole number"),
    "number": _B("数值", "number"),
    "boolean": _B("是或否", "yes or no"),
    "date": _B("日期", "date"),
    "datetime": _B("日期和时刻", "date and time"),
    "choice": _B("选一项", "one of"),
    "record": _B("几个值", "several values"),
}
_PORTRAITS = {
    "basic": _B("基本画像", "basics"),
    "operating": _B("经营画像", "operations"),
    "service_value": _B("服务价值画像", "service value"),
}
_SAID_OTHERWISE: Mapping[tuple[str, str], Mapping[str, Bilingual]] = {
    ("Scale", "hit"): SCALE_RULES,
    ("Table", "hit"): TABLE_RULES,
    ("Table", "aggregate"): AGGREGATES,
    ("Attribute", "portrait"): _PORTRAITS,
    ("Failure", "severity"): SEVERITIES,
}
_WHEN_NONE: Mapping[tuple[str, str], Bilingual] = {
    ("Item", "applies"): EVERYONE,
    ("Failure", "applies"): EVERYONE,
    ("Promise", "applies"): EVERYONE,
    ("Privilege", "applies"): EVERYONE,
    ("Transition", "guard"): ANY_CASE,
    ("Step", "warn"): NEVER,
    ("Clock", "warn"): NEVER,
    ("FeedbackStep", "warn"): NEVER,
    ("Limit", "warn"): NEVER,
}
_ROLES = frozenset(
    {
        ("Item", "by"),
        ("Role", "reports_to"),
        ("Person", "role"),
        ("Step", "by"),
        ("Step", "actors"),
        ("Failure", "owner"),
        ("Failure", "approve"),
        ("Failure", "exception"),
        ("Rung", "role"),
        ("Rung", "to"),
        ("FeedbackStep", "by"),
        ("Feedback", "owner"),
        ("Monitor", "owner"),
        ("Support", "role"),
        ("Clock", "by"),
        ("Transition", "by"),
        ("Process", "owner"),
    }
)
_NOUNS = {
    ("Item", "duty"): "duties",
    ("Item", "needs"): "needs",
    ("Item", "objective"): "objectives",
    ("Item", "principle"): "principles",
    ("Item", "record"): "records",
    ("Level", "strategy"): "strategies",
    ("Strategy", "grants"): "items",
    ("Strategy", "suspends"): "items",
    ("Failure", "support"): "support",
}
_FAILURES = frozenset({("Promise", "broken_opens"), ("Monitor", "opens")})
_CALENDARS = frozenset(
    {
        ("Recovery", "calendar"),
        ("Feedback", "calendar"),
        ("Role", "calendar"),
        ("Process", "calendar"),
    }
)
_NAMES = frozenset(
    {
        ("Attribute", "as_of"),
        ("Role", "person"),
        ("Categories", "of"),
        ("Categories", "otherwise"),
        ("Program", "key"),
        ("Program", "name"),
        ("Program", "choices"),
    }
)
_COMMANDS = frozenset(
    {
        ("Clock", "starts_on"),
        ("Clock", "stops_on"),
        ("Clock", "dropped_by"),
        ("Transition", "command"),
        ("Trigger", "step"),
    }
)


class Wording:
    """Says the parts of one policy, each in Chinese and in English."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.voice = Voice(program)
        self._nouns: dict[str, Mapping[str, Any]] = {
            "duties": program.duties,
            "needs": program.needs,
            "objectives": program.objectives,
            "principles": program.principles,
            "records": program.records,
            "strategies": program.strategies,
            "items": program.items,
            "support": program.support,
        }

    def of(self, value: Any, owner: str = "", field: str = "") -> Bilingual:
        """A value in words; `owner` and `field` say whose field it is, which may name its kind."""
        where = (owner, field)
        if value is None or value == ():
            return _WHEN_NONE.get(where, NOTHING)
        if isinstance(value, (tuple, list)):
            return self.voice.listed(self.of(one, owner, field) for one in value)
        if isinstance(value, str):
            return self._text(value, where)
        return self._amount(value, where)

    def _text(self, value: str, where: tuple[str, str]) -> Bilingual:
        said = _SAID_OTHERWISE.get(where, {}).get(value)
        if said is not None:
            return said
        naming = self._naming(where)
        if naming is not None:
            return naming(value)
        twin = WORDS.get(value)
        if twin is not None and where not in _PLAIN:
            return Bilingual(twin, value.replace("_", " "))
        return Bilingual.same(value)

    def _naming(self, where: tuple[str, str]) -> Callable[[str], Bilingual] | None:
        """What turns an id of this field into its label."""
        if where in _ROLES:
            return self.voice.role
        if where in _NOUNS:
            return lambda id_: self.noun(_NOUNS[where], id_)
        if where in _FAILURES:
            return self.voice.failure
        if where in _CALENDARS:
            return self.voice.calendar
        if where in _NAMES:
            return self.voice.name
        if where in _COMMANDS:
            return self.voice.command
        if where in {("VisitRule", "modes"), ("Item", "mode")}:
            return lambda mode: self.voice.modes([mode])
        return None

    def noun(self, section: str, id_: str) -> Bilingual:
        """The label of what an id names."""
        known = self._nouns[section].get(id_)
        return Bilingual.same(id_) if known is None else known.label

    def _amount(self, value: Any, where: tuple[str, str]) -> Bilingual:
        match value:
            case bool():
                return YES if value else NO
            case Bilingual():
                return value
            case Frequency():
                if where == ("Attribute", "stale_after"):
                    return lasting(value)
                return self.voice.every(value)
            case Duration():
                return self.voice.duration(value)
            case Decimal() if where[1] == "warn":
                return self.voice.warn(value)
            case Decimal() if where[1] in ("compensation_up_to", "cost_per_hour"):
                return self.voice.money(value)
            case Decimal():
                return Bilingual.same(plain(value))
            case dt.date():
                return Bilingual.same(value.isoformat())
            case Type():
                return self.kind(value)
            case int():
                return self._count(value, where)
            case Trigger():
                return value.text
            case Assertion() | RiskLimit():
                return Bilingual.same(value.text)
            case Stage():
                return self._stage(value)
            case Benefit():
                return self.pair_of(value.label, value.value)
            case Limit() | Reminder() | Repeat():
                return self._together(value)
            case Mapping():
                pairs = (self.pair(key, one, *where) for key, one in value.items())
                return self.voice.listed(pairs)
            case Constant(bool() as holds):
                return EVERYONE if holds else _B("目前没有客户", "no customer at present")
        if type(value).__module__.endswith("program.expressions"):
            return self.voice.phrase(value)
        if dataclasses.is_dataclass(value):
            return self._together(value)
        return Bilingual.same(str(value))

    def _count(self, value: int, where: tuple[str, str]) -> Bilingual:
        """A whole number, with its unit where the field has one."""
        if where[1] in ("minutes", "minutes_per_day"):
            return self.voice.say(_B("{0} 分钟", "{0} minutes"), f"{value:,}")
        return Bilingual.same(f"{value:,}")

    def _stage(self, stage: Stage) -> Bilingual:
        """From when on a new version is for which share of the customers."""
        share = f"{plain(stage.share * 100)}%"
        if stage.first is None:
            return Bilingual.same(share)
        words = _B("{0} 起 {1}", "{1} from {0}")
        return self.voice.say(words, stage.first.isoformat(), share)

    def _together(self, value: Any) -> Bilingual:
        """The fields of something small in one line, as far as they say something."""
        owner = type(value).__name__
        told = [
            self.pair_of(field_label(name, owner), self.of(one, owner, name))
            for name, one in fields_of(value)
            if one is not None and one != () and one is not False
        ]
        return self.voice.clauses(told)

    def pair(self, key: Any, value: Any, owner: str = "", field: str = "") -> Bilingual:
        """A name and what belongs to it."""
        return self.pair_of(self.of(key, owner, field), self.of(value, owner, field))

    def pair_of(self, label: Bilingual, text: Bilingual) -> Bilingual:
        """A label and its text."""
        return Bilingual(f"{label.zh}：{text.zh}", f"{label.en}: {text.en}")

    def kind(self, kind: Type) -> Bilingual:
        """A type, with its unit; the options of a choice are told apart from it."""
        if kind.kind == "list" and kind.item is not None:
            return self.voice.say(_B("{0}列表", "list of {0}"), self.kind(kind.item))
        said = _KINDS.get(kind.kind, Bilingual.same(kind.kind))
        if kind.unit is None:
            return said
        return self.voice.say(_B("{0}（{1}）", "{0} ({1})"), said, kind.unit)

    def bound(self, attribute: Attribute, value: Any) -> Bilingual:
        """A least or greatest value of an attribute."""
        if value is None:
            return NOTHING
        zh, en = (value_text(value, attribute.type, lang) for lang in LANGUAGES)
        return Bilingual(zh, en)

    def row(self, table: Table, row: Row) -> Bilingual:
        """A rule of a table: its condition, and what it gives."""
        words = _B("{0} ⇒ {1}", "{0} ⇒ {1}")
        return self.voice.say(words, self.condition(row), self.outputs(table, row.then))

    def condition(self, row: Row) -> Bilingual:
        """The condition of a rule."""
        when = row.when
        return ANY_CASE if isinstance(when, Constant) and when.value is True else self.of(when)

    def parts(self, parts: Sequence[Expression]) -> Bilingual:
        """Some parts of a condition, all of which have to hold; none: whatever it may be."""
        told = [self.of(part) for part in parts if not isinstance(part, Constant)]
        return self.voice.listed(told) if told else _B("不限", "any")

    def outputs(
        self, table: Table, then: Iterable[Any] | None, only: Sequence[int] | None = None
    ) -> Bilingual:
        """What a rule gives, or the outputs at `only` some places; of several, each by name."""
        if then is None:
            return NOTHING
        named = list(zip(table.outputs, then, strict=True))
        if len(named) == 1:
            return self._output(named[0][1])
        if only is not None:
            named = [named[place] for place in only]
        told = (
            self.voice.say(_B("{0} = {1}", "{0} = {1}"), name, self._output(value))
            for (name, _), value in named
        )
        return self.voice.listed(told)

    def _output(self, value: Any) -> Bilingual:
        """A constant as it is printed, a calculation as a phrase."""
        if isinstance(value, Constant):
            zh, en = (value_text(value.value, value.type, lang) for lang in LANGUAGES)
            return Bilingual(zh, en)
        return self.of(value)

    def intervals(self, intervals: Iterable[tuple[str, str]]) -> Bilingual:
        """Working hours of a day; none: closed."""
        times = [f"{start}–{end}" for start, end in intervals]
        return self.voice.listed(map(Bilingual.same, times)) if times else _B("休息", "closed")


_PLAIN = frozenset(
    {
        ("PolicyHead", "id"),
        ("PolicyHead", "version"),
        ("PolicyHead", "timezone"),
        ("Person", "name"),
        ("Person", "reports_to"),
        ("Person", "deputy"),
        ("Person", "area"),
        ("Person", "phone"),
        ("Person", "skills"),
        ("Promise", "unit"),
    }
)
"""Fields with texts of the author, in which a word is no keyword."""
