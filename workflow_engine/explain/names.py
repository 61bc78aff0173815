"""The names that can be asked about, by id or by label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program

NamedKind = Literal["definition", "item", "category", "categories", "visit", "privilege"]


class Named(NamedTuple):
    """What a name stands for; `category` is that of customers in no other."""

    kind: NamedKind
    id: str


def resolve(program: Program, name: str) -> Named:
    """What a name stands for. An id goes before a label, a definition before an item, and
    both before a privilege.

    Raises UsageError with a suggestion when nothing has this name.
    """
    by_id = {named.id: named for named in reversed(list(_all(program)))}
    found = by_id.get(name)
    if found is None:
        labels = dict(reversed(list(_labels(program))))
        found = labels.get(name)
        if found is None:
            near = did_you_mean(name, by_id) or did_you_mean(name, labels)
            zh = f"，是不是 `{near}`？" if near else ""
            en = f"; did you mean `{near}`?" if near else ""
            raise UsageError(
                f"the policy has no definition, category, item or privilege `{name}`{en}",
                zh=f"政策里没有叫 `{name}` 的定义、类别、服务项或权益{zh}",
            )
    return found


def _all(program: Program) -> Iterator[Named]:
    for name in program.definitions:
        yield Named("definition", name)
    for name in program.items:
        yield Named("item", name)
    if program.categories is not None:
        yield Named("category", program.categories.otherwise)
        yield Named("categories", "categories")
    yield Named("visit", "visit")
    for name in program.privileges:
        yield Named("privilege", name)


def _labels(program: Program) -> Iterator[tuple[str, Named]]:
    for definition in program.definitions.values():
        for label in (definition.label.zh, definition.label.en):
            yield label, Named("definition", definition.id)
    for item in program.items.values():
        for label in (item.label.zh, item.label.en):
            yield label, Named("item", item.id)
    if program.categories is not None:
        for label in (program.categories.label.zh, program.categories.label.en):
            yield label, Named("categories", "categories")
    yield "拜访", Named("visit", "visit")
    for privilege in program.privileges.values():
        for label in (privilege.label.zh, privilege.label.en):
            yield label, Named("privilege", privilege.id)
