"""The command line: `workflow-engine COMMAND …`.

Exit codes: 0 fine, 1 findings or rejected rows, 2 usage, 3 the policy does not load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from workflow_engine import __version__
from workflow_engine.diagnostics.printable import printable_lines
from workflow_engine.errors import (
    DataFileError,
    NoEngine,
    OutputError,
    PolicyError,
    Refused,
    StoreError,
    UsageError,
    WorkflowEngineError,
)

if TYPE_CHECKING:
    import argparse

    from workflow_engine.diagnostics.bilingual import Language

FINE, FINDINGS, USAGE, NO_POLICY = 0, 1, 2, 3

COMMANDS = (
    "check",
    "test",
    "coverage",
    "diff",
    "decide",
    "count",
    "plan",
    "print",
    "explain",
    "case",
    "tick",
    "worker",
    "verify",
    "audit",
    "migrate",
    "simulate",
    "diagram",
    "blueprint",
    "init",
    "translate",
    "fmt",
    "lsp",
    "table",
    "schema",
    "doctor",
)
"""Each is a module here with `HELP`, `EXAMPLE`, `arguments(parser, zh)` and `run(options)`.

The help is in Chinese and English; so is the example, unless it is the same in both.
"""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    if arguments == ["--version"]:  # without reading in what every command looks like
        print(f"workflow-engine {__version__}")
        return FINE
    _speak_utf8()
    lang = language_of_caller(arguments)
    options = _parse(arguments, lang)
    options.lang_given = "--lang" in arguments or any(a.startswith("--lang=") for a in arguments)
    try:
        code: int = import_module(f"workflow_engine.cli.{options.command}").run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return FINE
    except KeyboardInterrupt:
        say("已中断，没有写出半个文件" if lang == "zh" else "interrupted; no half file was written")
        return 130
    except UsageError as error:
        say(f"workflow-engine {options.command}: {error.zh if lang == 'zh' else error}")
        return USAGE
    except (NoEngine, StoreError, Refused) as error:
        say(f"workflow-engine {options.command}: {error.zh if lang == 'zh' else error}")
        return FINDINGS
    except (DataFileError, OutputError) as error:
        from workflow_engine.batch.writers import output_finding
        from workflow_engine.cli.loading import show

        found = [output_finding(error)] if isinstance(error, OutputError) else error.diagnostics
        show(found, {}, lang)
        return FINDINGS
    except PolicyError as error:  # of what is read when it is wanted: blueprints, templates
        from workflow_engine.cli.loading import show

        show(error.diagnostics, error.sources, lang)
        return NO_POLICY
    except OSError as error:
        from workflow_engine.batch.readers import os_reason

        reason = os_reason(error).get(lang)
        where = f"{error.filename}: " if error.filename else ""
        say(f"workflow-engine {options.command}: {where}{reason}")
        _drop_output()
        return FINDINGS
    except WorkflowEngineError as error:
        say(f"workflow-engine {options.command}: {error}")
        return FINDINGS
    return code


def _drop_output() -> None:
    """Let what is left in standard output's buffer go nowhere: there is no place to write it."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Tell the person at the terminal something that is not the result; controls are shown."""
    print("\n".join(printable_lines(text)), file=sys.stderr)


def language_of_caller(arguments: Sequence[str]) -> Language:
    """The language of messages: `--lang`, else English where the system speaks it, else Chinese."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "en" if (spoken or "").startswith("en") else "zh"


def _parse(arguments: list[str], lang: Language) -> argparse.Namespace:
    import shutil

    from workflow_engine.cli.parser import SUPPRESS, Parser, listing, wrapped

    zh = lang == "zh"
    wanted = next((argument for argument in arguments if argument in COMMANDS), None)
    names = COMMANDS if wanted is None else (wanted,)
    modules = {name: import_module(f"workflow_engine.cli.{name}") for name in names}
    about = {name: module.HELP[0 if zh else 1] for name, module in modules.items()}
    title = "把客户服务政策变成可执行的服务计划。" if zh else "Runs customer-service policy."
    parser = Parser(
        zh=zh,
        commands=COMMANDS,
        prog="workflow-engine",
        usage="workflow-engine COMMAND …",
        description=f"{title}\n\n{'命令' if zh else 'commands'}:\n{listing(about.items())}",
        epilog="每个命令的用法和例子：workflow-engine COMMAND --help"
        if zh
        else "A command's usage, with an example: workflow-engine COMMAND --help",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"workflow-engine {__version__}",
        help="显示版本" if zh else "show the version",
    )
    language_argument(parser, lang)
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        prog=parser.prog,
        metavar="COMMAND",
        help=SUPPRESS,
    )
    for name, module in modules.items():
        example = module.EXAMPLE if isinstance(module.EXAMPLE, str) else module.EXAMPLE[not zh]
        command = commands.add_parser(
            name,
            zh=zh,
            description="\n".join(wrapped(about[name], shutil.get_terminal_size().columns)),
            epilog=("例：" if zh else "Example:") + f"\n  {example}",
        )
        module.arguments(command, zh)
        language_argument(command, lang)
        command.write_usage()
    if not arguments:
        parser.print_help(sys.stderr)
        sys.exit(USAGE)
    return parser.parse_args(arguments)


def language_argument(parser: argparse.ArgumentParser, lang: Language) -> None:
    """Add --lang."""
    about = "输出的语言" if lang == "zh" else "language of the output"
    parser.add_argument("--lang", choices=("zh", "en"), default=lang, help=about)


def _speak_utf8() -> None:
    """Chinese text must come out whole whatever the system's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
