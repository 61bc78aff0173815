"""The language server: what an editor asks led to its answers, over standard input and output."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
from collections.abc import Callable
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from workflow_engine import __version__
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.lsp.answers import Answers, format_edits
from workflow_engine.lsp.findings import shown
from workflow_engine.lsp.open_policy import Checked, OpenPolicy
from workflow_engine.lsp.positions import Positions
from workflow_engine.lsp.renaming import RenameRefused
from workflow_engine.lsp.session import Session, path_of

_log = logging.getLogger("workflow_engine.lsp")
_WATCHED = ("**/*.yaml", "**/customers.csv")
_Answer = TypeVar("_Answer")


class PolicyServer(LanguageServer):
    """The server and the session it serves; `lang` None takes the editor's language."""

    def __init__(self, lang: Language | None) -> None:
        super().__init__(
            "workflow-engine",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        self.lang_given = lang is not None
        self.session = Session(lang or "zh", self.publish, self.tell)
        self._told: dict[str, list[types.Diagnostic]] = {}

    def publish(self, policy: OpenPolicy, checked: Checked) -> None:
        """Show what a check found where it is not what is shown already."""
        session = self.session

        def positions(file: str) -> Positions:
            text = checked.texts.get(file)
            return (
                Positions(text, session.encoding) if text is not None else session.positions(file)
            )

        folders = (policy.folder, policy.files.blueprint_folder())
        inside = tuple(f"{folder}{os.sep}" for folder in folders if folder is not None)
        gone = [file for file in self._told if file.startswith(inside)]
        for file in dict.fromkeys((*checked.texts, *checked.findings, *gone)):
            found = checked.findings.get(file, ())
            listed = [shown(one, positions, session.lang) for one in found]
            if self._told.get(file) != listed:
                self._told[file] = listed
                params = types.PublishDiagnosticsParams(session.uri(file), listed)
                self.text_document_publish_diagnostics(params)

    def tell(self, error: BaseException) -> None:
        """Note a mistake of this program where the editor keeps its servers' messages."""
        _log.error("%s: %s", type(error).__name__, error)
        text = f"workflow-engine: {type(error).__name__}: {error}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, text))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Note what went wrong outside of an answer, without a window that interrupts."""
        del source
        if not isinstance(error, JsonRpcInvalidParams):  # an answer to the author
            self.tell(error)


def make_server(lang: Language | None = None) -> PolicyServer:
    """A server with all its features; messages in `lang`, else in the editor's language."""
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_no_answer)
    server = PolicyServer(lang)
    _serve_files(server)
    _serve_names(server)
    _serve_words(server)
    return server


def _is_no_answer(record: logging.LogRecord) -> bool:
    """Whether a message of pygls tells of a mistake, and not of a request that was refused."""
    return record.exc_info is None or not isinstance(record.exc_info[1], JsonRpcInvalidParams)


def _answers(server: PolicyServer, document: Any) -> Answers | None:
    path = path_of(document.uri)
    policy = None if path is None else server.session.policy_of(path)
    return None if path is None or policy is None else Answers(server.session, path, policy)


def _calmly(
    answer: Callable[[PolicyServer, Any], _Answer],
) -> Callable[[PolicyServer, Any], _Answer | None]:
    """An answer that is none, and a line in the log, where this program has a mistake."""

    @functools.wraps(answer)
    def calm(server: PolicyServer, params: Any) -> _Answer | None:
        try:
            return answer(server, params)
        except JsonRpcInvalidParams:
            raise
        except Exception as error:  # noqa: BLE001  # no half-typed text may end the server
            server.tell(error)
            return None

    return calm


def _serve_files(server: PolicyServer) -> None:
    """Files opened, typed in, saved and closed."""

    @server.feature(types.INITIALIZE)
    def initialize(ls: PolicyServer, params: types.InitializeParams) -> None:
        if not ls.lang_given:
            ls.session.lang = "en" if (params.locale or "zh").lower().startswith("en") else "zh"

    @server.feature(types.INITIALIZED)
    def initialized(ls: PolicyServer, _params: types.InitializedParams) -> None:
        ls.session.encoding = str(ls.server_capabilities.position_encoding or "utf-16")
        watching = ls.client_capabilities.workspace
        files = None if watching is None else watching.did_change_watched_files
        if files is not None and files.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("files", method, options)
            ls.client_register_capability(types.RegistrationParams([registration]))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @_calmly
    def opened(ls: PolicyServer, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        if (path := path_of(document.uri)) is not None:
            ls.session.opened(path, document.uri, document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @_calmly
    def changed(ls: PolicyServer, params: types.DidChangeTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path is not None and params.content_changes:
            ls.session.typed(path, params.content_changes[-1].text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @_calmly
    def saved(ls: PolicyServer, params: types.DidSaveTextDocumentParams) -> None:
        if (path := path_of(params.text_document.uri)) is not None:
            ls.session.on_disk(path)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    @_calmly
    def closed(ls: PolicyServer, params: types.DidCloseTextDocumentParams) -> None:
        if (path := path_of(params.text_document.uri)) is not None:
            ls.session.closed(path)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    @_calmly
    def on_disk(ls: PolicyServer, params: types.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            if (path := path_of(change.uri)) is not None:
                ls.session.on_disk(path)


def _serve_names(server: PolicyServer) -> None:
    """Definitions, uses, renaming, and the outline."""

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    @_calmly
    def definition(ls: PolicyServer, params: types.DefinitionParams) -> list[types.Location]:
        answers = _answers(ls, params.text_document)
        return [] if answers is None else answers.definition(params.position)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    @_calmly
    def references(ls: PolicyServer, params: types.ReferenceParams) -> list[types.Location]:
        answers = _answers(ls, params.text_document)
        declared = params.context.include_declaration
        return [] if answers is None else answers.references(params.position, declared=declared)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    @_calmly
    def highlights(
        ls: PolicyServer, params: types.DocumentHighlightParams
    ) -> list[types.DocumentHighlight]:
        answers = _answers(ls, params.text_document)
        return [] if answers is None else answers.highlights(params.position)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    @_calmly
    def renamable(
        ls: PolicyServer, params: types.PrepareRenameParams
    ) -> types.PrepareRenamePlaceholder | None:
        answers = _answers(ls, params.text_document)
        return None if answers is None else answers.renamable(params.position)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @_calmly
    def renamed(ls: PolicyServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
        answers = _answers(ls, params.text_document)
        try:
            return None if answers is None else answers.renamed(params.position, params.new_name)
        except RenameRefused as refused:
            raise JsonRpcInvalidParams(refused.why.get(ls.session.lang)) from None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    @_calmly
    def outlined(
        ls: PolicyServer, params: types.DocumentSymbolParams
    ) -> list[types.DocumentSymbol]:
        answers = _answers(ls, params.text_document)
        return [] if answers is None else answers.outline()


def _serve_words(server: PolicyServer) -> None:
    """Meanings, proposals, fixes and layout."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(ls: PolicyServer, params: types.HoverParams) -> types.Hover | None:
        return await asyncio.to_thread(hovered, ls, params)  # customers are counted for it

    @_calmly
    def hovered(ls: PolicyServer, params: types.HoverParams) -> types.Hover | None:
        answers = _answers(ls, params.text_document)
        return None if answers is None else answers.hover(params.position)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[":", " ", '"', "'", "[", "{", ","]),
    )
    @_calmly
    def completion(ls: PolicyServer, params: types.CompletionParams) -> list[types.CompletionItem]:
        answers = _answers(ls, params.text_document)
        return [] if answers is None else answers.completion(params.position)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=[types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]
        ),
    )
    @_calmly
    def actions(ls: PolicyServer, params: types.CodeActionParams) -> list[types.CodeAction]:
        answers = _answers(ls, params.text_document)
        return [] if answers is None else answers.actions(params.range)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    @_calmly
    def formatted(ls: PolicyServer, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        path = path_of(params.text_document.uri)
        text = None if path is None else ls.session.buffers.text(path)
        if path is None or text is None:
            return []
        return format_edits(text, path, Positions(text, ls.session.encoding))
