/** A stored run as the live screen would have shown it: a picture at each step of the run's own time. */
import { setImmediate } from 'node:timers/promises';
import { encodeLive } from '../../shared/live/snapshot.ts';
import { isTwin } from '../../shared/scenario/arms.ts';
import { familiesOf } from '../result/run-figures.ts';
import { takeApart } from '../result/measured.ts';
import { LivePicture } from '../run/live.ts';
import { isWarmup } from '../store/block-table.ts';
import type { StoredRun } from '../store/run-reader.ts';

/** More pictures a second than this are not seen. */
const LEAST_STEP_MS = 50;
const MOST_FRAMES = 1_200;
/** What the window keeps of one run. */
const MOST_BYTES = 32e6;
const DOUBLE_BYTES = 8;
/** Doubles of one arm's picture, generously. */
const ARM_DOUBLES = 300;

/** Milliseconds of the run between two pictures, so that their number and size stay bounded. */
export function stepMs(elapsedMs: number, arms: number): number {
  const most = Math.max(60, Math.min(MOST_FRAMES, Math.floor(MOST_BYTES / (Math.max(1, arms) * ARM_DOUBLES * DOUBLE_BYTES))));
  return Math.max(LEAST_STEP_MS, elapsedMs / most);
}

const NS_PER_MS = 1e6;

/** Encoded snapshots in the order of time (src/shared/live/snapshot.ts), the first where measuring begins. Lets go of the process after every block. */
export async function* framesOf({ file, parts }: Pick<StoredRun, 'file' | 'parts'>): AsyncGenerator<Float64Array, void, void> {
  const arms = file.arms.filter((arm) => !isTwin(arm));
  const picture = new LivePicture(arms.length);
  const totalMs = file.run.elapsedMs;
  const step = stepMs(totalMs, arms.length);
  /** While workers start there is nothing to see. */
  let nextMs: number | null = null;
  let atMs = 0;
  let state = { round: 0, warmingUp: true };
  const frame = (elapsedMs: number): Float64Array => encodeLive(picture.read({ elapsedMs, expectedMs: totalMs, ...state, progress: totalMs > 0 ? Math.min(1, elapsedMs / totalMs) : 1 }));
  for (const part of parts()) {
    const arm = file.arms[part.arm];
    if (!arm) continue;
    const ends = part.rows.flatMap(({ startNs, client }) => (Number.isNaN(startNs) ? [] : [startNs + (client?.numbers['end'] ?? 0)]));
    const endMs = Math.max(atMs, ...ends.map((ns) => ns / NS_PER_MS));
    nextMs ??= Math.floor(Math.min(endMs, ...part.rows.flatMap(({ startNs }) => (Number.isNaN(startNs) ? [] : [startNs / NS_PER_MS]))) / step) * step;
    // What stood while this block ran is what the blocks before it gave.
    for (; nextMs <= endMs; nextMs += step) yield frame(nextMs);
    atMs = endMs;
    picture.add(takeApart(part, familiesOf(arm)), atMs);
    state = { round: part.round, warmingUp: isWarmup(part) };
    await setImmediate();
  }
  yield frame(Math.max(atMs, totalMs));
}
