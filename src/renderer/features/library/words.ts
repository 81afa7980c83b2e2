/** The library's lines, worked out without a DOM. */
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { durationMs, percent, type Scenario } from '../../../shared/scenario/schema.ts';

/** p50 to expect of a handshake where nothing was measured yet, and what handing over a block costs; both generous. */
const GUESS_NS = 2_000_000;
const HAND_OVER_MS = 1;
/** What the engine's course does beside measuring, roughly: warm-up, trying block lengths, allocations in between, long blocks, profiles. */
const WARMUP_HANDSHAKES = 200;
const TRIAL = { share: 0.1, leastMs: 10_000 };
const ALLOCATION_SHARE = 0.15;
const LONG = { handshakes: 240, share: 0.08, leastMs: 3_000, leastHandshakes: 300 };
const PROFILE_HANDSHAKES = 2_000;

export interface Expected {
  readonly ms: number;
  /** With every disturbed round measured again. */
  readonly mostMs: number;
}

/** Arms with the twins that the noise floor adds. */
export const withTwins = (scenario: Pick<Scenario, 'noiseFloor'>, arms: number): number => arms + (scenario.noiseFloor === 'every' ? arms : scenario.noiseFloor === 'reference' ? Math.min(arms, 1) : 0);

/** How long a scenario takes after its workers are up; a precision has a bound. `arms`: those of the scenario, without twins. */
export function expected(scenario: Scenario, arms: number, p50Ns = GUESS_NS): Expected {
  const { length, load, observe } = scenario;
  const perHandshake = p50Ns / 1e6;
  const open = withTwins(scenario, arms);
  const single = load.loop === 'closed' && Math.max(...load.connections) === 1;
  const long = scenario.longBlocks && single && observe.includes('timing');
  const warmup = open * WARMUP_HANDSHAKES * perHandshake;
  const profiles = observe.filter((one) => one.endsWith('-profile')).length * open * PROFILE_HANDSHAKES * perHandshake;
  const repeats = (measuredMs: number): number => (measuredMs * percent(scenario.repeatNoisy)) / 100;
  if ('handshakes' in length) {
    const block = load.block === 'auto' ? 3 : load.block;
    const timing = open * length.handshakes * (perHandshake * 1.4 + HAND_OVER_MS / block) * (observe.includes('allocations') ? 1 + ALLOCATION_SHARE : 1);
    const ms = warmup + timing + (long && length.handshakes >= LONG.leastHandshakes ? open * LONG.handshakes * perHandshake : 0) + profiles;
    return { ms, mostMs: ms + repeats(timing) };
  }
  const given = durationMs('for' in length ? length.for : length.atMost);
  const trial = single && load.block === 'auto' && open > 1 && given >= TRIAL.leastMs ? given * TRIAL.share : 0;
  const ms = warmup + trial + given * (long && given >= LONG.leastMs ? 1 + LONG.share : 1) + profiles;
  return { ms, mostMs: ms + ('for' in length ? repeats(given) : 0) };
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
