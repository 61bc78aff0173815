"""The plans of the customers of a file as JSON data, for what is printed from them."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.cases import Cases
from workflow_engine.cli.customers import CustomerRun
from workflow_engine.cli.loading import existing_file, load_policy, moment, show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.diagnostics.bilingual import Language

if TYPE_CHECKING:
    from workflow_engine.batch.log import ServiceLog
    from workflow_engine.planning.plan import Plan
    from workflow_engine.policy import Policy


def log_argument(
    parser: argparse.ArgumentParser,
    zh: bool,  # noqa: FBT001
    *,
    tables: bool = False,
) -> None:
    """Add --log; where `tables` are made it may be a folder of files too."""
    told = "服务记录：customer_id, item, done_on[, by, record]" if zh else "the service log"
    if tables:
        told += "；数据表也可用文件夹" if zh else "; for tables also a folder of such files"
    parser.add_argument(
        "--log",
        metavar="FILE",
        help=told,
    )


def cases_argument(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add --db, without which no open cases are printed."""
    parser.add_argument(
        "--db",
        metavar="URL",
        help="个案数据库；给出时印上客户未结的个案"
        if zh
        else "database of cases; with it the open cases of a customer are printed",
    )


class CustomerPlans:
    """The plans of one run, in file order; iterate, then `finish` tells the counts.

    Made from the options `policy`, `customers`, `at`, `log` and `lang`. `only` are the ids asked
    for, None for all. `printed` has what is printed for the ids in them.
    """

    def __init__(self, options: argparse.Namespace, *, only: list[str] | None = None) -> None:
        self.policy: Policy = load_policy(options.policy, options.lang)
        self.lang: Language = page_language(options, self.policy)
        self.at: dt.date = moment(options.at, self.policy)
        self.printed = self.policy.printed
        self._told_in: Language = options.lang
        self._log = self._read_log(options.log)
        self.customers = CustomerRun(
            self.policy, options.customers, lang=options.lang, only=only, at=self.at
        )
        self._ids: set[str] = set()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for customer in self.customers:
            version = self.policy.deciding(customer.id, at=self.at)
            plan = version.plan_values(
                customer.id, customer.name, customer.values, at=self.at, log=self._log
            )
            self._ids.add(customer.id)
            self.noted(plan)
            yield self.policy.plan_json(plan, lang=self.lang)

    def noted(self, plan: Plan) -> None:
        """Called with every plan that was made, before it is data."""

    def finish(self) -> int:
        """Tell the counts and what of the log was of no use; the exit code."""
        code = FINE
        if self._log is not None:
            complete = self.customers.complete
            unused = self._log.check(self._ids, self.at) if complete else []
            found = [*self._log.diagnostics, *unused]
            show(found, {}, self._told_in)
            if self._log.rejected:
                say(
                    f"服务记录有 {self._log.rejected} 行被拒绝"
                    if self._told_in == "zh"
                    else f"{self._log.rejected} rows of the service log rejected"
                )
            if any(one.severity == "error" for one in found):
                code = FINDINGS
        return max(self.customers.finish(), code)

    def _read_log(self, path: str | None) -> ServiceLog | None:
        if path is None:
            return None
        from workflow_engine.batch.log import read_log

        return read_log(existing_file(path), self.printed)


def page_language(options: argparse.Namespace, policy: Policy) -> Language:
    """The language of a printed page: as asked, else the policy's."""
    lang: Language = options.lang if options.lang_given else policy.program.head.language
    return lang


def open_cases_of(options: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    """The open cases by customer id where --db is given: as they are now, or when --at began."""
    if options.db is None:
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    with Cases(options) as cases:
        at = None if options.at is None else f"{options.at}T00:00"
        for case in cases.summaries(at, ended=False):
            found.setdefault(case["customer"], []).append(case)
    return found
