"""The policy as a readable book: cover, contents, and chapters of sentences."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import Markup

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.book import (
    Block,
    Chapter,
    Figure,
    Grid,
    Listing,
    Sentence,
)
from workflow_engine.program.program import Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.form_words import FormWords, cut
from workflow_engine.render.pages import page
from workflow_engine.render.typography import typeset

if TYPE_CHECKING:
    from workflow_engine.render.look import Look

_B = Bilingual
_NOTHING = Markup("")
BOOK = "book"
"""The id of the part that holds contents and chapters."""
LONG_TABLE = 9
"""Rows from which on a table may be divided between pages."""
WORDS: dict[str, Bilingual] = {
    "handbook": _B("政策手册", "Policy handbook"),
    "handbook_under": _B("每一条规则，一句话说清", "Every rule, said in a sentence"),
    "assumed": _B("待确认", "assumed"),
    "assumed_count": _B("待确认的地方", "Still assumed"),
    "assumed_places": _B("{count} 处，文中标有“待确认”", "{count} places, marked “assumed”"),
    "assumed_none": _B("没有", "none"),
    "handbook_contents": _B("目录", "Contents"),
    "chapter": _B("第 {number} 章", "Chapter {number}"),
    "stage_of": _B("阶段", "Stage"),
    "stage_live": _B("正式", "Live"),
}

_SEPARATORS = re.compile(r"[、，；,;\s]+")
"""What may differ between a list of names in one language and the same names in the other."""

Kind = Literal["chapter", "section", "sentence", "entry", "grid", "figure"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing on the page. `anchor` and `number` are those of chapters and sections.

    A sentence is `again` about what the one before it is about.
    """

    kind: Kind
    content: Any
    anchor: str = ""
    number: int = 0
    wide: bool = False
    again: bool = False


def handbook_document(
    chapters: Sequence[Chapter],
    program: Program,
    *,
    lang: Language,
    both: bool = False,
    look: Look | None = None,
) -> Document:
    """The handbook, with a bookmark for every chapter and every section.

    Args:
        chapters: what `explain.handbook.chapters.handbook` tells of the policy.
        program: the policy.
        lang: the language of the book.
        both: whether each sentence is followed by the same in the other language.
        look: the policy's own templates.
    """
    words = FormWords(program, lang, WORDS)
    told = _teller(lang, both=both)
    named = [(f"c{number}", number, chapter) for number, chapter in enumerate(chapters, start=1)]
    values = {
        **words.page_names(),
        "told": told,
        "picture": lambda figure: _picture(figure, lang),
        "chapters": [
            (anchor, number, chapter, [s for s in chapter.sections if s.title is not None])
            for anchor, number, chapter in named
        ],
        "groups": [group for one in named for group in _kept_together(*one)],
        "book": BOOK,
        "head": program.head,
        "running": cut(program.head.title.get(lang), 40),
        "assumed": _assumed(chapters),
    }
    html = page("handbook.html", values, look)
    title = f"{words.say('handbook')} · {program.head.title.get(lang)}"
    return Document(title, lang, html, tuple(_bookmark(*one, lang) for one in named))


def _teller(lang: Language, *, both: bool) -> Callable[..., Markup]:
    """Sets a text, and a mark behind it: in one language, or with the other one below."""
    other: Language = "en" if lang == "zh" else "zh"
    code = {"zh": "zh-Hans", "en": "en"}[other]

    def told(text: Bilingual, mark: Markup = _NOTHING) -> Markup:
        shown, beside = text.get(lang), text.get(other)
        if not both or _SEPARATORS.sub(" ", shown) == _SEPARATORS.sub(" ", beside):
            return typeset(shown) + mark
        return Markup('{}{}<span class="other" lang="{}"> {}</span>').format(
            typeset(shown), mark, code, typeset(beside)
        )

    return told


def _bookmark(anchor: str, number: int, chapter: Chapter, lang: Language) -> Bookmark:
    children = tuple(
        Bookmark(section.title.get(lang), f"{anchor}s{place}")
        for place, section in enumerate(chapter.sections)
        if section.title is not None
    )
    return Bookmark(f"{number} {chapter.title.get(lang)}", anchor, children)


def _kept_together(anchor: str, number: int, chapter: Chapter) -> Iterator[list[Piece]]:
    """The pieces of a chapter; those of one group stay on one page.

    Headings and sentences stay with what follows them; a long table has the heading of its section
    in its own head, which is repeated on every page.
    """
    waiting = [Piece("chapter", chapter, anchor, number)]
    for piece in _pieces(anchor, chapter):
        if piece.kind in ("section", "sentence"):
            waiting.append(piece)
            continue
        if piece.kind == "grid" and len(piece.content.rows) >= LONG_TABLE:
            heading = waiting.pop() if waiting and waiting[-1].kind == "section" else None
            if waiting:
                yield waiting
            yield [Piece("grid", piece.content, "" if heading is None else heading.anchor,
                         wide=True), *([heading] if heading else [])]  # fmt: skip
        else:
            yield [*waiting, piece]
        waiting = []
    if waiting:
        yield waiting


def _pieces(anchor: str, chapter: Chapter) -> Iterator[Piece]:
    for place, section in enumerate(chapter.sections):
        if section.title is not None:
            yield Piece("section", section, f"{anchor}s{place}")
        before: Block | None = None
        for block in section.blocks:
            yield from _piece(block, before)
            before = block


def _piece(block: Block, before: Block | None) -> Iterator[Piece]:
    match block:
        case Sentence(about=about):
            again = isinstance(before, Sentence) and before.about == about
            yield Piece("sentence", block, again=again)
        case Listing(entries, wide):
            for entry in entries:
                yield Piece("entry", entry, wide=wide)
        case Grid():
            yield Piece("grid", block)
        case Figure():
            yield Piece("figure", block)


def _picture(figure: Figure, lang: Language) -> str:
    """The drawing as an address that holds it, so that its styles stay within."""
    data = base64.b64encode(figure.svg(lang).encode()).decode()
    return f"data:image/svg+xml;base64,{data}"


def _assumed(chapters: Sequence[Chapter]) -> int:
    """How many places of the book are marked as assumed."""
    sections = [section for chapter in chapters for section in chapter.sections]
    marks = [section.assumed for section in sections]
    marks += [sentence.assumed for chapter in chapters for sentence in chapter.sentences()]
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Listing):
                marks += [entry.assumed for entry in block.entries]
            elif isinstance(block, Grid):
                marks += [row.assumed for row in block.rows]
    return sum(marks)
