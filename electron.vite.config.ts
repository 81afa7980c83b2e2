import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Absolute inputs: relative ones break the dependency scan of `electron-vite dev`.
const at = (path: string): string => resolve(import.meta.dirname, path);

// Electron 33 is the oldest runtime that the app runs on (Node 20.18, Chromium 130); see scripts/setup.
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      rolldownOptions: { input: { index: at('src/main/index.ts'), 'engine-process': at('src/main/engine-process.ts'), cli: at('src/cli/index.ts') } },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      // A sandboxed preload must be CommonJS (electron/electron#41460).
      rolldownOptions: { input: { index: at('src/preload/index.ts'), print: at('src/preload/print.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: { target: 'chrome130', rolldownOptions: { input: { index: at('src/renderer/index.html') } } },
  },
});
