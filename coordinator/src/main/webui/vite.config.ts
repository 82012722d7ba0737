import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** `npm run dev` serves the console alone; REKINDLE_URL says which coordinator answers for the API. */
const coordinator = process.env.REKINDLE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: {
    alias: [{ find: /^@patternfly\/react-core$/, replacement: fileURLToPath(new URL('src/graph/react-core.ts', import.meta.url)) }],
  },
  build: {
    outDir: process.env.CONSOLE_OUT ?? '../../../target/webui',
    emptyOutDir: true,
    // The policy of the page allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        manualChunks: (id) => (/node_modules\/(react|react-dom|react-router|scheduler)\//.test(id) ? 'react' : undefined),
      },
    },
  },
  server: { proxy: { '/api': coordinator, '/webhooks': coordinator } },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
