import { describe, expect, it } from 'vitest';
import { cutsOf, LEAST_IN_BIN } from './tail.ts';

describe('stretches of a tail', () => {
  it('reach from the first handshake to the last, without a gap', () => {
    for (const count of [12, 25, 99, 100, 1_000, 9_999, 100_000]) {
      const cuts = cutsOf(count);
      expect([cuts[0]?.first, cuts.at(-1)?.end, cuts[0]?.fromShare, cuts.at(-1)?.toShare]).toEqual([0, count, 0, 1]);
      for (const [index, cut] of cuts.entries()) {
        if (index > 0) expect(cut.first).toBe(cuts[index - 1]?.end);
        expect(cut.end - cut.first).toBeGreaterThanOrEqual(LEAST_IN_BIN);
      }
    }
  });

  it('are as fine as the number of handshakes allows', () => {
    expect(cutsOf(100_000).at(-1)).toEqual({ fromShare: 0.999, toShare: 1, first: 99_900, end: 100_000 });
    expect(cutsOf(1_000).at(-1)).toEqual({ fromShare: 0.99, toShare: 1, first: 990, end: 1_000 });
    expect(cutsOf(5)).toEqual([{ fromShare: 0, toShare: 1, first: 0, end: 5 }]);
  });
});
