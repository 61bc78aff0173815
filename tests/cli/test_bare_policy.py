"""A policy of two sections, without roles, calendars or staff, goes through every form of output."""

from __future__ import annotations

import json

import pytest

from workflow_engine.cli.main import run

POLICY = """
policy: {id: bare, version: "1"}
customer: {key: id, attributes: {basic: {tier: {type: integer}}}}
must_do:
  check: {every: 1 month, minutes: 10}
optional:
  extra: {every: 1 per month, eligible: tier > 3}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bare.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "customers.csv").write_text("id,tier\nA,4\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("out", ["out", "out.html", "out.jsonl", "out.xlsx"])
def test_every_form_is_written(folder, out, capsys):
    customers, target = str(folder / "customers.csv"), folder / out
    code = run(["plan", str(folder), customers, "--at", "2026-11-21", "--out", str(target)])
    assert code == 0, capsys.readouterr().err
    assert target.exists()


def test_nobody_does_it_and_check_says_so(folder, capsys):
    run(["plan", str(folder), str(folder / "customers.csv"), "--at", "2026-12-20"])
    plan = json.loads(capsys.readouterr().out)
    (check,) = plan["must_do"]
    assert (check["by"], check["person"], check["due"]) == (None, None, "2026-12-20")
    assert plan["provisional"] is True
    assert run(["check", str(folder), "--lang", "zh"]) == 1
    assert "WE421" in capsys.readouterr().out
