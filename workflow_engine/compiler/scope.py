"""The names an expression may use, with the types of what they stand for."""

from __future__ import annotations

from abc import ABC, abstractmethod

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.program.expressions import Expression


class BrokenNameError(Exception):
    """The name is defined, but its definition has mistakes that are reported there."""


class Scope(ABC):
    """What names in an expression stand for."""

    @abstractmethod
    def lookup(self, name: str) -> Expression | None:
        """What a name stands for, or None if it is not defined.

        Raises BrokenNameError when it is defined, but wrongly: an expression that uses it has no
        type, and nothing more is said about that name.
        """

    @abstractmethod
    def names(self) -> list[str]:
        """Every name that may stand in an expression, for suggestions."""

    def language(self, place: Place) -> Language | None:
        """The language of the keywords of the file in which the place is, where that is known."""
        del place
        return None

    def nearest(self, name: str) -> str | None:
        """The name that was probably meant by one that stands for nothing."""
        return did_you_mean(name, self.names())
