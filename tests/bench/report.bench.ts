/** How long a report of ten pages and more takes: exported from the window, and by the command line from start to end. Two seconds is the bound that a person feels. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { median } from '../../src/engine/stats/quantiles.ts';
import { optionsOf, untouched } from '../../src/shared/report/options.ts';
import { Lab, projectRoot, World } from '../e2e/lab.ts';
import { readPdf } from '../e2e/pdf.ts';
import { round, tell } from './tell.ts';

const TIMES = 5;
const SCENARIO = { name: 'report', stacks: { client: ['go', 'node', 'openssl'], server: ['go', 'node', 'openssl'] }, length: { for: '6s' }, observe: ['timing', 'allocations', 'wire'] } as const;

async function timed(work: () => Promise<unknown>): Promise<{ medianMs: number; allMs: number[] }> {
  const all: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const began = performance.now();
    await work();
    all.push(performance.now() - began);
  }
  return { medianMs: round(median(all), 0), allMs: all.map((ms) => round(ms, 0)) };
}

it('a report of ten pages', async () => {
  const world = new World();
  try {
    const lab = await Lab.start(world);
    try {
      const run = await lab.measure({ ...SCENARIO, stacks: { client: [...SCENARIO.stacks.client], server: [...SCENARIO.stacks.server] }, observe: [...SCENARIO.observe] });
      for (const language of ['en', 'zh'] as const) for (const as of ['pdf', 'html', 'md'] as const) {
        const path = world.pdf.replace(/pdf$/, as);
        const figures = await timed(() => lab.ask('report:export', { run, options: optionsOf(untouched(language)), as }));
        tell('report', { from: 'window', as, language, ...(as === 'pdf' ? { pages: readPdf(path).pages } : {}), kB: round(statSync(path).size / 1000, 0), ...figures });
      }
      for (const as of ['pdf', 'md'] as const) {
        const out = join(world.home, `command.${as}`);
        const figures = await timed(() => new Promise((resolve, reject) => {
          spawn(process.execPath, [join(projectRoot, 'out/main/cli.js'), 'report', run, '--out', out], { env: world.environment(), stdio: 'ignore' }).once('error', reject).once('close', (code) => (code === 0 ? resolve(code) : reject(new Error(`lab report ended with ${code}`))));
        }));
        tell('report', { from: 'command line', as, language: 'en', kB: round(statSync(out).size / 1000, 0), ...figures });
      }
    } finally {
      await lab.close();
    }
  } finally {
    world.remove();
  }
});
