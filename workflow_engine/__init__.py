"""The rules-and-workflow engine for customer-service policy.

>>> import workflow_engine as we                                     # doctest: +SKIP
>>> policy = we.load("rules/tobacco-retail")                         # doctest: +SKIP
>>> plan = policy.plan(customer, at=date(2026, 11, 21))              # doctest: +SKIP

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflow_engine.batch.log import ServiceLog
    from workflow_engine.calendars.working import WorkingCalendar
    from workflow_engine.decide.decision import Decision
    from workflow_engine.diagnostics.diagnostic import Diagnostic
    from workflow_engine.errors import (
        CustomerError,
        MissingExtraError,
        OutputError,
        PolicyError,
        UsageError,
        WorkflowEngineError,
    )
    from workflow_engine.planning.plan import Plan
    from workflow_engine.policy import Policy, Report, check, load
    from workflow_engine.program.program import Program

__version__ = "0.1.0"

__all__ = [
    "CustomerError",
    "Decision",
    "Diagnostic",
    "MissingExtraError",
    "OutputError",
    "Plan",
    "Policy",
    "PolicyError",
    "Program",
    "Report",
    "ServiceLog",
    "UsageError",
    "WorkflowEngineError",
    "WorkingCalendar",
    "check",
    "load",
]

_HOMES = {
    "CustomerError": "errors",
    "Decision": "decide.decision",
    "Diagnostic": "diagnostics.diagnostic",
    "MissingExtraError": "errors",
    "OutputError": "errors",
    "Plan": "planning.plan",
    "Policy": "policy",
    "PolicyError": "errors",
    "Program": "program.program",
    "Report": "policy",
    "ServiceLog": "batch.log",
    "UsageError": "errors",
    "WorkflowEngineError": "errors",
    "WorkingCalendar": "calendars.working",
    "check": "policy",
    "load": "policy",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `workflow_engine` has no attribute `{name}`")
    value = getattr(import_module(f"workflow_engine.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
