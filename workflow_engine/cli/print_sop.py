"""`workflow-engine print sop`: the standard operating procedure of a service item."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from workflow_engine.cli.blueprint_choice import readable_blueprints
from workflow_engine.cli.customer_plans import page_language
from workflow_engine.cli.loading import load_policy, moment, policy_argument
from workflow_engine.cli.naming import named_aloud
from workflow_engine.cli.paper import paper_arguments, write_document
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.program.program import Item, Program

HELP = (
    "标准作业程序（SOP）：由服务项的步骤和服务蓝图生成",
    "the standard operating procedure of an item, from its steps and the blueprints",
)
EXAMPLE = "workflow-engine print sop rules/tobacco-retail 库存盘点 --out stock-count.pdf"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    item_arguments(parser, zh)
    parser.add_argument(
        "--valid-from",
        metavar="DATE",
        help="生效日期；不写则留空" if zh else "the day it holds from; default: left blank",
    )
    paper_arguments(parser, zh)


def item_arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add ITEM and --all."""
    parser.add_argument(
        "item",
        metavar="ITEM",
        nargs="?",
        help="服务项，代号或名称" if zh else "a service item, by its id or its name",
    )
    parser.add_argument(
        "--all", action="store_true", help="每个服务项一份" if zh else "one for every item"
    )


def chosen_items(options: argparse.Namespace, program: Program) -> list[Item]:
    """The items asked for; where a label was only begun, what it was taken for is told.

    Raises UsageError where none is asked for, or there is none of that name.
    """
    if options.all:
        if not program.items:
            raise UsageError("the policy has no service item", zh="政策里没有服务项")
        return list(program.items.values())
    if options.item is None:
        raise UsageError("name an ITEM, or write --all", zh="要写服务项的名称，或者写 --all")
    names = {id_: item.label for id_, item in program.items.items()}
    lacking = Bilingual("政策里没有服务项", "the policy has no service item")
    return [program.items[named_aloud(options.item, names, lacking, options.lang)]]


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where a blueprint has errors, or no engine could make the PDF."""
    from workflow_engine.explain.audience import audiences
    from workflow_engine.render.procedures import document_number
    from workflow_engine.render.sop import sop_document

    policy = load_policy(options.policy, options.lang)
    program = policy.program
    blueprints, lost = readable_blueprints(options.policy, program, options.lang)
    items = chosen_items(options, program)
    lang = page_language(options, policy)
    since = ""
    if options.valid_from is not None:
        since = moment(options.valid_from, policy, "--valid-from").isoformat()
    document = sop_document(
        items,
        program,
        blueprints,
        lang=lang,
        audiences=audiences(program),
        valid_from=since,
        look=policy.look,
    )
    default = "sop-all" if options.all else document_number("SOP", items[0], program).lower()
    return max(lost, write_document(document, options, default=default))
