/** The live picture of a run, as doubles: the engine writes it at most 20 times a second, the window reads it. */
import { PHASE_IDS, type PhaseId } from '../phases/tree.ts';
import type { MeanPhase } from '../phases/sums.ts';

export const LIVE_BINS = 96;
/** Bin edges are `LIVE_FROM_NS * LIVE_RATIO ** i`: 20 µs to about 500 ms. */
export const LIVE_FROM_NS = 20_000;
export const LIVE_RATIO = 1.112;

export interface LiveArm {
  readonly handshakes: number;
  readonly failed: number;
  /** NaN until there is a figure; the interval is NaN with fewer than 5 rounds. */
  readonly p50Ns: number;
  readonly p50LoNs: number;
  readonly p50HiNs: number;
  readonly p90Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  /** Per handshake, NaN where unknown. */
  readonly clientBytes: number;
  readonly clientObjects: number;
  readonly serverBytes: number;
  readonly serverObjects: number;
  readonly clientCpuNs: number;
  readonly serverCpuNs: number;
  readonly clientGc: number;
  readonly serverGc: number;
  /** Mean phases of the last seconds. */
  readonly phases: readonly MeanPhase[];
  readonly histogram: Float64Array;
}

export interface LiveSnapshot {
  readonly sequence: number;
  readonly elapsedMs: number;
  /** Estimated whole duration; NaN where the run's length is not known. */
  readonly expectedMs: number;
  readonly round: number;
  readonly warmingUp: boolean;
  /** 0 … 1 */
  readonly progress: number;
  readonly arms: readonly LiveArm[];
}

const HEAD = ['sequence', 'elapsedMs', 'expectedMs', 'round', 'warmingUp', 'progress'] as const;
const ARM = [
  'handshakes', 'failed', 'p50Ns', 'p50LoNs', 'p50HiNs', 'p90Ns', 'p95Ns', 'p99Ns',
  'clientBytes', 'clientObjects', 'serverBytes', 'serverObjects', 'clientCpuNs', 'serverCpuNs', 'clientGc', 'serverGc',
] as const;
const PHASE_DOUBLES = 5;

export function encodeLive(snapshot: LiveSnapshot): Float64Array {
  const size = HEAD.length + 1 + snapshot.arms.reduce((sum, arm) => sum + ARM.length + 1 + arm.phases.length * PHASE_DOUBLES + LIVE_BINS, 0);
  const doubles = new Float64Array(size);
  let at = 0;
  const put = (value: number): void => {
    doubles[at++] = value;
  };
  for (const name of HEAD) put(Number(snapshot[name]));
  put(snapshot.arms.length);
  for (const arm of snapshot.arms) {
    for (const name of ARM) put(arm[name]);
    put(arm.phases.length);
    for (const phase of arm.phases) {
      put(PHASE_IDS.indexOf(phase.id));
      put(phase.parent === null ? -1 : PHASE_IDS.indexOf(phase.parent));
      put(phase.mean);
      put(phase.startNs);
      put(phase.seen);
    }
    doubles.set(arm.histogram.subarray(0, LIVE_BINS), at);
    at += LIVE_BINS;
  }
  return doubles;
}

/** Throws a RangeError on doubles that are no snapshot. */
export function decodeLive(doubles: Float64Array): LiveSnapshot {
  let at = 0;
  const take = (): number => {
    const value = doubles[at++];
    if (value === undefined) throw new RangeError('live snapshot ends early');
    return value;
  };
  const phaseId = (index: number): PhaseId => {
    const id = PHASE_IDS[index];
    if (id === undefined) throw new RangeError(`live snapshot names phase ${index}`);
    return id;
  };
  const head = Object.fromEntries(HEAD.map((name) => [name, take()])) as Record<(typeof HEAD)[number], number>;
  const arms: LiveArm[] = [];
  for (let left = take(); left > 0; left--) {
    const figures = Object.fromEntries(ARM.map((name) => [name, take()])) as Record<(typeof ARM)[number], number>;
    const phases: MeanPhase[] = [];
    for (let more = take(); more > 0; more--) {
      const id = phaseId(take());
      const parent = take();
      phases.push({ id, parent: parent < 0 ? null : phaseId(parent), mean: take(), startNs: take(), seen: take() });
    }
    const histogram = doubles.slice(at, at + LIVE_BINS);
    if (histogram.length !== LIVE_BINS) throw new RangeError('live snapshot ends early');
    at += LIVE_BINS;
    arms.push({ ...figures, phases, histogram });
  }
  return { ...head, warmingUp: head.warmingUp === 1, arms };
}
