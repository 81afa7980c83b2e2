import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { meanInterval, pairedRatio, quantileIntervals } from './bootstrap.ts';
import { RunningMedian } from './order-interval.ts';
import { median, quantile } from './quantiles.ts';
import { QuantileSketch } from './sketch.ts';

const random = xoroshiro128plus(11);
const uniform = (): number => uniformFloat64(random);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

describe('quantiles', () => {
  it('are those of R type 7', () => {
    expect([0, 0.25, 0.5, 0.9, 1].map((q) => quantile(Float64Array.of(1, 2, 3, 4), q))).toEqual([1, 1.75, 2.5, 3.7, 4]);
    expect(median([3, 1, 2])).toBe(2);
    expect(quantile(new Float64Array(), 0.5)).toBeNaN();
  });
});

describe('the sketch', () => {
  it('is within 0.1 % of the exact quantile', () => {
    const sketch = new QuantileSketch();
    const values = Float64Array.from({ length: 20_000 }, () => 900_000 * Math.exp(0.3 * normal()));
    values.forEach((value) => sketch.add(value));
    values.sort();
    sketch.quantiles([0.5, 0.95, 0.99]).forEach((value, index) => {
      const exact = quantile(values, [0.5, 0.95, 0.99][index] as number);
      expect(Math.abs(value / exact - 1)).toBeLessThan(0.001);
    });
  });

  it('is NaN while empty', () => expect(new QuantileSketch().quantiles([0.5])).toEqual([NaN]));
});

describe('intervals', () => {
  it('are null with fewer than 5 rounds', () => {
    expect(quantileIntervals({ values: [1, 2, 3, 4], rounds: [1, 2, 3, 4] }, [0.5])).toEqual([null]);
    expect(meanInterval({ values: [1, 2], rounds: [1, 2] })).toBeNull();
    expect(pairedRatio(new Map([[1, 2]]), new Map([[1, 2]]))).toBeNull();
  });

  it('cover the true median about 95 times in 100 where rounds share a mood', () => {
    let covered = 0;
    const tries = 300;
    for (let attempt = 0; attempt < tries; attempt++) {
      const values: number[] = [];
      const rounds: number[] = [];
      for (let round = 0; round < 60; round++) {
        const mood = 0.05 * normal();
        for (let index = 0; index < 3; index++) {
          values.push(1000 * Math.exp(mood + 0.05 * normal()));
          rounds.push(round);
        }
      }
      const [ci] = quantileIntervals({ values, rounds }, [0.5], 200);
      if (ci && ci[0] <= 1000 && 1000 <= ci[1]) covered++;
    }
    expect(covered / tries).toBeGreaterThan(0.9);
    expect(covered / tries).toBeLessThan(0.985);
  });

  it('find a ratio of 1.05 through drift that the rounds share', () => {
    const a = new Map<number, number>();
    const b = new Map<number, number>();
    for (let round = 0; round < 200; round++) {
      const drift = 1000 * (1 + 0.3 * Math.sin(round / 20));
      a.set(round, drift * (1 + 0.02 * normal()));
      b.set(round, drift * 1.05 * (1 + 0.02 * normal()));
    }
    const found = pairedRatio(a, b);
    expect(found?.ratio).toBeCloseTo(1.05, 2);
    expect(found?.ci[0]).toBeGreaterThan(1.04);
    expect(found?.ci[1]).toBeLessThan(1.06);
  });

  it('follow a median live', () => {
    const running = new RunningMedian();
    expect(running.interval()).toEqual([NaN, NaN]);
    for (let index = 1; index <= 101; index++) running.add((index * 37) % 101);
    const [low, high] = running.interval();
    expect(low).toBeLessThan(50);
    expect(high).toBeGreaterThan(50);
    expect(high - low).toBeLessThan(25);
  });
});
