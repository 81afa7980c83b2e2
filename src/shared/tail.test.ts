import { describe, expect, it } from 'vitest';
import { cutsOf, LEAST_IN_BIN } from './tail.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const asText = (order: number[]): string => cutsOf(order).map(({ fromShare, toShare, first, end }) => `${Number((fromShare * 100).toFixed(2))}–${Number((toShare * 100).toFixed(2))}: ${end - first}`).join(' · ');

describe('the stretches of a tail', () => {
  it('are tenths, and finer towards the end', () => {
    expect(asText(upTo(100_000))).toBe('0–10: 10000 · 10–20: 10000 · 20–30: 10000 · 30–40: 10000 · 40–50: 10000 · 50–60: 10000 · 60–70: 10000 · 70–80: 10000 · 80–90: 10000 · 90–95: 5000 · 95–99: 4000 · 99–99.9: 900 · 99.9–100: 100');
  });

  it('with too few handshakes are joined to the one before', () => {
    expect(asText(upTo(1_000))).toBe('0–10: 100 · 10–20: 100 · 20–30: 100 · 30–40: 100 · 40–50: 100 · 50–60: 100 · 60–70: 100 · 70–80: 100 · 80–90: 100 · 90–95: 50 · 95–99: 40 · 99–100: 10');
    expect(asText(upTo(35))).toBe('0–40: 14 · 40–70: 10 · 70–100: 11');
    expect(asText(upTo(4))).toBe('0–100: 4');
    expect(asText([])).toBe('0–100: 0');
  });

  it('reach from the first handshake to the last, without a gap, however many there are', () => {
    for (const count of [12, 25, 99, 100, 1_000, 9_999, 100_000]) {
      const cuts = cutsOf(upTo(count));
      expect([cuts[0]?.first, cuts.at(-1)?.end, cuts[0]?.fromShare, cuts.at(-1)?.toShare]).toEqual([0, count, 0, 1]);
      for (const [index, cut] of cuts.entries()) {
        if (index > 0) expect(cut.first).toBe(cuts[index - 1]?.end);
        expect(cut.end - cut.first).toBeGreaterThanOrEqual(LEAST_IN_BIN);
      }
    }
  });

  it('hold every handshake once, and never cut equal times apart', () => {
    for (const order of [upTo(777), upTo(777).map((one) => Math.ceil(one / 90)), Array.from({ length: 500 }, () => 7)]) {
      const cuts = cutsOf(order);
      expect(cuts[0]?.first).toBe(0);
      expect(cuts.at(-1)?.end).toBe(order.length);
      cuts.slice(1).forEach(({ first }, index) => {
        expect(first).toBe(cuts[index]?.end);
        expect(order[first]).toBeGreaterThan(order[first - 1] as number);
      });
      for (const { first, end } of cuts) expect(end - first).toBeGreaterThanOrEqual(LEAST_IN_BIN);
    }
    expect(asText(Array.from({ length: 500 }, () => 7))).toBe('0–100: 500');
  });
});
