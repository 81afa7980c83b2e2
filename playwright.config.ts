import { defineConfig } from '@playwright/test';

/** The built app (`out/`) on the real Electron. One at a time: runs measure, and two apps would share the CPUs. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  // A run of 2 s takes a few more to start its workers and to find its warm-up, on a machine that may do other things too.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
});
