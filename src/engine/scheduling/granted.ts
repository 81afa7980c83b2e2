/** How a process is really scheduled, thread by thread, from the kernel. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Granted } from '../../shared/result/scheduling.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import { statFields } from '../noise/parse.ts';

export type Priority = Scenario['scheduling']['priority'];

/** sched(7), by the numbers of include/uapi/linux/sched.h. */
const POLICIES: Readonly<Record<number, string>> = { 0: 'SCHED_OTHER', 1: 'SCHED_FIFO', 2: 'SCHED_RR', 3: 'SCHED_BATCH', 5: 'SCHED_IDLE', 6: 'SCHED_DEADLINE', 7: 'SCHED_EXT' };

/** The nice value of `high`, the real-time priority of `realtime`: enough to go before every ordinary program. */
export const HIGH_NICE = -10;
export const REALTIME_PRIORITY = 1;

export interface ThreadScheduling {
  readonly policy: string;
  /** -20 (most favoured) … 19; counts for SCHED_OTHER and SCHED_BATCH. */
  readonly nice: number;
  /** 1 … 99 under SCHED_FIFO and SCHED_RR, else 0. */
  readonly realtimePriority: number;
}

/** Threads of one process that are scheduled alike. */
export interface GrantedThreads extends ThreadScheduling {
  readonly threads: number;
}

/** /proc/PID/task/TID/stat. */
export function parseThreadScheduling(text: string): ThreadScheduling | null {
  const field = statFields(text);
  const [nice, realtimePriority, policy] = [field(19), field(40), field(41)];
  if (nice === null || realtimePriority === null || policy === null) return null;
  return { policy: POLICIES[policy] ?? `policy ${policy}`, nice, realtimePriority };
}

/** What every thread of a process has, alike ones together, most first. Empty where the process has ended or the system does not tell. */
export function readGranted(pid: number, proc = '/proc'): GrantedThreads[] {
  const kinds = new Map<string, GrantedThreads>();
  for (const tid of threadsOf(`${proc}/${pid}/task`)) {
    const thread = readThread(`${proc}/${pid}/task/${tid}/stat`);
    if (!thread) continue;
    const key = JSON.stringify(thread);
    kinds.set(key, { ...thread, threads: (kinds.get(key)?.threads ?? 0) + 1 });
  }
  return [...kinds.values()].sort((a, b) => b.threads - a.threads);
}

function threadsOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readThread(path: string): ThreadScheduling | null {
  try {
    return parseThreadScheduling(readFileSync(path, 'latin1'));
  } catch {
    return null; // it ended meanwhile
  }
}

export const isRealtime = ({ policy }: ThreadScheduling): boolean => policy === 'SCHED_RR' || policy === 'SCHED_FIFO';

const MEETS: Readonly<Record<Priority, (thread: ThreadScheduling) => boolean>> = {
  normal: () => true,
  high: (thread) => isRealtime(thread) || (thread.policy === 'SCHED_OTHER' && thread.nice <= HIGH_NICE),
  realtime: isRealtime,
};
export const meets = (priority: Priority, thread: ThreadScheduling): boolean => MEETS[priority](thread);

/** `SCHED_RR 1`, `nice -10`, `normal`. */
export function schedulingText(thread: ThreadScheduling): string {
  if (isRealtime(thread)) return `${thread.policy} ${thread.realtimePriority}`;
  if (thread.policy !== 'SCHED_OTHER') return thread.policy;
  return thread.nice === 0 ? 'normal' : `nice ${thread.nice}`;
}

export interface NamedProcess {
  readonly name: string;
  readonly threads: readonly GrantedThreads[];
}

/**
 * What came of a priority that was asked for, over all workers. `refused` is what `commandPrefix` said. Null where nothing
 * was asked for.
 */
export function grantedPriority(asked: Priority, refused: string | null, workers: readonly NamedProcess[]): Granted | null {
  if (asked === 'normal') return null;
  const all = workers.flatMap(({ threads }) => threads);
  const got = [...new Set(all.map(schedulingText))].join(', ') || 'unknown';
  const fact = { what: 'priority' as const, asked, got };
  if (refused !== null) return { ...fact, granted: false, reason: refused };
  if (all.length === 0) return { ...fact, granted: false, reason: 'this system does not tell how the workers are scheduled' };
  const lacking = workers.flatMap(({ name, threads }) => threads.filter((thread) => !meets(asked, thread)).map((thread) => `${thread.threads} of ${name}’s threads: ${schedulingText(thread)}`));
  return { ...fact, granted: lacking.length === 0, reason: lacking.length === 0 ? null : lacking.join('; ') };
}
