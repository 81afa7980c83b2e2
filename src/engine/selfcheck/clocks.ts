/** Checks of the one clock that engine and workers share (CLOCK_MONOTONIC). */
import type { SelfCheckDocument } from '../../shared/selfcheck/document.ts';
import type { StoredRun } from '../store/run-reader.ts';
import { isComplete } from '../result/handshake.ts';
import { median } from '../stats/quantiles.ts';

type Clock = SelfCheckDocument['clocks'][number];

const READINGS = 20_000;
const COARSE_NS = 1_000;

/** The smallest step seen between two readings, and what a reading costs. */
export function readClock(read: () => bigint = () => process.hrtime.bigint()): Clock[] {
  const steps = new Float64Array(READINGS);
  let last = read();
  let backwards = 0;
  const began = last;
  for (let index = 0; index < READINGS; index++) {
    const now = read();
    steps[index] = Number(now - last);
    if (now < last) backwards++;
    last = now;
  }
  const forward = steps.filter((step) => step > 0);
  const resolution = forward.length > 0 ? Math.min(...forward) : Infinity;
  return [
    { name: 'resolution', valueNs: resolution, bad: backwards, of: READINGS, sound: resolution < COARSE_NS && backwards === 0 },
    { name: 'cost of a reading', valueNs: Number(last - began) / READINGS, bad: 0, of: READINGS, sound: median(steps) < COARSE_NS },
  ];
}

/** A message cannot be read before it is written: if it seems so, the two processes do not share a clock. `valueNs`: the least time seen between the two. */
export function checkOrder(stored: StoredRun): Clock {
  let bad = 0;
  let of = 0;
  let least = Infinity;
  const check = (written: number | undefined, read: number | undefined): void => {
    if (written === undefined || read === undefined) return;
    of++;
    least = Math.min(least, read - written);
    if (read < written) bad++;
  };
  for (const row of stored.rows()) {
    if (row.quantity !== 'ns' || !isComplete(row)) continue;
    check(row.client?.numbers['write0Start'], row.server?.numbers['read0End']);
    check(row.server?.numbers['write0Start'], row.client?.numbers['read0End']);
  }
  return { name: 'order of messages', valueNs: of > 0 ? least : 0, bad, of, sound: of > 0 && bad === 0 };
}
