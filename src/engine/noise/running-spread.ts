/** Median and median absolute deviation of values that come one by one. Kept sorted: a run of 20 minutes has some 10,000 slices. */
export class RunningSpread {
  readonly #sorted: number[] = [];

  get count(): number {
    return this.#sorted.length;
  }

  add(value: number): void {
    this.#sorted.splice(this.#firstAbove(value), 0, value);
  }

  median(): number {
    const last = this.#sorted.length - 1;
    if (last < 0) return NaN;
    return (this.#at(Math.floor(last / 2)) + this.#at(Math.ceil(last / 2))) / 2;
  }

  /**
   * The median of the distances from the median. Those on either side of it are sorted already: the two rows are merged
   * up to the middle.
   */
  medianDeviation(): number {
    const median = this.median();
    const count = this.#sorted.length;
    let above = this.#firstAbove(median);
    let below = above - 1;
    let previous = 0;
    let distance = 0;
    for (let taken = 0; taken <= Math.floor(count / 2); taken++) {
      previous = distance;
      const down = below >= 0 ? median - this.#at(below) : Infinity;
      const up = above < count ? this.#at(above) - median : Infinity;
      if (down <= up) below--;
      else above++;
      distance = Math.min(down, up);
    }
    return count % 2 === 1 ? distance : (previous + distance) / 2;
  }

  #at(index: number): number {
    return this.#sorted[index] as number;
  }

  #firstAbove(value: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at(middle) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
