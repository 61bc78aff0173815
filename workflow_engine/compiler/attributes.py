"""Section `customer` to attributes with types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from workflow_engine.compiler.cell_typing import literal
from workflow_engine.compiler.findings import DATE_ATTRIBUTE, Findings
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.frequencies import parse_frequency
from workflow_engine.language.nodes import Written
from workflow_engine.model import customer as written
from workflow_engine.program.program import Attribute, Portrait
from workflow_engine.program.types import Kind, Option, Type

KINDS: Mapping[str, Kind] = {
    "text": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "choice": "choice",
}
PORTRAITS: tuple[Portrait, ...] = ("basic", "operating", "service_value")


def label_of(name: Written, label: Bilingual | None) -> Bilingual:
    """What is printed for a name: its label, by default the name itself."""
    return label if label is not None else Bilingual.same(str(name))


def value_type(
    word: Written,
    options: Mapping[Written, Bilingual | None] | None,
    unit: Written | None,
    findings: Findings,
) -> Type:
    """The type an author wrote: a type word, the options of a choice, a unit."""
    _, listed, name = word.rpartition("list of ")
    kind = KINDS[name]
    if (kind == "choice") != (options is not None) and "of" not in findings.dropped:
        findings.report("WE355", word.place, type=str(word))
    item = Type(
        kind,
        options=tuple(Option(str(o), label_of(o, label)) for o, label in (options or {}).items()),
        unit=str(unit) if unit is not None and kind in ("integer", "number") else None,
    )
    if unit is not None and kind not in ("integer", "number"):
        findings.report("WE356", unit.place, unit=str(unit), type=str(word))
    return Type("list", item=item) if listed else item


def compile_attributes(section: written.Customer, findings: Findings) -> dict[str, Attribute]:
    """The attributes in the author's order, by id; a name in two portraits is a finding."""
    attributes: dict[str, Attribute] = {}
    portraits = section.attributes
    for portrait in PORTRAITS:
        group: Mapping[Written, written.Attribute] = {}
        if portraits is not None:
            group = {
                "basic": portraits.basic,
                "operating": portraits.operating,
                "service_value": portraits.service_value,
            }[portrait]
        for name, attribute in group.items():
            if name in attributes:
                findings.report("WE357", name.place, name=str(name))
                continue
            attributes[str(name)] = _attribute(name, attribute, portrait, findings)
    dates = [id_ for id_, attribute in attributes.items() if attribute.type.kind == "date"]
    for attribute in _all(section):
        if attribute.as_of is not None:
            findings.known(attribute.as_of, dates, DATE_ATTRIBUTE)
    return attributes


def _all(section: written.Customer) -> list[written.Attribute]:
    if section.attributes is None:
        return []
    groups = section.attributes
    return [*groups.basic.values(), *groups.operating.values(), *groups.service_value.values()]


def _attribute(
    name: Written, attribute: written.Attribute, portrait: Portrait, findings: Findings
) -> Attribute:
    kind = value_type(attribute.type, attribute.of, attribute.unit, findings)
    stale_after = None
    if attribute.stale_after is not None:
        stale_after, found = parse_frequency(attribute.stale_after)
        findings.add(found)
        if stale_after is not None and stale_after.kind != "rolling":
            text = attribute.stale_after
            findings.report("WE359", text.place, period=str(text))
    minimum = _limit(attribute.min, kind, findings)
    maximum = _limit(attribute.max, kind, findings)
    if minimum is not None and maximum is not None and minimum > maximum:  # type: ignore[operator]
        assert attribute.min is not None, "it has a value"
        findings.report(
            "WE371", attribute.min.place, minimum=str(attribute.min), maximum=str(attribute.max)
        )
    return Attribute(
        id=str(name),
        label=label_of(name, attribute.label),
        type=kind,
        portrait=portrait,
        place=name.place,
        required=attribute.required,
        minimum=minimum,
        maximum=maximum,
        as_of=None if attribute.as_of is None else str(attribute.as_of),
        stale_after=stale_after,
    )


def _limit(text: Written | None, kind: Type, findings: Findings) -> int | dt.date | None:
    if text is None:
        return None
    kind = kind.item if kind.item is not None else kind
    if not kind.ordered:
        findings.report("WE358", text.place, type=str(kind))
        return None
    value, found = literal(text, kind)
    findings.add(found)
    return value if isinstance(value, int | dt.date) else None
