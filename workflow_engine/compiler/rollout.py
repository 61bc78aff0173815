"""Section `rollout`: the stages in order, and the limits with their names resolved."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TypeAlias

from workflow_engine.compiler.findings import ITEM, ROLE, Findings, Labelled
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.nodes import Written
from workflow_engine.language.risk_limits import parse_risk_limit
from workflow_engine.model import rollout as written
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.program import Definition, Item, Role, Scale, Tag
from workflow_engine.program.rollout import RiskKind, RiskLimit, Rollout, Stage, percentage

Named: TypeAlias = Mapping[str, tuple[Mapping[str, Labelled], Bilingual]]
"""What a limit may name, by the word for its change, and what such a thing is called."""

TAG_OR_SCALE = Bilingual("标签或分级", "tag or scale")

_KINDS: Mapping[str, RiskKind] = {
    "lose": "lose_item",
    "gain": "gain_item",
    "change_anything": "change_anything",
    "change_tag": "change_tag",
    "change_scale": "change_scale",
    "more_minutes": "more_minutes",
    "fewer_minutes": "fewer_minutes",
    "role_minutes": "role_minutes",
}


def compile_rollout(
    model: PolicyModel,
    definitions: Mapping[str, Definition],
    items: Mapping[str, Item],
    roles: Mapping[str, Role],
    findings: Findings,
) -> Rollout | None:
    """The staged release, None where none is written."""
    section = model.rollout
    if section is None:
        return None
    named: Named = {
        "lose": (items, ITEM),
        "gain": (items, ITEM),
        "role_minutes": (roles, ROLE),
        "change": (
            {name: one for name, one in definitions.items() if isinstance(one, Tag | Scale)},
            TAG_OR_SCALE,
        ),
    }
    limits = [_limit(sentence, named, findings) for sentence in section.limit]
    policy = "" if model.policy is None else str(model.policy.id)
    return Rollout(
        before=None if section.before is None else str(section.before),
        stages=_stages(section, findings),
        salt=policy if section.salt is None else str(section.salt),
        limits=tuple(limit for limit in limits if limit is not None),
        place=section.place if section.before is None else section.before.place,
    )


def _stages(section: written.Rollout, findings: Findings) -> tuple[Stage, ...]:
    place = section.place
    share, stages_, before = (findings.keyword(key, place) for key in ("share", "stages", "before"))

    if section.share is not None and section.stages:
        findings.report("WE381", place, share=share, stages=stages_)
        return ()
    if section.share is None and not section.stages:
        left_out = not findings.dropped.isdisjoint(("share", "stages"))
        if section.before is not None and not left_out:
            findings.report("WE382", place, share=share, stages=stages_, before=before)
        return ()
    if section.before is None:
        findings.report("WE383", place, before=before)
    if section.share is not None:
        return (Stage(None, section.share.share),)
    stages = tuple(Stage(day, section.stages[day].share) for day in sorted(section.stages))
    for earlier, later in pairwise(stages):
        if later.share < earlier.share:
            assert later.first is not None, "stages stand under a date"
            findings.report(
                "WE380",
                section.stages[later.first].place,
                day=later.first.isoformat(),
                earlier=percentage(earlier.share),
                later=percentage(later.share),
            )
    return stages


def _limit(sentence: Written, named: Named, findings: Findings) -> RiskLimit | None:
    parsed, found = parse_risk_limit(sentence)
    findings.add(found)
    if parsed is None:
        return None
    place = sentence.place
    kind = _KINDS.get(parsed.change)
    if parsed.name is not None:
        known, noun = named[parsed.change]
        if parsed.name not in known:
            name, labels = (
                Written(parsed.name, place),
                {id_: one.label for id_, one in known.items()},
            )
            findings.unknown(name, list(known), noun, whole=False, labels=labels)
            return None
        if kind is None:
            kind = "change_scale" if isinstance(known[parsed.name], Scale) else "change_tag"
    assert kind is not None, "a change that has no kind of its own names something"
    return RiskLimit(kind, parsed.name, parsed.share, parsed.count, place, str(sentence))
