/** The order of blocks: every round holds one block of every arm, in a random order that the next round mirrors (ABBA). */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Observation } from '../../shared/protocol/messages.ts';

export interface PlannedBlock {
  readonly round: number;
  /** Index into the plan's arms. */
  readonly arm: number;
  readonly observe: Observation;
  readonly handshakes: number;
  readonly warmup: boolean;
}

export interface RoundsOptions {
  readonly arms: number;
  readonly seed: number;
  /** Handshakes in a timing block. */
  readonly block: number;
  readonly observe: readonly Observation[];
  readonly warmupRounds: number;
  /** Rounds of timing blocks; null when the run ends on time or precision. */
  readonly rounds: number | null;
}

/** Warm-up blocks are long: runtimes compile after some tens of calls, and nobody waits for figures yet. */
const WARMUP_HANDSHAKES = 20;
/** Allocations vary little between handshakes, so one round in some is enough; the first comes right after the warm-up. */
const ALLOCATION_EVERY = 16;
const ALLOCATION_HANDSHAKES = 10;

function shuffled(count: number, random: ReturnType<typeof xoroshiro128plus>): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}

/** The whole plan, one round after the other; the same seed gives the same plan. */
export function* planRounds({ arms, seed, block, observe, warmupRounds, rounds }: RoundsOptions): Generator<PlannedBlock[], void, void> {
  const random = xoroshiro128plus(seed | 0);
  let order: number[] = [];
  let round = 0;
  const next = (kind: Observation, handshakes: number, warmup: boolean): PlannedBlock[] => {
    order = round % 2 === 0 ? shuffled(arms, random) : [...order].reverse();
    const blocks = order.map((arm) => ({ round, arm, observe: kind, handshakes, warmup }));
    round++;
    return blocks;
  };
  for (let index = 0; index < warmupRounds; index++) yield next('timing', WARMUP_HANDSHAKES, true);
  const timing = observe.includes('timing');
  for (let index = 0; rounds === null || index < rounds; index++) {
    if (observe.includes('allocations') && (!timing || index % ALLOCATION_EVERY === 0)) yield next('allocations', ALLOCATION_HANDSHAKES, false);
    if (timing) yield next('timing', block, false);
  }
}

/** A block short enough that arms alternate faster than the machine drifts (docs/decisions/0002), longer where lanes must fill. */
export const automaticBlock = (connections: number): number => (connections === 1 ? 3 : connections * 4);
