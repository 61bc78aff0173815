"""`workflow-engine print handbook`: the whole policy as a book, every rule a sentence."""

from __future__ import annotations

import argparse

from workflow_engine.cli.blueprint_choice import readable_blueprints
from workflow_engine.cli.customer_plans import page_language
from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.paper import paper_arguments, write_document

HELP = (
    "政策手册：把每条规则写成一句话，给不看 YAML 的人",
    "the policy as a readable book, every rule a sentence, for those who never open YAML",
)
EXAMPLE = "workflow-engine print handbook rules/tobacco-retail --out handbook.pdf"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "--both",
        action="store_true",
        help="中英对照" if zh else "each sentence in both languages",
    )
    paper_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where a blueprint has errors, or no engine could make the PDF."""
    from workflow_engine.explain.handbook.chapters import handbook
    from workflow_engine.render.handbook import handbook_document

    policy = load_policy(options.policy, options.lang)
    program = policy.program
    blueprints, lost = readable_blueprints(options.policy, program, options.lang)
    lang = page_language(options, policy)
    chapters = handbook(program, blueprints)
    document = handbook_document(chapters, program, lang=lang, both=options.both, look=policy.look)
    return max(lost, write_document(document, options, default=f"handbook-{lang}"))
