/** What the engine tells the window about a run, over the live port. Figures travel apart, as doubles (snapshot.ts). */
import { z } from 'zod';
import { NoiseSlice } from '../result/noise.ts';

/** An arm against the first one, as the rounds so far let it be said; `verdict` null: nothing that could be defended yet. */
export const LiveVerdict = z.object({ arm: z.string(), ratio: z.number(), ratioCi: z.tuple([z.number(), z.number()]), verdict: z.enum(['faster', 'slower']).nullable() });
export type LiveVerdict = z.infer<typeof LiveVerdict>;

export const LiveEvent = z.discriminatedUnion('type', [
  /** A run began; the order of `arms` is that of the snapshots. `paintHz`: how often the window may paint. */
  z.object({ type: z.literal('started'), runId: z.string(), name: z.string(), arms: z.array(z.object({ id: z.string(), client: z.string(), server: z.string() })), paintHz: z.number() }),
  z.object({ type: z.literal('log'), atMs: z.number(), source: z.string(), line: z.string() }),
  z.object({ type: z.literal('arm-failed'), arm: z.string(), reason: z.string() }),
  /** Slices that the noise watch has judged since the last of these. */
  z.object({ type: z.literal('noise'), slices: z.array(NoiseSlice) }),
  z.object({ type: z.literal('verdicts'), verdicts: z.array(LiveVerdict) }),
  z.object({ type: z.literal('paused'), paused: z.boolean() }),
  z.object({ type: z.literal('ended'), runId: z.string(), ended: z.enum(['finished', 'stopped', 'interrupted', 'cut short', 'failed']), message: z.string().nullable() }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

/**
 * What crosses the live port. Engine → window: a LiveEvent, or `{type:'snapshot', doubles, slot}`.
 * Window → engine: `{type:'painted', slot}` once the snapshot is on screen: the engine waits for it (bounded)
 * before the next block, so that painting and measuring take turns.
 */
export const Painted = z.object({ type: z.literal('painted'), slot: z.number() });
export interface SnapshotMessage {
  readonly type: 'snapshot';
  readonly doubles: Float64Array;
  readonly slot: number;
}
