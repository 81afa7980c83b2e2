/** An arm's level in each pair of mirrored rounds, on the log scale: what two arms are compared by. */
import { pairOf } from '../plan/rounds.ts';
import { shiftOf, type Shift } from '../stats/signed-rank.ts';

export class PairSeries {
  /** Log levels of the rounds of each pair, in the order of the pairs. */
  #rounds = new Map<number, { sum: number; rounds: number }>();

  add(round: number, levelNs: number): void {
    const pair = pairOf(round);
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
    return own && own.rounds === 2 ? own.sum / 2 : undefined;
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
