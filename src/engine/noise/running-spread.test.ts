import { describe, expect, it } from 'vitest';
import { RunningSpread } from './running-spread.ts';

const of = (values: readonly number[]): RunningSpread => {
  const spread = new RunningSpread();
  for (const value of values) spread.add(value);
  return spread;
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] as number) + (sorted[Math.ceil((sorted.length - 1) / 2)] as number)) / 2;
};

describe('a running spread', () => {
  it('is that of the sorted values, in whatever order they come', () => {
    let seed = 1;
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
    for (let count = 1; count <= 60; count++) {
      const values = Array.from({ length: count }, () => next() % 50);
      const spread = of(values);
      expect(spread.median()).toBe(median(values));
      expect(spread.medianDeviation()).toBe(median(values.map((value) => Math.abs(value - median(values)))));
    }
  });

  it('is not moved by a few far values', () => {
    expect(of([10, 11, 9, 10, 1_000_000, 10, 11]).medianDeviation()).toBeLessThanOrEqual(1);
  });

  it('is nothing where nothing came', () => {
    expect(of([]).median()).toBeNaN();
  });
});
