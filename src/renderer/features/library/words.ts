/** The library's lines, worked out without a DOM. */
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { durationMs, type Scenario } from '../../../shared/scenario/schema.ts';

/** p50 to expect of a handshake where nothing was measured yet, and what handing over a block costs; both generous. */
const GUESS_NS = 2_000_000;
const HAND_OVER_MS = 1;
const WARMUP_HANDSHAKES = 100;

/** How long a scenario takes after its workers are up, ms; null where the length is no matter of time (a precision has a bound). */
export function expectedMs(scenario: Scenario, arms: number, p50Ns = GUESS_NS): number {
  const { length } = scenario;
  const perHandshake = p50Ns / 1e6;
  const warmup = arms * WARMUP_HANDSHAKES * perHandshake;
  if ('for' in length) return warmup + durationMs(length.for);
  if ('until' in length) return warmup + durationMs(length.atMost);
  return warmup + arms * length.handshakes * (perHandshake * 1.4 + HAND_OVER_MS / 3);
}

/** The median of what this machine measured, for estimates; undefined with no run. */
export function typicalP50Ns(runs: readonly RunHeadline[]): number | undefined {
  const known = runs.flatMap(({ arms }) => arms.flatMap(({ p50Ns }) => (p50Ns === null ? [] : [p50Ns]))).sort((a, b) => a - b);
  return known[known.length >> 1];
}

export interface Rough {
  readonly unit: 'minutes' | 'seconds';
  readonly count: number;
}
/** A time as one says it: minutes from one on, seconds below. */
export const rough = (ms: number): Rough => (ms >= 59_500 ? { unit: 'minutes', count: Math.round(ms / 60_000) } : { unit: 'seconds', count: Math.max(1, Math.round(ms / 1000)) });

type Interval = readonly [number, number];

export interface Headline {
  readonly arm: string;
  /** The arm that `ratio` is to; null where there is one arm only. */
  readonly first: string | null;
  readonly p50Ns: number;
  readonly p50CiNs: Interval | null;
  readonly ratio: number | null;
  /** From the ends of both intervals, so rather too wide: the library knows no pairs of rounds. */
  readonly ratioCi: Interval | null;
}

/** The one figure of a run: the arm farthest from the first, as a ratio; or the only arm's p50. */
export function headlineOf({ arms }: RunHeadline): Headline | null {
  const good = arms.flatMap((arm) => (arm.p50Ns === null || arm.state === 'failed' ? [] : [{ ...arm, p50Ns: arm.p50Ns }]));
  const [first, ...others] = good;
  if (!first) return null;
  const away = (arm: { p50Ns: number }): number => Math.abs(Math.log(arm.p50Ns / first.p50Ns));
  const farthest = others.reduce<(typeof good)[number] | null>((most, arm) => (most === null || away(arm) > away(most) ? arm : most), null);
  if (!farthest) return { arm: first.id, first: null, p50Ns: first.p50Ns, p50CiNs: first.p50CiNs, ratio: null, ratioCi: null };
  const [own, to] = [farthest.p50CiNs, first.p50CiNs];
  return {
    arm: farthest.id, first: first.id, p50Ns: farthest.p50Ns, p50CiNs: own,
    ratio: farthest.p50Ns / first.p50Ns, ratioCi: own && to ? [own[0] / to[1], own[1] / to[0]] : null,
  };
}

/** Two arms' names without the parts they share: `dotnet10→dotnet10` and `go1.27→go1.27`, or `ticket` and `full`. */
export function apart(arm: string, first: string): readonly [string, string] {
  const [left, right] = [arm.split(' · '), first.split(' · ')];
  if (left.length !== right.length) return [arm, first];
  const differ = left.flatMap((part, index) => (part === right[index] ? [] : [index]));
  const pick = (parts: readonly string[]): string => differ.map((index) => parts[index]).join(' · ');
  return differ.length === 0 ? [arm, first] : [pick(left), pick(right)];
}

export type Day = { readonly kind: 'today' | 'yesterday' } | { readonly kind: 'date'; readonly sameYear: boolean };
/** How far back a day is, as the list says it. */
export function dayOf(then: Date, now: Date): Day {
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  // Days have 23 to 25 hours where clocks are put forward and back.
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000);
  return days === 0 ? { kind: 'today' } : days === 1 ? { kind: 'yesterday' } : { kind: 'date', sameYear: then.getFullYear() === now.getFullYear() };
}
