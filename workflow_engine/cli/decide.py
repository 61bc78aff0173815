"""`workflow-engine decide`: every definition's value for every customer, one JSON line each."""

from __future__ import annotations

import argparse
import json

from workflow_engine.cli.loading import customers_arguments, load_policy, moment, policy_argument

HELP = (
    "计算每位客户的标签、分级、指标和决策表，一行一个 JSON",
    "the value of every tag, scale, measure and table for every customer, one JSON line each",
)
EXAMPLE = (
    "workflow-engine decide rules/tobacco-retail rules/tobacco-retail/customers.csv --at 2026-11-21"
)


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    customers_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a row was rejected."""
    from workflow_engine.cli.customers import CustomerRun
    from workflow_engine.planning.json_values import json_value

    policy = load_policy(options.policy, options.lang)
    at = moment(options.at, policy)
    customers = CustomerRun(policy, options.customers, lang=options.lang, at=at)
    for customer in customers:
        version = policy.deciding(customer.id, at=at)
        types = {name: made.type for name, made in version.program.definitions.items()}
        decision = version.row_function(customer.values, at)
        line = {
            "id": customer.id,
            "version": version.program.head.version,
            "values": {n: json_value(v, types[n]) for n, v in decision.values.items()},
            "unknown": list(decision.unknown),
            "missing": list(version.missing_for(decision.unknown, customer.values, at=at)),
            "conflicts": list(decision.conflicts),
        }
        print(json.dumps(line, ensure_ascii=False))
    return customers.finish()
