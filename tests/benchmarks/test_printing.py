"""The benchmark of printing does what it says."""

from importlib.util import find_spec

from benchmarks import printing
from tests.pdf.pages import texts
from workflow_engine.program.blueprints import LANES


def test_the_engine_alone_prints_the_same_pages():
    for document in (printing.made(1)[0], printing.booklet(3)):
        ours = texts(printing.printed(document))  # first: it starts the engine with our fonts
        assert texts(printing.bare(document)) == ours


def test_the_blueprint_is_as_big_as_is_said():
    found = printing.blueprint()
    assert len(found.stages) == printing.STAGES
    assert all({cell.lane for cell in stage.cells} == set(LANES) for stage in found.stages)


def test_the_sample_of_typst_shows_the_plan():
    if not find_spec("typst"):  # of the extra `bench`, which tests do without
        assert not any(name.startswith("typst") for name in printing.versions())
        return
    (plan,) = printing.plans(1)
    pages = texts(printing.typst(plan))
    assert len(pages) == 2
    assert plan["customer"]["name"] in pages[0]
    assert plan["must_do"][0]["item"] in pages[0]


def test_tables_hold_every_comparison():
    assert [row.theirs for row in printing.together(2)] == ["the engine alone on its page"]
    assert [row.faster for row in printing.at_once(2, 1)] == [True]
    assert printing.drawing(1)[0].ratio < 1
    first, last = printing.memory((1, 3))
    assert 0 < first <= last + 5
