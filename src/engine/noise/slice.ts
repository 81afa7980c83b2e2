/** Readings → what happened between them. Pure. */
import type { SliceMeasures } from '../../shared/result/noise.ts';
import type { Reading } from './reader.ts';

/** What /proc/stat rounds to, for each CPU. */
const TICK_NS = 10_000_000;

/** A stretch of a slice: what lies between two stretches, such as the window's painting, is no part of it. */
export interface Stretch {
  readonly before: Reading;
  readonly after: Reading;
}

const difference = ({ before, after }: Stretch, of: (reading: Reading) => number | null | undefined): number | null => {
  const [from, to] = [of(before), of(after)];
  return from === null || from === undefined || to === null || to === undefined ? null : Math.max(0, to - from);
};

/** Null as soon as one part is: a sum without it would look quieter than it was. */
const total = (parts: readonly (number | null)[]): number | null => parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);

export const stretchMs = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { before, after }) => sum + (after.atNs - before.atNs), 0) / 1e6;

/**
 * How long the measured CPUs were busy with other programs and with interrupts: what is left of the time without idling,
 * the workers, the engine and what the hypervisor took. Idle states tell to the µs, but only of stays that are over: a CPU
 * that sleeps across the end would look busy. Ticks know of that sleep, so they bound it.
 */
function otherCpuNs(stretches: readonly Stretch[], cpus: number): number | null {
  const sum = (of: (reading: Reading) => number | null | undefined): number | null => total(stretches.map((stretch) => difference(stretch, of)));
  const known = total([sum(({ workers }) => workers.runNs), sum(({ engineRunNs }) => engineRunNs), sum((reading) => reading.cpus?.stealNs)]);
  const idleTicks = sum((reading) => reading.cpus?.idleNs);
  if (known === null || idleTicks === null) return null;
  const there = stretchMs(stretches) * 1e6 * cpus;
  const byTicks = there - idleTicks - known;
  const idleStates = sum(({ idleStatesNs }) => idleStatesNs);
  const other = idleStates === null ? byTicks : Math.min(there - idleStates - known, byTicks + cpus * TICK_NS);
  return Math.max(0, Math.round(other));
}

/**
 * The part of the waiting that others can have caused. A runtime's own threads wait for each other all the time: under Go a
 * spare thread is woken while another works, and waits for as long as that works. Such waiting grows with the handshakes' own
 * work, and judging it would leave out slow handshakes.
 */
function waitForOthersNs(threadWaitNs: number | null, otherNs: number | null, cpus: number, fine: boolean): number | null {
  if (threadWaitNs === null || otherNs === null) return null;
  return Math.min(threadWaitNs, otherNs + (fine ? 0 : cpus * TICK_NS));
}

/** `cpus`: how many CPUs were read. `gcPauseNs` stays null: the workers tell it. */
export function sliceMeasures(stretches: readonly Stretch[], cpus: number): SliceMeasures {
  const sum = (of: (reading: Reading) => number | null | undefined): number | null => total(stretches.map((stretch) => difference(stretch, of)));
  const last = stretches.at(-1)?.after;
  const otherNs = otherCpuNs(stretches, cpus);
  const threadWaitNs = sum(({ workers }) => workers.threadWaitNs);
  return {
    stealNs: sum((reading) => reading.cpus?.stealNs),
    runQueueWaitNs: waitForOthersNs(threadWaitNs, otherNs, cpus, last?.idleStatesNs !== null),
    runNs: sum(({ workers }) => workers.runNs),
    voluntarySwitches: sum(({ workers }) => workers.voluntarySwitches),
    involuntarySwitches: sum(({ workers }) => workers.involuntarySwitches),
    migrations: sum(({ workers }) => workers.migrations),
    cpuPressureNs: sum(({ cpuPressureNs }) => cpuPressureNs),
    otherCpuNs: otherNs,
    minorFaults: sum(({ workers }) => workers.minorFaults),
    majorFaults: sum(({ workers }) => workers.majorFaults),
    frequencyKHz: last?.frequencyKHz?.min ?? null,
    frequencyMaxKHz: last?.frequencyKHz?.max ?? null,
    gcPauseNs: null,
    irqNs: sum((reading) => reading.cpus?.irqNs),
    softirqNs: sum((reading) => reading.cpus?.softirqNs),
    throttles: sum(({ throttles }) => throttles),
    threadWaitNs,
  };
}
