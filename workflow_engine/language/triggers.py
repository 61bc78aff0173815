"""The sentences that name a reason to climb the escalation ladder, in either language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.durations import Duration, parse_duration
from workflow_engine.language.nodes import Written

TriggerKind = Literal[
    "overdue",
    "cannot_resolve",
    "compensation_over_limit",
    "reopened",
    "recusal",
    "needs_other_department",
    "event",
]

STEP_WORDS = {
    "acknowledge": "acknowledge",
    "apologize": "apologize",
    "amend": "amend",
    "anticipate": "anticipate",
    "承认": "acknowledge",
    "道歉": "apologize",
    "弥补": "amend",
    "预见": "anticipate",
}
_OVERDUE = re.compile(
    rf"(?P<step>{'|'.join(STEP_WORDS)})\s*(?:overdue|逾期)(?:\s*(?:by|超过)\s*(?P<after>.+))?"
)
_REOPENED = re.compile(r"(?:reopened\s+(?P<en>[0-9]{1,2})\s+times?|重开\s*(?P<zh>[0-9]{1,2})\s*次)")
SENTENCES: dict[str, TriggerKind] = {
    "cannot resolve": "cannot_resolve",
    "无法解决": "cannot_resolve",
    "compensation over limit": "compensation_over_limit",
    "补偿超限": "compensation_over_limit",
    "needs other department": "needs_other_department",
    "需要其他部门": "needs_other_department",
    "recusal": "recusal",
    "回避": "recusal",
}


@dataclass(frozen=True, slots=True)
class TriggerSentence:
    """A trigger: `step`, `after` of `overdue`, `times` of `reopened`, `name` of an event."""

    kind: TriggerKind
    step: str | None = None
    after: Duration | None = None
    times: int | None = None
    name: str | None = None


def parse_trigger(written: Written) -> tuple[TriggerSentence | None, list[Diagnostic]]:
    """Read a trigger; any other text names an event.

    Returns None with the findings when the duration in it cannot be read.
    """
    text = " ".join(written.split())
    if text in SENTENCES:
        return TriggerSentence(SENTENCES[text]), []
    if reopened := _REOPENED.fullmatch(text):
        times = int(reopened["en"] or reopened["zh"])
        return TriggerSentence("reopened", times=times), []
    if overdue := _OVERDUE.fullmatch(text):
        step = STEP_WORDS[overdue["step"]]
        if overdue["after"] is None:
            return TriggerSentence("overdue", step=step), []
        after, found = parse_duration(Written(overdue["after"], written.place))
        return (
            (TriggerSentence("overdue", step=step, after=after), found) if after else (None, found)
        )
    return TriggerSentence("event", name=str(written)), []
