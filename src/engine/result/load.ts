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
  #scheduleNs = 0;

  add(block: MeasuredBlock): void {
    let scheduled = false;
    for (const { client, quantity } of block.rows) {
      const { intended, laneFree, connectStart } = client?.numbers ?? {};
      if (quantity !== 'ns' || intended === undefined || laneFree === undefined || connectStart === undefined) continue;
      this.#arrivals++;
      if (laneFree > intended) this.#queued++;
      this.#lateness.add(Math.max(1, connectStart - Math.max(intended, laneFree)));
      scheduled = true;
    }
    // The block's own time: an overloaded server ends it later than the schedule does.
    if (scheduled) this.#scheduleNs += block.client.elapsed_ns;
  }

  result({ ratePerSecond, arrivals }: { ratePerSecond: number; arrivals: 'constant' | 'poisson' }, handshakes: number): ArmLoad {
    const known = this.#lateness.total > 0;
    const latenessP99Ns = known ? this.#lateness.quantile(0.99) : null;
    return {
      ratePerSecond,
      arrivals,
      achievedPerSecond: this.#scheduleNs > 0 ? (handshakes / this.#scheduleNs) * 1e9 : null,
      latenessP50Ns: known ? this.#lateness.quantile(0.5) : null,
      latenessP99Ns,
      queuedShare: this.#arrivals > 0 ? this.#queued / this.#arrivals : null,
      keptSchedule: latenessP99Ns !== null && latenessP99Ns <= MAX_LATENESS_NS,
    };
  }
}
