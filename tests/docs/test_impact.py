"""The pages on `diff`: what they show is what it says, and every key of its JSON is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import DAY, TOBACCO, VIP, Shell
from workflow_engine.impact.tally import KINDS

ROOT = Path(__file__).parents[2]
OUTPUTS = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def keys(data: object) -> set[str]:
    """Every key of JSON data, in whatever it lies."""
    if isinstance(data, dict):
        return set(data).union(*(keys(value) for value in data.values()))
    return set().union(*(keys(value) for value in data)) if isinstance(data, list) else set()


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LANG", raising=False)
    shell = Shell(capsys, tmp_path)
    for file in TOBACCO.glob("*.yaml"):
        shell.write({f"rules/tobacco-retail/{file.name}": file.read_bytes()})
    return shell


def changed(shell: Shell) -> None:
    """The change of the page: everybody is visited twice a month; and a limit that it breaks."""
    visits = (TOBACCO / "visits.yaml").read_text(encoding="utf-8")
    policy = (TOBACCO / "policy.yaml").read_text(encoding="utf-8")
    (shell.folder / "old").mkdir()
    for file in (shell.folder / "rules" / "tobacco-retail").iterdir():
        (shell.folder / "old" / file.name).write_bytes(file.read_bytes())
    shell.write(
        {
            "rules/tobacco-retail/visits.yaml": visits.replace("1 per month, minutes: 20", "2 per month, minutes: 20", 1),
            "rules/tobacco-retail/policy.yaml": policy + "rollout: {limit: 5% of customers change anything}\n",
        }
    )  # fmt: skip


@pytest.mark.parametrize("name", ["impact.md", "impact.zh.md"])
def test_the_change_is_said_as_the_page_shows_it(shell: Shell, name: str) -> None:
    changed(shell)
    ran = shell("diff", "old", "rules/tobacco-retail", "--lang", "zh")
    (shown,) = [
        block for block in re.findall(r"```\n(.*?)```", page(name), re.DOTALL) if "每月2次" in block
    ]
    assert shown in ran.out


def test_every_key_is_named(shell: Shell) -> None:
    changed(shell)
    customers = (
        "--customers",
        TOBACCO / "customers.csv",
        "--log",
        TOBACCO / "log.csv",
        "--at",
        DAY,
    )
    ran = shell("diff", "old", "rules/tobacco-retail", *customers, "--format", "json")
    assert ran.code == 1
    section = OUTPUTS.partition("## `diff --format json`")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", section))
    assert keys(json.loads(ran.out)) <= named
    other = shell("diff", TOBACCO, VIP, "--format", "json")
    assert keys(json.loads(other.out)) <= named


def test_both_pages_say_the_same_things() -> None:
    english, chinese = page("impact.md"), page("impact.zh.md")
    for text in (english, chinese):
        assert len(re.findall(r"^## ", text, re.MULTILINE)) == 3
        assert text.count("```") == english.count("```")
        assert {
            "--customers",
            "--cases",
            "--engine polars",
            "cost_per_hour",
            "rollout.limit",
        } <= set(
            re.findall(r"(--customers|--cases|--engine polars|cost_per_hour|rollout\.limit)", text)
        )
    assert len(KINDS) == 18
