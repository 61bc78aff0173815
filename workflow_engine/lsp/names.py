"""The names of one policy over all its files: what each is, and where it is used."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.name_kinds import OWNED, TERMS


class Names:
    """All mentions by file, each led to its definition."""

    def __init__(self, files: Mapping[str, Iterable[Mention]]) -> None:
        self.files = {file: tuple(mentions) for file, mentions in files.items()}
        self._defined: dict[tuple[str, str], list[Mention]] = {}
        for mention in self.all():
            if mention.defines:
                for kind in mention.kinds:
                    self._defined.setdefault((kind, _plain(mention.name)), []).append(mention)

    def all(self) -> Iterator[Mention]:
        """Every mention of every file."""
        for mentions in self.files.values():
            yield from mentions

    def at(self, file: str, line: int, column: int) -> Mention | None:
        """The name at a position, also right behind its last character; the shortest one."""
        found = [
            mention
            for mention in self.files.get(file, ())
            if mention.place.line == line
            and mention.place.column <= column <= mention.place.end_column
        ]
        resolved = [mention for mention in found if self.definition(mention)] or found
        return min(resolved, key=lambda m: m.place.end_column - m.place.column, default=None)

    def definition(self, mention: Mention) -> Mention | None:
        """Where the name of a mention is defined; None where it is not, or a keyword."""
        if mention.defines:
            return mention
        for kind in mention.kinds:
            candidates = self._defined.get((kind, _plain(mention.name)), [])
            if kind in OWNED and mention.owner:
                candidates = [one for one in candidates if one.owner == mention.owner]
            if candidates:
                return candidates[0]
        return None

    def mentions(self, definition: Mention) -> list[Mention]:
        """Every place where a name that is defined here stands, the definition among them."""
        same = self._defined[definition.kinds[0], _plain(definition.name)]
        twins = [one for one in same if one.owner == definition.owner]
        return [
            mention
            for mention in self.all()
            if _plain(mention.name) == _plain(definition.name) and self.definition(mention) in twins
        ]

    def of(self, kinds: Iterable[str], owner: str = "") -> list[Mention]:
        """The definitions of some kinds, in the order of the files; with an `owner`, its own."""
        wanted = tuple(kinds)
        return [
            mention
            for mention in self.all()
            if mention.defines
            and mention.kinds[0] in wanted
            and (not owner or mention.kinds[0] not in OWNED or mention.owner == owner)
        ]

    def taken(self, definition: Mention, name: str) -> Mention | None:
        """What has a name already that cannot be given to another of its namespace."""
        kind = definition.kinds[0]
        for other in TERMS if kind in TERMS else (kind,):
            for one in self._defined.get((other, _plain(name)), []):
                if other not in OWNED or one.owner == definition.owner:
                    return one
        return None


def _plain(name: str) -> str:
    """A name as expressions compare it."""
    return unicodedata.normalize("NFKC", name)
