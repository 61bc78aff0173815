"""The contenders of the batch benchmark write the same tables, and are what the policy says."""

from __future__ import annotations

import ast
from pathlib import Path

import polars as pl
import pytest

from benchmarks import batch_contenders
from benchmarks.batch_agreement import compare, plain, written
from benchmarks.batch_contenders import Inputs, Ours, ReadAndWrite, write_inputs
from benchmarks.batch_customers import log_slices, slices
from benchmarks.batch_write import polars_text, rule_numbers, sql_text
from benchmarks.customer_generator import TODAY
from benchmarks.decide import DisagreementError, loaded
from benchmarks.policy_generator import ATTRIBUTES, Size, generate, yaml_text
from workflow_engine.columnar.by_row import RowTables
from workflow_engine.decide.rule_numbers import numbered_rules
from workflow_engine.runs.pipeline import plan_files

COUNT = 300
HERE = Path(batch_contenders.__file__).parent
POLICY = generate()


@pytest.fixture(scope="module")
def program():
    return loaded(yaml_text(POLICY)).program


@pytest.fixture(scope="module", params=["parquet", "csv"])
def inputs(request, tmp_path_factory):
    return write_inputs(tmp_path_factory.mktemp("in"), COUNT, request.param)


@pytest.mark.parametrize("with_log", [False, True])
def test_all_contenders_agree_with_the_row_function(program, inputs, with_log, tmp_path):
    given = inputs if with_log else Inputs(inputs.customers, None)
    by_row = tmp_path / "rows"
    log = [given.log] if given.log else None
    plan_files(program, [given.customers], at=TODAY, out=by_row, log=log, engine="row")
    assert written(by_row, "items").height > COUNT * 20
    contenders = {
        "ours": Ours(),
        "Polars": batch_contenders.polars,
        "DuckDB": batch_contenders.duckdb,
    }
    for name, run in contenders.items():
        run(given, tmp_path / name)
        for table in ("items", "customers"):
            compare(written(by_row, table), written(tmp_path / name, table), name)


def test_the_bound_writes_what_ours_wrote(inputs, tmp_path):
    given = Inputs(inputs.customers, None)
    Ours()(given, tmp_path / "ours")
    ReadAndWrite(tmp_path / "ours")(given, tmp_path / "bound")
    ours = {
        path.relative_to(tmp_path / "ours"): path.read_bytes()
        for path in (tmp_path / "ours").rglob("*.parquet")
    }
    bound = {
        path.relative_to(tmp_path / "bound"): path.read_bytes()
        for path in (tmp_path / "bound").rglob("*.parquet")
    }
    assert ours == bound


def test_a_difference_is_told():
    one = pl.DataFrame({"item": ["a", "b"], "rule": [1, 2]})
    compare(one, one.clone(), "nobody")
    with pytest.raises(DisagreementError, match="rule in 1 rows"):
        compare(one, one.with_columns(rule=pl.Series([1, 3])), "somebody")
    with pytest.raises(DisagreementError, match="2 rows against 1"):
        compare(one, one.head(1), "somebody")


def test_what_is_written_by_hand_is_that_of_the_policy():
    assert (HERE / "batch_decisions.sql").read_text(encoding="utf-8") == sql_text(POLICY)
    made = polars_text(POLICY)
    kept = (HERE / "batch_polars_decisions.py").read_text(encoding="utf-8")
    assert ast.dump(ast.parse(kept)) == ast.dump(ast.parse(made))


def test_the_numbers_of_rules_are_those_of_the_engine(program):
    names = {"tag": "{name}", "level": "level {part}", "item": "{name}", "until": "until {name}"}
    numbered = {
        names.get(rule.kind, "{name}").format(name=rule.name, part=rule.part): rule.number
        for rule in numbered_rules(program)
    }
    assert numbered == rule_numbers(POLICY)


def test_customers_are_drawn_alike_however_many_there_are():
    few, more = (pl.concat(slices(POLICY, count)) for count in (100, 1000))
    assert few.equals(more.head(100))
    assert few.columns == ["customer_id", "customer_name", *ATTRIBUTES]
    missing = sum(more[name].null_count() for name in ATTRIBUTES) / more.height / len(ATTRIBUTES)
    assert 0.05 < missing < 0.15


def test_the_log_is_of_these_customers_and_items():
    log = pl.concat(log_slices(POLICY, 500))
    assert log["customer_id"].is_in(pl.concat(slices(POLICY, 500))["customer_id"].implode()).all()
    assert set(log["item"]) <= {"visit", *(item.id for item in POLICY.items)}
    assert log["done_on"].max() > TODAY
    assert 3 < log.height / 500 < 5


@pytest.mark.parametrize("rules", [10, 100, 1000])
def test_policies_of_other_sizes_check_clean(rules):
    policy = generate(size=Size.of_rules(rules))
    made = loaded(yaml_text(policy)).program
    assert len(policy.tags) + len(made.items) == rules


def test_plain_tables_have_words_as_text(program):
    tables = RowTables(program, TODAY).tables([])
    schema = plain(tables.items).schema
    assert schema["item"] == pl.String
    assert schema["rule"] == pl.Int64
