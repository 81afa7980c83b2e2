import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allowedCpus } from '../plan/topology.ts';
import { findHierarchy, groupOf, KERNEL_FILES, parseCgroupMounts, type CgroupFiles } from './cgroups.ts';
import { isolate, KERNEL_PROCESSES, removeLeftovers, type Processes } from './isolate.ts';

const V2_MOUNTS = '35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n';
const V1_MOUNTS = '41 24 0:36 / /sys/fs/cgroup/cpu\\040set rw shared:17 - cgroup cgroup rw,cpuset\n';
const WORKER = 77;
const ROOT = '/sys/fs/cgroup';

/** A kernel with control groups in memory. `partition` is what it makes of a wish. */
class FakeKernel implements CgroupFiles, Processes {
  readonly #files = new Map<string, string>();
  readonly groups = new Map<number, string>([[WORKER, '/user.slice']]);
  readonly pinned = new Map<number, string>([[WORKER, '2'], [5, '0-3']]);
  readonly log: string[] = [];
  folders = new Set<string>([ROOT, `${ROOT}/user.slice`]);
  forgetsPins = false;

  constructor(private readonly partition: (wish: string) => string, mounts = V2_MOUNTS) {
    this.#files.set('/proc/self/mountinfo', mounts);
    this.#files.set(`${ROOT}/cgroup.controllers`, 'cpuset cpu io memory pids');
    this.#files.set(`${ROOT}/cgroup.subtree_control`, 'cpuset cpu memory');
  }

  set(path: string, text: string): void {
    this.#files.set(path, text);
  }

  read(path: string): string {
    const cgroup = /^\/proc\/(\d+)\/cgroup$/.exec(path);
    const text = cgroup ? `0::${this.groups.get(Number(cgroup[1]))}` : this.#files.get(path);
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  }

  write(path: string, text: string): void {
    this.log.push(`${path.slice(ROOT.length)} ${text}`);
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (!this.folders.has(folder)) throw new Error(`ENOENT: ${path}`);
    if (path.endsWith('/cgroup.procs')) {
      if (!this.groups.has(Number(text))) throw new Error('ESRCH: no such process');
      this.groups.set(Number(text), folder.slice(ROOT.length) || '/');
      if (this.forgetsPins) this.pinned.set(Number(text), '2-3');
      return;
    }
    if (!path.endsWith('cpuset.cpus.partition')) return void this.#files.set(path, text);
    const state = this.partition(text);
    this.#files.set(path, state);
    // A partition takes its CPUs from everyone outside.
    if (state === text) this.pinned.set(5, '0-1');
  }

  make(folder: string): void {
    this.folders.add(folder);
  }

  remove(folder: string): void {
    if ([...this.groups.values()].some((group) => `${ROOT}${group}` === folder)) throw new Error('EBUSY');
    this.folders.delete(folder);
    this.pinned.set(5, '0-3');
  }

  list(folder: string): string[] {
    return [...this.folders].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  }

  identity(pid: number): string | null {
    return pid === process.pid ? `${pid}.1000` : null;
  }

  allowed(pid: number): string | null {
    return this.pinned.get(pid) ?? null;
  }

  pin(pid: number, cpus: string): void {
    this.pinned.set(pid, cpus);
  }

  programs(): number[] {
    return [5, WORKER];
  }

  get own(): string[] {
    return this.list(ROOT).filter((name) => name.startsWith('handshake-lab.'));
  }
}

const ask = (kernel: FakeKernel, change: { cpus?: number[]; balance?: boolean } = {}) => isolate({ cpus: [2, 3], pids: [WORKER], balance: false, ...change }, { files: kernel, processes: kernel });

describe('isolation by control groups of version 2', () => {
  it('takes the CPUs for the workers, and gives them back', () => {
    const kernel = new FakeKernel((wish) => wish);
    const isolated = ask(kernel);
    expect(isolated.granted).toEqual({ what: 'isolation', asked: 'cpuset 2,3', got: 'cpuset partition isolated', granted: true, reason: null });
    expect(kernel.groups.get(WORKER)).toBe(`/${kernel.own[0]}`);
    isolated.undo();
    isolated.undo();
    expect([kernel.own, kernel.groups.get(WORKER), kernel.pinned.get(5)]).toEqual([[], '/user.slice', '0-3']);
  });

  it('keeps load balancing where a worker has several CPUs, or the kernel knows no other kind', () => {
    expect(ask(new FakeKernel((wish) => wish), { balance: true }).granted.got).toBe('cpuset partition root');
    expect(ask(new FakeKernel((wish) => {
      if (wish === 'isolated') throw new Error('EINVAL: invalid argument');
      return wish;
    })).granted.got).toBe('cpuset partition root');
  });

  it('says what the kernel says where it makes no partition, and leaves nothing', () => {
    const kernel = new FakeKernel((wish) => `${wish} invalid (Parent is not a partition root)`);
    expect(ask(kernel).granted).toMatchObject({ granted: false, got: 'none', reason: 'the kernel makes no partition of these CPUs: root invalid (Parent is not a partition root)' });
    expect([kernel.own, kernel.groups.get(WORKER)]).toEqual([[], '/user.slice']);
  });

  it('is refused where others stay on the CPUs', () => {
    const kernel = new FakeKernel((wish) => wish);
    expect(ask(kernel, { cpus: [1] }).granted).toMatchObject({ granted: false, reason: '1 other programs may still run on these CPUs' });
    expect(kernel.own).toEqual([]);
  });

  it('changes no group but its own', () => {
    const kernel = new FakeKernel((wish) => wish);
    kernel.set(`${ROOT}/cgroup.subtree_control`, 'cpu memory');
    expect(ask(kernel).granted.reason).toBe('CPU sets are not handed down from /sys/fs/cgroup: write +cpuset to its cgroup.subtree_control');
    expect(kernel.log).toEqual([]);
  });

  it('pins a worker again where the kernel forgot', () => {
    const kernel = new FakeKernel((wish) => wish);
    kernel.forgetsPins = true;
    const isolated = ask(kernel);
    expect(kernel.pinned.get(WORKER)).toBe('2');
    isolated.undo();
    expect(kernel.pinned.get(WORKER)).toBe('2');
  });

  it('outlives a worker’s end', () => {
    const kernel = new FakeKernel((wish) => wish);
    const isolated = ask(kernel);
    kernel.groups.delete(WORKER);
    kernel.pinned.delete(WORKER);
    isolated.undo();
    expect(kernel.own).toEqual([]);
  });

  it('removes what a dead engine has left, and no living one’s', () => {
    const kernel = new FakeKernel((wish) => wish);
    for (const name of ['handshake-lab.4.20', `handshake-lab.${process.pid}.1000`, `handshake-lab.${process.pid}.7`, 'other.4.20']) kernel.make(`${ROOT}/${name}`);
    removeLeftovers({ files: kernel, processes: kernel });
    expect(kernel.list(ROOT).sort()).toEqual([`handshake-lab.${process.pid}.1000`, 'other.4.20', 'user.slice'].sort());
  });
});

describe('control groups', () => {
  it('are found by their mounts', () => {
    expect(parseCgroupMounts(V2_MOUNTS)).toEqual([{ kind: 'cgroup2', folder: '/sys/fs/cgroup', options: ['rw', 'nsdelegate'] }]);
    expect(findHierarchy(new FakeKernel((wish) => wish, V1_MOUNTS))).toEqual({ version: 1, root: '/sys/fs/cgroup/cpu set' });
    expect(findHierarchy(new FakeKernel((wish) => wish, '24 1 0:22 / / rw - ext4 /dev/vda rw\n'))).toEqual({ reason: 'no control groups with CPU sets are mounted here' });
  });

  it('are told of a process in either version', () => {
    const text = '9:name=systemd:/a\n3:cpuset:/b\n2:cpu,cpuacct:/c\n0::/d\n';
    expect([groupOf(text, 1), groupOf(text, 2), groupOf('3:cpu:/\n', 1)]).toEqual(['/b', '/d', null]);
  });

  it('of version 1 are not used where other programs are about', () => {
    const kernel = new FakeKernel((wish) => wish, V1_MOUNTS);
    expect(ask(kernel).granted).toMatchObject({ granted: false, reason: expect.stringContaining('1 other programs may run on these CPUs') as string });
    expect(kernel.log).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('this machine', () => {
  const CPU = allowedCpus()[0] as number;
  const hierarchy = findHierarchy(KERNEL_FILES);
  const own = (): string[] => ('root' in hierarchy ? readdirSync(hierarchy.root).filter((name) => name.startsWith(`handshake-lab.${process.pid}.`)) : []);

  /** `alone`: as if no other program were there, so that the group is made in earnest if this user may. */
  async function isolateChild(alone: boolean) {
    const child = spawn('taskset', ['-c', String(CPU), process.execPath, '-e', "process.stdout.write('here\\n'); setInterval(() => {}, 1e6);"], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      const pid = child.pid as number;
      const state = (): string => `${readFileSync(`/proc/${pid}/cgroup`, 'utf8')}${KERNEL_PROCESSES.allowed(pid)}`;
      const before = state();
      const isolated = isolate({ cpus: [CPU], pids: [pid], balance: false }, { files: KERNEL_FILES, processes: alone ? { ...KERNEL_PROCESSES, programs: () => [pid] } : KERNEL_PROCESSES });
      const during = state();
      const held = own();
      isolated.undo();
      return { isolated, before, during, held, after: state() };
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }

  it.each([true, false])('grants it or says why, and is afterwards as it was (alone: %s)', async (alone) => {
    const { isolated, before, during, held, after } = await isolateChild(alone);
    if (isolated.granted.granted) {
      expect(during).toContain(held[0]);
      expect(during.endsWith(`${CPU}`)).toBe(true);
    } else {
      expect(isolated.granted.reason).not.toBe('');
      expect([during, held]).toEqual([before, []]);
    }
    expect(after).toBe(before);
    expect(own()).toEqual([]);
  });

  it('finds its own program among the programs, and none of the kernel’s', () => {
    const programs = KERNEL_PROCESSES.programs();
    expect(programs).toContain(process.pid);
    expect(programs.every((pid) => !existsSync(`/proc/${pid}`) || pid !== 2)).toBe(true);
  });
});
