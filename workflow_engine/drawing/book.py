"""A book before it is set: chapters of sentences, lists and tables, in both languages.

Who knows the rules writes it, who knows paper prints it; neither needs the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual, Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `parts` stand indented under it, `numbered` where their order counts.

    `assumed` marks a figure that nobody has confirmed yet. `about` says in a word what the sentence
    is about, for readers who look for it: it stands before the sentence, apart.
    """

    words: Bilingual
    parts: tuple[Sentence, ...] = ()
    numbered: bool = False
    assumed: bool = False
    about: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is called `term`, and all that is said about it; `remark` stands beside the term."""

    term: Bilingual
    lines: tuple[Sentence, ...]
    remark: Bilingual | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries one below the other; `wide` where the lines stand below the term, not beside it."""

    entries: tuple[Entry, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, a cell for each column."""

    cells: tuple[tuple[Sentence, ...], ...]
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head; `shares` are the widths of its columns in proportion to each other."""

    heads: tuple[Bilingual, ...]
    rows: tuple[Row, ...]
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG, one for each language."""

    title: Bilingual
    zh: str
    en: str

    def svg(self, lang: Language) -> str:
        """The drawing in one language."""
        return self.zh if lang == "zh" else self.en


Block: TypeAlias = Sentence | Listing | Grid | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """Part of a chapter; without a title it opens the chapter."""

    title: Bilingual | None
    blocks: tuple[Block, ...]
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter; `lead` says in a sentence what it is about."""

    id: str
    title: Bilingual
    lead: Bilingual
    sections: tuple[Section, ...]

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, also those within others, in lists and in tables."""
        for section in self.sections:
            for block in section.blocks:
                yield from _sentences(block)


def _sentences(block: Block) -> Iterator[Sentence]:
    match block:
        case Sentence(parts=parts):
            yield block
            for part in parts:
                yield from _sentences(part)
        case Listing(entries):
            for entry in entries:
                for line in entry.lines:
                    yield from _sentences(line)
        case Grid(rows=rows):
            for row in rows:
                for cell in row.cells:
                    for sentence in cell:
                        yield from _sentences(sentence)
        case Figure():
            return
