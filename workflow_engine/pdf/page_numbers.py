"""Page numbers in contents: known once a document has been laid out, put in for a second time.

An empty element `<span data-page-of="ID"></span>` becomes the number of the page on which the
element of that id begins, counted through the whole file. On the screen it stays empty. A page
leaves it room of its own, such as a column, so that nothing moves when it is filled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape

from workflow_engine.render.document import Document

_ASKED = re.compile(r'(<([a-z]+)(?:\s[^<>]*)?\sdata-page-of="([^"]*)"[^<>]*>)(?=</\2>)')


@dataclass(frozen=True, slots=True)
class Printed:
    """What an engine makes of a document.

    Attributes:
        data: the PDF.
        pages: how many it has.
        places: on which page, from 1, the elements begin whose page is asked for, or that links or
            bookmarks lead to; by their id.
    """

    data: bytes
    pages: int
    places: Mapping[str, int]


def asked_for(html: str) -> tuple[str, ...]:
    """The ids of the elements whose page is to be put in, each once.

    >>> asked_for('<p>A <b class="no" data-page-of="c1"></b></p>')
    ('c1',)
    """
    return tuple(dict.fromkeys(unescape(found[3]) for found in _ASKED.finditer(html)))


def numbered(document: Document, places: Mapping[str, int]) -> Document:
    """The document with the pages put in; what has no place stays empty."""

    def filled(found: re.Match[str]) -> str:
        page = places.get(unescape(found[3]))
        return found[1] if page is None else f"{found[1]}{page}"

    return replace(document, html=_ASKED.sub(filled, document.html))
