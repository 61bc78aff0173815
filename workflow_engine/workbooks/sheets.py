"""What of a policy can be a sheet: decision tables, levels, items, staff; read from its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.keywords import to_chinese, to_english
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.language.reader import read_yaml
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import LABEL
from workflow_engine.model.items import MustDo, Optional
from workflow_engine.model.reading import keyword_language
from workflow_engine.model.scales import Level
from workflow_engine.model.shapes import Listing, OneOf, Scalar, Shape, keys_of
from workflow_engine.model.staff import Member
from workflow_engine.model.tables import Row
from workflow_engine.workbooks.scalars import cell_text

Path = tuple[str, ...]
Form = Literal["text", "list", "either", "language"]
"""How a cell is written: one text, a list, one or a list, one language of a label."""

OTHERWISE = "otherwise"
NUMBER = "#"
_LANGUAGES = {"zh": Bilingual("中文", "zh"), "en": Bilingual("英文", "en")}
_ENTRIES: Mapping[str, type[Entry]] = {"must_do": MustDo, "optional": Optional, "staff": Member}
_ALWAYS = frozenset({"label", "every", "by", "minutes", "when", "strategy", "role", "reports_to"})
"""Columns that are there even where no entry has them yet."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `path` is the keyword, or where it lies below an entry."""

    path: Path
    heading: Bilingual
    form: Form = "text"
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """The part of one file that holds lines of a sheet: a map of entries, or a list of rows."""

    file: str
    lang: Language
    key: ScalarNode
    node: MappingNode | SequenceNode


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: its name or number, and the node it stands for.

    `key` is None for the row of a table.
    """

    name: str
    holder: Holder
    key: ScalarNode | None
    node: Node

    def cell(self, path: Path) -> Node | None:
        """The node that a column shows."""
        here: Node | None = self.node
        for step in path:
            if isinstance(here, MappingNode):
                here = child(here, step)
            elif step == "zh" or (path[0] == "then" and step == path[-1]):
                break  # a label in one text, or the only output of a table
            else:
                return None
        if here is self.node or (path[-1] in _LANGUAGES and isinstance(here, MappingNode)):
            return None
        return here

    def text(self, path: Path) -> str:
        """What the cell of a column shows."""
        return cell_text(self.cell(path))


@dataclass(frozen=True, slots=True)
class PolicySheet:
    """One sheet. `id` is the section, and the name of the table or scale."""

    id: Path
    title: Bilingual
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    model: type[Entry]
    holders: tuple[Holder, ...]
    otherwise: Line | None = None

    @property
    def numbered(self) -> bool:
        """Whether lines have numbers instead of names."""
        return self.id[0] == "tables"

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """The lines, and what a table gives otherwise."""
        return self.lines if self.otherwise is None else (*self.lines, self.otherwise)


def child(node: MappingNode, keyword: str) -> Node | None:
    """The node under a keyword of either language, or under a name of the author's."""
    for key, value in node:
        if key.value == keyword or to_english(key.value) == keyword:
            return value
    return None


def policy_sheets(sources: Mapping[str, str], labels: Mapping[str, Bilingual]) -> list[PolicySheet]:
    """The sheets of a policy given as file → text, in the order of its sections.

    `labels` are what is printed for the names that may head a column of a decision table.
    """
    holders: dict[Path, list[Holder]] = {}
    whole: dict[str, tuple[Holder, MappingNode]] = {}
    for file, text in sources.items():
        root, _ = read_yaml(text, file)
        if not isinstance(root, MappingNode):
            continue
        lang = keyword_language(root)
        for key, node in root:
            section = to_english(key.value) or ""
            if not isinstance(node, MappingNode):
                continue
            if section in _ENTRIES:
                holders.setdefault((section,), []).append(Holder(file, lang, key, node))
            elif section in ("tables", "scales"):
                inside = "rows" if section == "tables" else "levels"
                for name, one in node:
                    if isinstance(one, MappingNode):
                        holder = _inner(one, inside, file, lang)
                        if holder is not None:
                            holders.setdefault((section, name.value), []).append(holder)
                            whole[name.value] = holder, one
    made = []
    for id_ in sorted(holders, key=_place_of_section):
        if id_[0] == "tables":
            holder, node = whole[id_[1]]
            made.append(_table(id_, holder, node, labels))
        else:
            made.append(_entries(id_, holders[id_]))
    return made


_ORDER = ("scales", "tables", "must_do", "optional", "staff")


def _place_of_section(id_: Path) -> int:
    return _ORDER.index(id_[0])


def _inner(node: MappingNode, keyword: str, file: str, lang: Language) -> Holder | None:
    for key, value in node:
        if to_english(key.value) == keyword and isinstance(value, MappingNode | SequenceNode):
            return Holder(file, lang, key, value)
    return None


def _entries(id_: Path, holders: list[Holder]) -> PolicySheet:
    model = Level if id_[0] == "scales" else _ENTRIES[id_[0]]
    lines = [
        Line(key.value, holder, key, node)
        for holder in holders
        if isinstance(holder.node, MappingNode)
        for key, node in holder.node
    ]
    columns = [
        column
        for column in possible_columns(model)
        if column.path[0] in _ALWAYS or any(line.text(column.path) for line in lines)
    ]
    title = Bilingual(id_[-1], id_[-1])
    if id_[0] != "scales":
        title = Bilingual(to_chinese(id_[0]) or id_[0], id_[0])
    return PolicySheet(id_, title, tuple(columns), tuple(lines), model, tuple(holders))


def possible_columns(model: type[Entry]) -> Iterator[Column]:
    """Every column that entries of a model can have: keywords whose value fits into a cell."""
    for keyword, key in keys_of(model).items():
        heading = Bilingual(to_chinese(keyword) or keyword, keyword)
        if key.shape == LABEL:
            for language, word in _LANGUAGES.items():
                named = Bilingual(f"{heading.zh}（{word.zh}）", f"{heading.en} ({word.en})")
                yield Column((keyword, language), named, "language")
        elif (form := _form(key.shape)) is not None:
            yield Column((keyword,), heading, form)


def _form(shape: Shape) -> Form | None:
    if isinstance(shape, Scalar):
        return "text"
    if isinstance(shape, Listing):
        return "list" if isinstance(shape.item, Scalar) else None
    if isinstance(shape, OneOf) and shape.scalar is not None:
        several = shape.sequence is not None and isinstance(shape.sequence.item, Scalar)
        return "either" if several else "text"
    return None


def _table(
    id_: Path, holder: Holder, table: MappingNode, labels: Mapping[str, Bilingual]
) -> PolicySheet:
    items = holder.node.items if isinstance(holder.node, SequenceNode) else ()
    lines = [Line(str(number), holder, None, node) for number, node in enumerate(items, 1)]
    names = list(
        dict.fromkeys(
            key.value
            for line in lines
            if isinstance(line.node, MappingNode)
            for key, _ in line.node
            if to_english(key.value) != "then"
        )
    )
    outputs = _outputs(table)
    then = Bilingual("结果", "then")
    columns = [Column((name,), Bilingual.same(name), "text", labels.get(name)) for name in names]
    columns += [
        Column(("then", name), Bilingual(f"{then.zh}：{name}", f"{then.en}: {name}"))
        for name in outputs
    ] or [Column(("then",), then)]
    last = None
    for key, node in table:
        if to_english(key.value) == OTHERWISE:
            entries = ((ScalarNode(key.value, key.place), node),)
            as_row = MappingNode(tuple((_then(key), value) for key, value in entries), node.place)
            last = Line(OTHERWISE, holder, key, as_row)
    title = Bilingual.same(id_[1])
    return PolicySheet(id_, title, tuple(columns), tuple(lines), Row, (holder,), last)


def _then(key: ScalarNode) -> ScalarNode:
    """The key of `otherwise` as if it were that of a row's result."""
    return ScalarNode(type(key.value)("then", key.place), key.place)


def _outputs(table: MappingNode) -> list[str]:
    """The names of a table's outputs; none where it has but one without a name."""
    gives = child(table, "gives")
    if not isinstance(gives, MappingNode) or isinstance(child(gives, "type"), ScalarNode):
        return []
    return [key.value for key, _ in gives]
