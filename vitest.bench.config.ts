import { defineConfig } from 'vitest/config';

// Benchmarks print figures; they pass and fail nothing about speed. One at a time, no retries.
export default defineConfig({ test: { include: ['tests/bench/**/*.bench.ts'], fileParallelism: false, testTimeout: 600_000, hookTimeout: 120_000, retry: 0, reporters: ['verbose'], disableConsoleIntercept: true } });
