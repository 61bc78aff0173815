"""How a message writes the keywords of a file: in the file's own language, whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class _AsTheyAre(dict[str, str]):
    def __missing__(self, word: str) -> str:
        return word


@dataclass(frozen=True, slots=True)
class FileWords:
    """Keywords by their English form: keys of a file, and words that stand for values.

    In a code's template `{k[max]}` is the key `max`, and `{w[waste]}` the value `waste`.
    """

    keys: Mapping[str, str]
    values: Mapping[str, str]


ENGLISH = FileWords(_AsTheyAre(), _AsTheyAre())
"""Those of a file whose keywords are English."""
