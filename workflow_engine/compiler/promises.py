"""Sections `promises` and `monitors`: a promise is weighed against four references.

Industry standard, competitor, customer need and own capacity: weaker than the standard of the
industry is an error, stronger than one's own capacity is an error, weaker than the competitor is a
warning unless the company is stronger in something else, a need beyond the promise is information.
"""

from __future__ import annotations

from decimal import Decimal

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.definitions import Definitions, condition_place
from workflow_engine.compiler.findings import FAILURE, ROLE, Findings
from workflow_engine.compiler.validity import within
from workflow_engine.language.frequencies import parse_frequency
from workflow_engine.language.nodes import Written
from workflow_engine.model import promises as written
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.program import Monitor, Promise


def compile_promises(
    model: PolicyModel, definitions: Definitions, findings: Findings
) -> dict[str, Promise]:
    """The promises, each weighed against its references."""
    promises = {}
    otherwise = None if model.categories is None else str(model.categories.otherwise)
    for name, promise in model.promises.items():
        _weigh(name, promise, model, findings)
        label = label_of(name, promise.label)
        promises[str(name)] = Promise(
            id=str(name),
            label=label,
            slogan=promise.slogan or label,
            unit=str(promise.unit),
            better=promise.better,
            promise=promise.promise,
            place=name.place,
            industry=promise.industry,
            competitor=promise.competitor,
            need=promise.need,
            capacity=promise.capacity,
            claim=promise.claim,
            applies=within(promise.valid, definitions.audience(promise.applies_to, otherwise)),
            assumed=promise.assumed,
            broken_opens=_opened(promise.opens, model, findings),
            applies_place=condition_place(promise.applies_to),
        )
    return promises


def compile_monitors(model: PolicyModel, findings: Findings) -> dict[str, Monitor]:
    """What is watched; an alert may open a failure of the recovery section."""
    monitors = {}
    for name, monitor in model.monitors.items():
        every, found = parse_frequency(monitor.every)
        findings.add(found)
        if every is None:
            continue
        owner = monitor.owner
        monitors[str(name)] = Monitor(
            id=str(name),
            label=label_of(name, monitor.label),
            side=monitor.side,
            object=monitor.object,
            every=every,
            place=name.place,
            alert=monitor.alert,
            owner=None if owner is None else findings.known(owner, model.roles, ROLE),
            opens=_opened(monitor.opens, model, findings),
        )
    return monitors


def _opened(opens: Written | None, model: PolicyModel, findings: Findings) -> str | None:
    """The failure that an alert or a broken promise opens."""
    failures = () if model.recovery is None else model.recovery.failures
    return None if opens is None else findings.known(opens, failures, FAILURE)


def _weaker(promise: written.Promise, reference: Decimal | None) -> bool:
    """Whether the promise gives the customer less than the reference does."""
    if reference is None:
        return False
    lower_is_better = promise.better == "lower"
    return promise.promise > reference if lower_is_better else promise.promise < reference


def _weigh(name: Written, promise: written.Promise, model: PolicyModel, findings: Findings) -> None:
    def found(code: str, reference: Decimal | None) -> None:
        unit = str(promise.unit)
        findings.report(
            code,
            name.place,
            name=str(name),
            promise=f"{promise.promise:f} {unit}",
            reference=f"{reference:f} {unit}",
        )

    if _weaker(promise, promise.industry):
        found("WE410", promise.industry)
    capacity = promise.capacity
    if capacity is not None and capacity != promise.promise and not _weaker(promise, capacity):
        found("WE411", capacity)
    if _weaker(promise, promise.competitor) and not _stronger_elsewhere(promise, model):
        found("WE412", promise.competitor)
    if _weaker(promise, promise.need):
        found("WE413", promise.need)


def _stronger_elsewhere(promise: written.Promise, model: PolicyModel) -> bool:
    """Whether the author names something else in which the company is ahead.

    The name of another promise counts only if that promise beats its competitor; any other name is
    a dimension without a figure, and is taken at the author's word.
    """
    others = {str(name): other for name, other in model.promises.items()}
    for name in promise.stronger_in:
        other = others.get(str(name))
        if other is None:
            return True
        rival = other.competitor
        if rival is not None and rival != other.promise and not _weaker(other, rival):
            return True
    return False
