"""Which version of a policy decides about a customer while the new one is rolled out in stages."""

from __future__ import annotations

import datetime as dt

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Program
from workflow_engine.program.rollout import percentage


def in_force(new: Program, deciding: Program, at: dt.date) -> Bilingual:
    """The sentence that names the version which decides, and how far the rollout is on a day."""
    rollout = new.rollout
    assert rollout is not None, "asked of a policy that is rolled out in stages"
    share = percentage(rollout.share_on(at))
    version = deciding.head.version
    if deciding.hash == new.hash:
        return Bilingual(
            f"由版本 {version} 决定：分批推行，{at} 有 {share} 的客户先用，这位客户在内",
            f"Decided by version {version}: it is rolled out in stages, for {share} of customers "
            f"on {at}, and this customer is among them",
        )
    return Bilingual(
        f"由版本 {version} 决定：新版本 {new.head.version} 分批推行，{at} 有 {share} 的客户先用，"
        "还没有轮到这位客户",
        f"Decided by version {version}: version {new.head.version} is rolled out in stages, for "
        f"{share} of customers on {at}, and this customer is not among them yet",
    )
