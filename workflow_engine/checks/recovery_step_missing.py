"""A failure for which one of the four A is not laid down."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, StepName

STEPS: dict[StepName, Bilingual] = {
    "acknowledge": Bilingual("承认", "acknowledge"),
    "apologize": Bilingual("道歉", "apologize"),
    "amend": Bilingual("弥补", "amend"),
    "anticipate": Bilingual("预见", "anticipate"),
}


def check(program: Program) -> Iterable[Diagnostic]:
    """WE763 once for each failure with a step that is neither written nor declined with `none`."""
    for failure in program.recovery.failures:
        said = {step.name for step in failure.steps} | set(failure.declined)
        lacking = [word for name, word in STEPS.items() if name not in said]
        if lacking:
            words = Bilingual(
                "、".join(f"“{one.zh}”" for one in lacking),
                ", ".join(f"`{one.en}`" for one in lacking),
            )
            yield diagnose("WE763", failure.place, name=failure.label, lacking=words)
