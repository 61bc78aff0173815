"""What PlutoPrint leaves out of a PDF: outline, title, language; and the date is taken out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from workflow_engine.pdf.links import BOTTOM, TOP
from workflow_engine.pdf.page_numbers import Printed
from workflow_engine.render.document import Bookmark, Document

if TYPE_CHECKING:
    import pikepdf

LANGUAGES: Mapping[str, str] = {"zh": "zh-Hans", "en": "en"}
PIXEL = 0.75
"""Points in a CSS pixel: how high the mark at the lower edge of a page is."""
CLOSE = 0.5
"""Points by which an element at the edge of a page may be off."""


def finished(made: BytesIO, document: Document) -> Printed:
    """The PDF with the document's title, language and bookmarks, the same bytes every time."""
    import pikepdf

    with pikepdf.open(made) as pdf:
        root = pdf.Root
        root.Lang = pikepdf.String(LANGUAGES[document.lang])
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.docinfo["/Title"] = pikepdf.String(document.title)
        for dated in ("/CreationDate", "/ModDate"):
            if dated in pdf.docinfo:
                del pdf.docinfo[dated]
        places = _places(pdf)
        if document.bookmarks:
            _outline(pdf, document.bookmarks, places)
        numbers: dict[object, int] = {
            page.objgen: number for number, page in enumerate(pdf.pages, start=1)
        }
        found = {name: numbers[place[0].objgen] for name, place in places.items()}
        result = BytesIO()
        pdf.save(
            result,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return Printed(result.getvalue(), len(numbers), found)


def _outline(
    pdf: pikepdf.Pdf, bookmarks: tuple[Bookmark, ...], places: Mapping[str, pikepdf.Array]
) -> None:
    """The bookmarks as the PDF's outline, shown when it is opened."""
    import pikepdf

    def entry(bookmark: Bookmark) -> pikepdf.OutlineItem:
        item = pikepdf.OutlineItem(bookmark.title)
        place = _place(bookmark, places)
        if place is not None:
            item.destination = place
        item.is_closed = False
        item.children.extend(map(entry, bookmark.children))
        return item

    with pdf.open_outline() as outline:
        outline.root.extend(map(entry, bookmarks))
    pdf.Root.PageMode = pikepdf.Name.UseOutlines


def _place(bookmark: Bookmark, places: Mapping[str, pikepdf.Array]) -> pikepdf.Array | None:
    """Where the bookmark leads: its anchor, or what lies first under it if that has none."""
    found = places.get(bookmark.anchor)
    for child in bookmark.children if found is None else ():
        found = _place(child, places)
        if found is not None:
            break
    return found


def _places(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Array]:
    """The places that links and bookmarks lead to, by the id of their element, put right.

    The engine names any page of an element that runs over several, or ends where a page does, and
    how high above or below that page the element begins.
    """
    import pikepdf

    names = pdf.Root.get("/Names")
    if names is None or "/Dests" not in names:
        return {}
    found = {str(name): list(place) for name, place in pikepdf.NameTree(names.Dests).items()}
    if TOP not in found or BOTTOM not in found:
        return {}
    numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    top = float(found.pop(TOP)[3])
    height = top - float(found.pop(BOTTOM)[3]) + PIXEL
    tree = pikepdf.NameTree.new(pdf)
    places: dict[str, pikepdf.Array] = {}
    for name, (page, kind, left, up, zoom) in found.items():
        later = math.floor((top - float(up) + CLOSE) / height)
        number = min(max(numbers[page.objgen] + later, 0), len(pdf.pages) - 1)
        new = [pdf.pages[number].obj, kind, left, round(float(up) + later * height, 3), zoom]
        places[name] = pikepdf.Array(new)
        tree[name] = places[name]
    names.Dests = tree.obj
    return places
