"""From the bytes of a file to its text."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.lines import lines_of

SIZE_LIMIT = 4 * 1024 * 1024
"""The largest policy file, in bytes."""

_USUAL = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2049\u2460-\u2473≥≤≠×÷°·→]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LIKELY = 0.9


def decode(data: bytes, file: str) -> tuple[str, list[Diagnostic]]:
    """The text of a file: UTF-8, with or without a byte order mark.

    GB18030 is read too, with a warning, when nearly all of it turns out to be Chinese. Anything
    else, and more than 4 MiB, is an error with an empty text.
    """
    if len(data) > SIZE_LIMIT:
        return "", [diagnose("WE103", Place(file), size=f"{len(data):,}")]
    body = data.removeprefix(BOM_UTF8)
    try:
        return body.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
    text = _as_gb18030(data)
    if text is not None:
        return text, [diagnose("WE102", Place(file))]
    lines = lines_of(before)
    line, column = len(lines), len(lines[-1]) + 1
    return "", [diagnose("WE101", Place(file, line, column, line, column + 1))]


def _as_gb18030(data: bytes) -> str | None:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = _FOREIGN.findall(text)
    usual = sum(1 for character in foreign if _USUAL.match(character))
    if "\0" in text or usual < _LIKELY * len(foreign):
        return None
    return text
