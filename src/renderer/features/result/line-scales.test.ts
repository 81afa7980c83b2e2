import { describe, expect, it } from 'vitest';
import { chartScales, labelPlaces, type ChartLine } from './line-scales.ts';

const line = (...points: readonly (readonly [number, number])[]): ChartLine => ({ name: 'a', points: points.map(([x, y]) => ({ x, y, ci: [y * 0.9, y * 1.1], says: '' })) });
const BOX = { left: 0, right: 100, top: 0, bottom: 100 } as const;

describe('chart scales', () => {
  it('hold every point and its interval', () => {
    for (const y of ['log', 'zero', 'zoomed'] as const) {
      const scales = chartScales([line([1, 1_000], [2, 50_000])], { ...BOX, kind: 'linear', y })!;
      for (const value of [900, 1_000, 50_000, 55_000]) expect(scales.yOf(value)).toBeGreaterThanOrEqual(0);
      expect(scales.yOf(900)).toBeGreaterThan(scales.yOf(55_000));
      expect(scales.yTicks.length).toBeGreaterThan(1);
    }
  });

  it('mark an axis that does not begin at zero', () => {
    expect(chartScales([line([1, 1_000], [2, 1_010])], { ...BOX, kind: 'even', y: 'zoomed' })?.cut).toBe(true);
    expect(chartScales([line([1, 1_000])], { ...BOX, kind: 'even', y: 'zero' })?.cut).toBe(false);
  });

  it('put values that occur side by side, or by their size', () => {
    const even = chartScales([line([1, 1], [2, 1], [16, 1])], { ...BOX, kind: 'even', y: 'zero' })!;
    expect([1, 2, 16].map(even.xOf)).toEqual([14, 50, 86]);
    const linear = chartScales([line([100, 1], [200, 1])], { ...BOX, kind: 'linear', y: 'zero' })!;
    expect(linear.xOf(200)).toBeCloseTo(2 * linear.xOf(100));
  });

  it('are none without figures', () => expect(chartScales([{ name: 'a', points: [] }], { ...BOX, kind: 'even', y: 'log' })).toBeNull());

  it('keep names apart', () => {
    expect(labelPlaces([{ name: 'b', x: 0, y: 14 }, { name: 'a', x: 0, y: 10 }]).map(({ y }) => y)).toEqual([10, 22]);
  });
});
