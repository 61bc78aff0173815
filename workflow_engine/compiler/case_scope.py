"""What the guards of a process may name: the policy's names, and facts of the case itself."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.compiler.scope import Scope
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import AttributeValue, Expression
from workflow_engine.program.process_facts import CASE_FACTS, CASE_FACTS_IN_CHINESE, case_fact
from workflow_engine.program.reading import parts


class CaseScope(Scope):
    """The names of a policy, and `compensation`, `severity`, `reopened` … of the case."""

    def __init__(self, policy: Scope) -> None:
        self._policy = policy

    def lookup(self, name: str) -> Expression | None:
        """A fact of the case before a name of the policy.

        Raises BrokenNameError for a definition with mistakes.
        """
        fact = CASE_FACTS_IN_CHINESE.get(name, name)
        if fact in CASE_FACTS:
            return AttributeValue(case_fact(fact), CASE_FACTS[fact])
        return self._policy.lookup(name)

    def language(self, place: Place) -> Language | None:
        """The language of the keywords of the file in which the place is."""
        return self._policy.language(place)

    def names(self) -> list[str]:
        """Every name that may stand in a guard."""
        return [*CASE_FACTS, *CASE_FACTS_IN_CHINESE, *self._policy.names()]


def shadowed(guard: Expression, policy: Scope) -> Iterator[str]:
    """The facts of the case a guard reads whose name the policy has given to something else."""
    read = {part.name for part in _within(guard) if isinstance(part, AttributeValue)}
    names = set(policy.names())
    words = [(name, name) for name in CASE_FACTS]
    for word, name in (*words, *CASE_FACTS_IN_CHINESE.items()):
        if case_fact(name) in read and word in names:
            yield word


def _within(expression: Expression) -> Iterator[Expression]:
    yield expression
    for part in parts(expression):
        yield from _within(part)
