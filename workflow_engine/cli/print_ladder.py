"""`workflow-engine print ladder`: the escalation ladder as a poster for the wall."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflow_engine.cli.customer_plans import page_language
from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.main import FINDINGS, say
from workflow_engine.cli.naming import named_aloud
from workflow_engine.cli.paper import paper_arguments, write_document
from workflow_engine.diagnostics.bilingual import Bilingual, Language

if TYPE_CHECKING:
    from workflow_engine.program.processes import Process
    from workflow_engine.program.program import Program

HELP = (
    "升级阶梯海报：什么情形、报给谁、能批多少，贴在墙上看",
    "the escalation ladder as a wall poster: when, to whom, and what each may grant",
)
EXAMPLE = "workflow-engine print ladder rules/tobacco-retail --size a3 --out ladder.pdf"
RECOVERY = Bilingual("服务补救", "recovery")


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "process",
        metavar="PROCESS",
        nargs="?",
        help="recovery（补救）、feedback（反馈）或一个流程；默认各印一张"
        if zh
        else "recovery, feedback or one process; default: a poster for each",
    )
    parser.add_argument(
        "--size",
        choices=("a4", "a3"),
        default="a4",
        help="纸张，横放；默认 a4" if zh else "of the paper, landscape; default: a4",
    )
    paper_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the policy has no ladder there, 2 when it has no such process."""
    from workflow_engine.render.ladder_poster import ladder_poster_document
    from workflow_engine.render.ladder_rungs import ladder_groups

    policy = load_policy(options.policy, options.lang)
    groups: Sequence[Sequence[Process]] = ladder_groups(policy.program)
    if options.process is not None:
        wanted = _wanted(options.process, policy.program, options.lang)
        groups = [wanted] if any(process.ladder for process in wanted) else []
    if not groups:
        say(
            "政策里没有升级阶梯：在 recovery、feedback 或流程下写上 escalation（升级）"
            if options.lang == "zh"
            else "there is no escalation ladder: write `escalation` under recovery, feedback or"
            " the process"
        )
        return FINDINGS
    document = ladder_poster_document(
        groups,
        policy.program,
        lang=page_language(options, policy),
        size=options.size,
        look=policy.look,
    )
    return write_document(document, options, default="ladder")


def _wanted(name: str, program: Program, lang: Language) -> tuple[Process, ...]:
    """The processes meant: all of recovery, or the one of that id, failure or label."""
    processes = program.processes
    recovery = tuple(one for one in processes.values() if one.kind == "recovery")
    own = next((one for one in recovery if one.failure == name), None)
    if own is not None:
        return (own,)
    names = {id_: process.label for id_, process in processes.items()}
    if recovery:
        names = {"recovery": RECOVERY, **names}
    lacking = Bilingual("政策中没有流程", "the policy has no process")
    found = named_aloud(name, names, lacking, lang)
    return recovery if found == "recovery" else (processes[found],)
