/** The noise strip's columns and rows, without a DOM. */
import type { Measure, NoiseSlice } from '../../../shared/result/noise.ts';

/** What is drawn, in this order; the table holds all of it and more. */
export const DRAWN: readonly Measure[] = ['stealNs', 'runQueueWaitNs', 'otherCpuNs', 'cpuPressureNs'];

/** One column: a slice, or several where there are more slices than pixels. */
export interface Column {
  readonly first: number;
  readonly last: number;
  readonly marked: boolean;
  /** The largest limit that one of its slices was over. */
  readonly limits: Readonly<Record<string, number | null>>;
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
      limits: Object.fromEntries(DRAWN.map((measure) => [measure, limitsOf(own, measure)?.[1] ?? null])),
      shares: Object.fromEntries(DRAWN.map((measure) => {
        const known = own.flatMap((slice) => shareOf(slice, measure) ?? []);
        return [measure, known.length > 0 ? Math.max(...known) : null];
      })),
    };
  });
}

/** The limit that a slice was over, as a share of it; null where it was not. Limits follow the run so far, so each slice has its own. */
export function limitOf(slice: NoiseSlice, measure: Measure): number | null {
  const reason = slice.reasons.find((one) => one.measure === measure);
  return reason ? reason.limit / ((slice.endMs - slice.startMs) * 1e6) : null;
}

/** The lowest and the highest of them; null where no slice was over one. */
export function limitsOf(slices: readonly NoiseSlice[], measure: Measure): readonly [number, number] | null {
  const known = slices.flatMap((slice) => limitOf(slice, measure) ?? []);
  return known.length > 0 ? [Math.min(...known), Math.max(...known)] : null;
}

/** What a row's height stands for: the largest there is, and no less than 1 %. */
export const topOf = (columns: readonly Column[], measure: Measure): number => Math.max(0.01, ...columns.map((column) => column.shares[measure] ?? 0));

/** The next marked slice from here, around the ends; null where none is. */
export function nextMarked(slices: readonly NoiseSlice[], from: number, step: 1 | -1): number | null {
  for (let offset = 1; offset <= slices.length; offset++) {
    const index = (from + step * offset + slices.length * 2) % slices.length;
    if (slices[index]?.marked) return index;
  }
  return null;
}
