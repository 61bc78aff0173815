"""`workflow-engine blueprint ACTION …`: the service blueprints of a policy."""

from __future__ import annotations

import argparse
import shutil
from importlib import import_module

from workflow_engine.cli.main import language_argument
from workflow_engine.cli.parser import SUPPRESS, Parser, listing, wrapped

HELP = (
    "服务蓝图：检查、画图、算价值流",
    "service blueprints: check them, draw them, see where the minutes go",
)
EXAMPLE = "workflow-engine blueprint check rules/tobacco-retail"
ACTIONS = ("check", "draw", "stream")
"""Each is a module `blueprint_…` here with the same parts as a command."""


def arguments(parser: Parser, zh: bool) -> None:  # noqa: FBT001
    """Add the actions, each with its own arguments."""
    modules = {name: import_module(f"workflow_engine.cli.blueprint_{name}") for name in ACTIONS}
    about = {name: module.HELP[0 if zh else 1] for name, module in modules.items()}
    parser.description = (
        f"{HELP[0 if zh else 1]}\n\n{'动作' if zh else 'actions'}:\n{listing(about.items())}"
    )
    parser.commands = ACTIONS
    actions = parser.add_subparsers(
        dest="action", required=True, prog=parser.prog, metavar="COMMAND", help=SUPPRESS
    )
    for name, module in modules.items():
        action = actions.add_parser(
            name,
            zh=zh,
            description="\n".join(wrapped(about[name], shutil.get_terminal_size().columns)),
            epilog=("例：" if zh else "Example:") + f"\n  {module.EXAMPLE}",
        )
        module.arguments(action, zh)
        language_argument(action, "zh" if zh else "en")
        action.write_usage()


def run(options: argparse.Namespace) -> int:
    """Run one action; its exit code."""
    code: int = import_module(f"workflow_engine.cli.blueprint_{options.action}").run(options)
    return code
