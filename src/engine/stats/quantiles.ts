/** Quantiles of sorted data (Hyndman and Fan's type 7, as R and NumPy have by default). */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const below = sorted[low] as number;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return below + (above - below) * (at - low);
}

export const median = (values: ArrayLike<number>): number => quantile(Float64Array.from(values).sort(), 0.5);
export const mean = (values: ArrayLike<number>): number => (values.length === 0 ? NaN : Array.from(values).reduce((sum, value) => sum + value, 0) / values.length);
