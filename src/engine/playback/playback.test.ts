import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeLive } from '../../shared/live/snapshot.ts';
import { frameAt } from '../../shared/playback.ts';
import { openResult } from '../result/kept.ts';
import { openRun } from '../store/run-reader.ts';
import { framesOf, stepMs } from './frames.ts';
import { Playback } from './index.ts';

const RUN = fileURLToPath(new URL('../../../tests/fixtures/run-format-1.hsrun', import.meta.url));

describe('the pictures of a stored run', () => {
  it('grow to what the run ended with, along its own time', async () => {
    const frames = [];
    for await (const frame of framesOf(openRun(RUN))) frames.push(decodeLive(frame));
    expect(frames.length).toBeGreaterThan(1);
    const times = frames.map(({ elapsedMs }) => elapsedMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const { arms } = openResult(RUN);
    for (const [index, arm] of arms.entries()) {
      const counts = frames.map(({ arms: live }) => live[index]?.handshakes ?? NaN);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
      expect(counts.at(-1)).toBe(arm.handshakes);
      expect(frames.at(-1)?.arms[index]?.phases.length).toBeGreaterThan(3);
    }
    expect(frames.at(-1)?.progress).toBe(1);
  });

  it('begin where measuring does: starting the workers shows nothing', async () => {
    const firstMs = Math.min(...[...openRun(RUN).parts()].flatMap(({ rows }) => rows.map(({ startNs }) => startNs / 1e6)));
    const { value } = await framesOf(openRun(RUN)).next();
    const { elapsedMs } = decodeLive(value as Float64Array);
    expect(firstMs).toBeGreaterThan(stepMs(0, 1));
    expect(elapsedMs).toBeGreaterThan(firstMs - stepMs(0, 1));
    expect(elapsedMs).toBeLessThanOrEqual(firstMs);
  });

  it('are bounded in number and size, whatever the run', () => {
    expect(stepMs(20_000, 4)).toBe(50);
    expect(3_600_000 / stepMs(3_600_000, 4)).toBeLessThanOrEqual(1_200);
    expect((3_600_000 / stepMs(3_600_000, 100)) * 100 * 300 * 8).toBeLessThanOrEqual(32e6);
  });

  it('come in parts, and end when another run is opened', async () => {
    const playback = new Playback();
    const head = playback.open(RUN);
    expect(head.arms.map(({ id }) => id)).toEqual(openResult(RUN).arms.map(({ id }) => id));
    let seen = 0;
    for (let part = await playback.next(RUN, 0); ; part = await playback.next(RUN, seen)) {
      seen += part.frames.length;
      if (part.complete) break;
    }
    expect(seen).toBeGreaterThan(1);
    playback.open(RUN);
    playback.close();
    expect(await playback.next(RUN, 0)).toEqual({ frames: [], complete: true });
  });
});

it('a time finds its picture', () => {
  expect([0, 49, 50, 99, 150, 9_999].map((ms) => frameAt([50, 100, 150], ms))).toEqual([-1, -1, 0, 0, 2, 2]);
});
