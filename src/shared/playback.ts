/** A recorded run, played again in the live views. */
import { z } from 'zod';
import { NoiseSlice } from './result/noise.ts';
import { RunFacts } from './result/document.ts';
import { Scenario } from './scenario/schema.ts';

export const PlaybackHead = z.object({
  runId: z.string(),
  name: z.string(),
  scenario: Scenario,
  elapsedMs: z.number(),
  ended: RunFacts.shape.ended,
  arms: z.array(z.object({ id: z.string(), client: z.string(), server: z.string() })),
  /** Arm → why it failed. */
  failures: z.record(z.string(), z.string()),
  noise: z.array(NoiseSlice),
});
export type PlaybackHead = z.infer<typeof PlaybackHead>;

/** Snapshots as doubles (live/snapshot.ts), in the order of time; `complete`: no more follow. */
export const PlaybackPart = z.object({ frames: z.array(z.custom<Float64Array>((value) => value instanceof Float64Array)), complete: z.boolean() });
export type PlaybackPart = z.infer<typeof PlaybackPart>;

export const SPEEDS = [1, 2, 5, 10, 50] as const;
export type Speed = (typeof SPEEDS)[number];

/** The last of the times that is not after `atMs`; −1 where all are. `times` grow. */
export function frameAt(times: readonly number[], atMs: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
