"""The scenario with the capabilities of three editors, as pytest-lsp has them."""

import asyncio
import os
import pathlib
import shutil

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = pathlib.Path(os.environ["WORKSPACE"])
BLOCKED = "min-insync-blocks-writes"


@pytest_lsp.fixture(
    params=["neovim", "visual_studio_code", "emacs"],
    config=ClientServerConfig(server_command=[os.environ["MSK_LINT"], "lsp"]),
)
async def client(request, lsp_client: LanguageClient):
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def _registered(_parameters: types.RegistrationParams):
        return None

    root = ROOT / request.param
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("neovim", "visual_studio_code", "emacs"))
    (root / ".git").mkdir(exist_ok=True)
    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(uri=root.as_uri(), name="w")],
        )
    )
    lsp_client.root = root
    yield
    await lsp_client.shutdown_session()
    shutil.rmtree(root)


def found(client, name, rule):
    shown = client.diagnostics.get((client.root / name).as_uri(), [])
    return next((one for one in shown if one.code == rule), None)


async def until(what, holds):
    for _ in range(600):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(what)


def units(text, encoding):
    return len(text.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(text.encode("utf-8" if encoding == "utf-8" else "utf-32-le")) // (1 if encoding == "utf-8" else 4)


@pytest.mark.asyncio
async def test_scenario(client: LanguageClient):
    path = client.root / "configuration.tf"
    text, uri = path.read_text(), path.as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri=uri, language_id="", version=1, text=text))
    )
    await until("a finding", lambda: found(client, "configuration.tf", BLOCKED))
    await until("a finding in a file not open", lambda: client.diagnostics.get((client.root / "odd.tf").as_uri()))
    span = found(client, "configuration.tf", BLOCKED).range
    line = text.splitlines()[span.start.line]
    encoding = client.init_result.capabilities.position_encoding if hasattr(client, "init_result") else "utf-16"
    encoding = str(getattr(encoding, "value", encoding) or "utf-16") if hasattr(client, "init_result") else None
    before = line[: line.index("min.insync")]
    expected = [units(before, one) for one in ([encoding] if encoding else ["utf-8", "utf-16", "utf-32"])]
    assert span.start.character in expected
    assert span.end.character - span.start.character == len("min.insync.replicas=3")

    identifier = types.TextDocumentIdentifier(uri)
    at = types.Position(span.start.line, span.start.character + 4)
    hover = await client.text_document_hover_async(types.HoverParams(identifier, at))
    assert "min.insync.replicas" in hover.contents.value
    offers = await client.text_document_completion_async(types.CompletionParams(identifier, at))
    offers = getattr(offers, "items", offers)
    assert any(offer.label == "min.insync.replicas" for offer in offers)

    three = types.Range(types.Position(span.end.line, span.end.character - 1), span.end)

    def change(version, content):
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=uri, version=version),
                [types.TextDocumentContentChangePartial(range=three, text=content)],
            )
        )

    change(2, "2")
    await until("mended", lambda: not found(client, "configuration.tf", BLOCKED))
    path.write_text(text.replace("replicas=3", "replicas=2"))
    client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))
    change(3, "3")
    await until("worse again", lambda: found(client, "configuration.tf", BLOCKED))
    client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
    await until("as on disk", lambda: not found(client, "configuration.tf", BLOCKED))
    renamed = client.root / "renamed.tf"
    renamed.write_text(text)
    path.unlink()
    client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams(
            [
                types.FileEvent(uri, types.FileChangeType.Deleted),
                types.FileEvent(renamed.as_uri(), types.FileChangeType.Created),
            ]
        )
    )
    await until("renamed", lambda: found(client, "renamed.tf", BLOCKED))
    renamed.unlink()
    client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams([types.FileEvent(renamed.as_uri(), types.FileChangeType.Deleted)])
    )
    await until("deleted", lambda: not found(client, "renamed.tf", BLOCKED))
