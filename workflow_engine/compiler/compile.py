"""From what the author wrote to a program: every section, in the order of what reads what."""

from __future__ import annotations

import dataclasses
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.compiler.assertions import compile_never
from workflow_engine.compiler.attributes import compile_attributes
from workflow_engine.compiler.definitions import Definitions
from workflow_engine.compiler.feedback import compile_feedback
from workflow_engine.compiler.findings import ATTRIBUTE, Findings
from workflow_engine.compiler.items import (
    compile_categories,
    compile_items,
    compile_strategies,
    compile_visits,
)
from workflow_engine.compiler.organisation import (
    compile_calendars,
    compile_nouns,
    compile_roles,
    compile_staff,
)
from workflow_engine.compiler.priority import compile_priority
from workflow_engine.compiler.privileges import compile_privileges
from workflow_engine.compiler.processes import compile_processes
from workflow_engine.compiler.promises import compile_monitors, compile_promises
from workflow_engine.compiler.recovery import compile_recovery, compile_support
from workflow_engine.compiler.rollout import compile_rollout
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.durations import Frequency
from workflow_engine.language.frequencies import parse_frequency
from workflow_engine.model.customer import Customer
from workflow_engine.model.policy import Policy
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.fingerprint import fingerprint
from workflow_engine.program.program import Attribute, PolicyHead, Program, Scale

DEFAULT_TIMEZONE = "Asia/Shanghai"
DEFAULT_PERIOD = Frequency("rolling", 1, "month")
DEFAULT_CHOICES = "opted_in"


ABOUT_FIGURES = frozenset({"WE410", "WE411", "WE422"})
"""Errors that leave the program whole: figures nobody may be served by as they are."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Every finding, and the program: None when an error is about more than figures."""

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]


def compile_policy(
    model: PolicyModel,
    dropped: frozenset[str] = frozenset(),
    languages: Mapping[str, Language] | None = None,
) -> Compiled:
    """Resolve every name, type every expression, order every definition.

    `dropped` are names that the model lacks because of mistakes that were reported, `languages`
    those of the keywords by file (English unless it is said).
    """
    findings = Findings(dropped, languages)
    if model.policy is None or model.customer is None:
        if model.policy is not None and "customer" not in dropped:
            findings.report("WE354", model.policy.place)
        return Compiled(None, tuple(findings.diagnostics))
    head = _head(model.policy, findings)
    attributes = compile_attributes(model.customer, findings)
    key, name, choices = _identity(model.customer, attributes, findings)
    definitions = Definitions(model, attributes, findings)
    compiled = definitions.compile_all()
    categories = compile_categories(model, compiled, findings)
    roles = compile_roles(model, attributes, findings)
    recovery = compile_recovery(model, definitions, findings)
    items = compile_items(model, definitions, findings)
    strategies = compile_strategies(model, findings)
    priorities = compile_priority(model, findings)
    feedback = compile_feedback(model, priorities, findings)
    program = Program(
        head=head,
        hash="",
        key=key,
        name=name,
        choices=choices,
        attributes=attributes,
        definitions=compiled,
        categories=categories,
        visits=compile_visits(model, categories, findings),
        items=items,
        strategies=strategies,
        priorities=priorities,
        roles=roles,
        staff=compile_staff(model, findings),
        calendars=compile_calendars(model, findings),
        recovery=recovery,
        feedback=feedback,
        promises=compile_promises(model, definitions, findings),
        duties=compile_nouns(model.duties),
        needs=compile_nouns(model.needs),
        objectives=compile_nouns(model.objectives),
        principles=compile_nouns(model.principles),
        monitors=compile_monitors(model, findings),
        records=compile_nouns(model.records),
        support=compile_support(model, findings),
        processes=compile_processes(
            model, recovery, feedback, roles, definitions, findings=findings
        ),
        never=compile_never(model, definitions, items, strategies, findings),
        privileges=compile_privileges(model, definitions, findings),
        rollout=compile_rollout(model, compiled, items, roles, findings),
        written_in=dict(languages or {}),
    )
    _report_assumed(model, program, findings)
    errors = {one.code for one in findings.diagnostics if one.severity == "error"}
    if not errors <= ABOUT_FIGURES:
        return Compiled(None, tuple(findings.diagnostics))
    hashed = dataclasses.replace(program, hash=fingerprint(program))
    return Compiled(hashed, tuple(findings.diagnostics))


def _head(policy: Policy, findings: Findings) -> PolicyHead:
    period: Frequency | None = DEFAULT_PERIOD
    if policy.period is not None:
        period, found = parse_frequency(policy.period)
        findings.add(found)
        if period is not None and period.kind != "rolling":
            findings.report("WE359", policy.period.place, period=str(policy.period))
    timezone = DEFAULT_TIMEZONE if policy.timezone is None else str(policy.timezone)
    if policy.timezone is not None and not _is_timezone(timezone):
        findings.report("WE369", policy.timezone.place, timezone=timezone)
    return PolicyHead(
        id=str(policy.id),
        title=policy.title or Bilingual.same(str(policy.id)),
        version=str(policy.version),
        timezone=timezone,
        language=policy.language,
        stage=policy.stage,
        period=period or DEFAULT_PERIOD,
        place=policy.place,
        blueprints=None if policy.blueprints is None else str(policy.blueprints),
    )


def _is_timezone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _identity(
    customer: Customer, attributes: dict[str, Attribute], findings: Findings
) -> tuple[str, str, str | None]:
    """The columns of key and name, and the attribute that holds the chosen items."""
    key = str(customer.key)
    name = key if customer.name is None else str(customer.name)
    choices = DEFAULT_CHOICES if DEFAULT_CHOICES in attributes else None
    if customer.choices is not None:
        choices = findings.known(customer.choices, attributes, ATTRIBUTE)
    if choices is not None:
        kind = attributes[choices].type
        if kind.item is None or kind.item.kind != "text":
            place = attributes[choices].place
            findings.report("WE370", place, name=choices, type=str(kind))
    return key, name, choices


def _report_assumed(model: PolicyModel, program: Program, findings: Findings) -> None:
    """List assumed figures in stage `trial`; refuse them in stage `live`."""
    if program.head.stage == "draft":
        return
    code = "WE422" if program.head.stage == "live" else "WE420"
    if model.recovery is not None and model.recovery.assumed:
        place = model.recovery.place
        findings.report(code, place, name=findings.keyword("recovery", place))
    if model.feedback is not None and model.feedback.assumed:
        place = model.feedback.place
        findings.report(code, place, name=findings.keyword("feedback", place))
    for name, place in _assumed(program):
        findings.report(code, place, name=name)


def _assumed(program: Program) -> Iterator[tuple[str, Place]]:
    for definition in program.definitions.values():
        if isinstance(definition, Scale):
            levels = (*definition.levels, definition.otherwise)
            for level in levels:
                if level is not None and level.assumed:
                    yield level.id, level.place
        elif getattr(definition, "assumed", False):
            yield definition.id, definition.place
    for item in program.items.values():
        if item.assumed:
            yield item.id, item.place
    for role in program.roles.values():
        if role.assumed:
            yield role.id, role.place
    for rule in program.visits.rules if program.visits else ():
        if rule.assumed:
            yield rule.category, rule.place
    for failure in program.recovery.failures:
        if failure.assumed:
            yield failure.id, failure.place
    for support in program.support.values():
        if support.assumed:
            yield support.id, support.place
    for process in program.processes.values():
        if process.assumed:
            yield process.id, process.place
    for promise in program.promises.values():
        if promise.assumed:
            yield promise.id, promise.place
    for privilege in program.privileges.values():
        if privilege.assumed:
            yield privilege.id, privilege.place
