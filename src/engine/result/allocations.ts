/** What one side allocated per handshake, from allocation blocks only; garbage collections from timing blocks. */
import { PhaseSums } from '../../shared/phases/sums.ts';
import { PHASES } from '../../shared/phases/tree.ts';
import type { Allocations } from '../../shared/result/document.ts';
import type { BlockUse } from '../store/block-table.ts';
import { amountIn } from './handshake.ts';
import type { MeasuredBlock } from './measured.ts';

type Side = 'client' | 'server';

export class GcFigures {
  #count = 0;
  #pauseNs = 0;
  #handshakes = { count: 0, pause: 0 };

  add({ gc_count, gc_pause_ns, handshakes }: BlockUse): void {
    if (!Number.isNaN(gc_count)) {
      this.#count += gc_count;
      this.#handshakes.count += handshakes;
    }
    if (!Number.isNaN(gc_pause_ns)) {
      this.#pauseNs += gc_pause_ns;
      this.#handshakes.pause += handshakes;
    }
  }

  get perHandshake(): { gcCount: number | null; gcPauseNs: number | null } {
    const { count, pause } = this.#handshakes;
    return { gcCount: count > 0 ? this.#count / count : null, gcPauseNs: pause > 0 ? this.#pauseNs / pause : null };
  }
}

class Amounts {
  readonly sums = new PhaseSums();
  #total = 0;
  handshakes = 0;

  note(total: number): void {
    this.#total += total;
    this.handshakes++;
  }

  get mean(): number | null {
    return this.handshakes > 0 ? this.#total / this.handshakes : null;
  }
}

export class AllocationFigures {
  readonly #amounts = { bytes: new Amounts(), objects: new Amounts() };
  #exact = true;

  constructor(private readonly side: Side) {}

  add(block: MeasuredBlock): void {
    if (block[this.side].exact !== 1) this.#exact = false;
    const timed = new Map(block.handshakes.map((handshake) => [handshake.row.port, handshake]));
    for (const row of block.rows) {
      if (row.quantity === 'ns') continue;
      const total = row[this.side]?.numbers['end'];
      const phases = timed.get(row.port)?.phases;
      if (total === undefined || !phases) continue;
      const amounts = this.#amounts[row.quantity];
      amounts.note(total);
      amounts.sums.addIntervals(phases.filter(({ id }) => PHASES[id].side === this.side), amountIn(row));
    }
  }

  result(gc: GcFigures): Allocations | null {
    const { bytes, objects } = this.#amounts;
    const { gcCount, gcPauseNs } = gc.perHandshake;
    if (bytes.handshakes === 0 && gcCount === null) return null;
    const objectsOf = new Map(objects.sums.means().map((row) => [`${row.id} ${row.parent ?? ''}`, row.mean]));
    return {
      bytes: bytes.mean,
      objects: objects.mean,
      exact: bytes.handshakes > 0 && this.#exact,
      gcCount,
      gcPauseNs,
      handshakes: bytes.handshakes,
      phases: bytes.sums.means().map((row) => ({ id: row.id, parent: row.parent, bytes: row.mean, objects: objectsOf.get(`${row.id} ${row.parent ?? ''}`) ?? null })),
    };
  }
}
