/** When the handshakes of an open loop are meant to begin. The same seed and pair give every arm of one rate the same arrivals. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** An open-loop block lasts about so long: its arrivals must be many enough to queue as they would in a long run. */
const BLOCK_S = 0.25;
const LEAST = 20;
const MOST = 20_000;

/** Handshakes in one block of an arm of this rate. */
export const openLoopBlock = (ratePerSecond: number): number => Math.min(MOST, Math.max(LEAST, Math.round(ratePerSecond * BLOCK_S)));

/** Offsets from the block's start, ns, ascending. */
export function arrivalsNs(arrivals: 'constant' | 'poisson', ratePerSecond: number, count: number, seed: number, pair: number): number[] {
  const gapNs = 1e9 / ratePerSecond;
  if (arrivals === 'constant') return Array.from({ length: count }, (_, index) => Math.round(index * gapNs));
  const random = xoroshiro128plus((seed ^ Math.imul(pair + 1, 0x9e3779b1)) | 0);
  let at = 0;
  return Array.from({ length: count }, () => {
    at += -Math.log(1 - uniformFloat64(random)) * gapNs;
    return Math.round(at);
  });
}
