import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], env: { TZ: 'UTC', LC_ALL: 'C' } } });
