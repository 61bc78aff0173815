"""A printed document: HTML that stands alone, with what a PDF needs to know beside it."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Language


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: the `id` of an element of the document, and what lies under it."""

    title: str
    anchor: str
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One self-contained HTML page set: no network, no script, its styles within."""

    title: str
    lang: Language
    html: str
    bookmarks: tuple[Bookmark, ...] = ()
