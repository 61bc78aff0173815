"""The bare contender does what the engine does: the same rows from the same statements."""

import pytest

from benchmarks import cases_store
from workflow_engine.cases.rules import case_rules
from workflow_engine.policy import load


def test_the_statements_replayed_give_the_rows_of_the_engine(tmp_path, monkeypatch):
    monkeypatch.setattr(cases_store, "CASES", 2)
    policy = load(cases_store.ROOT / "rules" / "tobacco-retail")
    place = cases_store.Place(tmp_path, None, case_rules(policy.program), policy.sources)
    recording = cases_store.recorded(place, "SQLite")
    assert len(recording.transactions) == 2 * (1 + len(cases_store.STEPS))
    monkeypatch.setattr(cases_store, "_replay", lambda *_given: None)
    with pytest.raises(RuntimeError):
        cases_store.recorded(place, "SQLite")
