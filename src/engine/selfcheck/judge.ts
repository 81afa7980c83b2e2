/** What the self-check's runs say. Pure. */
import type { Comparison, CrossCheckResult } from '../../shared/result/document.ts';
import type { SelfCheckDocument } from '../../shared/selfcheck/document.ts';

const pct = (ratio: number): number => (ratio - 1) * 100;
const ciPct = ([low, high]: readonly [number, number]): [number, number] => [pct(low), pct(high)];

/** The same arm against itself. */
export function judgeTwin(floor: Comparison): SelfCheckDocument['aa'] {
  const apart = floor.pValue < 0.05 && (floor.ratioCi[0] > 1 || floor.ratioCi[1] < 1);
  const floorPct = Math.max(Math.abs(pct(floor.ratio)), (pct(floor.ratioCi[1]) - pct(floor.ratioCi[0])) / 2);
  return { verdict: floor.verdict === 'too noisy' ? 'too noisy' : apart ? 'difference' : 'no difference', shiftPct: pct(floor.ratio), ciPct: ciPct(floor.ratioCi), floorPct };
}

/**
 * A wait of known length. Found: slower, told apart from nothing, and the expected size within the interval, which may be off by the
 * noise floor: what two equal processes differ by is in it too.
 */
export function judgeInjected(injectedNs: number, baseP50Ns: number, comparison: Comparison, floorPct: number): SelfCheckDocument['injected'][number] {
  const expectedPct = (injectedNs / baseP50Ns) * 100;
  const [low, high] = ciPct(comparison.ratioCi);
  const rightSize = low - floorPct <= expectedPct && expectedPct <= high + floorPct;
  return { injectedNs, expectedPct, shiftPct: pct(comparison.ratio), ciPct: [low, high], found: low > 0 && comparison.pAdjusted < 0.05 && rightSize };
}

export const judgeHooks = (stack: string, comparison: Comparison): SelfCheckDocument['hooks'][number] => ({ stack, costPct: pct(comparison.ratio), ciPct: ciPct(comparison.ratioCi) });

export const judgeInstrument = ({ instrument, arm, what, unit, offset, spread, bound, agrees, reason }: CrossCheckResult): SelfCheckDocument['secondInstrument'][number] => ({ name: instrument, arm, what, unit, offset, spread, bound, agrees, reason });

/**
 * The smallest shift that two arms alone would show in 4 of 5 runs of each length. An interval narrows with the square root of
 * the time; `seconds` is what `arms` arms shared when `detectablePct` was seen.
 */
export function resolutionFrom(detectablePct: number, seconds: number, arms: number, lengths: readonly number[] = [10, 60, 600]): SelfCheckDocument['resolution'] {
  const alone = (seconds * 2) / arms;
  return lengths.map((length) => ({ seconds: length, smallestPct: detectablePct * Math.sqrt(alone / length) }));
}

/** All parts say what they should; an instrument that is missing is no fault of ours. */
export const isSound = ({ aa, injected, secondInstrument, clocks }: Pick<SelfCheckDocument, 'aa' | 'injected' | 'secondInstrument' | 'clocks'>): boolean =>
  aa.verdict === 'no difference' && injected.every(({ found }) => found) && secondInstrument.every(({ agrees }) => agrees !== false) && clocks.every(({ sound }) => sound);
