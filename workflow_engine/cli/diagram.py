"""`workflow-engine diagram`: draws a process of the policy, or its escalation ladder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workflow_engine.cli.loading import load_policy
from workflow_engine.cli.main import FINE, say
from workflow_engine.cli.naming import named
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Program

HELP = (
    "画出政策中一个流程的状态图，或它的升级阶梯：Mermaid 文本或 SVG",
    "draw a process of the policy, or its escalation ladder: Mermaid text or SVG",
)
EXAMPLE = (
    "workflow-engine diagram rules/tobacco-retail recovery.delivery_error --format svg"
    " --out delivery_error.svg"
)


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument("policy", metavar="RULES", help="政策文件夹" if zh else "the policy folder")
    parser.add_argument(
        "process",
        metavar="PROCESS",
        help="流程，如 recovery.delivery_error、feedback；失误可以只写名称"
        if zh
        else "such as recovery.delivery_error or feedback; of a failure its name will do",
    )
    parser.add_argument(
        "--format",
        choices=("mermaid", "svg"),
        help="默认看 --out 的后缀，没有则 mermaid"
        if zh
        else "default: by the ending of --out, or mermaid",
    )
    parser.add_argument(
        "--ladder", action="store_true", help="画升级阶梯" if zh else "draw the escalation ladder"
    )
    parser.add_argument("--out", metavar="PATH", help="写到文件" if zh else "write it to a file")


def run(options: argparse.Namespace) -> int:
    """Exit code 2 when the policy has no such process."""
    from workflow_engine.cases.diagrams import ladder_mermaid, ladder_svg, mermaid, svg

    policy = load_policy(options.policy, options.lang)
    program, lang = policy.program, options.lang
    process = _process(options.process, program)
    out = None if options.out is None else Path(options.out)
    as_svg = (
        options.format or ("svg" if out is not None and out.suffix == ".svg" else "")
    ) == "svg"
    if options.ladder:
        draw = ladder_svg if as_svg else ladder_mermaid
        text = draw(process, program, lang)
    else:
        text = (svg if as_svg else mermaid)(process, lang)
    text = text if text.endswith("\n") else text + "\n"
    if out is None:
        sys.stdout.write(text)
        return FINE
    from workflow_engine.batch.writers import atomic_file

    with atomic_file(out) as temporary:
        temporary.write_text(text, encoding="utf-8")
    say(f"已写到 {out}" if lang == "zh" else f"written to {out}")
    return FINE


def _process(wanted: str, program: Program) -> Process:
    """A process by its id, its failure or its label. Raises UsageError."""
    names = {id_: process.label for id_, process in program.processes.items()}
    for process in program.processes.values():
        if wanted == process.failure:
            return process
    lacking = Bilingual("政策中没有流程", "the policy has no process")
    return program.processes[named(wanted, names, lacking)]
