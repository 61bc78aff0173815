"""The shipped policies, their sample customers and their blueprints, as files."""

from __future__ import annotations

import csv
import datetime as dt
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from workflow_engine.blueprint.ecrs import after
from workflow_engine.blueprint.value_stream import value_stream
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.language.keywords import KEYWORDS, TYPES
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.language.reader import read_yaml
from workflow_engine.model.loader import load_folder
from workflow_engine.model.sections import PolicyModel
from workflow_engine.policy import load

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ("tobacco-retail", "vip")
BLUEPRINTS = {
    "tobacco-retail": {"pos_rollout", "visit_round", "complaint_recovery"},
    "vip": {"rush_print", "monthly_visit", "hotline_voice"},
}


def model_of(policy: str) -> PolicyModel:
    loaded = load_folder(ROOT / "rules" / policy)
    assert [d.message.zh for d in loaded.diagnostics] == []
    assert loaded.model is not None
    return loaded.model


def rows_of(policy: str, name: str) -> list[dict[str, str]]:
    with (ROOT / "rules" / policy / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("policy", POLICIES)
def test_policy_loads_without_a_finding(policy: str) -> None:
    model = model_of(policy)
    assert model.policy is not None
    assert model.policy.id == policy
    assert model.policy.stage == "trial"


def test_sample_files_equal_the_output_of_the_generator(tmp_path: Path) -> None:
    script = ROOT / "tests" / "generate_customers.py"
    subprocess.run([sys.executable, "-B", str(script), str(tmp_path)], check=True)
    written = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(written) == 6
    for path in written:
        assert (ROOT / path.relative_to(tmp_path)).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("policy", POLICIES)
def test_sample_customers_fit_their_policy(policy: str) -> None:
    model = model_of(policy)
    customer = model.customer
    assert customer is not None
    assert customer.attributes is not None
    portraits = customer.attributes
    attributes = {**portraits.basic, **portraits.operating, **portraits.service_value}
    rows = rows_of(policy, "customers.csv")
    assert len(rows) == 300
    assert set(rows[0]) == {"customer_id", "customer_name", *map(str, attributes)}
    assert len({row["customer_id"] for row in rows}) == 300
    assert len({row["customer_name"] for row in rows}) == 300

    chosen = Counter(item for row in rows for item in row[str(customer.choices)].split(";") if item)
    assert set(chosen) == set(map(str, model.optional)), "every optional item was chosen by some"

    manager = next(role.person for role in model.roles.values() if role.person)
    assert {row[str(manager)] for row in rows} <= set(map(str, model.staff))

    optional = str(customer.choices)
    cells = [value for row in rows for name, value in row.items() if name != optional]
    assert 0.10 < cells.count("") / len(cells) < 0.16


@pytest.mark.parametrize("policy", POLICIES)
def test_service_log_fits_its_policy(policy: str) -> None:
    model = model_of(policy)
    customers = {row["customer_id"] for row in rows_of(policy, "customers.csv")}
    log = rows_of(policy, "log.csv")
    days = [dt.date.fromisoformat(row["done_on"]) for row in log]
    assert days == sorted(days)
    assert (days[0].year, days[0].month) == (2026, 8)
    assert days[-1] < dt.date(2026, 11, 21)
    assert {row["customer_id"] for row in log} < customers
    assert {row["item"] for row in log} <= {*map(str, model.must_do), *map(str, model.optional)}
    assert {row["by"] for row in log} <= set(map(str, model.staff))
    assert {row["record"] for row in log} - {""} == set(map(str, model.records))


@pytest.mark.parametrize("policy", POLICIES)
def test_staff_fills_every_role(policy: str) -> None:
    model = model_of(policy)
    assert {str(person.role) for person in model.staff.values()} == set(map(str, model.roles))
    for name, person in model.staff.items():
        above = model.roles[person.role].reports_to
        superior = model.staff[person.reports_to].role if person.reports_to else None
        assert superior == above, name
        if person.deputy:
            assert person.deputy in model.staff


def keys_of(node: Node) -> list[str]:
    match node:
        case MappingNode(entries=entries):
            return [str(key.value) for key, _ in entries] + [
                key for _, value in entries for key in keys_of(value)
            ]
        case SequenceNode(items=items):
            return [key for item in items for key in keys_of(item)]
        case ScalarNode():
            return []


def test_vip_is_written_in_chinese_keywords_and_tobacco_in_english() -> None:
    for policy, foreign in (("vip", set(KEYWORDS)), ("tobacco-retail", set(KEYWORDS.values()))):
        for path in sorted((ROOT / "rules" / policy).glob("*.yaml")):
            node, findings = read_yaml(path.read_text(encoding="utf-8"), path.name)
            assert findings == []
            assert node is not None
            names = {"渠道", "竞争对手"}  # names of the author that are keywords elsewhere
            assert set(keys_of(node)) & foreign <= names, path.name
    text = "\n".join(
        line.partition("#")[0]
        for path in sorted((ROOT / "rules" / "vip").glob("*.yaml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "英文:" not in line and "编号" not in line
    )
    words = set(re.findall(r"[a-z_]{2,}", text))
    assert not words & {*TYPES, "true", "false", "and", "or", "not", "high", "medium", "low"}


def test_blueprints_are_written_with_the_keywords_of_their_policy() -> None:
    english, chinese = set(BLUEPRINT_KEYS), set(BLUEPRINT_KEYS.values())
    for policy, foreign in (("vip", english - {"customer"}), ("tobacco-retail", chinese)):
        for name in BLUEPRINTS[policy]:
            path = ROOT / "blueprints" / policy / f"{name}.yaml"
            node, findings = read_yaml(path.read_text(encoding="utf-8"), path.name)
            assert findings == []
            assert node is not None
            assert set(keys_of(node)) & foreign == set(), path.name


@pytest.mark.parametrize("policy", BLUEPRINTS)
def test_blueprints_are_whole(policy: str) -> None:
    loaded = load(ROOT / "rules" / policy)
    assert set(loaded.blueprints) == BLUEPRINTS[policy]
    performed = set()
    for blueprint in loaded.blueprints.values():
        assert blueprint.problem is not None
        assert blueprint.goal is not None
        assert blueprint.segment is not None
        assert blueprint.owner is not None
        performed |= {cell.item for cell in blueprint.cells}
        decided = [cell.ecrs for cell in blueprint.cells if cell.ecrs is not None]
        assert decided
        assert all(one.reason is not None for one in decided)
        assert any(cell.exposed for cell in blueprint.cells)
        assert any(cell.fail_point for cell in blueprint.cells)
        assert any(cell.wait_point for cell in blueprint.cells)
        for stage in blueprint.stages:
            assert {"evidence", "customer", "backstage", "support"} <= set(stage.lanes)
            assert len(stage.needs) > 1
            acting = stage.lane("frontstage", "backstage")
            assert all(cell.by and (len(cell.steps) > 2 or cell.item) for cell in acting)
        ratio = value_stream(blueprint).ratio
        assert ratio is not None
        assert after(blueprint).saved_work > 0
        assert after(blueprint).unjoined == ()
        assert not any(change.obstacle for change in after(blueprint).changes)
    must_do = {item.id for item in loaded.program.items.values() if item.kind == "must_do"}
    assert must_do <= performed
