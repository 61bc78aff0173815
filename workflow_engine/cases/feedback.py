"""Classifying feedback: where it belongs, and how soon it is resolved."""

from __future__ import annotations

from workflow_engine.cases.attempt import Attempt
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Degree, Feedback

DEGREES: tuple[Degree, ...] = ("high", "medium", "low")


def classified(attempt: Attempt) -> tuple[str | None, str]:
    """The code of the taxonomy and the priority: nature × urgency.

    Where the policy has no taxonomy any code is kept, where it weighs no natures all weigh
    the same.

    Raises:
        Refused: something is missing or unknown to the policy.
    """
    feedback = attempt.rules.program.feedback
    assert feedback is not None
    code = _code(attempt, feedback)
    weight = _weight(attempt, feedback)
    urgency = attempt.command.urgency
    if urgency is None:
        raise attempt.missing(
            "紧急程度 urgency：high、medium 或 low", "an urgency: high, medium or low"
        )
    priority = attempt.rules.program.priorities.get((weight, urgency))
    if priority is None:
        raise attempt.refused(
            "unknown_value",
            Bilingual(
                f"紧急程度不能是“{urgency}”，只能是 high、medium、low。",
                f"The urgency cannot be `{urgency}`: it is high, medium or low.",
            ),
            instead=("classify",),
        )
    return code, priority


def codes(feedback: Feedback) -> tuple[str, ...]:
    """Every code of the taxonomy, as `产品/性能`; of an entry without parts, its name."""
    found: list[str] = []
    for name, _, parts in feedback.taxonomy:
        found += [f"{name}/{part.zh}" for part in parts] or [name]
    return tuple(found)


def _code(attempt: Attempt, feedback: Feedback) -> str | None:
    code = attempt.command.code
    if not feedback.taxonomy:
        return code
    if code is None:
        raise attempt.missing("分类代码（如 产品/性能）", "a code of the taxonomy, as in 产品/性能")
    for name, label, parts in feedback.taxonomy:
        heads = {name, label.zh, label.en}
        if not parts and code in heads:
            return name
        for part in parts:
            if code in {f"{head}/{tail}" for head in heads for tail in (part.zh, part.en)}:
                return f"{name}/{part.zh}"
    known = codes(feedback)
    raise attempt.refused(
        "unknown_value",
        Bilingual(
            f"分类中没有“{code}”。可用的分类：{'、'.join(known)}。",
            f"The taxonomy has no `{code}`; its codes are {', '.join(known)}.",
        ),
        instead=("classify",),
    )


def _weight(attempt: Attempt, feedback: Feedback) -> Degree:
    natures = dict(feedback.natures)
    nature = attempt.command.nature
    if not natures:
        return "medium"
    if nature is None:
        raise attempt.missing(
            f"性质 nature：{'、'.join(natures)}", f"a nature: {', '.join(natures)}"
        )
    weight = natures.get(nature)
    if weight is None:
        raise attempt.refused(
            "unknown_value",
            Bilingual(
                f"反馈的性质没有“{nature}”，只有：{'、'.join(natures)}。",
                f"There is no nature `{nature}`; there are {', '.join(natures)}.",
            ),
            instead=("classify",),
        )
    return weight
