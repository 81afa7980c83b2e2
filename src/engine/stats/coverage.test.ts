/** The intervals hold what they promise: over simulated runs they cover the truth in 93 to 97 of 100, and equal arms are called different in at most 5. */
import { describe, expect, it } from 'vitest';
import { holm } from '../../shared/statistics/holm.ts';
import { BATCHES, ratioInterval } from './batches.ts';
import { median, quantile } from './quantiles.ts';
import { shareInterval } from './quantile-interval.ts';
import { shiftOf, type Shift } from './signed-rank.ts';
import { Chance, simulateRun } from './simulated-run.fixture.ts';

const RUNS = 500;
const ROUNDS = 2_400;
const SLOW_MS = 120_000;

const logMedians = (rounds: readonly (readonly number[])[]): number[] => rounds.map((block) => Math.log(median(block)));

/** Differences of two arms over pairs of mirrored rounds. */
function pairedDifferences(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[] {
  const [left, right] = [logMedians(a), logMedians(b)];
  return Array.from({ length: Math.floor(left.length / 2) }, (_, pair) =>
    [2 * pair, 2 * pair + 1].reduce((sum, round) => sum + ((right[round] as number) - (left[round] as number)) / 2, 0));
}

const batchesOf = (rounds: readonly (readonly number[])[]): number[][] => {
  const size = rounds.length / BATCHES;
  return Array.from({ length: BATCHES }, (_, batch) => rounds.slice(batch * size, (batch + 1) * size).flat());
};

describe('simulated runs', () => {
  it('a shift of 1 % is covered, and equal arms are told apart in at most 5 of 100', () => {
    const chance = new Chance(1);
    const truth = 0.01;
    let covered = 0;
    let alarms = 0;
    let family = 0;
    for (let run = 0; run < RUNS; run++) {
      const { times } = simulateRun(chance, ROUNDS, [0, truth, 0, 0]);
      const shift = (arm: number) => shiftOf(pairedDifferences(times[0] ?? [], times[arm] ?? []));
      const found = shift(1);
      if (found && found.ci[0] <= truth && truth <= found.ci[1]) covered++;
      const equal = shift(2);
      if (equal && equal.pValue < 0.05) alarms++;
      if (Math.min(...holm([equal, shift(3)].map((one) => one?.pValue ?? 1))) < 0.05) family++;
    }
    expect(covered / RUNS).toBeGreaterThanOrEqual(0.93);
    expect(covered / RUNS).toBeLessThanOrEqual(0.97);
    expect(alarms / RUNS).toBeLessThanOrEqual(0.05);
    expect(family / RUNS).toBeLessThanOrEqual(0.05);
  }, SLOW_MS);

  it('a run that ends when its interval is narrow enough keeps both promises', () => {
    const chance = new Chance(4);
    const truth = 0.01;
    const wanted = 0.002;
    let covered = 0;
    let alarms = 0;
    let early = 0;
    for (let run = 0; run < RUNS; run++) {
      const { times } = simulateRun(chance, ROUNDS, [0, truth, 0]);
      const differences = [1, 2].map((arm) => pairedDifferences(times[0] ?? [], times[arm] ?? []));
      let pairs = 20;
      const shifts = (): (Shift | null)[] => differences.map((all) => shiftOf(all.slice(0, pairs)));
      const width = (shift: Shift | null): number => (shift ? (shift.ci[1] - shift.ci[0]) / 2 : Infinity);
      // As the course looks: at 20 pairs, and each time they have grown by a tenth, until the widest interval will do.
      while (pairs < ROUNDS / 2 && Math.max(...shifts().map(width)) > wanted) pairs = Math.min(ROUNDS / 2, Math.ceil(pairs * 1.1));
      const [shifted, equal] = shifts();
      if (pairs < ROUNDS / 2) early++;
      if (shifted && shifted.ci[0] <= truth && truth <= shifted.ci[1]) covered++;
      if (equal && equal.pValue < 0.05) alarms++;
    }
    expect(early / RUNS).toBeGreaterThan(0.5);
    expect(covered / RUNS).toBeGreaterThanOrEqual(0.93);
    expect(covered / RUNS).toBeLessThanOrEqual(0.97);
    expect(alarms / RUNS).toBeLessThanOrEqual(0.06);
  }, SLOW_MS);

  it.each([0.5, 0.95, 0.99, 0.999])('the interval of quantile %f', (q) => {
    const long = simulateRun(new Chance(99), 400_000, [0]);
    const truth = quantile(Float64Array.from((long.times[0] ?? []).flat()).sort(), q);
    const chance = new Chance(2);
    let covered = 0;
    let given = 0;
    for (let run = 0; run < RUNS; run++) {
      const batches = batchesOf(simulateRun(chance, ROUNDS * (q > 0.99 ? 6 : 1), [0]).times[0] ?? []);
      const sorted = Float64Array.from(batches.flat()).sort();
      const estimate = quantile(sorted, q);
      const ci = shareInterval({ q, below: batches.map((batch) => batch.filter((value) => value <= estimate).length), counts: batches.map((batch) => batch.length) });
      if (!ci) continue;
      given++;
      if (quantile(sorted, ci[0]) <= truth && truth <= quantile(sorted, ci[1])) covered++;
    }
    expect(given).toBeGreaterThan(RUNS * 0.9);
    expect(covered / given).toBeGreaterThanOrEqual(0.93);
    expect(covered / given).toBeLessThanOrEqual(0.97);
  }, SLOW_MS);

  it('the interval of the mean', () => {
    const long = simulateRun(new Chance(98), 400_000, [0]).times[0]?.flat() ?? [];
    const truth = long.reduce((sum, value) => sum + value, 0) / long.length;
    const chance = new Chance(3);
    let covered = 0;
    for (let run = 0; run < RUNS; run++) {
      const batches = batchesOf(simulateRun(chance, ROUNDS, [0]).times[0] ?? []);
      const ci = ratioInterval(batches.map((batch) => batch.reduce((sum, value) => sum + value, 0)), batches.map((batch) => batch.length));
      if (ci && ci[0] <= truth && truth <= ci[1]) covered++;
    }
    expect(covered / RUNS).toBeGreaterThanOrEqual(0.93);
    expect(covered / RUNS).toBeLessThanOrEqual(0.97);
  }, SLOW_MS);
});
