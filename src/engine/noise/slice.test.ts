import { describe, expect, it } from 'vitest';
import type { Reading } from './reader.ts';
import { sliceMeasures, stretchMs } from './slice.ts';

const MS = 1e6;
const WORKERS = { runNs: 0, threadWaitNs: 0, voluntarySwitches: 0, involuntarySwitches: 0, migrations: 0, minorFaults: 0, majorFaults: 0 };
const START: Reading = { atNs: 0, workers: WORKERS, cpus: { idleNs: 0, irqNs: 0, softirqNs: 0, stealNs: 0 }, idleStatesNs: 0, engineRunNs: 0, cpuPressureNs: 0, throttles: null, frequencyKHz: null };

/** 100 ms on two CPUs: the workers ran 70 ms, the engine 10 ms, the hypervisor took 20 ms, and 65 ms were idle. */
const after = (change: Partial<Reading> = {}): Reading => ({
  ...START,
  atNs: 100 * MS,
  workers: { ...WORKERS, runNs: 70 * MS, threadWaitNs: 3 * MS },
  cpus: { idleNs: 60 * MS, irqNs: 0, softirqNs: 10 * MS, stealNs: 20 * MS },
  idleStatesNs: 65 * MS,
  engineRunNs: 10 * MS,
  ...change,
});
const measured = (change: Partial<Reading> = {}) => sliceMeasures([{ before: START, after: after(change) }], 2);

describe('the time between two readings', () => {
  it('is told as differences', () => {
    expect(measured({ cpuPressureNs: 5 * MS })).toMatchObject({ runNs: 70 * MS, threadWaitNs: 3 * MS, runQueueWaitNs: 3 * MS, stealNs: 20 * MS, softirqNs: 10 * MS, cpuPressureNs: 5 * MS });
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

  it('holds waiting for others only as far as others ran', () => {
    const waiting = (threadWaitNs: number, idleStatesNs: number | null = 65 * MS) => measured({ workers: { ...WORKERS, runNs: 70 * MS, threadWaitNs }, idleStatesNs }).runQueueWaitNs;
    expect(waiting(20 * MS)).toBe(20 * MS);
    expect(waiting(90 * MS)).toBe(35 * MS);
    // By ticks, others may have run for one more on each CPU.
    expect(waiting(90 * MS, null)).toBe(60 * MS);
  });

  it('leaves out what lies between its stretches', () => {
    const painted: Reading = { ...after(), atNs: 150 * MS, cpuPressureNs: 40 * MS };
    const end = { ...painted, atNs: 200 * MS, cpuPressureNs: 43 * MS, idleStatesNs: 150 * MS, cpus: { idleNs: 150 * MS, irqNs: 0, softirqNs: 10 * MS, stealNs: 20 * MS } };
    const stretches = [{ before: START, after: after() }, { before: painted, after: end }];
    expect(stretchMs(stretches)).toBe(150);
    expect(sliceMeasures(stretches, 2)).toMatchObject({ runNs: 70 * MS, cpuPressureNs: 3 * MS, otherCpuNs: 50 * MS });
  });

  it('is null where a part is not told', () => {
    expect(measured({ workers: { ...WORKERS, runNs: null } })).toMatchObject({ runNs: null, otherCpuNs: null, runQueueWaitNs: null, stealNs: 20 * MS });
    expect(measured({ cpus: null })).toMatchObject({ stealNs: null, irqNs: null, otherCpuNs: null });
    expect(measured()).toMatchObject({ frequencyKHz: null, frequencyMaxKHz: null, throttles: null, gcPauseNs: null });
  });
});
