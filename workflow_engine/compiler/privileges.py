"""Section `privileges`: what some customers are given beyond the services."""

from __future__ import annotations

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.definitions import Definitions, condition_place
from workflow_engine.compiler.findings import Findings
from workflow_engine.compiler.validity import within
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.privileges import Benefit, Privilege


def compile_privileges(
    model: PolicyModel, definitions: Definitions, findings: Findings
) -> dict[str, Privilege]:
    """The privileges, each with at least one benefit."""
    privileges = {}
    otherwise = None if model.categories is None else str(model.categories.otherwise)
    for name, privilege in model.privileges.items():
        if not privilege.gives:
            gives = findings.keyword("gives", name.place)
            findings.report("WE386", name.place, name=str(name), gives=gives)
        privileges[str(name)] = Privilege(
            id=str(name),
            label=label_of(name, privilege.label),
            applies=within(privilege.valid, definitions.audience(privilege.applies_to, otherwise)),
            gives=tuple(
                Benefit(str(key), label_of(key, benefit.label), benefit.entitled, key.place)
                for key, benefit in privilege.gives.items()
            ),
            place=name.place,
            public_text=privilege.public_text,
            assumed=privilege.assumed,
            applies_place=condition_place(privilege.applies_to),
        )
    return privileges
