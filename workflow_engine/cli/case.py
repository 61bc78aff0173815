"""`workflow-engine case ACTION …`: service recovery and feedback, case by case."""

from __future__ import annotations

import argparse

from workflow_engine.cli.actions import add_actions, run_action
from workflow_engine.cli.parser import Parser

HELP = (
    "服务补救和反馈的个案：开立、办理、查看、说明期限",
    "cases of service recovery and feedback: open, act on, show, explain deadlines",
)
EXAMPLE = (
    "workflow-engine case open rules/tobacco-retail --customers rules/tobacco-retail/customers.csv"
    " --customer LS0002 --failure delivery_error --at 2026-11-20T16:50"
)
ACTIONS = ("open", "do", "show", "list", "due", "history", "explain", "promise", "promises")
"""Each is a module `case_…` here with the same parts as a command."""


def arguments(parser: Parser, zh: bool) -> None:  # noqa: FBT001
    """Add the actions, each with its own arguments."""
    add_actions(parser, "case", ACTIONS, about=HELP[0 if zh else 1], zh=zh)


def run(options: argparse.Namespace) -> int:
    """Run one action; its exit code."""
    return run_action("case", options)
