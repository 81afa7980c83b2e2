/**
 * The interval of a quantile under dependence (Woodruff 1952): the share of handshakes at or below the estimate gets an interval from
 * batches of rounds, and its ends are turned into times by the distribution itself. The share's interval is Wilson's (1927), with the
 * number of independent handshakes that the batches' spread stands for; so it also holds in the tail.
 */
import { ratioOf } from './batches.ts';
import { t975, Z95 } from '../../shared/statistics/normal.ts';
import type { Interval } from './signed-rank.ts';

export interface ShareOptions {
  readonly q: number;
  /** Per batch: handshakes at or below the estimated quantile. */
  readonly below: ArrayLike<number>;
  /** Per batch: handshakes. */
  readonly counts: ArrayLike<number>;
}

/** Both ends as shares; null with too few batches, or where too few handshakes lie beyond the quantile to bound it. */
export function shareInterval({ q, below, counts }: ShareOptions): Interval | null {
  const spread = ratioOf(below, counts);
  if (!spread) return null;
  let n = 0;
  for (let index = 0; index < counts.length; index++) n += counts[index] as number;
  const independent = q * (1 - q);
  const effective = Math.min(n, independent / Math.max(spread.standardError ** 2, Number.EPSILON));
  // The spread between batches says little where each holds few handshakes beyond the quantile: there the binomial leads.
  const z = effective < n ? t975(spread.degrees) : Z95;
  const centre = (q + z ** 2 / (2 * effective)) / (1 + z ** 2 / effective);
  const reach = (z / (1 + z ** 2 / effective)) * Math.sqrt(independent / effective + z ** 2 / (4 * effective ** 2));
  const [low, high] = [centre - reach, centre + reach];
  return low * n < 1 || (1 - high) * n < 1 ? null : [low, high];
}
