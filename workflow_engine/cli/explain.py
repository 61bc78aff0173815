"""`workflow-engine explain`: why, why not, what is missing, what would have to change."""

from __future__ import annotations

import argparse

from workflow_engine.cli.loading import customers_arguments, load_policy, moment, policy_argument

HELP = (
    "说明一位客户为什么有（或没有）某个标签、级别、服务项，缺什么信息，改变什么会不同",
    "why a customer has or lacks a tag, level or item, what is missing, what would change it",
)
EXAMPLE = (
    "workflow-engine explain rules/tobacco-retail rules/tobacco-retail/customers.csv LS0001 pyramid"
)


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    customers_arguments(parser, zh)
    parser.add_argument("id", metavar="ID", help="客户编号" if zh else "the customer's id")
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="标签、分级、指标、决策表、服务项、权益或 visit；不写则说明全部"
        if zh
        else "a tag, scale, measure, table, item, privilege, or `visit`; without it, everything",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 2 when the customer or the name is not there."""
    from workflow_engine.cli.customers import CustomerRun
    from workflow_engine.explain.report import explain_customer, explain_name
    from workflow_engine.explain.versions import in_force

    policy = load_policy(options.policy, options.lang)
    at = moment(options.at, policy)
    customers = CustomerRun(policy, options.customers, lang=options.lang, only=[options.id], at=at)
    for customer in customers:
        program = policy.deciding(customer.id, at=at).program
        if policy.staged:
            print(in_force(policy.program, program, at).get(options.lang) + "\n")
        if options.name is None:
            print(explain_customer(program, customer.values, at, options.lang))
        else:
            print(explain_name(program, customer.values, options.name, at, options.lang))
    return customers.finish()
