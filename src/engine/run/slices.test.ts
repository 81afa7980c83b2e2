import { expect, it } from 'vitest';
import type { NoiseSlice } from '../../shared/result/noise.ts';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { joinQuiet, Slices } from './slices.ts';

const [FIRST] = RESULT.noise.slices as [NoiseSlice];
const slice = (round: number, marked = false): NoiseSlice => ({ ...FIRST, firstRound: round, lastRound: round + 1, startMs: round, endMs: round + 2, marked });

it('neighbours are joined, marked slices kept as they are', () => {
  const joined = joinQuiet([slice(0), slice(2), slice(4), slice(6, true), slice(8)]);
  expect(joined.map(({ firstRound, lastRound, marked }) => [firstRound, lastRound, marked])).toEqual([[0, 3, false], [4, 5, false], [6, 7, true], [8, 9, false]]);
  expect(joined[0]?.measures.runNs).toBe(2 * (FIRST.measures.runNs as number));
});

it('a slice ends with whole pairs, at the latest where something else is observed', async () => {
  let nowMs = 0;
  const slices = new Slices({ pids: [process.pid], cpus: [0], elapsedMs: () => nowMs });
  const timing = { stage: 'measure', observe: 'timing', handshakes: 3 } as const;
  const judged: (boolean | null)[] = [];
  for (let pair = 0; pair < 3; pair++) {
    expect(slices.beginPair(timing, 2 * pair)).toBeNull();
    nowMs += 60;
    judged.push(slices.endPair());
  }
  expect(judged[0]).toBeNull();
  expect(judged[1]).not.toBeNull();
  expect(judged[2]).toBeNull();
  expect(slices.beginPair({ stage: 'apart', observe: 'allocations', handshakes: 10 }, 6)).not.toBeNull();
  expect(slices.endPair()).toBe(false);
  expect(await slices.aside(async () => 7)).toBe(7);
  slices.close();
  const { slices: kept, summary } = slices.record(0);
  expect(kept.map(({ firstRound, lastRound }) => [firstRound, lastRound])).toEqual([[0, 3], [4, 5]]);
  expect(summary.slices).toBe(2);
});
