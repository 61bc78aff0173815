"""Who comes to the desk, and with what: from a customer and a name to the opening of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from workflow_engine.batch.customers import Customer
from workflow_engine.cases.commands import Open
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import Refused, UsageError
from workflow_engine.planning.intake import Intake
from workflow_engine.policy import Policy
from workflow_engine.program.types import Value

if TYPE_CHECKING:
    from workflow_engine.store.pins import Pins
    from workflow_engine.store.store import Store

WhoseCase: TypeAlias = "Mapping[str, Any] | Customer"
"""A customer: keyed by attribute id or label as for `Policy.plan`, or read from a customer file."""


class Reception:
    """Asks the policy of new cases about their customers."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._pins: Pins | None = None

    @cached_property
    def rules(self) -> CaseRules:
        """The policy with its calendars as they are today."""
        return case_rules(self.policy.program)

    @cached_property
    def _intake(self) -> Intake:
        return Intake(self.policy.program)

    def for_customer(self, customer: WhoseCase, at: dt.datetime) -> Reception:
        """The desk of the version that decides about this customer at a moment.

        Raises CustomerError and UsageError as `identity` does, PolicyError where the version before
        this one cannot be used.
        """
        if not self.policy.staged:
            return self
        day = at.astimezone(self.rules.zone).date()
        version = self.policy.deciding(self.identity(customer)[0], at=day)
        return self if version is self.policy else self._before

    @cached_property
    def _before(self) -> Reception:
        assert self.policy.before is not None, "asked for customers of that version"
        return Reception(self.policy.before)

    def opening(self, customer: WhoseCase, process: str, at: dt.datetime) -> Open:
        """The opening of a case of a process, with what is known of the customer at a moment.

        Raises:
            CustomerError: the customer's data is bad, or there is no id.
            Refused: the failure is meant for other customers.
        """
        id_, name = self.identity(customer)
        if isinstance(customer, Customer):
            values: Mapping[str, Value] = customer.values
        else:
            values = self.policy.values(customer)
        day = at.astimezone(self.rules.zone).date()
        decision = self.policy.row_function(values, day)
        found = self._intake.circumstances(process, values, decision, day)
        if found.concerned is False:
            raise self._not_for(name, process, self._intake.concerning(values, day))
        return Open(
            case="",
            process=process,
            customer=id_,
            name=name,
            people=found.people,
            holds=found.holds,
            facts=found.facts,
        )

    def _not_for(self, name: str, process: str, meant: tuple[str, ...]) -> Refused:
        label = self.policy.program.processes[process].label
        return Refused(
            Refusal(
                "not_for_customer",
                Bilingual(
                    f"“{label.zh}”不适用于{name}。适用的有：{'、'.join(meant) or '无'}。",
                    f"`{label.en}` is not meant for {name}, but for them there are: "
                    f"{', '.join(meant) or 'none'}.",
                ),
            )
        )

    def process(self, failure: str | None, process: str | None) -> str:
        """The id of the process of a failure, or of the process that is named.

        Raises:
            UsageError: the policy has none such, or not exactly one of the two is named.
        """
        if (failure is None) == (process is None):
            raise UsageError(
                "name the failure, or the process", zh="请给出服务失误的名称，或流程的名称"
            )
        program = self.policy.program
        if failure is not None:
            failures = [one.id for one in program.recovery.failures]
            if failure not in failures:
                raise UsageError(
                    f"the policy has no failure `{failure}`, but: {', '.join(failures) or 'none'}",
                    zh=f"政策中没有服务失误“{failure}”；已有：{'、'.join(failures) or '无'}",
                )
            return f"recovery.{failure}"
        if process is None or process not in program.processes:
            known = list(program.processes)
            raise UsageError(
                f"the policy has no process `{process}`, but: {', '.join(known) or 'none'}",
                zh=f"政策中没有流程“{process}”；已有：{'、'.join(known) or '无'}",
            )
        return process

    def identity(self, customer: WhoseCase) -> tuple[str, str]:
        """The id and the name of a customer; other data of theirs may be bad.

        Raises:
            CustomerError: there is no id, or it is no text.
            UsageError: this is no customer at all.
        """
        if isinstance(customer, Customer):
            return customer.id, customer.name
        _check_mapping(customer)
        return self.policy.customers.identity(customer)

    def kept(self, store: Store) -> Pins:
        """Keep the policy in the database.

        On the caller's connection each time anew: a rollback may have taken it away.

        Raises:
            UsageError: the policy does not know its texts.
            StoreError: the database could not do it.
        """
        if self._pins is None or store.database.is_callers:
            if not self.policy.sources:
                raise UsageError(
                    "the policy does not know its texts, which the cases keep: get it from `load`",
                    zh="这份政策没有附带原文，而个案必须保存原文：请用 load 读取政策",
                )
            self._pins = store.keep(self.rules, self.policy.sources)
        return self._pins


def _check_mapping(customer: object) -> None:
    if not isinstance(customer, Mapping):
        kind = type(customer).__name__
        raise UsageError(
            f"a customer is a mapping of attributes to values, not {kind}: {customer!r}",
            zh=f"客户应为“属性→值”的字典，而不是 {kind}：{customer!r}",
        )
