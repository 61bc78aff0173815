"""One customer: decisions, items and plans against hand-written Python, tags against other engines.

Run `python -m benchmarks.decide`; other engines take part when the extra `bench` is installed.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from typing import Any

from benchmarks import handwritten_decision, handwritten_plan
from benchmarks.agreement import (
    engine_decision,
    engine_plan,
    handwritten_plan_of,
    history,
)
from benchmarks.agreement import handwritten_decision as decision_of
from benchmarks.customer_generator import TODAY, Customer, customers, log_entries, natural
from benchmarks.engines import ENGINES, Judge, prepared
from benchmarks.policy_generator import Policy as Generated
from benchmarks.policy_generator import generate, yaml_text
from benchmarks.timing import Row, interleaved, table
from workflow_engine.batch.log import ServiceLog
from workflow_engine.policy import Policy, check_texts

CHECKED = 1000
TIMED = 300
ROUNDS = 21
ENGINE_ROUNDS = 9
PROMISED = {"zen-engine": 10.0, "common-expression-language": 10.0, "rule-engine": 40.0}
MODULES = {"zen-engine": "zen", "common-expression-language": "cel", "rule-engine": "rule_engine"}


class DisagreementError(Exception):
    """Two contenders gave different answers, so that their times mean nothing."""


def loaded(text: str) -> Policy:
    """The policy of a text that checks clean."""
    report = check_texts({"policy.yaml": text})
    if report.program is None:
        raise DisagreementError("\n".join(found.message.en for found in report.diagnostics))
    return Policy(report.program)


def decisions(generated: Generated, policy: Policy) -> list[Row]:
    """Decisions and items against the hand-written function."""
    rows = []
    decide, by_hand = policy.row_function, handwritten_decision.decide
    for name, gaps in (("10 % missing", 0.1), ("nothing missing", 0.0)):
        made = customers(generated, CHECKED, gaps=gaps)
        for customer in made:
            ours = engine_decision(decide(customer, TODAY))
            _agree(ours, decision_of(by_hand(customer, TODAY)), customer)
        timed = made[:TIMED]
        seconds = interleaved(
            {
                "ours": lambda timed=timed: [decide(c, TODAY) for c in timed],  # type: ignore[misc]
                "theirs": lambda timed=timed: [by_hand(c, TODAY) for c in timed],  # type: ignore[misc]
            },
            ROUNDS,
        )
        rows.append(_row(f"decisions and items, {name}", "hand-written", seconds, limit=1.0))
    return rows


def plans(generated: Generated, policy: Policy) -> list[Row]:
    """Full plans against the hand-written ones."""
    made = customers(generated, CHECKED)
    ids = [f"c{number}" for number in range(CHECKED)]
    entries = log_entries(generated, ids)
    log = ServiceLog([entry for some in entries.values() for entry in some])
    histories = {id_: history(some) for id_, some in entries.items()}
    rows = []
    for name, with_log in (("without a log", False), ("with a log", True)):
        ours_log = log if with_log else None

        def ours(id_: str, customer: Customer, log: ServiceLog | None = ours_log) -> Any:
            return policy.plan_values(id_, id_, customer, at=TODAY, log=log)

        def theirs(id_: str, customer: Customer, used: bool = with_log) -> Any:  # noqa: FBT001
            return handwritten_plan.plan(customer, TODAY, histories[id_] if used else None)

        pairs = list(zip(ids, made, strict=True))
        for id_, customer in pairs:
            by_hand = handwritten_plan_of(theirs(id_, customer))
            _agree(engine_plan(ours(id_, customer)), by_hand, customer)
        timed = pairs[:TIMED]
        seconds = interleaved(
            {
                "ours": lambda timed=timed, run=ours: [run(*pair) for pair in timed],  # type: ignore[misc]
                "theirs": lambda timed=timed, run=theirs: [run(*pair) for pair in timed],  # type: ignore[misc]
            },
            ROUNDS,
        )
        rows.append(_row(f"full plan, {name}", "hand-written", seconds, limit=1.5))
    return rows


def engines(generated: Generated) -> list[Row]:
    """The sixty tags against other engines, on customers without missing values."""
    text = yaml_text(generated)
    decide = loaded(text[: text.index("scales:")]).row_function
    made = [
        customer
        for customer in customers(generated, CHECKED, gaps=0)
        if not decide(customer, TODAY).unknown
    ]
    rows = []
    for package, ways in ENGINES.items():
        if importlib.util.find_spec(MODULES[package]) is None:
            print(f"{package} is not installed: pip install 'workflow-engine[bench]'")
            continue
        for way in ways:
            judge = way(generated)
            inputs = [prepared(natural(customer)) for customer in made]
            for customer, input_ in zip(made, inputs, strict=True):
                values = decide(customer, TODAY).values
                ours = {tag: values[tag] for tag in generated.tags}
                _agree(ours, dict(judge(input_)), customer)
            seconds = interleaved(
                _turns(decide, made[:TIMED], judge, inputs[:TIMED]), ENGINE_ROUNDS
            )
            how = way.__name__.removeprefix("rule_engine_").removeprefix("zen_")
            rows.append(
                _row(
                    "60 tags",
                    f"{package}, {how.removeprefix('cel_')}",
                    seconds,
                    limit=PROMISED[package],
                    faster=True,
                )
            )
    return rows


def measured() -> list[tuple[str, list[Row]]]:
    """Every comparison, by title."""
    generated = generate()
    policy = loaded(yaml_text(generated))
    return [
        ("Against hand-written Python", decisions(generated, policy) + plans(generated, policy)),
        ("Against other engines", engines(generated)),
    ]


def _turns(
    decide: Callable[..., Any], made: list[Customer], judge: Judge, inputs: list[dict[str, Any]]
) -> dict[str, Callable[[], object]]:
    return {
        "ours": lambda: [decide(customer, TODAY) for customer in made],
        "theirs": lambda: [judge(input_) for input_ in inputs],
    }


def _row(ours: str, theirs: str, seconds: dict[str, float], **promised: Any) -> Row:
    return Row(ours, theirs, seconds["ours"] / TIMED, seconds["theirs"] / TIMED, **promised)


def _agree(ours: object, theirs: object, customer: Customer) -> None:
    if ours != theirs:
        raise DisagreementError(f"{ours}\n{theirs}\n{customer}")


def main() -> None:
    """Print the tables; exit code 1 when a target is missed."""
    tables = measured()
    for title, rows in tables:
        print(table(title, rows))
    sys.exit(any(row.met is False for _, rows in tables for row in rows))


if __name__ == "__main__":
    main()
