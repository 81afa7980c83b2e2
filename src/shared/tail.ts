/** Which phase makes the tail: an arm's handshakes in the order of their time, cut into stretches, each with its mean phases. Times in ns. */
import { z } from 'zod';
import { PhaseIdSchema } from './result/document.ts';

export const TailBin = z.object({
  /** Shares of the handshakes: 0.95 to 0.99 are those slower than 95 of 100 and quicker than the last one. */
  fromShare: z.number(),
  toShare: z.number(),
  /** The times that bound it; the upper is not in it, but for the last. */
  fromNs: z.number(),
  toNs: z.number(),
  handshakes: z.number().int(),
  meanNs: z.number(),
  /** Leaves of the client's side in the order of the handshake, and what of the time lies outside them. */
  phases: z.array(z.object({ id: PhaseIdSchema, meanNs: z.number() })),
  outsideNs: z.number(),
});
export type TailBin = z.infer<typeof TailBin>;

export const TailDocument = z.object({ arm: z.string(), handshakes: z.number().int(), bins: z.array(TailBin) });
export type TailDocument = z.infer<typeof TailDocument>;

/** Finer towards the end. */
const SHARES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1] as const;
/** A mean of fewer says nothing. */
export const LEAST_IN_BIN = 10;

export interface Cut {
  readonly fromShare: number;
  readonly toShare: number;
  /** Places in the order of time. */
  readonly first: number;
  readonly end: number;
}

/** The first place that holds the time which stands at `at`: handshakes of one time are not told apart, so they are not cut apart. */
function firstOf(order: ArrayLike<number>, at: number): number {
  let [low, high] = [0, at];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] as number) < (order[at] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Stretches of the ordered times; one with too few of them is joined to the one before, from the end on. */
export function cutsOf(order: ArrayLike<number>): Cut[] {
  const count = order.length;
  const edges = SHARES.map((share) => {
    const at = Math.floor(count * share);
    const first = at >= count ? count : firstOf(order, at);
    return { share: first === at ? share : first / count, first };
  });
  const cuts: Cut[] = [];
  let open: Cut | null = null as Cut | null;
  for (let index = edges.length - 2; index >= 0; index--) {
    const [from, to] = [edges[index] as (typeof edges)[number], edges[index + 1] as (typeof edges)[number]];
    open = open ? { ...open, fromShare: from.share, first: from.first } : { fromShare: from.share, toShare: to.share, first: from.first, end: to.first };
    if (open.end - open.first < LEAST_IN_BIN) continue;
    cuts.unshift(open);
    open = null;
  }
  // What is left at the beginning belongs to the first.
  const [one, ...rest] = cuts;
  if (!open) return cuts;
  return one ? [{ ...one, fromShare: open.fromShare, first: open.first }, ...rest] : [open];
}
