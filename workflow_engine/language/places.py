"""From a stretch inside a written text to its place in the file, and edits there."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Edit, Fix, Place
from workflow_engine.language.nodes import Written

_IN_QUOTES = "\"'\\"
_UNQUOTED = ",[]{}#"
"""What could end or cut a text without quotes that stands inside `{ }` or `[ ]`."""
_INDICATORS = tuple("\"'>|*&!%@`-?:")
"""What a YAML text without quotes cannot start with."""


def within(written: Written, start: int, end: int) -> Place:
    """The place of `written[start:end]`; of the whole text where columns cannot be known."""
    inner = written.inner
    if inner is None or "\n" in written[:end]:
        return written.place
    return Place(inner.file, inner.line, inner.column + start, inner.line, inner.column + end)


def part(written: Written, start: int, end: int) -> Written:
    """`written[start:end]` without the blanks around it, with its own place."""
    text = written[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    place = within(written, start, start + len(text))
    known = written.inner is not None and "\n" not in written[: start + len(text)]
    return Written(text, place, inner=place if known else None)


def rewrite(written: Written, start: int, end: int, text: str, *, safe: bool = True) -> Fix | None:
    """Replace `written[start:end]` by `text`, where that is certain not to break the YAML."""
    inner = written.inner
    if inner is None or "\n" in written[:end]:
        return None
    breaks = _IN_QUOTES if written.quoted else _UNQUOTED
    if any(char in breaks for char in text):
        return None
    if not written.quoted and start == 0 and text[:1] in _INDICATORS:
        return None
    title = Bilingual(f"改写为 `{text.strip()}`", f"write `{text.strip()}`")
    return Fix(title, (Edit(within(written, start, end), text),), safe=safe)
