"""How text is set: air between Chinese and Latin, numbers that stay with their units, escaping.

Sources: the spacing of mixed text follows CLREQ (about a quarter em between Han and Latin); what
may stand at the start or end of a line (kinsoku) is left to browsers and PDF engines, which do it
well as long as they need not break words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from workflow_engine.diagnostics.width import display_width

THIN_SPACE = "\u2009"
_JOINER = "\u200d"

_HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN_END = r"A-Za-z0-9%°′″€¥$\u00c0-\u024f\u0370-\u03ff"
_LATIN_START = r"A-Za-z0-9\u00c0-\u024f\u0370-\u03ff¥$€≥≤≠<>=±+\-−"
_PIECE = 12
_LONG_WORD = re.compile(rf"[^\s{_HAN}\u3000-\u303f\uff00-\uff60]{{{_PIECE + 8},}}")
_PARTED_NAME = re.compile(r"(?<=[A-Za-z0-9]_)(?=[A-Za-z])")
_ONE_LINE = 24
_BOUNDARY = re.compile(
    rf"(?<=[{_HAN}])(?=[{_LATIN_START}])|(?<=[{_LATIN_END}≥≤≠<>=])(?=[{_HAN}])",
)
_UNITS = (
    r"个?(?:工作|自然)(?:分钟|小时|日)|个(?:月|季度)|分钟|小时|半年|季度|周岁|[万亿]元|毫升|公里|公斤|千克|"
    r"[个天日周月年元次条项家人户档级页分秒件箱折倍岁成]"
)
_LATIN_UNITS = (
    r"(?:calendar|clock|work) (?:minutes?|hours?|days?)|workdays?|minutes?|min|hours?|h|days?|"
    r"weeks?|months?|quarters?|half[ -]years?|years?|times?|items?|pages?|km|kg|g|ml|CNY|yuan|%"
)
_MEASURED = re.compile(
    rf"(?:[≥≤<>=≠±]\s?)?[¥$€]?[+\-−]?\d[\d,.]*[{THIN_SPACE}\u00a0](?:{_UNITS})"
    rf"|[一二两三四五六七八九十百]+个?(?:工作|自然)(?:分钟|小时|日)"
    rf"|\d[\d,.]* ?(?:{_LATIN_UNITS})(?![A-Za-z])"
    rf"|[≥≤<>=≠±]\s?[¥$€]?[+\-−]?\d[\d,.]*",
)


@lru_cache(maxsize=8192)
def spaced(text: str) -> str:
    """The text with a thin space wherever Han meets Latin letters or digits.

    An underscore binds: inside an identifier nothing is set apart.

    >>> spaced("云POS使用率30%以上").replace(THIN_SPACE, "|")
    '云|POS|使用率|30%|以上'
    >>> spaced("列客户_tier_2_旧缺失")
    '列客户_tier_2_旧缺失'
    """
    return text if text.isascii() else _BOUNDARY.sub(THIN_SPACE, text)


@lru_cache(maxsize=8192)
def typeset(text: str) -> Markup:
    """The text escaped for HTML and SVG, spaced, and with numbers unbreakable from their units.

    Long words of letters may break, so that no page grows wider than its paper.

    >>> print(typeset("<b> 每次20分钟").replace(THIN_SPACE, "|"))
    &lt;b&gt; 每次|<span class="nb">20|分钟</span>
    """
    set_text = spaced(text)
    pieces: list[str] = []
    end = 0
    for found in _MEASURED.finditer(set_text):
        pieces.append(breakable(set_text[end : found.start()]))
        pieces.append(together(found.group()))
        end = found.end()
    pieces.append(breakable(set_text[end:]))
    return Markup("".join(pieces))  # noqa: S704 - every piece of author text above is escaped


def breakable(text: str) -> Markup:
    """The text escaped and otherwise as it is, for numbers of things; long words may break.

    Identifiers break behind an underscore. PlutoPrint forgets what may not begin a line as soon as
    `overflow-wrap` lets it break words, so the places where a word may be broken are in the text.

    >>> print(breakable("SP-20261121-530102040117000000000042 halfyear_visit"))
    SP-20261121-<wbr>530102040117<wbr>000000000042 halfyear_<wbr>visit
    """
    parts = _PARTED_NAME.split(text)
    return Markup("<wbr>").join(map(_in_pieces, parts))


def _in_pieces(text: str) -> Markup:
    """The text escaped; what is too long for a line may break anywhere."""
    pieces: list[str] = []
    end = 0
    for found in _LONG_WORD.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        word = found.group()
        starts = range(0, len(word), _PIECE)
        pieces.append("<wbr>".join(escape(word[at : at + _PIECE]) for at in starts))
        end = found.end()
    pieces.append(escape(text[end:]))
    return Markup("".join(pieces))  # noqa: S704 - every piece of author text above is escaped


def together(text: str) -> Markup:
    """The text typeset and kept in one line, unless it is too long for that.

    >>> print(together("李明远"))
    <span class="nb">李明远</span>
    """
    if display_width(text) > _ONE_LINE:
        return breakable(spaced(text))
    return Markup(f'<span class="nb">{escape(spaced(text))}</span>')  # noqa: S704 - escaped


def shortened(text: str, columns: int) -> str:
    """The text cut where it would be wider than so many columns (Chinese characters take two).

    >>> shortened("永昌便利店（人民路店）", 12)
    '永昌便利店…'
    """
    if display_width(text) <= columns:
        return text
    end = len(text)
    while end and display_width(text[:end]) > columns - 2:
        end -= 1
    return f"{text[:end].rstrip(_JOINER)}…"


def css_string(text: str) -> Markup:
    r"""The text, spaced, as a quoted CSS string that can close neither string nor style element.

    Everything but letters, digits and spaces is written as an escape, closed by the one space that
    CSS takes as its end.

    >>> css_string('a"</style>')
    Markup('"a\\000022 \\00003c \\00002f style\\00003e "')
    """
    written = "".join(
        character if character.isalnum() or character == " " else f"\\{ord(character):06x} "
        for character in spaced(text)
    )
    return Markup(f'"{written}"')  # noqa: S704 - only letters, digits, spaces and escapes are left
