"""Before a document is printed: which of its characters no font of this machine can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from workflow_engine.diagnostics.bilingual import Bilingual

NAMED = 12
"""Characters listed one by one; of more the number is told."""

_AROUND = 6
"""Characters of the text shown before and after."""
_HIDDEN = frozenset(("style", "script", "title", "desc", "metadata", "template"))
_NEEDS_NO_GLYPH = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
_CSS_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', re.DOTALL)
_CSS_CONTENT = re.compile(
    r"""content\s*:((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^;{}"'])*)""", re.DOTALL | re.IGNORECASE
)
"""What a style sheet prints; the names of fonts are strings too."""
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n\f]?|\\(.)", re.DOTALL)
_CODE_POINT_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})")


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A character that no font shows, and the text around the first place where it stands."""

    char: str
    near: str

    @property
    def code_point(self) -> str:
        """Its number as Unicode writes it, such as `U+20BB7`."""
        return f"U+{ord(self.char):04X}"


def uncovered(html: str, covered: frozenset[int] | None) -> tuple[Uncovered, ...]:
    """The visible characters of a page that no font shows, in the order of the page.

    Text that is printed by the style sheet, such as a running foot, counts. Spaces, line breaks,
    joiners and variation selectors need no glyph. Nothing is found where it is not known what the
    fonts cover (`covered` is None).
    """
    if covered is None or not _suspects(html, covered):
        return ()
    reader = _Text()
    reader.feed(html)
    reader.close()
    found: dict[str, Uncovered] = {}
    for text in reader.texts:
        for at, char in enumerate(text):
            if char not in found and _lacks(char, covered):
                near = text[max(0, at - _AROUND) : at + 1 + _AROUND]
                found[char] = Uncovered(char, " ".join(near.split()))
    return tuple(found.values())


def uncovered_text(found: Iterable[Uncovered]) -> Bilingual:
    """What to tell the user: which characters, where the first of each stands, what to do."""
    listed = list(found)
    shown = listed[:NAMED]
    rest = len(listed) - len(shown)
    zh = "、".join(f"{one.char} {one.code_point}（“{one.near}”）" for one in shown)
    en = ", ".join(f"{one.char} {one.code_point} (in “{one.near}”)" for one in shown)
    return Bilingual(
        f"有 {len(listed)} 个字符没有字体能显示，纸上会是空框：{zh}"
        + (f"，另有 {rest} 个" if rest else "")
        + "。请在系统中安装含有它们的字体（生僻字如 Noto Sans CJK，表情如 Noto Emoji 单色字体），"
        "或改用别的字。",
        f"{len(listed)} characters are shown by no font and will print as empty boxes: {en}"
        + (f" and {rest} more" if rest else "")
        + "; install a font that has them (rare Chinese: Noto Sans CJK; emoji: Noto Emoji, the one "
        "without colour), or write them otherwise",
    )


def _suspects(html: str, covered: frozenset[int]) -> bool:
    """Whether anything in the source could be a character that is not covered: a quick look."""
    chars = set(unescape(html) if "&" in html else html)
    chars.update(map(_char, _CODE_POINT_ESCAPE.findall(html)))
    return any(_lacks(char, covered) for char in chars)


def _lacks(char: str, covered: frozenset[int]) -> bool:
    return (
        ord(char) not in covered
        and unicodedata.category(char) not in _NEEDS_NO_GLYPH
        and not _selects_variant(char)
    )


def _selects_variant(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


class _Text(HTMLParser):
    """Collects the texts of a page that are seen, and those its style sheets print."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _HIDDEN:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)
        elif self._inside[-1] == "style":
            for content in _CSS_CONTENT.findall(data):
                self.texts += map(_unescaped, _CSS_STRING.findall(content))


def _unescaped(string: tuple[str, str]) -> str:
    def char(found: re.Match[str]) -> str:
        return str(found[2]) if found[1] is None else _char(found[1])

    return _CSS_ESCAPE.sub(char, string[0] or string[1])


def _char(digits: str) -> str:
    """The character of an escape in a style sheet."""
    point = int(digits, 16)
    return chr(point) if 0 < point <= 0x10FFFF and not 0xD800 <= point < 0xE000 else "\ufffd"
