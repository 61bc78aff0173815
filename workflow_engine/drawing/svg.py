"""Writing SVG: elements whose text and attributes are always escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

FONTS = (
    "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'Hiragino Sans GB','Segoe UI',Arial,sans-serif"
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_TO_ESCAPE = re.compile("[&<>\"']")

Attribute = str | float | None


def escaped(text: str) -> str:
    """`text` for any place in XML; characters that XML cannot hold become U+FFFD.

    >>> escaped('<b title="x">&')
    '&lt;b title=&quot;x&quot;&gt;&amp;'
    """
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], _NOT_XML.sub("\ufffd", text))


def number(value: float) -> str:
    """A coordinate, without needless digits.

    >>> number(12.0), number(12.345)
    ('12', '12.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def element(name: str, /, *children: str, **attributes: Attribute) -> str:
    """An element; `children` are SVG already, `_` in names of attributes stands for `-`.

    A trailing `_` is dropped, an attribute of None left out.

    >>> element("rect", x=1, class_="box")
    '<rect x="1" class="box"/>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(children)}</{name}>"


def _attribute(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else number(value)


def text(content: str, x: float, y: float, **attributes: Attribute) -> str:
    """One line of text with its baseline at `y`."""
    return element("text", escaped(content), x=x, y=y, **attributes)


def titled(title: str, *children: str, **attributes: Attribute) -> str:
    """A group with a title, which readers see when they point at it and screen readers say."""
    return element("g", element("title", escaped(title)), *children, **attributes)


def path(points: Iterable[tuple[float, float]], radius: float = 6) -> str:
    """The `d` of a line along right-angled points, its corners rounded.

    >>> path([(0, 0), (10, 0)])
    'M0 0L10 0'
    """
    corners = _without_repeats(points)
    parts = [f"M{number(corners[0][0])} {number(corners[0][1])}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        reach = min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        x1, y1 = _towards(corner, before, reach)
        x2, y2 = _towards(corner, after, reach)
        bend = " ".join(map(number, (*corner, x2, y2)))
        parts.append(f"L{number(x1)} {number(y1)}Q{bend}")
    parts.append(f"L{number(corners[-1][0])} {number(corners[-1][1])}")
    return "".join(parts)


def _without_repeats(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or _distance(kept[-1], point) > 0.01:
            if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
                kept.pop()
            kept.append(point)
    return kept


def _straight(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    return (a[0] == b[0] == c[0]) or (a[1] == b[1] == c[1])


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(
    start: tuple[float, float], end: tuple[float, float], reach: float
) -> tuple[float, float]:
    length = _distance(start, end) or 1
    share = reach / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def document(
    title: str,
    description: str,
    width: float,
    height: float,
    style: str,
    *children: str,
    shown: tuple[str, str] | None = None,
) -> str:
    """A whole SVG file, white behind, that says what it shows to those who cannot see it.

    `shown` is how wide and high it is shown, such as `("277mm", "190mm")`; without it, one unit of
    the drawing is one pixel.
    """
    shown_width, shown_height = shown or (number(width), number(height))
    body = element(
        "svg",
        "\n" + element("title", escaped(title)),
        "\n" + element("desc", escaped(description)),
        "\n<style>" + style + "</style>",
        "\n" + element("rect", width=width, height=height, fill="#fff"),
        *("\n" + child for child in children),
        "\n",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=shown_width,
        height=shown_height,
        role="img",
        font_family=FONTS,
    )
    return body + "\n"
