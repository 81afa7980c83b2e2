/** Says which slices were disturbed, and what kind of run it was. Pure but for what it has learnt. */
import type { NoiseSummary, SliceMeasures, SliceReason } from '../../shared/result/noise.ts';
import { boundsFor, type Bound, type WatchedCpus } from './bounds.ts';
import type { Missing } from './reader.ts';
import { RunningSpread } from './running-spread.ts';

/** From so many slices on, the run itself says what is normal for it. */
const LEARNT_FROM = 20;
/** Until then the fixed limits are wider: starting up is no disturbance. */
const EARLY_FACTOR = 2;
/** Median absolute deviation → standard deviation of a normal distribution. */
const SIGMA_PER_MAD = 1.4826;
const SIGMAS = 6;
/** A frequency lower than this share of the usual is a drop. */
const FREQUENCY_DROP = 0.9;
/** More slices than this over a fixed limit: the machine is noisy throughout. */
const NOISY_SHARE = 1 / 3;

export interface Judgement {
  readonly marked: boolean;
  readonly reasons: SliceReason[];
}

interface Learning {
  readonly bound: Bound;
  readonly spread: RunningSpread;
  /** Slices over the fixed limit, and slices over the limit that was used. */
  overFloor: number;
  over: number;
}

/**
 * Decides by the kernel's counts alone. It never sees a handshake's time, nor a measure that follows from it: were slices
 * left out because handshakes were slow in them, every estimate would be of the faster ones only.
 */
export class SliceJudge {
  readonly #learning: readonly Learning[];
  #slices = 0;
  #marked = 0;

  constructor(watched: WatchedCpus) {
    this.#learning = boundsFor(watched).map((bound) => ({ bound, spread: new RunningSpread(), overFloor: 0, over: 0 }));
  }

  /** Judges the next slice by the fixed limits and by the slices before it, then learns from it. `elapsedMs` is the time that the measures cover. */
  judge(measures: SliceMeasures, elapsedMs: number): Judgement {
    const reasons = this.#learning.flatMap((one) => this.#over(one, measures[one.bound.measure], elapsedMs * 1e6) ?? []);
    this.#slices++;
    if (reasons.length > 0) this.#marked++;
    return { marked: reasons.length > 0, reasons };
  }

  /** The run's verdict so far. */
  summary(missing: readonly Missing[]): NoiseSummary {
    const slices = this.#slices;
    const facts = { slices, marked: this.#marked, missing: [...missing] };
    const worst = (count: (one: Learning) => number): string | null =>
      this.#learning.reduce<Learning | null>((most, one) => (count(one) > (most ? count(most) : 0) ? one : most), null)?.bound.measure ?? null;
    if (slices === 0 || this.#learning.every(({ spread }) => spread.count === 0)) return { verdict: 'not watched', worst: null, ...facts };
    const throughout = (one: Learning): number => (one.overFloor > slices * NOISY_SHARE ? one.overFloor : 0);
    const noisy = worst(throughout);
    if (noisy !== null) return { verdict: 'noisy', worst: noisy, ...facts };
    return { verdict: this.#marked > 0 ? 'some marked' : 'quiet', worst: worst(({ over }) => over), ...facts };
  }

  #over(one: Learning, value: number | null, elapsedNs: number): SliceReason | null {
    if (value === null || elapsedNs <= 0) return null;
    const { bound, spread } = one;
    const length = bound.kind === 'sum' ? elapsedNs : 1;
    const floor = bound.floor?.(elapsedNs) ?? null;
    const limit = limitOf(bound, floor, spread, length);
    spread.add(value / length);
    if (floor !== null && value > floor) one.overFloor++;
    if (limit === null || (bound.side === 'above' ? value <= limit : value >= limit)) return null;
    one.over++;
    return { measure: bound.measure, value, limit: Math.round(limit) };
  }
}

/** The wider of the fixed limit and what the run has taught; null while nothing can be said. */
function limitOf({ side }: Bound, floor: number | null, spread: RunningSpread, length: number): number | null {
  if (spread.count < LEARNT_FROM) return floor === null ? null : floor * EARLY_FACTOR;
  const reach = SIGMAS * SIGMA_PER_MAD * spread.medianDeviation();
  const median = spread.median();
  if (side === 'below') return Math.min(FREQUENCY_DROP * median, median - reach) * length;
  return Math.max(floor ?? 0, (median + reach) * length);
}
