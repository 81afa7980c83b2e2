/** An arm's level in each pair of mirrored rounds, on the log scale: what two arms are compared by. */
import { pairOf } from '../plan/rounds.ts';
import { shiftOf, type Shift } from '../stats/signed-rank.ts';

export class PairSeries {
  /** `rounds`: every round stands for itself, where there are too few pairs to wait for; drift between an arm's rounds is then in the interval. */
  constructor(private readonly unit: 'pairs' | 'rounds' = 'pairs') {}

  /** Log levels of the rounds of each pair, in the order of the pairs. */
  #rounds = new Map<number, { sum: number; rounds: number }>();

  add(round: number, levelNs: number): void {
    const pair = this.unit === 'rounds' ? round : pairOf(round);
    const own = this.#rounds.get(pair);
    if (own) {
      own.sum += Math.log(levelNs);
      own.rounds++;
    } else {
      this.#rounds.set(pair, { sum: Math.log(levelNs), rounds: 1 });
    }
  }

  /** A pair of which one round is missing says something of the drift between its rounds, not of the arm: it is left out. */
  at(pair: number): number | undefined {
    const own = this.#rounds.get(pair);
    return own && own.rounds === (this.unit === 'rounds' ? 1 : 2) ? own.sum / own.rounds : undefined;
  }

  get pairs(): Iterable<number> {
    return this.#rounds.keys();
  }
}

/** `arm` against `against` over their common pairs, in time; null with too few. Several series of each are parts of one whole. */
export function shiftBetween(arm: readonly PairSeries[], against: readonly PairSeries[]): Shift | null {
  const differences: { pair: number; value: number }[] = [];
  arm.forEach((series, part) => {
    for (const pair of series.pairs) {
      const [own, other] = [series.at(pair), against[part]?.at(pair)];
      if (own !== undefined && other !== undefined) differences.push({ pair, value: own - other });
    }
  });
  differences.sort((a, b) => a.pair - b.pair);
  return shiftOf(differences.map(({ value }) => value));
}
