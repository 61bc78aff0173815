"""A slogan that customers cannot remember."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.width import display_width
from workflow_engine.program.program import Program

MOST_CHARACTERS = 16
MOST_WORDS = 10


def check(program: Program) -> Iterable[Diagnostic]:
    """WE764 for each slogan of more than 16 Chinese characters or 10 words of another writing."""
    for promise in program.promises.values():
        for slogan in dict.fromkeys((promise.slogan.zh, promise.slogan.en)):
            size = _size(slogan)
            if size is not None:
                yield diagnose(
                    "WE764", promise.place, name=promise.label, size=size, slogan=f"“{slogan}”"
                )


def _size(slogan: str) -> Bilingual | None:
    """How long a slogan is that is too long."""
    if slogan.isascii():
        words = len(slogan.split())
        return Bilingual(f"{words} 个单词", f"{words} words") if words > MOST_WORDS else None
    characters = (display_width(slogan) + 1) // 2
    if characters <= MOST_CHARACTERS:
        return None
    return Bilingual(f"{characters} 个字", f"{characters} characters")
