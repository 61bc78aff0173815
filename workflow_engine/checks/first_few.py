"""Not more findings of one kind about one definition than a person will read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic

MOST_SHOWN = 5


def first_few(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """The first findings; the last of them says how many more there are like it."""
    more = len(found) - MOST_SHOWN
    if more <= 0:
        return found
    *shown, last = found[:MOST_SHOWN]
    message = Bilingual(
        f"{last.message.zh}（同样的问题另有 {more} 处）",
        f"{last.message.en} (and {more} more like it)",
    )
    return [*shown, replace(last, message=message)]
