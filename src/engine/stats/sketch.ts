/**
 * Counts in bins of equal ratio: quantiles of any number of times in constant memory, mergeable, with a relative error of at most
 * 0.05 % (each value is told as its bin's geometric middle; DDSketch, Masson et al. 2019, with fixed bins). Times below 100 ns share a bin.
 */
const RATIO = 1.001;
const LOG_RATIO = Math.log(RATIO);
const FROM_NS = 100;
const GROWTH = 512;

export const SKETCH_RELATIVE_ERROR = Math.sqrt(RATIO) - 1;

const binOf = (ns: number): number => (ns > FROM_NS ? Math.ceil(Math.log(ns / FROM_NS) / LOG_RATIO) : 0);
const valueOf = (bin: number): number => FROM_NS * RATIO ** (bin - 0.5);

export class QuantileSketch {
  /** Counts of the bins from `#first` on. */
  #counts = new Float64Array(0);
  #first = 0;
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(ns: number, count = 1): void {
    const bin = binOf(ns);
    this.#reach(bin);
    const at = bin - this.#first;
    this.#counts[at] = (this.#counts[at] as number) + count;
    this.#total += count;
  }

  merge(other: QuantileSketch): void {
    for (const [bin, count] of other.#filled()) {
      this.#reach(bin);
      const at = bin - this.#first;
      this.#counts[at] = (this.#counts[at] as number) + count;
    }
    this.#total += other.#total;
  }

  /** Values at ascending `qs`; NaN while empty. */
  quantiles(qs: readonly number[]): number[] {
    if (this.#total === 0) return qs.map(() => NaN);
    const found: number[] = [];
    let seen = 0;
    let at = -1;
    for (const q of qs) {
      const wanted = Math.min(this.#total - 1, Math.max(0, q * (this.#total - 1)));
      while (at < 0 || seen <= wanted) seen += this.#counts[++at] as number;
      found.push(valueOf(this.#first + at));
    }
    return found;
  }

  quantile(q: number): number {
    return this.quantiles([q])[0] as number;
  }

  /** The filled bins: lower and upper edge, ns, and count. */
  *bins(): Generator<{ fromNs: number; toNs: number; count: number }, void, void> {
    for (const [bin, count] of this.#filled()) yield { fromNs: bin === 0 ? 0 : FROM_NS * RATIO ** (bin - 1), toNs: FROM_NS * RATIO ** bin, count };
  }

  *#filled(): Generator<[bin: number, count: number], void, void> {
    for (const [at, count] of this.#counts.entries()) if (count > 0) yield [this.#first + at, count];
  }

  #reach(bin: number): void {
    if (this.#counts.length === 0) this.#first = Math.max(0, bin - GROWTH / 2);
    const end = this.#first + this.#counts.length;
    if (bin >= this.#first && bin < end) return;
    const first = bin < this.#first ? Math.max(0, bin - GROWTH) : this.#first;
    const grown = new Float64Array(Math.max(end, bin + GROWTH) - first);
    grown.set(this.#counts, this.#first - first);
    this.#counts = grown;
    this.#first = first;
  }
}
