"""Frequencies: `visit`, `1 month`, `4 per month`, `at 春节, 中秋`, `on demand`, `always`."""

from __future__ import annotations

import re
import unicodedata

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.durations import Frequency, FrequencyUnit
from workflow_engine.language.nodes import Written

_LARGEST = 1_000
_CHINESE: dict[FrequencyUnit, str] = {
    "day": "天",
    "week": "周",
    "month": "月",
    "quarter": "季度",
    "half year": "半年",
    "year": "年",
}
_WITH_MEASURE_WORD = ("month", "quarter", "half year")
"""Counted with 个: `每6个月`, `每2个季度`, but `每2周`, `每30天`, `每2年`."""

_ENGLISH_UNIT = r"(?P<unit>days?|weeks?|months?|quarters?|half[ -]years?|years?)"
_CHINESE_UNIT = r"(?P<unit>天|日|周|星期|月|季度|季|半年|年)"
_COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十])"
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_UNITS: dict[str, FrequencyUnit] = {
    **{zh: unit for unit, zh in _CHINESE.items()},
    "日": "day",
    "星期": "week",
    "季": "quarter",
}

_VISIT = ("visit", "every visit", "each visit", "每次拜访")
_ON_DEMAND = ("on demand", "按需")
_ALWAYS = ("always", "常设")
_ROLLING = (
    re.compile(rf"(?:every )?{_COUNT} {_ENGLISH_UNIT}"),
    re.compile(rf"every {_ENGLISH_UNIT}"),
    re.compile(rf"每隔?\s*{_COUNT}?\s*个?{_CHINESE_UNIT}"),
    re.compile(rf"{_COUNT}\s*个?{_CHINESE_UNIT}"),
)
_CALENDAR = (
    re.compile(rf"{_COUNT}(?: times?)? (?:per|a) {_ENGLISH_UNIT}"),
    re.compile(rf"每个?{_CHINESE_UNIT}\s*{_COUNT}\s*次"),
)
_EVENT = re.compile(r"(?:at\s+|逢\s*)(?P<events>.+)", re.DOTALL)
_BETWEEN = re.compile(r"\s*[,，、;；]\s*")


def _unit(word: str) -> FrequencyUnit:
    if word in _UNITS:
        return _UNITS[word]
    return _UNITS[_CHINESE_OF[word.replace("-", " ").removesuffix("s")]]


_CHINESE_OF: dict[str, str] = {unit: zh for unit, zh in _CHINESE.items()}  # noqa: C416 - widened keys


def _count(found: re.Match[str]) -> int:
    text = found.groupdict().get("count")
    if text is None:
        return 1
    return _NUMERALS[text] if text in _NUMERALS else int(text)


def _event_names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in _BETWEEN.split(text.strip()) if name))


def parse_frequency(written: Written) -> tuple[Frequency | None, list[Diagnostic]]:
    """How often a text says, in either language, or None and why it does not."""
    if len(written) > 1_000:
        return None, [diagnose("WE347", written.place, text=written[:60] + "…")]
    frequency = _frequency(written)
    if frequency is None or not 1 <= frequency.count <= _LARGEST:
        return None, [diagnose("WE347", written.place, text=written[:60])]
    return frequency, []


def _frequency(written: str) -> Frequency | None:
    event = _EVENT.fullmatch(written.strip())
    if event is not None:
        names = _event_names(event["events"])
        return Frequency("event", events=names) if names else None
    text = " ".join(unicodedata.normalize("NFKC", written).split()).lower()
    if text in _VISIT:
        return Frequency("visit")
    if text in _ON_DEMAND:
        return Frequency("on_demand")
    if text in _ALWAYS:
        return Frequency("always")
    for form in _CALENDAR:
        found = form.fullmatch(text)
        if found is not None:
            return Frequency("calendar", _count(found), _unit(found["unit"]))
    for form in _ROLLING:
        found = form.fullmatch(text)
        if found is not None:
            return Frequency("rolling", _count(found), _unit(found["unit"]))
    return None


def frequency_text(frequency: Frequency, lang: Language) -> str:
    """The canonical text, which parses back to the same frequency.

    >>> frequency_text(Frequency("rolling", 6, "month"), "zh")
    '每6个月'
    >>> frequency_text(Frequency("calendar", 4, "month"), "en")
    '4 per month'
    """
    match frequency.kind:
        case "visit":
            return "visit" if lang == "en" else "每次拜访"
        case "on_demand":
            return "on demand" if lang == "en" else "按需"
        case "always":
            return "always" if lang == "en" else "常设"
        case "event":
            events = frequency.events
            return f"at {', '.join(events)}" if lang == "en" else f"逢{'、'.join(events)}"
        case "rolling" | "calendar":
            assert frequency.unit is not None, "these kinds count in units"
            return _counted(frequency.kind, frequency.count, frequency.unit, lang)


def _counted(kind: str, count: int, unit: FrequencyUnit, lang: Language) -> str:
    if kind == "calendar":
        return f"{count} per {unit}" if lang == "en" else f"每{_CHINESE[unit]}{count}次"
    if lang == "en":
        return f"{count} {unit}{'' if count == 1 else 's'}"
    if count == 1:
        return f"每{_CHINESE[unit]}"
    measure_word = "个" if unit in _WITH_MEASURE_WORD else ""
    return f"每{count}{measure_word}{_CHINESE[unit]}"


def translate_frequency(text: str, to: Language) -> str:
    """The same frequency in the other language; a text that is none comes back as it is.

    >>> translate_frequency("2 weeks", "zh"), translate_frequency("逢春节、中秋", "en")
    ('每2周', 'at 春节, 中秋')
    """
    frequency, _ = parse_frequency(Written(text, Place("")))
    return text if frequency is None else frequency_text(frequency, to)
