"""Which customers a change run must plan again, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workflow_engine.columnar.digests import Digests
from workflow_engine.runs.rule_fingerprints import RuleFingerprints
from workflow_engine.runs.since import Found, LastRun

Reason: TypeAlias = Literal["day", "engine", "rules", "division", "items"]


@dataclass(frozen=True, slots=True)
class Again:
    """What is different from the last run for all customers alike.

    `day`: dates move with the day. `engine`: another version may decide otherwise. `rules`:
    something changed that decides about everybody. `division`: the tables are divided otherwise,
    so everybody's rows stand elsewhere. Any of them makes everybody planned again; `items` are
    the ones that changed only in what they are for those who have them. With `reordered`, rows or
    lists may be in another order, which no fingerprint of a plan tells.
    """

    everybody: tuple[Reason, ...]
    items: frozenset[str]
    reordered: bool

    @classmethod
    def because(cls, last: RuleFingerprints, now: RuleFingerprints) -> Again:
        """The difference between the rules of two runs."""
        differs: dict[Reason, bool] = {
            "day": last.at != now.at,
            "engine": last.engine != now.engine,
            "rules": last.deciding != now.deciding or list(last.items) != list(now.items),
            "division": last.divided_by != now.divided_by,
        }
        everybody = tuple(reason for reason, different in differs.items() if different)
        changed = {name for name, one in now.items.items() if last.items.get(name) != one}
        return cls(everybody, frozenset(changed), _common(last, now) != _common(now, last))

    @property
    def reasons(self) -> list[str]:
        """For the manifest: why more are planned again than changed themselves."""
        return [*self.everybody, *(["items"] if self.items else [])]

    def whom(self, last: LastRun, found: Found, inputs: Digests) -> NDArray[np.bool_]:
        """Of customers as the last run knew them and with what goes in now: who is planned."""
        if self.everybody:
            return np.ones(len(inputs), np.bool_)
        again: NDArray[np.bool_] = ~found.known | (found.inputs != inputs)
        if self.items:
            again |= last.with_items(found, self.items)
        return again


def _common(one: RuleFingerprints, other: RuleFingerprints) -> list[str]:
    """The names that both have, in the order of the first."""
    known = frozenset(other.order)
    return [name for name in one.order if name in known]
