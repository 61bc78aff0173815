"""`workflow-engine print record-form`: the form of a visit, filled in as far as is known."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from workflow_engine.cli.customer_plans import (
    CustomerPlans,
    cases_argument,
    log_argument,
    open_cases_of,
)
from workflow_engine.cli.loading import customers_arguments, policy_argument
from workflow_engine.cli.main import FINDINGS, say
from workflow_engine.cli.naming import named_aloud
from workflow_engine.cli.paper import paper_arguments, write_document
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.program.program import Program

HELP = (
    "沟通记录表：已知的先填好，其余留空手写；只印需要记录的客户",
    "the record form of a visit, filled in as far as is known; for customers who need one",
)
EXAMPLE = (
    "workflow-engine print record-form rules/vip rules/vip/customers.csv --log rules/vip/log.csv"
    " --at 2026-11-23 --customer VK0046 --out record.pdf"
)


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    customers_arguments(parser, zh)
    log_argument(parser, zh)
    parser.add_argument(
        "--customer",
        metavar="ID",
        nargs="+",
        help="哪些客户；默认本期需要记录的所有客户"
        if zh
        else "which customers; default: all whose services of the period need a record",
    )
    parser.add_argument(
        "--record",
        metavar="NAME",
        help="哪一种记录表，编号或名称；默认客户需要的每一种"
        if zh
        else "which form, id or label; default: each that the customer needs",
    )
    cases_argument(parser, zh)
    paper_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when no customer needs a record, 2 when the policy has no record forms."""
    from workflow_engine.render.record_form import needed_records, record_form_document

    plans = CustomerPlans(options, only=options.customer)
    program = plans.printed
    asked = _record(options.record, program, options.lang)
    cases = open_cases_of(options)
    forms = []
    for plan in plans:
        needed = needed_records(plan, program)
        if asked is not None:
            # Whoever is named gets the form, whether a service asks for it or not.
            wanted: tuple[str, ...] = (
                (asked,) if options.customer is not None or asked in needed else ()
            )
        else:
            wanted = needed or (() if options.customer is None else tuple(program.records))
        forms += [(plan, record) for record in wanted]
    code = plans.finish()
    if not forms:
        say(
            "没有客户在本期需要填记录表；用 --customer 指定客户可以照样印"
            if options.lang == "zh"
            else "no customer needs a record in this period; name one with --customer to print it"
            " all the same"
        )
        return FINDINGS
    document = record_form_document(
        forms, program, lang=plans.lang, cases=cases, look=plans.policy.look
    )
    return max(code, write_document(document, options, default=f"record-form-{plans.at}"))


def _record(wanted: str | None, program: Program, lang: Language) -> str | None:
    """The form asked for. Raises UsageError where the policy has none, or none of that name."""
    if not program.records:
        raise UsageError(
            "the policy has no record forms: name them under `records` and at the items that"
            " need one (`record`)",
            zh="政策里没有记录表：在 records（记录表单）中写上，并在需要记录的项目上注明 record",
        )
    if wanted is None:
        return None
    names = {id_: record.label for id_, record in program.records.items()}
    lacking = Bilingual("政策中没有记录表", "the policy has no record form")
    return named_aloud(wanted, names, lacking, lang)
