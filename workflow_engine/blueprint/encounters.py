"""Service encounters: every place where the customer and the service meet, face to face or not."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.program.blueprints import ZONES, Blueprint, Cell, Link


@dataclass(frozen=True, slots=True)
class Encounter:
    """One place where they meet: what the customer does or sees, and what serves it.

    `link` is the arrow over the line of interaction; None where the customer uses a machine that
    no arrow leads to. `self_service` says that a machine serves. `owner` is the role that answers
    for it, `standard` the promise that it is measured against; None where nothing is stated.
    """

    customer: Cell
    provider: Cell
    link: Link | None
    self_service: bool
    owner: str | None
    standard: str | None


def encounters(blueprint: Blueprint) -> tuple[Encounter, ...]:
    """All encounters in the order of the page: by what the customer does, then by what serves.

    A link over the line of interaction is one; so is a machine in a stage where the customer acts,
    though no link leads over the line to it. Links to cells that do not exist are left out.
    """
    cells = {cell.id: cell for cell in blueprint.cells}
    order = {id_: place for place, id_ in enumerate(cells)}
    found: list[Encounter] = []
    for link in blueprint.links:
        ends = cells.get(link.source), cells.get(link.target)
        if ends[0] is None or ends[1] is None:
            continue
        above = [cell for cell in ends if cell is not None and ZONES[cell.lane] == 0]
        below = [cell for cell in ends if cell is not None and ZONES[cell.lane] > 0]
        if above and below:
            found.append(_encounter(above[0], below[0], link))
    met = {encounter.provider.id for encounter in found}
    for stage in blueprint.stages:
        for customer in stage.lane("customer")[:1]:
            found += (
                _encounter(customer, machine, None)
                for machine in stage.lane("technology")
                if machine.id not in met
            )
    return tuple(sorted(found, key=lambda e: (order[e.customer.id], order[e.provider.id])))


def _encounter(customer: Cell, provider: Cell, link: Link | None) -> Encounter:
    return Encounter(
        customer,
        provider,
        link,
        provider.lane == "technology",
        provider.by,
        provider.promise if provider.promise is not None else customer.promise,
    )
