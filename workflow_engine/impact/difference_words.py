"""The differences of customers in words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.item_sentences import STATES
from workflow_engine.explain.values import value_text
from workflow_engine.impact.outcomes import KNOWN, benefits_of, value_of_code
from workflow_engine.impact.tally import ACCEPTED, CONFLICT, REJECTED, UNDECIDED, Difference
from workflow_engine.impact.version import Version
from workflow_engine.impact.wording import LANGUAGES
from workflow_engine.language.durations import Frequency, plain
from workflow_engine.language.units import amount_text
from workflow_engine.planning.history import VISIT
from workflow_engine.program.program import Table
from workflow_engine.program.types import Type, Value

_B = Bilingual

KIND_LABELS: Mapping[str, Bilingual] = {
    "refused": _B("新版拒绝", "rejected by the new version"),
    "level": _B("换级别", "another level"),
    "tag_gained": _B("新增标签", "tag gained"),
    "tag_lost": _B("失去标签", "tag lost"),
    "tag_open": _B("标签待定有变", "tag opened or settled"),
    "category_gained": _B("新增类别", "category gained"),
    "category_lost": _B("失去类别", "category lost"),
    "item_gained": _B("新得服务项", "item gained"),
    "item_lost": _B("失去服务项", "item lost"),
    "item_state": _B("服务项状态变", "item in another state"),
    "result": _B("决策结果变", "other result of a table"),
    "benefit": _B("权益变", "other benefits"),
    "promise": _B("承诺变", "other promise"),
    "visit": _B("拜访安排变", "other visits"),
    "date": _B("日期变", "other dates"),
    "priority": _B("优先级变", "other priority"),
    "minutes": _B("每月时间变", "other minutes a month"),
    "measure": _B("指标变", "other figure"),
}
"""What each kind of difference is called."""

_UNKNOWN_LEVEL = _B("待定", "undecided")
_NO_LEVEL = _B("无级别", "no level")
_NOT_THERE = _B("没有", "none")
_TAG_STATES = {"yes": _B("有", "yes"), "open": _B("待定", "undecided"), None: _B("无", "no")}
_MOVED = {
    "earlier": _B("提前", "earlier"),
    "later": _B("推后", "later"),
    "dated": _B("有了日期", "now dated"),
    "undated": _B("不再有日期", "no date any more"),
    "more": _B("增加", "more"),
    "fewer": _B("减少", "fewer"),
    "higher": _B("变大", "higher"),
    "lower": _B("变小", "lower"),
    "other": _B("不同", "different"),
}
_CONFLICT = _B("规则冲突", "a conflict of rules")
_NO_VALUE = _B("没有值", "no value")
_WITH_VALUE = _B("有值", "a value")
_VISITS = _B("拜访", "visits")
_DATA = _B("客户资料", "customer data")
_READ = {ACCEPTED: _B("接受", "accepted"), REJECTED: _B("拒绝", "rejected")}
_NEXT_VISIT = _B("下次拜访", "next visit")
_MINUTES = _B("每月服务时间", "minutes a month")


class DifferenceWords:
    """Says differences between two versions; what only one of them has is named as there."""

    def __init__(self, old: Version, new: Version) -> None:
        self._old = old
        self._new = new

    def subject(self, difference: Difference) -> Bilingual:
        """What is different: the label of the tag, scale, category or item."""
        name = difference.name
        if difference.kind == "refused":
            return _DATA
        if difference.kind == "visit":
            return _VISITS
        if difference.kind == "minutes":
            return _MINUTES
        if difference.kind == "date" and name == VISIT:
            return _NEXT_VISIT
        if difference.kind in ("category_gained", "category_lost"):
            label = self.name(name)
            return Bilingual(f"类别“{label.zh}”", f"category “{label.en}”")
        if difference.kind == "result":
            table, _, output = name.partition(".")
            label = self.name(table)
            return (
                Bilingual(f"{label.zh} · {output}", f"{label.en} · {output}") if output else label
            )
        if difference.kind in ("benefit", "promise"):
            return self._granted(difference)
        return self.item(name) if difference.kind in _OF_ITEMS else self.name(name)

    def _granted(self, difference: Difference) -> Bilingual:
        """The label of a benefit or promise."""
        for version in (self._new, self._old):
            promise = version.program.promises.get(difference.name)
            if difference.kind == "promise" and promise is not None:
                return promise.label
            for _, benefit in benefits_of(version, difference.name):
                if difference.kind == "benefit":
                    return benefit.label
        return Bilingual.same(difference.name)

    def name(self, name: str) -> Bilingual:
        """The label of a tag, scale or category."""
        for version in (self._new, self._old):
            program = version.program
            if name in program.definitions or name in program.attributes:
                return version.say.voice.name(name)
        return self._new.say.voice.name(name)

    def item(self, name: str) -> Bilingual:
        """The label of an item."""
        for version in (self._new, self._old):
            known = version.program.items.get(name)
            if known is not None:
                return known.label
        return Bilingual.same(name)

    def before(self, difference: Difference) -> Bilingual | None:
        """How it was."""
        return self._side(difference, difference.before, self._old)

    def after(self, difference: Difference) -> Bilingual | None:
        """How it is."""
        return self._side(difference, difference.after, self._new)

    def level(self, scale: str, level: str | None, version: Version) -> Bilingual:
        """A level; None is none, `UNDECIDED` cannot be told."""
        if level is None:
            return _NO_LEVEL
        return _UNKNOWN_LEVEL if level == UNDECIDED else version.level(scale, level)

    def _side(
        self, difference: Difference, value: str | None, version: Version
    ) -> Bilingual | None:
        kind = difference.kind
        if kind == "refused":
            return _READ[value or REJECTED]
        if kind == "level":
            return self.level(difference.name, value, version)
        if kind.startswith("tag"):
            return _TAG_STATES[value]
        if kind in ("item_gained", "item_lost", "item_state"):
            return _NOT_THERE if value is None else STATES[value]  # type: ignore[index]
        if kind in ("result", "measure"):
            return self._value(difference, value, version)
        if kind == "benefit":
            return _benefits(difference.name, value, version)
        if kind == "promise":
            return self._promise(difference, value, version)
        if kind == "visit":
            return regime_words(value, version)
        if kind in ("date", "minutes") and value is not None:
            return _MOVED[value]
        return None if value is None else Bilingual.same(value)

    def _value(
        self, difference: Difference, value: str | None, version: Version
    ) -> Bilingual | None:
        """A result of a table, or a measure."""
        if value is None and difference.after in _MOVED:
            return None
        fixed = {
            None: _NO_VALUE,
            UNDECIDED: _UNKNOWN_LEVEL,
            CONFLICT: _CONFLICT,
            KNOWN: _WITH_VALUE,
        }
        said = fixed.get(value) or _MOVED.get(value or "")
        if said is not None or value is None:
            return said
        kind = value_type(version, difference.name)
        assert kind is not None, "a value is of a version that has it"
        return value_words(value_of_code(value, kind), kind)

    def _promise(
        self, difference: Difference, value: str | None, version: Version
    ) -> Bilingual | None:
        """A promise with its unit, and how it is claimed where that differs."""
        if value is None:
            return _NOT_THERE
        promises = [one.program.promises.get(difference.name) for one in (self._old, self._new)]
        promise = version.program.promises[difference.name]
        zh, en = (amount_text(plain(promise.promise), promise.unit, lang) for lang in LANGUAGES)
        claims = {one.claim for one in promises if one is not None}
        if len(claims) < 2 or promise.claim is None:
            return Bilingual(zh, en)
        return Bilingual(f"{zh}，{promise.claim.zh}", f"{en}, {promise.claim.en}")


def _benefits(name: str, value: str | None, version: Version) -> Bilingual:
    """What a customer has of a benefit; null among them is what cannot be told yet."""
    if value is None:
        return _NOT_THERE
    known = {benefit.value.zh: benefit.value for _, benefit in benefits_of(version, name)}
    texts = [_UNKNOWN_LEVEL if one is None else known[one] for one in json.loads(value)]
    return version.say.voice.listed(texts)


def value_words(value: Value, kind: Type) -> Bilingual:
    """A value as it is printed."""
    zh, en = (value_text(value, kind, lang) for lang in LANGUAGES)
    return Bilingual(zh, en)


def value_type(version: Version, name: str) -> Type | None:
    """The type of a measure, of a table, or of one of its results (`table.result`)."""
    table, _, output = version.own(name).partition(".")
    definition = version.program.definitions.get(table)
    if output and isinstance(definition, Table):
        return dict(definition.outputs).get(output)
    return None if definition is None else definition.type


_OF_ITEMS = frozenset({"item_gained", "item_lost", "item_state", "date", "priority"})


def regime_words(regime: str | None, version: Version) -> Bilingual:
    """A visit regime in words: `每月4次、每次 40 分钟、实地`."""
    if regime is None:
        return _B("不安排拜访", "no visits")
    times, per, minutes, modes = regime.split("|")
    every = version.say.voice.every(Frequency("calendar", int(times), per))  # type: ignore[arg-type]
    ways = version.say.voice.modes(modes.split("+"))
    words = _B("{0}、每次 {1} 分钟、{2}", "{0}, {1} minutes each, {2}")
    return version.say.voice.say(words, every, minutes, ways)
