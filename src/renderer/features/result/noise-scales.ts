/** The noise strip's columns and rows, without a DOM. */
import type { Measure, NoiseSlice } from '../../../shared/result/noise.ts';

/** What is drawn, in this order; the table holds all of it and more. */
export const DRAWN: readonly Measure[] = ['stealNs', 'runQueueWaitNs', 'otherCpuNs', 'cpuPressureNs'];

/** One column: a slice, or several where there are more slices than pixels. */
export interface Column {
  readonly first: number;
  readonly last: number;
  readonly marked: boolean;
  /** The largest of each measure, as a share of its slice's time; null where the system does not tell. */
  readonly shares: Readonly<Record<string, number | null>>;
}

const MIN_COLUMN = 2;

/** A time of a slice as a share of the slice: slices differ in length. */
export function shareOf(slice: NoiseSlice, measure: Measure): number | null {
  const value = slice.measures[measure];
  const span = (slice.endMs - slice.startMs) * 1e6;
  return value === null ? null : span > 0 ? value / span : 0;
}

export function columnsOf(slices: readonly NoiseSlice[], width: number): Column[] {
  const per = Math.max(1, Math.ceil(slices.length / Math.max(1, width / MIN_COLUMN)));
  return Array.from({ length: Math.ceil(slices.length / per) }, (_, index): Column => {
    const own = slices.slice(index * per, (index + 1) * per);
    return {
      first: index * per, last: index * per + own.length - 1, marked: own.some((slice) => slice.marked),
      shares: Object.fromEntries(DRAWN.map((measure) => {
        const known = own.flatMap((slice) => shareOf(slice, measure) ?? []);
        return [measure, known.length > 0 ? Math.max(...known) : null];
      })),
    };
  });
}

/** A measure's limit as the reasons tell it, as a share of a slice; null where none was over it. */
export function limitOf(slices: readonly NoiseSlice[], measure: Measure): number | null {
  for (const slice of slices) {
    const reason = slice.reasons.find((one) => one.measure === measure);
    if (reason) return reason.limit / ((slice.endMs - slice.startMs) * 1e6);
  }
  return null;
}

/** The height of a row: its limit stands at two thirds at most, and a peak is cut at four times the limit. */
export function topOf(columns: readonly Column[], measure: Measure, limit: number | null): number {
  const most = Math.max(0, ...columns.map((column) => column.shares[measure] ?? 0));
  return Math.max(limit === null ? most : Math.min(most, limit * 4), limit === null ? 0.01 : limit * 1.5);
}

/** The next marked slice from here, around the ends; null where none is. */
export function nextMarked(slices: readonly NoiseSlice[], from: number, step: 1 | -1): number | null {
  for (let offset = 1; offset <= slices.length; offset++) {
    const index = (from + step * offset + slices.length * 2) % slices.length;
    if (slices[index]?.marked) return index;
  }
  return null;
}
