"""PDF by PlutoPrint, sealed: a page can fetch nothing, and the same page gives the same bytes."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING

from workflow_engine.pdf.fonts import Fonts, private_fontconfig
from workflow_engine.pdf.links import marked
from workflow_engine.pdf.outline import finished
from workflow_engine.pdf.page_numbers import Printed
from workflow_engine.pdf.tightening import laid_out
from workflow_engine.render.document import Document

if TYPE_CHECKING:
    import plutoprint

HERE = "http://document.invalid/"
"""Address of the page itself, without which links inside it would be lost; nothing is there."""
AHEAD = 2
"""Parts laid out in advance for each worker, so that memory does not grow with the document."""

_lock = threading.Lock()
_started: list[bool] = []


def print_document(document: Document, fonts: Fonts, workers: int) -> Printed:
    """The document as a PDF.

    The parts of the document are laid out each for itself, up to `workers` at once, and painted
    one after the other into one file, which has each font once. Links inside the document and
    bookmarks work; the file carries title and language, and no date. Style sheets, pictures and
    fonts come from the page itself or from `data:` addresses.
    """
    import plutoprint

    _start(fonts)
    made = BytesIO()
    canvas = plutoprint.PDFCanvas.create_for_stream(made, plutoprint.PAGE_SIZE_A4)
    canvas.scale(plutoprint.UNITS_PX, plutoprint.UNITS_PX)
    for book in _laid_out(marked(document.parts(), document.bookmarks), workers):
        for number in range(book.get_page_count()):
            canvas.set_size(book.get_page_size_at(number))
            book.render_page(canvas, number)
            canvas.show_page()
    canvas.finish()
    return finished(made, document)


def _laid_out(parts: Sequence[str], workers: int) -> Iterator[plutoprint.Book]:
    """The parts as books whose pages are known, in order."""
    if workers == 1 or len(parts) == 1:
        yield from map(_book, parts)
        return
    waiting: deque[Future[plutoprint.Book]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for part in parts:
            waiting.append(pool.submit(_book, part))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _book(part: str) -> plutoprint.Book:
    return laid_out(part, _loaded, lambda book: book.get_page_count())


def _loaded(html: str) -> plutoprint.Book:
    import plutoprint

    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4, plutoprint.PAGE_MARGINS_NONE)
    book.custom_resource_fetcher = _sealed()
    book.load_html(html, base_url=HERE)
    book.get_page_count()
    return book


def _start(fonts: Fonts) -> None:
    """Lets the engine read our fonts, which it does once in a process, with its first page.

    It must shape text here: what it prepares for that at first is not safe in several threads.
    """
    import plutoprint

    with _lock:
        if _started:
            return
        with private_fontconfig(fonts):
            plutoprint.plutobook_set_fontconfig_path(str(fonts.folder))
            _book("<p>1</p>")
        before = os.environ.get("FONTCONFIG_PATH")
        if before is None:
            os.unsetenv("FONTCONFIG_PATH")
        else:
            os.putenv("FONTCONFIG_PATH", before)
        _started.append(True)


def _sealed() -> plutoprint.ResourceFetcher:
    """A fetcher that gives nothing for whatever is asked; `data:` addresses never reach it."""
    import plutoprint

    class Sealed(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> plutoprint.ResourceData:  # noqa: ARG002
            return plutoprint.ResourceData(b"", "text/plain")

    return Sealed()
