// Starts `msk-lint lsp` and hands it what concerns it.
import { commands, ExtensionContext, window, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { PATTERNS } from './patterns';

const SECTION = 'mskLint';

let client: LanguageClient | undefined;

async function start(): Promise<void> {
  const command = workspace.getConfiguration(SECTION).get<string>('path', 'msk-lint');
  client = new LanguageClient(
    SECTION,
    'msk-lint',
    { command, args: ['lsp', '--stdio'] },
    {
      // Files that may be Terraform's, a client's or read by either; the server knows by itself which of them are.
      documentSelector: [...PATTERNS.map((pattern) => ({ scheme: 'file', pattern })), { scheme: 'untitled' }],
      initializationOptions: workspace.getConfiguration(SECTION),
      synchronize: { configurationSection: SECTION },
    },
  );
  try {
    await client.start();
  } catch {
    void window.showErrorMessage(`msk-lint: ${command} cannot be started; set mskLint.path to where it is`);
  }
}

export async function activate(context: ExtensionContext): Promise<void> {
  const restart = async () => {
    await deactivate();
    await start();
  };
  context.subscriptions.push(
    commands.registerCommand('mskLint.restart', restart),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${SECTION}.path`)) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop().catch(() => undefined);
}
