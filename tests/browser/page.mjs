// Opens pages as their readers do, and fails at the first thing that is not as it should be.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const [folder, pictures] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  // What a page might ask for outside would fail, and be seen.
  args: ['--no-sandbox', '--disable-gpu', '--proxy-server=127.0.0.1:9', '--force-color-profile=srgb'],
});

/** A page with everything noted that should not happen. */
async function open(name, { scripts = true, dark = false, width = 1280 } = {}) {
  const page = await browser.newPage();
  const faults = [];
  const address = pathToFileURL(`${folder}/${name}.html`).href;
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) faults.push(`request: ${request.url()}`);
  });
  if (scripts) {
    await page.evaluateOnNewDocument(() => {
      globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(event.violatedDirective));
    });
  }
  await page.setJavaScriptEnabled(scripts);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  await page.setViewport({ width, height: 900 });
  await page.goto(address, { waitUntil: 'load' });
  return { page, faults };
}

/** A picture of the whole page, or of its beginning where it is very long. */
async function picture(page, name) {
  const { width, height } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight,
  }));
  await page.screenshot({ path: `${pictures}/${name}.png`, clip: { x: 0, y: 0, width, height: Math.min(height, 8000) } });
}

/** Nothing happened that should not, and nothing is wider than the window. */
async function isClean({ page, faults }) {
  assert.deepEqual(faults, []);
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} pixels wider than its window`);
}

// The cluster of production: six brokers in three zones, three replicas, of which three must be in sync.
const CLUSTER = await (async () => {
  const { page } = await open('infra');
  const all = await page.$$eval('.cluster', (clusters) => clusters.map((each) => [each.id, each.querySelector('h3').textContent]));
  await page.close();
  return `#${all.find(([, name]) => name === 'module.orders.aws_msk_cluster.main')[0]}`;
})();
const outcome = (page) => page.$eval(`${CLUSTER} .outcome`, (element) => element.textContent);
const states = (page) => page.$$eval(`${CLUSTER} .partitions .state`, (elements) => elements.map((each) => each.textContent));
const text = (page) => page.$eval('body', (element) => element.innerText);

{
  const opened = await open('infra');
  const { page } = opened;
  const before = await page.$eval(CLUSTER, (element) => element.innerText);
  const buttons = await page.$$(`${CLUSTER} .broker button`);
  assert.equal(buttons.length, 6);
  const pressed = () => page.$$eval(`${CLUSTER} .take`, (all) => all.map((each) => each.getAttribute('aria-pressed')));
  assert.ok((await pressed()).every((state) => state === 'false'));

  // The mouse takes a broker down: half of the partitions stop, as the matrix says.
  await buttons[1].click();
  assert.match(await outcome(page), /^Broker 4 is down: 6 of the 12 drawn partitions refuse acks=all writes, all can be read\.$/);
  assert.equal((await states(page)).filter((state) => state === 'writes stop').length, 6);
  const written = await page.$eval(`${CLUSTER} .availability tbody tr .writes`, (element) => element.textContent);
  assert.match(written, /^50 % of partitions stop/);
  assert.deepEqual((await pressed()).filter((state) => state !== 'false').sort(), ['mixed', 'true']);
  await picture(page, 'light');

  // Every single broker and every zone does what the exact matrix says.
  const shares = await page.evaluate(() => {
    const found = [];
    // The placement of brokers that do not divide evenly over the zones is no share that the matrix has.
    const isEven = (cluster) => new Set([...cluster.querySelectorAll('.zone')].map((zone) => zone.querySelectorAll('.broker').length)).size === 1;
    for (const cluster of [...document.querySelectorAll('.cluster:has(.drawing)')].filter(isEven)) {
      cluster.querySelector('.reset').click();
      const count = () => cluster.querySelectorAll('.partitions li:is(.stopped, .unreadable)').length;
      const all = cluster.querySelectorAll('.partitions li').length;
      const worst = (selector) => {
        let most = 0;
        for (const button of cluster.querySelectorAll(selector)) {
          button.click();
          most = Math.max(most, count());
          button.click();
        }
        return most / all;
      };
      const row = (name) => [...cluster.querySelectorAll('.availability tbody tr')].find((each) => each.cells[0].textContent === name);
      const share = (name) => {
        const said = row(name).cells[1].textContent;
        return said === 'ok' ? 0 : said.startsWith('all') ? 1 : Number.parseInt(said) / 100;
      };
      found.push(['1 broker', worst('.broker button'), share('1 broker')], ['1 zone', worst('.zone > button'), share('1 zone')]);
    }
    return found;
  });
  assert.ok(shares.length >= 4, `only ${shares.length} events were compared`);
  for (const [event, drawn, exact] of shares) assert.ok(Math.abs(drawn - exact) <= 0.005, `${event}: ${drawn} drawn, ${exact} said`);

  // The keyboard does the same, and everything is up again as it was.
  await page.focus(`${CLUSTER} .zone > button`);
  await page.keyboard.press('Space');
  assert.match(await outcome(page), /^Brokers \d, \d are down: all of the 12 drawn partitions refuse/);
  await page.focus(`${CLUSTER} .reset`);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'broker 1');
  assert.equal(await page.$eval(CLUSTER, (element) => element.innerText), before);

  // Links inside the page lead somewhere; notes can be put away.
  const dangling = await page.$$eval('a[href^="#"]', (links) =>
    links.map((link) => link.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id)));
  assert.deepEqual(dangling, []);
  const notes = () => page.$$eval('.finding.note', (all) => all.filter((each) => each.offsetParent !== null).length);
  assert.ok((await notes()) > 0);
  await page.click('#notes');
  assert.equal(await notes(), 0);
  await page.click('#notes');
  await isClean(opened);

  // On paper nothing is folded.
  writeFileSync(`${pictures}/report.pdf`, await page.pdf({ format: 'A4' }));
  assert.ok(readFileSync(`${pictures}/report.pdf`).length > 20_000);
  await page.close();
}

for (const [name, options] of [
  ['dark', { dark: true }],
  ['narrow', { width: 390 }],
  ['narrow-dark', { width: 390, dark: true }],
]) {
  const opened = await open('infra', options);
  await opened.page.click(`${CLUSTER} .zone > button`);
  await picture(opened.page, name);
  await isClean(opened);
  await opened.page.close();
}

// Without scripts the page says the same, and offers nothing that does not work.
{
  const { page, faults } = await open('infra', { scripts: false });
  const said = await text(page);
  for (const words of ['50 % of partitions stop', 'writes ok', 'Every broker is up', 'min.insync.replicas equals the replication factor']) {
    assert.ok(said.includes(words), words);
  }
  assert.ok(!said.includes('Click a broker') && !said.includes('all up again'));
  assert.ok(await page.$$eval('button', (all) => all.every((each) => each.disabled || each.hidden)));
  await picture(page, 'without-scripts');
  assert.deepEqual(faults, []);
  await page.close();
}

// Text from files stays text.
{
  const opened = await open('hostile');
  const { page } = opened;
  assert.match(await page.title(), /^msk-lint: /);
  assert.equal(await page.$$eval('img, svg, iframe, object, embed, link, form', (all) => all.length), 0);
  const handlers = await page.$$eval('*', (all) =>
    all.flatMap((each) => [...each.attributes].map((attribute) => attribute.name)).filter((name) => /^on|^style$|^src$/.test(name)));
  assert.deepEqual(handlers, []);
  assert.ok((await text(page)).includes('<script>document.title'));
  await isClean(opened);
  // A script that got in all the same would not run.
  const wasRun = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.wasRun = true';
    document.body.append(script);
    return globalThis.wasRun === true;
  });
  assert.equal(wasRun, false);
  await page.close();
}

await browser.close();
console.log(`the page in Chromium: passed; pictures in ${pictures}`);
