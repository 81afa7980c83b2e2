// A block's samples of one side: instants, and in allocation blocks the used heap beside each.
import { Columns, Strings } from './columns.mjs';
import { usedHeap } from './usage.mjs';

const FACTS = ['version', 'group', 'suite', 'alpn', 'resumed', 'error', 'bytesRead', 'bytesWritten'];

export class Recorder {
  strings = new Strings();
  #clock;
  #marks;
  #ns;
  #bytes;
  #allocations = false;

  /** @param {readonly string[]} extra columns of this side that are no marks */
  constructor(clock, marks, extra, capacity) {
    this.#clock = clock;
    this.#marks = marks.filter((mark) => !mark.startsWith('connect'));
    this.#ns = new Columns(['port', ...extra, ...FACTS, ...marks], capacity);
    this.#bytes = new Columns(['port', ...this.#marks], capacity);
  }

  begin(observe) {
    this.strings = new Strings();
    this.#allocations = observe === 'allocations';
    this.#ns.clear();
    if (this.#allocations) this.#bytes.clear();
  }

  mark(name, row) {
    this.#ns.set(name, row, this.#clock());
    if (this.#allocations && !name.startsWith('connect')) this.#bytes.set(name, row, usedHeap());
  }

  set(name, row, value) {
    this.#ns.set(name, row, value);
    if (name === 'port' && this.#allocations) this.#bytes.set('port', row, value);
  }

  get columns() {
    return this.#ns;
  }

  fail(row, text) {
    this.#ns.set('error', row, this.strings.indexOf(text));
  }

  /** The samples of the first `count` rows, and the bytes that their handshakes allocated. */
  take(count) {
    const samples = [this.#ns.take(count, 'ns', this.strings.list)];
    let allocated = NaN;
    if (this.#allocations) {
      allocated = 0;
      for (let row = 0; row < count; row++) allocated += this.#sinceStart(row);
      samples.push(this.#bytes.take(count, 'bytes', []));
    }
    return { samples, allocated };
  }

  /** Turns used heap into growth since the start. A shrinking heap means that a collection ran: then nothing is known. */
  #sinceStart(row) {
    const start = this.#bytes.get('start', row);
    const total = this.#bytes.get('end', row) - start;
    const shrank = this.#marks.some((mark) => this.#bytes.get(mark, row) < start);
    for (const mark of this.#marks) this.#bytes.set(mark, row, shrank ? NaN : this.#bytes.get(mark, row) - start);
    return shrank || Number.isNaN(total) ? 0 : total;
  }
}
