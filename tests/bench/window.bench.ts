/** What the window costs a figure, how fast it opens, and how smoothly the live flame moves under 50 000 samples a second. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { median } from '../../src/engine/stats/quantiles.ts';
import { pairedRatio } from './paired.ts';
import { LIVE_PORT } from '../../src/shared/ipc/channels.ts';
import { appArguments, electronPath, Lab, projectRoot, World } from '../e2e/lab.ts';
import { makeWorld } from '../stacks/world.ts';
import { syntheticSnapshots } from './synthetic-live.ts';
import { percent, round, tell } from './tell.ts';

const SCENARIO = { name: 'bench', stacks: { client: 'go', server: 'go' }, length: { for: '8s' }, observe: ['timing'] } as const;

async function withApp<T>(work: (lab: Lab) => Promise<T>): Promise<T> {
  const world = new World();
  try {
    const lab = await Lab.start(world);
    try {
      return await work(lab);
    } finally {
      await lab.close();
    }
  } finally {
    world.remove();
  }
}

/** From the process's start to its window, as the app's own log has it: without a driver, which holds a start up until it is connected. */
async function launched(): Promise<number> {
  const world = new World();
  const child = spawn(electronPath(), [...appArguments(), projectRoot], { env: world.environment(), stdio: 'ignore' });
  try {
    const log = join(world.userData, 'logs/app.log');
    const shown = (): number => Number(/a window is shown, (\d+) ms/.exec(existsSync(log) ? readFileSync(log, 'utf8') : '')?.[1] ?? NaN);
    await expect.poll(shown, { timeout: 15_000, interval: 50 }).not.toBeNaN();
    return shown();
  } finally {
    child.kill();
    await new Promise((resolve) => child.once('close', resolve));
    world.remove();
  }
}

it('launch to the first screen', async () => {
  const shown: number[] = [];
  for (let attempt = 0; attempt < 7; attempt++) shown.push(await launched());
  tell('launch, to the window', { medianMs: median(shown), allMs: shown });
  const times: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const began = performance.now();
    await withApp(async () => times.push(performance.now() - began));
  }
  tell('launch, to the loaded page, through the test driver', { medianMs: round(median(times), 0), allMs: times.map((ms) => round(ms, 0)) });
});

it('the same scenario with and without the window', async () => {
  const without = new Map<number, number>();
  const within = new Map<number, number>();
  let app = '';
  for (let turn = 0; turn < 6; turn++) {
    const world = makeWorld();
    const alone = await world.run({ ...SCENARIO, observe: ['timing'] });
    world.close();
    without.set(turn, alone.arms[0]?.handshake.p50Ns as number);
    await withApp(async (lab) => {
      const { runId } = await lab.ask('run:start', { scenario: { ...SCENARIO, observe: ['timing'] }, replay: null });
      // Asked for through main, which knows when a run is over: the page is left to its painting.
      await expect.poll(async () => (await lab.ask('library:list', {})).runs.some(({ id }) => id === runId), { timeout: 60_000, interval: 1000 }).toBe(true);
      const result = await lab.ask('run:open', { run: runId });
      app = result.placement.app;
      within.set(turn, result.arms[0]?.handshake.p50Ns as number);
      if (turn === 5) tell('paint', { ...result.paint });
    });
  }
  const shift = pairedRatio(without, within);
  tell('window', { app, shift: shift && percent(shift), withoutNs: [...without.values()].map((ns) => round(ns, 0)), withinNs: [...within.values()].map((ns) => round(ns, 0)) });
});

it('frames a second of the live flame, 50 000 samples a second', async () => {
  await withApp(async (lab) => {
    // As text: this file knows no DOM.
    const frames = await lab.page.evaluate<number[]>(
      `(({ snapshots, live }) => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        window.postMessage(live, '*', [port2]);
        port1.postMessage({ type: 'started', runId: 'bench', name: 'Synthetic', paintHz: 20, arms: Array.from({ length: 9 }, (_, index) => ({ id: 'go1.27→dotnet10 · ' + index, client: 'go1.27', server: 'dotnet10' })) });
        document.querySelector('[data-testid="nav-run"]').click();
        const frames = [];
        let last = performance.now();
        let slot = 0;
        const feed = setInterval(() => port1.postMessage({ type: 'snapshot', doubles: Float64Array.from(snapshots[slot % snapshots.length]), slot: slot++ }), 50);
        const frame = (now) => {
          frames.push(now - last);
          last = now;
          if (frames.length < 600) requestAnimationFrame(frame);
          else { clearInterval(feed); resolve(frames.slice(30)); }
        };
        requestAnimationFrame(frame);
      }))(${JSON.stringify({ snapshots: syntheticSnapshots(), live: LIVE_PORT }, (_key, value: unknown) => (typeof value === 'number' && Number.isNaN(value) ? 0 : value))})`,
    );
    const sorted = [...frames].sort((a, b) => a - b);
    tell('flame', { framesPerSecond: round(1000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length), 1), p50Ms: round(sorted[Math.floor(sorted.length / 2)] as number, 1), p99Ms: round(sorted[Math.floor(sorted.length * 0.99)] as number, 1), over25Ms: frames.filter((ms) => ms > 25).length, frames: frames.length });
  });
});
