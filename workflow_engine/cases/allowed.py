"""Which commands a case accepts where it stands."""

from __future__ import annotations

from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import ANYWHERE
from workflow_engine.cases.rules import CaseRules


def allowed(case: Case, rules: CaseRules) -> tuple[str, ...]:
    """The commands that the state of a case accepts, those of the process first.

    Commands for which the case has no use are left out: to answer where nobody was asked, to ask
    a department where the policy has none. Who gives a command, guards and limits are not looked
    at: they may still refuse it.
    """
    table = rules.table(case.process)
    commands = table.accepted.get(case.state, ())
    if case.ended_at is not None:
        return (*commands, "note")
    failure = table.failure
    asked = case.approval is not None and case.approval.state == "asked"
    useless = {
        "answer_support": not any(
            ledger.clock.startswith("support.") and ledger.stopped_at is None
            for ledger in case.ledgers.values()
        ),
        "needs_other_department": not rules.program.support,
        "approve": not asked,
        "reject": not asked,
        "request_approval": asked,
        "grant_exception": failure is None
        or failure.exception is None
        or case.exception_by is not None,
        "report_event": not table.events,
    }
    own = [name for name in ANYWHERE if name not in table.commands and not useless.get(name)]
    return (*commands, *own)
