"""Text in both languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and in English.

    >>> Bilingual("档位", "tier").get("en")
    'tier'
    """

    zh: str
    en: str

    @classmethod
    def same(cls, text: str) -> Bilingual:
        """A text that is written alike in both languages, such as a name."""
        return cls(text, text)

    def get(self, lang: Language) -> str:
        """The text in the asked language."""
        return self.zh if lang == "zh" else self.en
