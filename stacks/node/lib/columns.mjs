// Preallocated columns of doubles, one row a handshake; NaN is unknown.
export class Columns {
  #names;
  #columns;

  /** @param {readonly string[]} names */
  constructor(names, capacity) {
    this.#names = names;
    this.#columns = new Map(names.map((name) => [name, new Float64Array(capacity)]));
  }

  clear() {
    for (const column of this.#columns.values()) column.fill(NaN);
  }

  set(name, row, value) {
    this.#columns.get(name)[row] = value;
  }

  get(name, row) {
    return this.#columns.get(name)[row];
  }

  /** The first `count` rows, as encodeSamples takes them. */
  take(count, quantity, strings) {
    return { header: { quantity, count, columns: [...this.#names], strings: [...strings] }, columns: this.#columns };
  }
}

/** Texts of a block, each once; a column holds the index. */
export class Strings {
  list = [];

  indexOf(text) {
    const at = this.list.indexOf(text);
    return at >= 0 ? at : this.list.push(text) - 1;
  }
}
