"""The YAML tree with positions: every scalar stays text until its field's type decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from workflow_engine.diagnostics.diagnostic import Place


class Written(str):
    """A text the author wrote, which knows where: it behaves as a plain `str` everywhere.

    `quoted` is true for text in quotes or a block scalar; an unquoted empty scalar or `~` is null.
    `inner` is where the text itself starts (after an opening quote), so that a column inside an
    expression can be mapped to a column of the file; it is None for folded or escaped text.
    """

    __slots__ = ("inner", "place", "quoted")
    place: Place
    quoted: bool
    inner: Place | None

    def __new__(
        cls, text: str, place: Place, *, quoted: bool = False, inner: Place | None = None
    ) -> Self:
        """A text with its place."""
        written = super().__new__(cls, text)
        written.place = place
        written.quoted = quoted
        written.inner = inner
        return written


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A leaf: its text, and whether it was written in quotes.

    `absent` when nothing at all stands for it, not even the colon of its key: `b` in `{a: 1, b}`.
    """

    value: Written
    place: Place
    absent: bool = False


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list of nodes, in the author's order."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and their nodes, in the author's order; keys are unique."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    place: Place

    def __iter__(self) -> Iterator[tuple[ScalarNode, Node]]:
        return iter(self.entries)

    def get(self, key: str) -> Node | None:
        """The node under `key`, or None."""
        for found, node in self.entries:
            if found.value == key:
                return node
        return None


Node = ScalarNode | SequenceNode | MappingNode
