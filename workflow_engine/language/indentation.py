"""What tabs at the beginning of a line may have meant: nobody sees how wide they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode
from workflow_engine.language.repair import Slip

_WIDTHS = ((2, False), (4, False), (4, True), (8, False), (8, True))
"""Spaces for a tab as editors show it: so many always, or up to the next multiple of them."""

TAB_IN_DOUBT = Bilingual(
    "看不出这一行属于哪一级，所以不会自动改：请删掉行首的制表符，改用空格，与同一级的行左边对齐",
    "It is not certain to which level this line belongs, so nothing is changed for you: replace "
    "the tabs at its beginning by spaces until it is in line with the others of its level",
)
"""What to do where a tab may mean one level or another."""


def indenting(slip: Slip, lines: list[str]) -> bool:
    """Whether a slip is a tab before the first word of a line outside brackets and quotes."""
    before = lines[slip.line][: slip.start]
    return slip.code == "WE121" and slip.text == "  " and not before.strip()


def readings(slips: list[Slip], lines: list[str]) -> Iterator[list[Slip]]:
    """The slips with the tabs as wide as editors show them, each width once for the whole text."""
    others = [slip for slip in slips if not indenting(slip, lines)]
    tabs = sorted(slip for slip in slips if indenting(slip, lines))
    for width, stops in _WIDTHS:
        spaced: list[Slip] = []
        for _, of_line in groupby(tabs, key=lambda slip: slip.line):
            column = at = 0
            for slip in of_line:
                column += slip.start - at
                spaces = width - column % width if stops else width
                spaced.append(replace(slip, text=" " * spaces))
                column, at = column + spaces, slip.end
        yield sorted((*others, *spaced))


def structure(node: Node) -> object:
    """What a text says, without places: two readings are the same if these are equal."""
    if isinstance(node, ScalarNode):
        return str(node.value), node.value.quoted
    if isinstance(node, MappingNode):
        return [(str(key.value), structure(value)) for key, value in node]
    return [structure(item) for item in node.items], None
