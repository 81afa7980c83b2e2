/** A slice's disturbances as shares of its time, and the limits that they were over. Pure. */
import type { Measure, NoiseSlice } from './noise.ts';

/** What is drawn, in this order; the table holds all of it and more. */
export const DRAWN: readonly Measure[] = ['stealNs', 'runQueueWaitNs', 'otherCpuNs', 'cpuPressureNs'];

/** A time of a slice as a share of the slice: slices differ in length. */
export function shareOf(slice: NoiseSlice, measure: Measure): number | null {
  const value = slice.measures[measure];
  const span = (slice.endMs - slice.startMs) * 1e6;
  return value === null ? null : span > 0 ? value / span : 0;
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
