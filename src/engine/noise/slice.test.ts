import { describe, expect, it } from 'vitest';
import type { Reading } from './reader.ts';
import { sliceMeasures } from './slice.ts';

const MS = 1e6;
const WORKERS = { runNs: 0, runQueueWaitNs: 0, voluntarySwitches: 0, involuntarySwitches: 0, migrations: 0, minorFaults: 0, majorFaults: 0 };
const START: Reading = { atNs: 0, workers: WORKERS, cpus: { idleNs: 0, irqNs: 0, softirqNs: 0, stealNs: 0 }, idleStatesNs: 0, engineRunNs: 0, cpuPressureNs: 0, throttles: null, frequencyKHz: null };

/** 100 ms on two CPUs: the workers ran 70 ms, the engine 10 ms, the hypervisor took 20 ms, and 65 ms were idle. */
const after = (change: Partial<Reading> = {}): Reading => ({
  ...START,
  atNs: 100 * MS,
  workers: { ...WORKERS, runNs: 70 * MS, runQueueWaitNs: 3 * MS },
  cpus: { idleNs: 60 * MS, irqNs: 0, softirqNs: 10 * MS, stealNs: 20 * MS },
  idleStatesNs: 65 * MS,
  engineRunNs: 10 * MS,
  ...change,
});
const measured = (change: Partial<Reading> = {}) => sliceMeasures(START, after(change), 2);

describe('the time between two readings', () => {
  it('is told as differences', () => {
    expect(measured({ cpuPressureNs: 5 * MS })).toMatchObject({ runNs: 70 * MS, runQueueWaitNs: 3 * MS, stealNs: 20 * MS, softirqNs: 10 * MS, cpuPressureNs: 5 * MS });
  });

  it('leaves to others what nobody known has used', () => {
    expect(measured().otherCpuNs).toBe(35 * MS);
  });

  it('falls back to ticks where CPUs have no idle states', () => {
    expect(measured({ idleStatesNs: null }).otherCpuNs).toBe(40 * MS);
  });

  it('does not take a long sleep that still lasts for work', () => {
    expect(measured({ idleStatesNs: 0, cpus: { idleNs: 100 * MS, irqNs: 0, softirqNs: 0, stealNs: 20 * MS } }).otherCpuNs).toBe(20 * MS);
  });

  it('is never below nothing', () => {
    expect(measured({ idleStatesNs: 190 * MS }).otherCpuNs).toBe(0);
  });

  it('is null where a part is not told', () => {
    expect(measured({ workers: { ...WORKERS, runNs: null } })).toMatchObject({ runNs: null, otherCpuNs: null, stealNs: 20 * MS });
    expect(measured({ cpus: null })).toMatchObject({ stealNs: null, irqNs: null, otherCpuNs: null });
    expect(measured()).toMatchObject({ frequencyKHz: null, frequencyMaxKHz: null, throttles: null, gcPauseNs: null });
  });
});
