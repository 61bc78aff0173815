"""Section `recovery`: the 4A of every failure, the ladder, and what holds for all of them."""

from __future__ import annotations

from decimal import Decimal

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.definitions import Definitions, condition_place
from workflow_engine.compiler.findings import CALENDAR, DEPARTMENT, ROLE, TAG, Findings
from workflow_engine.compiler.items import tag_names
from workflow_engine.compiler.ladder import compile_ladder, keyword_clocks
from workflow_engine.compiler.limits import A_QUARTER, duration, limit, reminder, warning
from workflow_engine.language.durations import Duration
from workflow_engine.language.nodes import Written
from workflow_engine.model import recovery as written
from workflow_engine.model.recovery import CLOCKS
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.processes import Approvals, Repeat, Support, Warn
from workflow_engine.program.program import Failure, Recovery, Step, StepName

STEPS: tuple[StepName, ...] = ("acknowledge", "apologize", "amend", "anticipate")
SEVERITIES = ("high", "medium", "low")
ANSWER_WITHIN = Duration(Decimal(1), "workday")
VALID_FOR = Duration(Decimal(5), "workday")
BACK_DATE = Duration(Decimal(1), "calendar day")


def compile_recovery(model: PolicyModel, definitions: Definitions, findings: Findings) -> Recovery:
    """Failures and the ladder; without the section, none, and the limits that hold unstated."""
    section = model.recovery
    if section is None:
        approvals = Approvals(ANSWER_WITHIN, VALID_FOR)
        return Recovery(calendar=None, approvals=approvals, back_date=BACK_DATE)
    warn = warning(section.warn, A_QUARTER, findings)
    failures = [
        _failure(name, failure, model, definitions, findings, unstated=warn)
        for name, failure in section.failures.items()
    ]
    return Recovery(
        calendar=findings.optional(section.calendar, model.calendars, CALENDAR),
        failures=tuple(failure for failure in failures if failure is not None),
        escalation=compile_ladder(section.escalation, keyword_clocks(CLOCKS), model, findings),
        events=tuple((str(n), label_of(n, noun.label)) for n, noun in section.events.items()),
        approvals=_approvals(section.approvals, findings),
        repeat=_repeat(section.repeat, findings),
        back_date=duration(section.back_date, findings) or BACK_DATE,
        notify=limit(section.notify, warn, findings),
        follow_up=limit(section.follow_up, warn, findings),
        remind=reminder(section.remind, findings),
        assumed=section.assumed,
    )


def compile_support(model: PolicyModel, findings: Findings) -> dict[str, Support]:
    """The departments that help with cases, each with its own time for an answer."""
    departments = {}
    for name, support in model.support.items():
        role = findings.known(support.role, model.roles, ROLE)
        within = duration(support.within, findings)
        if role is not None and within is not None:
            label = label_of(name, support.label)
            departments[str(name)] = Support(
                str(name), label, role, within, name.place, support.assumed
            )
    return departments


def _failure(
    name: Written,
    failure: written.Failure,
    model: PolicyModel,
    definitions: Definitions,
    findings: Findings,
    *,
    unstated: Warn,
) -> Failure | None:
    owner = findings.optional(failure.owner, model.roles, ROLE)
    if owner is None:
        if failure.owner is None:
            findings.report("WE440", name.place, name=str(name))
        return None
    otherwise = None if model.categories is None else str(model.categories.otherwise)
    written_steps = (failure.acknowledge, failure.apologize, failure.amend, failure.anticipate)
    steps = tuple(
        _step(step_name, step, owner, model, findings, unstated=unstated)
        for step_name, step in zip(STEPS, written_steps, strict=True)
        if step is not None and not step.skip
    )
    return Failure(
        id=str(name),
        label=label_of(name, failure.label),
        owner=owner,
        steps=steps,
        place=name.place,
        severity=failure.severity,
        faster_for=_faster_for(failure, model, findings),
        support=None
        if failure.support is None
        else findings.known(failure.support, model.support, DEPARTMENT),
        recusal=failure.recusal,
        approve=findings.optional(failure.approve, model.roles, ROLE),
        applies=definitions.audience(failure.applies_to, otherwise),
        description=failure.description,
        assumed=failure.assumed,
        exception=findings.optional(failure.exception, model.roles, ROLE),
        regulator=limit(failure.regulator, unstated, findings),
        declined=tuple(
            name
            for name, step in zip(STEPS, written_steps, strict=True)
            if step is not None and step.skip
        ),
        applies_place=condition_place(failure.applies_to),
    )


def _faster_for(
    failure: written.Failure, model: PolicyModel, findings: Findings
) -> tuple[tuple[str, Decimal], ...]:
    """Factors on the times by tag, category or severity."""
    categories = () if model.categories is None else (str(model.categories.otherwise),)
    known = [*tag_names(model), *categories, *SEVERITIES]
    for whom, factor in failure.faster_for.items():
        if factor <= 0:
            findings.report("WE444", whom.place, tag=str(whom), factor=str(factor))
        elif factor > 1:
            findings.report("WE445", whom.place, tag=str(whom), factor=str(factor))
    return tuple(
        (tag, factor)
        for whom, factor in failure.faster_for.items()
        if (tag := findings.known(whom, known, TAG)) is not None
    )


def _step(
    name: StepName,
    step: written.Step,
    owner: str,
    model: PolicyModel,
    findings: Findings,
    *,
    unstated: Warn,
) -> Step:
    by = findings.optional(step.by, model.roles, ROLE)
    return Step(
        name=name,
        within=duration(step.within, findings),
        by=by or owner,
        offer=step.offer,
        text=step.text,
        place=step.place,
        warn=warning(step.warn, unstated, findings),
        actors=() if by is None else (by,),
    )


def _approvals(approvals: written.Approvals | None, findings: Findings) -> Approvals:
    if approvals is None:
        return Approvals(ANSWER_WITHIN, VALID_FOR)
    return Approvals(
        duration(approvals.answer_within, findings) or ANSWER_WITHIN,
        duration(approvals.valid_for, findings) or VALID_FOR,
    )


def _repeat(repeat: written.Repeat | None, findings: Findings) -> Repeat | None:
    within = None if repeat is None else duration(repeat.within, findings)
    return None if repeat is None or within is None else Repeat(within, repeat.times)
