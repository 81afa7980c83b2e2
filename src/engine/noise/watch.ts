/** The noise watch of a run: slices of whole rounds, each read and judged as it ends. */
import type { NoiseSlice, NoiseSummary } from '../../shared/result/noise.ts';
import { SliceJudge } from './judge.ts';
import { NoiseReader, type Reading, type Watched } from './reader.ts';
import { sliceMeasures, stretchMs, type Stretch } from './slice.ts';

/** Shorter, and a tick of 10 ms says little; longer, and too much is left out for one disturbance. */
export const SLICE_MS = 100;

export interface WatchOptions extends Watched {
  /** Time since the run's start, on the clock of its other figures. */
  readonly elapsedMs: () => number;
  /** How long the workers' collections have stopped them since the run began; null where no worker tells. */
  readonly gcPauseNs?: () => number | null;
}

/** A slice that begins so soon after the last one begins with its last reading: reading takes 1 ms, and is worth sparing. */
const SAME_READING_MS = 2;

interface OpenSlice {
  readonly startMs: number;
  readonly firstRound: number;
  readonly gcPauseNs: number | null;
  readonly stretches: Stretch[];
  from: Reading;
}

/** A reader whose slices can be tested without a kernel. */
export type Source = Pick<NoiseReader, 'read' | 'close' | 'missing' | 'otherCpuFrom' | 'cpus'>;

/**
 *     const watch = new NoiseWatch({ pids, cpus, enginePid: process.pid, elapsedMs });
 *     for (const round of rounds) {
 *       watch.roundBegins(round);
 *       … blocks; between two blocks: await watch.aside(() => paint()) …
 *       const slice = watch.roundEnds(round);   // a NoiseSlice once 100 ms are full; its rounds are firstRound…lastRound
 *     }
 *     const last = watch.end();                 // what was not a full slice yet
 *     const summary = watch.summary();
 *     watch.close();
 */
export class NoiseWatch {
  readonly #source: Source;
  readonly #judge: SliceJudge;
  #open: OpenSlice | null = null;
  #lastRound = -1;
  #latest: { readonly reading: Reading; readonly atMs: number } | null = null;

  constructor(private readonly options: WatchOptions, source?: Source) {
    this.#source = source ?? new NoiseReader(options);
    this.#judge = new SliceJudge({ cpus: this.#source.cpus.length, otherCpuFrom: this.#source.otherCpuFrom });
  }

  /** Call when no block is under way. */
  roundBegins(round: number): void {
    if (this.#open) return;
    const startMs = this.options.elapsedMs();
    const latest = this.#latest;
    const from = latest && startMs - latest.atMs < SAME_READING_MS ? latest.reading : this.#source.read();
    this.#open = { startMs, firstRound: round, gcPauseNs: this.#gcPauseNs(), stretches: [], from };
  }

  /** Ends the slice if it is full. A round belongs to one slice: blocks of another may not have begun. */
  roundEnds(round: number): NoiseSlice | null {
    this.#lastRound = round;
    return this.#open && this.options.elapsedMs() - this.#open.startMs >= SLICE_MS ? this.#finish(this.#open) : null;
  }

  /** What happens meanwhile is no part of the slice: the window paints, a person pauses the run. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    const open = this.#open;
    if (!open) return work();
    open.stretches.push({ before: open.from, after: this.#source.read() });
    try {
      return await work();
    } finally {
      open.from = this.#source.read();
    }
  }

  /** Ends the slice under way after its last whole round; null if there is none, or no round was finished in it. */
  end(): NoiseSlice | null {
    const open = this.#open;
    if (!open) return null;
    if (this.#lastRound < open.firstRound) {
      this.#open = null;
      return null;
    }
    return this.#finish(open);
  }

  summary(): NoiseSummary {
    return this.#judge.summary(this.#source.missing);
  }

  close(): void {
    this.#open = null;
    this.#source.close();
  }

  #gcPauseNs(): number | null {
    return this.options.gcPauseNs?.() ?? null;
  }

  #finish(open: OpenSlice): NoiseSlice {
    this.#open = null;
    const reading = this.#source.read();
    const stretches = [...open.stretches, { before: open.from, after: reading }];
    const endMs = this.options.elapsedMs();
    this.#latest = { reading, atMs: endMs };
    const [before, after] = [open.gcPauseNs, this.#gcPauseNs()];
    const measures = { ...sliceMeasures(stretches, this.#source.cpus.length), gcPauseNs: before === null || after === null ? null : after - before };
    return { startMs: open.startMs, endMs, firstRound: open.firstRound, lastRound: this.#lastRound, measures, ...this.#judge.judge(measures, stretchMs(stretches)) };
  }
}
