"""What the checks of tables say, against the whole domain tried by the reference evaluator."""

import re
from dataclasses import replace

from hypothesis import given, settings

from tests.checks.random_tables import (
    COMPLETE,
    EVERYBODY,
    VALUES,
    findings,
    holding,
    outcomes,
    program_of,
    row_numbers,
    tables,
)
from workflow_engine.decide.rule_numbers import rule_order

OTHERWISE = "the `otherwise`"
tried = settings(max_examples=80, deadline=None)


def positions(program):
    return {index: n for n, index in enumerate(rule_order(program.definitions["t"]))}


@tried
@given(tables())
def test_gaps_are_found_exactly(table):
    found, program = findings(table)
    nobody = any(one.status == "none" for one in outcomes(program, EVERYBODY))
    assert ("WE720" in found) == (table.otherwise is None and nobody)


@tried
@given(tables())
def test_rows_that_never_match_are_found_exactly(table):
    found, program = findings(table)
    answers = holding(program)
    never = {n for n in range(len(table.rows)) if all(one[n] is not True for one in answers)}
    told = row_numbers(found.get("WE713", []) + found.get("WE715", []), "row")
    assert told == never


@tried
@given(tables(hits=("first", "priority")))
def test_rows_that_never_decide_are_found_exactly(table):
    found, program = findings(table)
    at = positions(program)
    answers = holding(program)
    covered = set()
    for n in range(len(table.rows)):
        mine = [one for one in answers if one[n] is True]
        earlier = [m for m in at if at[m] < at[n]]
        if mine and all(any(one[m] is True for m in earlier) for one in mine):
            covered.add(n)
    rows = [one for one in found.get("WE716", []) if one.args["rule"] != OTHERWISE]
    assert row_numbers(rows, "rule") == covered


@tried
@given(tables())
def test_an_otherwise_that_is_left_for_nobody_is_found_exactly(table):
    found, program = findings(table)
    nobody = all(any(one is not False for one in row) for row in holding(program))
    told = any(one.args["rule"] == OTHERWISE for one in found.get("WE716", []))
    assert told == (table.otherwise is not None and nobody)


@tried
@given(tables(hits=("unique", "any")))
def test_overlaps_are_found_exactly(table):
    found, program = findings(table)
    answers = holding(program)
    rows = table.rows
    overlapping = {
        n
        for n in range(len(rows))
        for m in range(n)
        if (table.hit == "unique" or rows[m][1] != rows[n][1])
        and any(one[m] is one[n] is True for one in answers)
    }
    code = "WE717" if table.hit == "unique" else "WE718"
    assert row_numbers(found.get(code, []), "second") == overlapping
    conflict = any(one.status == "conflict" for one in outcomes(program, EVERYBODY))
    assert conflict == bool(overlapping)


@tried
@given(tables(hits=("first",)))
def test_first_without_overlap_is_found_exactly(table):
    found, program = findings(table)
    several = any(sum(one is True for one in row) > 1 for row in holding(program))
    unique = replace(table, hit="unique")
    same = outcomes(program, EVERYBODY) == outcomes(program_of(unique), EVERYBODY)
    assert ("WE725" in found) <= (len(table.rows) > 1 and not several and same)
    asked = any("missing" in cell for row, _ in table.rows for _, cell in row)
    if not asked:
        assert ("WE725" in found) == (len(table.rows) > 1 and not several)


@tried
@given(tables())
def test_a_redundant_row_changes_nothing_for_anybody(table):
    found, program = findings(table)
    before = outcomes(program, EVERYBODY)
    for index in row_numbers(found.get("WE722", []), "row"):
        if len(table.rows) > 1:
            assert outcomes(program_of(table.without(index)), EVERYBODY) == before


@tried
@given(tables())
def test_merged_rows_give_the_same_to_whoever_has_the_data(table):
    found, program = findings(table)
    before = outcomes(program, COMPLETE)
    for one in found.get("WE723", []):
        group = [int(number) - 1 for number in re.findall(r"row (\d+)", one.args["rows"])]
        merged = table.merged(group, one.args["column"], one.args["cell"])
        assert outcomes(program_of(merged), COMPLETE) == before


@tried
@given(tables())
def test_columns_without_effect_are_found_exactly(table):
    found, program = findings(table)
    told = {one.args["column"] for one in found.get("WE724", [])}
    columns = [column for column, _ in table.rows[0][0]]
    results = outcomes(program, COMPLETE)
    answers = holding(program)
    never = [n for n in range(len(table.rows)) if all(one[n] is not True for one in answers)]
    for column in columns:
        cells = [dict(row)[column] for row, _ in table.rows]
        if all(cell == "any" for cell in cells):
            assert column in told
            continue
        shared = {"size", "large"} <= set(columns) and column in ("size", "large")
        if shared or any("missing" in cell for cell in cells):
            continue
        if any(cells[index] != "any" for index in never):
            assert column not in told  # it might decide something, were the row right
            continue
        behind = "size" if column == "large" else column
        values = {}
        for customer, result in zip(COMPLETE, results, strict=True):
            rest = tuple(customer[name] for name in VALUES if name != behind)
            values.setdefault(rest, set()).add((result.status, result.value))
        same = all(len(one) == 1 for one in values.values())
        asked = any("missing" in cell for row, _ in table.rows for _, cell in row)
        assert (column in told) <= same
        if table.hit in ("first", "priority") and not asked:
            assert (column in told) == same


@tried
@given(tables(hits=("first", "priority")))
def test_a_row_that_waits_for_data_never_decides(table):
    found, program = findings(table)
    at = positions(program)
    answers = holding(program)
    for n in row_numbers(found.get("WE731", []), "rule"):
        earlier = [m for m in at if at[m] < at[n] and table.rows[m][1] != table.rows[n][1]]
        mine = [one for one in answers if one[n] is True]
        assert mine
        assert all(any(one[m] is not False for m in earlier) for one in mine)
