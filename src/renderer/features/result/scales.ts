/** Scales and shapes of the result's charts: pure, so that screen and paper draw the same. */
import type { ArmResult, Distribution } from '../../../shared/result/document.ts';
import { logTicks } from '../run/model.ts';

export interface LogScale {
  readonly fromNs: number;
  readonly toNs: number;
  readonly ticks: readonly number[];
}

/** The range that holds all arms' distributions but the last thousandth of each tail. */
export function distributionScale(arms: readonly ArmResult[]): LogScale | null {
  let [from, to] = [Infinity, 0];
  for (const { distribution, roundMediansNs } of arms) {
    if (!distribution) continue;
    const total = distribution.counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) continue;
    let first = distribution.counts.findIndex((count) => count > 0);
    let last = distribution.counts.length - 1;
    for (let held = 0; last > first && held + (distribution.counts[last] as number) <= total / 500; last--) held += distribution.counts[last] as number;
    first = Math.max(0, first - 1);
    from = Math.min(from, distribution.fromNs * distribution.ratio ** first, ...roundMediansNs);
    to = Math.max(to, distribution.fromNs * distribution.ratio ** (last + 2), ...roundMediansNs);
  }
  return to > from ? { fromNs: from, toNs: to, ticks: logTicks(from, to, 8) } : null;
}

export const logX = (scale: LogScale, ns: number, left: number, width: number): number => left + (Math.log(ns / scale.fromNs) / Math.log(scale.toNs / scale.fromNs)) * width;

/** A distribution as points of share per equal step of the logarithm, smoothed over two bins each way so that few handshakes make no comb. */
export function densityOf(distribution: Distribution): { readonly ns: number; readonly share: number }[] {
  const { counts, fromNs, ratio } = distribution;
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const weights = [1, 4, 6, 4, 1];
  return counts.map((_, index) => ({
    ns: fromNs * ratio ** (index + 0.5),
    share: weights.reduce((sum, weight, at) => sum + weight * (counts[index + at - 2] ?? 0), 0) / (16 * total),
  }));
}

/** 0 … 3 by the ratio to the reference: the heat map's four fills. */
export const heatOf = (ratio: number): 0 | 1 | 2 | 3 => (ratio < 1.05 ? 0 : ratio < 1.4 ? 1 : ratio < 1.95 ? 2 : 3);

export const total = (...values: readonly (number | null)[]): number | null => (values.some((value) => value === null) ? null : (values as number[]).reduce((sum, value) => sum + value, 0));
