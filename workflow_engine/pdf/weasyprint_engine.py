"""PDF by WeasyPrint, from the same HTML, sealed: tagged, accessible (PDF/UA), archival (PDF/A)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from workflow_engine.pdf.fonts import Fonts, private_fontconfig
from workflow_engine.pdf.page_numbers import Printed
from workflow_engine.pdf.tightening import laid_out
from workflow_engine.render.document import Bookmark, Document

POINTS = 0.75
"""PDF points in a CSS pixel."""

_Place: TypeAlias = tuple[int, float, float]
"""Page from 0, and the distances from its left and lower edge in points."""
_Entry: TypeAlias = tuple[str, _Place, "list[_Entry]", str]


def print_document(document: Document, fonts: Fonts, variant: str | None) -> Printed:
    """The document as a tagged PDF, of a variant like `pdf/ua-1` if asked.

    Style sheets, pictures and fonts come from the page itself or from `data:` addresses. The file
    carries no date.
    """
    with private_fontconfig(fonts):
        import weasyprint
        from weasyprint.urls import URLFetcher

        class Sealed(URLFetcher):  # type: ignore[misc]  # the package has no types
            def __init__(self) -> None:
                super().__init__(allowed_protocols={"data"}, allow_redirects=False)

        logging.getLogger("weasyprint").setLevel(logging.CRITICAL)

        def lay_out(part: str) -> Any:
            page = weasyprint.HTML(string=part, url_fetcher=Sealed(), base_url="")
            return page.render(pdf_variant=variant, pdf_tags=True)

        parts = [laid_out(part, lay_out, lambda made: len(made.pages)) for part in document.parts()]
    made = parts[0].copy([page for part in parts for page in part.pages])
    places = _places(made)
    outline = _outline(document.bookmarks, places)
    made.make_bookmark_tree = lambda *_, **__: outline
    made.metadata.title = document.title
    data: bytes = made.write_pdf(pdf_variant=variant, pdf_tags=True, pdf_identifier=True)
    return Printed(data, len(made.pages), {name: at[0] + 1 for name, at in places.items()})


def _places(made: Any) -> dict[str, _Place]:
    """Where the elements with an id begin."""
    places: dict[str, _Place] = {}
    for number, page in enumerate(made.pages):
        for anchor, (left, top, *_) in page.anchors.items():
            place = (number, left * POINTS, (page.height - top) * POINTS)
            places.setdefault(anchor, place)
    return places


def _outline(bookmarks: Iterable[Bookmark], places: Mapping[str, _Place]) -> list[_Entry]:
    """Our bookmarks in place of one for every heading, as `Document.make_bookmark_tree` gives."""

    def entries(bookmarks: Iterable[Bookmark]) -> list[_Entry]:
        found = []
        for one in bookmarks:
            children = entries(one.children)
            below = children[0][1] if children else None
            place = places.get(one.anchor, below)
            if place is not None:
                found.append((one.title, place, children, "open"))
        return found

    return entries(bookmarks)
