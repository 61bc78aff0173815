"""The generated row function equals the reference evaluator on every input."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.decide.policies import HEAD, TODAY, compiled, customers, expressions, policy_texts
from workflow_engine.decide.decider import decide
from workflow_engine.decide.row_function import row_function
from workflow_engine.language.functions import FUNCTIONS

SLOW = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
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
    """An expression whose parts have the right types often, and any types now and then."""
    family = draw(
        st.sampled_from([("integer", "number"), ("date",), ("boolean",), ("list",), KINDS])
    )

    def part(*kinds: str) -> str:
        sloppy = draw(st.integers(0, 5)) == 0
        return draw(expressions(draw(st.sampled_from(KINDS if sloppy else kinds)), {}, 1))

    def like() -> str:
        return part(*family)

    form = draw(st.integers(0, 6))
    if form == 0:
        return f"({like()} {draw(st.sampled_from(['+', '-', '*', '/']))} {like()})"
    if form == 1:
        return f"({like()} {draw(st.sampled_from(['<', '==', '>=', '!=']))} {like()})"
    if form == 2:
        return f"({part('boolean')} {draw(st.sampled_from(['and', 'or']))} {part('boolean')})"
    if form == 3:
        return f"({like()} if {part('boolean')} else {like()})"
    if form == 4:
        name = draw(st.sampled_from(sorted(FUNCTIONS)))
        return f"{name}({', '.join(like() for _ in range(draw(st.integers(1, 2))))})"
    if form == 5:
        return f"({like()} in [{like()}, {like()}])"
    return f"(not {part('boolean')})"


@SLOW
@given(careless(), st.lists(customers(), min_size=1, max_size=3))
def test_what_checks_clean_never_fails_at_run_time(text, rows):
    program, _ = compiled(f"{HEAD}\nmeasures:\n  a: '{text}'\n")
    assume(program is not None)
    generated = row_function(program)
    for row in rows:
        assert generated(row, TODAY) == decide(program, row, TODAY)
