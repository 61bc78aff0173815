"""Time limits as authors write them: durations, warnings before the end, and limits of failures."""

from __future__ import annotations

from decimal import Decimal

from workflow_engine.compiler.findings import Findings
from workflow_engine.language.durations import Duration, parse_duration
from workflow_engine.language.nodes import Written
from workflow_engine.model import ladder
from workflow_engine.model.recovery import Limit as WrittenLimit
from workflow_engine.program.processes import Limit, Reminder, Warn

A_QUARTER = Decimal("0.25")
"""How long before the end a clock warns when nothing is written: this share of its budget."""


def duration(text: Written | None, findings: Findings) -> Duration | None:
    """A duration that was written, or None."""
    if text is None:
        return None
    parsed, found = parse_duration(text)
    findings.add(found)
    return parsed


def warning(written: Written | Decimal | None, unstated: Warn, findings: Findings) -> Warn:
    """How long before the end to warn; `none` is never."""
    if written is None:
        return unstated
    if isinstance(written, Decimal):
        return written
    return None if written == "none" else duration(written, findings)


def limit(written: WrittenLimit | None, unstated: Warn, findings: Findings) -> Limit | None:
    """A time limit beside the steps, or None when there is none."""
    within = None if written is None else duration(written.within, findings)
    if written is None or within is None:
        return None
    warn = warning(written.warn, unstated, findings)
    return Limit(within, warn, written.label, written.text, written.place)


def reminder(written: ladder.Reminder | None, findings: Findings) -> Reminder | None:
    """How often somebody is told again."""
    every = None if written is None else duration(written.every, findings)
    if written is None or every is None:
        return None
    return Reminder(every, written.times)
