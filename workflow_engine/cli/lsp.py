"""`workflow-engine lsp`: the language server that editors start."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import redirect_stdout
from io import BufferedWriter, FileIO

from workflow_engine.cli.main import FINE
from workflow_engine.errors import MissingExtraError

HELP = (
    "供编辑器启动的语言服务：边写边检查、悬停说明、补全、跳转、改名、修改建议、排版",
    "the language server for editors: findings, meanings, completion, renaming, fixes, layout",
)
EXAMPLE = "workflow-engine lsp"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument(
        "--stdio",
        action="store_true",
        help="经标准输入输出通信（总是如此；有的编辑器会传入）"
        if zh
        else "speak over standard input and output (it always does; some editors pass this)",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until the editor ends it."""
    try:
        from workflow_engine.lsp.server import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise MissingExtraError(
            package="pygls", extra="lsp", purpose="the language server"
        ) from None
    server = make_server(options.lang if options.lang_given else None)
    # The server closes its output in the end, and nothing else may ever be printed into it.
    with redirect_stdout(sys.stderr):
        server.start_io(stdout=BufferedWriter(FileIO(os.dup(1), "wb")))
    return FINE
