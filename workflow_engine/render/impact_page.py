"""The impact of a changed policy as a report to read and to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from markupsafe import Markup

from workflow_engine.charts.bars import Series, bars
from workflow_engine.charts.migration import migration
from workflow_engine.charts.sheet import Caption
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.program import Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.impact_words import word
from workflow_engine.render.labels import DASH, Labels, number
from workflow_engine.render.pages import page, page_names

MOST_DIFFERENCES = 36
MOST_PEOPLE = 12
MOST_REJECTED = 20
MOST_CASES = 30
MOST_CAUSES = 3
MOST_BARS = 13
"""So many of each are printed; the rest is in the workbook and in JSON."""


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of difference with its customers; `bar` is their share in percent."""

    label: str
    sides: str
    count: str
    share: str
    bar: float
    rules: tuple[str, ...]
    causes: str
    because: str


@dataclass(frozen=True, slots=True)
class Loads:
    """A line of the table of loads."""

    name: str
    before: str
    after: str
    capacity: str
    percent_before: str
    percent_after: str
    cost: str
    over: bool


def impact_document(impact: Mapping[str, Any], program: Program, *, lang: Language) -> Document:
    """The report on an impact (as its JSON data) as a document; `program` is the new version."""
    return _Page(impact, program, lang).document()


class _Page:
    def __init__(self, impact: Mapping[str, Any], program: Program, lang: Language) -> None:
        self._impact = impact
        self._program = program
        self._lang: Language = lang
        self._word = partial(word, zh=lang == "zh")

    def document(self) -> Document:
        labels = Labels(self._program, self._lang)
        names = page_names(labels)
        customers = self._impact["customers"]
        values: dict[str, Any] = {
            "w": self._word,
            "impact": self._impact,
            "figures": self._figures(customers),
            "sections": self._sections(),
            "limits": [self._limit(limit) for limit in self._impact["limits"]],
            "customers": customers,
            "cases": self._impact["cases"],
            "most_cases": MOST_CASES,
            "number": number,
            "place": _place,
        }
        if customers is not None:
            values |= self._of_customers(customers)
        return Document(
            title=f"{self._word('title')} · {names['policy_title']}",
            lang=self._lang,
            html=page("impact.html", {**values, **names}),
            bookmarks=(Bookmark(self._word("title"), "impact"),),
        )

    def _figures(self, customers: Mapping[str, Any] | None) -> list[tuple[str, str]]:
        made = sum(change["kind"] != "follows" for change in self._impact["changes"])
        figures = [(number(made), self._word("figure_changes"))]
        if customers is None:
            return figures
        counted = {one["kind"]: one["customers"] for one in customers["kinds"]}
        compared, changed = customers["compared"], customers["changed"]
        return [
            *figures,
            (number(compared), self._word("figure_compared")),
            (number(changed), self._word("figure_changed")),
            (_share(changed, compared), self._word("figure_share")),
            (number(counted.get("level", 0)), self._word("figure_moved")),
            (number(counted.get("item_lost", 0)), self._word("figure_lost")),
        ]

    def _sections(self) -> list[tuple[str, list[Mapping[str, Any]]]]:
        """The changes under the titles of their sections."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for change in self._impact["changes"]:
            found.setdefault(change["section_label"], []).append(change)
        return list(found.items())

    def _limit(self, limit: Mapping[str, Any]) -> dict[str, Any]:
        if not limit["measured"]:
            return {**limit, "counted": DASH, "allowed": DASH, "verdict": "not_measured"}
        counted = number(limit["counted"])
        if limit["share"] is not None:
            counted += f" ({100 * limit['share']:.2f}%)"
        verdict = "exceeded" if limit["breached"] else "kept"
        allowed = number(limit["allowed"])
        return {**limit, "counted": counted, "allowed": allowed, "verdict": verdict}

    def _of_customers(self, customers: Mapping[str, Any]) -> dict[str, Any]:
        compared = customers["compared"]
        ranked = sorted(customers["differences"], key=lambda one: -one["customers"])
        kept = {id(one) for one in ranked[:MOST_DIFFERENCES]}
        shown = [one for one in customers["differences"] if id(one) in kept]
        groups: dict[str, list[Line]] = {}
        for one in shown:
            groups.setdefault(one["kind_label"], []).append(self._difference(one, compared))
        minutes = customers["minutes"]
        people = [load for load in minutes["people"] if _differs(load)]
        people.sort(key=lambda load: -abs(load["after"]["minutes"] - load["before"]["minutes"]))
        rejected = customers["rejected"]
        rollout = customers["in_rollout"]
        return {
            "rollout": None
            if rollout is None
            else self._word(
                "rollout",
                count=number(rollout["customers"]),
                share=f"{100 * rollout['share']:g}%",
            ),
            "kinds": self._kinds(customers),
            "matrices": [self._matrix(s) for s in customers["scales"] if s["moved"]],
            "groups": list(groups.items()),
            "more": len(customers["differences"]) - len(shown),
            "minutes_chart": self._minutes(minutes),
            "roles": [
                self._load(load, load["label"] or self._word("no_role"))
                for load in minutes["roles"]
            ],
            "people": [
                self._load(load, load["person"] or self._word("nobody"))
                for load in people[:MOST_PEOPLE]
            ],
            "with_cost": any(load["after"]["cost"] is not None for load in minutes["roles"]),
            "sample": customers["sample"],
            "rejected": [
                (
                    self._word(f"rejected_{side}"),
                    number(rejected[side]),
                    [one for one in rejected["listed"] if one["rejected_by"] == side][
                        :MOST_REJECTED
                    ],
                    max(0, rejected[side] - MOST_REJECTED),
                )
                for side in ("new", "old", "both")
                if rejected[side]
            ],
        }

    def _difference(self, one: Mapping[str, Any], compared: int) -> Line:
        sides = [side for side in (one["before_label"], one["after_label"]) if side is not None]
        changes = [self._impact["changes"][place] for place in one["causes"]]
        names = list(dict.fromkeys(_named(change) for change in changes))
        causes = (
            "；".join(names[:MOST_CAUSES]) if self._lang == "zh" else "; ".join(names[:MOST_CAUSES])
        )
        if len(names) > MOST_CAUSES:
            causes += " …"
        share = 100 * one["customers"] / compared if compared else 0.0
        return Line(
            one["label"],
            " → ".join(sides),
            number(one["customers"]),
            f"{share:.1f}%",
            round(share, 1),
            tuple(self._rules(rules) for rules in one["rules"][:2]),
            causes,
            self._word("because" if one["certain"] else "maybe_because"),
        )

    def _rules(self, rules: Mapping[str, Any]) -> str:
        """Which rule decided before and after; once where it is the same."""
        sides = [
            self._word("none") if rule is None else f"{rule['label']} [{_short(rule['place'])}]"
            for rule in (rules["before"], rules["after"])
        ]
        return sides[0] if sides[0] == sides[1] else " → ".join(sides)

    def _kinds(self, customers: Mapping[str, Any]) -> Markup | None:
        kinds = customers["kinds"][:MOST_BARS]
        if not kinds:
            return None
        caption = Caption(
            self._word("kinds_chart"),
            self._lang,
            unit=self._word("kinds_unit"),
            source=self._source(),
        )
        series = Series("", tuple(one["customers"] for one in kinds))
        return _svg(bars([one["label"] for one in kinds], [series], caption, direction="lying"))

    def _matrix(self, scale: Mapping[str, Any]) -> Markup:
        before, after = scale["before"], scale["after"]
        counts = {
            (row, column): count
            for row, line in enumerate(scale["customers"])
            for column, count in enumerate(line)
        }
        stayed = frozenset(
            (row, column)
            for row, was in enumerate(before)
            for column, is_ in enumerate(after)
            if was["level"] == is_["level"]
        )
        caption = Caption(
            self._word("migration", scale=scale["label"], count=number(scale["moved"])),
            self._lang,
            unit=self._word("migration_unit"),
            source=self._source(),
        )
        names = [[level["label"] for level in side] for side in (before, after)]
        return _svg(migration(names[0], names[1], counts, stayed, caption))

    def _minutes(self, minutes: Mapping[str, Any]) -> Markup | None:
        roles = minutes["roles"]
        if not roles:
            return None
        caption = Caption(
            self._word("minutes_chart"),
            self._lang,
            unit=self._word("minutes_unit"),
            source=self._source(),
        )
        names = [load["label"] or self._word("no_role") for load in roles]
        series = [
            Series(self._word(side), tuple(_exact(load[side]["minutes"]) for load in roles))
            for side in ("before", "after")
        ]
        capacities = tuple(load["after"]["capacity"] for load in roles)
        if any(capacity is not None for capacity in capacities):
            series.append(Series(self._word("capacity"), capacities))
        return _svg(bars(names, series, caption, direction="lying"))

    def _load(self, load: Mapping[str, Any], name: str) -> Loads:
        before, after = load["before"], load["after"]
        cost = DASH
        if before["cost"] is not None and after["cost"] is not None:
            costs = (f"{side['cost']:,.0f}" for side in (before, after))
            cost = " → ".join(self._word("money", amount=one) for one in costs)
        return Loads(
            name,
            number(round(before["minutes"])),
            number(round(after["minutes"])),
            DASH if after["capacity"] is None else number(after["capacity"]),
            DASH if before["percent"] is None else f"{before['percent']:.1f}%",
            DASH if after["percent"] is None else f"{after['percent']:.1f}%",
            cost,
            after["over"],
        )

    def _source(self) -> str:
        joint = "，" if self._lang == "zh" else ", "
        return f"{self._word('source')}{joint}{self._impact['at']}"


def _svg(drawing: str) -> Markup:
    return Markup(drawing)  # noqa: S704 - our own SVG: `drawing.svg` escapes every text in it


def _differs(load: Mapping[str, Any]) -> bool:
    return bool(load["before"]["minutes"] != load["after"]["minutes"])


def _named(change: Mapping[str, Any]) -> str:
    return f"{change['title']} {change['aspect']}" if change["aspect"] else str(change["title"])


def _place(change: Mapping[str, Any]) -> str:
    """Where a change stands: in the new version, else in the old one."""
    return _short(change["new_place"] or change["old_place"] or "")


def _short(place: str) -> str:
    """The last part of a path, with the line."""
    return place.replace("\\", "/").rsplit("/", 1)[-1]


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.1f}%" if whole else "0%"


def _exact(value: float) -> Fraction:
    return Fraction(str(value))
