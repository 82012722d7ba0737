import { afterAll, beforeAll, expect, it } from 'vitest';
import { browser, DESKTOP } from './browser';

const base = (process.env.REKINDLE_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const admin = process.env.REKINDLE_TOKEN ?? '';
const PATIENCE = Number(process.env.REKINDLE_PATIENCE ?? 45_000);

let opened: Awaited<ReturnType<typeof browser>>;

beforeAll(async () => {
  opened = await browser(DESKTOP);
});
afterAll(() => opened.close());

const call = (path: string, body: unknown) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${admin}` },
    body: JSON.stringify(body),
  });

async function token(name: string, grants: string[]): Promise<string> {
  const made = await call('/api/v1/tokens', { name, grants, lifetime: 'PT1H' });
  expect(made.status).toBe(201);
  return ((await made.json()) as { token: string }).token;
}

it('a viewer logs in, sees a restore, is offered nothing that changes it, and logs out', async () => {
  const started = await call('/api/v1/restores', { application: 'till', backupSet: 'monday', reason: 'a story' });
  expect(started.status).toBe(202);
  const { id } = (await started.json()) as { id: string };
  const viewer = await token('story-viewer', ['viewer']);
  const operator = await token('story-operator', ['operator']);
  const page = await opened.context.newPage();
  page.setDefaultTimeout(PATIENCE);

  await page.goto(`${base}/console/restores/${id}`);
  const field = page.getByLabel('Token');
  await field.fill('rk_0000000000000000_nothing');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('The token is unknown, expired or revoked').waitFor();
  await field.fill(viewer);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('token:story-viewer').first().waitFor();
  await page.getByRole('tab', { name: 'Stages' }).waitFor();
  expect(await page.getByRole('button', { name: 'Actions' }).count()).toBe(0);
  expect(await page.evaluate(() => document.cookie)).toBe('');

  await page.getByText('token:story-viewer').first().click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await field.fill(operator);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Actions' }).waitFor();
  await page.close();
});
