/** A picture of every page: desktop and phone, light and dark, into the folder that REKINDLE_PICTURES names. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, DESKTOP, installed, PHONE } from './browser';

const base = (process.env.REKINDLE_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const folder = process.env.REKINDLE_PICTURES ?? 'pictures';

async function json<T>(path: string): Promise<T> {
  return (await fetch(base + path)).json() as Promise<T>;
}

async function pages(): Promise<[string, string][]> {
  const restores = (await json<{ items: { id: string; state: string; mode: string }[] }>('/api/v1/restores')).items;
  const of = (...states: string[]) => restores.find((line) => states.includes(line.state) && line.mode === 'restore');
  const shown: [string, string][] = [];
  for (const [name, line] of [
    ['waiting', of('AWAITING_APPROVAL')],
    ['held', of('HELD')],
    ['running', of('RUNNING', 'VERIFYING')],
    ['ended', of('SUCCEEDED')],
  ] as const) {
    if (line) {
      shown.push([`restore-${name}`, `/restores/${line.id}`]);
    }
  }
  const best = of('SUCCEEDED') ?? restores[0];
  if (best) {
    const { stages } = await json<{ stages: { id: string; evidence: unknown[] }[] }>(`/api/v1/restores/${best.id}`);
    const stage = stages.find((candidate) => candidate.id.endsWith('system-db') && candidate.evidence.length > 0) ?? stages[0]!;
    shown.push(
      ['restore-stage', `/restores/${best.id}/stages?stage=${stage.id}`],
      ['restore-preview', `/restores/${best.id}/preview`],
      ['restore-timeline', `/restores/${best.id}/timeline`],
      ['restore-journal', `/restores/${best.id}/journal`],
      ['restore-details', `/restores/${best.id}/details`],
    );
  }
  const application = (await json<{ items: { name: string; plan: string }[] }>('/api/v1/applications')).items[0];
  return [
    ['restores', '/restores'],
    ...shown,
    ['start', '/restores/new'],
    ['applications', '/applications'],
    ...(application ? ([['application', `/applications/${application.name}`], ['plan', `/plans/${application.plan}`]] as [string, string][]) : []),
    ['backups', '/backups'],
    ['plans', '/plans'],
    ['alerts', '/alerts'],
    ['clusters', '/clusters'],
    ['audit', '/audit'],
    ['lost', '/nowhere'],
  ];
}

const only = process.env.REKINDLE_PAGES?.split(',');
const looks = [
  ['desktop', { ...DESKTOP, dark: false }],
  ['desktop', { ...DESKTOP, dark: true }],
  ['phone', { ...PHONE, dark: false }],
  ['phone', { ...PHONE, dark: true }],
] as const;

describe.each(looks)('%s %o', (device, look) => {
  let opened: Awaited<ReturnType<typeof browser>>;
  const errors: string[] = [];

  beforeAll(async () => {
    if (!installed()) {
      throw new Error('No Chromium is installed (looked at REKINDLE_CHROMIUM and the usual places); on Debian: apt-get install chromium');
    }
    opened = await browser(look);
    mkdirSync(folder, { recursive: true });
  });
  afterAll(() => opened?.close());

  it('shows every page without an error', async () => {
    const page = await opened.context.newPage();
    page.on('console', (message) => message.type() === 'error' && errors.push(`${page.url()}: ${message.text()}`));
    for (const [name, path] of (await pages()).filter(([page]) => !only || only.includes(page))) {
      await page.goto(`${base}/console${path}`);
      await page.locator('h1').waitFor();
      await page.waitForFunction(() => !document.querySelector('[aria-label^="Loading"]'));
      await page.waitForTimeout(600);
      await page.screenshot({ path: join(folder, `${name}-${device}-${look.dark ? 'dark' : 'light'}.png`) });
    }
    expect(errors).toEqual([]);
  });
});
