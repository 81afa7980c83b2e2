/** Whether the relay keeps its delays: each block's lateness, and over the run what there was of it. */
import type { NetworkFacts } from '../../shared/result/network.ts';
import type { OpenArm } from '../run/session.ts';
import type { Relay } from './relay.ts';

/** A block in which 1 of 100 pieces was handed on later than this is in no figure. */
export const LATE_BOUND_NS = 1e6;
/** So many blocks of an arm in a row, and the relay will not do better. */
const MOST_VOID_IN_A_ROW = 100;

export class NetworkWatch {
  readonly #void = new Map<number, { blocks: number; inARow: number }>();

  constructor(private readonly relay: Relay, private readonly arms: readonly OpenArm[]) {}

  /** After a block: whether it was within the bound. */
  async judge({ index, path }: OpenArm): Promise<'in time' | 'void' | 'hopeless'> {
    if (!path) return 'in time';
    const { p99Ns } = await this.relay.lateness(path);
    const own = this.#void.get(index) ?? { blocks: 0, inARow: 0 };
    this.#void.set(index, own);
    if (p99Ns === null || p99Ns <= LATE_BOUND_NS) {
      own.inARow = 0;
      return 'in time';
    }
    own.blocks++;
    own.inARow++;
    return own.inARow < MOST_VOID_IN_A_ROW ? 'void' : 'hopeless';
  }

  async facts(): Promise<NetworkFacts> {
    const paths: NetworkFacts['paths'] = [];
    for (const { arm, index, path } of this.arms) {
      if (!path || arm.roundTripNs === null) continue;
      const { count, p50Ns, p99Ns, maxNs } = await this.relay.lateness(path, 'open');
      paths.push({ arm: arm.id, roundTripNs: arm.roundTripNs, pieces: count, lateP50Ns: p50Ns, lateP99Ns: p99Ns, lateMaxNs: maxNs, voidBlocks: this.#void.get(index)?.blocks ?? 0 });
    }
    return { by: 'relay', ...this.relay.punctuality, boundNs: LATE_BOUND_NS, paths };
  }
}
