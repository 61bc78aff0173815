"""`workflow-engine print KIND …`: the papers that customers and account managers hold in hand."""

from __future__ import annotations

import argparse
import shutil
from importlib import import_module
from types import ModuleType

from workflow_engine.cli.main import language_argument
from workflow_engine.cli.parser import SUPPRESS, Parser, listing, wrapped

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
    modules = {kind: _module(kind) for kind in KINDS}
    about = {kind: module.HELP[0 if zh else 1] for kind, module in modules.items()}
    parser.description = (
        f"{HELP[0 if zh else 1]}\n\n{'种类' if zh else 'kinds'}:\n{listing(about.items())}"
    )
    parser.commands = KINDS
    kinds = parser.add_subparsers(
        dest="kind", required=True, prog=parser.prog, metavar="COMMAND", help=SUPPRESS
    )
    for name, module in modules.items():
        kind = kinds.add_parser(
            name,
            zh=zh,
            description="\n".join(wrapped(about[name], shutil.get_terminal_size().columns)),
            epilog=("例：" if zh else "Example:") + f"\n  {module.EXAMPLE}",
        )
        module.arguments(kind, zh)
        language_argument(kind, "zh" if zh else "en")
        kind.write_usage()


def run(options: argparse.Namespace) -> int:
    """Print one paper; its exit code."""
    code: int = _module(options.kind).run(options)
    return code


def _module(kind: str) -> ModuleType:
    return import_module(f"workflow_engine.cli.print_{kind.replace('-', '_')}")
