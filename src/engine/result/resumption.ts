/** How many handshakes of an arm were resumed, and what each kind cost. */
import type { ArmResult } from '../../shared/result/document.ts';
import { QuantileSketch } from '../stats/sketch.ts';
import { negotiatedIn } from './handshake.ts';
import type { MeasuredBlock } from './measured.ts';

export class ResumptionFigures {
  readonly #resumed = new QuantileSketch();
  readonly #full = new QuantileSketch();

  add(block: MeasuredBlock): void {
    for (const { row, latencyNs } of block.handshakes) {
      const { resumed } = negotiatedIn(row);
      if (resumed !== null) (resumed ? this.#resumed : this.#full).add(latencyNs);
    }
  }

  /** Null where no side says whether a handshake was resumed. */
  result(): ArmResult['resumption'] {
    const [resumed, full] = [this.#resumed.total, this.#full.total];
    if (resumed + full === 0) return null;
    return { resumed, full, resumedP50Ns: resumed > 0 ? this.#resumed.quantile(0.5) : null, fullP50Ns: full > 0 ? this.#full.quantile(0.5) : null };
  }
}
