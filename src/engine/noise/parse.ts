/** The kernel's texts → numbers. Pure; null where a text does not hold what it should. Formats: proc(5), Documentation/scheduler/sched-stats.rst, accounting/psi.rst. */

/** USER_HZ: what /proc/stat and /proc/PID/stat count in. 100 on every architecture that Node runs on. */
const TICK_NS = 10_000_000;

/** Tells of a thread's schedstat: time on a CPU, time ready to run and waiting for one. */
export interface ThreadTimes {
  readonly runNs: number;
  readonly waitNs: number;
}

/** /proc/PID/task/TID/schedstat: run, run-queue wait, number of time slices. */
export function parseSchedstat(text: string): ThreadTimes | null {
  const fields = /^(\d+) (\d+) \d+/.exec(text);
  return fields && { runNs: Number(fields[1]), waitNs: Number(fields[2]) };
}

/** How often a thread gave its CPU up, lost it, or was moved to another. */
export interface ThreadSwitches {
  readonly voluntary: number;
  readonly involuntary: number;
  /** Only `sched` tells. */
  readonly migrations: number | null;
}

const counted = (text: string, line: RegExp): number | null => {
  const found = line.exec(text);
  return found ? Number(found[1]) : null;
};

function switchesOf(voluntary: number | null, involuntary: number | null, migrations: number | null): ThreadSwitches | null {
  return voluntary === null || involuntary === null ? null : { voluntary, involuntary, migrations };
}

/** /proc/PID/task/TID/sched (kernels built with CONFIG_SCHED_DEBUG). */
export const parseSched = (text: string): ThreadSwitches | null =>
  switchesOf(counted(text, /^nr_voluntary_switches\s*:\s*(\d+)/m), counted(text, /^nr_involuntary_switches\s*:\s*(\d+)/m), counted(text, /^se\.nr_migrations\s*:\s*(\d+)/m));

/** /proc/PID/task/TID/status. */
export const parseStatus = (text: string): ThreadSwitches | null =>
  switchesOf(counted(text, /^voluntary_ctxt_switches:\s*(\d+)/m), counted(text, /^nonvoluntary_ctxt_switches:\s*(\d+)/m), null);

/** The fields of /proc/PID/stat by their number in proc(5), from 3 on; a program's name, field 2, may hold spaces and brackets. */
export function statFields(text: string): (field: number) => number | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).trim().split(' ');
  return (field) => {
    const value = Number(fields[field - 3]);
    return fields[field - 3] === undefined || Number.isNaN(value) ? null : value;
  };
}

export interface ProcessCounts {
  readonly minorFaults: number;
  readonly majorFaults: number;
  readonly runNs: number;
}

/** /proc/PID/stat of a whole process; its run time in ticks. */
export function parseProcessStat(text: string): ProcessCounts | null {
  const field = statFields(text);
  const [minorFaults, majorFaults, user, system] = [field(10), field(12), field(14), field(15)];
  if (minorFaults === null || majorFaults === null || user === null || system === null) return null;
  return { minorFaults, majorFaults, runNs: (user + system) * TICK_NS };
}

/** Sums over CPUs, told in ticks of 10 ms. */
export interface CpuTimes {
  /** Idle, with or without input and output under way. */
  readonly idleNs: number;
  readonly irqNs: number;
  readonly softirqNs: number;
  readonly stealNs: number;
}

/** /proc/stat, the lines of these CPUs summed. Null if one of them is not there: it is offline. */
export function parseCpuTimes(text: string, cpus: readonly number[]): CpuTimes | null {
  const sums = { idleNs: 0, irqNs: 0, softirqNs: 0, stealNs: 0 };
  for (const cpu of cpus) {
    const line = new RegExp(`^cpu${cpu} (.*)$`, 'm').exec(text)?.[1];
    if (line === undefined) return null;
    const [, , , idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line.trim().split(' ').map(Number);
    sums.idleNs += (idle + iowait) * TICK_NS;
    sums.irqNs += irq * TICK_NS;
    sums.softirqNs += softirq * TICK_NS;
    sums.stealNs += steal * TICK_NS;
  }
  return sums;
}

/** /proc/pressure/cpu: how long some task has waited for a CPU, in ns from µs. */
export function parsePressure(text: string): number | null {
  const micros = counted(text, /^some .*total=(\d+)/m);
  return micros === null ? null : micros * 1000;
}

/** A file of sysfs that holds one number. */
export const parseCount = (text: string): number | null => (/^\d+\s*$/.test(text) ? Number(text) : null);
