"""The command line: `workflow-engine COMMAND …`.

Exit codes: 0 fine, 1 findings or rejected rows, 2 usage, 3 the policy does not load.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Literal, NoReturn

from workflow_engine import __version__
from workflow_engine.errors import DataFileError, OutputError, UsageError, WorkflowEngineError

FINE, FINDINGS, USAGE, NO_POLICY = 0, 1, 2, 3

COMMANDS = ("check", "decide", "plan", "explain", "init", "translate", "schema")
"""Each is a module here with `HELP`, `EXAMPLE`, `arguments(parser, zh)` and `run(options)`."""


class _Parser(argparse.ArgumentParser):
    """Reports a usage mistake in the caller's language, with where to read more."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}\n{self.prog} --help", file=sys.stderr)
        sys.exit(USAGE)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    _speak_utf8()
    lang = language_of_caller(arguments)
    options = _parse(arguments, lang)
    options.lang_given = "--lang" in arguments or any(a.startswith("--lang=") for a in arguments)
    try:
        code: int = import_module(f"workflow_engine.cli.{options.command}").run(options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        say("已中断，没有写出半个文件" if lang == "zh" else "interrupted; no half file was written")
        return 130
    except UsageError as error:
        say(f"workflow-engine {options.command}: {error}")
        return USAGE
    except (DataFileError, OutputError) as error:
        from workflow_engine.batch.writers import output_finding
        from workflow_engine.cli.loading import show

        found = [output_finding(error)] if isinstance(error, OutputError) else error.diagnostics
        show(found, {}, lang)
        return FINDINGS
    except WorkflowEngineError as error:
        say(f"workflow-engine {options.command}: {error}")
        return FINDINGS
    return code


def say(text: str) -> None:
    """Tell the person at the terminal something that is not the result."""
    print(text, file=sys.stderr)


def language_of_caller(arguments: Sequence[str]) -> Literal["zh", "en"]:
    """The language of messages: `--lang`, else English where the system speaks it, else Chinese."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "en" if (spoken or "").startswith("en") else "zh"


def _parse(arguments: list[str], lang: Literal["zh", "en"]) -> argparse.Namespace:
    zh = lang == "zh"
    parser = _Parser(
        prog="workflow-engine",
        description="把客户服务政策变成可执行的服务计划。"
        if zh
        else "Runs customer-service policy.",
        epilog="workflow-engine COMMAND --help",
    )
    parser.add_argument("--version", action="version", version=f"workflow-engine {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = next((argument for argument in arguments if argument in COMMANDS), None)
    for name in COMMANDS:
        if name != wanted and wanted is not None:
            continue
        module = import_module(f"workflow_engine.cli.{name}")
        about = module.HELP[0 if zh else 1]
        command = commands.add_parser(
            name,
            help=about,
            description=about,
            epilog=("例：" if zh else "Example:") + f"\n  {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(command, zh)
        command.add_argument(
            "--lang",
            choices=("zh", "en"),
            default=lang,
            help="输出的语言" if zh else "language of the output",
        )
    return parser.parse_args(arguments)


def _speak_utf8() -> None:
    """Chinese text must come out whole whatever the system's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
