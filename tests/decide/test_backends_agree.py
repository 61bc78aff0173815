"""The generated row function equals the reference evaluator on every input."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide.policies import HEAD, TODAY, compiled, customers, expressions, policy_texts
from workflow_engine.decide.decider import decide
from workflow_engine.decide.row_function import row_function
from workflow_engine.language.functions import FUNCTIONS

SLOW = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=6))
def test_row_function_equals_reference(text, rows):
    program, errors = compiled(text)
    assert program is not None, errors
    generated = row_function(program)
    for row in rows:
        assert generated(row, TODAY) == decide(program, row, TODAY)


KINDS = ("boolean", "integer", "number", "date", "text", "choice", "list")


@st.composite
def careless(draw: st.DrawFn) -> str:
    """An expression put together without a thought for types."""

    def part() -> str:
        return draw(expressions(draw(st.sampled_from(KINDS)), {}, 1))

    form = draw(st.integers(0, 6))
    if form == 0:
        return f"({part()} {draw(st.sampled_from(['+', '-', '*', '/']))} {part()})"
    if form == 1:
        return f"({part()} {draw(st.sampled_from(['<', '==', '>=', '!=']))} {part()})"
    if form == 2:
        return f"({part()} {draw(st.sampled_from(['and', 'or']))} {part()})"
    if form == 3:
        return f"({part()} if {part()} else {part()})"
    if form == 4:
        name = draw(st.sampled_from(sorted(FUNCTIONS)))
        count = draw(st.integers(1, 3))
        return f"{name}({', '.join(part() for _ in range(count))})"
    if form == 5:
        return f"({part()} in [{part()}, {part()}])"
    return f"(not {part()})"


@settings(SLOW, max_examples=1000)
@given(careless(), careless(), st.lists(customers(), min_size=1, max_size=3))
def test_what_checks_clean_never_fails_at_run_time(first, second, rows):
    program, _ = compiled(f"{HEAD}\nmeasures:\n  a: '{first}'\n  b: '{second}'\n")
    if program is None:
        return
    generated = row_function(program)
    for row in rows:
        assert generated(row, TODAY) == decide(program, row, TODAY)
