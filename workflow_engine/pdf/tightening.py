"""Parts that are to fit on a number of pages: set tighter where that saves one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

_Laid = TypeVar("_Laid")
_WANTED = re.compile(r'<article class="sheet" data-pages="(\d+)"')


def laid_out(part: str, lay_out: Callable[[str], _Laid], pages: Callable[[_Laid], int]) -> _Laid:
    """The part laid out; tight, if it is more than it wants to be and tight is fewer pages.

    A part says how many pages it wants to fit on by `data-pages`; `print.css` has what `tight` is.
    """
    made = lay_out(part)
    wanted = _WANTED.search(part)
    if wanted is None or pages(made) <= int(wanted[1]):
        return made
    closer = lay_out(part.replace(wanted[0], wanted[0].replace('"sheet"', '"sheet tight"'), 1))
    return closer if pages(closer) < pages(made) else made
