"""The page on editors: its settings are real ones, and its hooks are those that are offered."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from tests.cli.running import ROOT
from tests.docs.examples import DOCS
from workflow_engine.lsp.hit_counts import CUSTOMERS, MOST_CUSTOMERS
from workflow_engine.lsp.server import make_server

PAGES = [(DOCS / name).read_text(encoding="utf-8") for name in ("editors.md", "editors.zh.md")]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_the_hooks_are_those_of_the_manifest(page):
    (config,) = map(yaml.safe_load, blocks(page, "yaml"))
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    offered = [hook["id"] for hook in manifest]
    assert [hook["id"] for hook in config["repos"][0]["hooks"]] == offered
    assert re.findall(r"^\| `(workflow-engine-\w+)` \|", page, re.MULTILINE) == offered


@pytest.mark.parametrize("page", PAGES)
def test_editors_start_the_server_that_is_there(page):
    (settings,) = map(json.loads, blocks(page, "json"))
    assert settings["glspc.server.command"] == "workflow-engine"
    assert settings["glspc.server.commandArguments"] == ["lsp"]
    (lua,) = blocks(page, "lua")
    assert '{ "workflow-engine", "lsp" }' in lua
    assert "`workflow-engine lsp`" in page


@pytest.mark.parametrize("page", PAGES)
def test_its_figures_are_right(page):
    assert f"{MOST_CUSTOMERS:,}" in page
    assert f"`{CUSTOMERS}`" in page


def test_what_it_promises_is_served():
    served = set(make_server("en").protocol.fm.features)
    assert {
        f"textDocument/{name}"
        for name in (
            "hover",
            "completion",
            "definition",
            "references",
            "rename",
            "prepareRename",
            "codeAction",
            "formatting",
            "documentSymbol",
            "documentHighlight",
        )
    } <= served
