"""Some customers looked at closely: what was, what is, and why, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from workflow_engine.batch.customers import Customer
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.impact.difference_words import (
    KIND_LABELS,
    DifferenceWords,
    value_type,
    value_words,
)
from workflow_engine.impact.grants import Grant
from workflow_engine.impact.one_by_one import Base, Compared, rows_of
from workflow_engine.impact.outcomes import benefits_of, outcomes
from workflow_engine.impact.standing import Standing, differences
from workflow_engine.impact.tally import Difference
from workflow_engine.impact.version import Version
from workflow_engine.impact.wording import EVERYONE
from workflow_engine.language.units import unit_text
from workflow_engine.planning.history import VISIT, ServiceHistory
from workflow_engine.program.expressions import Constant
from workflow_engine.program.program import Measure, Table
from workflow_engine.program.types import Type, Value

_B = Bilingual
MILLION = 1_000_000
_VISITS, _ITEMS = _B("拜访", "visits"), _B("服务项", "items")
_GRANT = _B("{0}（{1}）", "{0} ({1})")
_OF_ITEMS = frozenset({"item_gained", "item_lost", "item_state", "date", "priority"})
MOST_SAMPLED = 20
"""So many customers are looked at."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """One customer under both versions, and what differs."""

    before: Standing
    after: Standing
    differences: tuple[Difference, ...]


def samples(old: Version, new: Version, base: Base, compared: Compared) -> tuple[Sampled, ...]:
    """Some customers with every kind of difference, read from the files once more."""
    ids = compared.tally.sampled(MOST_SAMPLED)
    return tuple(_sampled(old, new, base, ids, compared.logs(ids)))


def _sampled(
    old: Version,
    new: Version,
    base: Base,
    ids: Sequence[str],
    logs: tuple[ServiceHistory | None, ServiceHistory | None],
) -> Iterator[Sampled]:
    compared = outcomes(old, new)
    for row in rows_of(base.customers, ids, new):
        was, is_ = row.read(old), row.read(new)
        if isinstance(was, Customer) and isinstance(is_, Customer):
            before = Standing.of(old, was.id, was.name, was.values, base.at, logs[0])
            after = Standing.of(new, is_.id, is_.name, is_.values, base.at, logs[1])
            found = tuple(difference for difference, _ in differences(before, after, compared))
            yield Sampled(before, after, found)


class SampleWords:
    """A sampled customer as JSON data in one language."""

    def __init__(self, old: Version, new: Version, lang: Language) -> None:
        self._words = DifferenceWords(old, new)
        self._lang: Language = lang

    def as_dict(self, sampled: Sampled) -> dict[str, Any]:
        """Who it is, and every difference with the reasons of both versions."""
        lang, after = self._lang, sampled.after
        reasons = [
            one.version.explainer.reasons(one.values, one.decision, one.plan.at, lang)
            for one in (sampled.before, sampled.after)
        ]
        return {
            "id": after.plan.customer_id,
            "name": after.plan.name,
            "differences": [
                {
                    "kind": one.kind,
                    "kind_label": KIND_LABELS[one.kind].get(lang),
                    "name": one.name,
                    "label": self._words.subject(one).get(lang),
                    "before": self._value(one, sampled.before, self._words.before(one)),
                    "after": self._value(one, sampled.after, self._words.after(one)),
                    "reason_before": self._reason(one, sampled.before, reasons[0]),
                    "reason_after": self._reason(one, sampled.after, reasons[1]),
                    "before_number": _number(one, sampled.before),
                    "after_number": _number(one, sampled.after),
                    "unit": _unit(one, sampled, lang),
                    "rule_before": self._rule(one, sampled.before),
                    "rule_after": self._rule(one, sampled.after),
                }
                for one in sampled.differences
            ],
        }

    def _value(
        self, difference: Difference, standing: Standing, said: Bilingual | None
    ) -> str | None:
        """What holds, with its date or minutes where these differ."""
        if difference.kind == "date":
            visit = standing.plan.visit
            if difference.name == VISIT:
                due = None if visit is None else visit.due
            else:
                planned = standing.items.get(difference.name)
                due = None if planned is None else planned.due
            return None if due is None else due.isoformat()
        if difference.kind == "minutes":
            return minutes_words(standing.plan.monthly_minutes).get(self._lang)
        if difference.kind in ("result", "measure"):
            value, kind = _valued(difference, standing)
            if value is not None and kind is not None:
                return value_words(value, kind).get(self._lang)
        if difference.kind in ("category_gained", "category_lost"):
            held = difference.name in standing.categories
            words = Bilingual("是", "yes") if held else Bilingual("否", "no")
            return words.get(self._lang)
        return None if said is None else said.get(self._lang)

    def _reason(
        self, difference: Difference, standing: Standing, reasons: dict[str, str]
    ) -> str | None:
        """The sentence of what decided; of what does not hold there may be none."""
        if difference.kind == "minutes":
            return _where_minutes_go(standing).get(self._lang)
        if difference.kind == "visit" or difference.name == VISIT:
            held = standing.version.say.voice.listed(
                self._words.name(name) for name in standing.decision.categories
            )
            return f"客户类别：{held.zh}" if self._lang == "zh" else f"category: {held.en}"
        if difference.kind in ("benefit", "promise"):
            return self._granted(difference, standing)
        return reasons.get(standing.version.own(difference.name).partition(".")[0])

    def _granted(self, difference: Difference, standing: Standing) -> str | None:
        """The privileges by which a customer has a benefit; whom a promise is made to."""
        version = standing.version
        if difference.kind == "benefit":
            grants = [grant for grant, _ in benefits_of(version, difference.name)]
        else:
            promise = version.program.promises.get(difference.name)
            grants = [one for one in version.grants.values() if one.promise is promise is not None]
        told = [
            version.say.voice.say(_GRANT, grant.label, _everyone_or(version, grant)).get(self._lang)
            for grant in grants
            if standing.answer(grant.name).value is not False
        ]
        return ("；" if self._lang == "zh" else "; ").join(told) or None

    def _rule(self, difference: Difference, standing: Standing) -> dict[str, Any] | None:
        """The rule that decided, with its place."""
        version, number = standing.version, None
        if difference.kind == "level":
            number = standing.level_rule(difference.name)
        elif difference.kind.startswith(("tag", "category")):
            number = standing.tag_rule(difference.name)
        elif difference.kind == "result":
            number = standing.answer_rule(version.own(difference.name).partition(".")[0])
        elif difference.kind in _OF_ITEMS:
            number = standing.item_rule(difference.name)
        return None if number is None else rule_data(version, number, self._lang)


def minutes_words(millionths: int) -> Bilingual:
    """Minutes with one decimal at most.

    >>> minutes_words(213_333_333).zh, minutes_words(60_000_000).en
    ('213.3 分钟', '60 minutes')
    """
    number = f"{millionths / MILLION:,.1f}".removesuffix(".0")
    return Bilingual(f"{number} 分钟", f"{number} minutes")


def _where_minutes_go(standing: Standing) -> Bilingual:
    """How many minutes a month are visits, and how many items."""
    visits, items = standing.minutes_of_visits, standing.plan.monthly_minutes
    items -= visits
    told = [
        (words, minutes_words(amount))
        for words, amount in ((_VISITS, visits), (_ITEMS, items))
        if amount
    ]
    return standing.version.say.voice.listed(
        standing.version.say.voice.say(_B("{0} {1}", "{0} {1}"), *pair) for pair in told
    )


def _everyone_or(version: Version, grant: Grant) -> Bilingual:
    """For whom a grant is."""
    applies = grant.applies
    if isinstance(applies, Constant):
        return EVERYONE
    return version.say.of(applies)


def _valued(difference: Difference, standing: Standing) -> tuple[Value, Type | None]:
    """The result of a table or the measure, with its type; None where there is none."""
    name, _, output = standing.version.own(difference.name).partition(".")
    program = standing.version.program
    definition = program.definitions.get(name)
    if not isinstance(definition, Table | Measure):
        return None, None
    value = standing.answer(name).value
    if isinstance(value, dict) and output:
        value = value.get(output)
    return value, value_type(standing.version, difference.name)


def _number(difference: Difference, standing: Standing) -> int | float | None:
    """The figure behind what is told, where there is one."""
    if difference.kind == "minutes":
        return short(Fraction(standing.plan.monthly_minutes, MILLION))
    if difference.kind not in ("result", "measure"):
        return None
    value, kind = _valued(difference, standing)
    if kind is None or not kind.numeric or not isinstance(value, int):
        return None
    return short(Fraction(value, MILLION) if kind.kind == "number" else Fraction(value))


def _unit(difference: Difference, sampled: Sampled, lang: Language) -> str | None:
    """What the figures are counted in."""
    if difference.kind == "minutes":
        return unit_text("分钟", lang)
    if difference.kind in ("result", "measure"):
        for standing in (sampled.after, sampled.before):
            kind = value_type(standing.version, difference.name)
            if kind is not None and kind.unit is not None:
                return unit_text(kind.unit, lang)
    return None


def short(value: Fraction) -> int | float:
    """A whole number, or a short decimal."""
    return int(value) if value.denominator == 1 else round(float(value), 2)


def rule_data(version: Version, number: int, lang: Language) -> dict[str, Any]:
    """A rule as JSON data: its number, what it is called, and where it stands."""
    rule = version.rule(number)
    return {
        "number": number,
        "label": version.rule_label(rule).get(lang),
        "place": f"{rule.place.file}:{rule.place.line}",
    }
