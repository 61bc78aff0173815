"""Names, words and numbers that were written without the spaces between them."""

from __future__ import annotations

import re
from collections.abc import Collection

from workflow_engine.language.tokens import BETWEEN, ODD_WORDS, PROPER

_DIGITS = re.compile(r"\d+")
_MOST_APART = 200  # characters; nobody runs more than that together by mistake


def words_apart(text: str, names: Collection[str]) -> list[str] | None:
    """A text run together as its names, numbers and words, the words as they are best written.

    None where it does not come out, or is one name.

    >>> words_apart("档位大于等于28且净贡献缺失", {"档位", "净贡献"})
    ['档位', '>=', '28', '且', '净贡献', '缺失']
    """
    if len(text) > _MOST_APART:
        return None
    known = sorted(names, key=len, reverse=True)
    found: list[str] = []
    at, value_due = 0, True
    while at < len(text):
        number = _DIGITS.match(text, at) if value_due else None
        words = known if value_due else BETWEEN
        word = number[0] if number else next((w for w in words if text.startswith(w, at)), None)
        if word is None:
            return None
        operator = None if value_due else BETWEEN[word]
        found.append(PROPER.get(operator, operator) if word in ODD_WORDS and operator else word)
        at += len(word)
        value_due = operator is not None and operator not in ("is missing", "is not missing")
    return found if len(found) > 1 and not value_due else None
