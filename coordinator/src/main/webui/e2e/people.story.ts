import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { browser, DESKTOP, PHONE } from './browser';
import { link } from './link';

const base = (process.env.REKINDLE_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const control = process.env.REKINDLE_CONTROL ?? '';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE = Number(process.env.REKINDLE_PATIENCE ?? 45_000);

let opened: Awaited<ReturnType<typeof browser>>;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  opened = await browser(DESKTOP);
});
afterAll(() => opened.close());

beforeEach(async () => {
  complaints = [];
  page = await opened.context.newPage();
  page.setDefaultTimeout(PATIENCE);
  watch(page);
});

// Whatever a story is about: no script may fail, no policy be broken, nothing come from elsewhere.
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

function watch(watched: Page) {
  watched.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  watched.on('console', (message) => {
    if (message.type() === 'error' && !/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_NETWORK|status of 4\d\d/.test(message.text())) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  watched.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:\d+\/|http:\/\/localhost:\d+\/|data:)/.test(request.url())) {
      complaints.push(`foreign: ${request.url()}`);
    }
  });
}

const post = (path: string, body: unknown) =>
  fetch(base + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const order = (what: string) => fetch(`${control}/${what}`, { method: 'POST' });

async function started(application: string, more: object = {}): Promise<string> {
  const answer = await post('/api/v1/restores', { application, backupSet: 'newest', requestedBy: 'ann', reason: 'a story', approval: 'none', ...more });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

const state = (word: string) => page.locator('h1 + .rk-labels').getByText(word, { exact: true }).waitFor();
const node = (stage: string, status?: string) => page.locator(`[data-stage="${stage}"]${status ? `[data-status="${status}"]` : ''}`);

/** Survives as long as the page is not loaded again. */
const mark = () => page.evaluate(() => Object.assign(window, { marked: true }));
const marked = () => page.evaluate(() => 'marked' in window);

async function decide(verb: string, reason: string) {
  const dialog = page.getByRole('dialog');
  const name = dialog.getByLabel('Your name');
  await dialog.getByLabel('Reason').fill(reason);
  if ((await name.count()) > 0) {
    await name.fill('ben');
  }
  const button = dialog.getByRole('button', { name: verb, exact: true });
  await button.click();
  await dialog.waitFor({ state: 'detached' });
}

it('one alert, one approval, and the bars are watched to the end', async () => {
  await page.goto(`${base}/console/`);
  await page.getByRole('heading', { name: 'Restores' }).waitFor();
  await mark();
  const startsAt = new Date().toISOString();
  const alert = await post('/webhooks/alertmanager', {
    version: '4',
    status: 'firing',
    groupKey: '{}',
    alerts: [{ status: 'firing', labels: { alertname: 'ShopDown' }, annotations: {}, startsAt, endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: 'f00d' }],
  });
  expect(alert.status).toBe(202);

  const row = page.getByRole('row').filter({ hasText: 'shop' });
  await row.getByText('Awaiting approval').waitFor();
  await row.getByRole('link').first().click();
  await page.getByRole('heading', { name: 'What will be lost' }).waitFor();
  await page.getByText('The portal still answers').waitFor();

  await page.getByRole('button', { name: 'Approve' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Start at once: fence.').waitFor();
  const approve = dialog.getByRole('button', { name: 'Approve', exact: true });
  expect(await approve.isDisabled()).toBe(true);
  await dialog.getByLabel('Reason').fill('portal down since 03:12');
  await dialog.getByLabel('Your name').fill('ben');
  expect(await approve.isDisabled()).toBe(true);
  await dialog.getByLabel('I have read').check();
  await approve.click();
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('tab', { name: 'Stages' }).click();
  await node('fence', 'SUCCEEDED').waitFor();
  await state('Succeeded');
  expect(await page.locator('[data-status="SUCCEEDED"]').count()).toBe(4);
  expect(await marked()).toBe(true);

  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('row').filter({ hasText: 'ben approved' }).getByText('portal down since 03:12').waitFor();
});

it('a worker dies, another goes on, and the page shows it without being loaded again', async () => {
  await order('slow');
  const id = await started('cafe');
  await page.goto(`${base}/console/restores/${id}/stages`);
  await node('fence', 'RUNNING').getByText('%').waitFor();
  await mark();
  await order('kill');
  await order('fast');
  await node('fence').getByText('×2').waitFor();
  await order('start');
  await state('Succeeded');

  await node('fence').click();
  const panel = page.getByLabel('Stage fence');
  await panel.getByText('Its lease passed without a word from the worker.').waitFor();
  const attempts = await panel.getByRole('listitem').filter({ hasText: 'fence token' }).allInnerTexts();
  expect(attempts.length).toBeGreaterThanOrEqual(2);
  expect(attempts[0]).toContain('Succeeded');
  await panel.getByText('8000').waitFor();
  const logs = panel.getByRole('link', { name: 'attempt 2', exact: true });
  expect(await logs.getAttribute('href')).toBe(`https://logs.invalid/?restore=${id}&stage=fence&attempt=2`);
  expect(await marked()).toBe(true);

  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.getByText('The critical path has').waitFor();
  await page.locator('.rk-bar-lost').first().waitFor();
});

it('a person starts a restore, holds it and lets it go on', async () => {
  await order('slow');
  await page.goto(`${base}/console/restores/new`);
  await page.getByLabel('Application').selectOption('club');
  await page.getByRole('radio', { name: 'Restore' }).check();
  await page.getByLabel('Approval').selectOption('none');
  await page.getByRole('button', { name: 'Start the restore' }).click();
  await page.getByText('Say why').waitFor();
  expect(page.url()).toContain('/restores/new');
  await page.getByLabel('Reason').fill('rehearsal');
  await page.getByLabel('Your name').fill('ben');
  await page.getByRole('button', { name: 'Start the restore' }).click();
  await state('Running');

  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Hold' }).click();
  await page.getByRole('dialog').getByText('The restore becomes: held.').waitFor();
  await decide('Hold', 'let me look first');
  await state('Held');
  await page.getByText('Held by a person').first().waitFor();
  await order('fast');
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await decide('Resume', 'looks good');
  await state('Succeeded');
});

it('a start that cannot work explains itself and starts nothing', async () => {
  await started('bank', { approval: 'required' });
  const before = (await (await fetch(`${base}/api/v1/restores?limit=500`)).json()) as { items: unknown[] };
  await page.goto(`${base}/console/restores/new?application=bank&mode=restore`);
  await page.getByText('Two never work on one application').waitFor();
  await page.getByLabel('Backup set').selectOption('unindexed');
  await page.getByText('rekindle backup index').waitFor();
  await page.getByLabel('Reason').fill('because');
  await page.getByLabel('Your name').fill('ben');
  await page.getByRole('button', { name: 'Start the restore' }).click();
  await page.getByText('2 things stand in the way of this start').waitFor();
  const after = (await (await fetch(`${base}/api/v1/restores?limit=500`)).json()) as { items: unknown[] };
  expect(after.items).toHaveLength(before.items.length);
  await page.getByRole('link', { name: 'Open that restore' }).click();
  await page.getByRole('heading', { name: 'bank' }).waitFor();
});

it('a broken connection is made again and nothing is missed', async () => {
  const network = await link(base);
  try {
    await order('slow');
    const id = await started('cafe');
    await page.goto(`${network.url}/console/restores/${id}/journal`);
    await page.getByText('fence: attempt').first().waitFor();
    await mark();
    network.cut();
    await page.getByText('The live connection broke').waitFor();
    await order('fast');
    network.mend();
    await state('Succeeded');
    const facts = ((await (await fetch(`${base}/api/v1/restores/${id}/journal`)).json()) as { items: { seq: number }[] }).items;
    await page.getByLabel(`All ${facts.length} facts`).check({ force: true });
    const numbers = await page.locator('td[data-label="Number"]').allInnerTexts();
    expect(numbers.map(Number)).toEqual(facts.map((fact) => fact.seq).reverse());
    expect(await marked()).toBe(true);
  } finally {
    network.close();
  }
});

it('the keyboard alone reaches a stage, opens it and closes it', async () => {
  const { items } = (await (await fetch(`${base}/api/v1/restores?state=SUCCEEDED`)).json()) as { items: { id: string }[] };
  await page.goto(`${base}/console/restores/${items[0]!.id}/stages`);
  await node('fence').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-stage'))).toMatch(/^stop-/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^stop-/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: /^stop-/ }).waitFor({ state: 'detached' });
});

async function violations(): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (of: Document, how: object) => Promise<{ violations: { impact: string; id: string; help: string; nodes: { html: string }[] }[] }> } }).axe;
    const found = await run.run(document, { resultTypes: ['violations'] });
    return found.violations
      .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
      .map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((one) => one.html.slice(0, 160)).join(' | ')}`);
  });
}

it.each([
  ['light', DESKTOP],
  ['dark', { ...DESKTOP, dark: true }],
  ['a phone', PHONE],
])('axe finds nothing serious on any page in %s', async (_, look) => {
  await page.setViewportSize(look);
  await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' });
  const { items } = (await (await fetch(`${base}/api/v1/restores`)).json()) as { items: { id: string; state: string }[] };
  const ended = items.find((line) => line.state === 'SUCCEEDED')!.id;
  const open = items.find((line) => !['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(line.state))!.id;
  const small = ['/restores', '/restores/new', `/restores/${open}`, `/restores/${ended}/stages?stage=fence`, `/restores/${ended}/timeline`, '/backups'];
  const large = [
    '/restores',
    '/restores/new',
    `/restores/${open}`,
    ...['stages', 'stages?stage=fence', 'preview', 'timeline', 'journal', 'details'].map((tab) => `/restores/${ended}/${tab}`),
    '/applications',
    '/applications/shop',
    '/backups',
    '/plans',
    '/plans/story',
    '/plans/cycle',
    '/alerts',
    '/clusters',
    '/audit',
    '/nowhere',
  ];
  const found: string[] = [];
  for (const place of look.width < 768 ? small : large) {
    await page.goto(`${base}/console${place}`);
    await page.locator('h1').waitFor();
    await page.waitForFunction(() => !document.querySelector('[aria-label^="Loading"], .rk-page-spinner'));
    found.push(...(await violations()).map((violation) => `${place} ${violation}`));
  }
  expect(found).toEqual([]);
}, 240_000);
