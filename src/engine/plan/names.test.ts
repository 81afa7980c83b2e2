import { describe, expect, it } from 'vitest';
import { namesOf } from './names.ts';

const options = { names: 50, zipf: 1, seed: 7, round: 3 };

describe('names of a block', () => {
  it('are the same for the same seed and round, and others for the next round', () => {
    expect(namesOf(40, options)).toEqual(namesOf(40, options));
    expect(namesOf(40, { ...options, round: 4 })).not.toEqual(namesOf(40, options));
  });
  it('stay within their number', () => {
    const names = namesOf(5_000, options);
    expect(Math.min(...names)).toBe(0);
    expect(Math.max(...names)).toBeLessThan(50);
  });
  it('follow Zipf’s law: the second half as often as the first', () => {
    const count = (names: readonly number[], name: number): number => names.filter((one) => one === name).length;
    const names = namesOf(50_000, options);
    expect(count(names, 0) / count(names, 1)).toBeCloseTo(2, 0);
    expect(count(names, 0) / count(names, 9)).toBeGreaterThan(8);
    const even = namesOf(50_000, { ...options, zipf: 0 });
    expect(count(even, 0) / count(even, 49)).toBeCloseTo(1, 0);
  });
});
