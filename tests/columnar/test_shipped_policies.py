"""Both shipped policies over ten thousand generated customers: columns and rows agree."""

from __future__ import annotations

import datetime as dt
import importlib
from pathlib import Path
from random import Random

import pytest

import workflow_engine as we
from tests.columnar.planned import assert_same, chunk_of, log_frame
from workflow_engine.batch.customers import Customer
from workflow_engine.batch.log import read_log
from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.history import History
from workflow_engine.columnar.kernel import Kernel

TESTS = Path(__file__).parents[1]
AT = dt.date(2026, 11, 21)
CUSTOMERS, BASES = 1_000, 10


@pytest.mark.parametrize(
    ("folder", "sample"), [("tobacco-retail", "tobacco_retail"), ("vip", "vip")]
)
def test_ten_thousand_customers(folder, sample, tmp_path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(TESTS)
    generator = importlib.import_module("generate_customers")
    draw = getattr(generator, sample)
    monkeypatch.setattr(generator, "CUSTOMERS", CUSTOMERS)
    policy = we.load(TESTS.parent / "rules" / folder)
    program = policy.program
    kernel, by_row = Kernel(program, AT), RowTables(program, AT)
    for seed in range(BASES):
        for file, text in generator.tables(Random(seed), draw.customer, draw.log).items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        rows = list(policy.customers.read(tmp_path / "customers.csv"))
        log = read_log(tmp_path / "log.csv", program)
        customers = [row for row in rows if isinstance(row, Customer)]
        chunk, everybody = chunk_of(program, customers)
        made = kernel.plan(chunk, History(log_frame(log.entries), program, AT))
        assert_same(made, by_row.tables(everybody, log))
        assert len(made.customers) == CUSTOMERS
        assert len(made.items) > CUSTOMERS
