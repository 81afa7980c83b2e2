/** The machine's CPUs, read from /sys (0.2 ms; systeminformation once for the words: its cpu() takes 80 ms). */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import si from 'systeminformation';
import type { Machine } from '../../shared/result/document.ts';
import type { Topology } from '../../shared/ipc/contract.ts';
import { parseCpuList } from '../stacks/cpu-list.ts';

type Cpu = Topology['cpus'][number];

const SYS = '/sys/devices/system/cpu';

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

/** CPUs this process may use; a container or taskset may give fewer than the machine has. */
export function allowedCpus(): number[] {
  const line = read('/proc/self/status')?.split('\n').find((text) => text.startsWith('Cpus_allowed_list:'));
  return line ? parseCpuList(line.slice(line.indexOf(':') + 1)) : os.cpus().map((_, index) => index);
}

function readCpu(cpu: number): Cpu {
  const number = (path: string): number => Number(read(`${SYS}/cpu${cpu}/${path}`) ?? NaN);
  const l3 = read(`${SYS}/cpu${cpu}/cache/index3/id`);
  return {
    cpu,
    core: number('topology/core_id') || 0,
    socket: number('topology/physical_package_id') || 0,
    l3: l3 === null ? null : Number(l3),
    online: true,
  };
}

export const readCpus = (): Cpu[] => allowedCpus().map(readCpu);

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
