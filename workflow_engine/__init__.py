"""The rules-and-workflow engine for customer-service policy.

>>> import workflow_engine as we                                     # doctest: +SKIP
>>> policy = we.load("rules/tobacco-retail")                         # doctest: +SKIP
>>> plan = policy.plan(customer, at=date(2026, 11, 21))              # doctest: +SKIP
>>> desk = we.open_desk("sqlite:///desk.db", policy)                 # doctest: +SKIP
>>> case = desk.open(customer, "delivery_error", by="王芳")           # doctest: +SKIP

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflow_engine.batch.log import ServiceLog
    from workflow_engine.calendars.working import WorkingCalendar
    from workflow_engine.cases.case import Case
    from workflow_engine.decide.decision import Decision
    from workflow_engine.desk import Desk, open_desk
    from workflow_engine.diagnostics.diagnostic import Diagnostic
    from workflow_engine.errors import (
        ConditionError,
        CustomerError,
        MissingExtraError,
        OutputError,
        PolicyError,
        Refused,
        StoreError,
        UsageError,
        WorkflowEngineError,
    )
    from workflow_engine.planning.plan import Plan
    from workflow_engine.policy import Policy, Report, check, load
    from workflow_engine.program.program import Program

__version__ = "0.1.0"

__all__ = [
    "Case",
    "ConditionError",
    "CustomerError",
    "Decision",
    "Desk",
    "Diagnostic",
    "MissingExtraError",
    "OutputError",
    "Plan",
    "Policy",
    "PolicyError",
    "Program",
    "Refused",
    "Report",
    "ServiceLog",
    "StoreError",
    "UsageError",
    "WorkflowEngineError",
    "WorkingCalendar",
    "check",
    "load",
    "open_desk",
]

_HOMES = {
    "Case": "cases.case",
    "ConditionError": "errors",
    "CustomerError": "errors",
    "Decision": "decide.decision",
    "Desk": "desk",
    "Diagnostic": "diagnostics.diagnostic",
    "MissingExtraError": "errors",
    "OutputError": "errors",
    "Plan": "planning.plan",
    "Policy": "policy",
    "PolicyError": "errors",
    "Program": "program.program",
    "Refused": "errors",
    "Report": "policy",
    "ServiceLog": "batch.log",
    "StoreError": "errors",
    "UsageError": "errors",
    "WorkflowEngineError": "errors",
    "WorkingCalendar": "calendars.working",
    "check": "policy",
    "load": "policy",
    "open_desk": "desk",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `workflow_engine` has no attribute `{name}`")
    value = getattr(import_module(f"workflow_engine.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
