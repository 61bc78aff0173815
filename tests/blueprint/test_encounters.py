"""Where the customer and the service meet."""

from __future__ import annotations

from hypothesis import given

from tests.blueprint.journeys import blueprint, blueprints, cell, link
from workflow_engine.blueprint.encounters import encounters
from workflow_engine.program.blueprints import ZONES


def drawn():
    return blueprint(
        cell("a.sign", "evidence"),
        cell("a.ask", "customer", promise="fast"),
        cell("a.serve", "frontstage", by="account_manager"),
        cell("a.app", "technology"),
        cell("a.look", "backstage"),
        cell("b.pay", "technology", promise="safe"),
        links=[
            link("a.serve", "a.ask"),
            link("a.serve", "a.look"),
            link("a.look", "a.missing"),
            link("a.sign", "a.ask"),
        ],
    )


def test_links_over_the_line_and_machines_are_encounters():
    found = [
        (one.customer.id, one.provider.id, one.self_service, one.owner, one.standard)
        for one in encounters(drawn())
    ]
    assert found == [
        ("a.ask", "a.serve", False, "account_manager", "fast"),
        ("a.ask", "a.app", True, None, "fast"),
    ]


def test_a_link_to_a_machine_counts_once():
    one = blueprint(
        cell("a.ask", "customer"),
        cell("a.app", "technology", promise="safe", by="it"),
        links=[link("a.ask", "a.app")],
    )
    (found,) = encounters(one)
    assert (found.self_service, found.owner, found.standard) == (True, "it", "safe")
    assert found.link is one.links[0]


@given(blueprints())
def test_every_encounter_lies_across_the_line(one):
    found = encounters(one)
    assert all(ZONES[met.customer.lane] == 0 < ZONES[met.provider.lane] for met in found)
    known = {cell_.id for cell_ in one.cells}
    lanes = {cell_.id: ZONES[cell_.lane] for cell_ in one.cells}
    crossing = [
        arrow
        for arrow in one.links
        if {arrow.source, arrow.target} <= known
        and (lanes[arrow.source] == 0) != (lanes[arrow.target] == 0)
    ]
    assert sorted(map(id, crossing)) == sorted(
        id(met.link) for met in found if met.link is not None
    )
