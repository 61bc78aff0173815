"""Hit policies against brute force over everything the unknown rows may turn out to be."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine.decide.hit_policies import (
    Match,
    Outcome,
    aggregated,
    counted,
    ordered,
    single,
)

NONE: Outcome[str] = Outcome("none")
ELSE = Outcome("known", "z")


def plain(hit: str, matches: list[Match[str]], otherwise: Outcome[str]) -> Outcome[str]:
    """The result when every row that is listed matches for certain."""
    outputs = [match.output for match in matches]
    if not outputs:
        return otherwise
    if hit == "unique":
        return Outcome("known", outputs[0]) if len(outputs) == 1 else Outcome("conflict")
    if hit == "any":
        return Outcome("known", outputs[0]) if len(set(outputs)) == 1 else Outcome("conflict")
    if hit == "priority":
        return Outcome("known", min(matches, key=lambda match: match.rank).output)
    return Outcome("known", outputs[0])


def completions(matches: list[Match[str]]) -> list[list[Match[str]]]:
    """Every way in which the uncertain rows may match or not."""
    choices = [(True,) if match.certain else (True, False) for match in matches]
    return [
        [match for match, taken in zip(matches, picked, strict=True) if taken]
        for picked in product(*choices)
    ]


def by_brute_force(hit: str, matches: list[Match[str]], otherwise: Outcome[str]) -> Outcome[str]:
    results = [plain(hit, rows, otherwise) for rows in completions(matches)]
    if hit in ("unique", "any"):
        if plain(hit, [m for m in matches if m.certain], otherwise).status == "conflict":
            return Outcome("conflict")
        results = [result for result in results if result.status != "conflict"]
    return results[0] if all(result == results[0] for result in results) else Outcome("unknown")


@st.composite
def rows(draw: st.DrawFn) -> list[Match[str]]:
    outputs = draw(st.lists(st.sampled_from("xyz"), max_size=5))
    return [Match(draw(st.booleans()), o, ("xyz".index(o),)) for o in outputs]


@settings(max_examples=500)
@given(
    st.sampled_from(["unique", "any", "first", "priority"]), rows(), st.sampled_from([NONE, ELSE])
)
def test_single_hits_equal_brute_force(hit, matches, otherwise):
    assert single(hit, matches, otherwise) == by_brute_force(hit, matches, otherwise)


@settings(max_examples=500)
@given(
    st.sampled_from(["sum", "min", "max"]),
    st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), max_size=5),
)
def test_aggregates_equal_brute_force(aggregate, pairs):
    matches = [Match(certain, output) for certain, output in pairs]
    reduce = {"sum": sum, "min": min, "max": max}[aggregate]
    found = aggregated(aggregate, matches, Outcome("none"), sum)
    if not any(match.certain for match in matches):
        assert found.status == ("unknown" if matches else "none")
        return
    results = {reduce([m.output for m in taken]) for taken in completions(matches)}
    expected = Outcome("known", results.pop()) if len(results) == 1 else Outcome("unknown")
    assert found == expected


def certain(*outputs: str) -> list[Match[str]]:
    return [Match(True, o, ("xyz".index(o),)) for o in outputs]


@pytest.mark.parametrize(
    ("hit", "outputs", "expected"),
    [
        ("rule_order", "zxy", ("z", "x", "y")),
        ("output_order", "zxy", ("x", "y", "z")),
        ("output_order", "yxx", ("x", "x", "y")),
    ],
)
def test_lists_keep_their_order(hit, outputs, expected):
    assert ordered(hit, certain(*outputs), NONE) == Outcome("known", expected)


def test_ties_of_priority_go_to_the_earlier_row():
    first, second = Match(True, "early", (1,)), Match(True, "late", (1,))
    assert single("priority", [first, second], NONE).value == "early"
    assert single("priority", [Match(True, "low", (2,)), first, second], NONE).value == "early"
    assert ordered("output_order", [Match(True, "low", (2,)), second, first], NONE).value == (
        "late",
        "early",
        "low",
    )


def test_no_row_and_no_otherwise():
    assert single("unique", [], NONE).status == "none"
    assert ordered("rule_order", [], NONE).status == "none"
    assert ordered("rule_order", [], ELSE).value == ("z",)
    assert counted([], Outcome("none")) == Outcome("known", 0)
    assert counted([], Outcome("known", 7)) == Outcome("known", 7)
    assert counted(certain("x", "x"), Outcome("none")) == Outcome("known", 2)


def test_an_uncertain_row_makes_lists_and_counts_unknown():
    matches = [*certain("x"), Match(False, "y", (1,))]
    assert ordered("rule_order", matches, NONE).status == "unknown"
    assert counted(matches, Outcome("none")).status == "unknown"
