/** Counts in bins of equal ratio, for live quantiles: constant memory, relative error at most 0.05 %. */
const RATIO = 1.001;
const FROM_NS = 1_000;
const BINS = Math.ceil(Math.log(60e9 / FROM_NS) / Math.log(RATIO));
const LOG_RATIO = Math.log(RATIO);

export class QuantileSketch {
  #counts = new Uint32Array(BINS);
  #total = 0;

  add(ns: number): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(Math.log(ns / FROM_NS) / LOG_RATIO)));
    this.#counts[bin] = (this.#counts[bin] as number) + 1;
    this.#total++;
  }

  /** Values at ascending `qs`; NaN while empty. */
  quantiles(qs: readonly number[]): number[] {
    if (this.#total === 0) return qs.map(() => NaN);
    const found: number[] = [];
    let seen = 0;
    let bin = -1;
    for (const q of qs) {
      const wanted = q * (this.#total - 1);
      while (bin < 0 || seen <= wanted) {
        bin++;
        seen += this.#counts[bin] as number;
      }
      found.push(FROM_NS * RATIO ** (bin + 0.5));
    }
    return found;
  }
}
