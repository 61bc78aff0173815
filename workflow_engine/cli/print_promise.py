"""`workflow-engine print promise`: cards for customers that say what is promised to them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from workflow_engine.cli.customer_plans import page_language
from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.main import FINDINGS, say
from workflow_engine.cli.paper import paper_arguments, write_document

if TYPE_CHECKING:
    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.program.program import Program

HELP = (
    "承诺卡：印给客户的，承诺什么、给谁、怎么兑现",
    "promise cards for customers: what is promised, for whom, how to claim it",
)
EXAMPLE = "workflow-engine print promise rules/tobacco-retail --out promises.pdf"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "--per-page",
        type=int,
        choices=(1, 4),
        default=4,
        help="4：一张 A4 四张卡，带裁切线；1：一页一张 A6 卡；默认 4"
        if zh
        else "4: four cards on A4 with cut marks; 1: A6 pages; default: 4",
    )
    paper_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the policy promises nothing; what weakens a promise is told, and printed."""
    from workflow_engine.render.promise_card import doubts, promise_card_document

    policy = load_policy(options.policy, options.lang)
    program, zh = policy.program, options.lang == "zh"
    if not program.promises:
        say(
            "政策里没有承诺：在 promises（承诺）中写上"
            if zh
            else "the policy makes no promises: write them under `promises`"
        )
        return FINDINGS
    for promise in program.promises.values():
        label = promise.label.get(options.lang)
        for doubt in doubts(promise):
            say(f"{label}：{doubt.zh}" if zh else f"{label}: {doubt.en}")
    lang = page_language(options, policy)
    document = promise_card_document(
        program,
        lang=lang,
        per_page=options.per_page,
        whom=_whom(program, lang),
        look=policy.look,
    )
    return write_document(document, options, default="promise-cards")


def _whom(program: Program, lang: Language) -> dict[str, str]:
    """For whom a promise is, in words, by its id; those for everyone are left out."""
    from workflow_engine.explain.phrases import Phrases

    phrases = Phrases(program, lang)
    return {
        promise.id: phrases.noun(promise.applies)
        for promise in program.promises.values()
        if promise.applies is not None
    }
