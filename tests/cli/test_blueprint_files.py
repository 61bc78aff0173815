"""Commands that read or write blueprint files beside the files of their policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import POLICY, TOBACCO, VIP, Shell
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.policy import load, load_blueprints
from workflow_engine.program.fingerprint import fingerprint

HEAD = POLICY.replace('version: "1"', 'version: "1"\n  blueprints: drawn', 1)
DRAWN = """\
id: journey            # the id
problem: slow
for: everyone
stages:
  ask:
    need: {customer: quick, manager: clear}
    evidence: form
    customer: {id: asks, text: asks}
    frontstage: {id: answers, text: answers, by: manager, item: stock_count}
    backstage: {id: looks, text: looks it up, by: manager, steps: [open, read]}
links:
  - {from: asks, to: answers}
  - {from: looks, to: answers}
"""


def meaning(policy: Path) -> str:
    return fingerprint(load(policy).blueprints)


def test_check_lists_the_findings_of_blueprints(shell: Shell):
    shell.write(
        {"p/policy.yaml": HEAD, "p/drawn/a.yaml": DRAWN.replace("by: manager", "by: mangr")}
    )
    ran = shell("check", "p")
    assert ran.code == 1
    assert "WE351" in ran.out
    assert "p/drawn/a.yaml:9" in ran.out
    assert "by: mangr" in ran.out
    shell.write({"p/drawn/a.yaml": DRAWN})
    assert shell("check", "p").code == 0


def test_fixing_reaches_blueprint_files(shell: Shell):
    full_width = DRAWN.replace("problem: slow", "problem：slow")
    shell.write({"p/policy.yaml": HEAD, "p/drawn/a.yaml": full_width})
    assert shell("check", "p").code == 1
    ran = shell("check", "p", "--fix")
    assert ran.code == 0
    assert "已改好 1 处" in ran.err
    assert (shell.folder / "p/drawn/a.yaml").read_text(encoding="utf-8") == DRAWN


def test_planning_goes_on_beside_a_broken_blueprint(shell: Shell):
    rows = "customer_id,customer_name,tier,market,joined_on,contribution,cost\nC1,好店,28,rural,2026-01-01,10,5\n"
    shell.write(
        {"p/policy.yaml": HEAD, "p/drawn/a.yaml": "id: x\nstags: {}\n", "customers.csv": rows}
    )
    ran = shell("plan", "p", "customers.csv", "--at", "2026-11-21")
    assert ran.code == 0


@pytest.mark.parametrize(("pack", "keywords"), [("tobacco-retail", "en"), ("vip", "zh")])
def test_init_brings_blueprints_that_an_editor_completes(shell: Shell, pack: str, keywords: str):
    assert shell("init", "mine", "--from", pack).code == 0
    folder = shell.folder / "mine" / "blueprints"
    files = sorted(folder.glob("*.yaml"))
    assert len(files) > 1
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=blueprint.schema.json"
    schema = json.loads((folder / "blueprint.schema.json").read_text(encoding="utf-8"))
    assert ("环节" in schema["properties"]) == (keywords == "zh")
    assert meaning(shell.folder / "mine") == meaning(TOBACCO if keywords == "en" else VIP)


@pytest.mark.parametrize(("keywords", "key"), [("en", "stages"), ("zh", "环节")])
def test_the_schema_of_blueprint_files(shell: Shell, keywords: str, key: str):
    ran = shell("schema", "--blueprint", "--keywords", keywords)
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    assert key in schema["properties"]
    assert shell("schema", "--blueprint", "--keywords", keywords, "--out", "s.json").code == 0
    assert (shell.folder / "s.json").read_text(encoding="utf-8") == ran.out


@pytest.mark.parametrize(("policy", "there", "back"), [(TOBACCO, "zh", "en"), (VIP, "en", "zh")])
def test_translate_takes_the_blueprints_along(shell: Shell, policy: Path, there: str, back: str):
    assert shell("translate", policy, "--to", there, "--out", "b").code == 0
    translated = shell.folder / "b"
    program = load(translated).program
    assert program.head.blueprints == "blueprints"
    assert meaning(translated) == meaning(policy)
    original = load_blueprints(policy, load(policy).program).sources
    written = load_blueprints(translated, program).sources
    assert not set(written.values()) & set(original.values())
    assert shell("translate", "b", "--to", back).code == 0
    again = load_blueprints(translated, program).sources
    assert sorted(again.values()) == sorted(original.values())


def test_translating_goes_without_a_folder_that_is_not_there(shell: Shell):
    shell.write({"p/policy.yaml": HEAD})
    assert shell("translate", "p", "--to", "zh", "--out", "b").code == 0
    assert "蓝图: drawn" in (shell.folder / "b" / "policy.yaml").read_text(encoding="utf-8")


def test_translating_in_place_keeps_comments_and_renews_the_schema(shell: Shell):
    assert shell("init", "mine").code == 0
    shell.write({"mine/blueprints/own.yaml": "# 我的\nid: own   # the id\nstages: {}\n"})
    ran = shell("translate", "mine", "--to", "zh")
    assert ran.code == 1  # it has no stages
    assert "WE855" in ran.err
    shell.write(
        {"mine/blueprints/own.yaml": "# 我的\nid: own   # the id\nstages: {s: {customer: a}}\n"}
    )
    assert shell("translate", "mine", "--to", "zh").code == 0
    folder = shell.folder / "mine" / "blueprints"
    own = (folder / "own.yaml").read_text(encoding="utf-8")
    assert own == "# 我的\n编号: own   # the id\n环节: {s: {客户行为: a}}\n"
    schema = json.loads((folder / "blueprint.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) <= set(BLUEPRINT_KEYS.values())


@pytest.mark.parametrize("asked", [("sop", "stock_count"), ("opl", "stock_count"), ("handbook",)])
def test_printing_goes_on_without_a_broken_blueprint_and_names_it(
    shell: Shell, asked: tuple[str, ...]
):
    broken = DRAWN.replace("id: journey", "id: other").replace("by: manager", "by: mangr")
    shell.write({"p/policy.yaml": HEAD, "p/drawn/a.yaml": DRAWN, "p/drawn/b.yaml": broken})
    kind, *item = asked
    ran = shell("print", kind, "p", *item, "--out", "page.html", "--lang", "en")
    assert ran.code == 1
    assert "mangr" in ran.err
    assert "left out: p/drawn/b.yaml" in ran.err
    page = (shell.folder / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    shell.write({"p/drawn/b.yaml": "id: more\nstages: {s: {customer: a}}\n"})
    assert shell("print", kind, "p", *item, "--out", "page.html").code == 0
