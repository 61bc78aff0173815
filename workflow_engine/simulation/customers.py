"""The customers of a simulation: what cases need to know of each, decided once."""

from __future__ import annotations

import datetime as dt

from workflow_engine.batch.customers import Customer
from workflow_engine.decide.decision import Decision
from workflow_engine.planning.intake import Intake
from workflow_engine.simulation.model import SimulatedCustomer


def simulated_customer(
    intake: Intake, customer: Customer, decision: Decision, day: dt.date
) -> SimulatedCustomer:
    """A customer for a simulation; failures that cannot concern them are left out.

    Args:
        intake: of the policy under which cases are opened.
        customer: as read from a customer file.
        decision: what the policy decided about them.
        day: the day of the decision.
    """
    found = {
        process: one
        for process in intake.processes
        if (one := intake.circumstances(process, customer.values, decision, day)).concerned
        is not False
    }
    some = next(iter(found.values()), None)
    return SimulatedCustomer(
        id=customer.id,
        name=customer.name,
        people={} if some is None else some.people,
        holds=() if some is None else some.holds,
        facts={fact: value for one in found.values() for fact, value in one.facts.items()},
        processes=frozenset(found),
    )
