/** The handshakes of one arm in the order in which they were measured, in batches of rounds; estimates come from here. */
import { PhaseSums, type PhaseAmount } from '../../shared/phases/sums.ts';
import type { PhaseMean } from '../../shared/result/document.ts';
import { pairOf } from '../plan/rounds.ts';
import { BATCHES, ratioInterval } from '../stats/batches.ts';
import { shareInterval } from '../stats/quantile-interval.ts';
import type { Interval } from '../stats/signed-rank.ts';
import { QuantileSketch } from '../stats/sketch.ts';

/** Neighbouring batches are joined when there are so many: memory stays bounded, batches grow long. */
const MAX_BATCHES = 192;

const PLACES = 65_536;
export const placeOf = (place: number): { block: number; position: number } => ({ block: Math.floor(place / PLACES), position: place % PLACES });

/** Sums over a process's use in a batch, where it is known. */
interface Use {
  sum: number;
  handshakes: number;
}

export interface Batch {
  readonly firstRound: number;
  lastPair: number;
  readonly values: number[];
  /** Where each value's handshake is kept, parallel to `values`: block × 65 536 + position. */
  readonly places: number[];
  readonly phases: PhaseSums;
  elapsedNs: number;
  readonly cpu: { readonly client: Use; readonly server: Use };
}

export interface BlockPart {
  readonly round: number;
  readonly block: number;
  /** Latencies of the complete handshakes, ns. */
  readonly values: readonly number[];
  /** Their places in the block. */
  readonly positions: readonly number[];
  readonly phases: readonly (readonly PhaseAmount[])[];
  readonly elapsedNs: number;
  /** CPU time of each process over the block, and the handshakes that it was spent on; NaN where unknown. */
  readonly cpu: { readonly clientNs: number; readonly serverNs: number; readonly clientHandshakes: number; readonly serverHandshakes: number };
}

const addUse = (use: Use, sum: number, handshakes: number): void => {
  if (Number.isNaN(sum)) return;
  use.sum += sum;
  use.handshakes += handshakes;
};

function join(first: Batch, second: Batch): Batch {
  for (const value of second.values) first.values.push(value);
  for (const place of second.places) first.places.push(place);
  first.phases.merge(second.phases);
  first.elapsedNs += second.elapsedNs;
  addUse(first.cpu.client, second.cpu.client.sum, second.cpu.client.handshakes);
  addUse(first.cpu.server, second.cpu.server.sum, second.cpu.server.handshakes);
  first.lastPair = second.lastPair;
  return first;
}

export class Strand {
  #batches: Batch[] = [];
  #pairsInBatch = 1;
  readonly sketch = new QuantileSketch();
  min = Infinity;
  max = -Infinity;

  get handshakes(): number {
    return this.sketch.total;
  }

  add(part: BlockPart): void {
    const pair = pairOf(part.round);
    let batch = this.#batches.at(-1);
    if (!batch || (batch.lastPair !== pair && pair - pairOf(batch.firstRound) >= this.#pairsInBatch)) {
      batch = { firstRound: part.round, lastPair: pair, values: [], places: [], phases: new PhaseSums(), elapsedNs: 0, cpu: { client: { sum: 0, handshakes: 0 }, server: { sum: 0, handshakes: 0 } } };
      this.#batches.push(batch);
    }
    batch.lastPair = pair;
    for (const [index, value] of part.values.entries()) {
      batch.values.push(value);
      batch.places.push(part.block * PLACES + (part.positions[index] as number));
      this.sketch.add(value);
      if (value < this.min) this.min = value;
      if (value > this.max) this.max = value;
    }
    for (const amounts of part.phases) batch.phases.addAmounts(amounts);
    batch.elapsedNs += part.elapsedNs;
    addUse(batch.cpu.client, part.cpu.clientNs, part.cpu.clientHandshakes);
    addUse(batch.cpu.server, part.cpu.serverNs, part.cpu.serverHandshakes);
    if (this.#batches.length > MAX_BATCHES) this.#halve();
  }

  /** Estimates read this; it must not change while they do. */
  get batches(): readonly Batch[] {
    return this.#batches;
  }

  #halve(): void {
    const halved: Batch[] = [];
    for (let index = 0; index < this.#batches.length; index += 2) {
      const [first, second] = [this.#batches[index] as Batch, this.#batches[index + 1]];
      halved.push(second ? join(first, second) : first);
    }
    this.#batches = halved;
    this.#pairsInBatch *= 2;
  }
}

/** One or two strands as a whole: what the estimates are made from. */
export class Sample {
  readonly sketch = new QuantileSketch();
  readonly min: number;
  readonly max: number;
  readonly #groups: readonly (readonly Batch[])[];

  constructor(strands: readonly Strand[]) {
    for (const strand of strands) this.sketch.merge(strand.sketch);
    this.min = Math.min(...strands.map(({ min }) => min));
    this.max = Math.max(...strands.map(({ max }) => max));
    const batches = strands.flatMap((strand) => strand.batches).sort((a, b) => a.firstRound - b.firstRound);
    this.#groups = grouped(batches);
  }

  get handshakes(): number {
    return this.sketch.total;
  }

  get batches(): readonly Batch[] {
    return this.#groups.flat();
  }

  /** NaN-free: null while empty. */
  quantile(q: number): number | null {
    return this.handshakes > 0 ? this.sketch.quantile(q) : null;
  }

  quantileCi(q: number): Interval | null {
    const estimate = this.quantile(q);
    if (estimate === null) return null;
    const counts = this.#groups.map((group) => group.reduce((sum, { values }) => sum + values.length, 0));
    const below = this.#groups.map((group) => group.reduce((sum, { values }) => sum + countUpTo(values, estimate), 0));
    const shares = shareInterval({ q, below, counts });
    return shares && [this.sketch.quantile(shares[0]), this.sketch.quantile(shares[1])];
  }

  get mean(): number | null {
    return this.handshakes > 0 ? this.#sum(({ values }) => sumOf(values)) / this.handshakes : null;
  }

  get meanCi(): Interval | null {
    return this.ratioCi(({ values }) => sumOf(values), ({ values }) => values.length);
  }

  /** Complete handshakes per second of the blocks' own time. */
  get perSecond(): number | null {
    const elapsedNs = this.#sum((batch) => batch.elapsedNs);
    return elapsedNs > 0 ? (this.handshakes / elapsedNs) * 1e9 : null;
  }

  get perSecondCi(): Interval | null {
    return this.ratioCi(({ values }) => values.length * 1e9, (batch) => batch.elapsedNs);
  }

  cpuNs(side: 'client' | 'server'): number | null {
    const handshakes = this.#sum((batch) => batch.cpu[side].handshakes);
    return handshakes > 0 ? this.#sum((batch) => batch.cpu[side].sum) / handshakes : null;
  }

  cpuCi(side: 'client' | 'server'): Interval | null {
    return this.ratioCi((batch) => batch.cpu[side].sum, (batch) => batch.cpu[side].handshakes);
  }

  /** Each phase's mean over all handshakes, with its interval. */
  phaseMeans(): PhaseMean[] {
    const whole = new PhaseSums();
    for (const batch of this.batches) whole.merge(batch.phases);
    return whole.means().map(({ id, parent, mean, startNs, seen }) => ({
      id, parent, meanNs: mean, startNs, seen, ciNs: this.ratioCi(({ phases }) => phases.sumOf(id, parent), ({ phases }) => phases.handshakes),
    }));
  }

  ratioCi(numerator: (batch: Batch) => number, denominator: (batch: Batch) => number): Interval | null {
    const over = (read: (batch: Batch) => number): number[] => this.#groups.map((group) => group.reduce((sum, batch) => sum + read(batch), 0));
    return ratioInterval(over(numerator), over(denominator));
  }

  #sum(read: (batch: Batch) => number): number {
    return this.#groups.reduce((sum, group) => group.reduce((inner, batch) => inner + read(batch), sum), 0);
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function countUpTo(values: readonly number[], limit: number): number {
  let count = 0;
  for (const value of values) if (value <= limit) count++;
  return count;
}

/** Neighbours together, about as many handshakes in each group. */
function grouped(batches: readonly Batch[]): Batch[][] {
  const total = batches.reduce((sum, { values }) => sum + values.length, 0);
  const groups: Batch[][] = [];
  let seen = 0;
  for (const batch of batches) {
    const group = Math.min(BATCHES - 1, Math.floor((seen / Math.max(total, 1)) * BATCHES));
    // A batch larger than its share leaves a gap in the numbers, not an empty group.
    if (groups.length === 0 || group >= groups.length) groups.push([]);
    groups.at(-1)?.push(batch);
    seen += batch.values.length;
  }
  return groups;
}
