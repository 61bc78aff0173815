"""An editor at the other end of the protocol, and the policies it opens."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest_lsp
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.cli.running import ROOT, environment

COMMAND = [sys.executable, "-m", "workflow_engine", "lsp"]
CONFIG = pytest_lsp.ClientServerConfig(server_command=COMMAND, server_env=environment())


def copied(folder: Path, *names: str) -> Path:
    """The shipped policies of these names with their blueprints, in a folder of their own."""
    for name in names:
        for kind in ("rules", "blueprints"):
            shutil.copytree(ROOT / kind / name, folder / kind / name)
    return folder / "rules"


class Editor:
    """What somebody does in an editor; a `|` in a text stands where the cursor is."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.registered: list[types.Registration] = []
        self.versions: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.seen: dict[str, object] = {}

    async def start(
        self, folder: Path, locale: str = "zh-CN", encodings: tuple[str, ...] = ("utf-16",)
    ) -> types.InitializeResult:
        capabilities = types.ClientCapabilities(
            general=types.GeneralClientCapabilities(position_encodings=list(encodings)),
            workspace=types.WorkspaceClientCapabilities(
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                    dynamic_registration=True
                )
            ),
        )

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations

        params = types.InitializeParams(
            capabilities=capabilities, locale=locale, root_uri=folder.as_uri()
        )
        return await self.client.initialize_session(params)

    def open(self, file: Path, text: str | None = None) -> str:
        """Open a file, with what is in it or with a text; its address."""
        uri = file.as_uri()
        self.texts[uri] = file.read_text() if text is None else text
        self.versions[uri] = 1
        document = types.TextDocumentItem(uri, "yaml", 1, self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return uri

    def type(self, uri: str, text: str) -> None:
        """The file's text is now this one."""
        self.texts[uri] = text
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def save(self, uri: str) -> None:
        """Write the file as it was typed."""
        Path(types_path(uri)).write_text(self.texts[uri])
        document = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(document))

    async def findings(self, uri: str) -> list[types.Diagnostic]:
        """What is found in a file, once that is not what was found before."""
        async with asyncio.timeout(60):
            while self.client.diagnostics.get(uri) is self.seen.get(uri):
                await self.client.protocol.wait_for_notification_async(
                    types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
                )
        self.seen[uri] = self.client.diagnostics[uri]
        return list(self.seen[uri])

    def at(self, uri: str, before: str, behind: int = 0) -> dict[str, object]:
        """The place behind the first `before` in an open file, as requests name it."""
        offset = self.texts[uri].index(before) + len(before) + behind
        lines = self.texts[uri][:offset].split("\n")
        character = len(lines[-1].encode("utf-16-le")) // 2
        return {
            "text_document": types.TextDocumentIdentifier(uri),
            "position": types.Position(len(lines) - 1, character),
        }


def types_path(uri: str) -> str:
    from pygls.uris import to_fs_path

    return os.fspath(to_fs_path(uri) or "")


def slice_of(text: str, stretch: types.Range) -> str:
    """The part of a text that a range of UTF-16 units names."""
    lines = text.split("\n")
    assert stretch.start.line == stretch.end.line
    units = lines[stretch.start.line].encode("utf-16-le")
    return units[2 * stretch.start.character : 2 * stretch.end.character].decode("utf-16-le")


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """A text after an editor's edits, from the last to the first."""
    lines = text.split("\n")

    def offset(position: types.Position) -> int:
        if position.line >= len(lines):
            return len(text)
        units = lines[position.line].encode("utf-16-le")[: 2 * position.character]
        return sum(len(line) + 1 for line in lines[: position.line]) + len(
            units.decode("utf-16-le")
        )

    for edit in sorted(edits, key=lambda edit: edit.range.start, reverse=True):
        start, end = offset(edit.range.start), offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text
