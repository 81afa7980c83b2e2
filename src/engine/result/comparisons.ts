/** Arms set against each other, paired within rounds; with the noise floor, Holm over the run, and a verdict that can be defended. */
import type { Arm } from '../../shared/scenario/arms.ts';
import type { Comparison, CrossCheckResult } from '../../shared/result/document.ts';
import type { NoiseSummary } from '../../shared/result/noise.ts';
import { holm } from '../../shared/statistics/holm.ts';
import type { Shift } from '../stats/signed-rank.ts';
import type { ArmFigures } from './arm.ts';
import { shiftBetween } from './pair-series.ts';

/** What an arm is apart from its stacks. */
const SETTINGS = ['version', 'group', 'retry', 'intermediates', 'leaf', 'issuers', 'session', 'cacheSize', 'earlyData', 'antiReplay', 'tickets', 'connections', 'threads', 'rate', 'roundTripNs'] as const;
type Setting = (typeof SETTINGS)[number];
// A new axis of Arm that is missing above does not compile here.
true satisfies Exclude<keyof Arm, Setting | 'id' | 'client' | 'server' | 'twinOf' | 'knobs'> extends never ? true : false;

/** One arm with what was gathered of it. `good`: its figures stand. */
export interface ComparedArm {
  readonly arm: Arm;
  readonly figures: ArmFigures;
  readonly good: boolean;
}

/** Beyond this the rounds say next to nothing. */
const TOO_COARSE_PCT = 20;
/** A run that was disturbed throughout is believed only where it sees this fine. */
const NOISY_PCT = 5;
const SIGNIFICANT = 0.05;

/** A cache's size is part of having one. */
const differing = (a: Arm, b: Arm): Setting[] => SETTINGS.filter((name) => a[name] !== b[name] && !(name === 'cacheSize' && a.session !== b.session));
const settingsDiffer = (a: Arm, b: Arm): number => differing(a, b).length + Number(a.knobs.delayNs !== b.knobs.delayNs || a.knobs.hooks !== b.knobs.hooks);

/** What early data saves is asked against a full handshake too, from which it differs in the ticket as well. */
const isEarlyAgainstFull = (arm: Arm, other: Arm): boolean =>
  arm.earlyData === 'accepted' && other.earlyData === 'none' && other.session === 'full' && arm.client === other.client && arm.server === other.server && differing(arm, other).every((name) => name === 'session' || name === 'earlyData' || name === 'antiReplay');

export function differsIn(a: Arm, b: Arm): Comparison['differsIn'] {
  const settings = settingsDiffer(a, b);
  const client = a.client !== b.client;
  const server = a.server !== b.server;
  if (Number(client) + Number(server) + settings > 1) return 'several';
  return client ? 'client' : server ? 'server' : 'setting';
}

/** Which pairs are told: each arm against the first; along each axis, against the first arm that differs in that axis alone; and early data against full handshakes. */
function pairsOf(arms: readonly ComparedArm[]): [arm: ComparedArm, against: ComparedArm][] {
  const pairs: [ComparedArm, ComparedArm][] = [];
  const [reference] = arms;
  for (const [index, arm] of arms.entries()) {
    const partners = new Map<string, ComparedArm>();
    for (const other of arms.slice(0, index)) {
      const axis = differsIn(arm.arm, other.arm);
      const setting = axis === 'setting' ? differing(arm.arm, other.arm)[0] : undefined;
      const key = setting ?? axis;
      if ((axis !== 'several' || isEarlyAgainstFull(arm.arm, other.arm)) && !partners.has(key)) partners.set(key, other);
    }
    for (const other of new Set([...(reference && index > 0 ? [reference] : []), ...partners.values()])) pairs.push([arm, other]);
  }
  return pairs;
}

interface Judged extends Omit<Comparison, 'pAdjusted' | 'verdict' | 'reason'> {
  readonly detectable: number;
}

const percent = (log: number): number => (Math.exp(log) - 1) * 100;
const interval = ([low, high]: readonly [number, number]): [number, number] => [Math.exp(low), Math.exp(high)];

function judged(arm: ComparedArm, against: ComparedArm, axis: Comparison['differsIn'], id: string, leaveOut: boolean): Judged | null {
  const [own, other] = [arm.figures, against.figures];
  const clean = shiftBetween(own.series(leaveOut), other.series(leaveOut));
  if (!clean) return null;
  const whole = leaveOut ? shiftBetween(own.series(false), other.series(false)) : null;
  const long = shiftBetween([own.pairs.long], [other.pairs.long]);
  const base = other.p50Ns(leaveOut) ?? NaN;
  const ratioCi = interval(clean.ci);
  const toNs = (ratio: number): number => (ratio - 1) * base;
  return {
    arm: id,
    against: against.arm.id,
    differsIn: axis,
    ratio: Math.exp(clean.estimate),
    ratioCi,
    differenceNs: toNs(Math.exp(clean.estimate)),
    differenceCiNs: [toNs(ratioCi[0]), toNs(ratioCi[1])],
    pValue: clean.pValue,
    pairs: clean.pairs,
    floorPct: null,
    floorFrom: null,
    detectablePct: percent(clean.detectable),
    detectable: clean.detectable,
    withMarked: whole && whole.pairs > clean.pairs ? { ratio: Math.exp(whole.estimate), ratioCi: interval(whole.ci) } : null,
    longBlocks: long && { ratio: Math.exp(long.estimate), ratioCi: interval(long.ci), agrees: overlap(long, clean) },
  };
}

const overlap = (a: Shift, b: Shift): boolean => a.ci[0] <= b.ci[1] && b.ci[0] <= a.ci[1];

/** How far apart two equal arms came out: their shift itself, or what their rounds could not have told from nothing, whichever is more. */
const floorOf = ({ ratio, ratioCi }: Pick<Comparison, 'ratio' | 'ratioCi'>): number => Math.max(Math.abs(ratio - 1), (ratioCi[1] - ratioCi[0]) / 2) * 100;

function verdictOf(one: Judged, pAdjusted: number, comparisons: number, distrust: string | null, noise: NoiseSummary): Pick<Comparison, 'verdict' | 'reason'> {
  const shiftPct = Math.abs(one.ratio - 1) * 100;
  const excludes = one.ratioCi[0] > 1 || one.ratioCi[1] < 1;
  const found = excludes && pAdjusted < SIGNIFICANT && shiftPct > (one.floorPct ?? 0);
  if (distrust !== null) return { verdict: 'not trusted', reason: distrust };
  if (found) return { verdict: one.ratio > 1 ? 'slower' : 'faster', reason: null };
  // A shift that these rounds should have shown is never called no difference, even where so many comparisons leave no p to stand.
  if (excludes && shiftPct > Math.max(one.floorPct ?? 0, one.detectablePct)) return { verdict: 'too noisy', reason: `${one.pairs} pairs of rounds are too few for ${comparisons} comparisons; run longer` };
  if (one.detectablePct > TOO_COARSE_PCT) return { verdict: 'too noisy', reason: `${one.pairs} pairs of rounds would have shown ${one.detectablePct.toFixed(0)} % at least; run longer` };
  if (noise.verdict === 'noisy' && one.detectablePct > NOISY_PCT) return { verdict: 'too noisy', reason: `the machine was disturbed throughout${noise.worst ? ` (${noise.worst})` : ''}` };
  return { verdict: 'no difference', reason: null };
}

/** A check that failed on either arm, in words. */
function distrusted(ids: readonly string[], checks: readonly CrossCheckResult[]): string | null {
  const failed = checks.find(({ arm, agrees }) => agrees === false && ids.includes(arm));
  return failed ? `${failed.instrument} disagrees on ${failed.what} of ${failed.arm}` : null;
}

/** `twins`: each with the index of the arm that it repeats. `leaveOut`: without the rounds that the noise watch marked. */
export function compareArms(arms: readonly ComparedArm[], twins: readonly { readonly twin: ComparedArm; readonly of: number }[], checks: readonly CrossCheckResult[], noise: NoiseSummary, leaveOut = true): Comparison[] {
  const floors = twins.flatMap(({ twin, of }): Judged[] => {
    const original = arms[of];
    const one = original && original.good && twin.good ? judged(twin, original, 'floor', twin.arm.id, leaveOut) : null;
    return one ? [one] : [];
  });
  const pairs = pairsOf(arms.filter(({ good }) => good)).flatMap(([arm, against]): Judged[] => {
    const one = judged(arm, against, differsIn(arm.arm, against.arm), arm.arm.id, leaveOut);
    if (!one) return [];
    // An arm is compared with `against`: the floor is that of the latter, or of the run's reference.
    const own = floors.find((floor) => floor.against === one.against || floor.against === one.arm);
    const floor = own ?? floors[0];
    if (!floor) return [one];
    const floorPct = floorOf(floor);
    return [{ ...one, floorPct, floorFrom: own ? 'own twin' : 'reference twin', detectablePct: Math.max(one.detectablePct, floorPct) }];
  });
  const adjusted = holm(pairs.map(({ pValue }) => pValue));
  const told = (one: Judged, pAdjusted: number): Comparison => {
    const { detectable: _, ...rest } = one;
    return { ...rest, pAdjusted, ...verdictOf(one, pAdjusted, pairs.length, distrusted([one.arm, one.against], checks), noise) };
  };
  return [...pairs.map((one, index) => told(one, adjusted[index] as number)), ...floors.map((one) => told(one, one.pValue))];
}
