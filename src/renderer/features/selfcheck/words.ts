/** What a self-check says, before it is words. Pure. */
import type { SelfCheckDocument } from '../../../shared/selfcheck/document.ts';

export type Part = 'aa' | 'injected' | 'secondInstrument' | 'clocks';

/** The parts that are not as they should be. */
export function failedParts({ aa, injected, secondInstrument, clocks }: SelfCheckDocument): Part[] {
  const parts: [Part, boolean][] = [
    ['aa', aa.verdict !== 'no difference'],
    ['injected', injected.some(({ found }) => !found)],
    ['secondInstrument', secondInstrument.some(({ agrees }) => agrees === false)],
    ['clocks', clocks.some(({ sound }) => !sound)],
  ];
  return parts.flatMap(([part, failed]) => (failed ? [part] : []));
}

/** The smallest shift in a run of so many seconds, %: told for that length, or from the square root of another's time. */
export function resolutionAt({ resolution }: SelfCheckDocument, seconds: number): number {
  const [nearest] = [...resolution].sort((a, b) => Math.abs(Math.log(a.seconds / seconds)) - Math.abs(Math.log(b.seconds / seconds)));
  return nearest ? nearest.smallestPct * Math.sqrt(nearest.seconds / seconds) : NaN;
}

/** Where a forest plot's axis ends, %: everything fits, and zero is on it. */
export function forestRange(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = (high - low || 1) * 0.08;
  return [low < 0 ? low - room : 0, high + room];
}
