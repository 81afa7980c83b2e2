/**
 * Intervals by bootstrap over rounds (Davison and Hinkley 1997, §5.3, percentile method). Rounds are drawn, not handshakes: those of
 * one round share the machine's mood, and drawing them apart would make intervals too narrow.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { quantile } from './quantiles.ts';

/** Below this many rounds an interval would promise what it cannot hold. */
export const MIN_ROUNDS = 5;
const DRAWS = 600;
const SEED = 20261123;

export type Interval = [number, number];

/** Values with the round each came from. */
export interface Clustered {
  readonly values: ArrayLike<number>;
  readonly rounds: ArrayLike<number>;
}

const percentiles = (draws: Float64Array): Interval => {
  draws.sort();
  return [quantile(draws, 0.025), quantile(draws, 0.975)];
};

/** Calls `visit` with how often each of `count` clusters was drawn, DRAWS times; the same draws every time. */
function resample(count: number, draws: number, visit: (weights: Uint16Array, draw: number) => void): void {
  const random = xoroshiro128plus(SEED);
  const weights = new Uint16Array(count);
  for (let draw = 0; draw < draws; draw++) {
    weights.fill(0);
    for (let index = 0; index < count; index++) (weights[uniformInt(random, 0, count - 1)] as number)++;
    visit(weights, draw);
  }
}

/** 95 % intervals of several quantiles at once; null with fewer than 5 rounds. */
export function quantileIntervals({ values, rounds }: Clustered, qs: readonly number[], draws = DRAWS): (Interval | null)[] {
  const clusters = new Map<number, number>();
  for (let index = 0; index < rounds.length; index++) {
    const round = rounds[index] as number;
    if (!clusters.has(round)) clusters.set(round, clusters.size);
  }
  if (clusters.size < MIN_ROUNDS) return qs.map(() => null);
  const order = Uint32Array.from({ length: values.length }, (_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const sorted = Float64Array.from(order, (index) => values[index] as number);
  const cluster = Uint32Array.from(order, (index) => clusters.get(rounds[index] as number) as number);
  const found = qs.map(() => new Float64Array(draws));
  resample(clusters.size, draws, (weights, draw) => {
    let total = 0;
    for (let index = 0; index < cluster.length; index++) total += weights[cluster[index] as number] as number;
    let seen = 0;
    let at = 0;
    for (const [which, q] of qs.entries()) {
      const wanted = q * (total - 1);
      while (at < sorted.length && seen + (weights[cluster[at] as number] as number) <= wanted) {
        seen += weights[cluster[at] as number] as number;
        at++;
      }
      (found[which] as Float64Array)[draw] = sorted[Math.min(at, sorted.length - 1)] as number;
    }
  });
  return found.map(percentiles);
}

/** 95 % interval of the mean; null with fewer than 5 rounds. */
export function meanInterval({ values, rounds }: Clustered, draws = DRAWS): Interval | null {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let index = 0; index < values.length; index++) {
    const round = rounds[index] as number;
    const own = sums.get(round) ?? { sum: 0, count: 0 };
    own.sum += values[index] as number;
    own.count++;
    sums.set(round, own);
  }
  if (sums.size < MIN_ROUNDS) return null;
  const clusters = [...sums.values()];
  const found = new Float64Array(draws);
  resample(clusters.length, draws, (weights, draw) => {
    let sum = 0;
    let count = 0;
    for (const [index, cluster] of clusters.entries()) {
      const weight = weights[index] as number;
      sum += weight * cluster.sum;
      count += weight * cluster.count;
    }
    found[draw] = sum / count;
  });
  return percentiles(found);
}

/** Median of the ratios b/a paired within rounds, with its 95 % interval; null with fewer than 5 common rounds. */
export function pairedRatio(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>, draws = DRAWS): { ratio: number; ci: Interval } | null {
  const logs = [...a].flatMap(([round, value]) => {
    const other = b.get(round);
    return other === undefined ? [] : [Math.log(other / value)];
  });
  if (logs.length < MIN_ROUNDS) return null;
  const rounds = Array.from(logs, (_, index) => index);
  const [ci] = quantileIntervals({ values: logs, rounds }, [0.5], draws);
  if (!ci) return null;
  return { ratio: Math.exp(quantile(Float64Array.from(logs).sort(), 0.5)), ci: [Math.exp(ci[0]), Math.exp(ci[1])] };
}
