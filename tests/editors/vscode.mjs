// The scenario in Visual Studio Code itself, as its server shows it in a browser, with the packaged extension.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const { CODE_SERVER, CHROMIUM, EXTENSION, MSK_LINT, WORKSPACE } = process.env;
const PORT = 18127;
let failures = 0;
function check(name, holds, detail) {
  if (holds) return;
  failures += 1;
  console.log(`FAILED ${name}`, detail ?? '');
}
const pause = (time) => new Promise((done) => setTimeout(done, time));
/** What comes to hold, or what it came to at last. */
async function wait(ask, time = 30000) {
  const end = Date.now() + time;
  let said = await ask();
  while (!said && Date.now() < end) {
    await pause(100);
    said = await ask();
  }
  return said;
}

const home = join(tmpdir(), `msk-lint-code-${process.pid}`);
const settings = {
  'mskLint.path': MSK_LINT,
  'editor.autoClosingBrackets': 'never',
  'editor.quickSuggestions': 'off',
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
};
mkdirSync(join(home, 'Machine'), { recursive: true });
writeFileSync(join(home, 'Machine', 'settings.json'), JSON.stringify(settings));
const program = [CODE_SERVER, '--user-data-dir', home, '--extensions-dir', join(home, 'extensions')];
const env = { ...process.env, XDG_CONFIG_HOME: home };
execFileSync(process.execPath, [...program, '--install-extension', EXTENSION], { env, stdio: 'pipe' });
const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
const server = spawn(process.execPath, [...program, ...quiet, '--bind-addr', `127.0.0.1:${PORT}`, WORKSPACE], { env, stdio: 'ignore' });
const browser = await puppeteer.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox'],
  defaultViewport: { width: 1400, height: 1400 },
});

async function scenario() {
  const answers = () =>
    new Promise((done) => {
      const socket = connect(PORT, '127.0.0.1', () => (socket.destroy(), done(true)));
      socket.on('error', () => done(false));
    });
  check('the server answers', await wait(answers));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${PORT}/?folder=${WORKSPACE}`);
  await page.waitForSelector('.monaco-workbench .explorer-viewlet', { timeout: 60000 });
  const texts = (selector) => page.$$eval(selector, (found) => found.map((one) => one.innerText.replace(/\s+/g, ' ')));
  const press = async (key, ...held) => {
    for (const one of held) await page.keyboard.down(one);
    await page.keyboard.press(key);
    for (const one of held.reverse()) await page.keyboard.up(one);
  };
  const open = async (name, place) => {
    await press('KeyP', 'Control');
    await page.waitForSelector('.quick-input-widget input');
    await page.keyboard.type(name);
    await wait(async () => (await texts('.quick-input-list .monaco-list-row')).some((row) => row.includes(name)));
    await page.keyboard.press('Enter');
    await page.waitForSelector(`.tab.active[data-resource-name="${name}"]`, { timeout: 30000 });
    await press('KeyG', 'Control');
    await pause(500);
    await page.keyboard.type(place);
    await page.keyboard.press('Enter');
    await pause(500);
  };
  const problems = () => texts('.markers-panel .monaco-list-row');
  const comes = (text) => wait(async () => (await problems()).some((row) => row.includes(text)));
  const goes = (text) => wait(async () => !(await problems()).some((row) => row.includes(text)));
  const line = async (text) => (await texts('.editor-instance .view-line')).some((one) => one.includes(text));

  await press('KeyM', 'Control', 'Shift');
  // Files that nobody opened; 1-based, in UTF-16 behind multibyte text.
  const blocked = 'one broker down stops';
  check('a finding in a file not open', await comes(blocked), await problems());
  const row = (await problems()).find((found) => found.includes(blocked)) ?? '';
  check('behind multibyte text', row.includes('[Ln 4, Col 17]'), row);
  check('its rule', row.includes('min-insync-blocks-writes'), row);
  check('another file', await wait(async () => (await problems()).some((found) => found.startsWith('odd.tf'))));

  await open('odd.tf', '5:30');
  await press('KeyK', 'Control');
  await press('KeyI', 'Control');
  const hovers = async () => (await texts('.monaco-hover')).find((text) => text.includes('did you mean delete.topic.enable'));
  check('hover', await wait(hovers));
  await page.keyboard.press('Escape');
  await pause(300);
  await press('Period', 'Control');
  const offered = async () => (await texts('.action-widget .monaco-list-row')).includes('write delete.topic.enable');
  check('a fix is offered', await wait(offered), await texts('.action-widget .monaco-list-row'));
  await page.keyboard.press('Enter');
  check('the fix is right', await wait(() => line('/* ä😀漢 */ "delete.topic.enable=true",')));
  check('it is found no more', await goes('delete.topics.enable is no Kafka broker property'));

  const place = `4:${17 + 'min.insync.replicas=3'.length}`;
  await open('configuration.tf', place);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('2');
  check('mended', await goes(blocked), await problems());
  await press('KeyS', 'Control');
  const saved = () => readFileSync(join(WORKSPACE, 'configuration.tf'), 'utf8').includes('min.insync.replicas=2');
  check('saved', await wait(saved));
  await page.keyboard.press('Backspace');
  await page.keyboard.type('3');
  check('worse again', await comes(blocked));
  await press('KeyS', 'Control');
  await wait(() => !saved());

  // Renamed and deleted on disk, which the editor watches by itself; what is open stays open, so nothing is.
  await press('KeyK', 'Control');
  await page.keyboard.press('KeyW');
  check('closed', await wait(async () => (await texts('.tab')).length === 0), await texts('.tab'));
  renameSync(join(WORKSPACE, 'configuration.tf'), join(WORKSPACE, 'renamed.tf'));
  check('renamed', await wait(async () => (await problems()).some((found) => found.startsWith('renamed.tf'))), await problems());
  rmSync(join(WORKSPACE, 'renamed.tf'));
  check('deleted', await goes(blocked), await problems());
  if (failures && process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE });
}

try {
  await scenario();
} catch (problem) {
  check('the scenario', false, problem);
} finally {
  await browser.close();
  server.kill();
  rmSync(home, { recursive: true, force: true });
}
process.exit(failures ? 1 : 0);
