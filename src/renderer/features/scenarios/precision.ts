/** How long the same arms took here to be known how well, and what that says of a scenario. Pure. */
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { settingOf, type Arms } from '../../../shared/scenario/arms.ts';
import { durationMs, percent, type Scenario } from '../../../shared/scenario/schema.ts';
import { withTwins } from '../library/words.ts';

export interface Here {
  readonly cpu: string;
  readonly cpus: number;
}

/** Precision is the half-width of the 95 % interval of p50, as a share of it, of the arm known worst. */
export interface Precision {
  /** Arms of the scenario that were measured on this machine before, of how many. */
  readonly known: number;
  readonly arms: number;
  /** Names and times of the runs that this rests on, newest first. */
  readonly runs: readonly { readonly id: string; readonly name: string; readonly createdAt: string }[];
  /** Null unless every arm is known. */
  readonly estimate: {
    /** Measuring alone, with twins; for the chosen length. */
    readonly ms: number;
    /** What the chosen length reaches. */
    readonly reached: number;
    /** How long until the worst arm is known within 1 % and 0.5 %. */
    readonly msToOne: number;
    readonly msToHalf: number;
  } | null;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/**
 * An interval narrows with the square root of the handshakes: half-width = spread ÷ √n, with each arm's spread the median over earlier runs of the
 * same setting. A handshake costs its p50 times an overhead that earlier runs show (hand-over, warm-up, allocation blocks: elapsed time ÷ Σ n · p50).
 */
export function precisionOf(scenario: Scenario, arms: Arms, runs: readonly RunHeadline[], here: Here): Precision {
  const settings = arms.run.map((arm) => settingOf(arm, scenario));
  const own = runs.flatMap((run) => (run.effort && run.effort.machine.cpu === here.cpu && run.effort.machine.cpus === here.cpus ? [{ ...run, effort: run.effort }] : []));
  const used = own.filter(({ effort }) => effort.arms.some(({ setting, halfWidth, handshakes }) => settings.includes(setting) && halfWidth !== null && handshakes > 0));
  const measured = settings.map((wanted) => used.flatMap(({ effort }) => effort.arms.filter(({ setting, halfWidth, handshakes }) => setting === wanted && halfWidth !== null && handshakes > 0)));
  const known = measured.filter((found) => found.length > 0);
  const basis = { known: known.length, arms: settings.length, runs: used.map(({ id, name, createdAt }) => ({ id, name, createdAt })) };
  if (settings.length === 0 || known.length < settings.length) return { ...basis, estimate: null };
  const spread = Math.max(...known.map((found) => median(found.map(({ halfWidth, handshakes }) => (halfWidth as number) * Math.sqrt(handshakes)))));
  const p50Ms = known.map((found) => median(found.map(({ p50Ns }) => p50Ns / 1e6)));
  // A run's elapsed time holds its twins too, whose handshakes are as many as those of the arms.
  const overhead = median(used.map(({ effort: { elapsedMs, twins, arms: told } }) => elapsedMs / (told.reduce((sum, { handshakes, p50Ns }) => sum + (handshakes * p50Ns) / 1e6, 0) * (1 + twins / told.length))));
  const meanMs = p50Ms.reduce((sum, ms) => sum + ms, 0) / p50Ms.length;
  /** One handshake of every arm and twin. */
  const turnMs = overhead * meanMs * withTwins(scenario, settings.length);
  const msTo = (wanted: number): number => turnMs * (spread / wanted) ** 2;
  const { length } = scenario;
  const ms = 'for' in length ? durationMs(length.for) : 'handshakes' in length ? turnMs * length.handshakes : Math.min(durationMs(length.atMost), msTo(percent(length.until) / 100));
  return { ...basis, estimate: { ms, reached: spread / Math.sqrt(ms / turnMs), msToOne: msTo(0.01), msToHalf: msTo(0.005) } };
}

export type Said = { readonly unit: 'seconds'; readonly seconds: number } | { readonly unit: 'minutes'; readonly minutes: number; readonly seconds: number } | { readonly unit: 'hours'; readonly hours: number; readonly minutes: number };
/** A time as precisely as an estimate of it is worth: `40 s`, `1 min 40 s`, `12 min`, `2 h 10 min`. */
export function saidTime(ms: number): Said {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return { unit: 'seconds', seconds };
  const fives = Math.round(seconds / 5) * 5;
  if (fives < 600) return { unit: 'minutes', minutes: Math.floor(fives / 60), seconds: fives % 60 };
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? { unit: 'minutes', minutes, seconds: 0 } : { unit: 'hours', hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/** `0.8 %`: two digits are all that an estimated precision is worth. */
export const saidShare = (share: number): string => `${Number((share * 100).toPrecision(2))}\u00a0%`;
