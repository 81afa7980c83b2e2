/** Machines for tests: the files of /sys and /proc that a kernel would show, written under a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface FixtureCpu {
  readonly cpu: number;
  readonly core: number;
  readonly die?: number;
  readonly socket: number;
  readonly node?: number;
  readonly maxKHz?: number;
  readonly caches?: readonly { readonly level: number; readonly type?: string; readonly id?: number; readonly size: string; readonly shared: string }[];
}

export interface FixtureMachine {
  readonly cpus: readonly FixtureCpu[];
  readonly present?: string;
  readonly allowed?: string;
}

const list = (cpus: readonly number[]): string => cpus.join(',');

/** Writes the machine's files under `root`, to be read with `readTopology(root)`. */
export function writeMachine(root: string, { cpus, present, allowed }: FixtureMachine): void {
  const put = (path: string, text: string): void => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  };
  const online = list(cpus.map(({ cpu }) => cpu));
  put('proc/self/status', `Name:\ttest\nCpus_allowed:\tff\nCpus_allowed_list:\t${allowed ?? online}`);
  put('sys/devices/system/cpu/online', online);
  put('sys/devices/system/cpu/present', present ?? online);
  for (const { cpu, core, die, socket, maxKHz, caches = [] } of cpus) {
    const folder = `sys/devices/system/cpu/cpu${cpu}`;
    put(`${folder}/topology/core_id`, String(core));
    put(`${folder}/topology/physical_package_id`, String(socket));
    if (die !== undefined) put(`${folder}/topology/die_id`, String(die));
    if (maxKHz !== undefined) put(`${folder}/cpufreq/cpuinfo_max_freq`, String(maxKHz));
    for (const [index, { level, type = 'Unified', id, size, shared }] of caches.entries()) {
      const cache = `${folder}/cache/index${index}`;
      put(`${cache}/level`, String(level));
      put(`${cache}/type`, type);
      put(`${cache}/size`, size);
      put(`${cache}/shared_cpu_list`, shared);
      if (id !== undefined) put(`${cache}/id`, String(id));
    }
  }
  for (const node of new Set(cpus.flatMap((cpu) => (cpu.node === undefined ? [] : [cpu.node])))) put(`sys/devices/system/node/node${node}/cpulist`, list(cpus.filter((cpu) => cpu.node === node).map(({ cpu }) => cpu)));
}

interface ServerShape {
  readonly sockets: number;
  readonly nodesPerSocket: number;
  readonly coresPerNode: number;
  /** Cores that share one L3. */
  readonly coresPerL3: number;
}

/** A server with two threads a core, numbered as Linux does: first a thread of every core, then the others. */
export function serverMachine({ sockets, nodesPerSocket, coresPerNode, coresPerL3 }: ServerShape): FixtureMachine {
  const cores = sockets * nodesPerSocket * coresPerNode;
  const cpus = Array.from({ length: 2 * cores }, (_, cpu): FixtureCpu => {
    const core = cpu % cores;
    const node = Math.floor(core / coresPerNode);
    const l3 = Math.floor(core / coresPerL3);
    const sharing = Array.from({ length: coresPerL3 }, (__, index) => l3 * coresPerL3 + index);
    const siblings = list([core, core + cores]);
    return {
      cpu, core: core % (cores / sockets), socket: Math.floor(node / nodesPerSocket), node, maxKHz: 3_700_000,
      caches: [
        { level: 1, type: 'Data', id: core, size: '32K', shared: siblings }, { level: 1, type: 'Instruction', id: core, size: '32K', shared: siblings },
        { level: 2, id: core, size: '1024K', shared: siblings }, { level: 3, id: l3, size: '32768K', shared: list([...sharing, ...sharing.map((one) => one + cores)]) },
      ],
    };
  });
  return { cpus };
}

/** Two fast cores with two threads each, and four slow ones that share an L2. */
export const HYBRID: FixtureMachine = {
  cpus: [
    ...[0, 1, 2, 3].map((cpu): FixtureCpu => ({ cpu, core: 4 * Math.floor(cpu / 2), socket: 0, node: 0, maxKHz: 5_200_000, caches: [{ level: 2, id: cpu < 2 ? 0 : 1, size: '2048K', shared: cpu < 2 ? '0-1' : '2-3' }, { level: 3, id: 0, size: '24M', shared: '0-7' }] })),
    ...[4, 5, 6, 7].map((cpu): FixtureCpu => ({ cpu, core: cpu + 4, socket: 0, node: 0, maxKHz: 3_900_000, caches: [{ level: 2, id: 2, size: '4096K', shared: '4-7' }, { level: 3, id: 0, size: '24M', shared: '0-7' }] })),
  ],
};

/** A small virtual machine that tells of no cache, no node and no clock. */
export const SMALL_VM: FixtureMachine = { cpus: [{ cpu: 0, core: 0, socket: 0 }, { cpu: 1, core: 1, socket: 0 }] };
