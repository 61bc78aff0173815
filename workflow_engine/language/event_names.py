"""Names of festivals in reading words, for frequencies such as `at 春节, 中秋`."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.durations import Frequency
from workflow_engine.language.frequencies import frequency_text

FESTIVALS: Mapping[str, str] = {
    "元旦": "New Year",
    "除夕": "Lunar New Year's Eve",
    "春节": "Spring Festival",
    "元宵": "Lantern Festival",
    "清明": "Qingming",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat Festival",
    "七夕": "Qixi",
    "教师节": "Teachers' Day",
    "中秋": "Mid-Autumn Festival",
    "国庆": "National Day",
    "重阳": "Double Ninth Festival",
    "冬至": "Winter Solstice",
}
"""The names by which `calendars` knows the same festivals in both languages."""

_CHINESE = {english: chinese for chinese, english in FESTIVALS.items()}


def said_frequency(frequency: Frequency, lang: Language) -> str:
    """The canonical text with its festivals named in the language; other events keep their names.

    >>> said_frequency(Frequency("event", events=("春节", "中秋")), "en")
    'at Spring Festival, Mid-Autumn Festival'
    """
    if frequency.kind != "event":
        return frequency_text(frequency, lang)
    names = FESTIVALS if lang == "en" else _CHINESE
    events = tuple(names.get(event, event) for event in frequency.events)
    return frequency_text(Frequency("event", events=events), lang)
