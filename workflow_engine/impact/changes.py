"""What differs between two versions of a policy, in business words, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.impact.field_labels import SECTIONS, section_label
from workflow_engine.impact.meaning import Meaning, conjuncts, meaning
from workflow_engine.impact.outline import UNLABELLED, Entry, Facet, outline
from workflow_engine.impact.table_rows import ORDERED, paired
from workflow_engine.impact.wording import Wording
from workflow_engine.program.program import Definition, Item, Program, Row, Table

_B = Bilingual

ChangeKind = Literal["added", "removed", "changed", "renamed", "follows"]
Proof = Literal["same", "different", "unsure"]
_Entries: TypeAlias = dict[tuple[str, tuple[str, ...]], Entry]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    `title` says of what (`客户金字塔 · 负值客户`), `aspect` which side of it (`facet` names that
    side), `before` and `after` how it was and is; of a set `gone` and `came` are the elements that
    differ. `name` is the definition, item or attribute the change is in, None for all else.
    `proof` says whether that decides the same as before, `note` the same in words, with a customer
    for whom it does not. What `follows` is worded as before, and comes to something else through
    what it reads. `grant` is the privilege or promise the change is in, as `grants` names it.
    """

    section: str
    kind: ChangeKind
    title: Bilingual
    aspect: Bilingual | None = None
    facet: str | None = None
    before: Bilingual | None = None
    after: Bilingual | None = None
    gone: tuple[Bilingual, ...] = ()
    came: tuple[Bilingual, ...] = ()
    details: tuple[tuple[Bilingual, Bilingual], ...] = ()
    old_place: Place | None = None
    new_place: Place | None = None
    name: str | None = None
    proof: Proof | None = None
    note: Bilingual | None = None
    grant: str | None = None


def changes(old: Program, new: Program) -> tuple[Change, ...]:
    """Everything that differs between two versions, in the order of the sections.

    Where the meaning differs (`Program.hash`) and nothing else is found, only an order differs that
    says nothing: one change tells so. Places, layout and comments never count.
    """
    if old.hash == new.hash:
        return ()
    before, after, renamed = _versions(old, new)
    found = [*_entries(before, after, renamed), *_rows(old, new, renamed)]
    if not found:
        words = _B(
            "只有不影响服务的先后顺序或写法不同",
            "only an order or a way of writing differs that changes no service",
        )
        found = [Change("other", "changed", words)]
    return in_order(found)


def renames(old: Program, new: Program) -> dict[str, str]:
    """The definitions and items that were only renamed: their new names by the old ones."""
    if old.hash == new.hash:
        return {}
    *_, names = _versions(old, new)
    before, after = (_named_things(program) for program in (old, new))
    return {
        name: later
        for name, later in names.items()
        if name in before and later in after and name not in after and later not in before
    }


def _named_things(program: Program) -> dict[str, Definition | Item]:
    return {**program.items, **program.definitions}


def in_order(found: Iterable[Change]) -> tuple[Change, ...]:
    """Changes by section, in the order of the report."""
    order = {section: place for place, section in enumerate(SECTIONS)}
    last = len(order) - 1
    return tuple(sorted(found, key=lambda change: order.get(change.section, last)))


def _versions(old: Program, new: Program) -> tuple[_Entries, _Entries, dict[str, str]]:
    """The entries of both versions, and old names with their new ones.

    Renamed is what is gone, and came back the same under another name: of two that could be it,
    none is.
    """
    before, after = _by_path(outline(old)), _by_path(outline(new))
    names: dict[str, str] = {}
    for _ in range(_MOST_ROUNDS):
        gone = [e for key, e in before.items() if key not in after and len(e.path) == 1]
        came = [e for key, e in after.items() if key not in before and len(e.path) == 1]
        found = dict(_same_under_other_name(gone, came, names, (old, new)))
        if not found:
            break
        names |= found
        before = _by_path(outline(old, names))
    return before, after, names


_MOST_ROUNDS = 8
"""A name that is only seen to be renamed once others are: so many steps are looked for."""


def _same_under_other_name(
    gone: Sequence[Entry],
    came: Sequence[Entry],
    known: Mapping[str, str],
    programs: tuple[Program, Program],
) -> Iterator[tuple[str, str]]:
    for entry in gone:
        if entry.path[0] in known.values():
            continue
        content = _content(entry, programs[0], known)
        if content is None:
            continue
        alike = [
            one
            for one in came
            if one.section == entry.section != "visits"  # known by the names of categories
            and _alike(one, entry)
            and _content(one, programs[1], {}) == content
        ]
        twins = [
            one
            for one in gone
            if one.section == entry.section
            and _alike(one, entry)
            and _content(one, programs[0], known) == content
        ]
        if len(alike) == 1 and len(twins) == 1 and entry.facets:
            yield entry.path[0], alike[0].path[0]


def _alike(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same."""
    return one.facets.keys() == other.facets.keys() and all(
        one.facets[name].meaning == other.facets[name].meaning for name in one.facets
    )


def _content(entry: Entry, program: Program, known: Mapping[str, str]) -> Meaning:
    """All that is said of something without a label, but for its name; what has one is known by it.

    None of what is neither a definition nor an item.
    """
    if "label" not in entry.facets or entry.facets["label"].meaning != UNLABELLED:
        return ()
    own = entry.name or ""
    if own not in program.definitions and own not in program.items:
        return None
    thing = _named_things(program)[own]
    return meaning(replace(thing, label=Bilingual.same("")), {**known, thing.id: ""})


def _by_path(entries: Iterable[Entry]) -> _Entries:
    return {(entry.section, entry.path): entry for entry in entries}


def _entries(before: _Entries, after: _Entries, renamed: Mapping[str, str]) -> Iterator[Change]:
    former = {new_name: old_name for old_name, new_name in renamed.items()}
    for key, entry in after.items():
        was = before.get(key)
        if was is None:
            if not _within(entry, before.keys(), after.keys()):
                yield _whole("added", entry, after.values())
            continue
        if len(entry.path) == 1 and entry.path[0] in former and entry.section != "visits":
            yield Change(
                entry.section,
                "renamed",
                entry.title,
                before=Bilingual.same(former[entry.path[0]]),
                after=Bilingual.same(entry.path[0]),
                old_place=was.place,
                new_place=entry.place,
                name=entry.name,
                grant=entry.grant,
            )
        yield from _facets(was, entry)
    for key, entry in before.items():
        if key not in after and not _within(entry, after.keys(), before.keys()):
            yield _whole("removed", entry, before.values())


def _within(
    entry: Entry,
    other: Iterable[tuple[str, tuple[str, ...]]],
    own: Iterable[tuple[str, tuple[str, ...]]],
) -> bool:
    """Whether an entry is told with the one it is in, which the other version lacks."""
    others, owns = set(other), set(own)
    return any(
        (entry.section, entry.path[:length]) in owns
        and (entry.section, entry.path[:length]) not in others
        for length in range(1, len(entry.path))
    )


def _whole(kind: Literal["added", "removed"], entry: Entry, all_: Iterable[Entry]) -> Change:
    """Something that is new or gone, with what it says; what lies in it is told with it."""
    details = [(facet.label, facet.text) for facet in _telling(entry)]
    for one in all_:
        inner = one.path[: len(entry.path)] == entry.path and len(one.path) > len(entry.path)
        if one.section == entry.section and inner and entry.path:
            said = [f.text for f in _telling(one) if f.label.zh != "名称"]
            text = Bilingual("；".join(t.zh for t in said), "; ".join(t.en for t in said))
            details.append((_last(one.title), text))
    return Change(
        entry.section,
        kind,
        entry.title,
        details=tuple(details),
        old_place=entry.place if kind == "removed" else None,
        new_place=entry.place if kind == "added" else None,
        name=entry.name,
        grant=entry.grant,
    )


_NAMING = frozenset({"label", "name", "text"})


def _telling(entry: Entry) -> Iterator[Facet]:
    """The facets that say something: not those that are empty, false, or the entry's title."""
    for name, facet in entry.facets.items():
        empty = facet.meaning in (None, (), False, "")
        if not empty and not (name in _NAMING and facet.text == entry.title):
            yield facet


def _last(title: Bilingual) -> Bilingual:
    return Bilingual(title.zh.rsplit(" · ", 1)[-1], title.en.rsplit(" · ", 1)[-1])


def _facets(was: Entry, entry: Entry) -> Iterator[Change]:
    """What differs of one entry."""
    nothing = _B("无", "none")
    for name in dict.fromkeys((*entry.facets, *was.facets)):
        one, other = was.facets.get(name), entry.facets.get(name)
        label = (other or one or _nobody()).label
        if one is not None and other is not None and one.meaning == other.meaning:
            continue
        if name == "order" and (one is None or other is None):
            continue  # that an order counts now, or does no more, is said by the rule that says so
        if entry.section == "never" and was.title == entry.title:
            continue  # written as before: what it comes to follows from what it names
        change = Change(
            entry.section,
            "changed",
            entry.title,
            label,
            name,
            nothing if one is None else one.text,
            nothing if other is None else other.text,
            old_place=was.place,
            new_place=entry.place,
            name=entry.name,
            grant=entry.grant,
        )
        if one is not None and other is not None and one.parts and other.parts:
            before, after = one.parts, other.parts
            change = replace(
                change,
                gone=tuple(text for key, text in before.items() if key not in after),
                came=tuple(text for key, text in after.items() if key not in before),
            )
        yield change


def _nobody() -> Facet:
    raise AssertionError("a facet is in one of the two")


def _rows(old: Program, new: Program, renamed: Mapping[str, str]) -> Iterator[Change]:
    """What differs in the rules of tables that both versions have."""
    said_before, said_after = Wording(old), Wording(new)
    for name, table in old.definitions.items():
        later = new.definitions.get(renamed.get(name, name))
        if not isinstance(table, Table) or not isinstance(later, Table):
            continue
        pairing = paired(table.rows, later.rows, renamed)
        about = _About(table, later, said_before, said_after)
        for row in pairing.removed:
            yield about.change("removed", row, None)
        for was, is_ in pairing.pairs:
            if _differs(was, is_, renamed):
                yield about.changed(was, is_, renamed)
        for row in pairing.added:
            yield about.change("added", None, row)
        if later.hit in ORDERED and pairing.reordered:
            yield about.reordered(pairing.pairs)


def _differs(was: Row, is_: Row, renamed: Mapping[str, str]) -> bool:
    return bool(meaning((was.when, was.then), renamed) != meaning((is_.when, is_.then), {}))


@dataclass(frozen=True, slots=True)
class _About:
    """The changes of one table."""

    old: Table
    new: Table
    said_before: Wording
    said_after: Wording

    def change(self, kind: ChangeKind, was: Row | None, is_: Row | None) -> Change:
        row = is_ or was
        assert row is not None, "a rule is in one of the two versions"
        aspect = _B(f"规则 {row.number}", f"rule {row.number}")
        if was is not None and is_ is not None and was.number != is_.number:
            aspect = _B(
                f"规则 {is_.number}（原 {was.number}）", f"rule {is_.number} (was {was.number})"
            )
        return Change(
            "tables",
            kind,
            self.new.label,
            aspect,
            "row",
            before=None if was is None else self.said_before.row(self.old, was),
            after=None if is_ is None else self.said_after.row(self.new, is_),
            old_place=None if was is None else was.place,
            new_place=None if is_ is None else is_.place,
            name=self.new.id,
        )

    def changed(self, was: Row, is_: Row, renamed: Mapping[str, str]) -> Change:
        """A rule in both versions: what is the same of it says which, what differs how."""
        change = self.change("changed", was, is_)
        same_when = meaning(was.when, renamed) == meaning(is_.when, {})
        results = self._results(was, is_, renamed)
        if same_when:
            about = self.said_after.condition(is_)
            sides = results
        elif any(results):
            whole = self.said_before.row(self.old, was), self.said_after.row(self.new, is_)
            return replace(change, before=whole[0], after=whole[1])
        else:
            about = self.said_after.outputs(self.new, is_.then)
            sides = self._cells(was, is_, renamed)
        assert change.aspect is not None, "a rule has a number"
        zh, en = change.aspect.zh, change.aspect.en
        aspect = _B(f"{zh}（{about.zh}）", f"{en} ({about.en})")
        return replace(change, aspect=aspect, before=sides[0], after=sides[1])

    def _results(
        self, was: Row, is_: Row, renamed: Mapping[str, str]
    ) -> tuple[Bilingual | None, Bilingual | None]:
        """The results that differ, on both sides; none where all are the same."""
        if meaning(self.old.outputs, renamed) != meaning(self.new.outputs, {}):
            return self.said_before.outputs(self.old, was.then), self.said_after.outputs(
                self.new, is_.then
            )
        differing = [
            place
            for place, (one, other) in enumerate(zip(was.then, is_.then, strict=True))
            if meaning(one, renamed) != meaning(other, {})
        ]
        if not differing:
            return None, None
        return (
            self.said_before.outputs(self.old, was.then, differing),
            self.said_after.outputs(self.new, is_.then, differing),
        )

    def _cells(self, was: Row, is_: Row, renamed: Mapping[str, str]) -> tuple[Bilingual, Bilingual]:
        """The parts of the conditions that differ."""
        known = {meaning(part, renamed): part for part in conjuncts(was.when)}
        later = {meaning(part, {}): part for part in conjuncts(is_.when)}
        gone = [part for key, part in known.items() if key not in later]
        came = [part for key, part in later.items() if key not in known]
        return self.said_before.parts(gone), self.said_after.parts(came)

    def reordered(self, pairs: Iterable[tuple[Row, Row]]) -> Change:
        """Rules in another order, by their old numbers."""
        listed = sorted(pairs, key=lambda pair: pair[1].number)
        later = [str(was.number) for was, _ in listed]
        before = "、".join(sorted(later, key=int))
        after = "、".join(later)
        return Change(
            "tables",
            "changed",
            self.new.label,
            _B("规则的先后顺序", "order of the rules"),
            "order",
            Bilingual(before, before.replace("、", ", ")),
            Bilingual(after, after.replace("、", ", ")),
            old_place=self.old.place,
            new_place=self.new.place,
            name=self.new.id,
        )


def by_section(found: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes under the name of their section, in their order."""
    sections: dict[str, list[Change]] = {}
    for change in found:
        sections.setdefault(change.section, []).append(change)
    return sections


def section_title(section: str) -> Bilingual:
    """What a section of changes is called."""
    return section_label(section)
