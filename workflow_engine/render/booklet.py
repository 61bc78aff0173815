"""The plans of many customers in one document: cover, index by person, one sheet each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.program import Program
from workflow_engine.render.labels import Labels
from workflow_engine.render.pages import environment
from workflow_engine.render.plan_page import PlanSheet, page_names, plan_sheet


@dataclass(frozen=True, slots=True)
class Chapter:
    """The customers of one person, numbered through the whole booklet."""

    person: str
    role: str
    phone: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One customer: the number finds the sheet on paper, in its foot; the anchor on a screen."""

    number: int
    sheet: PlanSheet

    @property
    def anchor(self) -> str:
        """The sheet's id, also the name of its printed pages."""
        return f"plan{self.number}"


def render_booklet(plans: Iterable[Mapping[str, Any]], program: Program, *, lang: Language) -> str:
    """All plans as one self-contained HTML document, each customer on pages of their own.

    Sheets are grouped by the person who looks after the customer, in the order in which persons
    first appear; within a group in the order given.
    """
    return "".join(_parts(plans, program, lang))


def write_booklet(
    plans: Iterable[Mapping[str, Any]], program: Program, stream: TextIO, *, lang: Language
) -> None:
    """The same written piece by piece to a text stream, so that the whole is never in memory."""
    stream.writelines(_parts(plans, program, lang))


def _parts(plans: Iterable[Mapping[str, Any]], program: Program, lang: Language) -> Iterator[str]:
    labels = Labels(program, lang)
    chapters = _chapters([plan_sheet(plan, labels) for plan in plans], labels)
    return (
        environment()
        .get_template("booklet.html")
        .generate(
            chapters=chapters,
            customers=sum(len(chapter.entries) for chapter in chapters),
            stage=chapters[0].entries[0].sheet.stage if chapters else "",
            periods=sorted(
                {
                    (entry.sheet.plan["period"]["from"], entry.sheet.plan["period"]["to"])
                    for chapter in chapters
                    for entry in chapter.entries
                }
            ),
            **page_names(labels),
        )
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
