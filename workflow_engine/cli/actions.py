"""Commands that are followed by a second word: `case open`, `blueprint draw`, `print sop`."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from workflow_engine.cli.main import language_argument
from workflow_engine.cli.parser import SUPPRESS, Parser, listing, wrapped


def add_actions(
    parser: Parser,
    command: str,
    actions: Sequence[str],
    *,
    about: str,
    called: str = "",
    zh: bool,
) -> None:
    """Add the second words of a command, each with its own arguments.

    Each is a module `command_action` of this package with the same parts as a command. `about`
    says what the command does, `called` what its second words are (default: actions).
    """
    modules = {name: _module(command, name) for name in actions}
    told = {name: module.HELP[0 if zh else 1] for name, module in modules.items()}
    heading = called or ("动作" if zh else "actions")
    parser.description = f"{about}\n\n{heading}:\n{listing(told.items())}"
    parser.commands = tuple(actions)
    added = parser.add_subparsers(
        dest="action", required=True, prog=parser.prog, metavar="COMMAND", help=SUPPRESS
    )
    for name, module in modules.items():
        action = added.add_parser(
            name,
            zh=zh,
            description="\n".join(wrapped(told[name], shutil.get_terminal_size().columns)),
            epilog=("例：" if zh else "Example:") + f"\n  {module.EXAMPLE}",
        )
        module.arguments(action, zh)
        language_argument(action, "zh" if zh else "en")
        action.write_usage()


def run_action(command: str, options: argparse.Namespace) -> int:
    """Run what the second word says; its exit code."""
    code: int = _module(command, options.action).run(options)
    return code


def _module(command: str, action: str) -> ModuleType:
    return import_module(f"workflow_engine.cli.{command}_{action.replace('-', '_')}")
