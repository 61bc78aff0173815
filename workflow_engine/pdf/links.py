"""Links inside a document that PlutoPrint prints part by part into one file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape
from urllib.parse import quote, unquote

from workflow_engine.pdf.page_numbers import asked_for
from workflow_engine.render.document import Bookmark

TOP, BOTTOM = "edge-of-page-top", "edge-of-page-bottom"
"""Ids of marks at the upper and lower edge of what is printed on a page, one pixel high."""
_ID = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"]*)"')
_LINK = re.compile(r'<a\s[^<>]*?href="#([^"]*)"')
_EDGES = "".join(
    f'<div id="{name}" style="position:fixed;left:0;{side}:0;width:1px;height:1px"></div>'
    for name, side in ((TOP, "top"), (BOTTOM, "bottom"))
)


def marked(parts: Sequence[str], bookmarks: Iterable[Bookmark]) -> list[str]:
    """The parts with what PlutoPrint needs to write down every place that is linked to.

    It writes down only places that the same part links to, and drops links that lead out of their
    part. So each part gets empty links to its own places that others or the outline lead to, or
    whose page is asked for, and hidden places of the same name for those of others that it leads
    to. Of an element on several
    pages it writes down any; from the edges of the page, which the first part gets, it can be told
    on which one the element begins. None of this is seen.
    """
    own = [{unescape(name) for name in _ID.findall(part)} for part in parts]
    leads = [
        dict.fromkeys(unquote(unescape(target)) for target in _LINK.findall(part)) for part in parts
    ]
    everywhere = set().union(*own)
    linked = [name for names in leads for name in names]
    asked = [name for part in parts for name in asked_for(part)]
    wanted = dict.fromkeys([*_anchors(bookmarks), *linked, *asked])
    if not everywhere.intersection(wanted):
        return list(parts)
    result = []
    for number, (part, mine, names) in enumerate(zip(parts, own, leads, strict=True)):
        here = [name for name in wanted if name in mine]
        elsewhere = [name for name in names if name in everywhere - mine]
        first = number == 0
        links = _links([TOP, BOTTOM, *here] if first else here)
        places = "".join(f'<i id="{escape(name)}"></i>' for name in elsewhere)
        marks = f'{links}<div style="display:none">{places}</div>{_EDGES if first else ""}'
        before, end, after = part.rpartition("</body>")
        result.append(f"{before}{marks}{end}{after}" if end else part + marks)
    return result


def _links(names: Iterable[str]) -> str:
    links = "".join(f'<a href="#{escape(quote(name))}"></a>' for name in names)
    return f'<div style="position:absolute;left:0;top:0;width:0;height:0">{links}</div>'


def _anchors(bookmarks: Iterable[Bookmark]) -> list[str]:
    found: list[str] = []
    for one in bookmarks:
        found += [one.anchor, *_anchors(one.children)]
    return found
