import { defineConfig } from 'vitest/config';

// Real workers on real sockets: one file at a time, since they share the machine's few CPUs.
export default defineConfig({ test: { include: ['tests/stacks/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 } });
