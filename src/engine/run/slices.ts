/** A run cut into slices of about 100 ms, whole pairs of rounds, each judged by what the kernel says of it (src/engine/noise). */
import type { NoiseSlice, SliceMeasures } from '../../shared/result/noise.ts';
import { messageOf } from '../errors.ts';
import { NoiseWatch } from '../noise/index.ts';
import { countsInFigures } from './stage.ts';
import type { PairKind } from '../plan/rounds.ts';
import type { MeasuredBlock } from '../result/measured.ts';
import { NOT_WATCHED, type NoiseRecord } from '../store/format.ts';

/** A run of hours keeps its marked slices and joins neighbours of the others. */
const MAX_SLICES = 4_000;

export interface SliceOptions {
  readonly pids: readonly number[];
  /** The CPUs on which workers run. */
  readonly cpus: readonly number[];
  readonly elapsedMs: () => number;
  /** Told of each slice as it is judged. */
  readonly onSlice?: ((slice: NoiseSlice) => void) | undefined;
}

export class Slices {
  readonly #watch: NoiseWatch | null = null;
  readonly #problem: string | null = null;
  #slices: NoiseSlice[] = [];
  #markedRounds: [number, number][] = [];
  #gcPauseNs = 0;
  #pair = { watched: false, repeats: false, round: 0 };
  /** Pairs of the measuring that were marked; what repeats them does not count. */
  markedPairs = 0;

  readonly #onSlice: SliceOptions['onSlice'];

  constructor({ pids, cpus, elapsedMs, onSlice }: SliceOptions) {
    this.#onSlice = onSlice;
    try {
      this.#watch = new NoiseWatch({ pids: [...pids], cpus: [...cpus], enginePid: process.pid, elapsedMs, gcPauseNs: () => this.#gcPauseNs });
    } catch (error) {
      this.#problem = messageOf(error);
    }
  }

  /** Before a pair whose first round is `round`. Says how the slice before it was judged, if it ends here. */
  beginPair(kind: PairKind, round: number): boolean | null {
    const ended = countsInFigures(kind) ? null : this.#judged(this.#watch?.end() ?? null);
    this.#pair = { watched: countsInFigures(kind), repeats: kind.stage === 'repeat', round };
    if (this.#pair.watched) this.#watch?.roundBegins(round);
    return ended;
  }

  note({ client, server }: MeasuredBlock): void {
    for (const { gc_pause_ns } of [client, server]) if (!Number.isNaN(gc_pause_ns)) this.#gcPauseNs += gc_pause_ns;
  }

  /** What happens meanwhile is no part of the run. */
  aside<T>(work: () => Promise<T>): Promise<T> {
    return this.#watch ? this.#watch.aside(work) : work();
  }

  /** After a pair: whether the slice that ends here is marked; null while it goes on. */
  endPair(): boolean | null {
    if (!this.#pair.watched || !this.#watch) return false;
    return this.#judged(this.#watch.roundEnds(this.#pair.round + 1));
  }

  /** The run is over. Whether its last slice is marked. */
  close(): boolean {
    const marked = this.#judged(this.#watch?.end() ?? null) ?? false;
    this.#watch?.close();
    return marked;
  }

  record(repeatedRounds: number): NoiseRecord {
    if (!this.#watch) return { ...NOT_WATCHED, summary: { ...NOT_WATCHED.summary, missing: [{ measure: 'all', why: this.#problem ?? 'unknown' }] }, repeatedRounds };
    return { summary: this.#watch.summary(), slices: this.#slices, marked: this.#markedRounds, repeatedRounds };
  }

  #judged(slice: NoiseSlice | null): boolean | null {
    if (!slice) return null;
    this.#slices.push(slice);
    this.#onSlice?.(slice);
    if (this.#slices.length > MAX_SLICES) this.#slices = joinQuiet(this.#slices);
    if (slice.marked) {
      const last = this.#markedRounds.at(-1);
      if (last && last[1] + 1 === slice.firstRound) last[1] = slice.lastRound;
      else this.#markedRounds.push([slice.firstRound, slice.lastRound]);
      if (!this.#pair.repeats) this.markedPairs += (slice.lastRound + 1 - slice.firstRound) / 2;
    }
    return slice.marked;
  }
}

const LOWEST = new Set<keyof SliceMeasures>(['frequencyKHz']);
const HIGHEST = new Set<keyof SliceMeasures>(['frequencyMaxKHz']);

function joined(a: NoiseSlice, b: NoiseSlice): NoiseSlice {
  const measures = Object.fromEntries((Object.keys(a.measures) as (keyof SliceMeasures)[]).map((name) => {
    const [one, other] = [a.measures[name], b.measures[name]];
    if (one === null || other === null) return [name, one ?? other];
    return [name, LOWEST.has(name) ? Math.min(one, other) : HIGHEST.has(name) ? Math.max(one, other) : one + other];
  })) as SliceMeasures;
  return { ...a, endMs: b.endMs, lastRound: b.lastRound, measures };
}

/** Pairs of neighbours as one, where neither is marked. */
export function joinQuiet(slices: readonly NoiseSlice[]): NoiseSlice[] {
  const out: NoiseSlice[] = [];
  let open: NoiseSlice | null = null;
  for (const slice of slices) {
    if (slice.marked) {
      if (open) out.push(open);
      open = null;
      out.push(slice);
    } else if (open) {
      out.push(joined(open, slice));
      open = null;
    } else {
      open = slice;
    }
  }
  if (open) out.push(open);
  return out;
}
