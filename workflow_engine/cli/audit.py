"""`workflow-engine audit`: whatever should have happened to cases and did not."""

from __future__ import annotations

import argparse

from workflow_engine.cli.cases import (
    Cases,
    database_argument,
    format_argument,
    instant,
    moment_argument,
    print_json,
)
from workflow_engine.cli.main import FINDINGS, FINE
from workflow_engine.diagnostics.printable import printable_lines

HELP = (
    "检查该发生而没有发生的事：未处理的升级、未送达的消息、没人负责的个案",
    "what should have happened and did not: late escalations, messages, cases with nobody",
)
EXAMPLE = "workflow-engine audit --at 2026-11-23T10:00"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    moment_argument(parser, zh)
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when there is a finding."""
    lang = options.lang
    with Cases(options) as cases:
        found = cases.desk.audit(instant(options.at, cases.zone(at=options.at)))
    if options.format == "json":
        print_json(
            [
                {
                    "code": one.code,
                    "text": one.text.get(lang),
                    "cases": list(one.cases),
                    "since": None if one.since is None else one.since.isoformat(),
                }
                for one in found
            ]
        )
    else:
        for one in found:
            text = one.text.zh if lang == "zh" else f"{one.code}: {one.text.en}"
            print("\n".join(printable_lines(text)))
        if not found:
            print("没有遗漏" if lang == "zh" else "nothing was missed")
    return FINDINGS if found else FINE
