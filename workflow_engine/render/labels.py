"""Printed names of everything a plan refers to by id, in the page's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.durations import Frequency, FrequencyUnit, translate_duration
from workflow_engine.language.event_names import said_frequency
from workflow_engine.language.modes import MODES
from workflow_engine.language.units import unit_of
from workflow_engine.program.general_category import general_category
from workflow_engine.program.program import Program, Scale, Tag
from workflow_engine.program.types import Type
from workflow_engine.render.words import FEEDBACK_STEPS, MONTHS, WORDS

DASH = "—"


class Labels:
    """Names, values and fixed words for one policy in one language.

    An id that the program does not know is printed as it is, so that a plan made by an older
    version of the policy can still be read.
    """

    def __init__(self, program: Program, lang: Language) -> None:
        self.program = program
        self.lang = lang
        self._modes = {
            name: mode for word, mode in MODES.items() for name in (word, mode.zh, mode.en)
        }
        self._levels = {
            level.id: level.label
            for scale in self.scales()
            for level in (*scale.levels, *((scale.otherwise,) if scale.otherwise else ()))
        }

    def say(self, key: str, **values: object) -> str:
        """A fixed word or sentence of `WORDS`, with its places filled."""
        text = WORDS[key].get(self.lang)
        return text.format(**values) if values else text

    def scales(self) -> list[Scale]:
        """The scales of the policy, in its order."""
        return [found for found in self.program.definitions.values() if isinstance(found, Scale)]

    def item(self, name: str) -> str:
        """The label of a service item."""
        return self._noun(self.program.items, name)

    def role(self, name: str | None) -> str:
        """The label of a role."""
        return "" if name is None else self._noun(self.program.roles, name)

    def attribute(self, name: str) -> str:
        """The label of an attribute."""
        return self._noun(self.program.attributes, name)

    def definition(self, name: str) -> str:
        """The label of a measure, tag, scale or table."""
        return self._noun(self.program.definitions, name)

    def strategy(self, name: str) -> str:
        """The label of a strategy."""
        return self._noun(self.program.strategies, name)

    def level(self, name: str) -> str:
        """The label of a level of any scale."""
        return self._levels[name].get(self.lang) if name in self._levels else name

    def category(self, name: str) -> str:
        """The label of a category: its tag's, or the word for the general category."""
        definition = self.program.definitions.get(name)
        if isinstance(definition, Tag):
            return definition.label.get(self.lang)
        return general_category(name).get(self.lang)

    def failure(self, name: str) -> str:
        """The label of a kind of failure."""
        for failure in self.program.recovery.failures:
            if failure.id == name:
                return failure.label.get(self.lang)
        return name

    def mode(self, name: str | None) -> str:
        """A way of service."""
        if name is None:
            return DASH
        return self._modes[name].get(self.lang) if name in self._modes else name

    def step(self, name: str) -> str:
        """A step of the feedback process."""
        return FEEDBACK_STEPS[name].get(self.lang) if name in FEEDBACK_STEPS else name

    def every(self, item: str) -> str:
        """How often an item is done."""
        found = self.program.items.get(item)
        return self.frequency(found.every) if found else DASH

    def rides(self, item: str) -> bool:
        """Whether an item is done in the course of every visit, in the visit's time."""
        found = self.program.items.get(item)
        return found is not None and found.every.kind == "visit"

    def times(self, times: int, per: FrequencyUnit) -> str:
        """A number of visits in every unit of the calendar."""
        return self.frequency(Frequency("calendar", times, per))

    def frequency(self, frequency: Frequency) -> str:
        """A frequency in reading words: in English a rolling one is `every month`."""
        text = said_frequency(frequency, self.lang)
        if self.lang == "en" and frequency.kind in ("visit", "rolling"):
            return f"every {text.removeprefix('1 ')}"
        return text

    def month_day(self, date: dt.date) -> str:
        """A date without its year."""
        if self.lang == "zh":
            return f"{date.month}月{date.day}日"
        return f"{date.day} {MONTHS[date.month - 1]}"

    def within(self, duration: str) -> str:
        """A duration of the plan, such as `2 work hours`."""
        return translate_duration(duration, self.lang)

    def minutes(self, minutes: float | None) -> str:
        """A number of minutes, or a dash."""
        if not minutes:
            return DASH
        return self.say("minutes_value", minutes=number(minutes))

    def value(self, value: Any, type_: Type) -> str:
        """A value of the plan JSON, by its type; a missing element of a list is a dash."""
        if value is None:
            return DASH
        if type_.kind == "list" and type_.item is not None:
            item = type_.item
            return self.joined(self.value(element, item) for element in value) or DASH
        if type_.kind == "boolean":
            return Bilingual("是" if value else "否", "yes" if value else "no").get(self.lang)
        if type_.kind == "choice":
            for option in type_.options:
                if option.id == value:
                    return option.label.get(self.lang)
        if type_.numeric and isinstance(value, int | float | Decimal):
            figure = number(value)
            unit = unit_of(figure, type_.unit or "", self.lang)
            joint = "\u00a0" if unit and self.lang == "en" else ""
            return f"{figure}{joint}{unit}"
        return str(value)

    def joined(self, names: Iterable[str]) -> str:
        """Several names in one line."""
        return ("、" if self.lang == "zh" else ", ").join(names)

    def clauses(self, parts: Iterable[str]) -> str:
        """Several remarks in one sentence; empty ones are left out."""
        return ("；" if self.lang == "zh" else "; ").join(part for part in parts if part)

    def aside(self, text: str, remark: str) -> str:
        """A text with a remark in brackets, if there is one."""
        if not remark:
            return text
        return f"{text}（{remark}）" if self.lang == "zh" else f"{text} ({remark})"

    def _noun(self, nouns: Mapping[str, Any], name: str) -> str:
        noun = nouns.get(name)
        return noun.label.get(self.lang) if noun is not None else name


def number(value: float | Decimal) -> str:
    """A number with thousands separated and no idle zeros, at most six places.

    >>> number(12500), number(0.30), number(33.333333333)
    ('12,500', '0.3', '33.333333')
    """
    text = f"{value:,.6f}" if not isinstance(value, int) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
