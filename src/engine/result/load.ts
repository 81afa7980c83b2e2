/** An open loop's schedule and how it was kept. Lateness is the generator's own: from the moment when arrival and lane were both there. */
import type { ArmLoad } from '../../shared/result/document.ts';
import { QuantileSketch } from '../stats/sketch.ts';
import type { MeasuredBlock } from './measured.ts';

/** Beyond this p99, latencies hold more of the generator than of the handshake. */
const MAX_LATENESS_NS = 200_000;

export class LoadFigures {
  readonly #lateness = new QuantileSketch();
  #arrivals = 0;
  #queued = 0;
  /** From each block's first arrival to its last handshake's end, and how many blocks there were. */
  #spanNs = 0;
  #blocks = 0;

  add(block: MeasuredBlock): void {
    let first = Infinity;
    let last = -Infinity;
    for (const { client, quantity, startNs } of block.rows) {
      const { intended, laneFree, connectStart, end } = client?.numbers ?? {};
      if (quantity !== 'ns' || intended === undefined || laneFree === undefined || connectStart === undefined) continue;
      this.#arrivals++;
      if (laneFree > intended) this.#queued++;
      this.#lateness.add(Math.max(1, connectStart - Math.max(intended, laneFree)));
      first = Math.min(first, startNs + intended);
      last = Math.max(last, startNs + (end ?? connectStart));
    }
    if (last <= first) return;
    // An overloaded server ends a block later than the schedule does.
    this.#spanNs += last - first;
    this.#blocks++;
  }

  result({ ratePerSecond, arrivals }: { ratePerSecond: number; arrivals: 'constant' | 'poisson' }, handshakes: number): ArmLoad {
    const known = this.#lateness.total > 0;
    const latenessP99Ns = known ? this.#lateness.quantile(0.99) : null;
    return {
      ratePerSecond,
      arrivals,
      // The gap before the first arrival belongs to the schedule too.
      achievedPerSecond: this.#blocks > 0 ? (handshakes / (this.#spanNs + (this.#blocks * 1e9) / ratePerSecond)) * 1e9 : null,
      latenessP50Ns: known ? this.#lateness.quantile(0.5) : null,
      latenessP99Ns,
      queuedShare: this.#arrivals > 0 ? this.#queued / this.#arrivals : null,
      keptSchedule: latenessP99Ns !== null && latenessP99Ns <= MAX_LATENESS_NS,
    };
  }
}
