"""`workflow-engine blueprint ACTION …`: the service blueprints of a policy."""

from __future__ import annotations

import argparse

from workflow_engine.cli.actions import add_actions, run_action
from workflow_engine.cli.parser import Parser

HELP = (
    "服务蓝图：检查、画图、算价值流",
    "service blueprints: check them, draw them, see where the minutes go",
)
EXAMPLE = "workflow-engine blueprint check rules/tobacco-retail"
ACTIONS = ("check", "draw", "stream")
"""Each is a module `blueprint_…` here with the same parts as a command."""


def arguments(parser: Parser, zh: bool) -> None:  # noqa: FBT001
    """Add the actions, each with its own arguments."""
    add_actions(parser, "blueprint", ACTIONS, about=HELP[0 if zh else 1], zh=zh)


def run(options: argparse.Namespace) -> int:
    """Run one action; its exit code."""
    return run_action("blueprint", options)
