"""Sections `must_do`, `optional`, `strategies`, `categories` and `visits`."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.calendars.festivals import FESTIVALS
from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.definitions import NEVER, Definitions, condition_place
from workflow_engine.compiler.findings import (
    CATEGORY,
    DUTY,
    NEED,
    OBJECTIVE,
    OPTIONAL_ITEM,
    PRINCIPLE,
    RECORD,
    ROLE,
    TAG,
    Findings,
)
from workflow_engine.compiler.validity import outside, within
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.durations import Frequency, parse_duration
from workflow_engine.language.frequencies import parse_frequency
from workflow_engine.language.nodes import Written
from workflow_engine.model import items as written
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import (
    Categories,
    Definition,
    Item,
    Strategy,
    Tag,
    VisitRule,
    Visits,
)


def compile_categories(
    model: PolicyModel, definitions: Mapping[str, Definition], findings: Findings
) -> Categories | None:
    """The categories; each is a tag, and the one of all other customers is not."""
    section = model.categories
    if section is None:
        return None
    tags = tag_names(model)
    known = findings.all_known(section.of, tags, TAG)
    if section.otherwise in tags:
        findings.report("WE433", section.otherwise.place, name=str(section.otherwise))
    return Categories(
        of=tuple(name for name in known if isinstance(definitions.get(name), Tag)),
        otherwise=str(section.otherwise),
        label=section.label or Bilingual("客户类别", "categories"),
    )


def compile_visits(
    model: PolicyModel, categories: Categories | None, findings: Findings
) -> Visits | None:
    """The visit rules; each names a category and gives its times in a calendar unit."""
    section = model.visits
    if section is None:
        return None
    if categories is None:
        findings.report("WE434", section.place)
        return None
    rules = []
    for name, rule in section.rules.items():
        category = findings.known(name, [*categories.of, categories.otherwise], CATEGORY)
        frequency, found = parse_frequency(rule.times)
        findings.add(found)
        if frequency is not None and frequency.kind != "calendar":
            findings.report("WE432", rule.times.place, times=str(rule.times))
        elif frequency is not None and category is not None:
            modes = tuple(str(mode) for mode in rule.modes)
            rules.append(
                VisitRule(category, frequency, rule.minutes, modes, name.place, rule.assumed)
            )
    if categories.otherwise not in section.rules:
        findings.report("WE431", section.place, name=categories.otherwise)
    return Visits(combine=section.combine, rules=tuple(rules))


def compile_items(
    model: PolicyModel, definitions: Definitions, findings: Findings
) -> dict[str, Item]:
    """Must-do items, then optional ones; a name in both is a finding."""
    items: dict[str, Item] = {}
    otherwise = None if model.categories is None else str(model.categories.otherwise)
    for name, must_do in model.must_do.items():
        applies = within(must_do.valid, definitions.audience(must_do.applies_to, otherwise))
        item = _item(name, must_do, model, findings, applies)
        if item is not None:
            items[str(name)] = item
    granted = {str(one) for strategy in model.strategies.values() for one in strategy.grants}
    for name, optional in model.optional.items():
        if str(name) in model.must_do:
            findings.report("WE435", name.place, name=str(name))
            continue
        eligible = None
        if optional.eligible is not None:
            eligible = definitions.condition(optional.eligible) or NEVER
        until = None if optional.until is None else definitions.condition(optional.until)
        if optional.valid is not None:
            eligible = within(optional.valid, eligible)
            if str(name) in granted:
                # a strategy makes eligible whatever the condition says, but nothing beyond its time
                until = outside(optional.valid, until)
        item = _item(name, optional, model, findings, eligible, until)
        if item is not None:
            items[str(name)] = item
    return items


def compile_strategies(model: PolicyModel, findings: Findings) -> dict[str, Strategy]:
    """The strategies; they reach optional items only, a must-do item among them is an error."""
    strategies = {}
    for name, strategy in model.strategies.items():
        optional = [str(item) for item in model.optional]
        if strategy.suspends_optional_except is not None:
            kept = _optional_items(strategy.suspends_optional_except, model, name, findings)
            suspends = tuple(item for item in optional if item not in kept)
        elif strategy.suspends == "all":
            suspends = tuple(optional)
        else:
            suspends = _optional_items(strategy.suspends, model, name, findings)
        strategies[str(name)] = Strategy(
            id=str(name),
            label=label_of(name, strategy.label),
            place=name.place,
            grants=_optional_items(strategy.grants, model, name, findings),
            suspends=suspends,
            description=strategy.description,
        )
    return strategies


def tag_names(model: PolicyModel) -> list[str]:
    """The names of all tags."""
    return [str(name) for name in model.tags]


def _optional_items(
    names: tuple[Written, ...], model: PolicyModel, strategy: Written, findings: Findings
) -> tuple[str, ...]:
    for name in names:
        if name in model.must_do:
            findings.report("WE401", name.place, item=str(name), strategy=str(strategy))
    others = [name for name in names if name not in model.must_do]
    return findings.all_known(others, [str(item) for item in model.optional], OPTIONAL_ITEM)


def _item(  # noqa: PLR0917 - the parts of one item, each already compiled
    name: Written,
    item: written.MustDo | written.Optional,
    model: PolicyModel,
    findings: Findings,
    applies: Expression | None,
    until: Expression | None = None,
) -> Item | None:
    every, found = parse_frequency(item.every)
    findings.add(found)
    respond_within = None
    if item.respond_within is not None:
        respond_within, found = parse_duration(item.respond_within)
        findings.add(found)
    by = _owner(name, item.by, model, findings)
    duty, objective, principle = item.duty, item.objective, item.principle
    if duty is not None:
        findings.declared(duty, model.duties, DUTY)
    if objective is not None:
        findings.declared(objective, model.objectives, OBJECTIVE)
    if principle is not None:
        findings.declared(principle, model.principles, PRINCIPLE)
    if item.record is not None:
        findings.declared(item.record, model.records, RECORD)
    _check_festivals(every, item.every, findings)
    for need in item.needs:
        findings.declared(need, model.needs, NEED)
    tags = tag_names(model)
    raising = [
        (tag, degree)
        for written_tag, degree in item.urgency_when.items()
        if (tag := findings.known(written_tag, tags, TAG)) is not None
    ]
    if every is None:
        return None
    return Item(
        id=str(name),
        label=label_of(name, item.label),
        kind="must_do" if isinstance(item, written.MustDo) else "optional",
        applies=applies,
        every=every,
        by=by,
        value=item.value,
        urgency=item.urgency,
        place=name.place,
        until=until,
        urgency_when=tuple(raising),
        minutes=item.minutes,
        mode=_text(item.mode),
        kano=item.kano,
        duty=_text(duty),
        needs=tuple(str(need) for need in item.needs),
        objective=_text(objective),
        principle=_text(principle),
        steps=item.steps,
        skills=tuple(str(skill) for skill in item.skills),
        record=_text(item.record),
        respond_within=respond_within,
        trigger=item.trigger,
        description=item.description,
        assumed=item.assumed,
        applies_place=condition_place(
            item.applies_to if isinstance(item, written.MustDo) else item.eligible
        ),
        until_place=None if isinstance(item, written.MustDo) else condition_place(item.until),
    )


def _check_festivals(every: Frequency | None, text: Written, findings: Findings) -> None:
    """Warn of an event that is nearly a festival: as it stands it has no date."""
    for event in every.events if every is not None else ():
        festival = None if event in FESTIVALS else did_you_mean(event, FESTIVALS)
        if festival is not None:
            findings.report("WE436", text.place, event=event, festival=festival)


def _owner(name: Written, by: Written | None, model: PolicyModel, findings: Findings) -> str | None:
    """The role that does an item: as written, else the first role of the policy."""
    if by is not None:
        return findings.known(by, model.roles, ROLE)
    if not model.roles:
        findings.report("WE421", name.place, item=str(name))
        return None
    return str(next(iter(model.roles)))


def _text(written_text: Written | None) -> str | None:
    return None if written_text is None else str(written_text)
