"""Sections `recovery` and `feedback`: 4A steps, the escalation ladder, the feedback process."""

from __future__ import annotations

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.definitions import Definitions
from workflow_engine.compiler.findings import CALENDAR, CATEGORY, ROLE, TAG, Findings
from workflow_engine.compiler.items import tag_names
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.durations import Duration, parse_duration
from workflow_engine.language.keywords import KEYWORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.triggers import SENTENCES, TriggerSentence, parse_trigger
from workflow_engine.model import recovery as written
from workflow_engine.model.feedback import FeedbackStep as WrittenFeedbackStep
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.program import (
    Failure,
    Feedback,
    FeedbackStep,
    Recovery,
    Rung,
    Step,
    StepName,
    Trigger,
)

STEPS: tuple[StepName, ...] = ("acknowledge", "apologize", "amend", "anticipate")

TRIGGERS = (
    *(f"{step} overdue" for step in STEPS),
    *(f"{KEYWORDS[step]}逾期" for step in STEPS),
    *SENTENCES,
)
"""Triggers that may be meant by a mistyped one."""


def compile_recovery(model: PolicyModel, definitions: Definitions, findings: Findings) -> Recovery:
    """Failures and the ladder; without the section, none."""
    section = model.recovery
    if section is None:
        return Recovery(calendar=None)
    failures = [
        _failure(name, failure, model, definitions, findings)
        for name, failure in section.failures.items()
    ]
    rungs = [_rung(rung, model, findings) for rung in section.escalation]
    return Recovery(
        calendar=_calendar(section.calendar, model, findings),
        failures=tuple(failure for failure in failures if failure is not None),
        escalation=tuple(rung for rung in rungs if rung is not None),
    )


def compile_feedback(model: PolicyModel, findings: Findings) -> Feedback | None:
    """Channels, owner, steps and taxonomy of feedback."""
    section = model.feedback
    if section is None:
        return None
    categories = _category_names(model)
    channels = tuple(
        (str(name), labels)
        for name, labels in section.channels.items()
        if findings.known(name, categories, CATEGORY) is not None
    )
    return Feedback(
        calendar=_calendar(section.calendar, model, findings),
        channels=channels,
        owner=_role(section.owner, model, findings),
        steps=tuple(
            _feedback_step(name, step, model, findings) for name, step in section.steps.items()
        ),
        taxonomy=tuple(
            (str(name), Bilingual.same(str(name)), labels)
            for name, labels in section.taxonomy.items()
        ),
    )


def duration(text: Written | None, findings: Findings) -> Duration | None:
    """A duration that was written, or None."""
    if text is None:
        return None
    parsed, found = parse_duration(text)
    findings.add(found)
    return parsed


def _failure(
    name: Written,
    failure: written.Failure,
    model: PolicyModel,
    definitions: Definitions,
    findings: Findings,
) -> Failure | None:
    owner = _role(failure.owner, model, findings)
    if owner is None:
        if failure.owner is None:
            findings.report("WE440", name.place, name=str(name))
        return None
    otherwise = None if model.categories is None else str(model.categories.otherwise)
    written_steps = (failure.acknowledge, failure.apologize, failure.amend, failure.anticipate)
    steps = tuple(
        _step(step_name, step, owner, model, findings)
        for step_name, step in zip(STEPS, written_steps, strict=True)
        if step is not None and not step.skip
    )
    faster = [*tag_names(model), *_category_names(model)]
    for whom, factor in failure.faster_for.items():
        if factor <= 0:
            findings.report("WE444", whom.place, tag=str(whom), factor=str(factor))
    return Failure(
        id=str(name),
        label=label_of(name, failure.label),
        owner=owner,
        steps=steps,
        place=name.place,
        severity=failure.severity,
        faster_for=tuple(
            (tag, factor)
            for written_tag, factor in failure.faster_for.items()
            if (tag := findings.known(written_tag, faster, TAG)) is not None
        ),
        support=None if failure.support is None else str(failure.support),
        recusal=failure.recusal,
        approve=None if failure.approve is None else str(failure.approve),
        applies=definitions.audience(failure.applies_to, otherwise),
        description=failure.description,
        assumed=failure.assumed,
    )


def _step(
    name: StepName, step: written.Step, owner: str, model: PolicyModel, findings: Findings
) -> Step:
    return Step(
        name=name,
        within=duration(step.within, findings),
        by=_role(step.by, model, findings) or owner,
        offer=step.offer,
        text=step.text,
        place=step.place,
    )


def _rung(rung: written.Rung, model: PolicyModel, findings: Findings) -> Rung | None:
    role = findings.known(rung.from_role, model.roles, ROLE)
    if role is None:
        return None
    above = _role(rung.to, model, findings)
    if above is None and rung.to is None:
        reports_to = next(r.reports_to for n, r in model.roles.items() if n == role)
        if reports_to is None:
            findings.report("WE441", rung.from_role.place, role=role)
        above = None if reports_to is None else str(reports_to)
    triggers = tuple(
        made for trigger in rung.any if (made := _trigger(trigger, model, findings)) is not None
    )
    return None if above is None else Rung(role, above, triggers, rung.place)


def _trigger(trigger: written.Trigger, model: PolicyModel, findings: Findings) -> Trigger | None:
    if trigger.text is None:
        if trigger.step is None or trigger.elapsed is None:
            if findings.dropped.isdisjoint(("step", "elapsed")):
                findings.report("WE442", trigger.place)
            return None
        share = f"{(trigger.elapsed * 100).normalize():f}%"
        step = str(trigger.step)
        zh = f"{KEYWORDS[step]}时限已过{share}"
        en = f"{share} of the time to {step} has passed"
        if trigger.unless is not None:
            zh, en = f"{zh}仍无方案", f"{en} without a plan"
        return Trigger(
            "elapsed",
            Bilingual(zh, en),
            step=step,
            share=trigger.elapsed,
            unless=None if trigger.unless is None else str(trigger.unless),
        )
    sentence, found = parse_trigger(trigger.text)
    findings.add(found)
    if sentence is None:
        return None
    return Trigger(
        sentence.kind,
        _event(trigger.text, model, findings) if sentence.kind == "event" else _sentence(sentence),
        step=sentence.step,
        times=sentence.times,
        name=sentence.name,
        after=sentence.after,
    )


def _sentence(sentence: TriggerSentence) -> Bilingual:
    match sentence.kind:
        case "overdue":
            step = sentence.step or ""
            zh, en = f"{KEYWORDS[step]}逾期", f"{step} overdue"
            if sentence.after is not None:
                zh = f"{zh}超过{sentence.after.text('zh')}"
                en = f"{en} by {sentence.after.text('en')}"
            return Bilingual(zh, en)
        case "cannot_resolve":
            return Bilingual("无法解决", "cannot resolve")
        case "compensation_over_limit":
            return Bilingual("补偿超限", "compensation over limit")
        case "reopened":
            return Bilingual(f"重开{sentence.times}次", f"reopened {sentence.times} times")
        case "recusal":
            return Bilingual("需回避", "recusal")
        case "needs_other_department":
            return Bilingual("需要其他部门", "needs other department")
        case "event":
            raise AssertionError("an event has a label of its own")


def _event(name: Written, model: PolicyModel, findings: Findings) -> Bilingual:
    """What is printed for an event; one that is not declared may be a mistyped trigger."""
    events = {} if model.recovery is None else model.recovery.events
    for declared, noun in events.items():
        if declared == name:
            return label_of(declared, noun.label)
    near = did_you_mean(name, [*TRIGGERS, *events])
    hint = None
    if near is not None:
        hint = Bilingual(f"是不是“{near}”？", f"did you mean `{near}`?")
    findings.add([diagnose("WE443", name.place, help=hint, name=str(name))])
    return Bilingual.same(str(name))


def _feedback_step(
    name: Written, step: WrittenFeedbackStep, model: PolicyModel, findings: Findings
) -> FeedbackStep:
    within, by_priority = None, []
    if isinstance(step.within, Written):
        within = duration(step.within, findings)
    elif step.within is not None:
        for priority, text in step.within.items():
            parsed = duration(text, findings)
            if parsed is not None:
                by_priority.append((str(priority), parsed))
    return FeedbackStep(
        name=str(name),
        within=within,
        by=_role(step.by, model, findings),
        by_priority=tuple(by_priority),
        text=step.text,
    )


def _role(name: Written | None, model: PolicyModel, findings: Findings) -> str | None:
    return None if name is None else findings.known(name, model.roles, ROLE)


def _calendar(name: Written | None, model: PolicyModel, findings: Findings) -> str | None:
    return None if name is None else findings.known(name, model.calendars, CALENDAR)


def _category_names(model: PolicyModel) -> list[str]:
    if model.categories is None:
        return []
    return [*(str(name) for name in model.categories.of), str(model.categories.otherwise)]
