/** How a difference is told in a flame: its tone and how strong, beside the largest that is defended. Pure. */
import type { FlameData, Shift } from './data.ts';

export interface Tint {
  /** same: the interval holds zero, or there is none. */
  readonly tone: 'faster' | 'slower' | 'same';
  /** How much of the tone's full colour is mixed into its tint, in per cent. */
  readonly mix: number;
  /** Ink on a light mix, the surface's colour on a full one: text keeps its contrast on both. */
  readonly text: 'ink' | 'surface';
}

export const SAME: Tint = { tone: 'same', mix: 0, text: 'ink' };

/** Between these two no text can be read; see the contrast test. */
const LIGHT_MOST = 40;
const FULL_LEAST = 85;

export function tinted({ differenceNs, defended }: Shift, largestNs: number): Tint {
  if (!defended || differenceNs === null) return SAME;
  const tone = differenceNs > 0 ? 'slower' : 'faster';
  const strength = Math.min(1, Math.abs(differenceNs) / largestNs);
  return strength > 0.5
    ? { tone, mix: Math.round(FULL_LEAST + (100 - FULL_LEAST) * (2 * strength - 1)), text: 'surface' }
    : { tone, mix: Math.round(LIGHT_MOST * 2 * strength), text: 'ink' };
}

/** Over the parts of both sides; a whole side is always at least as large as its parts. */
export function largestShift({ client, server }: Pick<FlameData, 'client' | 'server'>): number {
  const parts = [...client, ...server].flatMap(({ parent, shift }) => (parent !== null && shift?.defended ? [Math.abs(shift.differenceNs ?? 0)] : []));
  return Math.max(1, ...parts);
}

/** What merged bars shifted together: their intervals cannot be added, so it is not told apart from zero. */
export function togetherOf(rects: readonly { readonly shift: Shift | null }[]): (Shift & { readonly tint: Tint }) | null {
  const shifts = rects.flatMap(({ shift }) => shift ?? []);
  if (shifts.length === 0) return null;
  const sum = (pick: (shift: Shift) => number | null): number => shifts.reduce((total, shift) => total + (pick(shift) ?? 0), 0);
  const [aNs, bNs] = [sum(({ aNs: own }) => own), sum(({ bNs: own }) => own)];
  return { aNs, bNs, differenceNs: bNs - aNs, ciNs: null, defended: false, tint: SAME };
}
