/** Quantiles of sorted data (Hyndman and Fan's type 7, as R and NumPy have by default). */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const below = sorted[low] as number;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return below + (above - below) * (at - low);
}

/**
 * A block's level, by which arms are compared: its lower quartile. What disturbs a handshake only ever adds to its time, so the faster ones of a
 * block say most of the arm and least of the machine (Chen and Revels 2016, "Robust benchmarking in noisy environments"), whatever the block's length.
 */
export const level = (values: ArrayLike<number>): number => quantile(Float64Array.from(values).sort(), 0.25);

export const median = (values: ArrayLike<number>): number => quantile(Float64Array.from(values).sort(), 0.5);
export const mean = (values: ArrayLike<number>): number => (values.length === 0 ? NaN : Array.from(values).reduce((sum, value) => sum + value, 0) / values.length);
