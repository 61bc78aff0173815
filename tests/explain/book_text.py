"""A book as plain text, as it would be read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.book import Chapter, Figure, Grid, Listing, Sentence


def book_text(chapters: Iterable[Chapter], lang: Language) -> str:
    return "".join(f"{line}\n" for chapter in chapters for line in _chapter(chapter, lang))


def _chapter(chapter: Chapter, lang: Language) -> Iterator[str]:
    yield f"# {chapter.title.get(lang)}"
    yield chapter.lead.get(lang)
    for section in chapter.sections:
        if section.title is not None:
            yield f"## {section.title.get(lang)}{_mark(section.assumed)}"
        for block in section.blocks:
            match block:
                case Sentence():
                    yield from _sentence(block, lang, "")
                case Listing(entries):
                    for entry in entries:
                        remark = "" if entry.remark is None else f" ({entry.remark.get(lang)})"
                        yield f"* {entry.term.get(lang)}{remark}{_mark(entry.assumed)}"
                        for line in entry.lines:
                            yield from _sentence(line, lang, "  ")
                case Grid(heads, rows):
                    yield " | ".join(head.get(lang) for head in heads)
                    for row in rows:
                        cells = [
                            " / ".join(" ".join(_sentence(s, lang, "")) for s in cell)
                            for cell in row.cells
                        ]
                        yield " | ".join(cells) + _mark(row.assumed)
                case Figure(title):
                    yield f"[{title.get(lang)}]"


def _sentence(sentence: Sentence, lang: Language, indent: str) -> Iterator[str]:
    about = "" if sentence.about is None else f"{sentence.about.get(lang)}: "
    yield f"{indent}{about}{sentence.words.get(lang)}{_mark(sentence.assumed)}"
    for part in sentence.parts:
        yield from _sentence(part, lang, indent + "  - ")


def _mark(assumed: bool) -> str:
    return " [?]" if assumed else ""
