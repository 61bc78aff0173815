"""The plans of many customers in one document: cover, index by person, sheets for each customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.program import Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.labels import Labels
from workflow_engine.render.look import Look
from workflow_engine.render.pages import page, page_names
from workflow_engine.render.plan_page import Audience, PlanSheet, plan_sheet

INDEX = "index"
"""The id of the index, to which every sheet leads back."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The customers of one person, numbered through the whole booklet."""

    person: str
    role: str
    phone: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One customer: the number finds the sheets on paper, over each of them; the anchor elsewhere.

    Pages are counted for each customer anew, so that a plan taken out of the booklet is whole.
    """

    number: int
    sheet: PlanSheet

    @property
    def anchor(self) -> str:
        """The id of the customer's sheets."""
        return f"plan{self.number}"


def booklet_document(
    plans: Iterable[Mapping[str, Any]],
    program: Program,
    *,
    lang: Language,
    look: Look | None = None,
    audience: Audience = "staff",
    versions: Mapping[str, Program] | None = None,
) -> Document:
    """All plans as one document, each customer on sheets of their own.

    Sheets are grouped by the person who looks after the customer, in the order in which persons
    first appear; within a group in the order given. `versions` are the programs by their hash that
    plans in it were made by; default: all by `program`, whose cover and index it is. Raises
    PolicyError where a template of `look` cannot be filled.
    """
    labels = Labels(program, lang)
    by_hash = {hash_: Labels(one, lang) for hash_, one in (versions or {}).items()}
    made = [
        plan_sheet(plan, by_hash.get(plan["policy"]["hash"], labels), audience) for plan in plans
    ]
    chapters = _chapters(made, labels)
    sheets = [entry.sheet for chapter in chapters for entry in chapter.entries]
    names = page_names(labels)
    values = {
        "chapters": chapters,
        "customers": len(sheets),
        "internal": audience == "staff",
        "stage": sheets[0].stage if sheets else "",
        "periods": sorted(
            {(sheet.plan["period"]["from"], sheet.plan["period"]["to"]) for sheet in sheets}
        ),
    }
    return Document(
        title=f"{labels.say('booklet_title')} · {names['policy_title']}",
        lang=lang,
        html=page("booklet.html", {**values, **names}, look=look),
        bookmarks=(Bookmark(labels.say("index"), INDEX), *map(_bookmark, chapters)),
    )


def _bookmark(chapter: Chapter) -> Bookmark:
    """The outline of one person: the customers, by number and name."""
    return Bookmark(
        chapter.person,
        chapter.entries[0].anchor,
        tuple(
            Bookmark(f"{entry.number} {entry.sheet.plan['customer']['name']}", entry.anchor)
            for entry in chapter.entries
        ),
    )


def _chapters(sheets: list[PlanSheet], labels: Labels) -> list[Chapter]:
    grouped: dict[tuple[str, str, str], list[PlanSheet]] = {}
    for sheet in sheets:
        contact = sheet.contact
        key = (contact.person, contact.role, contact.phone) if contact else ("", "", "")
        grouped.setdefault(key, []).append(sheet)
    chapters: list[Chapter] = []
    number = 0
    for (person, role, phone), mine in sorted(grouped.items(), key=lambda group: not group[0][0]):
        entries = tuple(Entry(number + n, sheet) for n, sheet in enumerate(mine, start=1))
        number += len(mine)
        chapters.append(Chapter(person or labels.say("no_person"), role, phone, entries))
    return chapters
