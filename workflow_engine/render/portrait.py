"""The portrait: pyramid, three groups of attributes, categories, tags with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from workflow_engine.diagnostics.width import display_width
from workflow_engine.program.expressions import AttributeValue, DefinitionValue
from workflow_engine.program.program import Level, Portrait, Program, Scale
from workflow_engine.render.labels import Labels

PORTRAITS: tuple[Portrait, ...] = ("basic", "operating", "service_value")
SHOWN_PER_GROUP = 9
HALF_LINE = 62
"""Columns of text (Chinese characters are two) that fit into half a line of tags."""


@dataclass(frozen=True, slots=True)
class Band:
    """One level of the pyramid, with the corners of its trapezoid in SVG units."""

    label: str
    strategy: str
    mine: bool
    points: str


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The scale whose levels carry strategies, highest level first."""

    label: str
    bands: tuple[Band, ...]
    level: str | None
    strategy: str | None
    note: str
    reason: str

    @property
    def height(self) -> int:
        """The height of the drawing in SVG units."""
        return BAND_HEIGHT * len(self.bands)


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute and its value, None when missing; `needed` when it should be filled in."""

    label: str
    value: str | None
    stale: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One of the three portraits."""

    name: Portrait
    title: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag that holds, or those that are open for one reason, and why."""

    labels: tuple[str, ...]
    reason: str
    open: bool

    @property
    def long(self) -> bool:
        """Whether the line takes the whole width of the page instead of half of it."""
        return sum(map(display_width, (*self.labels, self.reason))) > HALF_LINE


BAND_HEIGHT = 34
HALF_WIDTH = 52


def pyramid(plan: Mapping[str, Any], labels: Labels) -> Pyramid | None:
    """The first scale of the policy whose levels have strategies, as this customer stands in it."""
    scale = next((found for found in labels.scales() if any(_strategies(found))), None)
    if scale is None:
        return None
    standing = plan["scales"].get(scale.id) or {"level": None, "unknown": True, "strategy": None}
    level = standing["level"]
    ordered = _from_top(scale, labels.program)
    bands = tuple(
        Band(
            label=found.label.get(labels.lang),
            strategy=labels.strategy(found.strategy) if found.strategy else "",
            mine=found.id == level,
            points=_trapezoid(number, len(ordered)),
        )
        for number, found in enumerate(ordered)
    )
    note = "" if level else labels.say("level_unknown" if standing["unknown"] else "level_none")
    return Pyramid(
        label=scale.label.get(labels.lang),
        bands=bands,
        level=labels.level(level) if level else None,
        strategy=labels.strategy(standing["strategy"]) if standing["strategy"] else None,
        note=note,
        reason=plan["reasons"].get(scale.id, ""),
    )


def groups(
    plan: Mapping[str, Any], labels: Labels, portraits: tuple[Portrait, ...] = PORTRAITS
) -> list[Group]:
    """The portraits, each with its main attributes: those without a value say so."""
    values: Mapping[str, Any] = plan["portrait"].get("values") or {}
    missing = {name for names in plan["portrait"]["missing"].values() for name in names}
    missing.update(plan["missing"])
    stale = set(plan["portrait"]["stale"])
    needed = wanted(plan)
    program = labels.program
    elsewhere = {program.key, program.name, program.choices}
    elsewhere.update(role.person for role in program.roles.values())
    result: list[Group] = []
    for portrait in portraits:
        lines = [
            Line(
                label=attribute.label.get(labels.lang),
                value=(
                    labels.value(values[name], attribute.type)
                    if values.get(name) is not None
                    else None
                ),
                stale=name in stale,
                needed=name in needed,
            )
            for name, attribute in program.attributes.items()
            if attribute.portrait == portrait
            and name not in elsewhere
            and (name in values or name in missing)
        ]
        shown = tuple(lines[:SHOWN_PER_GROUP])
        result.append(Group(portrait, labels.say(portrait), shown, len(lines) - len(shown)))
    return result


def wanted(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """The missing attributes worth asking for: something hangs on them, or the plan is incomplete
    without them. What is missing because it does not concern this customer is not among them.
    """
    service_value = plan["portrait"]["missing"].get("service_value", [])
    return tuple(dict.fromkeys([*plan["missing"], *service_value]))


def tag_lines(plan: Mapping[str, Any], labels: Labels) -> list[TagLine]:
    """Tags that hold with their reasons, then the open ones with what is missing."""
    lines = [
        TagLine((labels.definition(name),), plan["reasons"].get(name, ""), open=False)
        for name in plan["tags"]
    ]
    absent = set(plan["missing"])
    waiting: dict[str, list[str]] = {}
    for name in plan["unknown_tags"]:
        needed = [
            labels.attribute(found)
            for found in _attributes_read(name, labels.program)
            if found in absent
        ]
        reason = (
            labels.say("open_tag", missing=labels.joined(needed))
            if needed
            else labels.say("open_tag_plain")
        )
        waiting.setdefault(reason, []).append(labels.definition(name))
    lines += [TagLine(tuple(names), reason, open=True) for reason, names in waiting.items()]
    return lines


def categories(plan: Mapping[str, Any], labels: Labels) -> list[str]:
    """The customer's categories, the open ones marked."""
    return [
        *(labels.category(name) for name in plan["categories"]),
        *(
            labels.say("unknown_category", label=labels.category(name))
            for name in plan["unknown_categories"]
        ),
    ]


def _strategies(scale: Scale) -> Iterator[str]:
    for level in (*scale.levels, *((scale.otherwise,) if scale.otherwise else ())):
        if level.strategy:
            yield level.strategy


def _from_top(scale: Scale, program: Program) -> list[Level]:
    """Levels from the top of the pyramid down.

    The author's order is the order of the test, not of worth; what a strategy does tells the worth:
    levels that are granted something stand on top, those whose items are suspended at the bottom.
    """

    def worth(level: Level) -> int:
        strategy = program.strategies.get(level.strategy or "")
        if strategy is None:
            return 1
        return 2 if strategy.suspends else 0 if strategy.grants else 1

    levels = [*scale.levels, *((scale.otherwise,) if scale.otherwise else ())]
    return sorted(levels, key=worth)


def _trapezoid(number: int, count: int) -> str:
    top, bottom = number * BAND_HEIGHT, (number + 1) * BAND_HEIGHT - 3
    full = count * BAND_HEIGHT - 3

    def half(y: int) -> float:
        return round(HALF_WIDTH * (0.12 + 0.88 * y / full), 1)

    corners = (
        (HALF_WIDTH - half(top), top),
        (HALF_WIDTH + half(top), top),
        (HALF_WIDTH + half(bottom), bottom),
        (HALF_WIDTH - half(bottom), bottom),
    )
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def _attributes_read(definition: str, program: Program) -> list[str]:
    """The attributes a definition depends on, also through other definitions, in first use."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting: list[object] = [program.definitions.get(definition)]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, AttributeValue):
            found.setdefault(part.name)
        elif isinstance(part, DefinitionValue):
            if part.name not in seen:
                seen.add(part.name)
                waiting.insert(0, program.definitions.get(part.name))
        elif isinstance(part, tuple | list):
            waiting[:0] = part
        elif is_dataclass(part):
            waiting[:0] = [getattr(part, each.name) for each in fields(part)]
    return list(found)
