/** Axis steps and ranges of a flame. Pure. */

/** The step 1, 2 or 5 × 10ⁿ that gives 6 to 10 ticks over a span; 11 where the next step would give fewer than 6. */
export function niceStep(span: number): number {
  if (!(span > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(span / 10));
  const steps = [1, 2, 5, 10, 20].map((factor) => factor * power);
  const ticks = (step: number): number => Math.floor(span / step) + 1;
  const fits = steps.findIndex((step) => ticks(step) <= 10);
  const [finer, best] = [steps[fits - 1], steps[fits] as number];
  return finer !== undefined && ticks(best) < 6 && ticks(finer) <= 11 ? finer : best;
}

export function ticksIn(from: number, to: number): number[] {
  const step = niceStep(to - from);
  const ticks: number[] = [];
  for (let index = Math.ceil(from / step - 1e-9); index * step <= to + step * 1e-9; index++) ticks.push(index * step || 0);
  return ticks;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The range of an axis over data from `min` to `max`. Grows in whole steps and never shrinks below `before`,
 * so that nothing but values moves while a run is live.
 */
export function axisRange(min: number, max: number, before: Range | null = null): Range {
  const low = Math.min(min, 0);
  const high = Math.max(max, low + 1);
  if (before && low >= before.from && high <= before.to) return before;
  const step = niceStep(high - low);
  const range = { from: low < 0 ? Math.floor(low / (step / 4)) * (step / 4) : 0, to: Math.ceil(high / (step / 2)) * (step / 2) };
  return before ? { from: Math.min(before.from, range.from), to: Math.max(before.to, range.to) } : range;
}

/** Nothing is looked at closer than this share of the whole. */
export const LEAST_VIEW = 1 / 5_000;

/** The part of a range that is in view after a zoom by `factor` around `centre`, or a pan; never beyond the range. */
export function zoomed(view: Range, whole: Range, factor: number, centre: number): Range {
  const span = Math.min((view.to - view.from) * factor, whole.to - whole.from);
  const least = (whole.to - whole.from) * LEAST_VIEW;
  return within(centre - ((centre - view.from) / (view.to - view.from)) * Math.max(span, least), Math.max(span, least), whole);
}

export function panned(view: Range, whole: Range, share: number): Range {
  const span = view.to - view.from;
  return within(view.from + span * share, span, whole);
}

/** A span from `from` on, moved so that it lies in the whole. */
export function within(from: number, span: number, whole: Range): Range {
  const start = Math.min(Math.max(from, whole.from), whole.to - span);
  return { from: start, to: start + span };
}
