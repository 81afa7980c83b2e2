/**
 * CPUs for the workers alone: a control group of our own, and nothing else of the machine is touched. Other processes are
 * never moved; where the kernel cannot keep them off, that is the answer, and nothing stays behind.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Granted } from '../../shared/result/scheduling.ts';
import { messageOf } from '../errors.ts';
import { statFields } from '../noise/parse.ts';
import { parseCpuList } from '../stacks/cpu-list.ts';
import { findHierarchy, groupOf, KERNEL_FILES, tryRead, words, type CgroupFiles, type Hierarchy } from './cgroups.ts';

const PREFIX = 'handshake-lab.';
/** A task of the kernel itself (PF_KTHREAD in the flags of /proc/PID/stat). */
const KERNEL_TASK = 0x0020_0000;

/** What is asked of the processes of this machine; a test puts its own there. */
export interface Processes {
  /** `pid.start`, which no later process has; null where it has ended. */
  identity(pid: number): string | null;
  /** The CPUs on which it may run, as the kernel lists them; null where it has ended. */
  allowed(pid: number): string | null;
  pin(pid: number, cpus: string): void;
  /** Programs, without the kernel's own tasks. */
  programs(): number[];
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
};

export const KERNEL_PROCESSES: Processes = {
  identity(pid) {
    const stat = read(`/proc/${pid}/stat`);
    return stat === null ? null : `${pid}.${statFields(stat)(22)}`;
  },
  allowed: (pid) => /^Cpus_allowed_list:\s*(\S+)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? null,
  pin: (pid, cpus) => void execFileSync('taskset', ['-acp', cpus, String(pid)], { stdio: 'ignore' }),
  programs: () =>
    readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
      const stat = read(`/proc/${pid}/stat`);
      return stat !== null && ((statFields(stat)(9) ?? 0) & KERNEL_TASK) === 0;
    }),
};

export interface IsolateRequest {
  /** The measured CPUs. */
  readonly cpus: readonly number[];
  /** The workers, already pinned to them. */
  readonly pids: readonly number[];
  /** A worker has several CPUs: the kernel must go on spreading its threads over them. */
  readonly balance: boolean;
}

export interface Isolated {
  readonly granted: Granted;
  /** Gives everything back; may be called more than once, and never throws. */
  undo(): void;
}

interface Surroundings {
  readonly files: CgroupFiles;
  readonly processes: Processes;
}

const THIS_MACHINE: Surroundings = { files: KERNEL_FILES, processes: KERNEL_PROCESSES };

/** Never throws: what cannot be had is `granted: false` with the reason. */
export function isolate({ cpus, pids, balance }: IsolateRequest, { files, processes }: Surroundings = THIS_MACHINE): Isolated {
  const list = [...new Set(cpus)].sort((a, b) => a - b).join(',');
  const answer = (granted: boolean, got: string, reason: string | null): Granted => ({ what: 'isolation', asked: `cpuset ${list}`, got, granted, reason });
  const refused = (reason: string): Isolated => ({ granted: answer(false, 'none', reason), undo: () => undefined });
  const hierarchy = findHierarchy(files);
  if ('reason' in hierarchy) return refused(hierarchy.reason);
  removeLeftovers({ files, processes }, hierarchy);
  // Version 1 keeps no program off that is not in a CPU set of its own: whether they stay away is known beforehand.
  const before = hierarchy.version === 1 ? others(processes, cpus, pids) : 0;
  if (before > 0) return refused(`${before} other programs may run on these CPUs, and control groups of version 1 cannot keep them off without moving them; boot with isolcpus=${list}, or with systemd.unified_cgroup_hierarchy=1`);
  const group = new OwnGroup(hierarchy, files, processes);
  try {
    const got = group.make(list, balance);
    const left = others(processes, cpus, pids);
    if (left > 0) throw new Error(`${left} other programs may still run on these CPUs`);
    for (const pid of pids) group.take(pid);
    return { granted: answer(true, got, null), undo: () => group.undo() };
  } catch (error) {
    group.undo();
    return refused(messageOf(error));
  }
}

/** Removes the groups of engines that have died. They are empty by then: a worker ends with its engine. */
export function removeLeftovers({ files, processes }: Surroundings = THIS_MACHINE, hierarchy: Hierarchy | { reason: string } = findHierarchy(files)): void {
  if ('reason' in hierarchy) return;
  let names: string[] = [];
  try {
    names = files.list(hierarchy.root).filter((name) => name.startsWith(PREFIX));
  } catch {
    return;
  }
  for (const name of names) {
    const identity = name.slice(PREFIX.length);
    if (processes.identity(Number(identity.split('.')[0])) === identity) continue;
    try {
      files.remove(`${hierarchy.root}/${name}`);
    } catch {
      // not empty, or not ours to remove: it stays, and the next start tries again
    }
  }
}

/** Programs other than the workers that may run on one of these CPUs. */
function others(processes: Processes, cpus: readonly number[], ours: readonly number[]): number {
  const measured = new Set(cpus);
  return processes.programs().filter((pid) => !ours.includes(pid) && parseCpuList(processes.allowed(pid) ?? '').some((cpu) => measured.has(cpu))).length;
}

/** The one group that this engine makes. */
class OwnGroup {
  readonly #folder: string;
  readonly #from = new Map<number, string>();
  #made = false;

  constructor(private readonly hierarchy: Hierarchy, private readonly files: CgroupFiles, private readonly processes: Processes) {
    this.#folder = `${hierarchy.root}/${PREFIX}${processes.identity(process.pid) ?? process.pid}`;
  }

  /** Makes the group with these CPUs and says what it is. */
  make(cpus: string, balance: boolean): string {
    const { version, root } = this.hierarchy;
    if (version === 2 && !words(tryRead(this.files, `${root}/cgroup.subtree_control`)).includes('cpuset')) {
      throw new Error(`CPU sets are not handed down from ${root}: write +cpuset to its cgroup.subtree_control`);
    }
    this.files.make(this.#folder);
    this.#made = true;
    this.#set('cpuset.cpus', cpus);
    return version === 2 ? this.#makePartition(balance) : this.#makeExclusive();
  }

  /** `isolated` is without load balancing, which leaves threads where they are: only for workers with one CPU each. */
  #makePartition(balance: boolean): string {
    let state = '';
    for (const kind of balance ? ['root'] : ['isolated', 'root']) {
      try {
        this.#set('cpuset.cpus.partition', kind);
      } catch (error) {
        state = messageOf(error); // kernels before 5.15 know `root` only
        continue;
      }
      state = tryRead(this.files, `${this.#folder}/cpuset.cpus.partition`) ?? '';
      if (state === kind) return `cpuset partition ${kind}`;
    }
    throw new Error(`the kernel makes no partition of these CPUs: ${state || 'it does not say why'}`);
  }

  #makeExclusive(): string {
    this.#set('cpuset.mems', tryRead(this.files, `${this.hierarchy.root}/cpuset.effective_mems`) ?? '0');
    this.#set('cpuset.cpu_exclusive', '1');
    return 'exclusive cpuset';
  }

  /** Moves one of our workers in. A kernel before 6.2 forgets its pinning by that, so that is looked after. */
  take(pid: number): void {
    const group = groupOf(this.files.read(`/proc/${pid}/cgroup`), this.hierarchy.version);
    if (group === null) throw new Error(`the control group of process ${pid} is not known`);
    this.#from.set(pid, group);
    this.#move(pid, this.#folder);
  }

  undo(): void {
    if (!this.#made) return;
    for (const [pid, group] of this.#from) this.#attempt(() => this.#move(pid, `${this.hierarchy.root}${group === '/' ? '' : group}`));
    this.#from.clear();
    // Removing the group gives its CPUs back. One that is not empty yet goes at the next start.
    this.#attempt(() => {
      this.files.remove(this.#folder);
      this.#made = false;
    });
  }

  #move(pid: number, folder: string): void {
    const pinned = this.processes.allowed(pid);
    this.files.write(`${folder}/cgroup.procs`, String(pid));
    if (pinned !== null && this.processes.allowed(pid) !== pinned) this.processes.pin(pid, pinned);
  }

  #set(name: string, value: string): void {
    this.files.write(`${this.#folder}/${name}`, value);
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch {
      // the process has ended, or the group is held by one that is about to
    }
  }
}
