"""What the server answers to an editor's questions about one file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from lsprotocol import types

from workflow_engine.diagnostics.diagnostic import Edit, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.errors import MeaningChanged
from workflow_engine.language.formatting import format_text
from workflow_engine.language.keywords import Kind
from workflow_engine.lsp.completion import Proposal, proposals
from workflow_engine.lsp.findings import fixes_at
from workflow_engine.lsp.meaning import Meanings, meaning_of_function, meaning_of_keyword
from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.open_policy import OpenPolicy, readable
from workflow_engine.lsp.outline import outline
from workflow_engine.lsp.policy_files import TEST_ENDING
from workflow_engine.lsp.positions import Positions
from workflow_engine.lsp.renaming import rename
from workflow_engine.lsp.session import Session
from workflow_engine.lsp.trial_completion import trial_proposals
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.entry import Entry
from workflow_engine.model.sections import PolicyModel

_WORD = re.compile(r"\w[\w.]*")
_LIKE = {
    "keyword": types.CompletionItemKind.Keyword,
    "name": types.CompletionItemKind.Reference,
    "value": types.CompletionItemKind.EnumMember,
    "function": types.CompletionItemKind.Function,
    "time": types.CompletionItemKind.Unit,
}


class Answers:
    """Answers about the file at `path`, as it is now; `policy` is the one it belongs to."""

    def __init__(self, session: Session, path: str, policy: OpenPolicy) -> None:
        self.session = session
        self.path = path
        self.policy = policy
        self.text = session.buffers.text(path) or ""
        self.positions = Positions(self.text, session.encoding)

    # Names

    def definition(self, position: types.Position) -> list[types.Location]:
        """Where the name at a position is defined."""
        found = self._definition(position)
        return [] if found is None else [self._location(found.place)]

    def references(self, position: types.Position, *, declared: bool) -> list[types.Location]:
        """Where the name at a position stands; with its definition if `declared`."""
        found = self._definition(position)
        if found is None:
            return []
        mentions = self.policy.names().mentions(found)
        return [self._location(one.place) for one in mentions if declared or not one.defines]

    def highlights(self, position: types.Position) -> list[types.DocumentHighlight]:
        """Where in this file the name at a position stands."""
        found = self._definition(position)
        mentions = [] if found is None else self.policy.names().mentions(found)
        return [
            types.DocumentHighlight(
                self.positions.range(one.place),
                types.DocumentHighlightKind.Write
                if one.defines
                else types.DocumentHighlightKind.Read,
            )
            for one in mentions
            if one.place.file == self.path
        ]

    def renamable(self, position: types.Position) -> types.PrepareRenamePlaceholder | None:
        """The name at a position, where it is one that can be changed."""
        mention = self._mention(position)
        if mention is None or self.policy.names().definition(mention) is None:
            return None
        return types.PrepareRenamePlaceholder(self.positions.range(mention.place), mention.name)

    def renamed(self, position: types.Position, name: str) -> types.WorkspaceEdit | None:
        """The edits that change a name everywhere. Raises RenameRefused."""
        found = self._definition(position)
        if found is None:
            return None
        return self._edit(rename(self.policy.names(), found, name))

    def _mention(self, position: types.Position) -> Mention | None:
        line, column = self.positions.point(position)
        return self.policy.names().at(self.path, line, column)

    def _definition(self, position: types.Position) -> Mention | None:
        mention = self._mention(position)
        return None if mention is None else self.policy.names().definition(mention)

    def _location(self, place: Place) -> types.Location:
        positions = self.session.positions(place.file)
        return types.Location(self.session.uri(place.file), positions.range(place))

    def _edit(self, edits: Sequence[Edit]) -> types.WorkspaceEdit:
        changes: dict[str, list[types.TextEdit]] = {}
        for edit in edits:
            spot = self.session.positions(edit.place.file).range(edit.place)
            listed = changes.setdefault(self.session.uri(edit.place.file), [])
            listed.append(types.TextEdit(spot, edit.text))
        return types.WorkspaceEdit(changes=changes)

    # Words

    def hover(self, position: types.Position) -> types.Hover | None:
        """What the word at a position means."""
        found = self._definition(position)
        if found is not None:
            counts = self.session.counts(self.policy)
            names = self.policy.names()
            meanings = Meanings(names, self.policy.program, counts, self.session.lang)
            mention = self._mention(position)
            spot = None if mention is None else self.positions.range(mention.place)
            return _hover(meanings.of(found), spot)
        line, column = self.positions.point(position)
        text = lines_of(self.text)[line - 1]
        for word in _WORD.finditer(text):
            if word.start() < column <= word.end() + 1:
                told = self._meaning(word[0], text[word.end() :].lstrip())
                place = Place(self.path, line, word.start() + 1, line, word.end() + 1)
                return None if told is None else _hover(told, self.positions.range(place))
        return None

    def _meaning(self, word: str, behind: str) -> str | None:
        """What a keyword or a function means, told apart by what stands behind it."""
        if self.path.endswith(TEST_ENDING):
            return None
        if behind.startswith(("(", "（")):
            return meaning_of_function(word)
        if behind.startswith((":", "：")):
            return meaning_of_keyword(word, self._vocabulary(), self.session.lang)
        return None

    def completion(self, position: types.Position) -> list[types.CompletionItem]:
        """What may be typed at a position."""
        line, column = self.positions.point(position)
        lines, names = lines_of(self.text), self.policy.names()
        if self.path.endswith(TEST_ENDING):
            found = trial_proposals(lines, line, column, names)
        else:
            found = proposals(lines, line, column, self._model(), names)
        return [self._item(one, line, column, f"{number:04}") for number, one in enumerate(found)]

    def _item(self, one: Proposal, line: int, column: int, order: str) -> types.CompletionItem:
        start = max(1, column - one.typed)
        spot = self.positions.range(Place(self.path, line, start, line, column))
        return types.CompletionItem(
            label=one.label,
            kind=_LIKE[one.like],
            detail=one.about or None,
            sort_text=order,
            filter_text=one.text,
            text_edit=types.TextEdit(spot, one.text),
        )

    def _model(self) -> type[Entry]:
        return BlueprintModel if self._vocabulary() == "blueprint" else PolicyModel

    def _vocabulary(self) -> Kind:
        return "blueprint" if self.path in self.policy.files.blueprints() else "key"

    # The whole file

    def outline(self) -> list[types.DocumentSymbol]:
        """The sections of the file and what they define, as far as it can be read."""
        node = readable(self.text, self.path)
        mentions = self.policy.names().files.get(self.path, ())
        return outline(node, mentions, self.positions, self.session.lang)

    def formatted(self) -> list[types.TextEdit]:
        """The lines that `fmt` would change; none where the text has mistakes."""
        return format_edits(self.text, self.path, self.positions)

    def actions(self, asked: types.Range) -> list[types.CodeAction]:
        """The fixes for what was found at a stretch of text."""
        checked = self.session.checked.get(self.policy.folder)
        if checked is None or checked.texts.get(self.path) != self.text:
            return []
        findings = checked.findings.get(self.path, ())
        return fixes_at(findings, asked, self.session.positions, self.session.lang)


def format_edits(text: str, path: str, positions: Positions) -> list[types.TextEdit]:
    """The edits that lay a text out as `fmt` does; none where it has mistakes."""
    try:
        after, found = format_text(text, path)
    except MeaningChanged:
        return []
    if found or after == text:
        return []
    old, new = text.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) != len(lines_of(text)) - text.endswith("\n"):  # lines that only Python ends
        return [types.TextEdit(positions.whole(), after)]
    edits = []
    for kind, first, last, start, end in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            spot = Place(path, first + 1, 1, last + 1, 1)
            edits.append(types.TextEdit(positions.range(spot), "".join(new[start:end])))
    return edits


def _hover(text: str, spot: types.Range | None) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), spot)
