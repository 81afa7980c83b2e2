import { describe, expect, it } from 'vitest';
import type { NoiseSlice } from '../../../shared/result/noise.ts';
import { columnsOf, limitOf, limitsOf, nextMarked, shareOf, topOf } from './noise-scales.ts';

const NOTHING = { stealNs: 0, runQueueWaitNs: 300_000, runNs: null, voluntarySwitches: null, involuntarySwitches: null, migrations: null, cpuPressureNs: 0, otherCpuNs: 0, minorFaults: null, majorFaults: null, frequencyKHz: null, gcPauseNs: null, frequencyMaxKHz: null, irqNs: null, softirqNs: null, throttles: null, threadWaitNs: null };
/** 120 slices of 162 ms, of which four are marked. */
const slices = Array.from({ length: 120 }, (_, index): NoiseSlice => {
  const marked = [31, 32, 77, 78].includes(index);
  return {
    startMs: index * 162, endMs: (index + 1) * 162, firstRound: index * 3, lastRound: index * 3 + 2, marked,
    measures: { ...NOTHING, stealNs: marked ? 30_000_000 : 0 }, reasons: marked ? [{ measure: 'stealNs', value: 30_000_000, limit: 10_000_000 }] : [],
  };
});

describe('the noise strip', () => {
  it('has a column a slice, and fewer where they would be thinner than two pixels', () => {
    expect(columnsOf(slices, 1_000)).toHaveLength(120);
    const narrow = columnsOf(slices, 100);
    expect(narrow).toHaveLength(40);
    expect([narrow[0]?.first, narrow.at(-1)?.last]).toEqual([0, 119]);
    // A mark is never lost by drawing less.
    expect(narrow.filter((column) => column.marked).flatMap(({ first, last }) => slices.slice(first, last + 1)).filter((slice) => slice.marked)).toHaveLength(4);
  });

  it('draws times as shares of their slice, with the limit', () => {
    expect(shareOf(slices[31]!, 'stealNs')).toBeCloseTo(30 / 162);
    expect(shareOf(slices[31]!, 'frequencyKHz')).toBeNull();
    expect(limitOf(slices[31]!, 'stealNs')).toBeCloseTo(10 / 162);
    expect(limitOf(slices[30]!, 'stealNs')).toBeNull();
    const later = slices.map((slice, index) => (index > 70 ? { ...slice, reasons: slice.reasons.map((reason) => ({ ...reason, limit: 20_000_000 })) } : slice));
    expect(limitsOf(later, 'stealNs')?.map((share) => Math.round(share * 162))).toEqual([10, 20]);
    expect(limitsOf(slices, 'otherCpuNs')).toBeNull();
    expect(columnsOf(later, 1_000)[78]?.limits['stealNs']).toBeCloseTo(20 / 162);
    expect(topOf(columnsOf(slices, 1_000), 'stealNs')).toBeCloseTo(30 / 162);
    expect(topOf([], 'stealNs')).toBe(0.01);
  });

  it('goes from mark to mark', () => {
    expect([nextMarked(slices, 0, 1), nextMarked(slices, 32, 1), nextMarked(slices, 78, 1), nextMarked(slices, 31, -1)]).toEqual([31, 77, 31, 78]);
    expect(nextMarked([], 0, 1)).toBeNull();
  });
});
