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
export const rough = (ms: number): Rough => (ms >= 90_000 ? { unit: 'minutes', count: Math.round(ms / 60_000) } : { unit: 'seconds', count: Math.max(1, Math.round(ms / 1000)) });

export interface Headline {
  readonly arm: string;
  readonly first: string | null;
  /** p50 of `arm`, or its ratio to `first`. */
  readonly p50Ns: number;
  readonly ratio: number | null;
}

/** The one figure of a run: its slowest arm against its first, or its only arm's p50. */
export function headlineOf({ arms }: RunHeadline): Headline | null {
  const good = arms.flatMap((arm) => (arm.p50Ns === null || arm.state === 'failed' ? [] : [{ ...arm, p50Ns: arm.p50Ns }]));
  const [first] = good;
  if (!first) return null;
  const slowest = good.reduce((worst, arm) => (arm.p50Ns > worst.p50Ns ? arm : worst));
  return slowest === first ? { arm: first.id, first: null, p50Ns: first.p50Ns, ratio: null } : { arm: slowest.id, first: first.id, p50Ns: slowest.p50Ns, ratio: slowest.p50Ns / first.p50Ns };
}
