"""The solver for arithmetic between attributes, where it is installed and where it is not."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.boxes.test_finding import found_for


@pytest.mark.parametrize(
    "text",
    [
        "i1 * i1 < 0",
        "i1 * i2 > 10 and i1 > 0 and i1 < 3 and i2 > 0 and i2 < 5",
        "n1 / n2 > 1 and n1 > 0 and n2 > n1",
    ],
)
def test_what_only_the_solver_proves(text, monkeypatch):
    assert found_for(text).verdict == "impossible"
    monkeypatch.setitem(sys.modules, "z3", None)
    assert found_for(text).verdict == "unsure"


def test_the_solver_rounds_ties_to_even():
    given = "n1 == 0.003 and n2 == 0.0005"  # 1.5 millionths
    assert found_for(f"n1 * n2 == 0.000002 and {given}").verdict == "found"
    assert found_for(f"n1 * n2 == 0.000001 and {given}").verdict == "impossible"


def test_what_only_the_solver_finds(monkeypatch):
    text = "i1 * i2 == 8051 and i1 > 1 and i2 > i1"
    found = found_for(text)
    assert (found.witness.values["i1"], found.witness.values["i2"]) == (83, 97)
    monkeypatch.setitem(sys.modules, "z3", None)
    assert found_for(text).verdict == "unsure"


@settings(max_examples=40)
@given(st.integers(-40, 40), st.integers(1, 40), st.sampled_from(["<", ">", "=="]))
def test_the_solver_rounds_as_the_engine_does(dividend, divisor, compare):
    millionths = round(dividend * 1_000_000 / divisor)
    limit = f"{millionths / 1_000_000:.6f}"
    text = f"n1 / n2 {compare} {limit} and n1 == {dividend} and n2 == {divisor}"
    text = text.replace("== -", "== 0 - ").replace(f"{compare} -", f"{compare} 0 - ")
    # The quotient is the limit itself, so that only equality is possible.
    assert found_for(text).verdict == ("found" if compare == "==" else "impossible")
