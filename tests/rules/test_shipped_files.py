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

from workflow_engine.language.keywords import KEYWORDS, TYPES
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.language.reader import read_yaml
from workflow_engine.model.loader import load_folder
from workflow_engine.model.sections import PolicyModel

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ("tobacco-retail", "vip")
BLUEPRINTS = ("tobacco-retail/pos_rollout.yaml", "vip/rush_print.yaml")
LANES = {"evidence", "customer", "frontstage", "technology", "backstage", "support"}


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


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_blueprint_has_a_customer_action_and_a_contact_in_every_stage(blueprint: str) -> None:
    path = ROOT / "blueprints" / blueprint
    node, findings = read_yaml(path.read_text(encoding="utf-8"), path.name)
    assert findings == []
    assert isinstance(node, MappingNode)
    stages, links = node.get("stages"), node.get("links")
    assert isinstance(stages, MappingNode)
    assert isinstance(links, SequenceNode)
    actions: list[str] = []
    for name, stage in stages:
        assert isinstance(stage, MappingNode)
        lanes = {str(key.value) for key, _ in stage}
        assert lanes <= LANES | {"need"}, name.value
        assert {"evidence", "customer", "backstage", "support"} <= lanes, name.value
        assert lanes & {"frontstage", "technology"}, name.value
        for lane, cell in stage:
            if lane.value == "need":
                continue
            for action in cell.items if isinstance(cell, SequenceNode) else (cell,):
                assert isinstance(action, MappingNode)
                identity = action.get("id")
                assert isinstance(identity, ScalarNode)
                actions.append(str(identity.value))
    assert len(set(actions)) == len(actions)
    for link in links.items:
        assert isinstance(link, MappingNode)
        for end in ("from", "to"):
            action = link.get(end)
            assert isinstance(action, ScalarNode)
            assert action.value in actions
