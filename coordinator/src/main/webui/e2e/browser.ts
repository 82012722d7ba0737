import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

/** An installed Chromium; null when there is none. Nothing is ever downloaded. */
export function installed(): string | null {
  return [process.env.REKINDLE_CHROMIUM, ...PLACES].find((place) => place && existsSync(place)) ?? null;
}

export interface Look {
  width: number;
  height: number;
  dark: boolean;
}

export const DESKTOP: Look = { width: 1440, height: 900, dark: false };
export const PHONE: Look = { width: 390, height: 844, dark: false };

/** A new browser with a profile of its own, which is removed when it closes. */
export async function browser(look: Look): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'rekindle-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: installed() ?? undefined,
    headless: true,
    viewport: { width: look.width, height: look.height },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
