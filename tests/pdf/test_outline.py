from __future__ import annotations

import pikepdf
import pytest

from workflow_engine.pdf.links import BOTTOM, TOP
from workflow_engine.pdf.outline import _places

EDGES = {TOP: (1, 800.0), BOTTOM: (2, 100.75)}
"""The printed part of each page is 700 points high, from 800 down to 100."""


def places(found: dict[str, tuple[int, float]]) -> dict[str, tuple[int, float]]:
    """Where names lead in a PDF of four pages, in which the engine wrote them down like this."""
    with pikepdf.new() as pdf:
        for _ in range(4):
            pdf.add_blank_page(page_size=(595, 842))
        tree = pikepdf.NameTree.new(pdf)
        for name, (page, up) in found.items():
            tree[name] = pikepdf.Array([pdf.pages[page].obj, pikepdf.Name.XYZ, 40, up, 0])
        pdf.Root.Names = pikepdf.Dictionary(Dests=tree.obj)
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        right = _places(pdf)
        kept = pikepdf.NameTree(pdf.Root.Names.Dests)
        assert {str(name): list(place) for name, place in kept.items()} == {
            name: list(place) for name, place in right.items()
        }
        return {name: (numbers[at[0].objgen], float(at[3])) for name, at in right.items()}


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ((1, 500.0), (1, 500.0)),
        ((1, 800.0), (1, 800.0)),
        ((1, 100.0), (2, 800.0)),
        ((1, 100.3), (2, 800.3)),
        ((1, 101.0), (1, 101.0)),
        ((3, 900.0), (2, 200.0)),
        ((3, 2199.0), (1, 799.0)),
    ],
)
def test_an_element_begins_where_its_upper_edge_is(
    written: tuple[int, float], right: tuple[int, float]
) -> None:
    page, up = places({**EDGES, "a": written})["a"]
    assert (page, pytest.approx(up)) == right


def test_no_page_is_before_the_first_or_after_the_last() -> None:
    found = places({**EDGES, "a": (1, 99999.0), "b": (3, 0.0)})
    assert (found["a"][0], found["b"][0]) == (0, 3)


def test_without_edges_or_names_there_are_no_places() -> None:
    assert set(places(EDGES)) == set()
    with pikepdf.new() as pdf:
        assert _places(pdf) == {}
