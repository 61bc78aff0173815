"""`workflow-engine table ACTION …`: tables, levels, items and staff in Excel, out and in again."""

from __future__ import annotations

import argparse

from workflow_engine.cli.actions import add_actions, run_action
from workflow_engine.cli.parser import Parser

HELP = (
    "把决策表、分级、服务项、人员导出到 Excel 修改，再导回政策，注释不丢",
    "edit tables, levels, items, staff in Excel and bring them back, comments kept",
)
EXAMPLE = "workflow-engine table export rules/tobacco-retail --out tables.xlsx"
ACTIONS = ("export", "import")
"""Each is a module `table_…` here with the same parts as a command."""


def arguments(parser: Parser, zh: bool) -> None:  # noqa: FBT001
    """Add the actions, each with its own arguments."""
    add_actions(parser, "table", ACTIONS, about=HELP[0 if zh else 1], zh=zh)


def run(options: argparse.Namespace) -> int:
    """Run one action; its exit code."""
    return run_action("table", options)
