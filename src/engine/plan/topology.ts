/** The machine's CPUs, read from /sys (under a millisecond for a few CPUs; systeminformation once for the words: its cpu() takes 80 ms). */
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import si from 'systeminformation';
import { z } from 'zod';
import type { Machine } from '../../shared/result/document.ts';
import type { Cache, Cpu, Cpus } from '../../shared/topology.ts';
import { parseCpuList } from '../stacks/cpu-list.ts';

const Whole = z.string().regex(/^\d+$/).transform(Number);
const UNIT_BYTES: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
/** `1024K`; https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-devices-system-cpu */
const Size = z.string().regex(/^[1-9]\d*[KMG]?$/).transform((text) => Number.parseInt(text, 10) * (UNIT_BYTES[text.replace(/\d/g, '')] as number));
const CpuList = z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/).transform(parseCpuList);

/** A file's value in its schema; null where the file is not there or holds anything else. */
function read<T>(path: string, as: z.ZodType<T, string>): T | null {
  try {
    return as.safeParse(readFileSync(path, 'utf8').trim()).data ?? null;
  } catch {
    return null;
  }
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const Status = z.string().transform((text) => /^Cpus_allowed_list:\s*(\S+)/m.exec(text)?.[1] ?? '').pipe(CpuList);
/** CPUs this process may use; a container or taskset may give fewer than the machine has. */
export const allowedCpus = (root = '/'): number[] => read(join(root, 'proc/self/status'), Status) ?? os.cpus().map((_, index) => index);

/** The unified caches of one CPU at the levels that are drawn. An older kernel gives them no id; the lowest CPU that shares one names it as well. */
function cachesOf(folder: string, cpu: number): Cache[] {
  return namesIn(join(folder, 'cache')).filter((name) => /^index\d+$/.test(name)).flatMap((name): Cache[] => {
    const file = (leaf: string): string => join(folder, 'cache', name, leaf);
    const level = read(file('level'), Whole);
    if ((level !== 2 && level !== 3) || read(file('type'), z.string()) === 'Instruction') return [];
    const cpus = read(file('shared_cpu_list'), CpuList) ?? [cpu];
    return [{ level, id: read(file('id'), Whole) ?? Math.min(...cpus), bytes: read(file('size'), Size), cpus }];
  });
}

/** The whole machine's CPUs. `root`: of the file system, for tests. */
export function readTopology(root = '/'): Cpus {
  const system = join(root, 'sys/devices/system');
  const nodeOf = new Map(namesIn(join(system, 'node')).flatMap((name): [number, number][] => {
    const node = /^node(\d+)$/.exec(name)?.[1];
    return node === undefined ? [] : (read(join(system, 'node', name, 'cpulist'), CpuList) ?? []).map((cpu) => [cpu, Number(node)]);
  }));
  const allowed = new Set(allowedCpus(root));
  const online = read(join(system, 'cpu/online'), CpuList) ?? [...allowed];
  const present = read(join(system, 'cpu/present'), CpuList) ?? online;
  const caches = new Map<string, Cache>();
  const cpus = online.map((cpu): Cpu => {
    const folder = join(system, `cpu/cpu${cpu}`);
    const own = cachesOf(folder, cpu);
    for (const cache of own) if (!caches.has(`${cache.level} ${cache.id}`)) caches.set(`${cache.level} ${cache.id}`, cache);
    const kHz = read(join(folder, 'cpufreq/cpuinfo_max_freq'), Whole);
    return {
      cpu,
      // Where the kernel does not tell, each CPU is a core of its own.
      core: read(join(folder, 'topology/core_id'), Whole) ?? cpu,
      die: read(join(folder, 'topology/die_id'), Whole) ?? 0,
      socket: read(join(folder, 'topology/physical_package_id'), Whole) ?? 0,
      node: nodeOf.get(cpu) ?? null,
      l2: own.find(({ level }) => level === 2)?.id ?? null,
      l3: own.find(({ level }) => level === 3)?.id ?? null,
      maxMHz: kHz === null || kHz === 0 ? null : Math.round(kHz / 1000),
      allowed: allowed.has(cpu),
    };
  });
  return { cpus, caches: [...caches.values()], offline: present.filter((cpu) => !online.includes(cpu)) };
}

/** Those CPUs that this process may use. */
export const readCpus = (): Cpu[] => readTopology().cpus.filter(({ allowed }) => allowed);

let machine: Promise<Machine> | null = null;

export function readMachine(): Promise<Machine> {
  machine ??= (async () => {
    const [cpu, system, osInfo] = await Promise.all([si.cpu(), si.system(), si.osInfo()]);
    return {
      cpu: [cpu.manufacturer, cpu.brand].filter(Boolean).join(' ') || (os.cpus()[0]?.model ?? 'unknown CPU'),
      cpus: os.cpus().length,
      cores: cpu.physicalCores,
      sockets: cpu.processors || 1,
      memoryBytes: os.totalmem(),
      os: [osInfo.distro, osInfo.release].filter(Boolean).join(' '),
      kernel: `${os.type()} ${os.release()}`,
      virtual: system.virtual ? system.virtualHost || 'virtual machine' : null,
    };
  })();
  return machine;
}
