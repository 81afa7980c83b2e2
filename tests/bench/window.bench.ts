/** What the window costs a figure, how fast it opens, and how smoothly the live flame moves under 50 000 samples a second. */
import { expect, it } from 'vitest';
import { median } from '../../src/engine/stats/quantiles.ts';
import { pairedRatio } from './paired.ts';
import { encodeLive, LIVE_BINS, LIVE_FROM_NS, LIVE_RATIO } from '../../src/shared/live/snapshot.ts';
import { LIVE_PORT } from '../../src/shared/ipc/channels.ts';
import { PhaseSums } from '../../src/shared/phases/sums.ts';
import { Lab, World } from '../e2e/lab.ts';
import { makeWorld } from '../stacks/world.ts';
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

it('launch to the first screen', async () => {
  const times: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const began = performance.now();
    await withApp(async () => times.push(performance.now() - began));
  }
  tell('launch', { medianMs: round(median(times), 0), allMs: times.map((ms) => round(ms, 0)) });
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
  // What 50 000 samples a second come to on their way to the page: 20 snapshots a second, nine arms, every figure moving.
  const histogram = (shift: number): Float64Array => Float64Array.from({ length: LIVE_BINS }, (_, bin) => 4000 * Math.exp(-(((bin - 38 - shift) / 5) ** 2)));
  const snapshots = Array.from({ length: 20 }, (_, index) => {
    const arms = Array.from({ length: 9 }, (_unused, arm) => {
      const p50Ns = 900_000 + 100_000 * arm + 4_000 * index;
      const sums = new PhaseSums();
      const at = (share: number): number => Math.round(share * p50Ns);
      const instants = { connectStart: -80_000, connectEnd: -20_000, start: 0, write0Start: at(0.09), write0End: at(0.1), read0Start: at(0.1), read0End: at(0.5), hsSecret: at(0.58), verifyStart: at(0.6), verifyEnd: at(0.8), verified: at(0.8), appSecret: at(0.95), write1Start: at(0.97), write1End: at(0.99), end: p50Ns };
      sums.add({ client: { stack: 'go', retried: false, instants }, server: { stack: 'go', retried: false, instants: { start: at(0.02), read0Start: at(0.05), read0End: at(0.15), parsed: at(0.16), hsSecret: at(0.33), signStart: at(0.35), signEnd: at(0.4), write0Start: at(0.44), write0End: at(0.47), read1Start: at(0.5), read1End: at(1.02), end: at(1.05) } } });
      return { handshakes: 2_500 * (index + 1), failed: 0, p50Ns, p50LoNs: p50Ns * 0.99, p50HiNs: p50Ns * 1.01, p90Ns: p50Ns * 1.2, p95Ns: p50Ns * 1.4, p99Ns: p50Ns * 2, clientBytes: 41_600, clientObjects: 464, serverBytes: 40_000, serverObjects: 419, clientCpuNs: 8e5, serverCpuNs: 6e5, clientGc: 0.01, serverGc: 0.01, phases: sums.means(), histogram: histogram(index / 5) };
    });
    return [...encodeLive({ sequence: index, elapsedMs: 50 * index, expectedMs: 20_000, round: index, warmingUp: false, progress: index / 20, arms })];
  });
  expect(LIVE_FROM_NS * LIVE_RATIO ** LIVE_BINS).toBeGreaterThan(1e8);
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
      }))(${JSON.stringify({ snapshots, live: LIVE_PORT }, (_key, value: unknown) => (typeof value === 'number' && Number.isNaN(value) ? 0 : value))})`,
    );
    const sorted = [...frames].sort((a, b) => a - b);
    tell('flame', { framesPerSecond: round(1000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length), 1), p50Ms: round(sorted[Math.floor(sorted.length / 2)] as number, 1), p99Ms: round(sorted[Math.floor(sorted.length * 0.99)] as number, 1), over25Ms: frames.filter((ms) => ms > 25).length, frames: frames.length });
  });
});
