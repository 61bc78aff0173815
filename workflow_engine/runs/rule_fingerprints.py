"""The fingerprints of rules: what a run must know of the last one's to pass customers over.

Whom a rule concerns is told from the program alone and always too widely, never too narrowly: what
is not known to be without effect on the tables counts, and with it everybody is planned again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine import __version__
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.fingerprint import fingerprint
from workflow_engine.program.program import Program, Recovery

FORMAT = 1
"""Of the fingerprints: another number, and nothing of an earlier run can be compared."""


@dataclass(frozen=True, slots=True)
class RuleFingerprints:
    """What decides about everybody, and what each item is for those who have it.

    `deciding` covers definitions, conditions, strategies, visits, priorities and calendars;
    `divided_by` is what divides the tables. `items` are in the policy's order, and `order` has the
    names of everything that rows and lists of the tables are in the order of. `key` names the
    column of ids.
    """

    key: str
    at: dt.date
    engine: str
    deciding: str
    divided_by: str | None
    items: Mapping[str, str]
    order: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As the manifest keeps it."""
        return {
            "format": FORMAT,
            "key": self.key,
            "at": self.at.isoformat(),
            "engine": self.engine,
            "deciding": self.deciding,
            "divided_by": self.divided_by,
            "items": dict(self.items),
            "order": list(self.order),
        }

    @classmethod
    def of_dict(cls, kept: Mapping[str, Any]) -> RuleFingerprints:
        """What `as_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        if kept["format"] != FORMAT:
            raise ValueError(f"format {kept['format']!r}")
        items = {str(name): str(one) for name, one in dict(kept["items"]).items()}
        at = dt.date.fromisoformat(kept["at"])
        order = tuple(map(str, list(kept["order"])))
        divided_by = None if kept["divided_by"] is None else str(kept["divided_by"])
        engine, deciding = str(kept["engine"]), str(kept["deciding"])
        return cls(str(kept["key"]), at, engine, deciding, divided_by, items, order)


def rules_of(program: Program, at: dt.date, divided_by: str | None = None) -> RuleFingerprints:
    """The fingerprints of a policy's rules on a day."""
    deciding = fingerprint(
        (
            _deciding(program),
            # The hash of a mapping leaves its order out, but rows and lists follow it.
            tuple(program.attributes),
            tuple(program.definitions),
            tuple(_for_everybody(program)),
        )
    )
    items = {name: fingerprint(item) for name, item in program.items.items()}
    order = _order(program)
    return RuleFingerprints(program.key, at, __version__, deciding, divided_by, items, order)


def _order(program: Program) -> tuple[str, ...]:
    categories = () if program.categories is None else program.categories.of
    names = {
        "attribute": program.attributes,
        "definition": program.definitions,
        "category": categories,
        "item": program.items,
    }
    return tuple(f"{kind} {name}" for kind, of_kind in names.items() for name in of_kind)


def _deciding(program: Program) -> Program:
    """The program without what has no effect on the tables: only that is left out."""
    nothing = Bilingual("", "")
    head = dataclasses.replace(program.head, id="", title=nothing, version="", stage="draft")
    return dataclasses.replace(
        program,
        head=head,
        items={},
        staff={},
        recovery=Recovery(calendar=program.recovery.calendar),
        feedback=None,
        promises={},
        duties={},
        needs={},
        objectives={},
        principles={},
        monitors={},
        records={},
        support={},
        processes={},
    )


def _for_everybody(program: Program) -> list[tuple[Any, ...]]:
    """What of each item decides also about customers who do not have it in a row.

    Its conditions; and of one that rides on visits, that it does and whether it needs a record: an
    entry of it in the log counts as a visit, whoever it was done for.
    """
    return [
        (
            item.id,
            item.kind,
            item.applies,
            item.until,
            item.every.kind == "visit",
            item.every.kind == "visit" and item.record is not None,
        )
        for item in program.items.values()
    ]
