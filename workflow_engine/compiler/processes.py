"""State machines of the policy: `recovery` and `feedback` lowered, and the author's `processes`."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.compiler.authored_process import AuthoredProcess
from workflow_engine.compiler.definitions import Definitions
from workflow_engine.compiler.feedback_process import feedback_process
from workflow_engine.compiler.findings import CALENDAR, Findings
from workflow_engine.compiler.recovery_process import recovery_process
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Feedback, Recovery, Role

FEEDBACK = "feedback"
RECOVERY = "recovery."


def compile_processes(
    model: PolicyModel,
    recovery: Recovery,
    feedback: Feedback | None,
    roles: Mapping[str, Role],
    definitions: Definitions,
    *,
    findings: Findings,
) -> dict[str, Process]:
    """Every process by its id; the lowered ones first."""
    made = [
        recovery_process(
            failure, recovery, _calendar(recovery.calendar, failure.owner, roles, model)
        )
        for failure in recovery.failures
    ]
    if feedback is not None and model.feedback is not None:
        calendar = _calendar(feedback.calendar, feedback.owner, roles, model)
        made.append(feedback_process(feedback, calendar, model.feedback.place))
    for name, written in model.processes.items():
        if name == FEEDBACK or name.startswith(RECOVERY):
            findings.report("WE454", name.place, name=str(name))
            continue
        own = None
        if written.calendar is not None:
            own = findings.known(written.calendar, model.calendars, CALENDAR)
        calendar = _calendar(own, str(written.owner), roles, model)
        process = AuthoredProcess(name, written, model, definitions, findings).compile(calendar)
        if process is not None:
            made.append(process)
    for process in made:
        _report_no_calendar(process, findings)
    return {process.id: process for process in made}


def _calendar(
    own: str | None, owner: str | None, roles: Mapping[str, Role], model: PolicyModel
) -> str | None:
    """The calendar that was written, else that of the owner's role, else the only one there is."""
    if own is None and owner is not None and owner in roles:
        own = roles[owner].calendar
    if own is None and len(model.calendars) == 1:
        own = str(next(iter(model.calendars)))
    return own


def _report_no_calendar(process: Process, findings: Findings) -> None:
    """Working time can only be counted on a calendar."""
    if process.calendar is not None:
        return
    for clock in process.clocks:
        times = [clock.within, *(within for _, within in clock.by_priority)]
        if any(time is not None and time.unit.startswith("work") for time in times):
            place = clock.place or process.place
            findings.report("WE456", place, process=process.label, clock=clock.label)
            return
