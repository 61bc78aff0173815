"""The server as a process, asked as an editor asks it."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

from tests.lsp.editors import CONFIG, Editor, applied, copied, slice_of
from tests.lsp.written_policies import HEAD

pytestmark = pytest.mark.asyncio
PYRAMID, TAGS = "tobacco-retail/pyramid.yaml", "tobacco-retail/tags.yaml"
ERROR = types.DiagnosticSeverity.Error


@pytest_lsp.fixture(config=CONFIG)
async def client(lsp_client: LanguageClient):
    yield
    await lsp_client.shutdown_session()


def small(folder: Path, tags: str = "tags:\n  big: {when: tier >= 28}\n") -> Path:
    """A policy of few lines; the file of its tags."""
    (folder / "p").mkdir()
    (folder / "p/a.yaml").write_text(HEAD)
    (folder / "p/tags.yaml").write_text(tags)
    return folder / "p/tags.yaml"


def errors(found: list[types.Diagnostic]) -> list[types.Diagnostic]:
    return [one for one in found if one.severity == ERROR]


async def test_findings_come_while_typing_and_go_with_the_fix(client, tmp_path):
    editor = Editor(client)
    answer = await editor.start(tmp_path)
    assert answer.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Full
    uri = editor.open(small(tmp_path))
    assert not errors(await editor.findings(uri))
    right = editor.texts[uri]
    editor.type(uri, right.replace("tier >= 28", "teir >= 28"))
    (wrong,) = errors(await editor.findings(uri))
    assert slice_of(editor.texts[uri], wrong.range) == "teir"
    assert (wrong.source, wrong.code) == ("workflow-engine", "WE325")
    assert "tier" in wrong.message

    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(uri), wrong.range, types.CodeActionContext([wrong])
    )
    (fix,) = await client.text_document_code_action_async(asked)
    assert fix.kind == types.CodeActionKind.QuickFix
    editor.type(uri, applied(editor.texts[uri], fix.edit.changes[uri]))
    assert editor.texts[uri] == right
    assert not errors(await editor.findings(uri))
    assert (tmp_path / "p/tags.yaml").read_text() == right


async def test_half_typed_text_everywhere_is_answered(client, tmp_path):
    editor = Editor(client)
    rules = copied(tmp_path, "tobacco-retail")
    await editor.start(tmp_path)
    uri = editor.open(rules / TAGS)
    whole = editor.texts[uri]
    for cut in range(0, len(whole), 97):
        editor.type(uri, whole[:cut] + "😀{")
        place = editor.at(uri, whole[:cut])
        await client.text_document_completion_async(types.CompletionParams(**place))
        await client.text_document_hover_async(types.HoverParams(**place))
        await client.text_document_definition_async(types.DefinitionParams(**place))
        document = types.TextDocumentIdentifier(uri)
        await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert client.log_messages == []
    assert editor.registered


async def test_a_name_is_followed_and_changed_in_all_files(client, tmp_path):
    editor = Editor(client)
    rules = copied(tmp_path, "tobacco-retail")
    await editor.start(tmp_path)
    uri = editor.open(rules / "tobacco-retail/optional.yaml")
    place = editor.at(uri, "eligible: big_cust")
    (defined,) = await client.text_document_definition_async(types.DefinitionParams(**place))
    assert defined.uri == (rules / TAGS).as_uri()
    assert slice_of((rules / TAGS).read_text(), defined.range) == "big_customer"
    asked = types.ReferenceParams(types.ReferenceContext(True), **place)
    uses = await client.text_document_references_async(asked)
    files = {use.uri.rpartition("/")[2] for use in uses}
    assert {"tags.yaml", "optional.yaml", "visits.yaml", "feedback.yaml"} <= files
    assert any(name.endswith(".test.yaml") for name in files)

    where = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**place))
    assert where.placeholder == "big_customer"
    renaming = types.RenameParams(new_name="大户", **place)
    edit = await client.text_document_rename_async(renaming)
    assert sum(map(len, edit.changes.values())) == len(uses)
    with pytest.raises(JsonRpcException, match="已经有叫"):
        await client.text_document_rename_async(types.RenameParams(new_name="overstock", **place))
    with pytest.raises(JsonRpcException, match="不能用在条件里"):
        await client.text_document_rename_async(types.RenameParams(new_name="大 户", **place))
    assert client.log_messages == []


@pytest.mark.parametrize("locale", ["zh-cn", "en-GB"])
async def test_a_tag_is_told_with_its_condition_and_its_customers(client, tmp_path, locale):
    editor = Editor(client)
    rules = copied(tmp_path, "tobacco-retail")
    await editor.start(tmp_path, locale)
    uri = editor.open(rules / TAGS)
    await editor.findings(uri)
    params = types.HoverParams(**editor.at(uri, "  overst"))
    told = (await client.text_document_hover_async(params)).contents.value
    words = ("库存偏高", "条件：库存可销天数 \\> 30 天", "现有 300 户：成立 ", "用到")
    english = ("Overstock", "When: Days of stock \\> 30 ", "Of 300 customers: ", "Used")
    for word in words if locale == "zh-cn" else english:
        assert word in told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_count_as_the_editor_does(client, tmp_path, encoding):
    editor = Editor(client)
    answer = await editor.start(tmp_path, encodings=(encoding,))
    assert answer.capabilities.position_encoding == encoding
    uri = editor.open(small(tmp_path))
    await editor.findings(uri)
    before = '  欢喜: {label: "😀👍🏽 大喜", when: '
    editor.type(uri, editor.texts[uri] + before + "teir >= 28}\n")
    (wrong,) = errors(await editor.findings(uri))
    units = {"utf-8": len(before.encode()), "utf-16": len(before) + 3, "utf-32": len(before)}
    line = editor.texts[uri].count("\n") - 1
    assert wrong.range.start == types.Position(line, units[encoding])
    assert wrong.range.end == types.Position(line, units[encoding] + 4)


async def test_formatting_is_that_of_fmt(client, tmp_path):
    editor = Editor(client)
    await editor.start(tmp_path)
    uri = editor.open(
        tmp_path / "a.yaml", "tags:\n     大:  {when: a,label: 😀 }\n\n\n\nneeds: {}\n"
    )
    params = types.DocumentFormattingParams(
        types.TextDocumentIdentifier(uri), types.FormattingOptions(4, insert_spaces=False)
    )
    edits = await client.text_document_formatting_async(params)
    assert applied(editor.texts[uri], edits) == "tags:\n  大: {when: a, label: 😀}\n\nneeds: {}\n"
    editor.type(uri, "tags: {")
    assert not await client.text_document_formatting_async(params)


async def test_tests_that_differ_are_shown_where_they_expect_it(client, tmp_path):
    editor = Editor(client)
    rules = copied(tmp_path, "tobacco-retail")
    await editor.start(tmp_path)
    tests = editor.open(rules / "tobacco-retail/tests/pyramid.test.yaml")
    assert not await editor.findings(tests)
    uri = editor.open(rules / PYRAMID)
    await editor.findings(uri)
    editor.type(uri, editor.texts[uri].replace("net >= 20000", "net >= 20001"))
    found = await editor.findings(tests)
    assert "最有价值客户" in found[0].message
    assert slice_of(editor.texts[tests], found[0].range) == "most_valuable"
    assert (found[0].code, found[0].severity) == ("WE790", ERROR)


async def test_what_is_saved_counts_and_closing_goes_back_to_the_disk(client, tmp_path):
    editor = Editor(client)
    file = small(tmp_path)
    await editor.start(tmp_path)
    uri = editor.open(file)
    assert not errors(await editor.findings(uri))
    editor.type(uri, editor.texts[uri] + "more: [\n")
    assert errors(await editor.findings(uri))
    client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    assert not errors(await editor.findings(uri))
    uri = editor.open(file, editor.texts[uri])
    assert errors(await editor.findings(uri))
    editor.type(uri, file.read_text() + "\n# 保存\n")
    editor.save(uri)
    assert not errors(await editor.findings(uri))


async def test_a_file_that_changes_on_the_disk_is_read_again(client, tmp_path):
    editor = Editor(client)
    file = small(tmp_path)
    await editor.start(tmp_path)
    uri = editor.open(tmp_path / "p/a.yaml")
    assert not errors(await editor.findings(file.as_uri()))
    file.write_text("tags:\n  big: {when: teir >= 28}\n")
    event = types.FileEvent(file.as_uri(), types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert errors(await editor.findings(file.as_uri()))
    assert not errors(await editor.findings(uri))


async def test_a_blueprint_is_checked_against_its_policy(client, tmp_path):
    editor = Editor(client)
    copied(tmp_path, "tobacco-retail")
    await editor.start(tmp_path)
    uri = editor.open(tmp_path / "blueprints/tobacco-retail/visit_round.yaml")
    assert not errors(await editor.findings(uri))
    editor.type(uri, editor.texts[uri].replace("owner: account_manager", "owner: acount_manager"))
    (wrong,) = errors(await editor.findings(uri))
    assert slice_of(editor.texts[uri], wrong.range) == "acount_manager"


async def test_other_yaml_files_are_left_alone(client, tmp_path):
    editor = Editor(client)
    await editor.start(tmp_path)
    uri = editor.open(tmp_path / "compose.yaml", "services:\n  web: {image: x}\n")
    place = editor.at(uri, "services")
    assert await client.text_document_hover_async(types.HoverParams(**place)) is None
    assert await client.text_document_completion_async(types.CompletionParams(**place)) in ([], ())
    assert client.diagnostics == {}
