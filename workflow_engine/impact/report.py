"""The impact of a changed policy as a whole, and as JSON data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.impact.causes import Causes
from workflow_engine.impact.changes import Change, section_title
from workflow_engine.impact.difference_words import KIND_LABELS, DifferenceWords
from workflow_engine.impact.limits import LimitReport, check_limits
from workflow_engine.impact.one_by_one import Compared
from workflow_engine.impact.samples import Sampled, SampleWords, rule_data, short
from workflow_engine.impact.tally import KINDS, Difference, OneSided, Tally
from workflow_engine.impact.version import Version
from workflow_engine.impact.workload import Load, Side, person_loads, role_loads
from workflow_engine.program.program import Program, Scale


@dataclass(frozen=True, slots=True)
class Impact:
    """What a changed policy changes.

    `sources` say where the two versions came from, as the caller wrote them. `compared` and
    `sampled` are what was found on customers, None and empty without any; `cases` are the open
    cases that would move, as JSON data, None where nobody looked.
    """

    old: Version
    new: Version
    sources: tuple[str, str]
    at: dt.date
    changes: tuple[Change, ...]
    compared: Compared | None = None
    sampled: tuple[Sampled, ...] = ()
    cases: Sequence[Mapping[str, Any]] | None = None

    @property
    def limits(self) -> tuple[LimitReport, ...]:
        """The limits of the new version; without customers none of them is measured."""
        return check_limits(
            self.new.program, None if self.compared is None else self.compared.tally
        )

    @property
    def breached(self) -> bool:
        """Whether a limit is exceeded."""
        return any(limit.breached for limit in self.limits)

    def as_dict(self, lang: Language) -> dict[str, Any]:
        """All of it as JSON data, its texts in the asked language."""
        return _Data(self, lang).all()


class _Data:
    def __init__(self, impact: Impact, lang: Language) -> None:
        self._impact = impact
        self._lang: Language = lang
        self._words = DifferenceWords(impact.old, impact.new)

    def all(self) -> dict[str, Any]:
        impact = self._impact
        compared = impact.compared
        return {
            "old": self._version(impact.old.program, impact.sources[0]),
            "new": self._version(impact.new.program, impact.sources[1]),
            "at": impact.at.isoformat(),
            "same": impact.old.program.hash == impact.new.program.hash,
            "changes": [self._change(change) for change in impact.changes],
            "customers": None if compared is None else self._customers(compared),
            "cases": impact.cases,
            "limits": [self._limit(limit) for limit in impact.limits],
        }

    def _version(self, program: Program, source: str) -> dict[str, Any]:
        head = program.head
        return {
            "id": head.id,
            "title": head.title.get(self._lang),
            "version": head.version,
            "stage": head.stage,
            "hash": program.hash,
            "source": source,
        }

    def _change(self, change: Change) -> dict[str, Any]:
        return {
            "section": change.section,
            "section_label": section_title(change.section).get(self._lang),
            "kind": change.kind,
            "name": change.name,
            "facet": change.facet,
            "title": change.title.get(self._lang),
            "aspect": self._said(change.aspect),
            "before": self._said(change.before),
            "after": self._said(change.after),
            "gone": [one.get(self._lang) for one in change.gone],
            "came": [one.get(self._lang) for one in change.came],
            "details": [
                {"label": label.get(self._lang), "text": text.get(self._lang)}
                for label, text in change.details
            ],
            "old_place": _place(change.old_place),
            "new_place": _place(change.new_place),
            "proof": change.proof,
            "note": self._said(change.note),
        }

    def _customers(self, compared: Compared) -> dict[str, Any]:
        impact, tally = self._impact, compared.tally
        loads = (impact.old, impact.new, tally, impact.at)
        words = SampleWords(impact.old, impact.new, self._lang)
        return {
            "engine": compared.engine,
            "compared": tally.compared,
            "changed": tally.changed,
            "in_rollout": self._rollout(tally),
            "kinds": [
                {
                    "kind": kind,
                    "label": KIND_LABELS[kind].get(self._lang),
                    "customers": tally.customers[kind],
                }
                for kind in KINDS
                if tally.customers[kind]
            ],
            "scales": [self._scale(scale, tally) for scale in tally.matrices],
            "differences": self._differences(tally),
            "minutes": {
                "before": short(Fraction(tally.before.total, tally.before.denominator)),
                "after": short(Fraction(tally.after.total, tally.after.denominator)),
                "roles": [self._load(load) for load in role_loads(*loads)],
                "people": [self._load(load) for load in person_loads(*loads)],
            },
            "sample": [words.as_dict(one) for one in impact.sampled],
            "rejected": {
                "old": tally.rejected["old"],
                "new": tally.rejected["new"],
                "both": tally.rejected["both"],
                "listed": [self._one_sided(one) for one in tally.one_sided],
            },
        }

    def _rollout(self, tally: Tally) -> dict[str, Any] | None:
        rollout = self._impact.new.program.rollout
        if rollout is None or not rollout.stages:
            return None
        share = rollout.share_on(self._impact.at)
        return {"customers": tally.in_rollout, "share": float(share)}

    def _scale(self, scale: str, tally: Tally) -> dict[str, Any]:
        """The migration matrix of a scale, levels in the order of their policies."""
        counts = tally.matrices[scale]
        old, new = self._impact.old, self._impact.new
        before = _levels(old.program, old.own(scale), [pair[0] for pair in counts])
        after = _levels(new.program, scale, [pair[1] for pair in counts])
        return {
            "scale": scale,
            "label": self._words.name(scale).get(self._lang),
            "before": [self._level(scale, level, old) for level in before],
            "after": [self._level(scale, level, new) for level in after],
            "customers": [[counts[was, is_] for is_ in after] for was in before],
            "moved": sum(count for (was, is_), count in counts.items() if was != is_),
        }

    def _level(self, scale: str, level: str | None, version: Version) -> dict[str, Any]:
        label = self._words.level(scale, level, version).get(self._lang)
        return {"level": level, "label": label}

    def _differences(self, tally: Tally) -> list[dict[str, Any]]:
        causes = Causes(self._impact.old, self._impact.new, self._impact.changes)
        order = {kind: place for place, kind in enumerate(KINDS)}
        ranked = sorted(
            tally.counts.items(), key=lambda pair: (order[pair[0].kind], -pair[1], repr(pair[0]))
        )
        return [self._difference(one, count, tally, causes) for one, count in ranked]

    def _difference(
        self, one: Difference, count: int, tally: Tally, causes: Causes
    ) -> dict[str, Any]:
        places = causes.of(one, tally.rules[one])
        return {
            "kind": one.kind,
            "kind_label": KIND_LABELS[one.kind].get(self._lang),
            "name": one.name,
            "label": self._words.subject(one).get(self._lang),
            "before": one.before,
            "after": one.after,
            "before_label": self._said(self._words.before(one)),
            "after_label": self._said(self._words.after(one)),
            "customers": count,
            "example": tally.example(one),
            "causes": list(places),
            "certain": causes.certain(one, places),
            "rules": [
                {
                    "before": self._rule(self._impact.old, before),
                    "after": self._rule(self._impact.new, after),
                    "customers": customers,
                }
                for (before, after), customers in sorted(
                    tally.rules[one].items(), key=lambda pair: (-pair[1], repr(pair[0]))
                )
                if before is not None or after is not None
            ],
        }

    def _rule(self, version: Version, number: int | None) -> dict[str, Any] | None:
        return None if number is None else rule_data(version, number, self._lang)

    def _load(self, load: Load) -> dict[str, Any]:
        role = load.role
        version = self._impact.new if role in self._impact.new.program.roles else self._impact.old
        label = None if role is None else version.say.voice.role(role).get(self._lang)
        return {
            "role": role,
            "label": label,
            "person": load.person,
            "before": _side(load.before),
            "after": _side(load.after),
        }

    def _limit(self, limit: LimitReport) -> dict[str, Any]:
        return {
            "text": limit.limit.text,
            "kind": limit.limit.kind,
            "name": limit.limit.name,
            "measured": limit.measured,
            "counted": short(limit.counted) if limit.measured else None,
            "share": None if limit.share is None else round(float(limit.share), 6),
            "allowed": short(limit.allowed) if limit.measured else None,
            "breached": limit.breached if limit.measured else None,
            "place": _place(limit.limit.place),
        }

    def _one_sided(self, one: OneSided) -> dict[str, Any]:
        return {
            "id": one.id,
            "row": one.row,
            "rejected_by": one.rejected_by,
            "findings": [
                {"code": found.code, "message": found.message.get(self._lang)}
                for found in one.findings
            ],
        }

    def _said(self, text: Bilingual | None) -> str | None:
        return None if text is None else text.get(self._lang)


def _levels(program: Program, scale: str, found: Sequence[str | None]) -> list[str | None]:
    """The levels of a scale in the policy's order, then those that only customers have."""
    definition = program.definitions.get(scale)
    levels: list[str | None] = []
    if isinstance(definition, Scale):
        levels = [level.id for level in definition.levels]
        if definition.otherwise is not None:
            levels.append(definition.otherwise.id)
    rest = sorted((level for level in set(found) if level not in levels), key=str)
    return [*levels, *rest]


def _side(side: Side) -> dict[str, Any]:
    return {
        "minutes": short(side.minutes),
        "customers": side.customers,
        "capacity": side.capacity,
        "percent": side.percent,
        "over": side.over,
        "cost": _money(side.cost),
    }


def _money(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _place(place: Place | None) -> str | None:
    return None if place is None else f"{place.file}:{place.line}" if place.line else place.file
