"""Section `feedback`: channels, steps, subjects, natures and the ladder."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from workflow_engine.compiler.findings import CALENDAR, CATEGORY, PRIORITY, ROLE, Findings
from workflow_engine.compiler.ladder import compile_ladder, keyword_clocks
from workflow_engine.compiler.limits import A_QUARTER, duration, reminder, warning
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.durations import Duration
from workflow_engine.language.keywords import KEYWORDS
from workflow_engine.language.nodes import Written
from workflow_engine.model import feedback as written
from workflow_engine.model.feedback import STEPS
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.processes import Warn
from workflow_engine.program.program import Degree, Feedback, FeedbackStep

NATURES: tuple[tuple[str, Degree], ...] = (
    ("complaint", "high"),
    ("投诉", "high"),
    ("enquiry", "medium"),
    ("咨询", "medium"),
    ("suggestion", "low"),
    ("建议", "low"),
)
"""What is said and how much it weighs where a policy does not say, in either language."""

_SUBJECTS: Mapping[str, Bilingual] = {
    name: subject
    for subject in (
        Bilingual("产品", "Product"),
        Bilingual("价格", "Price"),
        Bilingual("渠道", "Channel"),
        Bilingual("竞争对手", "Competitors"),
    )
    for name in (subject.zh, subject.en)
}
"""The four usual subjects of what customers say, printed in either language."""

_BEFORE_PRIORITY = frozenset({"receive", "classify"})


def compile_feedback(
    model: PolicyModel, matrix: Mapping[tuple[Degree, Degree], str], findings: Findings
) -> Feedback | None:
    """The section; `matrix` gives the priorities by which a step may be timed."""
    section = model.feedback
    if section is None:
        return None
    categories = model.categories
    known = [] if categories is None else [*map(str, categories.of), str(categories.otherwise)]
    warn = warning(section.warn, A_QUARTER, findings)
    natures = tuple((str(name), weight) for name, weight in section.natures.items()) or NATURES
    priorities = sorted(set(matrix.values()))
    steps = [
        _step(name, step, priorities, model, findings, unstated=warn)
        for name, step in section.steps.items()
    ]
    weights = {weight for _, weight in natures}
    given = {priority for (weight, _), priority in matrix.items() if weight in weights}
    for step, as_written in zip(steps, section.steps.values(), strict=True):
        understood = not isinstance(as_written.within, Mapping) or (
            len(as_written.within) == len(step.by_priority)
        )
        if understood and not _never_starts(step.name, section):
            _report_untimed(step, given, findings)
    return Feedback(
        calendar=None
        if section.calendar is None
        else findings.known(section.calendar, model.calendars, CALENDAR),
        channels=tuple(
            (str(name), labels)
            for name, labels in section.channels.items()
            if findings.known(name, known, CATEGORY) is not None
        ),
        owner=findings.optional(section.owner, model.roles, ROLE),
        steps=tuple(steps),
        taxonomy=tuple(
            (str(name), _SUBJECTS.get(str(name), Bilingual.same(str(name))), labels)
            for name, labels in section.taxonomy.items()
        ),
        natures=natures,
        escalation=compile_ladder(section.escalation, keyword_clocks(STEPS), model, findings),
        remind=reminder(section.remind, findings),
        assumed=section.assumed,
    )


def _step(
    name: Written,
    step: written.FeedbackStep,
    priorities: Collection[str],
    model: PolicyModel,
    findings: Findings,
    *,
    unstated: Warn,
) -> FeedbackStep:
    if name not in STEPS:
        _report_own(name, findings)
    within: Duration | None = None
    by_priority: list[tuple[str, Duration]] = []
    if isinstance(step.within, Written):
        within = duration(step.within, findings)
    elif step.within is not None:
        if _never_starts(name, model.feedback):
            called = findings.keyword(name, name.place)
            findings.report("WE455", name.place, step=called)
        for written_priority, text in step.within.items():
            priority = findings.known(written_priority, priorities, PRIORITY)
            parsed = duration(text, findings)
            if priority is not None and parsed is not None:
                by_priority.append((priority, parsed))
    return FeedbackStep(
        name=str(name),
        within=within,
        by=findings.optional(step.by, model.roles, ROLE),
        by_priority=tuple(by_priority),
        text=step.text,
        warn=warning(step.warn, unstated, findings),
        place=name.place,
    )


def _never_starts(name: str, section: written.Feedback | None) -> bool:
    """Whether a step timed by priority comes before a priority is known."""
    return name in _BEFORE_PRIORITY or section is None or "classify" not in section.steps


def _report_untimed(step: FeedbackStep, given: Collection[str], findings: Findings) -> None:
    """Report the priorities of feedback for which a step timed by priority has no time."""
    missing = sorted(set(given) - {priority for priority, _ in step.by_priority})
    if not step.by_priority or not missing or step.place is None:
        return
    called = findings.keyword(step.name, step.place)
    listed = [f"`{priority}`" for priority in missing]
    said = Bilingual("、".join(listed), ", ".join(listed))
    findings.report("WE447", step.place, step=called, missing=said)


def _report_own(name: Written, findings: Findings) -> None:
    """A step of the author's own is only printed; it may be a slip for one of the known."""
    near = did_you_mean(name, [word for step in STEPS for word in (step, KEYWORDS[step])])
    hint = None
    if near is not None:
        hint = Bilingual(f"是不是“{near}”？", f"did you mean `{near}`?")
    findings.add([diagnose("WE459", name.place, help=hint, step=str(name))])
