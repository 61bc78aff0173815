"""The sentences that name a reason to climb the escalation ladder, in either language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.durations import Duration, parse_duration
from workflow_engine.language.keywords import to_english
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

CLOCK_WORDS = frozenset(
    {
        "acknowledge",
        "apologize",
        "amend",
        "anticipate",
        "regulator",
        "receive",
        "classify",
        "assign",
        "reply",
        "resolve",
        "notify",
        "thank",
        "follow_up",
    }
)
"""Keywords that are clocks of the standard processes; any other clock has an author's name."""

_OVERDUE = re.compile(
    r"(?P<step>\S(?:.*?\S)??)\s*(?:overdue|逾期)(?:\s*(?:by|超过)\s*(?P<after>.+))?"
)
_REOPENED = re.compile(r"(?:reopened\s+(?P<en>[0-9]{1,2})\s+times?|重开\s*(?P<zh>[0-9]{1,2})\s*次)")
_LONGEST = 200
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
    """A trigger: `step`, `after` of `overdue`, `times` of `reopened`, `name` of an event.

    `step` is the clock as it was written.
    """

    kind: TriggerKind
    step: str | None = None
    after: Duration | None = None
    times: int | None = None
    name: str | None = None


def clock_keyword(step: str) -> str | None:
    """The English keyword of a clock of the standard processes, or None for an author's name.

    >>> clock_keyword("弥补"), clock_keyword("amend"), clock_keyword("调查")
    ('amend', 'amend', None)
    """
    english = to_english(step)
    return english if english in CLOCK_WORDS else None


def parse_trigger(written: Written) -> tuple[TriggerSentence | None, list[Diagnostic]]:
    """Read a trigger; any other text names an event.

    Returns None with the findings when the duration in it cannot be read.
    """
    text = " ".join(written.split())
    if text in SENTENCES:
        return TriggerSentence(SENTENCES[text]), []
    if len(text) > _LONGEST:
        return TriggerSentence("event", name=str(written)), []
    if reopened := _REOPENED.fullmatch(text):
        times = int(reopened["en"] or reopened["zh"])
        return TriggerSentence("reopened", times=times), []
    if overdue := _OVERDUE.fullmatch(text):
        step = overdue["step"]
        if overdue["after"] is None:
            return TriggerSentence("overdue", step=step), []
        after, found = parse_duration(Written(overdue["after"], written.place))
        return (
            (TriggerSentence("overdue", step=step, after=after), found) if after else (None, found)
        )
    return TriggerSentence("event", name=str(written)), []
