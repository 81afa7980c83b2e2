/** Reads from the kernel what has disturbed the workers so far. Linux only; elsewhere every measure is null, and `missing` says why. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { monotonicNs } from '../clock.ts';
import { parseCpuList } from '../stacks/cpu-list.ts';
import type { Measure } from '../../shared/result/noise.ts';
import { KeptFile } from './kept-file.ts';
import { parseCount, parseCpuTimes, parsePressure, parseProcessStat, type CpuTimes } from './parse.ts';
import { ProcessWatch, type ProcessSums } from './process-watch.ts';

export interface Watched {
  /** The workers, pinned to the measured CPUs. */
  readonly pids: readonly number[];
  /** The measured CPUs. */
  readonly cpus: readonly number[];
  /** The engine, which works between blocks: its own time is no disturbance. */
  readonly enginePid: number;
}

/** Sums since a start that does not matter: two readings tell of the time between them. */
export interface Reading {
  readonly atNs: number;
  /** Of the workers' threads. */
  readonly workers: Readonly<{ [Name in keyof ProcessSums]: number | null }>;
  /** Of the measured CPUs, in ticks of 10 ms. */
  readonly cpus: CpuTimes | null;
  /** How long the measured CPUs were in idle states, to the µs; a stay that still lasts is not in it. */
  readonly idleStatesNs: number | null;
  readonly engineRunNs: number | null;
  readonly cpuPressureNs: number | null;
  /** How often the measured CPUs were slowed because of heat. */
  readonly throttles: number | null;
  /** The slowest and the fastest of the measured CPUs at this instant. */
  readonly frequencyKHz: { readonly min: number; readonly max: number } | null;
}

/** Times in idle states tell what is left for others to about 1 ms; /proc/stat to a tick of 10 ms for each CPU. */
export type OtherCpuFrom = 'idle states' | 'ticks';

export interface Missing {
  readonly measure: Measure;
  readonly why: string;
}

/** Where the kernel's files are; a test puts its own there. */
export interface Roots {
  readonly proc: string;
  readonly sys: string;
}

const KERNEL: Roots = { proc: '/proc', sys: '/sys' };

const list = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** The sum of files that hold a number each; null if one cannot be read, or there is none. */
function sumOf(files: readonly KeptFile[]): number | null {
  let sum = 0;
  for (const file of files) {
    const text = file.read();
    const count = text === null ? null : parseCount(text);
    if (count === null) return null;
    sum += count;
  }
  return files.length > 0 ? sum : null;
}

export class NoiseReader {
  /** How finely `otherCpuNs` is told. */
  readonly otherCpuFrom: OtherCpuFrom;
  /** What this system does not tell, and why. */
  readonly missing: readonly Missing[];
  readonly cpus: readonly number[];
  readonly #workers: readonly ProcessWatch[];
  readonly #stat: KeptFile;
  readonly #pressure: KeptFile;
  readonly #engine: KeptFile;
  readonly #idleStates: readonly KeptFile[];
  readonly #throttles: readonly KeptFile[];
  readonly #frequencies: readonly KeptFile[];
  readonly #engineIsThis: boolean;
  readonly #engineIsNear: boolean;

  constructor({ pids, cpus, enginePid }: Watched, { proc, sys }: Roots = KERNEL) {
    this.cpus = [...new Set(cpus)];
    const engine = `${proc}/${enginePid}`;
    // Asked of the engine, since it lives: of a worker, a missing file could also mean that it has just ended.
    const has = { schedstat: existsSync(`${engine}/schedstat`), sched: existsSync(`${engine}/sched`) };
    this.#workers = [...new Set(pids)].map((pid) => new ProcessWatch(`${proc}/${pid}`, has));
    this.#stat = new KeptFile(`${proc}/stat`);
    this.#pressure = new KeptFile(`${proc}/pressure/cpu`);
    this.#engine = new KeptFile(`${engine}/stat`);
    this.#engineIsThis = enginePid === process.pid;
    this.#engineIsNear = mayRunOn(`${engine}/status`, this.cpus);
    const ofEachCpu = (names: (folder: string) => string[]): KeptFile[] =>
      this.cpus.flatMap((cpu) => names(`${sys}/devices/system/cpu/cpu${cpu}`).map((path) => new KeptFile(path)));
    this.#idleStates = ofEachCpu((cpu) => list(`${cpu}/cpuidle`).filter((name) => name.startsWith('state')).map((state) => `${cpu}/cpuidle/${state}/time`));
    this.#throttles = ofEachCpu((cpu) => list(`${cpu}/thermal_throttle`).filter((name) => name.endsWith('_throttle_count')).map((name) => `${cpu}/thermal_throttle/${name}`));
    this.#frequencies = ofEachCpu((cpu) => [`${cpu}/cpufreq/scaling_cur_freq`]);
    this.otherCpuFrom = sumOf(this.#idleStates) === null ? 'ticks' : 'idle states';
    this.missing = this.#whatIsMissing(has, proc);
  }

  /** 1.1 ms for 6 processes with 66 threads at rest, 1.4 ms with all of them at work; never throws. */
  read(): Reading {
    const atNs = Number(monotonicNs());
    const idleStates = sumOf(this.#idleStates);
    const stat = this.#stat.read();
    const pressure = this.#pressure.read();
    return {
      atNs,
      cpus: stat === null ? null : parseCpuTimes(stat, this.cpus),
      idleStatesNs: idleStates === null ? null : idleStates * 1000,
      engineRunNs: this.#engineRunNs(),
      workers: sumOfWorkers(this.#workers.map((worker) => worker.read())),
      cpuPressureNs: pressure === null ? null : parsePressure(pressure),
      throttles: sumOf(this.#throttles),
      frequencyKHz: this.#frequency(),
    };
  }

  /** Lets go of the files. */
  close(): void {
    for (const file of [...this.#workers, this.#stat, this.#pressure, this.#engine, ...this.#idleStates, ...this.#throttles, ...this.#frequencies]) file.close();
  }

  #engineRunNs(): number | null {
    if (!this.#engineIsNear) return 0;
    if (this.#engineIsThis) {
      const { user, system } = process.cpuUsage();
      return (user + system) * 1000;
    }
    const text = this.#engine.read();
    return text === null ? null : (parseProcessStat(text)?.runNs ?? null);
  }

  #frequency(): Reading['frequencyKHz'] {
    const values: number[] = [];
    for (const file of this.#frequencies) {
      const text = file.read();
      const value = text === null ? null : parseCount(text);
      if (value === null) return null;
      values.push(value);
    }
    return values.length === 0 ? null : { min: Math.min(...values), max: Math.max(...values) };
  }

  #whatIsMissing(has: { schedstat: boolean; sched: boolean }, proc: string): Missing[] {
    if (!existsSync(`${proc}/stat`)) return MEASURES.map((measure) => ({ measure, why: `only Linux tells; this is ${process.platform}` }));
    const missing: Missing[] = [];
    const lacks = (why: string, ...measures: Measure[]): void => void missing.push(...measures.map((measure) => ({ measure, why })));
    const first = this.read();
    if (!has.schedstat) lacks('no schedstat in /proc: this kernel was built without CONFIG_SCHED_INFO', 'runNs', 'threadWaitNs', 'runQueueWaitNs', 'otherCpuNs');
    if (!has.sched) lacks('no sched in /proc: this kernel was built without CONFIG_SCHED_DEBUG', 'migrations');
    if (first.cpus === null) lacks(`/proc/stat has no line for one of the CPUs ${this.cpus.join(', ')}`, 'stealNs', 'irqNs', 'softirqNs', 'otherCpuNs', 'runQueueWaitNs');
    if (first.cpuPressureNs === null) lacks(`/proc/pressure/cpu cannot be read (${this.#pressure.problem ?? 'not understood'}): pressure counts are off in this kernel`, 'cpuPressureNs');
    if (first.frequencyKHz === null) lacks('no scaling_cur_freq in /sys: this system does not tell its CPUs’ frequency', 'frequencyKHz', 'frequencyMaxKHz');
    if (first.throttles === null) lacks('no thermal_throttle in /sys: this system does not count throttling', 'throttles');
    return missing;
  }
}

/** The kernel's measures; `gcPauseNs` comes from the workers. */
const MEASURES: readonly Measure[] = ['stealNs', 'runQueueWaitNs', 'threadWaitNs', 'runNs', 'voluntarySwitches', 'involuntarySwitches', 'migrations', 'cpuPressureNs', 'otherCpuNs', 'minorFaults', 'majorFaults', 'frequencyKHz', 'frequencyMaxKHz', 'irqNs', 'softirqNs', 'throttles'];

/** Whether a process may run on one of the CPUs; taken to be so where nothing tells. */
function mayRunOn(statusFile: string, cpus: readonly number[]): boolean {
  try {
    const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync(statusFile, 'latin1'))?.[1];
    return allowed === undefined || parseCpuList(allowed).some((cpu) => cpus.includes(cpu));
  } catch {
    return true;
  }
}

function sumOfWorkers(all: readonly Readonly<ProcessSums>[]): Reading['workers'] {
  const sum = (name: keyof ProcessSums): number | null => all.reduce<number | null>((total, one) => (total === null || one[name] === null ? null : total + one[name]), 0);
  return {
    runNs: sum('runNs'),
    threadWaitNs: sum('threadWaitNs'),
    voluntarySwitches: sum('voluntarySwitches'),
    involuntarySwitches: sum('involuntarySwitches'),
    migrations: sum('migrations'),
    minorFaults: sum('minorFaults'),
    majorFaults: sum('majorFaults'),
  };
}
