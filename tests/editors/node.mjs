// The scenario with the protocol library of VS Code, and its capabilities.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import rpc from 'vscode-languageserver-protocol/node';

const root = process.env.WORKSPACE;
const uri = (name) => pathToFileURL(`${root}/${name}`).toString();
const server = spawn(process.env.MSK_LINT, ['lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = rpc.createProtocolConnection(
  new rpc.StreamMessageReader(server.stdout),
  new rpc.StreamMessageWriter(server.stdin),
);
const shown = new Map();
const registered = [];
let wake = () => {};
connection.onNotification(rpc.PublishDiagnosticsNotification.type, (told) => {
  shown.set(told.uri, told);
  wake();
});
connection.onRequest(rpc.RegistrationRequest.type, (told) => void registered.push(...told.registrations));
connection.onRequest(rpc.ConfigurationRequest.type, () => [null]);
connection.onRequest(rpc.WorkDoneProgressCreateRequest.type, () => null);
connection.listen();

async function until(what, holds) {
  const end = Date.now() + 30000;
  while (!holds()) {
    assert(Date.now() < end, what);
    await new Promise((resolve) => { wake = resolve; setTimeout(resolve, 200); });
  }
}
const found = (name, rule) => shown.get(uri(name))?.diagnostics.find((one) => one.code === rule);

const answer = await connection.sendRequest(rpc.InitializeRequest.type, {
  processId: process.pid,
  rootUri: uri('').replace(/\/$/, ''),
  clientInfo: { name: 'Visual Studio Code', version: '1.99' },
  workspaceFolders: [{ uri: uri('').replace(/\/$/, ''), name: 'w' }],
  capabilities: {
    general: { positionEncodings: ['utf-16'] },
    textDocument: {
      publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true, versionSupport: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
        resolveSupport: { properties: ['edit'] }, dataSupport: true,
      },
    },
    workspace: {
      configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true },
      workspaceEdit: { documentChanges: true },
    },
    window: { workDoneProgress: true },
  },
});
assert.equal(answer.capabilities.positionEncoding, 'utf-16');
await connection.sendNotification(rpc.InitializedNotification.type, {});

const blocked = 'min-insync-blocks-writes';
const text = readFileSync(`${root}/configuration.tf`, 'utf8');
const open = (name, content) => connection.sendNotification(rpc.DidOpenTextDocumentNotification.type, {
  textDocument: { uri: uri(name), languageId: 'terraform', version: 1, text: content },
});
const change = (name, version, range, content) =>
  connection.sendNotification(rpc.DidChangeTextDocumentNotification.type, {
    textDocument: { uri: uri(name), version }, contentChanges: [{ range, text: content }],
  });
await open('configuration.tf', text);
await until('a finding', () => found('configuration.tf', blocked));
await until('a finding in a file not open', () => shown.get(uri('odd.tf'))?.diagnostics.length > 0);
const { range, relatedInformation } = found('configuration.tf', blocked);
const covered = text.split('\n')[range.start.line].slice(range.start.character, range.end.character);
assert.equal(covered, 'min.insync.replicas=3');
assert(relatedInformation.some((place) => place.location.uri === uri('cluster.tf')));

const at = { textDocument: { uri: uri('configuration.tf') }, position: { line: range.start.line, character: range.start.character + 4 } };
const hover = await connection.sendRequest(rpc.HoverRequest.type, at);
assert(hover.contents.value.includes('min.insync.replicas'));
const offers = await connection.sendRequest(rpc.CompletionRequest.type, at);
assert(offers.some((offer) => offer.label === 'min.insync.replicas'));
const definition = await connection.sendRequest(rpc.DefinitionRequest.type, at);
assert.equal(definition[0].uri, uri('cluster.tf'));

// A fix is offered without its edits, which come when it is chosen.
const odd = readFileSync(`${root}/odd.tf`, 'utf8');
await open('odd.tf', odd);
const line = { line: 4, character: 0 };
const actions = await connection.sendRequest(rpc.CodeActionRequest.type, {
  textDocument: { uri: uri('odd.tf') }, range: { start: line, end: line }, context: { diagnostics: [], only: ['quickfix'] },
});
const fix = actions.find((action) => action.isPreferred);
assert.equal(fix.edit, undefined);
const { edit } = await connection.sendRequest(rpc.CodeActionResolveRequest.type, fix);
const [first] = edit.documentChanges[0].edits;
assert.equal(edit.documentChanges[0].textDocument.version, 1);
const mended = odd.split('\n');
const { start, end } = first.range;
mended[start.line] = mended[start.line].slice(0, start.character) + first.newText + mended[end.line].slice(end.character);
assert.equal(mended[4], '    /* ä😀漢 */ "delete.topic.enable=true",');
await change('odd.tf', 2, first.range, first.newText);
await until('the new version', () => shown.get(uri('odd.tf')).version === 2);

// An edit mends, and is saved; then the file is renamed and deleted.
const three = { start: { ...range.end, character: range.end.character - 1 }, end: range.end };
await change('configuration.tf', 2, three, '2');
await until('mended', () => !found('configuration.tf', blocked) && shown.get(uri('configuration.tf')).version === 2);
writeFileSync(`${root}/configuration.tf`, text.replace('replicas=3', 'replicas=2'));
await connection.sendNotification(rpc.DidSaveTextDocumentNotification.type, { textDocument: { uri: uri('configuration.tf') } });
await change('configuration.tf', 3, three, '3');
await until('worse again', () => found('configuration.tf', blocked));
await connection.sendNotification(rpc.DidCloseTextDocumentNotification.type, { textDocument: { uri: uri('configuration.tf') } });
await until('as on disk', () => !found('configuration.tf', blocked));
rmSync(`${root}/configuration.tf`);
writeFileSync(`${root}/renamed.tf`, text);
const watched = (changes) => connection.sendNotification(rpc.DidChangeWatchedFilesNotification.type, { changes });
await watched([{ uri: uri('configuration.tf'), type: 3 }, { uri: uri('renamed.tf'), type: 1 }]);
await until('renamed', () => found('renamed.tf', blocked));
renameSync(`${root}/renamed.tf`, `${root}/renamed.txt`);
await watched([{ uri: uri('renamed.tf'), type: 3 }]);
await until('deleted', () => !found('renamed.tf', blocked));
assert(registered.some((one) => one.method === 'workspace/didChangeWatchedFiles'));

await connection.sendRequest(rpc.ShutdownRequest.type);
await connection.sendNotification(rpc.ExitNotification.type);
assert.equal(await new Promise((resolve) => server.on('exit', resolve)), 0);
process.exit(0);
