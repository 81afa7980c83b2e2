/** The noise strip's columns and rows, without a DOM. */
import type { Measure, NoiseSlice } from '../../../shared/result/noise.ts';
import { DRAWN, limitsOf, shareOf } from '../../../shared/result/noise-shares.ts';

export { DRAWN, limitOf, limitsOf, shareOf } from '../../../shared/result/noise-shares.ts';

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
