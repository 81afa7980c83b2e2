import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { SliceMeasures } from '../../shared/result/noise.ts';
import { allowedCpus } from '../plan/topology.ts';
import { NoiseReader, type Roots, type Watched } from './reader.ts';
import { sliceMeasures } from './slice.ts';

const CPU = allowedCpus()[0] as number;
const SLICE_MS = 300;

const children: ChildProcess[] = [];
let folder: string | null = null;
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  if (folder) rmSync(folder, { recursive: true });
  folder = null;
});

/** A process pinned to one CPU that says a line once it is there. */
async function pinned(program: string): Promise<number> {
  const child = spawn('taskset', ['-c', String(CPU), process.execPath, '-e', `process.stdout.write('here\\n'); ${program}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child.pid as number;
}
const BUSY = 'for (;;);';
const IDLE = 'setInterval(() => {}, 1e6);';

async function watch(watched: Watched): Promise<SliceMeasures> {
  const reader = new NoiseReader(watched);
  const before = reader.read();
  await sleep(SLICE_MS);
  const after = reader.read();
  reader.close();
  return sliceMeasures([{ before, after }], reader.cpus.length);
}

describe.runIf(process.platform === 'linux')('the kernel of this machine', () => {
  it('tells a busy process from an idle one', async () => {
    const [busy, idle] = [await pinned(BUSY), await pinned(IDLE)];
    const reader = (pid: number) => watch({ pids: [pid], cpus: [CPU], enginePid: process.pid });
    const [of, than] = await Promise.all([reader(busy), reader(idle)]);
    expect(of.runNs).toBeGreaterThan(than.runNs as number);
    expect(of.otherCpuNs).toBeLessThan(than.otherCpuNs as number);
  });

  it('tells that two busy processes wait for each other', async () => {
    const idle = await watch({ pids: [await pinned(IDLE)], cpus: [CPU], enginePid: process.pid });
    const both = await watch({ pids: [await pinned(BUSY), await pinned(BUSY)], cpus: [CPU], enginePid: process.pid });
    expect(both.threadWaitNs).toBeGreaterThan(idle.threadWaitNs as number);
    expect(both.threadWaitNs).toBeGreaterThan(0);
    expect(both.involuntarySwitches).toBeGreaterThan(idle.involuntarySwitches as number);
  });

  it('tells what is not watched as the work of others', async () => {
    const [watched] = [await pinned(BUSY), await pinned(BUSY)];
    const measures = await watch({ pids: [watched as number], cpus: [CPU], enginePid: process.pid });
    expect(measures.otherCpuNs).toBeGreaterThan(0);
    expect(measures.runQueueWaitNs).toBeGreaterThan(0);
    expect(measures.runNs).toBeGreaterThan(0);
  });

  it('follows threads that begin after the watch', async () => {
    const pid = await pinned(`const { Worker } = require('node:worker_threads'); setTimeout(() => new Worker('for (;;);', { eval: true }), 100);`);
    expect((await watch({ pids: [pid], cpus: [CPU], enginePid: process.pid })).runNs).toBeGreaterThan(0);
  });

  it('counts the switches of a process that sleeps and wakes', async () => {
    const pid = await pinned('setInterval(() => {}, 1);');
    const measures = await watch({ pids: [pid], cpus: [CPU], enginePid: process.pid });
    expect(measures.voluntarySwitches).toBeGreaterThan(0);
    expect(measures.majorFaults).toBeGreaterThanOrEqual(0);
  });

  it('keeps the sums of a process that has ended', async () => {
    const pid = await pinned(BUSY);
    const reader = new NoiseReader({ pids: [pid], cpus: [CPU], enginePid: process.pid });
    const before = reader.read();
    const child = children[0] as ChildProcess;
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(reader.read().workers.minorFaults).toBe(before.workers.minorFaults);
    reader.close();
  });

  it('leaves no file open', async () => {
    const { readdirSync } = await import('node:fs');
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    const reader = new NoiseReader({ pids: [process.pid], cpus: [CPU], enginePid: process.pid });
    reader.read();
    expect(open()).toBeGreaterThan(before);
    reader.close();
    expect(open()).toBe(before);
  });
});

/** A kernel of files: what a test names is there, and no more. */
function kernel(files: Readonly<Record<string, string>>): Roots {
  folder = mkdtempSync(join(os.tmpdir(), 'noise-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { proc: join(folder, 'proc'), sys: join(folder, 'sys') };
}

describe('a kernel that tells less', () => {
  const STAT = 'cpu0 1 1 1 500 0 0 0 0 0 0\ncpu1 1 1 1 500 0 0 0 0 0 0\n';
  const PROCESS = { 'proc/9/stat': '9 (w) S 1 2 3 0 -1 4194304 99 5 3 1 12 34 0 0 20 0 1 0 1 1 1', 'proc/9/task/9/status': 'voluntary_ctxt_switches:\t4\nnonvoluntary_ctxt_switches:\t2\n' };
  const watched: Watched = { pids: [9], cpus: [0, 1], enginePid: 9 };
  const named = (reader: NoiseReader): string[] => reader.missing.map(({ measure }) => measure);

  it('is asked no further where there is no /proc', () => {
    const reader = new NoiseReader(watched, kernel({}));
    expect(named(reader)).toContain('runQueueWaitNs');
    expect(reader.missing.every(({ why }) => why.startsWith('only Linux tells'))).toBe(true);
    expect(sliceMeasures([{ before: reader.read(), after: reader.read() }], 2)).toMatchObject({ stealNs: null, otherCpuNs: null, frequencyKHz: null });
  });

  it('says what is missing without schedstat, sched and pressure, and reads the switches from status', () => {
    const reader = new NoiseReader(watched, kernel({ ...PROCESS, 'proc/stat': STAT }));
    expect(named(reader)).toEqual(expect.arrayContaining(['runNs', 'runQueueWaitNs', 'otherCpuNs', 'migrations', 'cpuPressureNs', 'frequencyKHz', 'throttles']));
    expect(named(reader)).not.toContain('stealNs');
    const { workers } = reader.read();
    expect(workers).toMatchObject({ runNs: null, migrations: null, voluntarySwitches: 4, involuntarySwitches: 2, minorFaults: 99, majorFaults: 3 });
    reader.close();
  });

  it('is read in full where everything is there', () => {
    const cpu = (index: number) => ({
      [`sys/devices/system/cpu/cpu${index}/cpufreq/scaling_cur_freq`]: `${2_000_000 + index}\n`,
      [`sys/devices/system/cpu/cpu${index}/cpuidle/state0/time`]: '10\n',
      [`sys/devices/system/cpu/cpu${index}/cpuidle/state1/time`]: '30\n',
      [`sys/devices/system/cpu/cpu${index}/thermal_throttle/core_throttle_count`]: '2\n',
      [`sys/devices/system/cpu/cpu${index}/thermal_throttle/core_throttle_total_time_ms`]: '777\n',
    });
    const roots = kernel({
      ...PROCESS, ...cpu(0), ...cpu(1), 'proc/stat': STAT, 'proc/pressure/cpu': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=9\n',
      'proc/9/schedstat': '', 'proc/9/sched': '', 'proc/9/task/9/schedstat': '100 20 3\n',
      'proc/9/task/9/sched': 'se.nr_migrations : 1\nnr_voluntary_switches : 4\nnr_involuntary_switches : 2\n',
    });
    const reader = new NoiseReader(watched, roots);
    expect(reader.missing).toEqual([]);
    expect(reader.otherCpuFrom).toBe('idle states');
    expect(reader.read()).toMatchObject({ frequencyKHz: { min: 2_000_000, max: 2_000_001 }, idleStatesNs: 80_000, throttles: 4, cpuPressureNs: 9_000, workers: { runNs: 100, threadWaitNs: 20, migrations: 1 } });
    reader.close();
  });

  it('counts a thread’s life once, though others end', () => {
    const roots = kernel({ ...PROCESS, 'proc/stat': STAT, 'proc/9/schedstat': '', 'proc/9/task/9/schedstat': '100 20 3\n', 'proc/9/task/10/schedstat': '1000 0 1\n' });
    const reader = new NoiseReader(watched, roots);
    const before = reader.read().workers.runNs as number;
    rmSync(join(roots.proc, '9/task/10'), { recursive: true });
    mkdirSync(join(roots.proc, '9/task/11'));
    writeFileSync(join(roots.proc, '9/task/11/schedstat'), '5 1 1\n');
    writeFileSync(join(roots.proc, '9/task/9/schedstat'), '140 20 4\n');
    expect((reader.read().workers.runNs as number) - before).toBe(45);
    reader.close();
  });
});
