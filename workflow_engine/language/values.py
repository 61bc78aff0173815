"""Look-alike characters inside one plain value: which of them are slips depends on the field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS, LANE_KEYS
from workflow_engine.language.keywords import to_english

FULL_WIDTH = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **{
        ord(wide): plain
        for wide, plain in zip(
            "．。＞＜＝！＋－＊／％（）［］｜≧≦", "..><=!+-*/%()[]|≥≤", strict=True
        )
    },
}
"""Full-width characters of conditions, cells and figures, for `str.translate`."""

_SENTENCES = frozenset(
    {"label", "description", "title", "text", "claim", "slogan", "zh", "en", "alert", "object"}
)
_PROSE = _SENTENCES | {"phone", "area", "unit", "steps", "taxonomy", "principle", "objective", "of"}
_PROSE_SECTIONS = frozenset({"duties", "needs", "objectives", "principles", "records"})
_CONDITIONS = frozenset({"when", "eligible", "until", "value", "for", "all", "any", "not", "then"})


def _both(*words: str) -> frozenset[str]:
    """Keys of blueprint files in both languages."""
    return frozenset(words) | frozenset(BLUEPRINT_KEYS[word] for word in words)


_BLUEPRINT_SENTENCES = _both("text", "title", "problem", "goal", "note", "reason", "no_contact")
_BLUEPRINT_PROSE = _BLUEPRINT_SENTENCES | _both(
    "label", "fail_point", "wait_point", "expose", "loop", "steps", *LANE_KEYS
)
_BLUEPRINT_SECTIONS = frozenset(
    to_english(key) or key for key in _both("title", "problem", "goal", "stages", "links", "lines")
)
"""The outermost keys of a blueprint file under which, or in which, people are spoken to."""

_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]+")
_END_BLANKS = re.compile("[ \t\u00a0\u3000]*[\t\u00a0\u3000][ \t\u00a0\u3000]*$")
_WIDE_RUN = re.compile("[０-９．。＞＜＝！＋－＊／％（）［］｜≧≦]+")
_WIDE_BLANK = re.compile("[\u3000\u00a0]+")
_COMPARISON = re.compile(r"[<>≥≤≠]|[=!]=")
_FIGURE = re.compile(
    r"[-+]?[\d.][\d.,:%+\-/ ]*(?:$|<|个|工作|自然|天|小时|分钟|月|周|年|次|季|"
    r"(?:work|clock|calendar|per|half|day|week|month|quarter|year|minute|hour)[\w ]*$)"
)
_CELL = re.compile(r"(?:not |非 ?)?(?:[<>=≥≤≠!]=?|[-+]?\d+(?:\.\d+)?\.\.)|每 ?\d")
_CURLY_QUOTED = re.compile(r"[“”„‟][^“”„‟\"\\]*[“”]$")
_CURLY = re.compile("[“”„‟‘’]")

_Slip = tuple[int, int, str, str]


def is_prose(key: str, section: str) -> bool:
    """Whether the values of this key are read by people and never by the engine."""
    english = to_english(key) or key
    if english in _PROSE or (section in _BLUEPRINT_SECTIONS and key in _BLUEPRINT_PROSE):
        return True
    return section in _PROSE_SECTIONS


def holds_sentence(key: str) -> bool:
    """Whether the value of this key is one text, which may begin on the next line."""
    return (to_english(key) or key) in _SENTENCES or key in _BLUEPRINT_SENTENCES


def spaced_comma(line: str, at: int) -> str:
    """A plain comma for the full-width one in column `at`, which brought its own distance."""
    after = line[at + 1 : at + 2]
    return "," if not after or after in " \t\u3000)]}］】｝" else ", "


def value_slips(
    line: str, start: int, end: int, key: str, *, prose: bool, in_flow: bool
) -> Iterator[_Slip]:
    """The slips in the plain value at the columns `start` to `end`: (start, end, text, code)."""
    blanks = _END_BLANKS.search(line, start, end)
    if blanks is not None:
        code = "WE121" if "\t" in blanks[0] else "WE125"
        yield blanks.start(), end, " " if end < len(line) else "", code
        end = blanks.start()
    for invisible in _INVISIBLE.finditer(line, start, end):
        yield invisible.start(), invisible.end(), "", "WE128"
    for at in range(start, end):
        if line[at] == "\t":
            yield at, at + 1, " ", "WE121"
    if not prose:
        yield from _technical_slips(line, start, end, key, in_flow=in_flow)


def _technical_slips(
    line: str, start: int, end: int, key: str, *, in_flow: bool
) -> Iterator[_Slip]:
    while end > start and line[end - 1] == " ":
        end -= 1
    value = line[start:end]
    if _CURLY_QUOTED.match(value):
        yield start, start + 1, '"', "WE124"
        yield end - 1, end, '"', "WE124"
        start, end = start + 1, end - 1
        value = line[start:end]
        in_flow = False
    plain = value.translate(FULL_WIDTH).replace("：", ":").replace("，", ",").strip()
    condition = _is_condition(key)
    compares = _COMPARISON.search(plain) is not None
    figure = _CELL.match(plain) is not None or _FIGURE.match(plain) is not None
    if not (condition or compares or figure):
        return
    quoted = _quoted_stretches(value)
    for run in _WIDE_RUN.finditer(value):
        if not _inside(run.start(), quoted) and not set(run[0]) <= {"。", "！"}:
            begin, stop = start + run.start(), start + run.end()
            yield begin, stop, run[0].translate(FULL_WIDTH), "WE126"
    marks = sum(character in "“”„‟" for character in value)
    if value[0] not in "“”„‟‘’" and marks % 2 == 0:  # else one is not closed: told once
        for mark in _CURLY.finditer(value):
            at = start + mark.start()
            yield at, at + 1, "'" if mark[0] in "‘’" else '"', "WE124"
    for blank in _WIDE_BLANK.finditer(value):
        yield start + blank.start(), start + blank.end(), " ", "WE125"
    depth = 0
    for at, character in enumerate(value):
        if _inside(at, quoted):
            continue
        depth += (character in "(（[［") - (character in ")）]］")
        if character == "，" and not in_flow and (depth > 0 or (figure and not condition)):
            yield start + at, start + at + 1, spaced_comma(line, start + at), "WE123"
        elif character == "：" and figure and value[at + 1 : at + 2].isdigit():
            yield start + at, start + at + 1, ":", "WE126"


def _is_condition(key: str) -> bool:
    return (to_english(key) or key) in _CONDITIONS


def _quoted_stretches(value: str) -> list[tuple[int, int]]:
    return [
        (match.start() + 1, match.end() - 1)
        for match in re.finditer(r"\"[^\"]*\"|'[^']*'|[“„‟][^“”]*”|‘[^‘’]*’", value)
    ]


def _inside(at: int, stretches: list[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in stretches)
