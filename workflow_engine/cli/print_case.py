"""`workflow-engine print case`: the 4A sheet of a case, with room to write."""

from __future__ import annotations

import argparse

from workflow_engine.cli.cases import Cases, case_argument, database_argument, moment_argument
from workflow_engine.cli.loading import load_policy
from workflow_engine.cli.paper import paper_arguments, write_document

HELP = (
    "补救单：一个个案的 4A 步骤、经过和前路，留空手写",
    "the 4A sheet of a case: steps, what has happened and what may come, with room to write",
)
EXAMPLE = "workflow-engine print case C-000001 --at 2026-11-23T09:00 --out case.pdf"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    case_argument(parser, zh)
    moment_argument(parser, zh)
    database_argument(parser, zh)
    parser.add_argument(
        "--policy",
        metavar="FOLDER",
        help="用这个政策文件夹里的模板（公司标志、样式）"
        if zh
        else "a policy's folder: use its own templates (logo, style)",
    )
    paper_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when there is no such case."""
    from workflow_engine.render.case_sheet import case_document

    with Cases(options) as cases:
        view = cases.view(options.case, options.at)
    look = load_policy(options.policy, options.lang).look if options.policy else None
    document = case_document(view, lang=cases.lang, look=look)
    return write_document(document, options, default=view["id"])
