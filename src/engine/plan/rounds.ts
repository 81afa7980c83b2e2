/** The order of blocks: every round holds one block of every arm, in a random order that the next round mirrors (ABBA). */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Recorded, Stage } from '../run/stage.ts';

/** What a pair of mirrored rounds is for. */
export interface PairKind {
  readonly stage: Stage;
  readonly observe: Recorded;
  /** Handshakes in each block. */
  readonly handshakes: number;
}

export interface PlannedBlock extends PairKind {
  readonly round: number;
  /** Index into the run's arms. */
  readonly arm: number;
}

/** Hands out pairs of rounds, numbered 2n and 2n + 1; the same seed and kinds give the same blocks. */
export class RoundOrder {
  readonly #random;
  #pairs = 0;

  constructor(private readonly arms: number, seed: number) {
    this.#random = xoroshiro128plus(seed | 0);
  }

  next(kind: PairKind): [readonly PlannedBlock[], readonly PlannedBlock[]] {
    const order = this.#shuffled();
    const round = 2 * this.#pairs++;
    return [order.map((arm) => ({ ...kind, round, arm })), order.reverse().map((arm) => ({ ...kind, round: round + 1, arm }))];
  }

  #shuffled(): number[] {
    const order = Array.from({ length: this.arms }, (_, index) => index);
    for (let last = this.arms - 1; last > 0; last--) {
      const other = uniformInt(this.#random, 0, last);
      [order[last], order[other]] = [order[other] as number, order[last] as number];
    }
    return order;
  }
}

/** Both rounds of a pair have this number. */
export const pairOf = (round: number): number => round >> 1;
