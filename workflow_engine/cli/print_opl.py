"""`workflow-engine print opl`: the one-page lesson on a service item."""

from __future__ import annotations

import argparse

from workflow_engine.cli.blueprint_choice import readable_blueprints
from workflow_engine.cli.customer_plans import page_language
from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.paper import paper_arguments, write_document
from workflow_engine.cli.print_sop import chosen_items, item_arguments

HELP = (
    "单点课程（OPL）：一个主题、一页纸、约十分钟，每步留有贴图的位置",
    "a one-page lesson: one topic, one page, about ten minutes, a place for each step's picture",
)
EXAMPLE = "workflow-engine print opl rules/tobacco-retail 云POS上线现场指导 --out lesson.pdf"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    item_arguments(parser, zh)
    paper_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where a blueprint has errors, or no engine could make the PDF."""
    from workflow_engine.render.one_page_lesson import lesson_document
    from workflow_engine.render.procedures import document_number

    policy = load_policy(options.policy, options.lang)
    program = policy.program
    blueprints, lost = readable_blueprints(options.policy, program, options.lang)
    items = chosen_items(options, program)
    lang = page_language(options, policy)
    document = lesson_document(items, program, blueprints, lang=lang, look=policy.look)
    default = "opl-all" if options.all else document_number("OPL", items[0], program).lower()
    return max(lost, write_document(document, options, default=default))
