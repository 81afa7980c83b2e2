/**
 * The Hodges–Lehmann shift of paired differences with the interval and test that belong to it, Wilcoxon's signed ranks
 * (Hollander, Wolfe and Chicken 2014, §3.1–3.3). The statistic's variance is multiplied by the serial inflation of the signed ranks,
 * since rounds that follow each other share the machine's mood.
 */
import { twoSidedP, Z95, Z_POWER } from '../../shared/statistics/normal.ts';
import { exactTwoSidedP, MOST_EXACT } from './signed-rank-exact.ts';
import { varianceInflation } from './serial.ts';

export type Interval = [number, number];

/** With fewer differences the normal approximation promises more than it holds. */
export const MIN_PAIRS = 8;

export interface Shift {
  readonly estimate: number;
  readonly ci: Interval;
  readonly pValue: number;
  /** The smallest shift that would be told apart from 0 in 4 of 5 tries. */
  readonly detectable: number;
  readonly pairs: number;
  readonly inflation: number;
}

/** How many of the averages (x[i] + x[j]) / 2, i ≤ j, are at most `limit`; `sorted` ascending. O(n). */
function averagesUpTo(sorted: Float64Array, limit: number): number {
  let count = 0;
  let high = sorted.length - 1;
  for (let low = 0; low < sorted.length; low++) {
    while (high >= low && (sorted[low] as number) + (sorted[high] as number) > 2 * limit) high--;
    if (high < low) break;
    count += high - low + 1;
  }
  return count;
}

/** The `rank`-th smallest (from 1) of those averages, by halving the range until two doubles meet. */
function averageOfRank(sorted: Float64Array, rank: number): number {
  let low = sorted[0] as number;
  let high = sorted.at(-1) as number;
  if (averagesUpTo(sorted, low) >= rank) return low;
  for (let step = 0; step < 100; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (averagesUpTo(sorted, middle) >= rank) high = middle;
    else low = middle;
  }
  return high;
}

/** Ranks of the absolute values with their sign; ties share the mean rank. */
function signedRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, index) => index).sort((a, b) => Math.abs(values[a] as number) - Math.abs(values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && Math.abs(values[order[to] as number] as number) === Math.abs(values[order[from] as number] as number)) to++;
    for (let at = from; at < to; at++) {
      const index = order[at] as number;
      ranks[index] = Math.sign(values[index] as number) * ((from + to + 1) / 2);
    }
    from = to;
  }
  return ranks;
}

/** Null with fewer than 8 differences. `differences` are in the order in which they were measured. */
export function shiftOf(differences: ArrayLike<number>): Shift | null {
  const n = differences.length;
  if (n < MIN_PAIRS) return null;
  const sorted = Float64Array.from(differences).sort();
  const total = (n * (n + 1)) / 2;
  const estimate = averageOfRank(sorted, Math.ceil(total / 2));
  const inflation = varianceInflation(signedRanks(Float64Array.from(differences, (value) => value - estimate)));
  const deviation = Math.sqrt(((n * (n + 1) * (2 * n + 1)) / 24) * inflation);
  const at = (rank: number): number => averageOfRank(sorted, Math.min(total, Math.max(1, Math.round(rank))));
  const reach = Z95 * deviation;
  const ci: Interval = [at(total / 2 - reach), at(total / 2 + reach + 1)];
  const notAbove = averagesUpTo(sorted, 0);
  const z = (total / 2 - notAbove) / deviation;
  // Of few pairs the normal approximation's tail is too fat: 13 of 13 above 0 would be 0.0015 instead of 0.0002.
  const pValue = n <= MOST_EXACT ? exactTwoSidedP(n, Math.abs(total / 2 - notAbove) / Math.sqrt(inflation)) : twoSidedP(z);
  return { estimate, ci, pValue, detectable: (((ci[1] - ci[0]) / 2) * Z_POWER) / Z95, pairs: n, inflation };
}
