"""Lines as editors and YAML count them: ended by LF, CR LF or CR, and by nothing else."""

from __future__ import annotations

import re

_BREAK = re.compile(r"\r\n|\n|\r")


def lines_of(text: str) -> list[str]:
    r"""The lines without their ends; always at least one.

    >>> lines_of("a\r\nb\n")
    ['a', 'b', '']
    """
    if "\r" not in text:
        return text.split("\n")
    return _BREAK.split(text)


def line_starts(text: str) -> list[int]:
    r"""Where each line begins, as offsets into `text`.

    >>> line_starts("a\r\nb\n")
    [0, 3, 5]
    """
    return [0, *(match.end() for match in _BREAK.finditer(text))]
