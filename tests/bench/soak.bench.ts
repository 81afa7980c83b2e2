/** The page's memory while a run goes on for an hour (HSLAB_BENCH_SOAK_MINUTES: other lengths): nine arms, twenty pictures a second, noise and log lines. */
import { setTimeout as after } from 'node:timers/promises';
import { it } from 'vitest';
import { LIVE_PORT } from '../../src/shared/ipc/channels.ts';
import { Lab, World } from '../e2e/lab.ts';
import { syntheticSnapshots } from './synthetic-live.ts';
import { round, tell } from './tell.ts';

const MINUTES = Number(process.env['HSLAB_BENCH_SOAK_MINUTES'] ?? 60);
const MEASURED_EVERY_S = 30;

it('renderer memory in a long live run', async () => {
  const world = new World();
  try {
    const lab = await Lab.start(world);
    try {
      // As text: this file knows no DOM.
      await lab.page.evaluate(
        `(({ snapshots, live }) => {
          const { port1, port2 } = new MessageChannel();
          window.postMessage(live, '*', [port2]);
          port1.postMessage({ type: 'started', runId: 'soak', name: 'Synthetic', paintHz: 20, arms: Array.from({ length: 9 }, (_, index) => ({ id: 'go1.27→dotnet10 · ' + index, client: 'go1.27', server: 'dotnet10' })) });
          document.querySelector('[data-testid="nav-run"]').click();
          let slot = 0;
          window.soak = setInterval(() => {
            const doubles = Float64Array.from(snapshots[slot % snapshots.length]);
            // The times and rounds go on, as a run's do.
            doubles[1] = slot * 50;
            doubles[3] = slot;
            port1.postMessage({ type: 'snapshot', doubles, slot: slot++ });
            if (slot % 40 === 0) port1.postMessage({ type: 'log', atMs: slot * 50, source: 'go1.27 server', line: 'line ' + slot });
          }, 50);
        })(${JSON.stringify({ snapshots: syntheticSnapshots(), live: LIVE_PORT }, (_key, value: unknown) => (typeof value === 'number' && Number.isNaN(value) ? 0 : value))})`,
      );
      const megabytes: number[] = [];
      for (let second = 0; second < MINUTES * 60; second += MEASURED_EVERY_S) {
        await after(MEASURED_EVERY_S * 1000);
        const metrics = await lab.app.evaluate(({ app }) => app.getAppMetrics().map(({ type, memory }) => ({ type, memory })));
        megabytes.push((metrics.find(({ type }) => type === 'Tab')?.memory.workingSetSize ?? NaN) / 1024);
      }
      tell('soak', { minutes: MINUTES, rendererMb: { first: round(megabytes[0] ?? NaN, 0), most: round(Math.max(...megabytes), 0), last: round(megabytes.at(-1) ?? NaN, 0) }, pictures: MINUTES * 60 * 20 });
    } finally {
      await lab.close();
    }
  } finally {
    world.remove();
  }
}, (MINUTES + 5) * 60_000);
