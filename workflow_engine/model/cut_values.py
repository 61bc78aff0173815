"""Values that their own commas have cut apart inside `{ }`: `{when: tier >= 28, net > 0}`.

YAML takes what follows such a comma for a key without a value. Where it can be no key, it is put
back where it came from, so that one message can say what to write instead of the comma.
"""

from __future__ import annotations

from collections.abc import Callable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place
from workflow_engine.language.lookalikes import TIGHT_KEY
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, Written
from workflow_engine.language.places import within
from workflow_engine.model.shapes import Listing, OneOf, Scalar, Shape

_TOLD_APART = frozenset({"expression", "cell", "output"})
"""What has a message of its own for a comma."""


def mended(node: MappingNode, shape_of: Callable[[str], Shape | None]) -> MappingNode:
    """The map with cut values whole again, where they are conditions, cells or results.

    `shape_of` is the shape of what a key holds, None for a word that is no key.
    """
    if not any(isinstance(value, ScalarNode) and value.absent for _, value in node):
        return node
    entries: list[tuple[ScalarNode, Node]] = []
    for key, value in node:
        whole = None
        if entries and is_cut_off(value) and shape_of(key.value) is None:
            before, cut = entries[-1]
            if _told_apart(shape_of(before.value) or shape_of("")):
                whole = _whole(cut, key.value)
        if whole is None:
            entries.append((key, value))
        else:
            entries[-1] = (entries[-1][0], whole)
    return MappingNode(tuple(entries), node.place)


def is_cut_off(value: Node) -> bool:
    """Whether a key stands alone, without a value and without a colon."""
    return isinstance(value, ScalarNode) and value.absent


def advice(before: Node | None, shape: Shape | None, piece: str) -> Bilingual | None:
    """What to write where a comma cut off a piece that cannot be put back.

    `before` stands before the comma and should be of the `shape`.
    """
    if not isinstance(before, ScalarNode) or before.value.quoted or not before.value:
        return None
    text = before.value
    if text[-1:].isdigit() and piece[:3].isdigit() and not piece[3:4].isdigit():
        return Bilingual(
            f"数字不写千分位逗号：`{text}{piece}`",
            f"write numbers without thousands separators: `{text}{piece}`",
        )
    several = isinstance(shape, Listing) or (isinstance(shape, OneOf) and shape.sequence)
    meant = f"[{text}, {piece}]" if several else f'"{text}, {piece}"'
    return Bilingual(
        f"逗号把它同前面的 `{text}` 切开了；若是一起的，写作 `{meant}`",
        f"the comma cuts it off from `{text}`; if they belong together write `{meant}`",
    )


def tight_colon(node: Node) -> Diagnostic | None:
    """That `key:value` lacks a space and so is no entry but one text."""
    if not isinstance(node, ScalarNode) or node.value.quoted:
        return None
    tight = TIGHT_KEY.match(node.value)
    if tight is None:
        return None
    fix = None
    if node.value.inner is not None:
        place = within(node.value, tight.end(), tight.end())
        said = Bilingual("在冒号后加空格", "put a space after the colon")
        fix = Fix(said, (Edit(place, " "),))
    return diagnose("WE130", within(node.value, 0, tight.end()), fix=fix, key=tight[1])


def _told_apart(shape: Shape | None) -> bool:
    if isinstance(shape, OneOf):
        shape = shape.scalar
    return isinstance(shape, Scalar) and shape.kind in _TOLD_APART


def _whole(cut: Node, piece: Written) -> ScalarNode | None:
    """The value with the piece that follows it; None where it is no plain text."""
    if not isinstance(cut, ScalarNode) or not cut.value or cut.value.quoted:
        return None
    first, last = cut.place, piece.place
    place = Place(first.file, first.line, first.column, last.end_line, last.end_column)
    known = cut.value.inner is not None and first.line == last.end_line
    gap = last.column - first.end_column if known else 2
    text = f"{cut.value},{' ' * (gap - 1)}{piece}"
    return ScalarNode(Written(text, place, inner=place if known else None), place)
