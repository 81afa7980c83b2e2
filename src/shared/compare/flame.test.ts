import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { compareRuns } from './compare.ts';
import { differenceRows } from './flame.ts';

const [first, second] = RESULT.arms;
const arm = compareRuns({ result: RESULT, arm: first?.id as string }, { result: RESULT, arm: second?.id as string }).arms[0];
const phases = arm?.phases ?? [];

describe('the differential flame', () => {
  it('puts each child inside its parent, one after the other', () => {
    for (const side of ['client', 'server'] as const) {
      const rows = differenceRows(phases, side, 1000);
      expect(rows[0]).toHaveLength(1);
      expect(rows[0]?.[0]?.x).toBe(0);
      expect(rows[0]?.[0]?.width).toBeCloseTo(1000, 6);
      for (const row of rows.slice(1)) {
        row.reduce((end, { x, width }) => {
          expect(x).toBeGreaterThanOrEqual(end - 1e-6);
          return x + width;
        }, 0);
        expect((row.at(-1)?.x ?? 0) + (row.at(-1)?.width ?? 0)).toBeLessThanOrEqual(1000 + 1e-6);
      }
    }
  });

  it('is grey where the interval holds zero, and coloured by the sign where not', () => {
    for (const box of differenceRows(phases, 'server', 1000).flat()) {
      const phase = phases.find(({ id }) => id === box.id);
      expect(box.tone).toBe(!phase?.defended ? 'same' : (phase.differenceNs ?? 0) > 0 ? 'slower' : 'faster');
    }
    const doubted = phases.map((phase) => ({ ...phase, defended: false }));
    expect(differenceRows(doubted, 'client', 1000).flat().every(({ tone }) => tone === 'same')).toBe(true);
  });

  it('is empty without the side', () => expect(differenceRows([], 'client', 1000)).toEqual([]));
});
