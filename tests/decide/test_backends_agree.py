"""The generated row function equals the reference evaluator on every input."""

from __future__ import annotations

from tests.decide.policies import TODAY, compiled, customers, expressions, policy_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow_engine.decide.decider import decide
from workflow_engine.decide.row_function import row_function

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
