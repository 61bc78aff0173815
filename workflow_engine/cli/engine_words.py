"""What a PDF engine writes on the terminal by itself is held back, and told in our words."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from workflow_engine.cli.main import say

_TERMINAL = 2
"""The number of standard error, which libraries write to directly."""
_WARNING = "WARNING: "
_PICTURE = "WARNING: Unable to load image"


@contextmanager
def engine_words(*, zh: bool) -> Iterator[None]:
    """While the block runs, warnings of the engine are kept from the terminal.

    Afterwards a picture that could not be shown is told in one sentence; what others wrote appears.
    The texts of this program are not held back.
    """
    try:
        terminal = os.dup(_TERMINAL)
    except OSError:  # standard error is closed
        yield
        return
    own = sys.stderr
    with tempfile.TemporaryFile() as kept, os.fdopen(terminal, "w", encoding="utf-8") as direct:
        if _writes_there(own):
            own.flush()
            sys.stderr = direct
        os.dup2(kept.fileno(), _TERMINAL)
        try:
            yield
        finally:
            direct.flush()
            os.dup2(terminal, _TERMINAL)
            sys.stderr = own
            kept.seek(0)
            lines = kept.read().decode("utf-8", "replace").splitlines()
            for line in lines:
                if not line.startswith(_WARNING):
                    say(line)
            if any(line.startswith(_PICTURE) for line in lines):
                say(
                    "有图片无法显示，纸上该处是空的：文件可能已损坏，请换一张"
                    if zh
                    else "a picture cannot be shown and is left blank: its file may be damaged"
                )


def _writes_there(stream: object) -> bool:
    try:
        number: int = stream.fileno()  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return False
    return number == _TERMINAL
