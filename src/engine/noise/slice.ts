/** Two readings → what happened between them. Pure. */
import type { SliceMeasures } from '../../shared/result/noise.ts';
import type { Reading } from './reader.ts';

/** What /proc/stat rounds down to, for each CPU and at both ends of a slice. */
const TICK_NS = 10_000_000;

const between = (before: number | null | undefined, after: number | null | undefined): number | null =>
  before === null || before === undefined || after === null || after === undefined ? null : Math.max(0, after - before);

/**
 * How long the measured CPUs (`cpus` of them) were busy with other programs and with interrupts: what is left of the time
 * without idling, the workers, the engine and what the hypervisor took. Idle states tell to the µs, but only of stays that are over:
 * a CPU that sleeps across the end would look busy, so ticks, which know of that, bound it.
 */
function otherCpuNs(before: Reading, after: Reading, cpus: number): number | null {
  const run = between(before.workers.runNs, after.workers.runNs);
  const engine = between(before.engineRunNs, after.engineRunNs);
  const idleTicks = between(before.cpus?.idleNs, after.cpus?.idleNs);
  const steal = between(before.cpus?.stealNs, after.cpus?.stealNs);
  if (run === null || engine === null || idleTicks === null || steal === null) return null;
  const known = run + engine + steal;
  const there = (after.atNs - before.atNs) * cpus;
  const byTicks = there - idleTicks - known;
  const idleStates = between(before.idleStatesNs, after.idleStatesNs);
  const other = idleStates === null ? byTicks : Math.min(there - idleStates - known, byTicks + cpus * TICK_NS);
  return Math.max(0, other);
}

/** `cpus`: how many CPUs were read. `gcPauseNs` stays null: the workers tell it. */
export function sliceMeasures(before: Reading, after: Reading, cpus: number): SliceMeasures {
  const ofWorkers = (name: keyof Reading['workers']): number | null => between(before.workers[name], after.workers[name]);
  const ofCpus = (name: 'stealNs' | 'irqNs' | 'softirqNs'): number | null => between(before.cpus?.[name], after.cpus?.[name]);
  return {
    stealNs: ofCpus('stealNs'),
    runQueueWaitNs: ofWorkers('runQueueWaitNs'),
    runNs: ofWorkers('runNs'),
    voluntarySwitches: ofWorkers('voluntarySwitches'),
    involuntarySwitches: ofWorkers('involuntarySwitches'),
    migrations: ofWorkers('migrations'),
    cpuPressureNs: between(before.cpuPressureNs, after.cpuPressureNs),
    otherCpuNs: otherCpuNs(before, after, cpus),
    minorFaults: ofWorkers('minorFaults'),
    majorFaults: ofWorkers('majorFaults'),
    frequencyKHz: after.frequencyKHz?.min ?? null,
    frequencyMaxKHz: after.frequencyKHz?.max ?? null,
    gcPauseNs: null,
    irqNs: ofCpus('irqNs'),
    softirqNs: ofCpus('softirqNs'),
    throttles: between(before.throttles, after.throttles),
  };
}
