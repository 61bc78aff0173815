"""`workflow-engine print KIND …`: the papers that customers and account managers hold in hand."""

from __future__ import annotations

import argparse

from workflow_engine.cli.actions import add_actions, run_action
from workflow_engine.cli.parser import Parser

HELP = (
    "打印拜访单、记录表、补救单、升级海报、承诺卡、SOP、单点课程、政策手册",
    "print visit sheets, forms, case sheets, posters, cards, procedures, handbook",
)
EXAMPLE = (
    "workflow-engine print visit-sheet rules/tobacco-retail rules/tobacco-retail/customers.csv"
    " --at 2026-11-23 --log rules/tobacco-retail/log.csv --person 李明 --out visits.pdf"
)
KINDS = ("visit-sheet", "record-form", "case", "ladder", "promise", "sop", "opl", "handbook")
"""Each is a module `print_…` here with the same parts as a command."""


def arguments(parser: Parser, zh: bool) -> None:  # noqa: FBT001
    """Add the kinds of paper, each with its own arguments."""
    add_actions(
        parser, "print", KINDS, about=HELP[0 if zh else 1], called="种类" if zh else "kinds", zh=zh
    )


def run(options: argparse.Namespace) -> int:
    """Print one paper; its exit code."""
    return run_action("print", options)
