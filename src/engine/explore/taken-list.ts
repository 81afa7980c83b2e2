/** The handshakes of one arm as columns: ten million of them are 160 MB, and a question about them is a pass over one column. */
import type { HandshakeQuery } from '../../shared/explore.ts';
import type { Taken } from '../store/sample-table.ts';

const FIRST = 1 << 14;

type Columns = { readonly latencyNs: Float64Array; readonly block: Int32Array; readonly position: Uint16Array; readonly round: Int32Array; readonly marked: Uint8Array };
const columnsOf = (length: number): Columns => ({ latencyNs: new Float64Array(length), block: new Int32Array(length), position: new Uint16Array(length), round: new Int32Array(length), marked: new Uint8Array(length) });

export class TakenList {
  #columns = columnsOf(FIRST);
  length = 0;

  constructor(private readonly isMarked: (round: number) => boolean) {}

  add({ latencyNs, block, position, round }: Taken): void {
    if (this.length === this.#columns.block.length) {
      const wider = columnsOf(2 * this.length);
      for (const name of ['latencyNs', 'block', 'position', 'round', 'marked'] as const) wider[name].set(this.#columns[name]);
      this.#columns = wider;
    }
    const at = this.length++;
    this.#columns.latencyNs[at] = latencyNs;
    this.#columns.block[at] = block;
    this.#columns.position[at] = position;
    this.#columns.round[at] = round;
    this.#columns.marked[at] = Number(this.isMarked(round));
  }

  /** Null for one that failed. */
  latencyNs(at: number): number | null {
    const value = this.#columns.latencyNs[at] as number;
    return Number.isNaN(value) ? null : value;
  }

  place(at: number): { block: number; position: number; round: number } {
    const { block, position, round } = this.#columns;
    return { block: block[at] as number, position: position[at] as number, round: round[at] as number };
  }

  count({ outcome, marked }: Pick<HandshakeQuery, 'outcome' | 'marked'>): number {
    return this.#where((latency) => Number.isNaN(latency) === (outcome === 'failed'), marked).length;
  }

  /** Share of the complete handshakes that took less time. */
  rankOf(latencyNs: number): number | null {
    let [less, all] = [0, 0];
    for (let at = 0; at < this.length; at++) {
      const other = this.#columns.latencyNs[at] as number;
      if (Number.isNaN(other)) continue;
      all++;
      if (other < latencyNs) less++;
    }
    return all === 0 ? null : less / all;
  }

  /** How many fit, and the first of them in the order asked for. */
  ask({ fromNs, toNs, outcome, marked, order, limit }: HandshakeQuery): { matching: number; first: number[] } {
    const failed = outcome === 'failed';
    const found = this.#where((latency) => (failed ? Number.isNaN(latency) : latency >= (fromNs ?? -Infinity) && latency < (toNs ?? Infinity)), marked);
    if (failed || order === 'measured') return { matching: found.length, first: [...found.subarray(0, limit)] };
    const sign = order === 'slowest' ? -1 : 1;
    const at = (index: number): number => sign * (this.#columns.latencyNs[index] as number);
    if (found.length <= limit) return { matching: found.length, first: [...found].sort((a, b) => at(a) - at(b)) };
    // The last that is shown: sorting numbers alone is ten times quicker than sorting by them.
    const last = Float64Array.from(found, at).sort()[limit - 1] as number;
    const better = Array.from(found.filter((index) => at(index) < last));
    const equal = Array.from(found.filter((index) => at(index) === last).subarray(0, limit - better.length));
    return { matching: found.length, first: [...better, ...equal].sort((a, b) => at(a) - at(b)) };
  }

  #where(fits: (latencyNs: number) => boolean, marked: boolean): Int32Array {
    const found = new Int32Array(this.length);
    let count = 0;
    for (let at = 0; at < this.length; at++) if (fits(this.#columns.latencyNs[at] as number) && (marked || this.#columns.marked[at] === 0)) found[count++] = at;
    return found.subarray(0, count);
  }
}
