"""Values as people read them: labels of options, units, grouped digits, no trailing zeros."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.units import unit_of
from workflow_engine.program.types import SCALE, Type, Value

MISSING = Bilingual("缺失", "missing")
YES = Bilingual("是", "yes")
NO = Bilingual("否", "no")
NOTHING = Bilingual("（空）", "(none)")
_LONG = 10_000
"""From here on digits stand in groups of three whatever is counted."""


def number_text(millionths: int, *, amount: bool = False) -> str:
    """A number held in millionths, exactly, in groups of three digits.

    Four digits stay together, so that a year is never `2,026`, unless it is an amount of something.

    >>> number_text(20_000_000_000), number_text(300_000), number_text(-1)
    ('20,000', '0.3', '-0.000001')
    >>> number_text(2_026_000_000), number_text(2_026_000_000, amount=True)
    ('2026', '2,026')
    """
    number = Decimal(millionths) / SCALE
    whole = "," if amount or abs(number) >= _LONG else ""
    text = format(number, f"{whole}.6f").rstrip("0").rstrip(".")
    return text or "0"


def listed(texts: list[str], lang: Language) -> str:
    """Several texts in a row.

    >>> listed(["a", "b"], "zh")
    'a、b'
    """
    return ("、" if lang == "zh" else ", ").join(texts)


def value_text(value: Value, kind: Type, lang: Language, unit: str | None = None) -> str:
    """A value in internal form, as printed; `unit` is used where the type has none.

    >>> value_text(20_000_000_000, Type("number", unit="元"), "zh")
    '20,000 元'
    """
    match value:
        case None:
            return MISSING.get(lang)
        case bool():
            return (YES if value else NO).get(lang)
        case int():
            shown = kind.unit or unit
            exact = kind.kind == "number"
            number = number_text(
                value if exact else value * SCALE, amount=exact or shown is not None
            )
            return f"{number} {unit_of(number, shown, lang)}" if shown else number
        case dt.datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case dt.date():
            return value.isoformat()
        case tuple():
            item = kind.item or kind
            texts = [value_text(element, item, lang, unit) for element in value]
            return listed(texts, lang) if texts else NOTHING.get(lang)
        case dict():
            fields = dict(kind.fields)
            texts = [
                f"{name} = {value_text(element, fields[name], lang)}"
                for name, element in value.items()
            ]
            return listed(texts, lang)
        case str() if kind.kind == "choice":
            return option_label(value, kind, lang)
        case str():
            return f"“{value}”"


def option_label(option: str, kind: Type, lang: Language) -> str:
    """The label of a choice's option; an id without one is its own label."""
    return next((o.label.get(lang) for o in kind.options if o.id == option), option)
