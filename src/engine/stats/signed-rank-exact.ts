/** The exact distribution of Wilcoxon's signed-rank statistic under no shift (Hollander, Wolfe and Chicken 2014, §3.1). */

/** Up to here the counts are exact in doubles; beyond, the normal approximation is as good. */
export const MOST_EXACT = 40;

/** For n pairs: how many of the 2^n choices of signs give each sum of positive ranks. */
function countsOf(n: number): Float64Array {
  const counts = new Float64Array((n * (n + 1)) / 2 + 1);
  counts[0] = 1;
  for (let rank = 1, highest = 0; rank <= n; rank++) {
    highest += rank;
    for (let sum = highest; sum >= rank; sum--) counts[sum] = (counts[sum] as number) + (counts[sum - rank] as number);
  }
  return counts;
}

/** P(the statistic is at least so far from its middle), two-sided; `distance` in ranks. */
export function exactTwoSidedP(n: number, distance: number): number {
  const counts = countsOf(n);
  const middle = (counts.length - 1) / 2;
  // A distance that is only just reached counts as reached, however it was rounded.
  const reached = counts.reduce((sum, count, rank) => sum + (Math.abs(rank - middle) >= distance - 1e-9 ? count : 0), 0);
  return Math.min(1, reached / 2 ** n);
}
