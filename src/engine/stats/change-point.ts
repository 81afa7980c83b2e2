/**
 * From which block on a series is steady. The series is cut into pieces of constant level, as many as pay for themselves
 * (optimal partitioning: Jackson et al. 2005; used on warm-up by Barrett et al. 2017, "Virtual machine warmup blows hot and cold");
 * the last piece is the steady state, and pieces before it that are as low belong to it.
 */

/** Cost of another piece, in variances: twice the usual 2 log n, since blocks are not normal and their variance is itself estimated. */
const penalty = (n: number): number => 4 * Math.log(n);

/** Robust variance of the noise, from second differences: neither a jump nor a steady slope counts as noise. */
function noiseVariance(series: readonly number[]): number {
  const bends = series.slice(2).map((value, index) => Math.abs(value - 2 * (series[index + 1] as number) + (series[index] as number))).sort((a, b) => a - b);
  const median = bends[Math.floor(bends.length / 2)] ?? 0;
  return Math.max((median / (0.6745 * Math.sqrt(6))) ** 2, 1e-12); // second differences of normals: √6 σ
}

/** First index of each piece; always begins with 0. */
export function pieces(series: readonly number[]): number[] {
  const n = series.length;
  if (n < 4) return [0];
  const variance = noiseVariance(series);
  const sums = [0];
  const squares = [0];
  series.forEach((value, index) => {
    sums.push((sums[index] as number) + value);
    squares.push((squares[index] as number) + value * value);
  });
  const cost = (from: number, to: number): number => {
    const sum = (sums[to] as number) - (sums[from] as number);
    return ((squares[to] as number) - (squares[from] as number) - (sum * sum) / (to - from)) / variance;
  };
  const best = [0];
  const cut = [0];
  for (let to = 1; to <= n; to++) {
    let lowest = Infinity;
    let at = 0;
    for (let from = 0; from < to; from++) {
      const total = (best[from] as number) + cost(from, to) + penalty(n);
      if (total < lowest) [lowest, at] = [total, from];
    }
    best[to] = lowest;
    cut[to] = at;
  }
  const starts: number[] = [];
  for (let to = n; to > 0; to = cut[to] as number) starts.unshift(cut[to] as number);
  return starts;
}

/** The first block of the steady state; null while its last piece is shorter than `least` blocks, or begins too late to tell. */
export function steadyFrom(series: readonly number[], least: number): number | null {
  const starts = pieces(series);
  const start = starts.at(-1) ?? 0;
  return series.length - start >= least ? start : null;
}
