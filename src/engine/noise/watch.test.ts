import { describe, expect, it } from 'vitest';
import { NoiseSlice, NoiseSummary } from '../../shared/result/noise.ts';
import type { Reading } from './reader.ts';
import { NoiseWatch, type Source } from './watch.ts';

const MS = 1e6;

/** A machine whose clock a test moves; others use as much of its two CPUs as it is told. */
class Machine implements Source {
  readonly missing = [];
  readonly otherCpuFrom = 'idle states';
  readonly cpus = [0, 1];
  nowMs = 0;
  #othersMs = 0;
  #readings = 0;
  closed = false;

  pass(ms: number, othersMs = 0): void {
    this.nowMs += ms;
    this.#othersMs += othersMs;
  }

  read(): Reading {
    this.#readings++;
    const idleNs = (2 * this.nowMs - this.#othersMs) * MS;
    return {
      atNs: this.nowMs * MS, idleStatesNs: idleNs, engineRunNs: 0, cpuPressureNs: 0, throttles: null, frequencyKHz: null, cpus: { idleNs, irqNs: 0, softirqNs: 0, stealNs: 0 },
      workers: { runNs: 0, threadWaitNs: 0, voluntarySwitches: 0, involuntarySwitches: 0, migrations: 0, minorFaults: 0, majorFaults: 0 },
    };
  }

  get readings(): number {
    return this.#readings;
  }

  close(): void {
    this.closed = true;
  }
}

function watchOf(machine: Machine, gcPauseNs?: () => number | null): NoiseWatch {
  return new NoiseWatch({ pids: [1], cpus: [0, 1], enginePid: 2, elapsedMs: () => machine.nowMs, ...(gcPauseNs ? { gcPauseNs } : {}) }, machine);
}

describe('a noise watch', () => {
  it('cuts a run into slices of whole rounds', () => {
    const machine = new Machine();
    const watch = watchOf(machine);
    const slices = Array.from({ length: 10 }, (_, round) => {
      watch.roundBegins(round);
      machine.pass(40);
      return watch.roundEnds(round);
    }).flatMap((slice) => slice ?? []);
    const last = watch.end();
    const all = last ? [...slices, last] : slices;
    expect(all.map(({ firstRound, lastRound }) => [firstRound, lastRound])).toEqual([[0, 2], [3, 5], [6, 8], [9, 9]]);
    expect(all.map(({ startMs, endMs }) => endMs - startMs)).toEqual([120, 120, 120, 40]);
    for (const slice of all) expect(NoiseSlice.parse(slice)).toEqual(slice);
    expect(NoiseSummary.parse(watch.summary())).toMatchObject({ verdict: 'quiet', slices: 4 });
  });

  it('reads where slices meet, not once a round', () => {
    const machine = new Machine();
    const watch = watchOf(machine);
    for (let round = 0; round < 20; round++) {
      watch.roundBegins(round);
      machine.pass(10);
      watch.roundEnds(round);
    }
    expect(machine.readings).toBe(3);
  });

  it('reads anew where time has passed between two slices', () => {
    const machine = new Machine();
    const watch = watchOf(machine);
    watch.roundBegins(0);
    machine.pass(100);
    watch.roundEnds(0);
    machine.pass(500, 500);
    watch.roundBegins(1);
    machine.pass(100);
    expect(watch.roundEnds(1)).toMatchObject({ marked: false, measures: { otherCpuNs: 0 } });
    expect(machine.readings).toBe(4);
  });

  it('marks a slice in which others were busy', () => {
    const machine = new Machine();
    const watch = watchOf(machine);
    watch.roundBegins(0);
    machine.pass(110, 70);
    expect(watch.roundEnds(0)).toMatchObject({ marked: true, reasons: [{ measure: 'otherCpuNs', value: 70 * MS }] });
  });

  it('does not count what it was told to leave aside', async () => {
    const machine = new Machine();
    const watch = watchOf(machine);
    watch.roundBegins(0);
    machine.pass(50);
    expect(await watch.aside(async () => machine.pass(1_000, 900))).toBeUndefined();
    machine.pass(60);
    expect(watch.roundEnds(0)).toMatchObject({ startMs: 0, endMs: 1_110, marked: false, measures: { otherCpuNs: 0 } });
  });

  it('goes on when what was left aside fails', async () => {
    const machine = new Machine();
    const watch = watchOf(machine);
    await expect(watch.aside(async () => 7)).resolves.toBe(7);
    watch.roundBegins(0);
    await expect(watch.aside(() => Promise.reject(new Error('the window is gone')))).rejects.toThrow('the window is gone');
    machine.pass(110);
    expect(watch.roundEnds(0)?.marked).toBe(false);
  });

  it('drops a slice without a whole round', () => {
    const machine = new Machine();
    const watch = watchOf(machine);
    expect(watch.end()).toBeNull();
    watch.roundBegins(0);
    machine.pass(10);
    expect(watch.end()).toBeNull();
    expect(watch.summary().verdict).toBe('not watched');
  });

  it('holds what the workers tell of their collections', () => {
    const machine = new Machine();
    let pausedNs = 5;
    const watch = watchOf(machine, () => pausedNs);
    watch.roundBegins(0);
    machine.pass(100);
    pausedNs = 12;
    expect(watch.roundEnds(0)?.measures.gcPauseNs).toBe(7);
    watch.close();
    expect(machine.closed).toBe(true);
  });
});
