/** What the live screen shows of a run, worked out without a DOM. */
import { axisRange, type Range } from '../../../shared/flame/scale.ts';
import type { LiveArm, LiveSnapshot } from '../../../shared/live/snapshot.ts';
import type { LiveVerdict } from '../../../shared/live/events.ts';
import type { NoiseSlice } from '../../../shared/result/noise.ts';
import { LIVE_FROM_NS, LIVE_RATIO } from '../../../shared/live/snapshot.ts';

export interface LiveRun {
  readonly runId: string;
  readonly name: string;
  readonly arms: readonly { readonly id: string; readonly client: string; readonly server: string }[];
  readonly snapshot: LiveSnapshot | null;
  /** Arm → why it failed. */
  readonly failures: Readonly<Record<string, string>>;
  readonly log: readonly { readonly atMs: number; readonly source: string; readonly line: string }[];
  /** What the noise watch has judged so far, where the engine tells it while it measures. */
  readonly noise?: readonly NoiseSlice[];
  /** Arm → what can be said of it against the first one, while it is measured. */
  readonly verdicts?: Readonly<Record<string, LiveVerdict>>;
  readonly paused: boolean;
  readonly ended: 'finished' | 'stopped' | 'interrupted' | 'cut short' | 'failed' | null;
  readonly message: string | null;
  /** A recorded run, played again. */
  readonly played?: boolean;
}

export type ArmState = 'waiting' | 'settling' | 'live' | 'failed';

export function stateOf(arm: LiveArm | undefined, failure: string | undefined): ArmState {
  if (failure !== undefined) return 'failed';
  if (!arm || Number.isNaN(arm.p50Ns)) return 'waiting';
  return Number.isNaN(arm.p50LoNs) || Number.isNaN(arm.p50HiNs) ? 'settling' : 'live';
}

export const intervalOf = (arm: LiveArm): readonly [number, number] | null => (Number.isNaN(arm.p50LoNs) || Number.isNaN(arm.p50HiNs) ? null : [arm.p50LoNs, arm.p50HiNs]);

/** Digits that have not settled are dots: `1 1··`. */
export const provisional = (figure: string): string => {
  const digits = figure.replace(/\D/g, '').length;
  let kept = 0;
  return figure.replace(/\d/g, (digit) => (kept++ < Math.ceil(digits / 2) ? digit : '·'));
};

/** Of an interval that is wider than this many times its value the axis shows no more: a few cold handshakes would squeeze all that follows. */
const MOST_OF_INTERVAL = 1.3;

/** The common axis of all arms: from 0, growing in steps, never shrinking. Arms that have not settled do not move it. */
export function armsAxis(snapshot: LiveSnapshot | null, before: Range | null): Range {
  const ends = (snapshot?.arms ?? []).map((arm) => Math.min(arm.p50HiNs, MOST_OF_INTERVAL * arm.p50Ns)).filter((ns) => !Number.isNaN(ns));
  return axisRange(0, Math.max(1e6, ...ends), before);
}

export interface Bins {
  readonly from: number;
  readonly to: number;
}

/** Bins worth showing: grows by whole steps of four bins, so that bars keep their place while data arrives. */
export function binsShown(histogram: Float64Array, before: Bins | null): Bins {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return before ?? { from: 32, to: 48 };
  let first = histogram.findIndex((count) => count > 0);
  let last = histogram.length - 1;
  // The tail that holds less than one in a thousand would squeeze the rest.
  for (let held = 0; last > first && held + (histogram[last] as number) <= total / 1_000; last--) held += histogram[last] as number;
  first = Math.max(0, Math.floor((first - 1) / 4) * 4);
  last = Math.min(histogram.length, Math.ceil((last + 2) / 4) * 4);
  return before ? { from: Math.min(before.from, first), to: Math.max(before.to, last) } : { from: first, to: last };
}

export const binEdge = (index: number): number => LIVE_FROM_NS * LIVE_RATIO ** index;
export const binOf = (ns: number): number => Math.log(ns / LIVE_FROM_NS) / Math.log(LIVE_RATIO);

/** 1, 1.5, 2, 3, 5, 7 × 10ⁿ inside a range: the ticks of a log axis. */
export function logTicks(fromNs: number, toNs: number, most = 6): number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(fromNs)); power <= Math.ceil(Math.log10(toNs)); power++) {
    for (const factor of [1, 1.5, 2, 3, 5, 7]) {
      const tick = factor * 10 ** power;
      if (tick >= fromNs * 0.999 && tick <= toNs * 1.001) all.push(tick);
    }
  }
  const coarse = all.filter((tick) => [1, 2, 5].includes(Math.round(tick / 10 ** Math.floor(Math.log10(tick * 1.0001)))) && !isHalf(tick));
  const decades = coarse.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
  return all.length <= most ? all : coarse.length <= most ? coarse : decades;
}
const isHalf = (tick: number): boolean => Math.abs(tick / 10 ** Math.floor(Math.log10(tick * 1.0001)) - 1.5) < 0.01;

export interface RoundPoint {
  readonly round: number;
  readonly p50Ns: number;
  readonly loNs: number;
  readonly hiNs: number;
}

/** One point a round and arm, as the figure narrows. */
export class Convergence {
  #arms: RoundPoint[][] = [];

  add(snapshot: LiveSnapshot): void {
    if (snapshot.warmingUp) return;
    snapshot.arms.forEach((arm, index) => {
      const points = (this.#arms[index] ??= []);
      if (Number.isNaN(arm.p50Ns)) return;
      const point = { round: snapshot.round, p50Ns: arm.p50Ns, loNs: arm.p50LoNs, hiNs: arm.p50HiNs };
      const last = points.at(-1);
      if (last && last.round === snapshot.round) points[points.length - 1] = point;
      else points.push(point);
      // A long run keeps every second point: the line looks the same and costs the same.
      if (points.length > 400) this.#arms[index] = points.filter((_, at) => at % 2 === 1);
    });
  }

  of(arm: number): readonly RoundPoint[] {
    return this.#arms[arm] ?? [];
  }
}

export interface Remaining {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

export function clock(ms: number): Remaining {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return { hours: Math.floor(seconds / 3_600), minutes: Math.floor((seconds % 3_600) / 60), seconds: seconds % 60 };
}
