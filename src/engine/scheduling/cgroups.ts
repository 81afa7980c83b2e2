/** Where the CPU sets of control groups are on this machine, and the few operations on their files. */
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

/** A tree of control groups that knows of CPU sets. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** Its root's folder. */
  readonly root: string;
}

/** The folders and files of control groups: plain ones of the kernel's own file system. A test puts a kernel of its own there. */
export interface CgroupFiles {
  read(path: string): string;
  write(path: string, text: string): void;
  make(folder: string): void;
  remove(folder: string): void;
  list(folder: string): string[];
}

export const KERNEL_FILES: CgroupFiles = {
  read: (path) => readFileSync(path, 'latin1').trim(),
  write: (path, text) => writeFileSync(path, text),
  make: (folder) => {
    mkdirSync(folder);
  },
  remove: (folder) => rmdirSync(folder),
  list: (folder) => readdirSync(folder),
};

/** The mounts of control groups in /proc/PID/mountinfo (proc_pid_mountinfo(5)): kind, folder, the mount's own options. */
export function parseCgroupMounts(mountinfo: string): { kind: 'cgroup' | 'cgroup2'; folder: string; options: string[] }[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [mount, file] = line.split(' - ');
    const [kind, , options = ''] = file?.split(' ') ?? [];
    const folder = mount?.split(' ')[4];
    return folder !== undefined && (kind === 'cgroup' || kind === 'cgroup2') ? [{ kind, folder: unescaped(folder), options: options.split(',') }] : [];
  });
}

/** Spaces and the like stand as octal numbers there. */
const unescaped = (text: string): string => text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));

/** The tree in which CPU sets are managed; null with the reason where there is none. */
export function findHierarchy(files: CgroupFiles): Hierarchy | { readonly reason: string } {
  let mounts: ReturnType<typeof parseCgroupMounts>;
  try {
    mounts = parseCgroupMounts(files.read('/proc/self/mountinfo'));
  } catch {
    return { reason: `control groups are Linux’s; this is ${process.platform}` };
  }
  for (const { kind, folder, options } of mounts) {
    if (kind === 'cgroup' && options.includes('cpuset')) return { version: 1, root: folder };
    if (kind === 'cgroup2' && words(tryRead(files, `${folder}/cgroup.controllers`)).includes('cpuset')) return { version: 2, root: folder };
  }
  return { reason: 'no control groups with CPU sets are mounted here' };
}

export const words = (text: string | null): string[] => (text ?? '').split(/\s+/).filter(Boolean);

export function tryRead(files: CgroupFiles, path: string): string | null {
  try {
    return files.read(path);
  } catch {
    return null;
  }
}

/** A process's group in a hierarchy, from /proc/PID/cgroup: `12:cpuset:/a`, or `0::/a` of version 2. */
export function groupOf(cgroup: string, version: 1 | 2): string | null {
  for (const line of cgroup.split('\n')) {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path !== '' && (version === 2 ? controllers === '' : controllers.split(',').includes('cpuset'))) return path;
  }
  return null;
}
