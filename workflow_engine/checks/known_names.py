"""What an author may choose from, as a finding names it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from workflow_engine.diagnostics.bilingual import Bilingual

_SHOWN = 6


def one_of(names: Iterable[str]) -> Bilingual:
    """The first of the names in brackets, to stand at the end of a phrase; empty without any.

    >>> one_of(["late", "lost"]).en
    ' (late, lost)'
    """
    shown = list(islice(names, _SHOWN + 1))
    if not shown:
        return Bilingual("", "")
    more = shown[_SHOWN:] and ["…"]
    shown = [*shown[:_SHOWN], *more]
    return Bilingual(f"（{'、'.join(shown)}）", f" ({', '.join(shown)})")
