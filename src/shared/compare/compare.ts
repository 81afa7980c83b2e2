/** Two results set against each other. Pure. What may be said, and how wide it must be, is in docs/compare.md. */
import type { ArmResult, Comparison, PhaseMean, ResultDocument } from '../result/document.ts';
import type { ComparedArm, CompareDocument } from './document.ts';
import { holm } from '../statistics/holm.ts';
import { twoSidedP, Z95 } from '../statistics/normal.ts';
import { differencesOf } from './differences.ts';

type Interval = readonly [number, number];

/** A run, or one of its arms. */
export interface Selected {
  readonly result: ResultDocument;
  readonly arm: string | null;
}

export interface CompareOptions {
  /** What a machine may change between two runs, as a share: a difference of times that were not measured together must be larger. */
  readonly betweenRuns: number;
}
export const DEFAULT_BETWEEN_RUNS = 0.1;

const QUANTILES = [[0.5, 'p50Ns', 'p50CiNs'], [0.9, 'p90Ns', 'p90CiNs'], [0.95, 'p95Ns', 'p95CiNs'], [0.99, 'p99Ns', 'p99CiNs'], [0.999, 'p999Ns', 'p999CiNs']] as const;

/** A shift on the log scale. */
interface Shift {
  readonly log: number;
  readonly error: number;
}

const errorOf = ([low, high]: Interval): number => Math.log(high / low) / (2 * Z95);
const intervalOf = ({ log, error }: Shift): [number, number] | null => (Number.isFinite(error) ? [Math.exp(log - Z95 * error), Math.exp(log + Z95 * error)] : null);
const less = (a: Shift, b: Shift): Shift => ({ log: a.log - b.log, error: Math.hypot(a.error, b.error) });

const p50Of = ({ handshake: { p50Ns, p50CiNs } }: ArmResult): Shift | null => (p50Ns === null ? null : { log: Math.log(p50Ns), error: p50CiNs ? errorOf(p50CiNs) : Infinity });

const shiftOf = ({ ratio, ratioCi }: Pick<Comparison, 'ratio' | 'ratioCi'>): Shift => ({ log: Math.log(ratio), error: errorOf(ratioCi) });

/** The run's own comparison of two of its arms, in either direction. */
function pairedIn(result: ResultDocument, arm: string, against: string): { shift: Shift; comparison: Comparison } | null {
  const straight = result.comparisons.find((one) => one.arm === arm && one.against === against);
  if (straight) return { shift: shiftOf(straight), comparison: straight };
  const turned = result.comparisons.find((one) => one.arm === against && one.against === arm);
  return turned ? { shift: { log: -Math.log(turned.ratio), error: errorOf(turned.ratioCi) }, comparison: turned } : null;
}

/** How far apart two equal arms came out in a run, as a share. */
const floorOf = ({ comparisons }: ResultDocument): number =>
  Math.max(0, ...comparisons.filter(({ differsIn }) => differsIn === 'floor').map(({ ratio, ratioCi }) => Math.max(Math.abs(ratio - 1), (ratioCi[1] - ratioCi[0]) / 2)));

const good = ({ arms }: ResultDocument): ArmResult[] => arms.filter(({ state, handshake }) => state === 'good' && handshake.p50Ns !== null);

/**
 * The arm of both runs by which the machine's change is taken out: one for all, or a change of one arm would show up in every other. It is
 * the first that both have; arms that were named are no anchor for themselves.
 */
function anchorOf(a: Selected, b: Selected): string | null {
  if (a.result.run.id === b.result.run.id) return null;
  const inB = new Set(good(b.result).map(({ id }) => id));
  return good(a.result).find(({ id }) => inB.has(id) && id !== a.arm && id !== b.arm)?.id ?? null;
}

interface Judged extends Omit<ComparedArm, 'verdict' | 'reason'> {
  readonly shift: Shift;
  /** A shift below this is nothing. */
  readonly floor: number;
  /** What the interval must leave out besides 0, on the log scale. */
  readonly allowance: number;
  readonly distrust: string | null;
}

function judged(a: ResultDocument, b: ResultDocument, armA: ArmResult, armB: ArmResult, common: string | null, betweenRuns: number): Judged | null {
  const [ownA, ownB] = [p50Of(armA), p50Of(armB)];
  if (!ownA || !ownB) return null;
  const sameRun = a.run.id === b.run.id;
  const paired = sameRun ? pairedIn(a, armB.id, armA.id) : null;
  const [toA, toB] = common === null ? [null, null] : [pairedIn(a, armA.id, common), pairedIn(b, armB.id, common)];
  const anchor = toA && toB ? common : null;
  let by: ComparedArm['by'] = 'times';
  let shift = less(ownB, ownA);
  if (paired) {
    by = 'rounds';
    shift = paired.shift;
  } else if (toA && toB) {
    by = 'anchor';
    shift = less(toB.shift, toA.shift);
  }
  const base = armA.handshake.p50Ns as number;
  const ratioCi = intervalOf(shift);
  const times = QUANTILES.flatMap(([q, value, ci]) => {
    const [aNs, bNs] = [armA.handshake[value], armB.handshake[value]];
    const [aCi, bCi] = [armA.handshake[ci], armB.handshake[ci]];
    if (aNs === null || bNs === null) return [];
    const own = aCi && bCi ? intervalOf(less({ log: Math.log(bNs), error: errorOf(bCi) }, { log: Math.log(aNs), error: errorOf(aCi) })) : null;
    return [{ q, aNs, bNs, ratio: bNs / aNs, ratioCi: own }];
  });
  return {
    a: armA.id, b: armB.id, by,
    p50Ns: [base, armB.handshake.p50Ns as number],
    ratio: Math.exp(shift.log), ratioCi,
    differenceNs: (Math.exp(shift.log) - 1) * base,
    differenceCiNs: ratioCi && [(ratioCi[0] - 1) * base, (ratioCi[1] - 1) * base],
    quantiles: times,
    phases: phasesOf(armA, armB, anchor === null ? 1 : scaleBetween(a, b, anchor)),
    shift,
    floor: Math.max(floorOf(a), floorOf(b)),
    allowance: by === 'times' && !sameRun ? Math.log(1 + betweenRuns) : 0,
    distrust: distrustOf([...(paired ? [paired.comparison] : []), ...(sameRun ? [] : [armA.shift, armB.shift].flatMap((one) => one ?? []))]),
  };
}

const distrustOf = (comparisons: readonly Comparison[]): string | null => comparisons.find(({ verdict }) => verdict === 'not trusted')?.reason ?? null;

/** How many times as long everything took in B as in A, by the arm that both have. */
function scaleBetween(a: ResultDocument, b: ResultDocument, anchor: string): number {
  const time = (result: ResultDocument): number => result.arms.find(({ id }) => id === anchor)?.handshake.meanNs ?? NaN;
  return time(b) / time(a);
}

/** Mean time per phase; B's are divided by `scale`, so that what the machine changed is no difference of a phase. */
function phasesOf(a: ArmResult, b: ArmResult, scale: number): ComparedArm['phases'] {
  const keyed = (arm: ArmResult): Map<string, PhaseMean> => new Map([...arm.phases.client, ...arm.phases.server].map((phase) => [`${phase.id} ${phase.parent ?? ''}`, phase]));
  const [inA, inB] = [keyed(a), keyed(b)];
  return [...new Set([...inA.keys(), ...inB.keys()])].map((key) => {
    const [one, other] = [inA.get(key), inB.get(key)];
    const { id, parent, startNs } = (one ?? other) as PhaseMean;
    const aNs = one?.meanNs ?? null;
    const bNs = other ? other.meanNs / scale : null;
    const differenceNs = aNs === null || bNs === null ? null : bNs - aNs;
    const half = (phase: PhaseMean | undefined, by: number): number | null => (phase?.ciNs ? (phase.ciNs[1] - phase.ciNs[0]) / 2 / by : null);
    const [halfA, halfB] = [half(one, 1), half(other, scale)];
    const reach = halfA === null || halfB === null ? null : Math.hypot(halfA, halfB);
    const ciNs: [number, number] | null = differenceNs === null || reach === null ? null : [differenceNs - reach, differenceNs + reach];
    return { id, parent, startNs, aNs, bNs, differenceNs, ciNs, defended: ciNs !== null && (ciNs[0] > 0 || ciNs[1] < 0) };
  });
}

/** Two-sided p of a shift beyond its allowance. */
function pValue({ shift: { log, error }, allowance }: Judged): number {
  const beyond = Math.max(0, Math.abs(log) - allowance);
  return Number.isFinite(error) && error > 0 ? twoSidedP(beyond / error) : beyond > 0 ? 0 : 1;
}

/** A width beyond which an interval says next to nothing. */
const TOO_COARSE = 0.2;

function verdictOf(one: Judged, p: number): Pick<ComparedArm, 'verdict' | 'reason'> {
  if (one.distrust !== null) return { verdict: 'not trusted', reason: one.distrust };
  if (!one.ratioCi) return { verdict: 'too noisy', reason: 'a run was too short for an interval; measure longer' };
  const [low, high] = one.ratioCi;
  const apart = Math.log(low) > one.allowance || Math.log(high) < -one.allowance;
  if (apart && p < 0.05 && Math.abs(one.ratio - 1) > one.floor) return { verdict: one.ratio > 1 ? 'slower' : 'faster', reason: null };
  const half = (high - low) / 2;
  if (half > TOO_COARSE) return { verdict: 'too noisy', reason: `the interval is ±${(half * 100).toFixed(0)} % wide; measure longer` };
  if (one.allowance > 0 && (low > 1 || high < 1)) return { verdict: 'no difference', reason: `the times differ by less than machines change between two runs (${((Math.exp(one.allowance) - 1) * 100).toFixed(0)} %); measure both in one run, or share an arm` };
  return { verdict: 'no difference', reason: null };
}

const sideOf = ({ result, arm }: Selected): CompareDocument['a'] => ({ run: result.run.id, name: result.run.name, createdAt: result.run.createdAt, arm });

/** The arms to set against each other: the two that were named, or all that both have. */
function partners(a: Selected, b: Selected): [ArmResult, ArmResult][] {
  const [inA, inB] = [good(a.result), good(b.result)];
  const named = (arms: readonly ArmResult[], id: string | null): ArmResult | undefined => arms.find((one) => one.id === id);
  if (a.arm !== null && b.arm !== null) {
    const [one, other] = [named(inA, a.arm), named(inB, b.arm)];
    return one && other ? [[one, other]] : [];
  }
  const only = a.arm ?? b.arm;
  return inA.flatMap((one): [ArmResult, ArmResult][] => {
    const other = named(inB, one.id);
    return other && (only === null || one.id === only) ? [[one, other]] : [];
  });
}

export function compareRuns(a: Selected, b: Selected, { betweenRuns }: CompareOptions = { betweenRuns: DEFAULT_BETWEEN_RUNS }): CompareDocument {
  const pairs = partners(a, b);
  const anchorId = anchorOf(a, b);
  const all = pairs.flatMap(([one, other]) => judged(a.result, b.result, one, other, anchorId, betweenRuns) ?? []);
  const p = holm(all.map(pValue));
  const anchorTimes = anchorId === null ? null : ([a, b].map(({ result }) => p50Of(result.arms.find(({ id }) => id === anchorId) as ArmResult)) as [Shift, Shift]);
  const change = anchorTimes && less(anchorTimes[1], anchorTimes[0]);
  const ids = (selected: Selected): string[] => selected.result.arms.map(({ id }) => id);
  return {
    format: 1,
    a: sideOf(a),
    b: sideOf(b),
    anchor: anchorId !== null && change ? { arm: anchorId, ratio: Math.exp(change.log), ratioCi: intervalOf(change) } : null,
    arms: all.map((one, index) => {
      const { shift: _s, floor: _f, allowance: _a, distrust: _d, ...told } = one;
      return { ...told, ...verdictOf(one, p[index] as number) };
    }),
    onlyA: a.arm === null && b.arm === null ? ids(a).filter((id) => !ids(b).includes(id)) : [],
    onlyB: a.arm === null && b.arm === null ? ids(b).filter((id) => !ids(a).includes(id)) : [],
    differences: differencesOf(a.result, b.result),
  };
}
