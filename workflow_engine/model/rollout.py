"""Section `rollout`: who gets this version first, and how much it may change."""

from __future__ import annotations

from pydantic import Field

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Date, RiskLimits, Share, Text


class Rollout(Entry):
    """`before` is the folder of the policy for everybody else, relative to this policy's own."""

    before: Text | None = None
    share: Share | None = None
    stages: dict[Date, Share] = Field(default_factory=dict)
    salt: Text | None = None
    limit: RiskLimits = ()
