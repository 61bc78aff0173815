"""Air between Chinese and Latin in drawings, where neither a browser nor a PDF engine sets it."""

from __future__ import annotations

import re

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BEFORE = rf"(?<=[{_HAN}])(?=[A-Za-z0-9¥$€≥≤≠<>=±])"
_AFTER = rf"(?<=[A-Za-z%°€¥$])(?=[{_HAN}])"
_BOUNDARY = re.compile(f"{_BEFORE}|{_AFTER}")


def set_apart(text: str) -> str:
    """The text with a blank wherever Chinese meets Latin letters, or a number follows Chinese.

    A number and the Chinese unit behind it stay together.

    >>> set_apart("云POS每次20分钟")
    '云 POS 每次 20分钟'
    """
    return text if text.isascii() else _BOUNDARY.sub(" ", text)
