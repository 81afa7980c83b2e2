/** 95 % interval of a median from order statistics (binomial, normal approximation): cheap enough to follow a run live. */
/** With fewer values an interval would promise what it cannot hold. */
const MIN_ROUNDS = 5;

const Z95 = 1.959964;

export class RunningMedian {
  #sorted: number[] = [];

  add(value: number): void {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    this.#sorted.splice(low, 0, value);
  }

  /** NaN ends with fewer than 5 values. */
  interval(): [number, number] {
    const n = this.#sorted.length;
    if (n < MIN_ROUNDS) return [NaN, NaN];
    const half = (Z95 * Math.sqrt(n)) / 2;
    const low = Math.max(0, Math.floor((n - 1) / 2 - half));
    const high = Math.min(n - 1, Math.ceil((n - 1) / 2 + half));
    return [this.#sorted[low] as number, this.#sorted[high] as number];
  }
}
