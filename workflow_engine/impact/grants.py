"""What a policy grants by a condition of its own: privileges and promises, numbered like rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.privileges import Privilege
from workflow_engine.program.program import Program, Promise, Tag
from workflow_engine.program.types import BOOLEAN


@dataclass(frozen=True, slots=True)
class Grant:
    """A privilege or a promise: exactly one of both is set.

    `name` is one that no definition of an author can have; `number` follows those of the policy's
    rules (`decide.rule_numbers`).
    """

    number: int
    name: str
    applies: Expression
    label: Bilingual
    place: Place
    privilege: Privilege | None = None
    promise: Promise | None = None


def grants_of(program: Program, first: int) -> Mapping[str, Grant]:
    """The privileges, then the promises, by name; `first` is the first number that is free."""
    found: dict[str, Grant] = {}
    for privilege in program.privileges.values():
        name = f"privilege {privilege.id}"
        found[name] = Grant(
            first + len(found),
            name,
            _condition(privilege.applies),
            privilege.label,
            privilege.place,
            privilege=privilege,
        )
    for promise in program.promises.values():
        name = f"promise {promise.id}"
        found[name] = Grant(
            first + len(found),
            name,
            _condition(promise.applies),
            promise.label,
            promise.place,
            promise=promise,
        )
    return found


def with_grants(program: Program, grants: Mapping[str, Grant]) -> Program:
    """A program without items whose last definitions are the conditions of grants.

    The numbers of its levels and rows are those of the program.
    """
    tags = {
        grant.name: Tag(grant.name, grant.label, grant.applies, grant.place)
        for grant in grants.values()
    }
    return replace(program, definitions={**program.definitions, **tags}, items={})


def _condition(applies: Expression | None) -> Expression:
    """The condition; None is everyone."""
    return Constant(True, BOOLEAN) if applies is None else applies  # noqa: FBT003
