/** A stretch of a log scale, chosen by pointer or by keys. Pure. */
import type { LogScale } from './scales.ts';

export interface Stretch {
  readonly fromNs: number | null;
  readonly toNs: number | null;
}
export const WHOLE: Stretch = { fromNs: null, toNs: null };

/** Below this a drag was a click. */
const CLICK_PX = 3;
/** One key press moves an end by this much of the scale. */
export const KEY_SHARE = 1 / 60;

export const nsAt = (scale: LogScale, x: number, left: number, width: number): number => scale.fromNs * (scale.toNs / scale.fromNs) ** Math.min(1, Math.max(0, (x - left) / width));

/** What a drag from `a` to `b` (px) chose; null: it was a click. An end at the scale's own end is open. */
export function stretchOf(scale: LogScale, a: number, b: number, left: number, width: number): Stretch | null {
  if (Math.abs(a - b) < CLICK_PX) return null;
  const [low, high] = a < b ? [a, b] : [b, a];
  return { fromNs: low <= left ? null : nsAt(scale, low, left, width), toNs: high >= left + width ? null : nsAt(scale, high, left, width) };
}

/** An end moved by key presses; null where it reaches its end of the scale. The ends do not pass each other. */
export function nudge({ fromNs, toNs }: Stretch, end: 'from' | 'to', steps: number, scale: LogScale): Stretch {
  const factor = (scale.toNs / scale.fromNs) ** (KEY_SHARE * steps);
  if (end === 'from') {
    const moved = (fromNs ?? scale.fromNs) * factor;
    return { fromNs: moved <= scale.fromNs * 1.000_001 ? null : Math.min(moved, toNs ?? scale.toNs), toNs };
  }
  const moved = (toNs ?? scale.toNs) * factor;
  return { fromNs, toNs: moved >= scale.toNs * 0.999_999 ? null : Math.max(moved, fromNs ?? scale.fromNs) };
}
