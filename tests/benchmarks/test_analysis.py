"""What the benchmark of the analysis counts is so."""

from benchmarks.analysis import ROWS, analysed, program
from workflow_engine.checks.registry import run_checks
from workflow_engine.program.program import Table


def test_the_table_has_gaps_overlaps_and_rows_that_never_decide():
    made = program()
    big = made.definitions["big"]
    assert isinstance(big, Table)
    gaps, overlaps, hidden = analysed(made, big)
    assert gaps > 0
    assert ROWS < overlaps < ROWS * (ROWS - 1) // 2
    assert 0 < hidden < ROWS
    assert {"WE715", "WE720"} & {one.code for one in run_checks(made)}
