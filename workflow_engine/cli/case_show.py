"""`workflow-engine case show`: one case, the path so far and the path ahead."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from workflow_engine.cli.cases import (
    Cases,
    case_argument,
    database_argument,
    format_argument,
    moment_argument,
)
from workflow_engine.cli.main import FINE, say

HELP = (
    "查看一个个案：时限、走过的路、前面的路；html 为可打印的补救单",
    "show a case: clocks, the path so far and ahead; html is the sheet to print",
)
EXAMPLE = "workflow-engine case show C-000001 --at 2026-11-23T09:00"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    case_argument(parser, zh)
    moment_argument(parser, zh)
    format_argument(parser, zh, ("text", "json", "html"))
    parser.add_argument("--out", metavar="PATH", help="写到文件" if zh else "write it to a file")
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when there is no such case."""
    with Cases(options) as cases:
        text = case_page(cases, options.case, options.at, options.format)
    if options.out is None:
        sys.stdout.write(text)
        return FINE
    from workflow_engine.batch.writers import atomic_file

    with atomic_file(Path(options.out)) as temporary:
        temporary.write_text(text, encoding="utf-8")
    say(f"已写到 {options.out}" if options.lang == "zh" else f"written to {options.out}")
    return FINE


def case_page(cases: Cases, case: str, at: str | None, format_: str) -> str:
    """One case as text, JSON or a printable page."""
    view = cases.view(case, at)
    if format_ == "json":
        return json.dumps(view, ensure_ascii=False, indent=1) + "\n"
    if format_ == "html":
        from workflow_engine.render.case_sheet import case_document

        return case_document(view, lang=cases.lang).html
    from workflow_engine.cli.case_text import case_text

    return case_text(view, cases.lang)
