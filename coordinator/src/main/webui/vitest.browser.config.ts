import { defineConfig } from 'vitest/config';

/** Stories in a real browser against a running coordinator, which REKINDLE_URL names. */
export default defineConfig({
  test: {
    include: ['e2e/*.story.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    sequence: { concurrent: false },
  },
});
