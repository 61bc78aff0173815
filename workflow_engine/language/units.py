"""Units of figures in reading words: an author writes `元` or `条`, an English page says CNY."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.durations import translate_duration

SIGNS = ("%", "‰")
"""Units that stand at the figure in English too."""

_ENGLISH: Mapping[str, tuple[str, str]] = {
    "分钟": ("minute", "minutes"),
    "小时": ("hour", "hours"),
    "个小时": ("hour", "hours"),
    "天": ("day", "days"),
    "日": ("day", "days"),
    "周": ("week", "weeks"),
    "个月": ("month", "months"),
    "年": ("year", "years"),
    "次": ("time", "times"),
    "人": ("person", "persons"),
    "户": ("customer", "customers"),
    "单": ("order", "orders"),
    "件": ("piece", "pieces"),
    "条": ("carton", "cartons"),
    "箱": ("case", "cases"),
    "元": ("CNY", "CNY"),
    "个百分点": ("percentage point", "percentage points"),
}
"""One and several; `条` is what cigarettes are counted in."""

_SPOKEN_ZH = r"[一二两三四五六七八九十百千半]+(?:个|分|小时|天|日|周|月|年|次|成|倍|户|元|件|条)"
_SPOKEN_EN = r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half)\b"
_FIGURE = re.compile(rf"\d|{_SPOKEN_ZH}|{_SPOKEN_EN}", re.IGNORECASE)


def unit_text(unit: str, lang: Language) -> str:
    """A unit by itself: what a figure is counted in.

    >>> unit_text("条", "en"), unit_text("条", "zh"), unit_text("kg", "en")
    ('cartons', '条', 'kg')
    """
    return _ENGLISH[unit][1] if lang == "en" and unit in _ENGLISH else unit


def unit_of(figure: str, unit: str, lang: Language) -> str:
    """The unit after a printed figure.

    >>> unit_of("1", "年", "en"), unit_of("0.5", "年", "en"), unit_of("1", "年", "zh")
    ('year', 'years', '年')
    """
    if lang == "en" and figure == "1" and unit in _ENGLISH:
        return _ENGLISH[unit][0]
    return unit_text(unit, lang)


def amount_text(figure: str, unit: str, lang: Language) -> str:
    """A figure with its unit; units of working time are said as durations are.

    >>> amount_text("40", "小时", "en"), amount_text("1", "个工作日", "en")
    ('40 hours', '1 workday')
    """
    if lang == "en" and unit in _ENGLISH:
        return f"{figure} {unit_of(figure, unit, lang)}"
    text = translate_duration(f"{figure}{unit}", lang)
    return text if lang == "zh" or unit in SIGNS else text.replace(unit, f" {unit}")


def says_figure(text: str) -> bool:
    """Whether a text names an amount, in digits or in words.

    >>> says_figure("订货48小时内送达"), says_figure("一个工作日内答复"), says_figure("准时送达")
    (True, True, False)
    """
    return _FIGURE.search(text) is not None
