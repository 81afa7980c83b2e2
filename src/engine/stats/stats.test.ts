import { describe, expect, it } from 'vitest';
import { ratioInterval } from './batches.ts';
import { pieces, steadyFrom } from './change-point.ts';
import { holm } from '../../shared/statistics/holm.ts';
import { t975, twoSidedP } from '../../shared/statistics/normal.ts';
import { RunningMedian } from './order-interval.ts';
import { median, quantile } from './quantiles.ts';
import { varianceInflation } from './serial.ts';
import { exactTwoSidedP, MOST_EXACT } from './signed-rank-exact.ts';
import { MIN_PAIRS, shiftOf } from './signed-rank.ts';
import { Chance } from './simulated-run.fixture.ts';
import { QuantileSketch, SKETCH_RELATIVE_ERROR } from './sketch.ts';

const chance = new Chance(11);
const normals = (count: number): number[] => Array.from({ length: count }, () => chance.normal());

describe('quantiles', () => {
  it('are those of R type 7', () => {
    expect([0, 0.25, 0.5, 0.9, 1].map((q) => quantile(Float64Array.of(1, 2, 3, 4), q))).toEqual([1, 1.75, 2.5, 3.7, 4]);
    expect(median([3, 1, 2])).toBe(2);
    expect(quantile(new Float64Array(), 0.5)).toBeNaN();
  });
});

describe('the sketch', () => {
  const values = Float64Array.from({ length: 20_000 }, () => 900_000 * Math.exp(0.3 * chance.normal()));
  const sketchOf = (part: ArrayLike<number>): QuantileSketch => {
    const sketch = new QuantileSketch();
    for (let index = 0; index < part.length; index++) sketch.add(part[index] as number);
    return sketch;
  };
  const sorted = values.slice().sort();
  const QS = [0, 0.001, 0.5, 0.95, 0.99, 0.999, 1];

  it('states its relative error, at most 0.1 %, and keeps it', () => {
    expect(SKETCH_RELATIVE_ERROR).toBeLessThan(0.001);
    sketchOf(values).quantiles(QS).forEach((value, index) => {
      const exact = sorted[Math.floor((QS[index] as number) * (sorted.length - 1))] as number;
      expect(Math.abs(value / exact - 1)).toBeLessThan(SKETCH_RELATIVE_ERROR * 1.01);
    });
  });

  it('merged from parts is the sketch of the whole', () => {
    const whole = sketchOf(values.subarray(0, 7_000));
    whole.merge(sketchOf(values.subarray(7_000, 7_001)));
    whole.merge(sketchOf(values.subarray(7_001)));
    expect(whole.total).toBe(values.length);
    expect([...whole.bins()]).toEqual([...sketchOf(values).bins()]);
  });

  it('holds times from 1 ns to minutes', () => {
    const sketch = sketchOf([1, 90, 5e3, 60e9]);
    expect(sketch.quantile(1)).toBeGreaterThan(59.9e9);
    expect([...sketch.bins()].reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });

  it('is NaN while empty', () => expect(new QuantileSketch().quantiles([0.5])).toEqual([NaN]));
});

describe('the signed-rank shift', () => {
  /** Straight from the definition: all pairwise means, sorted. */
  const byDefinition = (values: readonly number[]): number[] => values.flatMap((a, index) => values.slice(index).map((b) => (a + b) / 2)).sort((a, b) => a - b);

  it('is the median of all pairwise means', () => {
    for (const count of [MIN_PAIRS, 15, 40]) {
      const values = normals(count);
      const means = byDefinition(values);
      expect(shiftOf(values)?.estimate).toBeCloseTo(means[Math.ceil(means.length / 2) - 1] as number, 12);
    }
  });

  it('has the p of its statistic, V by hand: the sum of the ranks of what lies above 0', () => {
    const x = [1.1, 2.2, -0.4, 3.1, 0.7, 1.9, 2.8, -1.2, 0.3, 1.6, 2.4, 0.9];
    const found = shiftOf(x);
    const signedRanks = x.map((value) => ({ value, rank: x.filter((other) => Math.abs(other) <= Math.abs(value)).length }));
    const v = signedRanks.filter(({ value }) => value > 0).reduce((sum, { rank }) => sum + rank, 0);
    // Every choice of signs, counted.
    const distance = Math.abs(v - 39) / Math.sqrt(found?.inflation ?? 1);
    const sums = Array.from({ length: 2 ** 12 }, (_, signs) => Array.from({ length: 12 }, (_unused, bit) => ((signs >> bit) & 1) * (bit + 1)).reduce((sum, rank) => sum + rank, 0));
    expect(found?.pValue).toBeCloseTo(sums.filter((sum) => Math.abs(sum - 39) >= distance).length / 2 ** 12, 12);
    expect(found?.ci[0]).toBeGreaterThan(0);
  });

  it('has nearly the p of the normal approximation where that takes over', () => {
    const p = exactTwoSidedP(MOST_EXACT, 200);
    expect(p).toBeCloseTo(twoSidedP(200 / Math.sqrt((MOST_EXACT * (MOST_EXACT + 1) * (2 * MOST_EXACT + 1)) / 24)), 2);
    expect(exactTwoSidedP(8, 18)).toBe(2 / 2 ** 8);
  });

  it('is null with too few differences, and certain of nothing where all are 0', () => {
    expect(shiftOf([1, 2, 3])).toBeNull();
    expect(shiftOf(Array.from({ length: 20 }, () => 0))).toMatchObject({ estimate: 0, ci: [0, 0] });
  });

  it('finds 1 % through drift that both arms share', () => {
    const differences = Array.from({ length: 400 }, () => 0.01 + 0.03 * chance.normal());
    const found = shiftOf(differences);
    expect(found?.estimate).toBeCloseTo(0.01, 2);
    expect(found?.pValue).toBeLessThan(0.001);
  });
});

describe('serial correlation', () => {
  it('widens by what an autoregressive series needs: (1 + φ) / (1 − φ)', () => {
    for (const phi of [0, 0.5, 0.8]) {
      let level = 0;
      const series = normals(20_000).map((shock) => (level = phi * level + shock));
      expect(varianceInflation(series) / ((1 + phi) / (1 - phi))).toBeGreaterThan(0.85);
      expect(varianceInflation(series) / ((1 + phi) / (1 - phi))).toBeLessThan(1.2);
    }
  });

  it('never narrows', () => expect(varianceInflation(Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 1 : -1)))).toBe(1));
});

describe('Holm', () => {
  it('is R’s p.adjust(method = "holm")', () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe('change-points', () => {
  const noisy = (levels: readonly number[]): number[] => levels.map((level) => level + 0.01 * chance.normal());

  it('are where the level falls', () => {
    const series = noisy([...Array.from({ length: 7 }, () => 0.5), ...Array.from({ length: 12 }, () => 0)]);
    expect(pieces(series)).toEqual([0, 7]);
    expect(steadyFrom(series, 6)).toBe(7);
  });

  it('are none in a series that is steady from the start', () => {
    let early = 0;
    for (let attempt = 0; attempt < 200; attempt++) if ((steadyFrom(noisy(Array.from({ length: 12 }, () => 0)), 6) ?? 12) > 0) early++;
    expect(early).toBeLessThan(30);
  });

  it('leave a series that still falls without a steady state', () => {
    expect(steadyFrom(noisy([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0]), 4)).toBeNull();
  });
});

describe('intervals of an arm', () => {
  it('are null with fewer than 8 batches', () => expect(ratioInterval([1, 2, 3], [1, 1, 1])).toBeNull());

  it('have the t quantiles of the tables', () => {
    for (const [degrees, wanted] of [[4, 2.776], [10, 2.228], [30, 2.042], [1_000, 1.962]] as const) expect(t975(degrees) / wanted).toBeCloseTo(1, 2);
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
