import { describe, expect, it } from 'vitest';
import type { ArmResult } from '../../../shared/result/document.ts';
import { densityOf, distributionScale, heatOf, logX, total } from './scales.ts';

const arm = (counts: readonly number[]): ArmResult => ({ distribution: { fromNs: 1e6, ratio: 1.1, counts: [...counts] }, roundMediansNs: [] }) as unknown as ArmResult;

describe('distribution', () => {
  it('spans all arms but the farthest tail', () => {
    const scale = distributionScale([arm([0, 900, 90, ...Array<number>(40).fill(0), 1])]);
    expect(scale?.fromNs).toBeCloseTo(1e6);
    expect(scale?.toNs).toBeLessThan(1e6 * 1.1 ** 6);
    expect(distributionScale([])).toBeNull();
  });

  it('keeps the area of what it smooths', () => {
    expect(densityOf({ fromNs: 1e6, ratio: 1.1, counts: [0, 0, 10, 30, 10, 0, 0] }).reduce((sum, point) => sum + point.share, 0)).toBeCloseTo(1, 9);
  });

  it('is even in the logarithm', () => {
    const scale = { fromNs: 1e5, toNs: 1e7, ticks: [] };
    expect([1e5, 1e6, 1e7].map((ns) => logX(scale, ns, 10, 200))).toEqual([10, 110, 210]);
  });
});

it('shades by ratio and adds only what is known', () => {
  expect([1, 1.21, 1.89, 2.2].map(heatOf)).toEqual([0, 1, 2, 3]);
  expect([total(1, 2), total(1, null)]).toEqual([3, null]);
});
