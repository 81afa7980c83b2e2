import { describe, expect, it } from 'vitest';
import { nsAt, nudge, stretchOf, WHOLE } from './brush.ts';

const scale = { fromNs: 1e5, toNs: 1e7, ticks: [] };

describe('a brush over a log scale', () => {
  it('reads times between its ends', () => {
    expect(nsAt(scale, 50, 50, 200)).toBeCloseTo(1e5, 3);
    expect(nsAt(scale, 150, 50, 200)).toBeCloseTo(1e6, 3);
    expect(nsAt(scale, 900, 50, 200)).toBeCloseTo(1e7, 2);
  });

  it('chooses a stretch in either direction, open at the ends of the scale; a click chooses nothing', () => {
    const back = stretchOf(scale, 150, 60, 50, 200);
    expect(back).toEqual(stretchOf(scale, 60, 150, 50, 200));
    expect(back?.toNs).toBeCloseTo(1e6, 3);
    expect(stretchOf(scale, 40, 150, 50, 200)?.fromNs).toBeNull();
    expect(stretchOf(scale, 150, 260, 50, 200)?.toNs).toBeNull();
    expect(stretchOf(scale, 150, 152, 50, 200)).toBeNull();
  });

  it('moves by keys, ends in order, and opens at the scale’s own ends', () => {
    const in30 = nudge(WHOLE, 'from', 30, scale);
    expect(in30.fromNs).toBeCloseTo(1e6, 0);
    expect(nudge(in30, 'from', -30, scale)).toEqual(WHOLE);
    expect(nudge({ fromNs: 1e6, toNs: 2e6 }, 'to', -30, scale)).toEqual({ fromNs: 1e6, toNs: 1e6 });
    expect(nudge({ fromNs: null, toNs: 9e6 }, 'to', 10, scale).toNs).toBeNull();
  });
});
