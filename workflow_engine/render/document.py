"""A printed document: HTML that stands alone, with what a PDF needs to know beside it."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Language

PART = "<!--part-->"
"""Stands before every part of a document's body; author text is escaped and cannot hold it."""


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

    def parts(self) -> tuple[str, ...]:
        """Complete pages of HTML, one for each run of sheets with a running head of its own.

        Printed one after the other into one file they are the document: PDF engines do not all
        know running heads that change on the way, nor page numbers that begin again. An anchor of
        `bookmarks` is in exactly one part.
        """
        head, *bodies = self.html.split(PART)
        end = self.html[self.html.rindex("</body>") :]
        last = len(bodies) - 1
        return tuple(
            f"{head}{body}{'' if number == last else end}" for number, body in enumerate(bodies)
        ) or (self.html,)
