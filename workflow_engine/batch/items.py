"""Service items by the names people write: id, or label in either language."""

from __future__ import annotations

from collections.abc import Collection

from workflow_engine.batch.columns import folded
from workflow_engine.program.program import Program


class ItemNames:
    """Finds items of a policy; an id goes before a label, a label two items share names neither."""

    def __init__(self, program: Program, *, kinds: Collection[str]) -> None:
        items = [item for item in program.items.values() if item.kind in kinds]
        labels: dict[str, set[str]] = {}
        for item in items:
            for label in (item.label.zh, item.label.en):
                labels.setdefault(folded(label), set()).add(item.id)
        self._found = {label: next(iter(ids)) for label, ids in labels.items() if len(ids) == 1}
        self._found |= {folded(item.id): item.id for item in items}
        written = [(name, i.id) for i in items for name in (i.id, i.label.zh, i.label.en)]
        self.names: dict[str, str] = dict(written)
        """Every name as it is written in the policy, for suggestions."""

    def find(self, name: str) -> str | None:
        """The id of the item with this id or label."""
        return self._found.get(folded(name))
