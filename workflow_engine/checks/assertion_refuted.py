"""What the author says can never be, and can."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.finding import find_customer
from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.rule_analysis import STEPS, UNDECIDED, RuleAnalysis
from workflow_engine.checks.rule_names import quoted
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE728 for each assertion of `never` that some customer breaks; a proved one is silent."""
    for assertion in analysis.program.never:
        wanted = [(assertion.expression, True)]
        found = find_customer(analysis.program, wanted, Budget(STEPS, analysis.whole))
        if found.witness is not None:
            yield diagnose(
                "WE728",
                assertion.place,
                keywords=words_at(analysis.program, assertion.place),
                assertion=assertion.text,
                example=found.witness.text,
            )
        elif found.verdict == "unsure":
            said = quoted(Bilingual.same(assertion.text))
            analysis.unsure(said, assertion.place, UNDECIDED)
