"""The fixed words of one printed form: its own, and those that all pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.program.program import Program
from workflow_engine.render.labels import Labels
from workflow_engine.render.pages import page_names
from workflow_engine.render.portrait import categories
from workflow_engine.render.words import MONTHS, WEEKDAYS

_ADDRESS = ("address", "addr", "地址", "店址", "住址")
_PHONE = ("phone", "telephone", "tel", "mobile", "电话", "手机", "手机号", "手机号码")
_CONTACT = ("contact", "contact_name", "contact_person", "联系人", "店主")


class FormWords:
    """Says the words of one form in one language, and prints dates and contacts."""

    def __init__(self, program: Program, lang: Language, words: Mapping[str, Bilingual]) -> None:
        self.labels = Labels(program, lang)
        self.lang: Language = lang
        self._words = words

    @property
    def program(self) -> Program:
        """The policy behind the form."""
        return self.labels.program

    def say(self, key: str, **values: object) -> str:
        """A fixed word of this form, else one of all pages, with its places filled."""
        found = self._words.get(key)
        if found is None:
            return self.labels.say(key, **values)
        text = found.get(self.lang)
        return text.format(**values) if values else text

    def page_names(self) -> dict[str, Any]:
        """What every template needs."""
        return {**page_names(self.labels), "say": self.say}

    def date(self, written: str) -> str:
        """A day (ISO text) with its year and its weekday."""
        day = dt.date.fromisoformat(written)
        weekday = WEEKDAYS[self.lang][day.weekday()]
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日 星期{weekday}"
        return f"{weekday} {day.day} {MONTHS[day.month - 1]} {day.year}"

    def record(self, id_: str) -> str:
        """The label of a record form."""
        found = self.program.records.get(id_)
        return id_ if found is None else found.label.get(self.lang)

    def contacts(self, plan: Mapping[str, Any]) -> list[str]:
        """The customer's contact, address and telephone, as far as the policy has them.

        They are known by their names: an attribute whose id or label is, or ends with, one of the
        usual words.
        """
        values = plan["portrait"]["values"]
        found = []
        for words in (_CONTACT, _ADDRESS, _PHONE):
            for attribute in self.program.attributes.values():
                names = (attribute.id, attribute.label.zh, attribute.label.en)
                value = values.get(attribute.id)
                if value is not None and any(_named(name, words) for name in names):
                    found.append(shown(self.labels.value(value, attribute.type)))
        return found

    def standing(self, plan: Mapping[str, Any]) -> list[str]:
        """The customer's level and categories."""
        levels = [
            self.labels.level(scale["level"])
            for scale in plan["scales"].values()
            if scale["level"] is not None
        ]
        return [*levels, *categories(plan, self.labels)]


def shown(text: str) -> str:
    """A text from a customer's data on one line, nothing in it invisible."""
    return printable(" ".join(text.split()))


def cut(text: str, most: int = 18) -> str:
    """A text short enough for a running head."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _named(name: str, words: tuple[str, ...]) -> bool:
    folded = name.casefold().replace(" ", "_")
    return any(
        folded == word or (not word.isascii() and folded.endswith(word)) for word in words
    ) or any(folded.endswith(f"_{word}") for word in words if word.isascii())
