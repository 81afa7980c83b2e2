/**
 * What a run's comparisons say: pair by pair as the engine judged them, and axis by axis for the headline.
 * Pure, so that the window, the report and the command line say the same. The words are in verdict-words.ts.
 */
import { earlyComparisons } from '../report/early.ts';
import type { ArmResult, Comparison, Knee, ResultDocument } from './document.ts';

type Interval = readonly [number, number];
export type Mark = Comparison['verdict'];

/** What an arm's name says besides its stacks. */
export const settingOf = (arm: Pick<ArmResult, 'id'>): string => arm.id.split(' · ').slice(1).join(' · ');

/** The comparisons of a twin with its arm: what two equal things differ by. */
export const isFloor = (comparison: Comparison): boolean => comparison.differsIn === 'floor';
export const realComparisons = (document: Pick<ResultDocument, 'comparisons'>): Comparison[] => document.comparisons.filter((one) => !isFloor(one));

/** Arms of the scenario: twins repeat one of them and are no result of their own. */
export function ownArms(document: Pick<ResultDocument, 'arms' | 'comparisons'>): ArmResult[] {
  const twins = new Set(document.comparisons.filter(isFloor).map((one) => one.arm));
  return document.arms.filter((arm) => !twins.has(arm.id));
}

/** Whether the shift is no larger than what two equal arms showed. */
export const withinFloor = ({ ratio, floorPct }: Comparison): boolean => floorPct !== null && Math.abs(ratio - 1) * 100 <= floorPct;

/** Which way an interval points, and past the floor: the rule by which two estimates of one pair are set beside each other. */
export function directionOf({ ratio, ratioCi }: { readonly ratio: number; readonly ratioCi: Interval }, floorPct: number | null): 'faster' | 'slower' | 'no difference' {
  if (floorPct !== null && Math.abs(ratio - 1) * 100 <= floorPct) return 'no difference';
  return ratioCi[0] > 1 ? 'slower' : ratioCi[1] < 1 ? 'faster' : 'no difference';
}

export interface Doubts {
  /** Long blocks that contradict the short ones. */
  readonly longBlocks: NonNullable<Comparison['longBlocks']> | null;
  /** The estimate with the marked rounds, where it would be judged otherwise. */
  readonly withMarked: NonNullable<Comparison['withMarked']> | null;
}

/** What must be told beside a verdict, since it says otherwise. */
export function doubtsOf(comparison: Comparison): Doubts {
  const { longBlocks, withMarked, floorPct, verdict } = comparison;
  // Where nothing is claimed, nothing is contradicted.
  const claims = verdict !== 'too noisy' && verdict !== 'not trusted';
  return {
    longBlocks: longBlocks && !longBlocks.agrees ? longBlocks : null,
    withMarked: claims && withMarked && directionOf(withMarked, floorPct) !== directionOf(comparison, floorPct) ? withMarked : null,
  };
}

const turned = ([low, high]: Interval): [number, number] => [1 / high, 1 / low];
const MIRROR: Readonly<Record<Mark, Mark>> = { faster: 'slower', slower: 'faster', 'no difference': 'no difference', 'too noisy': 'too noisy', 'not trusted': 'not trusted' };

/** The same comparison seen from its other arm. */
export function turnedRound(one: Comparison): Comparison {
  return {
    ...one, arm: one.against, against: one.arm, ratio: 1 / one.ratio, ratioCi: turned(one.ratioCi), differenceNs: -one.differenceNs, differenceCiNs: [-one.differenceCiNs[1], -one.differenceCiNs[0]],
    verdict: MIRROR[one.verdict],
    withMarked: one.withMarked && { ratio: 1 / one.withMarked.ratio, ratioCi: turned(one.withMarked.ratioCi) },
    longBlocks: one.longBlocks && { ...one.longBlocks, ratio: 1 / one.longBlocks.ratio, ratioCi: turned(one.longBlocks.ratioCi) },
  };
}

/** `arm` against `against`, whichever way round the run holds it. */
export function comparisonOf(document: Pick<ResultDocument, 'comparisons'>, arm: string, against: string): Comparison | null {
  for (const one of document.comparisons) {
    if (one.arm === arm && one.against === against) return one;
    if (one.arm === against && one.against === arm && !isFloor(one)) return turnedRound(one);
  }
  return null;
}

/** Every comparison that an arm takes part in, seen from it: first those that differ in one thing. */
export const comparisonsWith = (document: Pick<ResultDocument, 'comparisons'>, arm: string): Comparison[] =>
  document.comparisons
    .flatMap((one) => (one.arm === arm || isFloor(one) && one.against === arm ? [one] : one.against === arm ? [turnedRound(one)] : []))
    .sort((a, b) => ORDER.indexOf(a.differsIn) - ORDER.indexOf(b.differsIn));
const ORDER: readonly Comparison['differsIn'][] = ['client', 'server', 'setting', 'several', 'floor'];

// --- one axis at a time --------------------------------------------------------------------------------------

/** One thing changed while all else stayed the same, over every pair of arms that allows it. */
export interface AxisComparison {
  /** `client`: who led · `server`: who answered · `setting`: any other axis. */
  readonly role: 'client' | 'server' | 'setting';
  readonly what: string;
  readonly than: string;
  /** `slower`, `faster`: every pair says so · `same`: none shows a difference · `noisy`, `untrusted`: a pair is · `mixed`: the pairs disagree · `open`: too few rounds for an interval. */
  readonly outcome: 'slower' | 'faster' | 'same' | 'mixed' | 'noisy' | 'untrusted' | 'open';
  /** The only pair's estimate; null with several. */
  readonly ratio: number | null;
  /** From the lowest to the highest end of the pairs' intervals (of the pairs' ratios where `open`). */
  readonly range: Interval;
  /** The same in ns; null where `open`. */
  readonly differenceNs: Interval | null;
  /** The smallest shift that the weakest pair would have shown, in per cent; null where `open`. */
  readonly detectablePct: number | null;
  readonly pairs: readonly Comparison[];
  readonly count: number;
}

export interface Verdict {
  readonly comparisons: readonly AxisComparison[];
  /** Early data against resumed handshakes of the same stacks, where it saves: one for each round trip. Empty where several stacks were asked. */
  readonly early: readonly EarlySaving[];
  /** Whether the same early data was taken a second time, where the run asks what anti-replay does. */
  readonly replays: readonly ReplayOutcome[];
  /** The only good arm, where there is nothing to compare. */
  readonly single: { readonly arm: string; readonly p50Ns: number; readonly ciNs: Interval | null } | null;
  readonly knees: readonly Knee[];
  readonly goodArms: number;
  readonly failedArms: number;
  readonly refusedArms: number;
  readonly cutShort: boolean;
}

export interface EarlySaving {
  readonly roundTripNs: number | null;
  readonly savesNs: Interval;
}

export interface ReplayOutcome {
  readonly antiReplay: 'on' | 'off';
  readonly taken: boolean;
}

type Good = ArmResult & { handshake: { p50Ns: number } };
const isGood = (arm: ArmResult): arm is Good => arm.state === 'good' && arm.handshake.p50Ns !== null;
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Where every interval lies; null where one holds 1 or they disagree. */
function sideOf(pairs: readonly Comparison[]): 'slower' | 'faster' | null {
  if (pairs.every(({ ratioCi }) => ratioCi[0] > 1)) return 'slower';
  return pairs.every(({ ratioCi }) => ratioCi[1] < 1) ? 'faster' : null;
}

function outcomeOf(pairs: readonly Comparison[]): AxisComparison['outcome'] {
  const marks = new Set(pairs.map((one) => one.verdict));
  const [only] = marks;
  if (marks.has('not trusted')) return 'untrusted';
  // Among many comparisons single pairs may have too few rounds to stand alone, though all say the same and some can be defended.
  const side = sideOf(pairs);
  if (side && marks.has(side) && [...marks].every((mark) => mark === side || mark === 'too noisy')) return side;
  if (marks.has('too noisy')) return 'noisy';
  if (marks.size > 1) return 'mixed';
  return only === 'faster' || only === 'slower' ? only : 'same';
}

function axisComparison(role: AxisComparison['role'], what: string, than: string, arms: readonly (readonly [Good, Good])[], document: ResultDocument): AxisComparison {
  const found = arms.map(([arm, base]) => comparisonOf(document, arm.id, base.id));
  const pairs = found.filter((one) => one !== null);
  if (pairs.length < arms.length) {
    const ratios = arms.map(([arm, base]) => arm.handshake.p50Ns / base.handshake.p50Ns);
    return { role, what, than, outcome: 'open', ratio: ratios.length === 1 ? (ratios[0] as number) : null, range: [Math.min(...ratios), Math.max(...ratios)], differenceNs: null, detectablePct: null, pairs, count: arms.length };
  }
  const ends = (of: (one: Comparison) => Interval): Interval => [Math.min(...pairs.map((one) => of(one)[0])), Math.max(...pairs.map((one) => of(one)[1]))];
  return {
    role, what, than, outcome: outcomeOf(pairs), ratio: pairs.length === 1 ? (pairs[0] as Comparison).ratio : null,
    range: ends((one) => one.ratioCi), differenceNs: ends((one) => one.differenceCiNs), detectablePct: Math.max(...pairs.map((one) => one.detectablePct)), pairs, count: arms.length,
  };
}

/** Each value of one axis against its first, over the arms that differ in nothing else. */
function compareBy(role: AxisComparison['role'], arms: readonly Good[], document: ResultDocument, value: (arm: Good) => string, others: (arm: Good) => string): AxisComparison[] {
  const [base, ...rest] = distinct(arms.map(value));
  if (base === undefined) return [];
  return rest.flatMap((what) => {
    const pairs = arms.flatMap((arm): [Good, Good][] => {
      const partner = value(arm) === what ? arms.find((one) => value(one) === base && others(one) === others(arm)) : undefined;
      return partner ? [[arm, partner]] : [];
    });
    return pairs.length > 0 ? [axisComparison(role, what, base, pairs, document)] : [];
  });
}

/** The parts of a name are the axes that vary, each in its place; where no two arms differ in one part alone, the whole is compared. */
function compareSettings(arms: readonly Good[], document: ResultDocument): AxisComparison[] {
  const partsOf = (arm: Good): string[] => settingOf(arm).split(' · ');
  const places = new Set(arms.map((arm) => partsOf(arm).length));
  const [count = 0] = places;
  const byPart = places.size === 1 && count > 1
    ? Array.from({ length: count }, (_, place) => compareBy('setting', arms, document, (arm) => partsOf(arm)[place] as string, (arm) => `${arm.client.stack} ${arm.server.stack} ${partsOf(arm).toSpliced(place, 1).join(' · ')}`)).flat()
    : [];
  return byPart.length > 0 ? byPart : compareBy('setting', arms, document, settingOf, (arm) => `${arm.client.stack} ${arm.server.stack}`);
}

function earlySavings(document: ResultDocument, arms: readonly Good[]): EarlySaving[] {
  if (new Set(arms.map(({ client, server }) => `${client.stack} ${server.stack}`)).size > 1) return [];
  const byId = new Map(arms.map((arm) => [arm.id, arm]));
  return earlyComparisons(document).flatMap(({ arm, against, differenceCiNs: [low, high], verdict }): EarlySaving[] => {
    const [own, other] = [byId.get(arm), byId.get(against)];
    return own && other?.negotiated.resumed === true && high < 0 && verdict !== 'not trusted' ? [{ roundTripNs: own.roundTripNs, savesNs: [-high, -low] }] : [];
  });
}

function replayOutcomes({ replays }: ResultDocument): ReplayOutcome[] {
  const told = replays.flatMap(({ antiReplay, uses }): ReplayOutcome[] => (antiReplay !== 'default' && uses[1] ? [{ antiReplay, taken: uses[1].earlyData === 'accepted' }] : []));
  // Of several arms only what all say can be said in a word.
  return (['on', 'off'] as const).flatMap((antiReplay) => {
    const own = told.filter((one) => one.antiReplay === antiReplay);
    return own.length > 0 && own.every(({ taken }) => taken === own[0]?.taken) ? own.slice(0, 1) : [];
  });
}

export function verdictOf(document: ResultDocument): Verdict {
  const own = ownArms(document);
  const arms = own.filter(isGood);
  const [only] = arms;
  return {
    // Where rates were swept, an arm's time says how near its rate is to the knee: what the rates were is the figure.
    comparisons: document.knees.length > 0 ? [] : [
      ...compareBy('client', arms, document, (arm) => arm.client.stack, (arm) => `${arm.server.stack} ${settingOf(arm)}`),
      ...compareBy('server', arms, document, (arm) => arm.server.stack, (arm) => `${arm.client.stack} ${settingOf(arm)}`),
      ...compareSettings(arms, document),
    ],
    early: earlySavings(document, arms),
    replays: replayOutcomes(document),
    single: only && arms.length === 1 ? { arm: only.id, p50Ns: only.handshake.p50Ns, ciNs: only.handshake.p50CiNs } : null,
    knees: document.knees,
    goodArms: arms.length,
    failedArms: own.filter((arm) => arm.state === 'failed').length,
    refusedArms: document.refused.length,
    cutShort: !document.run.complete,
  };
}

/** What an arm's two cross-checks found wrong. */
export const disagreements = (document: Pick<ResultDocument, 'crossChecks'>, comparison: Pick<Comparison, 'arm' | 'against'>): ResultDocument['crossChecks'] =>
  document.crossChecks.filter((check) => check.agrees === false && (check.arm === comparison.arm || check.arm === comparison.against));
