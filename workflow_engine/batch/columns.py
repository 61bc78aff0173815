"""Which column of a file or key of a mapping is which attribute of the policy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.program.program import Program


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns found: attribute (or key, name) by its id, to the column as it is written."""

    found: Mapping[str, str]
    unknown: tuple[str, ...]
    twice: tuple[tuple[str, str, str], ...]
    """(id, first column, second column)"""


KEY_NAMES = ("客户编号", "客户编码", "customer no.")
NAME_NAMES = ("客户名称", "customer name")
"""Names of the key and name columns, unless the policy gives them to an attribute."""
_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[]\s*([^()\[\]]*)\s*[)\]]")


class ColumnNames:
    """The names under which a file may carry each attribute: its id, or its label in a language.

    Ids go before labels; a label that two attributes share names neither. Spelling in full-width
    letters or capitals is forgiven, and so is the attribute's own unit in brackets at the end.
    """

    def __init__(
        self, names: Iterable[tuple[str, Iterable[str]]], units: Mapping[str, str] | None = None
    ) -> None:
        self._ids: dict[str, str] = {}
        labels: dict[str, set[str]] = {}
        for id_, others in names:
            self._ids[folded(id_)] = id_
            for other in others:
                labels.setdefault(folded(other), set()).add(id_)
        self._labels = {
            label: next(iter(ids))
            for label, ids in labels.items()
            if len(ids) == 1 and label not in self._ids
        }
        self._units = units or {}

    @classmethod
    def of(cls, program: Program) -> ColumnNames:
        """The key, the name and all attributes of a policy."""
        labelled = [(a.id, (a.label.zh, a.label.en)) for a in program.attributes.values()]
        taken = {folded(name) for id_, labels in labelled for name in (id_, *labels)}
        plain = [
            (own, [name for name in names if name not in taken])
            for own, names in ((program.key, KEY_NAMES), (program.name, NAME_NAMES))
            if own
        ]
        units = {a.id: folded(a.type.unit) for a in program.attributes.values() if a.type.unit}
        return cls([*plain, *labelled], units)

    def attribute(self, column: str) -> str | None:
        """The id that a column's name stands for."""
        name = folded(column)
        found = self._ids.get(name) or self._labels.get(name)
        if found is None and (parts := _IN_BRACKETS.fullmatch(name)) is not None:
            bare = self._ids.get(parts[1]) or self._labels.get(parts[1])
            if bare is not None and self._units.get(bare) == parts[2]:
                return bare
        return found

    def suggestion(self, column: str, given: Iterable[str]) -> str | None:
        """The one name that was probably meant, among those not in use by `given` columns."""
        used = {self.attribute(other) for other in given}
        known = {**self._labels, **self._ids}
        free = [name for name in known if known[name] not in used]
        parts = _IN_BRACKETS.fullmatch(folded(column))
        if parts is not None and parts[1] in free:
            return parts[1]
        return did_you_mean(folded(column), free)

    def sort(self, columns: Sequence[str]) -> Columns:
        """Tells apart known columns, unknown ones, and attributes that stand in two columns."""
        found: dict[str, str] = {}
        unknown = []
        twice = []
        for column in columns:
            attribute = self.attribute(column)
            if attribute is None:
                if column:
                    unknown.append(column)
            elif attribute in found:
                twice.append((attribute, found[attribute], column))
            else:
                found[attribute] = column
        return Columns(found, tuple(unknown), tuple(twice))


def folded(name: str) -> str:
    """A name for comparison: full-width letters and capitals count as plain ones."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def check_columns(program: Program, columns: Columns, place: Place) -> list[Diagnostic]:
    """Findings about a file's columns: errors when no row can be used, otherwise warnings."""
    findings = []
    names = ColumnNames.of(program)
    if program.key not in columns.found:
        written = [*columns.found.values(), *columns.unknown]
        findings.append(
            diagnose("WE506", place, column=program.key, columns=", ".join(written) or "–")
        )
    for attribute, first, second in columns.twice:
        named = [Bilingual(f"“{column}”", f"`{column}`") for column in (first, second)]
        findings.append(
            diagnose("WE507", place, attribute=attribute, first=named[0], second=named[1])
        )
    for column in columns.unknown:
        meant = names.suggestion(column, columns.found.values())
        told = (
            None if meant is None else Bilingual(f"是不是“{meant}”？", f"did you mean `{meant}`?")
        )
        findings.append(diagnose("WE508", place, column=column, help=told))
    for known in program.attributes.values():
        if known.id in columns.found or known.id in (program.key, program.name):
            continue
        code = "WE510" if known.required else "WE509"
        findings.append(diagnose(code, place, column=column_name(program, known.id)))
    return findings


def column_name(program: Program, attribute: str) -> Bilingual:
    """An attribute for a message: its label, with the id where they differ."""
    known = program.attributes.get(attribute)
    if known is None:
        return Bilingual.same(attribute)
    zh, en = known.label.zh, known.label.en
    return Bilingual(
        zh if zh == attribute else f"{zh}（{attribute}）",
        en if en == attribute else f"{en} ({attribute})",
    )
