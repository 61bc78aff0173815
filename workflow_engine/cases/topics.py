"""The kinds of events somebody outside is told of; the others only keep the books."""

from __future__ import annotations

TOPICS = frozenset(
    {
        "opened",
        "done",
        "warned",
        "overdue",
        "escalated",
        "stuck",
        "reminded",
        "emitted",
        "reassigned",
        "cannot_resolve",
        "support_asked",
        "support_answered",
        "approval_changed",
        "delegated",
        "exception_granted",
        "migrated",
    }
)
"""By the names of `codec`. A message of nothing else is settled without being sent."""
