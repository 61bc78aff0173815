"""Policies as they lie open in an editor, without a server."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.lsp.answers import Answers
from workflow_engine.lsp.open_policy import OpenPolicy
from workflow_engine.lsp.session import Session

HEAD = """\
policy: {id: p, version: "1"}
customer:
  key: customer_id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位}
      market: {type: choice, of: {urban: 城镇, rural: 乡村}, label: {zh: 市场, en: Market}}
roles:
  manager: {label: 客户经理}
"""


def _raised(error: BaseException) -> None:
    raise error


class Desk:
    """A policy whose files are open and not saved; a `^` in a text is where the cursor is."""

    def __init__(self, folder: Path, files: dict[str, str], lang: Language = "zh") -> None:
        self.folder = folder
        self.session = Session(lang, lambda _policy, _checked: None, _raised)
        self.place: tuple[str, types.Position] | None = None
        for name, text in files.items():
            before, mark, after = text.partition("^")
            path = str(folder / name)
            if mark:
                last = before.rpartition("\n")[2]
                units = len(last.encode("utf-16-le")) // 2
                self.place = (path, types.Position(before.count("\n"), units))
            self.session.buffers.texts = {**self.session.buffers.texts, path: before + after}

    def text(self, name: str) -> str:
        return self.session.buffers.texts[str(self.folder / name)]

    @property
    def policy(self) -> OpenPolicy:
        assert self.place is not None
        policy = self.session.policy_of(self.place[0])
        assert policy is not None
        return policy

    @property
    def answers(self) -> Answers:
        assert self.place is not None
        return Answers(self.session, self.place[0], self.policy)

    @property
    def position(self) -> types.Position:
        assert self.place is not None
        return self.place[1]

    def proposed(self) -> dict[str, types.CompletionItem]:
        """What may be typed at the cursor, by label."""
        return {item.label: item for item in self.answers.completion(self.position)}

    def after(self, label: str) -> str:
        """The line of the cursor after a proposal is taken."""
        assert self.place is not None
        edit = self.proposed()[label].text_edit
        assert isinstance(edit, types.TextEdit)
        line = self.session.buffers.texts[self.place[0]].split("\n")[edit.range.start.line]
        units = line.encode("utf-16-le")
        start, end = 2 * edit.range.start.character, 2 * edit.range.end.character
        return units[:start].decode("utf-16-le") + edit.new_text + units[end:].decode("utf-16-le")

    def hover(self) -> str | None:
        told = self.answers.hover(self.position)
        if told is None:
            return None
        assert isinstance(told.contents, types.MarkupContent)
        return told.contents.value
